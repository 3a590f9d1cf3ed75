"""The queue as a read-only list, and which of it is shown."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from typing_extensions import override

from npq_desktop.rows.review import QueueRow, ReviewState
from npq_desktop.ui.kit.folding import found
from npq_desktop.ui.kit.plain_tip import plain_tip
from npq_desktop.ui.review.states import WORDS, moment_words

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class QueueRole(IntEnum):
    """ROW is the frozen row."""

    ROW = Qt.ItemDataRole.UserRole + 1


class QueueModel(QAbstractTableModel):
    """One column: a piece of work as one sentence; the delegate paints it on two lines."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[QueueRow, ...] = ()

    def show_rows(self, rows: tuple[QueueRow, ...]) -> None:
        """Replace the queue; keeps the selection while the same work stands in the same order."""
        if [row.work for row in rows] == [row.work for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == QueueRole.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.name}, {second_line(row)}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = f"{row.name}, {second_line(row)}. {when_words(row)}".strip()
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None


class QueueFilter(QSortFilterProxyModel):
    """Keeps one kind, one state and what is found; the order is the service's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self._states: tuple[ReviewState, ...] = ()
        self._needle = ""

    def keep(self, *, kind: str, states: tuple[ReviewState, ...], needle: str) -> None:
        """Show only work of this kind and these states that is found; empty keeps everything."""
        self.beginFilterChange()
        self._kind, self._states, self._needle = kind, states, needle
        self.endFilterChange()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        row = self.sourceModel().index(source_row, 0, source_parent).data(QueueRole.ROW)
        if not isinstance(row, QueueRow) or (self._kind and row.kind != self._kind):
            return False
        if self._states and row.state not in self._states:
            return False
        return found(self._needle, f"{row.search_key} {row.title}")


def second_line(row: QueueRow) -> str:
    """What it is and how it stands: "to review · Reflection 2"."""
    parts = [WORDS[row.state], row.title]
    if row.has_draft:
        parts.insert(1, "draft kept")
    return " · ".join(part for part in parts if part)


def when_words(row: QueueRow) -> str:
    """When it was handed in, in words."""
    return f"Handed in {moment_words(row.handed_in)}" if row.handed_in else "Nothing handed in yet"
