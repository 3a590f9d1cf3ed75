"""The engagement bar: secured solid, possible pale, unknown hatched, the line to reach drawn over.

Drawing only: it takes thousandths and never computes a figure.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.ui.kit.colours import outline

_FULL = 1000


@dataclass(frozen=True, slots=True)
class BarParts:
    """Ends of the three parts in thousandths from the left, and the line in percent."""

    secured: int
    unknown_to: int
    possible: int
    threshold: int


def bar_parts(row: CohortRow, threshold: int) -> BarParts | None:
    """The parts for one person; None where nothing counts yet.

    What hangs on unknown items comes right after what is secured.
    """
    if row.secured is None or row.possible is None:
        return None
    unknown_to = min(row.possible.permille, row.secured.permille + row.unknown_permille)
    return BarParts(row.secured.permille, unknown_to, row.possible.permille, threshold)


def paint_bar(painter: QPainter, rect: QRectF, parts: BarParts, palette: QPalette) -> None:
    """Draw the bar into ``rect``; readable without colour by fill, pattern and outline."""
    ink = palette.color(QPalette.ColorRole.Text)
    solid = palette.color(QPalette.ColorRole.Highlight)
    pale = QColor(solid)
    pale.setAlphaF(0.28)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(rect, palette.color(QPalette.ColorRole.Base))
    painter.fillRect(_span(rect, parts.unknown_to, parts.possible), pale)
    unknown = _span(rect, parts.secured, parts.unknown_to)
    painter.fillRect(unknown, QBrush(ink, Qt.BrushStyle.BDiagPattern))
    painter.fillRect(_span(rect, 0, parts.secured), solid)
    painter.setPen(QPen(outline(palette), 1))
    painter.drawRect(rect)
    _paint_line(painter, rect, parts.threshold, ink, palette.color(QPalette.ColorRole.Base))
    painter.restore()


def _paint_line(painter: QPainter, rect: QRectF, threshold: int, ink: QColor, page: QColor) -> None:
    x = rect.left() + rect.width() * threshold / 100
    over = max(2.0, rect.height() / 5)
    for colour, width in ((page, 4.0), (ink, 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(x, rect.top() - over), QPointF(x, rect.bottom() + over))


def _span(rect: QRectF, start: int, end: int) -> QRectF:
    left = rect.left() + rect.width() * start / _FULL
    return QRectF(left, rect.top(), max(0.0, rect.width() * (end - start) / _FULL), rect.height())
