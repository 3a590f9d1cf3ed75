"""The cohort as a read-only table: cells as words, sort keys as numbers or plain text.

It refuses to decide anything: figures, standings and their words come from the rows.
"""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.ui.cohort.columns import Column, bar_sentence, columns_for
from npq_desktop.ui.kit.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class CohortRole(IntEnum):
    """Roles beyond Qt's: SORT is int, float or str; ROW the frozen row; KEY the column's key."""

    SORT = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    KEY = Qt.ItemDataRole.UserRole + 3


class CohortTableModel(QAbstractTableModel):
    """Rows of one group, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CohortRow, ...] = ()
        self._columns: tuple[Column, ...] = columns_for(())
        self._threshold = 90

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as shown, left to right."""
        return self._columns

    @property
    def threshold(self) -> int:
        """Where the line is, in percent."""
        return self._threshold

    def column_of(self, key: str) -> int:
        """The position of a column by its key; -1 where this programme has none such."""
        return next((at for at, column in enumerate(self._columns) if column.key == key), -1)

    def show_rows(self, rows: tuple[CohortRow, ...], *, threshold: int) -> None:
        """Replace the rows; keeps selection and scroll while people and columns are the same."""
        columns = columns_for(rows)
        same = [r.person for r in rows] == [r.person for r in self._rows]
        if same and [c.key for c in columns] == [c.key for c in self._columns]:
            self._rows, self._threshold = rows, threshold
            if rows:
                last = self.index(len(rows) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows, self._columns, self._threshold = rows, columns, threshold
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == CohortRole.SORT:
            return column.sort(row)
        if role == CohortRole.ROW:
            return row
        if role == CohortRole.KEY:
            return column.key
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._long_text(row, column, role)
        return None

    def _long_text(self, row: CohortRow, column: Column, role: int) -> str:
        if column.key == "engagement":
            return bar_sentence(row, self._threshold)
        text = column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {text or 'nothing'}"
        return plain_tip(text)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._columns[section].hint or None
        return None
