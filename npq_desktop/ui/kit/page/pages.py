"""A page of the window that hands the focus it is given to its main widget.

Deliberately no focus proxy: Tab would jump straight to the proxy, past all that stands before it.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
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

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._home is not None and self._home.isVisible():
            self._home.setFocus(event.reason())
        else:
            self.focusNextChild()


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
