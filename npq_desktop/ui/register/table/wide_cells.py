"""Cells that run across the row: a disagreement with its sides, and somebody not expected."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from npq_desktop.rows.register import Candidate, MarkState, RegisterRow
from npq_desktop.ui.kit.metrics import Metrics, metrics_of
from npq_desktop.ui.kit.two_lines import side_words
from npq_desktop.ui.register.table.marks import Look, draw_button
from npq_desktop.ui.register.table.words import mark_words

ANYWAY = "Mark anyway"
_SIDE_CHARS = 50


def is_wide(row: RegisterRow, *, revealed: bool) -> bool:
    """Whether this row shows sentences instead of the four buttons."""
    if row.state is MarkState.CONFLICT:
        return True
    return row.state is MarkState.UNMARKED and not row.expected and not revealed


def wide_height(row: RegisterRow, width: int, metrics: Metrics) -> int:
    """The height such a row needs when its wide cell has that width."""
    if row.state is not MarkState.CONFLICT:
        return metrics.row
    stacked = 1 if _side_by_side(row, width, metrics) else max(1, len(row.candidates))
    return stacked * (_side_height(metrics) + metrics.gap) + metrics.space


def side_rects(cell: QRect, row: RegisterRow, metrics: Metrics) -> tuple[QRect, ...]:
    """The clickable box of each side of a disagreement."""
    inner = cell.adjusted(metrics.space, metrics.space // 2, -metrics.space, 0)
    count, height = max(1, len(row.candidates)), _side_height(metrics)
    if not _side_by_side(row, cell.width(), metrics):
        step = height + metrics.gap
        top = inner.top() + metrics.gap // 2
        return tuple(
            QRect(inner.left(), top + step * n, inner.width(), height) for n in range(count)
        )
    width = (inner.width() - metrics.gap * (count - 1)) // count
    top = cell.center().y() - height // 2
    return tuple(
        QRect(inner.left() + (width + metrics.gap) * n, top, width, height) for n in range(count)
    )


def side_at(cell: QRect, row: RegisterRow, font: QFont, point: QPoint) -> int | None:
    """Which side is under a point, counted from 0."""
    rects = side_rects(cell, row, metrics_of(font))
    return next((n for n, rect in enumerate(rects) if rect.contains(point)), None)


def anyway_rect(cell: QRect, font: QFont) -> QRect:
    """The *Mark anyway* button at the left of a not expected row."""
    metrics = metrics_of(font)
    width = QFontMetrics(font).horizontalAdvance(ANYWAY) + metrics.space * 2
    height = min(cell.height() - 4, metrics.line + metrics.space)
    return QRect(cell.left() + metrics.space, cell.center().y() - height // 2, width, height)


def draw_wide(painter: QPainter, cell: QRect, row: RegisterRow, look: Look) -> None:
    """Draw the sentence and buttons of a wide cell."""
    if row.state is MarkState.CONFLICT:
        for number, rect in enumerate(side_rects(cell, row, look.metrics)):
            _draw_side(painter, rect, number, row.candidates[number], look)
        return
    button = anyway_rect(cell, look.font)
    draw_button(painter, button, ANYWAY, look)
    painter.setPen(QColor(look.colours.muted))
    room = cell.adjusted(button.right() - cell.left() + look.metrics.space, 0, 0, 0)
    _elided(painter, room, _sentence(mark_words(row)))


def sides_words(row: RegisterRow) -> str:
    """All sides of a disagreement, a line each, for a tooltip and a screen reader."""
    lines = (side_words(number, side) for number, side in enumerate(row.candidates))
    return "\n".join(f"{what} · {where}" for what, where in lines)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _side_by_side(row: RegisterRow, width: int, metrics: Metrics) -> bool:
    return width >= metrics.chars(_SIDE_CHARS) * max(1, len(row.candidates))


def _side_height(metrics: Metrics) -> int:
    return metrics.line * 2 + metrics.space


def _draw_side(painter: QPainter, rect: QRect, number: int, side: Candidate, look: Look) -> None:
    metrics = look.metrics
    draw_button(painter, rect, "", look)
    what, where = side_words(number, side)
    inner = rect.adjusted(metrics.space, metrics.space // 2, -metrics.space, 0)
    upper = QRect(inner.left(), inner.top(), inner.width(), metrics.line)
    lower = upper.translated(0, metrics.line)
    painter.setPen(QColor(look.colours.text))
    painter.setFont(look.heavy)
    _elided(painter, upper, what)
    painter.setFont(look.font)
    painter.setPen(QColor(look.colours.muted))
    _elided(painter, lower, where)


def _elided(painter: QPainter, rect: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
