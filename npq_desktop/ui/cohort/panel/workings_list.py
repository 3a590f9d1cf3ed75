"""How a person's figures are worked out: a plain list of lines, each opening in place."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import SumLine
from npq_desktop.services.cohort.item_words import item
from npq_desktop.ui.kit.buttons import Button, ButtonKind
from npq_desktop.ui.kit.cards import Text
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.paint.strokes import RING, chevron, frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.scrolled import Page, cleared, in_turn

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter


class WorkingsList(Page):
    """What was open stays open when the figures change; ``left``: back to the route."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        metrics = metrics_of(self.font())
        self.back = Button("Back to the route", self, kind=ButtonKind.GHOST, drawing="left")
        self.back.clicked.connect(self.left)
        self._sums: tuple[SumLine, ...] = ()
        self.lines: list[WorkingsLine] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.space, 0, metrics.space)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Text("How this is worked out", self, heavy=True))
        column.addLayout(self._lines)
        column.addStretch(1)

    def show_sums(self, sums: tuple[SumLine, ...]) -> None:
        """Replace the sums."""
        if sums == self._sums:
            return
        was_open = [line.isChecked() for line in self.lines]
        self._sums, self.lines = sums, []
        cleared(self._lines)
        for at, each in enumerate(sums):
            line = WorkingsLine(self, each)
            below = _Inside(self, each)
            line.toggled.connect(below.open)
            self._lines.addWidget(line)
            self._lines.addWidget(below)
            self.lines.append(line)
            line.setChecked(at < len(was_open) and was_open[at] and bool(each.items))
        in_turn(self.back, *(line for line in self.lines if line.isCheckable()))


class WorkingsLine(QAbstractButton):
    """A figure with its sum on as many lines as it needs; opens what it adds up."""

    def __init__(self, parent: QWidget, line: SumLine) -> None:
        super().__init__(parent)
        self._words = " ".join(line.words.split("\n"))
        self._opens = bool(line.items)
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
    """What a sum adds up; made when it is opened."""

    def __init__(self, parent: QWidget, line: SumLine) -> None:
        super().__init__(parent)
        self._items = line.items
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
        for each in self._items:
            column.addWidget(Text(each.title, self))
            column.addWidget(Text(item(each), self, size=CAPTION, tone="muted"))
            column.addSpacing(metrics.gap)
