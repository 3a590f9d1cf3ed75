"""The bar of a person's course: what is done, not known yet and can still be done, and its legend.

Readable without colour: what is not known yet is hatched, what is needed is a line.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.paint.metrics import CAPTION, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.paint.tokens import Tokens, tokens_of

_FULL = 1000
_OUT_OF_SIGHT = -50
"""Where a sample of the legend has its line, in percent, so that none is seen."""


@dataclass(frozen=True, slots=True)
class BarParts:
    """Ends of the three parts in thousandths from the left, and the line in percent."""

    done: int
    unknown_to: int
    possible: int
    threshold: int


def bar_parts(row: CohortRow) -> BarParts | None:
    """The parts for one person; None where nothing counts yet.

    What depends on unknown items comes right after what is done.
    """
    if row.secured is None or row.possible is None:
        return None
    unknown_to = min(row.possible.permille, row.secured.permille + row.unknown_permille)
    return BarParts(row.secured.permille, unknown_to, row.possible.permille, row.threshold)


def paint_bar(painter: QPainter, rect: QRectF, parts: BarParts, colours: Tokens) -> None:
    """Draw the bar into ``rect``; its line stands out above and below."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    trough = QPainterPath()
    trough.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.save()
    painter.setClipPath(trough)
    painter.fillRect(rect, QColor(colours.sunken))
    painter.fillRect(_span(rect, 0, parts.possible), QColor(colours.bar_soft))
    unknown = _span(rect, parts.done, parts.unknown_to)
    painter.fillRect(unknown, QColor(colours.surface))
    painter.fillRect(unknown, QBrush(QColor(colours.bar), Qt.BrushStyle.BDiagPattern))
    painter.fillRect(_span(rect, 0, parts.done), QColor(colours.bar))
    painter.restore()
    if colours.soft_edge:
        _outline(painter, rect, parts, colours)
    x = rect.left() + rect.width() * parts.threshold / 100
    over = max(3.0, rect.height() / 2)
    for colour, width in ((colours.surface, 4.0), (colours.text, 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawLine(QPointF(x, rect.top() - over), QPointF(x, rect.bottom() + over))
    painter.restore()


def _outline(painter: QPainter, rect: QRectF, parts: BarParts, colours: Tokens) -> None:
    """Where no ground is soft: a frame round what can be done, a line through what is missed."""
    frame(painter, _span(rect, 0, parts.possible), edge=colours.soft_edge, radius=rect.height() / 2)
    missed = _span(rect, parts.possible, _FULL)
    missed.setTop(float(round(missed.center().y())))
    missed.setHeight(1.0)
    painter.fillRect(missed, QColor(colours.soft_edge))


def _span(rect: QRectF, start: int, end: int) -> QRectF:
    left = rect.left() + rect.width() * start / _FULL
    return QRectF(left, rect.top(), max(0.0, rect.width() * (end - start) / _FULL), rect.height())


class BarLegend(QWidget):
    """Samples of the bar with a word each; wraps where the window is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(metrics_of(self.font()).line)
        for parts, words in (
            (BarParts(_FULL, _FULL, _FULL, _OUT_OF_SIGHT), "done"),
            (BarParts(0, 0, _FULL, _OUT_OF_SIGHT), "can still be done"),
            (BarParts(0, _FULL, _FULL, _OUT_OF_SIGHT), "not known yet"),
            (BarParts(0, 0, 0, _OUT_OF_SIGHT), "missed"),
        ):
            flow.addWidget(_Sample(parts, words, self))
        self._needed = _Sample(None, "", self)
        flow.addWidget(self._needed)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_threshold(self, threshold: int) -> None:
        """Name the percentage that is needed."""
        self._needed.say(f"{threshold}% needed")


class _Sample(QWidget):
    """A piece of bar, or the line alone, with a word; the line's sample has no ``parts``."""

    def __init__(self, parts: BarParts | None, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts, self._words = parts, ""
        self.setFont(larger(parent.font(), CAPTION))
        self.say(words)

    def say(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        metrics = metrics_of(self.font())
        wide = self.fontMetrics().horizontalAdvance(words) + 2
        self._left = metrics.chars(4) if self._parts else metrics.gap
        self.setFixedSize(self._left + metrics.space + wide, metrics.line + metrics.gap)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours, height = tokens_of(self.palette()), self.height()
        painter = QPainter(self)
        if self._parts:
            high = max(6, height // 3)
            bar = QRectF(0, (height - high) / 2, self._left, high)
            paint_bar(painter, bar, self._parts, colours)
        else:
            painter.fillRect(0, 2, 2, height - 4, QColor(colours.text))
        painter.setPen(QColor(colours.muted))
        words = self.rect().adjusted(self._left + metrics_of(self.font()).space, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()
