"""A plain list of lines, each opening in place what lies behind it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.page.scrolled import cleared
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.paint.strokes import RING, chevron, frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.cards import Text

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
Behind = Sequence[tuple[str, str]]
"""What opens below a line: a title and a second line each."""


class OpeningLines(QWidget):
    """What was open stays open when the lines change."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[OpeningLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_lines(self, lines: Sequence[tuple[str, Behind]]) -> None:
        """Replace the lines, each with what it opens."""
        was_open = [line.isChecked() for line in self.lines]
        self.lines = []
        cleared(self._column)
        for at, (words, behind) in enumerate(lines):
            line, below = OpeningLine(self, words, opens=bool(behind)), _Inside(self, behind)
            line.toggled.connect(below.open)
            self._column.addWidget(line)
            self._column.addWidget(below)
            self.lines.append(line)
            line.setChecked(at < len(was_open) and was_open[at] and bool(behind))

    def in_order(self) -> tuple[QWidget, ...]:
        """The lines that open, from above."""
        return tuple(line for line in self.lines if line.isCheckable())


class OpeningLine(QAbstractButton):
    """A text on as many lines as it needs."""

    def __init__(self, parent: QWidget, words: str, *, opens: bool) -> None:
        super().__init__(parent)
        self._words = " ".join(words.split("\n"))
        self._opens = opens
        self.setCheckable(self._opens)
        self.setAccessibleName(self._words)
        policy = Qt.FocusPolicy.StrongFocus if self._opens else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        size = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        size.setHeightForWidth(True)
        self.setSizePolicy(size)

    @override
    def sizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        width = metrics.chars(30)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    @override
    def minimumSizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        return QSize(metrics.chars(16), self.heightForWidth(max(self.width(), metrics.chars(30))))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        metrics = metrics_of(self.font())
        room = QRect(0, 0, max(metrics.chars(8), width - self._left()), 10_000)
        text = self.fontMetrics().boundingRect(room, int(_WRAP), self._words)
        return max(metrics.scaled(32), text.height() + 2 * metrics.space)

    def _left(self) -> int:
        metrics = metrics_of(self.font())
        return metrics.icon + metrics.space

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours, rect = tokens_of(self.palette()), self.rect()
        painter = QPainter(self)
        if self.underMouse() and self._opens:
            painter.fillRect(rect, QColor(colours.hover))
        painter.fillRect(0, rect.bottom(), rect.width(), 1, QColor(colours.line))
        if self._opens:
            side = metrics_of(self.font()).icon
            where = QRect(0, (rect.height() - side) // 2, side, side)
            chevron(painter, where, colours.muted, up=self.isChecked())
        painter.setPen(QColor(colours.text))
        painter.drawText(rect.adjusted(self._left(), 0, 0, 0), int(_WRAP), self._words)
        if self.hasFocus():
            frame(painter, rect, edge=colours.accent, width=RING)
        painter.end()


class _Inside(QWidget):
    """Made when it is opened."""

    def __init__(self, parent: QWidget, behind: Behind) -> None:
        super().__init__(parent)
        self._behind = behind
        self.hide()

    def open(self, is_open: bool) -> None:
        if is_open and self.layout() is None:
            self._make()
        self.setVisible(is_open)

    def _make(self) -> None:
        metrics = metrics_of(self.font())
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.icon + metrics.space, metrics.gap, 0, metrics.space)
        column.setSpacing(0)
        for title, words in self._behind:
            column.addWidget(Text(title, self))
            column.addWidget(Text(words, self, size=CAPTION, tone="muted"))
            column.addSpacing(metrics.gap)
