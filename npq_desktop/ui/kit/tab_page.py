"""A page of the window that hands the focus it is given to its main widget.

Deliberately no focus proxy: Tab would jump straight to the proxy, past all that stands before it.
"""

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


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
