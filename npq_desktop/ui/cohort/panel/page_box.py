"""Picks a page of the person panel in a choice, where its tabs ask for more than there is."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget
from typing_extensions import override


class PageBox(QComboBox):
    """Stands above ``pages``, and takes the place of their tabs where these would be cut."""

    def __init__(self, parent: QWidget, pages: QTabWidget) -> None:
        super().__init__(parent)
        self._pages = pages
        self.hide()
        self.activated.connect(pages.setCurrentIndex)
        pages.currentChanged.connect(self._follow)
        pages.installEventFilter(self)

    def fit(self) -> None:
        """Offer the pages as they are now, by tabs where they have room."""
        titles = [self._pages.tabText(at) for at in range(self._pages.count())]
        if titles != [self.itemText(at) for at in range(self.count())]:
            with QSignalBlocker(self):
                self.clear()
                self.addItems(titles)
        bar = self._pages.tabBar()
        has_room = bar.sizeHint().width() <= self._pages.width()
        bar.setVisible(has_room)
        # Tab would go to the pages, which hand the focus to tabs that are hidden.
        policy = Qt.FocusPolicy
        self._pages.setFocusPolicy(policy.TabFocus if has_room else policy.NoFocus)
        self.setVisible(not has_room)
        self._follow(self._pages.currentIndex())

    def _follow(self, page: int) -> None:
        with QSignalBlocker(self):
            self.setCurrentIndex(page)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self.fit()
        return False
