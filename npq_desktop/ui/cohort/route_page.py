"""The page that shows a person's route to the line: a bar, words, the sums, what if."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QListView,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, ItemLine, PersonView, Share, Snapshot, Supposed
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.item_words import item as item_words
from npq_desktop.services.cohort.item_words import of_total
from npq_desktop.ui.cohort.delegates import bar_parts, paint_bar
from npq_desktop.ui.cohort.items import STATE_SHAPES, items_model
from npq_desktop.ui.cohort.sections import as_high_as_its_lines, label
from npq_desktop.ui.cohort.workings_tree import WorkingsTree
from npq_desktop.ui.kit.shapes import Shape
from npq_desktop.ui.kit.tables import Index, TableRole
from npq_desktop.ui.kit.text import paint_two_lines, two_line_size
from npq_desktop.ui.kit.theme import outline

_FULL = 1000
_DOT = 2.5
_NEXT: Mapping[Supposed | None, Supposed | None] = {
    None: Supposed.DONE,
    Supposed.DONE: Supposed.MISSED,
    Supposed.MISSED: None,
}
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RoutePage(QWidget):
    """``supposed`` carries what if, by item; nothing of it is saved."""

    supposed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._notice = label(self, bold=True)
        self._back = QPushButton("Stop trying out", self)
        self._bar = _BigBar(self)
        self._figures = label(self)
        self._plan = label(self, bold=True)
        self._parts = label(self)
        self._history = RouteChart(self)
        self._history_words = label(self)
        self._about_what_if = label(self)
        self.what_if = WhatIfList(self)
        self._about_sums = label(self, bold=True)
        self.workings = WorkingsTree(self)
        self._about_sums.setText("How this is worked out")
        self._about_what_if.setText(
            "Try it out. Press Space on a line to switch between done, missed and as recorded. "
            "Nothing is saved."
        )
        self._lay_out()
        self._back.clicked.connect(self._go_back)
        self.what_if.supposed.connect(self.supposed)

    def show_person(self, view: PersonView, threshold: int) -> None:
        """Show where this person stands, or would stand by what is tried."""
        self._show_supposition(view)
        self._bar.show_row(view.row, threshold)
        self._figures.setText(words.figures(view.row))
        route = words.route_sentence(view.row)
        self._plan.setText(route)
        self._plan.setVisible(bool(route))
        self._parts.setText("\n".join(self._part_lines(view.row)))
        self._history.show_snapshots(view.snapshots, threshold)
        self._history_words.setText(words.history(view.snapshots))
        self._history_words.setVisible(bool(view.snapshots))
        self.what_if.show_person(view)
        self._about_what_if.setVisible(bool(view.can_suppose))
        self.workings.show_sums(view.workings)
        self._about_sums.setVisible(bool(view.workings))

    def words(self) -> str:
        """Everything the page says, for tests and screen readers."""
        shown = (self._notice, self._figures, self._plan, self._parts, self._history_words)
        lines = [each.text() for each in shown if not each.isHidden()]
        return "\n".join([*lines, self.workings.words()])

    def _show_supposition(self, view: PersonView) -> None:
        is_other = bool(view.supposed)
        self._notice.setVisible(is_other)
        self._back.setVisible(is_other)
        self._notice.setText(f"Trying out, not saved: {words.trying(view.row, view.actual)}")

    def _part_lines(self, row: CohortRow) -> list[str]:
        lines = [f"{part.label}: {of_total(part)}" for part in row.components]
        return [*lines, *filter(None, (words.can_miss_sentence(row),))]

    def _go_back(self) -> None:
        self.supposed.emit({})
        self.what_if.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        for widget in (
            *(self._notice, self._back, self._bar, self._figures, self._plan, self._parts),
            *(self._about_sums, self.workings, self._history, self._history_words),
            *(self._about_what_if, self.what_if),
        ):
            column.addWidget(widget)
        column.addStretch(1)


class _BigBar(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: CohortRow | None = None
        self._threshold = 90
        self.setFixedHeight(self.fontMetrics().height() * 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: CohortRow, threshold: int) -> None:
        self._row, self._threshold = row, threshold
        self.setAccessibleName(words.bar_sentence(row))
        self.setVisible(bar_parts(row, threshold) is not None)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        parts = bar_parts(self._row, self._threshold) if self._row else None
        if parts is None:
            return
        inset = self.height() / 5
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(1, inset, -1, -inset)
        paint_bar(painter, area, parts, self.palette())
        painter.end()


class RouteChart(QWidget):
    """Draws what was done of what was due, at each sign-off; hidden before the second of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ends: tuple[tuple[Share, Share], ...] = ()
        self._threshold = 90
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_snapshots(self, snapshots: tuple[Snapshot, ...], threshold: int) -> None:
        """Draw these sign-offs, the oldest on the left."""
        self._ends = tuple(each.to_date for each in snapshots if each.to_date)
        self._threshold = threshold
        self.setAccessibleName(words.history(snapshots))
        self.setVisible(len(self._ends) > 1)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 8, line * 5 // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        painter.setPen(QPen(outline(self.palette()), 1))
        at = _height(area, self._threshold * _FULL // 100)
        painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at))
        step = area.width() / max(1, len(self._ends) - 1)
        lows = [
            QPointF(area.left() + n * step, _height(area, low.permille))
            for n, (low, _) in enumerate(self._ends)
        ]
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, 2))
        painter.drawPolyline(lows)
        for point, (_, high) in zip(lows, self._ends, strict=True):
            painter.setBrush(accent)
            painter.drawEllipse(point, _DOT, _DOT)
            painter.drawLine(point, QPointF(point.x(), _height(area, high.permille)))
        painter.end()


def _height(area: QRectF, permille: int) -> float:
    return area.bottom() - area.height() * permille / _FULL


class WhatIfList(QListView):
    """Open items to try out: Space or a click goes from done to missed and back.

    ``supposed`` carries all that is tried: done or missed, by item.
    """

    supposed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items = items_model(self)
        self._supposed: dict[str, Supposed] = {}
        self.setModel(self._items)
        self.setItemDelegate(_ItemDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Try it out")
        as_high_as_its_lines(self)
        self.clicked.connect(self._go_on)

    def show_person(self, view: PersonView) -> None:
        """Offer the items of this person that are still open."""
        self._supposed = dict(view.supposed)
        self._items.show_rows([i for i in view.items if i.item in view.can_suppose])
        self.setVisible(bool(view.can_suppose))
        self.updateGeometry()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and self.currentIndex().isValid():
            self._go_on(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _go_on(self, index: QModelIndex) -> None:
        line = index.data(TableRole.ROW)
        if not isinstance(line, ItemLine):
            return
        after = _NEXT[self._supposed.pop(line.item, None)]
        if after is not None:
            self._supposed[line.item] = after
        self.supposed.emit(dict(self._supposed))


class _ItemDelegate(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return two_line_size(option)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(TableRole.ROW)
        if isinstance(line, ItemLine):
            shape = STATE_SHAPES.get(line.state, Shape.QUESTION)
            strong = line.words.startswith("tried out")
            paint_two_lines(painter, option, shape, line.title, item_words(line), strong=strong)
