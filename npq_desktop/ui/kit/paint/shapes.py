"""Shapes drawn beside a word, so that no state is shown by colour alone."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen


class Shape(StrEnum):
    """What can be drawn; the names say how it looks, not what it means."""

    TICK = "tick"
    ARROW = "arrow"
    CHEVRON = "chevron"
    CROSS = "cross"
    QUESTION = "question"
    RING = "ring"
    PAUSE = "pause"
    DASH = "dash"
    BACK = "back"
    FORK = "fork"
    WARNING = "warning"


_STROKES: dict[Shape, tuple[tuple[tuple[float, float], ...], ...]] = {
    Shape.TICK: (((0.26, 0.53), (0.44, 0.71), (0.76, 0.32)),),
    Shape.ARROW: (((0.24, 0.5), (0.74, 0.5)), ((0.54, 0.28), (0.76, 0.5), (0.54, 0.72))),
    Shape.CHEVRON: (((0.26, 0.4), (0.5, 0.66), (0.74, 0.4)),),
    Shape.CROSS: (((0.32, 0.32), (0.68, 0.68)), ((0.68, 0.32), (0.32, 0.68))),
    Shape.PAUSE: (((0.39, 0.3), (0.39, 0.7)), ((0.61, 0.3), (0.61, 0.7))),
    Shape.DASH: (((0.3, 0.5), (0.7, 0.5)),),
    Shape.BACK: (((0.26, 0.5), (0.76, 0.5)), ((0.46, 0.28), (0.24, 0.5), (0.46, 0.72))),
    Shape.FORK: (((0.3, 0.3), (0.5, 0.52), (0.7, 0.3)), ((0.5, 0.52), (0.5, 0.74))),
    Shape.RING: (),
}

_OCTAGON = (
    *((0.32, 0.07), (0.68, 0.07), (0.93, 0.32), (0.93, 0.68)),
    *((0.68, 0.93), (0.32, 0.93), (0.07, 0.68), (0.07, 0.32)),
)


def paint_shape(painter: QPainter, rect: QRectF, shape: Shape, colour: QColor) -> None:
    """Draw ``shape`` in the largest square centred in ``rect``; leaves the painter as it was."""
    side = min(rect.width(), rect.height())
    square = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, max(1.2, side / 11))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _paint_frame(painter, square, shape)
    if shape in (Shape.QUESTION, Shape.WARNING):
        _paint_letter(painter, square, "?" if shape is Shape.QUESTION else "!")
    for stroke in _STROKES.get(shape, ()):
        painter.drawPolyline([_at(square, x, y) for x, y in stroke])
    painter.restore()


def _paint_frame(painter: QPainter, square: QRectF, shape: Shape) -> None:
    inner = square.adjusted(*(square.width() * part for part in (0.06, 0.06, -0.06, -0.06)))
    if shape is Shape.WARNING:
        painter.drawPath(_polygon(square, ((0.5, 0.08), (0.95, 0.9), (0.05, 0.9))))
    elif shape is Shape.CROSS:
        painter.drawPath(_polygon(square, _OCTAGON))
    elif shape in (Shape.FORK, Shape.CHEVRON, Shape.BACK):
        painter.drawRoundedRect(inner, inner.width() / 5, inner.width() / 5)
    else:
        painter.drawEllipse(inner)


def _paint_letter(painter: QPainter, square: QRectF, letter: str) -> None:
    font = painter.font()
    font.setPixelSize(max(6, round(square.height() * 0.58)))
    font.setBold(True)
    painter.setFont(font)
    drop = square.height() * 0.1 if letter == "!" else 0.0
    painter.drawText(square.translated(0, drop), Qt.AlignmentFlag.AlignCenter, letter)


def _polygon(square: QRectF, corners: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath(_at(square, *corners[0]))
    for corner in corners[1:]:
        path.lineTo(_at(square, *corner))
    path.closeSubpath()
    return path


def _at(square: QRectF, x: float, y: float) -> QPointF:
    return QPointF(square.x() + square.width() * x, square.y() + square.height() * y)
