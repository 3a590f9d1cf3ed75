"""Paints one row of the register and says which of its buttons a click hit."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.metrics import metrics_of
from npq_desktop.ui.register.table.cells import (
    Look,
    anyway_rect,
    draw_marks,
    draw_wide,
    is_wide,
    look_of,
    mark_at,
    quieted,
    side_at,
)
from npq_desktop.ui.register.table.model import REVEALED_ROLE, ROW_ROLE, AnyIndex, RegisterColumn
from npq_desktop.ui.register.table.words import colour_of

MOST_DOTS = 6


def draw_dots(painter: QPainter, cell: QRect, dots: tuple[MarkState, ...], look: Look) -> None:
    """Draw the newest ``MOST_DOTS`` events, oldest at the left."""
    side = look.metrics.line * 0.55
    step = look.metrics.chars(2)
    left = cell.left() + look.metrics.space
    top = cell.center().y() - side / 2 + 1
    for number, state in enumerate(dots[-MOST_DOTS:]):
        shape = QRectF(left + number * step, top, side, side)
        _draw(painter, shape, state, QColor(colour_of(state, look.colours)))


def _draw(painter: QPainter, shape: QRectF, state: MarkState, colour: QColor) -> None:
    painter.setPen(QPen(colour, max(1.5, shape.width() / 6)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is MarkState.PRESENT:
        painter.setBrush(colour)
        painter.drawEllipse(shape)
    elif state is MarkState.ABSENT:
        painter.drawLine(shape.topLeft(), shape.bottomRight())
        painter.drawLine(shape.topRight(), shape.bottomLeft())
    elif state is MarkState.CONFLICT:
        painter.drawPolygon(_triangle(shape))
    elif state is MarkState.UNMARKED:
        painter.drawPoint(shape.center())
    else:
        painter.drawEllipse(shape)
        painter.setBrush(colour)
        painter.drawPie(shape, (90 if state is MarkState.LATE else -90) * 16, -180 * 16)


def _triangle(shape: QRectF) -> QPolygonF:
    top = QPointF(shape.center().x(), shape.top())
    return QPolygonF([top, shape.bottomRight(), shape.bottomLeft()])


class HitKind(StrEnum):
    """What a click can mean."""

    MARK = "mark"
    SIDE = "side"
    ANYWAY = "anyway"


@dataclass(frozen=True, slots=True)
class Hit:
    """A button under the pointer: ``state`` for MARK, ``side`` counted from 0 for SIDE."""

    kind: HitKind
    state: MarkState = MarkState.UNMARKED
    side: int = 0


class RegisterDelegate(QStyledItemDelegate):
    """Paints every column; ``letters`` makes the buttons single letters."""

    def __init__(self, *, parent: QWidget, icons: Icons) -> None:
        super().__init__(parent)
        self._icons = icons
        self._look: Look | None = None
        self.letters = False
        self.quiet = False

    def begin_painting(self, view: QWidget) -> None:
        """Take the look of the view once for all the cells about to be painted."""
        self._look = self._look_of(view)

    def _look_of(self, view: QWidget) -> Look:
        look = look_of(view, self._icons)
        return quieted(look) if self.quiet else look

    def hit(self, index: AnyIndex, cell: QRect, font: QFont, point: QPoint) -> Hit | None:
        """The button of the mark cell under ``point``, both in viewport coordinates."""
        row: RegisterRow = index.data(ROW_ROLE)
        if not is_wide(row, revealed=bool(index.data(REVEALED_ROLE))):
            state = mark_at(cell, font, point, letters=self.letters)
            return Hit(HitKind.MARK, state=state) if state else None
        if row.state is MarkState.CONFLICT:
            side = side_at(cell, row, font, point)
            return None if side is None else Hit(HitKind.SIDE, side=side)
        return Hit(HitKind.ANYWAY) if anyway_rect(cell, font).contains(point) else None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, metrics_of(option.font).row)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is None:
            return
        view: QWidget = option.widget
        cell: QRect = option.rect
        look = self._look or self._look_of(view)
        painter.save()
        painter.setClipRect(cell)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font)
        self._paint_ground(painter, cell, index, view, look)
        self._paint_column(painter, cell, index, row, look)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, cell: QRect, index: AnyIndex, view: QWidget, look: Look
    ) -> None:
        current = view.currentIndex().row() == index.row()  # type: ignore[attr-defined]
        painter.fillRect(
            cell, QColor(look.colours.accent_soft if current else look.colours.surface)
        )
        painter.fillRect(
            QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(look.colours.line)
        )
        if current and index.column() == RegisterColumn.NUMBER:
            bar = look.metrics.gap if view.hasFocus() else max(1, look.metrics.gap // 2)
            painter.fillRect(
                QRect(cell.left(), cell.top(), bar, cell.height()), QColor(look.colours.accent)
            )
        if current and view.hasFocus():
            _outline(painter, cell, look)

    def _paint_column(
        self, painter: QPainter, cell: QRect, index: AnyIndex, row: RegisterRow, look: Look
    ) -> None:
        wide = is_wide(row, revealed=bool(index.data(REVEALED_ROLE)))
        if index.column() == RegisterColumn.MARK:
            if wide:
                draw_wide(painter, cell, row, look)
            else:
                draw_marks(painter, cell, row, look, letters=self.letters)
        elif index.column() == RegisterColumn.DOTS:
            draw_dots(painter, cell, row.dots, look)
        else:
            self._paint_text(painter, cell, index, row, look)

    def _paint_text(
        self, painter: QPainter, cell: QRect, index: AnyIndex, row: RegisterRow, look: Look
    ) -> None:
        column = RegisterColumn(index.column())
        greyed = not row.expected and row.state is MarkState.UNMARKED
        main = column is RegisterColumn.NAME and not greyed
        painter.setPen(QColor(look.colours.text if main else look.colours.muted))
        if column is RegisterColumn.NAME and row.state is MarkState.UNMARKED and row.expected:
            painter.setFont(look.heavy)
        inner = cell.adjusted(look.metrics.space, 0, -look.metrics.space, 0)
        text = str(index.data() or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        side = (
            Qt.AlignmentFlag.AlignRight
            if column is RegisterColumn.NUMBER
            else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _outline(painter: QPainter, cell: QRect, look: Look) -> None:
    painter.fillRect(QRect(cell.left(), cell.top(), cell.width(), 1), QColor(look.colours.accent))
    painter.fillRect(
        QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(look.colours.accent)
    )
