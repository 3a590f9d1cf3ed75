"""The register as a read-only table model over frozen rows.

Repaints only what changed; resets only when people or their order changed, because a reset
loses the current row.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.ui.kit.pieces.text import plain_tip
from npq_desktop.ui.register.table.cells import sides_words
from npq_desktop.ui.register.table.words import (
    STATE_WORDS,
    detail_words,
    mark_words,
    spoken,
)

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
REVEALED_ROLE = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()


class RegisterColumn(IntEnum):
    """Columns from left to right."""

    NUMBER = 0
    NAME = 1
    MARK = 2
    DETAIL = 3
    SCHOOL = 4
    DOTS = 5


_HEADINGS: Mapping[RegisterColumn, str] = {
    RegisterColumn.NUMBER: "No.",
    RegisterColumn.NAME: "Name",
    RegisterColumn.MARK: "Mark",
    RegisterColumn.DETAIL: "Detail",
    RegisterColumn.SCHOOL: "School",
    RegisterColumn.DOTS: "Last 4",
}


_DOTS_TIP = (
    "The last four events, the newest on the right. A dot is here, half a dot is part, a cross is "
    "absent, and a ring is not marked."
)


def dots_words(dots: tuple[MarkState, ...]) -> str:
    """The last events in words, oldest first."""
    return ", ".join(STATE_WORDS[dot] for dot in dots)


_TEXTS: Mapping[RegisterColumn, Callable[[RegisterRow], str]] = {
    RegisterColumn.NUMBER: lambda row: str(row.number),
    RegisterColumn.NAME: lambda row: row.name,
    RegisterColumn.MARK: mark_words,
    RegisterColumn.DETAIL: detail_words,
    RegisterColumn.SCHOOL: lambda row: row.school,
    RegisterColumn.DOTS: lambda row: dots_words(row.dots),
}


class RegisterModel(QAbstractTableModel):
    """Rows of one register; ``revealed`` are people not expected whose buttons are offered."""

    def __init__(self, *, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[RegisterRow, ...] = ()
        self._revealed: frozenset[str] = frozenset()
        self._positions: dict[str, int] = {}

    @property
    def rows(self) -> tuple[RegisterRow, ...]:
        """The rows shown, in roster order."""
        return self._rows

    def position(self, person: str) -> int | None:
        """Where a person stands; None for somebody who is not on this register."""
        return self._positions.get(person)

    def update(self, rows: tuple[RegisterRow, ...]) -> tuple[int, ...]:
        """Show these rows; returns the positions changed in place, none after a reset."""
        if [row.person for row in rows] != [row.person for row in self._rows]:
            self._reset(rows)
            return ()
        changed = [at for at, row in enumerate(rows) if row != self._rows[at]]
        self._rows = rows
        for at in changed:
            self._announce(at)
        return tuple(changed)

    def is_revealed(self, person: str) -> bool:
        """Whether the four buttons are offered for somebody not expected."""
        return person in self._revealed

    def reveal(self, person: str) -> None:
        """Offer the four buttons for somebody who is not expected."""
        self._revealed |= {person}
        position = self.position(person)
        if position is not None:
            self._announce(position)

    def _reset(self, rows: tuple[RegisterRow, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._revealed = frozenset()
        self._positions = {row.person: at for at, row in enumerate(rows)}
        self.endResetModel()

    def _announce(self, at: int) -> None:
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(RegisterColumn) - 1))

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(RegisterColumn)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], RegisterColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _TEXTS[column](row)
        if role == Qt.ItemDataRole.ToolTipRole:
            disagrees = row.candidates and column == RegisterColumn.MARK
            return plain_tip(sides_words(row) if disagrees else _TEXTS[column](row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _accessible(row, column)
        if role == ROW_ROLE:
            return row
        return row.person in self._revealed if role == REVEALED_ROLE else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(RegisterColumn):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if not section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and section == RegisterColumn.DOTS:
            return plain_tip(_DOTS_TIP)
        return _HEADINGS[RegisterColumn(section)] if role == Qt.ItemDataRole.DisplayRole else None


def _accessible(row: RegisterRow, column: RegisterColumn) -> str:
    """A cell's own value; the whole row in its name only, so that nothing is read twice."""
    if column == RegisterColumn.MARK and row.candidates:
        return f"{mark_words(row)}: {sides_words(row)}".replace("\n", "; ")
    return spoken(row) if column == RegisterColumn.NAME else _TEXTS[column](row)
