"""Paints one row of the register and says which of its buttons a click hit."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.dots import draw_dot
from npq_desktop.ui.kit.paint.drawn_texts import DrawnTexts, ink
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.register.table.cells import (
    anyway_rect,
    draw_change,
    draw_lock,
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
        draw_dot(painter, QRectF(left + number * step, top, side, side), state, look.colours)


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
        self._texts = DrawnTexts()
        self._rows: tuple[RegisterRow, ...] = ()
        self._grey: tuple[Look, Look] | None = None
        self._look: Look | None = None
        self._has_focus = False
        self._current = -1
        self.letters = False
        self.quiet = False
        self.hovered = -1

    def begin_painting(self, view: QWidget, current: int, rows: tuple[RegisterRow, ...]) -> None:
        """Take the look of the view and its rows once for all the cells about to be painted."""
        self._look, self._rows = self.look(view), rows
        self._has_focus, self._current = view.hasFocus(), current

    def look(self, view: QWidget) -> Look:
        """The look of the view now."""
        look = look_of(view, letters=self.letters)
        if not self.quiet:
            return look
        if self._grey is None or self._grey[0] is not look:
            self._grey = look, quieted(look)
        return self._grey[1]

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
        at, look = index.row(), self._look
        if look is None or at >= len(self._rows):
            return
        row, column, cell = self._rows[at], index.column(), option.rect
        self._paint_ground(painter, cell, at, column, row, look)
        inner = cell.adjusted(look.metrics.space, 0, -look.metrics.space, 0)
        if column == RegisterColumn.NAME:
            self._paint_name(painter, inner, row, look)
        elif column == RegisterColumn.MARK:
            self._paint_marks(painter, cell, index, row, look)
        elif column == RegisterColumn.DETAIL:
            self._paint_detail(painter, inner, row, look)
        elif column == RegisterColumn.DOTS:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_dots(painter, cell, row.dots, look)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        else:
            is_number = column == RegisterColumn.NUMBER
            words = str(row.number) if is_number else row.school
            painter.setPen(ink(look.colours.muted))
            self._texts.draw(painter, inner, words, look.font, right=is_number)

    def _paint_ground(
        self, painter: QPainter, cell: QRect, at: int, column: int, row: RegisterRow, look: Look
    ) -> None:
        """Paint over the surface, which the view has filled already, what differs from it."""
        colours = look.colours
        current, disagrees = at == self._current, row.state is MarkState.CONFLICT
        left, wide, below = cell.left(), cell.width(), cell.bottom()
        if disagrees or current or at == self.hovered:
            ground = colours.accent_soft if current else colours.hover
            painter.fillRect(cell, ink(colours.warn_soft if disagrees else ground))
        edge = colours.accent if current and self._has_focus else colours.line
        painter.fillRect(left, below, wide, 1, ink(edge))
        if current and self._has_focus:
            painter.fillRect(left, cell.top(), wide, 1, ink(edge))
        if (current or disagrees) and column == RegisterColumn.NUMBER:
            bar = colours.accent if current else colours.warn
            painter.fillRect(left, cell.top(), _BAR, cell.height(), ink(bar))

    def _paint_marks(
        self, painter: QPainter, cell: QRect, index: AnyIndex, row: RegisterRow, look: Look
    ) -> None:
        lit = index.row() in (self._current, self.hovered)
        painter.save()
        painter.setClipRect(cell)
        painter.setFont(look.font)
        if is_wide(row, revealed=bool(index.data(REVEALED_ROLE))):
            draw_wide(painter, cell, row, look, lit=lit)
        else:
            self._paint_mark(painter, cell, row, look, lit=lit)
        painter.restore()

    def _paint_mark(
        self, painter: QPainter, cell: QRect, row: RegisterRow, look: Look, *, lit: bool
    ) -> None:
        marks = chosen(row)
        if not row.signed:
            mode = Mode.OPEN if not marks else Mode.CURRENT if lit else Mode.REST
            self._control.paint(painter, cell, marks, mode, look)
            return
        if lit and look.letters:
            draw_lock(painter, cell, look)
        self._control.paint(painter, cell, marks, Mode.REST, look)
        if lit and not look.letters:
            draw_change(painter, cell, look)

    def _paint_name(self, painter: QPainter, inner: QRect, row: RegisterRow, look: Look) -> None:
        colours, metrics, draw = look.colours, look.metrics, self._texts.draw
        name, apart = name_parts(row)
        disagrees = row.state is MarkState.CONFLICT
        unmarked = row.state is MarkState.UNMARKED
        heavy = row.expected and (unmarked or disagrees)
        line = inner.adjusted(0, 0, 0, -metrics.line) if disagrees else inner
        painter.setPen(ink(colours.text if row.expected or not unmarked else colours.muted))
        width = draw(painter, line, name, look.heavy if heavy else look.font)
        rest = line.adjusted(width + metrics.space, 0, 0, 0)
        if apart and rest.width() > metrics.line * 2:
            painter.setPen(ink(colours.muted))
            draw(painter, rest, apart, look.small)
        if disagrees:
            painter.setPen(ink(colours.warn))
            below = inner.adjusted(0, metrics.line + metrics.gap, 0, 0)
            draw(painter, below, _PRESS, look.small)

    def _paint_detail(self, painter: QPainter, inner: QRect, row: RegisterRow, look: Look) -> None:
        said, quoted = detail_parts(row)
        width = 0
        if said:
            needed = needs_event(row)
            painter.setPen(ink(look.colours.warn if needed else look.colours.text))
            inner = _paint_flag(painter, inner, look) if needed else inner
            width = self._texts.draw(painter, inner, said, look.font) + look.metrics.space
        if quoted:
            painter.setPen(ink(look.colours.muted))
            self._texts.draw(painter, inner.adjusted(width, 0, 0, 0), quoted, look.font)


def _paint_flag(painter: QPainter, inner: QRect, look: Look) -> QRect:
    """Paint the flag of somebody who can miss no event more; gives what is left for the words."""
    side = look.metrics.icon
    flag = icons().pixmap("flag", look.colours.warn, side, look.ratio)
    painter.drawPixmap(inner.left(), inner.center().y() - side // 2, flag)
    return inner.adjusted(side + look.metrics.gap, 0, 0, 0)
