"""Cards that hold what belongs together, hairlines, and labels of the five sizes of type."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.metrics import CARD_RADIUS, bold, larger
from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.text import paint_elided, plain_tip

_LEAST_LINES = 2
"""So many heights of a line is a text wide that elides."""
_WEARING = (QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.ParentChange)


class Card(QFrame):
    """A surface with a hairline round it. Never put one into another."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        frame(painter, self.rect(), edge=colours.line, fill=colours.surface, radius=CARD_RADIUS)
        painter.end()


class Surface(QWidget):
    """A part of a page on the ground of tables and fields, with a hairline at one side or none."""

    def __init__(self, parent: QWidget | None = None, *, edge: Qt.Edge | None = None) -> None:
        super().__init__(parent)
        self._edge = edge
        self.setBackgroundRole(QPalette.ColorRole.Base)  # what scrolls inside has this ground too

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours, rect = tokens_of(self.palette()), self.rect()
        painter = QPainter(self)
        painter.fillRect(rect, QColor(colours.surface))
        line = QColor(colours.line)
        if self._edge == Qt.Edge.LeftEdge:
            painter.fillRect(0, 0, 1, rect.height(), line)
        elif self._edge == Qt.Edge.RightEdge:
            painter.fillRect(rect.right(), 0, 1, rect.height(), line)
        elif self._edge == Qt.Edge.TopEdge:
            painter.fillRect(0, 0, rect.width(), 1, line)
        elif self._edge == Qt.Edge.BottomEdge:
            painter.fillRect(0, rect.bottom(), rect.width(), 1, line)
        painter.end()


class Text(QLabel):
    """Plain text in one of the sizes of ``metrics`` and one of the colours of the tokens.

    ``tone`` names the colour. ``wraps`` lets it take several lines; else it keeps to one.
    """

    def __init__(
        self,
        words: str = "",
        parent: QWidget | None = None,
        *,
        size: float = 1.0,
        heavy: bool = False,
        tone: str = "text",
        wraps: bool = True,
    ) -> None:
        super().__init__(words, parent)
        self._size, self._heavy, self._tone = size, heavy, tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # on a surface it would be Text
        self.setWordWrap(wraps)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._wear()
        # A widget with a font of its own does not follow a new text size.
        appearance().changed.connect(self._wear)

    @override
    def minimumSizeHint(self) -> QSize:
        """How high wrapped words must be depends on the width they get: Qt asks for that apart."""
        least = super().minimumSizeHint()
        return QSize(least.width(), self.fontMetrics().height()) if self.wordWrap() else least

    def take_tone(self, tone: str) -> None:
        """Be of another colour from now on."""
        if tone != self._tone:
            self._tone = tone
            self._wear()

    def _wear(self) -> None:
        # Start from the application's font: the widget's own would grow each time, and a parent's
        # font follows the application's only later.
        font = larger(QApplication.font(), self._size)
        font = bold(font) if self._heavy else font
        if font != self.font():
            self.setFont(font)
        colour = QColor(getattr(tokens_of(self.palette()), self._tone))
        palette = self.palette()
        if palette.windowText().color() != colour or palette.text().color() != colour:
            palette.setColor(palette.ColorRole.WindowText, colour)
            palette.setColor(palette.ColorRole.Text, colour)  # what words on a surface are drawn in
            self.setPalette(palette)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _WEARING:
            self._wear()


class ElidedText(Text):
    """One line, cut with an ellipsis where there is no room; the tip then has all of it.

    ``wraps`` lets it take several lines, until ``keep_to_line`` says otherwise.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        size: float = 1.0,
        heavy: bool = False,
        tone: str = "text",
        wraps: bool = False,
    ) -> None:
        super().__init__("", parent, size=size, heavy=heavy, tone=tone, wraps=wraps)
        self.setMinimumWidth(self.fontMetrics().height() * _LEAST_LINES)
        self._own_tip = ""

    def keep_to_line(self, *, only: bool) -> None:
        """Take one line only, or as many as the words need."""
        self.setWordWrap(not only)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap() or self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            whole = ""
        else:
            paint_elided(self)
            whole = self.text()
        if whole != self._own_tip:
            self._own_tip = whole
            self.setToolTip(plain_tip(whole))
