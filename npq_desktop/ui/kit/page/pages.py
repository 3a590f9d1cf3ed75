"""A page of the window that hands the focus it is given to its main widget.

Deliberately no focus proxy: Tab would jump straight to the proxy, past all that stands before it.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.waiting.later import Later

_LEAST = (480, 160)
"""However small a window is, it has so much room for a page."""


class TabPage(QWidget):
    """``set_home`` names the main widget; while that is hidden the first control is meant."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home: QWidget | None = None

    def set_home(self, widget: QWidget) -> None:
        """Where the keyboard goes when the page is opened."""
        self._home = widget

    def home(self) -> QWidget | None:
        """The main widget; None while there is none to be seen."""
        return self._home if self._home is not None and self._home.isVisible() else None

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if (home := self.home()) is not None:
            home.setFocus(event.reason())
        else:
            self.focusNextChild()


def main_widget(page: QWidget) -> QWidget:
    """Where the keyboard belongs on a page; given to it at once, the focus moves only once."""
    while isinstance(page, TabPage) and (home := page.home()) is not None:
        page = home
    return page


def bring(stack: QStackedWidget | QStackedLayout, page: QWidget) -> None:
    """Show a page of a stack; a keyboard that was on the page before it goes straight to it.

    Qt alone sends the focus to whatever comes next, and a screen reader reads out each stop.
    """
    before, focused = stack.currentWidget(), QApplication.focusWidget()
    if before is None or before is page or focused is None:
        stack.setCurrentWidget(page)
        return
    if before.isAncestorOf(focused):
        page.setGeometry(before.geometry())
        page.show()
        main_widget(page).setFocus(Qt.FocusReason.OtherFocusReason)
    stack.setCurrentWidget(page)


class Pages(QStackedWidget):
    """Shows one page at a time and lets a window be small: what is hidden asks for nothing.

    The page in front gives way once it has less room, so that what it asks for while it is wide
    must not keep the window wide.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)

    @override
    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint().boundedTo(QSize(*_LEAST)) if page else QSize()


class LaterPage(TabPage):
    """Empty until first shown; then filled for good with what ``build`` makes as its child."""

    def __init__(self, *, parent: QWidget | None, build: Callable[[QWidget], QWidget]) -> None:
        super().__init__(parent)
        self._page = Later(self, build)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.layout() is None:
            self._fill(self._page())

    def _fill(self, page: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.set_home(page)
        page.resize(self.size())  # before it is shown: a page may lay itself out by its width
        page.show()
