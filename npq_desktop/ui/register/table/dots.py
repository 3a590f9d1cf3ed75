"""The last events of a person as small shapes: each state its own shape, not only a colour."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.table.marks import Look
from npq_desktop.ui.register.table.words import colour_of

MOST_DOTS = 6


def draw_dots(painter: QPainter, cell: QRect, dots: tuple[MarkState, ...], look: Look) -> None:
    """Draw the newest ``MOST_DOTS`` events, oldest at the left."""
    side = look.metrics.line * 0.55
    step = look.metrics.chars(2)
    left = cell.left() + look.metrics.space
    top = cell.center().y() - side / 2 + 1
    for number, state in enumerate(dots[-MOST_DOTS:]):
        shape = QRectF(left + number * step, top, side, side)
        _draw(painter, shape, state, QColor(colour_of(state, look.colours)))


def _draw(painter: QPainter, shape: QRectF, state: MarkState, colour: QColor) -> None:
    painter.setPen(QPen(colour, max(1.5, shape.width() / 6)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is MarkState.PRESENT:
        painter.setBrush(colour)
        painter.drawEllipse(shape)
    elif state is MarkState.ABSENT:
        painter.drawLine(shape.topLeft(), shape.bottomRight())
        painter.drawLine(shape.topRight(), shape.bottomLeft())
    elif state is MarkState.CONFLICT:
        painter.drawPolygon(_triangle(shape))
    elif state is MarkState.UNMARKED:
        painter.drawPoint(shape.center())
    else:
        painter.drawEllipse(shape)
        painter.setBrush(colour)
        painter.drawPie(shape, (90 if state is MarkState.LATE else -90) * 16, -180 * 16)


def _triangle(shape: QRectF) -> QPolygonF:
    top = QPointF(shape.center().x(), shape.top())
    return QPolygonF([top, shape.bottomRight(), shape.bottomLeft()])
