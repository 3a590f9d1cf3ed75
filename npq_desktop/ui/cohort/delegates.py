"""Paints the bar and the standing in the cohort table, and the legend that explains the bar."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.services.cohort.words import capital, cell, done
from npq_desktop.ui.cohort.standing import colour_of, shape_of
from npq_desktop.ui.kit.layout import FlowLayout
from npq_desktop.ui.kit.shapes import paint_shape
from npq_desktop.ui.kit.tables import Index, TableRole
from npq_desktop.ui.kit.theme import outline

_FULL = 1000
_OVERHANG = 4
_WIDEST_FIGURES = "100% · can reach 100%"
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_WRAP = Qt.TextFlag.TextWordWrap
_OUT_OF_SIGHT = -50
"""Where a sample of the legend has its line, in percent, so that none is seen."""


@dataclass(frozen=True, slots=True)
class BarParts:
    """Ends of the three parts in thousandths from the left, and the line in percent."""

    secured: int
    unknown_to: int
    possible: int
    threshold: int


def bar_parts(row: CohortRow, threshold: int) -> BarParts | None:
    """The parts for one person; None where nothing counts yet.

    What depends on unknown items comes right after what is secured.
    """
    if row.secured is None or row.possible is None:
        return None
    unknown_to = min(row.possible.permille, row.secured.permille + row.unknown_permille)
    return BarParts(row.secured.permille, unknown_to, row.possible.permille, threshold)


def paint_bar(painter: QPainter, rect: QRectF, parts: BarParts, palette: QPalette) -> None:
    """Draw the bar into ``rect``; readable without colour by fill, pattern and outline."""
    ink = palette.color(QPalette.ColorRole.Text)
    solid = palette.color(QPalette.ColorRole.Highlight)
    pale = QColor(solid)
    pale.setAlphaF(0.28)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(rect, palette.color(QPalette.ColorRole.Base))
    painter.fillRect(_span(rect, parts.unknown_to, parts.possible), pale)
    unknown = _span(rect, parts.secured, parts.unknown_to)
    painter.fillRect(unknown, QBrush(ink, Qt.BrushStyle.BDiagPattern))
    painter.fillRect(_span(rect, 0, parts.secured), solid)
    painter.setPen(QPen(outline(palette), 1))
    painter.drawRect(rect)
    _paint_line(painter, rect, parts.threshold, ink, palette.color(QPalette.ColorRole.Base))
    painter.restore()


def _paint_line(painter: QPainter, rect: QRectF, threshold: int, ink: QColor, page: QColor) -> None:
    x = rect.left() + rect.width() * threshold / 100
    over = max(2.0, rect.height() / 5)
    for colour, width in ((page, 4.0), (ink, 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(x, rect.top() - over), QPointF(x, rect.bottom() + over))


def _span(rect: QRectF, start: int, end: int) -> QRectF:
    left = rect.left() + rect.width() * start / _FULL
    return QRectF(left, rect.top(), max(0.0, rect.width() * (end - start) / _FULL), rect.height())


class BarDelegate(QStyledItemDelegate):
    """Paints the bar with its figures beside it."""

    threshold = 90

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(TableRole.ROW)
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
            # Without a plate, the bar would be lost in the colour of a selected row.
            plate = bar.adjusted(-3, -_OVERHANG, 3, _OVERHANG)
            painter.fillRect(plate, option.palette.color(QPalette.ColorRole.Base))
        paint_bar(painter, bar, parts, option.palette)
        where = QRect(int(bar.right()) + gap, area.top(), figures, area.height())
        painter.setPen(_ink(option))
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | _MIDDLE, done(row))

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = option.fontMetrics.horizontalAdvance(_WIDEST_FIGURES + "m" * 12)
        return QSize(width, super().sizeHint(option, index).height())


class StandingDelegate(QStyledItemDelegate):
    """Paints a shape and the words; red only where the bar is out of reach."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(TableRole.ROW)
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
        words, flags = capital(cell(row)), Qt.AlignmentFlag.AlignLeft | _MIDDLE | _WRAP
        if option.fontMetrics.boundingRect(text, flags, words).height() > text.height():
            # Wrapped, the last words would be cut off in the middle of a line.
            right = Qt.TextElideMode.ElideRight
            words = option.fontMetrics.elidedText(words, right, text.width())
        painter.drawText(text, flags, words)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return hint + QSize(option.fontMetrics.height() * 3 // 2, 0)


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


class BarLegend(QWidget):
    """Four samples of the bar with words; wraps where the window is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(self.fontMetrics().height())
        self._line_words = QLabel(self)
        flow.addWidget(self._sample(BarParts(1000, 1000, 1000, _OUT_OF_SIGHT), QLabel("done")))
        flow.addWidget(
            self._sample(BarParts(0, 1000, 1000, _OUT_OF_SIGHT), QLabel("not known yet"))
        )
        flow.addWidget(
            self._sample(BarParts(0, 0, 1000, _OUT_OF_SIGHT), QLabel("can still be done"))
        )
        flow.addWidget(self._sample(BarParts(0, 0, 0, 50), self._line_words))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_threshold(90)

    def show_threshold(self, threshold: int) -> None:
        """Name the line in percent."""
        self._line_words.setText(f"{threshold}% needed")

    def _sample(self, parts: BarParts, words: QLabel) -> QWidget:
        pair = QWidget(self)
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(_Sample(parts, pair))
        row.addWidget(words)
        return pair


class _Sample(QWidget):
    def __init__(self, parts: BarParts, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        side = self.fontMetrics().height()
        self.setFixedSize(side * 2, side + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        inset = self.height() / 5
        area = QRectF(self.rect()).adjusted(1, inset, -1, -inset)
        painter = QPainter(self)
        paint_bar(painter, area, self._parts, self.palette())
        painter.end()
