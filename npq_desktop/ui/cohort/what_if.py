"""What if: the items that may still end one way or the other, each to be supposed done or missed.

Nothing is saved: a supposition is shown, told to whoever computes it, and gone with the person.
"""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import ItemLine, PersonView, Supposed
from npq_desktop.ui.cohort.item_model import STATE_SHAPES, Index, ItemColumn, ItemModel, item_words
from npq_desktop.ui.cohort.sections import as_high_as_its_lines
from npq_desktop.ui.cohort.table_model import CohortRole
from npq_desktop.ui.kit.shapes import Shape
from npq_desktop.ui.kit.two_lines import paint_two_lines, two_line_size

_NEXT: Mapping[Supposed | None, Supposed | None] = {
    None: Supposed.DONE,
    Supposed.DONE: Supposed.MISSED,
    Supposed.MISSED: None,
}
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WhatIfList(QListView):
    """``supposed`` carries every supposition: item to done or missed; Space goes round them."""

    supposed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items = ItemModel(self)
        self._supposed: dict[str, Supposed] = {}
        self.setModel(self._items)
        self.setModelColumn(ItemColumn.TITLE)
        self.setItemDelegate(_ItemDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What if: Space goes from done to missed and back"))
        as_high_as_its_lines(self)
        self.clicked.connect(self._go_on)

    def show_person(self, view: PersonView) -> None:
        """Offer what may still end one way or the other."""
        self._supposed = dict(view.supposed)
        self._items.show_items(tuple(i for i in view.items if i.item in view.can_suppose))
        self.setVisible(bool(view.can_suppose))
        self.updateGeometry()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and self.currentIndex().isValid():
            self._go_on(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _go_on(self, index: QModelIndex) -> None:
        line = index.data(CohortRole.ROW)
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
        line = index.data(CohortRole.ROW)
        if isinstance(line, ItemLine):
            shape = STATE_SHAPES.get(line.state, Shape.QUESTION)
            strong = line.words.startswith("what if")
            paint_two_lines(painter, option, shape, line.title, item_words(line), strong=strong)
