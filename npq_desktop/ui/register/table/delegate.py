"""Paints one row of the register and says which of its buttons a click hit."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.text import elided
from npq_desktop.ui.register.table.cells import (
    anyway_rect,
    draw_change,
    draw_wide,
    is_wide,
    side_at,
)
from npq_desktop.ui.register.table.mark_control import (
    Look,
    MarkControl,
    Mode,
    look_of,
    mark_at,
    quieted,
)
from npq_desktop.ui.register.table.model import REVEALED_ROLE, ROW_ROLE, AnyIndex, RegisterColumn
from npq_desktop.ui.register.table.words import chosen, detail_parts, name_parts, needs_event

MOST_DOTS = 4
_PRESS = "two different marks · press 1 or 2"
_BAR = 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def draw_dots(painter: QPainter, cell: QRect, dots: tuple[MarkState, ...], look: Look) -> None:
    """Draw the newest ``MOST_DOTS`` events, the newest at the right."""
    side = look.metrics.line * 0.48
    step = look.metrics.chars(2)
    newest = dots[-MOST_DOTS:]
    left = cell.left() + look.metrics.space + (MOST_DOTS - len(newest)) * step
    top = cell.center().y() - side / 2 + 1
    for number, state in enumerate(newest):
        _draw_dot(painter, QRectF(left + number * step, top, side, side), state, look)


def _draw_dot(painter: QPainter, shape: QRectF, state: MarkState, look: Look) -> None:
    colours = look.colours
    colour = {MarkState.ABSENT: colours.danger, MarkState.LATE: colours.warn}.get(state)
    colour = colour or (colours.warn if state is MarkState.LEFT_EARLY else colours.outline)
    painter.setPen(QPen(QColor(colour), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is MarkState.PRESENT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(shape.adjusted(0.8, 0.8, -0.8, -0.8))
    elif state is MarkState.ABSENT:
        painter.drawLine(shape.topLeft(), shape.bottomRight())
        painter.drawLine(shape.topRight(), shape.bottomLeft())
    elif state is MarkState.CONFLICT:
        painter.setPen(QPen(QColor(colours.warn), 1.4))
        painter.drawPolygon(_triangle(shape))
    elif state is MarkState.UNMARKED:
        painter.drawEllipse(shape.adjusted(0.6, 0.6, -0.6, -0.6))
    else:
        painter.drawEllipse(shape)
        painter.setBrush(QColor(colour))
        painter.drawPie(shape, (90 if state is MarkState.LATE else -90) * 16, -180 * 16)


def _triangle(shape: QRectF) -> QPolygonF:
    top = QPointF(shape.center().x(), shape.top())
    return QPolygonF([top, shape.bottomRight(), shape.bottomLeft()])


class HitKind(StrEnum):
    """What a click can mean."""

    MARK = "mark"
    SIDE = "side"
    ANYWAY = "anyway"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Hit:
    """A button under the pointer: ``state`` for MARK, ``side`` counted from 0 for SIDE."""

    kind: HitKind
    state: MarkState = MarkState.UNMARKED
    side: int = 0


class RegisterDelegate(QStyledItemDelegate):
    """Paints every column; ``letters`` makes the segments single letters.

    ``hovered`` is the row under the pointer, -1 for none.
    """

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = MarkControl()
        self._look: Look | None = None
        self._has_focus = False
        self._current = -1
        self.letters = False
        self.quiet = False
        self.hovered = -1

    def begin_painting(self, view: QWidget, current: int) -> None:
        """Take the look of the view once for all the cells about to be painted."""
        self._look = self.look(view)
        self._has_focus, self._current = view.hasFocus(), current

    def look(self, view: QWidget) -> Look:
        """The look of the view now."""
        look = look_of(view, letters=self.letters)
        return quieted(look) if self.quiet else look

    def hit(self, index: AnyIndex, cell: QRect, view: QWidget, point: QPoint) -> Hit | None:
        """The button of the mark cell under ``point``, both in viewport coordinates."""
        row: RegisterRow = index.data(ROW_ROLE)
        look = self.look(view)
        if row.state is MarkState.CONFLICT:
            side = side_at(cell, row, look.font, point)
            return None if side is None else Hit(HitKind.SIDE, side=side)
        if is_wide(row, revealed=bool(index.data(REVEALED_ROLE))):
            return Hit(HitKind.ANYWAY) if anyway_rect(cell, row, look).contains(point) else None
        if row.signed:
            return Hit(HitKind.CHANGE)
        state = mark_at(cell, look, point)
        return Hit(HitKind.MARK, state=state) if state else None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, appearance().row_height(metrics_of(option.font)))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is None:
            return
        cell: QRect = option.rect
        look = self._look or self.look(option.widget)
        painter.save()
        painter.setClipRect(cell)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font)
        self._paint_ground(painter, cell, index, row, look)
        self._paint_column(painter, cell, index, row, look)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, cell: QRect, index: AnyIndex, row: RegisterRow, look: Look
    ) -> None:
        colours, at = look.colours, index.row()
        current, disagrees = at == self._current, row.state is MarkState.CONFLICT
        ground = colours.accent_soft if current else colours.surface
        if disagrees:
            ground = colours.warn_soft
        elif at == self.hovered and not current:
            ground = colours.hover
        painter.fillRect(cell, QColor(ground))
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, QColor(colours.line))
        if (current or disagrees) and index.column() == RegisterColumn.NUMBER:
            bar = QColor(colours.accent if current else colours.warn)
            painter.fillRect(cell.left(), cell.top(), _BAR, cell.height(), bar)
        if current and self._has_focus:
            accent = QColor(colours.accent)
            painter.fillRect(cell.left(), cell.top(), cell.width(), 1, accent)
            painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, accent)

    def _paint_column(
        self, painter: QPainter, cell: QRect, index: AnyIndex, row: RegisterRow, look: Look
    ) -> None:
        column, lit = index.column(), index.row() in (self._current, self.hovered)
        inner = cell.adjusted(look.metrics.space, 0, -look.metrics.space, 0)
        if column == RegisterColumn.MARK:
            if is_wide(row, revealed=bool(index.data(REVEALED_ROLE))):
                draw_wide(painter, cell, row, look, lit=lit)
            else:
                self._paint_mark(painter, cell, row, look, lit=lit)
        elif column == RegisterColumn.DOTS:
            draw_dots(painter, cell, row.dots, look)
        elif column == RegisterColumn.NAME:
            _paint_name(painter, inner, row, look)
        elif column == RegisterColumn.DETAIL:
            _paint_detail(painter, inner, row, look)
        else:
            painter.setPen(QColor(look.colours.muted))
            side = _RIGHT if column == RegisterColumn.NUMBER else _LEFT
            painter.drawText(inner, side, elided(painter, index.data() or "", inner.width()))

    def _paint_mark(
        self, painter: QPainter, cell: QRect, row: RegisterRow, look: Look, *, lit: bool
    ) -> None:
        marks = chosen(row)
        if not row.signed:
            mode = Mode.OPEN if not marks else Mode.CURRENT if lit else Mode.REST
            self._control.paint(painter, cell, marks, mode, look)
            return
        self._control.paint(painter, cell, marks, Mode.REST, look)
        if lit:
            draw_change(painter, cell, look)


def _paint_name(painter: QPainter, inner: QRect, row: RegisterRow, look: Look) -> None:
    colours, metrics = look.colours, look.metrics
    name, apart = name_parts(row)
    unmarked = row.state in (MarkState.UNMARKED, MarkState.CONFLICT) and row.expected
    greyed = not row.expected and row.state is MarkState.UNMARKED
    disagrees = row.state is MarkState.CONFLICT
    line = inner.adjusted(0, 0, 0, -metrics.line) if disagrees else inner
    painter.setFont(look.heavy if unmarked else look.font)
    painter.setPen(QColor(colours.muted if greyed else colours.text))
    shown = elided(painter, name, line.width())
    painter.drawText(line, _LEFT, shown)
    after = painter.fontMetrics().horizontalAdvance(shown) + metrics.space
    painter.setFont(look.small)
    painter.setPen(QColor(colours.muted))
    if apart and line.width() - after > metrics.line * 2:
        rest = line.adjusted(after, 0, 0, 0)
        painter.drawText(rest, _LEFT, elided(painter, apart, rest.width()))
    if disagrees:
        painter.setPen(QColor(colours.warn))
        below = inner.adjusted(0, metrics.line + metrics.gap, 0, 0)
        painter.drawText(below, _LEFT, elided(painter, _PRESS, below.width()))


def _paint_detail(painter: QPainter, inner: QRect, row: RegisterRow, look: Look) -> None:
    said, quoted = detail_parts(row)
    painter.setPen(QColor(look.colours.text))
    if needs_event(row):
        painter.setPen(QColor(look.colours.warn))
        inner = _paint_flag(painter, inner, look)
    shown = elided(painter, said, inner.width())
    painter.drawText(inner, _LEFT, shown)
    if quoted:
        after = painter.fontMetrics().horizontalAdvance(shown) + look.metrics.space if said else 0
        rest = inner.adjusted(after, 0, 0, 0)
        painter.setPen(QColor(look.colours.muted))
        painter.drawText(rest, _LEFT, elided(painter, quoted, rest.width()))


def _paint_flag(painter: QPainter, inner: QRect, look: Look) -> QRect:
    """Paint the flag of somebody who can miss no event more; gives what is left for the words."""
    side = look.metrics.icon
    flag = icons().pixmap("flag", look.colours.warn, side, painter.device().devicePixelRatioF())
    painter.drawPixmap(inner.left(), inner.center().y() - side // 2, flag)
    return inner.adjusted(side + look.metrics.gap, 0, 0, 0)
