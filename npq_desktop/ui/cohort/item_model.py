"""One person's items as a read-only table: what it is, when due, how it stands, its credit."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from npq_desktop.rows.cohort import ItemLine
from npq_desktop.ui.cohort.table_model import CohortRole
from npq_desktop.ui.kit.shapes import Shape
from npq_desktop.ui.kit.text import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_NEVER = 10**9

STATE_SHAPES: Mapping[str, Shape] = {
    "earned": Shape.TICK,
    "part": Shape.CHEVRON,
    "open": Shape.RING,
    "lost": Shape.CROSS,
    "unknown": Shape.QUESTION,
    "excused": Shape.DASH,
}


class ItemColumn(IntEnum):
    """Columns, left to right."""

    TITLE = 0
    COMPONENT = 1
    DUE = 2
    WORDS = 3
    CREDIT = 4


_TITLES = ("Item", "Part", "Due", "State", "Credit")


class ItemModel(QAbstractTableModel):
    """Items in the order the service gives them; CohortRole.ROW is the frozen line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[ItemLine, ...] = ()

    def show_items(self, items: tuple[ItemLine, ...]) -> None:
        """Replace the items; keeps the current row while they are the same ones."""
        if [i.item for i in items] == [i.item for i in self._items]:
            self._items = items
            if items:
                last = self.index(len(items) - 1, len(ItemColumn) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._items)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(ItemColumn)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self._items):
            return None
        item, column = self._items[index.row()], ItemColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(item, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = f"{item.title}: {item_words(item)}"
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == CohortRole.SORT:
            return _sort(item, column)
        if role == CohortRole.ROW:
            return item
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section] if 0 <= section < len(_TITLES) else None
        return None


def item_words(item: ItemLine) -> str:
    """Under the title: "attended · credit 1 · due 9 Oct 2026"."""
    due = _text(item, ItemColumn.DUE)
    credit = "" if item.state in ("open", "excused") else f"credit {item.credit}"
    return " · ".join(part for part in (item.words, credit, f"due {due}" if due else "") if part)


def _text(item: ItemLine, column: ItemColumn) -> str:
    due = f"{item.due.day} {item.due:%b %Y}" if item.due else ""
    return (item.title, item.component, due, item.words, item.credit)[column]


def _sort(item: ItemLine, column: ItemColumn) -> int | str:
    if column is ItemColumn.DUE:
        return item.due.toordinal() if item.due else _NEVER
    return _text(item, column).casefold()
