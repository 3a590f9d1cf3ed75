"""The people of a roster file as a read-only table, before anything is stored."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from npq_desktop.ui.kit.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
Person = tuple[int, str, str, str, str]
_NO_INDEX = QModelIndex()


class RosterColumn(IntEnum):
    """Columns, left to right: as ``RosterPreview.people``."""

    LINE = 0
    NAME = 1
    EMAIL = 2
    TRN = 3
    SCHOOL = 4


class RosterRole(IntEnum):
    """SORT is int or str."""

    SORT = Qt.ItemDataRole.UserRole + 1


_TITLES = ("Line", "Name", "E-mail", "TRN", "School")


class RosterModel(QAbstractTableModel):
    """In the order of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[Person, ...] = ()

    def show_people(self, people: tuple[Person, ...]) -> None:
        """Replace the people by those of another file."""
        self.beginResetModel()
        self._people = people
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._people)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(RosterColumn)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self._people):
            return None
        value = self._people[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(str(value))
        if role == RosterRole.SORT:
            return value.casefold() if isinstance(value, str) else value
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section] if 0 <= section < len(_TITLES) else None
        return None
