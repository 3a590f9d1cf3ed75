"""How a list shows one thing on two lines: a shape, a title, quieter words beneath."""

from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from npq_desktop.rows.register import Candidate
from npq_desktop.ui.kit.colours import quiet
from npq_desktop.ui.kit.shapes import Shape, paint_shape


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


def side_words(number: int, side: Candidate) -> tuple[str, str]:
    """Both lines of one side: what and who, then laptop and times."""
    times = [f"marked {_clock(side.claimed)}" if side.claimed else "time not known"]
    if side.first_seen:
        times.append(f"seen here {_clock(side.first_seen, after=side.claimed)}")
    return f"{number + 1}   {side.words} · {side.who}", " · ".join([side.laptop, ", ".join(times)])


def _clock(moment: datetime, *, after: datetime | None = None) -> str:
    """Day and time on this laptop's clock; the time alone on the same day as ``after``."""
    here = moment.astimezone()
    same_day = after is not None and after.astimezone().date() == here.date()
    return f"{here:%H:%M}" if same_day else f"{here.day} {here:%b %H:%M}"
