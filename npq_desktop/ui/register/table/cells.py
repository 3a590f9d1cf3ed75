"""The four labelled buttons of a row: where they are and how they are drawn.

Unmarked, all four are outlined; once one is chosen it is filled and the others are only words,
so that the eye finds unmarked rows without reading.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.register import Candidate, MarkState, RegisterRow
from npq_desktop.ui.kit.appearance import appearance
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.metrics import Metrics, bold, metrics_of
from npq_desktop.ui.kit.text import side_words
from npq_desktop.ui.kit.tokens import Tokens, tokens_of
from npq_desktop.ui.register.table.words import (
    CHOICE_LABELS,
    CHOICES,
    chosen,
    colour_of,
    mark_words,
)


@dataclass(frozen=True, slots=True)
class Look:
    """What painting needs besides the row: font, colours, drawings, screen ratio."""

    font: QFont
    heavy: QFont
    metrics: Metrics
    colours: Tokens
    icons: Icons
    ratio: float


def look_of(widget: QWidget, icons: Icons) -> Look:
    """The look a widget has now."""
    font = widget.font()
    return Look(
        font=font,
        heavy=bold(font),
        metrics=metrics_of(font),
        colours=tokens_of(widget.palette()),
        icons=icons,
        ratio=widget.devicePixelRatioF(),
    )


def quieted(look: Look) -> Look:
    """The same in grey, for a register that counts for nothing now."""
    muted = look.colours.muted
    grey = replace(
        look.colours, text=muted, outline=muted, ok=muted, warn=muted, danger=muted, violet=muted
    )
    return replace(look, colours=grey)


def marks_width(font: QFont, *, letters: bool) -> int:
    """The width all four buttons take, with the cell's own margins."""
    metrics = metrics_of(font)
    gaps = metrics.gap * (len(CHOICES) - 1) + metrics.space * 2
    return sum(_width(state, font, letters=letters) for state in CHOICES) + gaps


def mark_rects(cell: QRect, font: QFont, *, letters: bool) -> dict[MarkState, QRect]:
    """The buttons inside a cell, in the order present, late, left early, absent."""
    metrics = metrics_of(font)
    height = min(cell.height() - 4, metrics.line + metrics.space)
    top = cell.center().y() - height // 2
    left = cell.left() + metrics.space
    rects = {}
    for state in CHOICES:
        width = _width(state, font, letters=letters)
        rects[state] = QRect(left, top, width, height)
        left += width + metrics.gap
    return rects


def mark_at(cell: QRect, font: QFont, point: QPoint, *, letters: bool) -> MarkState | None:
    """The button under a point of the cell, if any."""
    rects = mark_rects(cell, font, letters=letters)
    return next((state for state, rect in rects.items() if rect.contains(point)), None)


def draw_marks(
    painter: QPainter, cell: QRect, row: RegisterRow, look: Look, *, letters: bool
) -> None:
    """Draw the four buttons of a row."""
    down = chosen(row)
    for state, rect in mark_rects(cell, look.font, letters=letters).items():
        label = CHOICE_LABELS[state][:1] if letters else CHOICE_LABELS[state]
        if state in down:
            _draw_chosen(painter, rect, state, label, look, icon=not letters)
        else:
            _draw_open(painter, rect, state, label, look, framed=not down, icon=not letters)


def draw_button(painter: QPainter, rect: QRect, label: str, look: Look) -> None:
    """A plain outlined button with a label, as for *Mark anyway*."""
    _frame(painter, rect, look.colours)
    painter.setPen(QColor(look.colours.text))
    painter.setFont(look.font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, label)


def _width(state: MarkState, font: QFont, *, letters: bool) -> int:
    metrics = metrics_of(font)
    measured = QFontMetrics(bold(font))
    if letters:
        return measured.horizontalAdvance("P") + metrics.space * 2
    label = measured.horizontalAdvance(CHOICE_LABELS[state])
    return label + metrics.icon + metrics.gap + metrics.space * 2


def _frame(painter: QPainter, rect: QRect, colours: Tokens) -> None:
    painter.setPen(QPen(QColor(colours.outline), 1))
    painter.setBrush(QColor(colours.surface))
    radius = rect.height() / 5
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def _draw_chosen(
    painter: QPainter, rect: QRect, state: MarkState, label: str, look: Look, *, icon: bool
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour_of(state, look.colours)))
    painter.drawRoundedRect(QRectF(rect), rect.height() / 5, rect.height() / 5)
    painter.setFont(look.heavy)
    _label(painter, rect, state, label, look, look.colours.on_fill, icon=icon)


def _draw_open(
    painter: QPainter,
    rect: QRect,
    state: MarkState,
    label: str,
    look: Look,
    *,
    framed: bool,
    icon: bool,
) -> None:
    if framed:
        _frame(painter, rect, look.colours)
    painter.setFont(look.font)
    colour = look.colours.text if framed else look.colours.muted
    _label(painter, rect, state, label, look, colour, icon=icon)


def _label(
    painter: QPainter,
    rect: QRect,
    state: MarkState,
    label: str,
    look: Look,
    colour: str,
    *,
    icon: bool,
) -> None:
    metrics = look.metrics
    painter.setPen(QColor(colour))
    if not icon:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, label)
        return
    text_width = painter.fontMetrics().horizontalAdvance(label)
    left = rect.left() + (rect.width() - text_width - metrics.icon - metrics.gap) // 2
    drawn = look.icons.pixmap(state.value, colour, metrics.icon, look.ratio)
    painter.drawPixmap(QPointF(left, rect.center().y() - metrics.icon / 2 + 1), drawn)
    text = rect.adjusted(left - rect.left() + metrics.icon + metrics.gap, 0, 0, 0)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)


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
        return appearance().row_height(metrics)
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
