"""The four labelled buttons of a row: where they are and how they are drawn.

Unmarked, all four are outlined; once one is chosen it is filled and the others are only words,
so that the eye finds unmarked rows without reading.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.metrics import Metrics, bold, metrics_of
from npq_desktop.ui.kit.palettes import Colours, colours_of
from npq_desktop.ui.register.table.words import CHOICE_LABELS, CHOICES, chosen, colour_of


@dataclass(frozen=True, slots=True)
class Look:
    """What painting needs besides the row: font, colours, drawings, screen ratio."""

    font: QFont
    heavy: QFont
    metrics: Metrics
    colours: Colours
    icons: Icons
    ratio: float


def look_of(widget: QWidget, icons: Icons) -> Look:
    """The look a widget has now."""
    font = widget.font()
    return Look(
        font=font,
        heavy=bold(font),
        metrics=metrics_of(font),
        colours=colours_of(widget.palette()),
        icons=icons,
        ratio=widget.devicePixelRatioF(),
    )


def quieted(look: Look) -> Look:
    """The same in grey, for a register that counts for nothing now."""
    muted = look.colours.muted
    names = ("text", "outline", "present", "late", "left_early", "absent", "conflict")
    return replace(look, colours=replace(look.colours, **dict.fromkeys(names, muted)))


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


def _frame(painter: QPainter, rect: QRect, colours: Colours) -> None:
    painter.setPen(QPen(QColor(colours.outline), 1))
    painter.setBrush(QColor(colours.base))
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
