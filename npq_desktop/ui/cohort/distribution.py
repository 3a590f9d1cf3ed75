"""How a group is spread, drawn small: people by what they have done of what is due so far.

Drawing only; ten columns of ten per cent each, the last one up to 100, and the line to reach.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.ui.kit.colours import outline, quiet

_COLUMNS = 10
_FULL = 1000


def spread(rows: Sequence[CohortRow]) -> tuple[int, ...]:
    """How many people in each ten per cent, from the lowest that what is due so far can be."""
    counts = [0] * _COLUMNS
    for row in rows:
        if row.to_date is not None:
            counts[min(row.to_date[0].permille * _COLUMNS // _FULL, _COLUMNS - 1)] += 1
    return tuple(counts)


def spread_words(counts: Sequence[int]) -> str:
    """The same read aloud: "Of what is due so far: 20 people at 90 to 100 %, 2 at 80 to 90 %."."""
    step = 100 // _COLUMNS
    said = [
        f"{number} at {at * step} to {(at + 1) * step} %"
        for at, number in reversed(tuple(enumerate(counts)))
        if number
    ]
    return f"People by what they have of all that is due so far: {', '.join(said) or 'nobody yet'}."


class Distribution(QWidget):
    """A drawing with its words as tooltip and accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = (0,) * _COLUMNS
        self._threshold = 90
        self._has_room = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[CohortRow], threshold: int) -> None:
        """Draw these people and the line at ``threshold`` percent."""
        self._counts, self._threshold = spread(rows), threshold
        words = spread_words(self._counts)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self._show_or_not()
        self.update()

    def give_way(self, *, has_room: bool) -> None:
        """Leave the drawing out where the window has no room for it."""
        self._has_room = has_room
        self._show_or_not()

    def _show_or_not(self) -> None:
        self.setVisible(self._has_room and any(self._counts))

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 8 + self._caption_width(), line * 2)

    def _caption_width(self) -> int:
        words = self.tr("due so far")
        return self.fontMetrics().horizontalAdvance(words) + self.fontMetrics().height()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(quiet(self.palette()))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        caption = self._caption_width()
        words = self.rect().adjusted(0, 0, caption - self.width() - self.fontMetrics().height(), 0)
        painter.drawText(words, side, self.tr("due so far"))
        area = QRectF(self.rect()).adjusted(caption - self.fontMetrics().height() // 2, 2, -1, -2)
        highest = max(*self._counts, 1)
        width = area.width() / _COLUMNS
        for at, number in enumerate(self._counts):
            height = max(2.0, area.height() * number / highest) if number else 0.0
            left, top = area.left() + at * width, area.bottom() - height
            colour = self.palette().color(QPalette.ColorRole.Highlight)
            painter.fillRect(QRectF(left + 1, top, width - 2, height), colour)
        painter.setPen(QPen(outline(self.palette()), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        x = area.left() + area.width() * self._threshold / 100
        painter.setPen(QPen(quiet(self.palette()), 2))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.end()
