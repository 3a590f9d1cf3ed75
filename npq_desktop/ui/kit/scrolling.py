"""A pane that scrolls where it lacks height, instead of making its window taller than the screen.

Owns only the frame around one widget; the width is never scrolled.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

_LINES = 6


class Scrolling(QScrollArea):
    """Shows ``pane``, which stays as large as the room allows; Tab brings what it reaches to view.

    No stop of its own for the keyboard: what is inside has the keys.
    """

    def __init__(self, parent: QWidget, pane: QWidget) -> None:
        super().__init__(parent)
        self._pane = pane
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(pane)

    @override
    def sizeHint(self) -> QSize:
        return self._pane.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        inner = self._pane.minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        lines = self.fontMetrics().height() * _LINES
        return QSize(inner.width() + bar, min(inner.height(), lines))
