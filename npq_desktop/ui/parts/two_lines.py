"""How a list shows one thing on two lines: a shape, a title, quieter words beneath."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from npq_desktop.ui.parts.colours import quiet
from npq_desktop.ui.parts.shapes import Shape, paint_shape


def two_line_size(option: QStyleOptionViewItem) -> QSize:
    """Room for two lines and the air around them."""
    line = option.fontMetrics.height()
    return QSize(line * 12, line * 3)


def paint_two_lines(
    painter: QPainter,
    option: QStyleOptionViewItem,
    shape: Shape,
    title: str,
    words: str,
    strong: bool = False,
) -> None:
    """Paint ground, shape, ``title`` (bold where ``strong``) and ``words``; both are elided."""
    panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
    option.widget.style().drawPrimitive(panel, option, painter, option.widget)
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    palette = option.palette
    ink = palette.highlightedText().color() if selected else palette.text().color()
    line = option.fontMetrics.height()
    area = option.rect.adjusted(line // 2, line // 2, -line // 2, -line // 2)
    painter.save()
    paint_shape(painter, QRectF(area.left(), area.top(), line, line), shape, ink)
    text = area.adjusted(line + line // 2, 0, 0, 0)
    painter.setPen(ink)
    _write(painter, option.font, _line(text, 0, line), title, strong=strong)
    painter.setPen(ink if selected else quiet(palette))
    _write(painter, option.font, _line(text, 1, line), words, strong=False)
    painter.restore()


def _line(text: QRect, number: int, height: int) -> QRect:
    return QRect(text.left(), text.top() + number * height, text.width(), height)


def _write(painter: QPainter, base: QFont, where: QRect, words: str, *, strong: bool) -> None:
    font = QFont(base)
    font.setBold(strong)
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
