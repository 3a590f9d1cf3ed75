"""Frames, rings, ticks and chevrons that stay sharp at every scale of the screen."""

from math import ceil, floor

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.paint.metrics import RADIUS
from npq_desktop.ui.kit.paint.tokens import tokens_of

RING = 2.0
"""Width of the ring round what has the keyboard."""


def crisp(painter: QPainter, rect: QRect | QRectF, width: float = 1.0) -> tuple[QRectF, float]:
    """Where a frame of ``width`` is to be drawn so that it covers whole pixels of the screen.

    Gives the middle of the stroke and its width, both in logical pixels.
    """
    transform = painter.deviceTransform()
    ratio = transform.m11() or 1.0
    pen = max(1, int(width * ratio + 0.25))
    outer = transform.mapRect(QRectF(rect))
    left, top = ceil(outer.left() - 0.01), ceil(outer.top() - 0.01)
    right, bottom = floor(outer.right() + 0.01), floor(outer.bottom() + 0.01)
    middle = QRectF(left + pen / 2, top + pen / 2, right - left - pen, bottom - top - pen)
    inverse, _ = transform.inverted()
    return inverse.mapRect(middle), pen / ratio


def frame(
    painter: QPainter,
    rect: QRect | QRectF,
    *,
    edge: str = "",
    fill: str = "",
    width: float = 1.0,
    radius: float = RADIUS,
) -> None:
    """Draw a rounded frame, a rounded ground, or both; an empty colour leaves its part out."""
    if rect.width() < 1 or rect.height() < 1:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    if edge:
        where, pen = crisp(painter, rect, width)
        painter.setPen(QPen(QColor(edge), pen))
    else:
        where = QRectF(rect)
        painter.setPen(Qt.PenStyle.NoPen)
    corner = min(radius, where.height() / 2)
    painter.drawRoundedRect(where, corner, corner)
    painter.restore()


def paint_focus(part: QWidget) -> None:
    """Paint the ring of the keyboard inside a part that has no frame of its own to show it."""
    painter = QPainter(part)
    frame(painter, part.rect(), edge=tokens_of(part.palette()).accent, width=RING, radius=3)
    painter.end()


def tick(painter: QPainter, rect: QRect | QRectF, colour: str) -> None:
    """Draw the tick of a check box."""
    _line(painter, QRectF(rect), colour, ((0.24, 0.53), (0.43, 0.7), (0.77, 0.32)))


def dash(painter: QPainter, rect: QRect | QRectF, colour: str) -> None:
    """Draw the dash of a check box that is neither on nor off."""
    _line(painter, QRectF(rect), colour, ((0.27, 0.5), (0.73, 0.5)))


def chevron(painter: QPainter, rect: QRect | QRectF, colour: str, *, up: bool = False) -> None:
    """Draw a small open arrow down, or up, in the middle of ``rect``."""
    outer = QRectF(rect)
    side = min(outer.width(), outer.height(), 10.0)
    square = QRectF(outer.center().x() - side / 2, outer.center().y() - side / 2, side, side)
    ends = ((0.1, 0.65), (0.5, 0.3), (0.9, 0.65)) if up else ((0.1, 0.35), (0.5, 0.7), (0.9, 0.35))
    _line(painter, square, colour, ends)


def _line(
    painter: QPainter, square: QRectF, colour: str, points: tuple[tuple[float, float], ...]
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), max(1.4, square.width() / 10))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(
        [
            QPointF(square.x() + x * square.width(), square.y() + y * square.height())
            for x, y in points
        ]
    )
    painter.restore()
