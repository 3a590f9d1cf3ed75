"""Paints the cells of the cohort table; the look of the table is fetched once for each painting."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.ui.cohort.bar import bar_parts, paint_bar
from npq_desktop.ui.cohort.standing import APART, drawing_of, ink_of, is_loud, tone_of
from npq_desktop.ui.kit.lists.person_table import PersonTable, paint_row_ground
from npq_desktop.ui.kit.lists.tables import Index, TableRole
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, Metrics, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.tokens import Tokens, tokens_of

_ACCENT_BAR = 3
_BAR_HEIGHT = 8
LEAST_BAR = 70
"""Widths of bars at text 100%; where less were left, the figures beside it are cut short."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class TableLook:
    """Colours, fonts and measures of a table.

    ``figures`` is the width of the longest figures beside a bar, and of the first of them alone.
    """

    colours: Tokens
    metrics: Metrics
    font: QFont
    heavy: QFont
    small: QFont
    ratio: float
    figures: tuple[int, int]

    def width(self, text: str, *, heavy: bool = False) -> int:
        """The width of a text in pixels."""
        return QFontMetrics(self.heavy if heavy else self.font).horizontalAdvance(text)


def look_of(view: QWidget, figures: tuple[int, int] = (0, 0)) -> TableLook:
    """The look of a table now."""
    font = view.font()
    return TableLook(
        colours=tokens_of(view.palette()),
        metrics=metrics_of(font),
        font=font,
        heavy=bold(font),
        small=larger(font, CAPTION),
        ratio=view.devicePixelRatioF(),
        figures=figures,
    )


def parts_of_name(row: CohortRow) -> tuple[str, str]:
    """A name, and what tells namesakes apart."""
    return row.name.removesuffix(f" ({row.apart})"), row.apart


class CohortDelegate(QStyledItemDelegate):
    """Paints every column; ``keys`` are those of the columns."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self.keys: tuple[str, ...] = ()
        self.figures = (0, 0)
        self._look: TableLook | None = None
        self._first = 0

    def begin_painting(self, view: QTableView) -> None:
        """Take the look of the view once for all the cells about to be painted."""
        self._look = look_of(view, self.figures)
        shown = (at for at in range(len(self.keys)) if not view.isColumnHidden(at))
        self._first = next(shown, 0)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, appearance().row_height(metrics_of(option.font)))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(TableRole.ROW)
        if not isinstance(row, CohortRow) or index.column() >= len(self.keys):
            return
        look = self._look or look_of(option.widget, self.figures)
        cell: QRect = option.rect
        painter.save()
        painter.setClipRect(cell)
        if isinstance(option.widget, PersonTable):
            paint_row_ground(painter, cell, index, option.widget, first=self._first)
        inner = cell.adjusted(look.metrics.space, 0, -look.metrics.space, 0)
        match self.keys[index.column()]:
            case "name":
                _paint_name(painter, inner, row, look)
            case "so_far":
                painter.setFont(look.heavy if is_loud(row.standing) else look.font)
                painter.setPen(QColor(look.colours.text))
                painter.drawText(inner, _RIGHT, index.data())
            case "done":
                _paint_done(painter, inner, row, look, index.data())
            case "standing":
                _paint_standing(painter, inner, row, look, index.data())
            case "can_miss":
                _write(painter, inner, index.data(), look.font, look.colours.text)
            case _:
                _write(painter, inner, index.data(), look.font, look.colours.muted)
        painter.restore()


def _paint_name(painter: QPainter, inner: QRect, row: CohortRow, look: TableLook) -> None:
    name, apart = parts_of_name(row)
    font = look.heavy if is_loud(row.standing) else look.font
    ink = look.colours.muted if row.standing in APART else look.colours.text
    shown = _write(painter, inner, name, font, ink)
    after = QFontMetrics(font).horizontalAdvance(shown) + look.metrics.space
    if apart and inner.width() - after > look.metrics.line * 2:
        rest = inner.adjusted(after, 0, 0, 0)
        _write(painter, rest, apart, look.small, look.colours.muted)


def _paint_done(
    painter: QPainter, inner: QRect, row: CohortRow, look: TableLook, figures: str
) -> None:
    parts = bar_parts(row)
    if parts is None:
        return
    high, (longest, brief) = look.metrics.scaled(_BAR_HEIGHT), look.figures
    full = inner.width() - longest - look.metrics.space >= look.metrics.wide(LEAST_BAR)
    beside = longest if full else brief
    wide = inner.width() - beside - look.metrics.space
    bar = QRectF(inner.left(), inner.center().y() - high / 2 + 1, wide, high)
    paint_bar(painter, bar, parts, look.colours)
    words = QRect(inner.right() - beside, inner.top(), beside + 1, inner.height())
    _write(
        painter,
        words,
        figures if full else figures.partition(" · ")[0],
        look.font,
        look.colours.muted,
    )


def _paint_standing(
    painter: QPainter, inner: QRect, row: CohortRow, look: TableLook, words: str
) -> None:
    side = look.metrics.icon
    tint = getattr(look.colours, tone_of(row.standing))
    drawn = icons().pixmap(drawing_of(row.standing), tint, side, look.ratio)
    painter.drawPixmap(inner.left(), inner.center().y() - side // 2 + 1, drawn)
    font = look.heavy if is_loud(row.standing) else look.font
    text = inner.adjusted(side + look.metrics.space, 0, 0, 0)
    _write(painter, text, words, font, getattr(look.colours, ink_of(row.standing)))


def _write(painter: QPainter, where: QRect, words: str, font: QFont, ink: str) -> str:
    """Write on one line; returns what of it is shown."""
    painter.setFont(font)
    painter.setPen(QColor(ink))
    right = Qt.TextElideMode.ElideRight
    shown = painter.fontMetrics().elidedText(words, right, max(0, where.width()))
    painter.drawText(where, _LEFT, shown)
    return shown
