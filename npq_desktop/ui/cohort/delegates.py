"""How the bar and the standing are painted in the cohort table."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.ui.cohort.bar import bar_parts, paint_bar
from npq_desktop.ui.cohort.columns import bar_words
from npq_desktop.ui.cohort.standing import colour_of, shape_of
from npq_desktop.ui.cohort.table_model import CohortRole
from npq_desktop.ui.kit.shapes import paint_shape

Index = QModelIndex | QPersistentModelIndex
_OVERHANG = 4
_WIDEST_FIGURES = "100.0 – 100.0 %"


class BarDelegate(QStyledItemDelegate):
    """The bar with its figures beside it; never figures without the bar or the other way round."""

    threshold = 90

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(CohortRole.ROW)
        area = _paint_background(painter, option, index)
        parts = bar_parts(row, self.threshold) if isinstance(row, CohortRow) else None
        if parts is None:
            return
        figures = option.fontMetrics.horizontalAdvance(_WIDEST_FIGURES)
        gap = option.fontMetrics.height() // 2
        bar = QRectF(area).adjusted(0, 0, -figures - gap, 0)
        inset = max(2.0, (bar.height() - option.fontMetrics.height() * 0.75) / 2)
        bar = bar.adjusted(0, inset, 0, -inset)
        if option.state & QStyle.StateFlag.State_Selected:
            plate = bar.adjusted(-3, -_OVERHANG, 3, _OVERHANG)
            painter.fillRect(plate, option.palette.color(QPalette.ColorRole.Base))
        paint_bar(painter, bar, parts, option.palette)
        where = QRect(int(bar.right()) + gap, area.top(), figures, area.height())
        painter.setPen(_ink(option))
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | _MIDDLE, bar_words(row))

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = option.fontMetrics.horizontalAdvance(_WIDEST_FIGURES + "m" * 12)
        return QSize(width, super().sizeHint(option, index).height())


class StandingDelegate(QStyledItemDelegate):
    """A shape and the words; red only where the bar is out of reach."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(CohortRole.ROW)
        area = _paint_background(painter, option, index)
        if not isinstance(row, CohortRow):
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = _ink(option) if selected else colour_of(row.standing, option.palette)
        side = option.fontMetrics.height()
        where = QRectF(area.left(), area.center().y() - side / 2 + 0.5, side, side)
        paint_shape(painter, where, shape_of(row.standing), colour)
        painter.setPen(colour)
        text = area.adjusted(side + side // 3, 0, 0, 0)
        words, flags = row.standing_words, Qt.AlignmentFlag.AlignLeft | _MIDDLE | _WRAP
        if option.fontMetrics.boundingRect(text, flags, words).height() > text.height():
            right = Qt.TextElideMode.ElideRight
            words = option.fontMetrics.elidedText(words, right, text.width())
        painter.drawText(text, flags, words)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return hint + QSize(option.fontMetrics.height() * 3 // 2, 0)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_WRAP = Qt.TextFlag.TextWordWrap


def _ink(option: QStyleOptionViewItem) -> QColor:
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    return option.palette.color(role)


def _paint_background(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> QRect:
    """Selection and focus as the style draws them; returns what is left inside the margins."""
    style = option.widget.style()
    style.drawPrimitive(
        QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
    )
    margin = option.fontMetrics.height() // 3
    return option.rect.adjusted(margin, 0, -margin, 0)
