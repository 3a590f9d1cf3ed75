"""The signs of a person's last events: a dot, half a dot, a cross, a ring or a triangle."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.kit.paint.drawn_texts import ink
from npq_desktop.ui.kit.paint.tokens import Tokens


def draw_dot(painter: QPainter, shape: QRectF, state: MarkState, colours: Tokens) -> None:
    """Draw the sign of one event."""
    colour = {MarkState.ABSENT: colours.danger, MarkState.LATE: colours.warn}.get(state)
    colour = colour or (colours.warn if state is MarkState.LEFT_EARLY else colours.outline)
    if state is MarkState.PRESENT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(colour))
        painter.drawEllipse(shape.adjusted(0.8, 0.8, -0.8, -0.8))
        return
    painter.setPen(QPen(ink(colour), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is MarkState.ABSENT:
        painter.drawLine(shape.topLeft(), shape.bottomRight())
        painter.drawLine(shape.topRight(), shape.bottomLeft())
    elif state is MarkState.CONFLICT:
        painter.setPen(QPen(ink(colours.warn), 1.4))
        painter.drawPolygon(_triangle(shape))
    elif state is MarkState.UNMARKED:
        painter.drawEllipse(shape.adjusted(0.6, 0.6, -0.6, -0.6))
    else:
        painter.drawEllipse(shape)
        painter.setBrush(ink(colour))
        painter.drawPie(shape, (90 if state is MarkState.LATE else -90) * 16, -180 * 16)


def _triangle(shape: QRectF) -> QPolygonF:
    top = QPointF(shape.center().x(), shape.top())
    return QPolygonF([top, shape.bottomRight(), shape.bottomLeft()])
