"""When and where each event is held, as a table to type over; nothing typed is recorded by it.

A later start takes the end with it. A row that was typed over is told apart by its weight.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QDate,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from typing_extensions import override

from npq_desktop.rows.planned_events import DateRow
from npq_desktop.services.core.naming import clock_time
from npq_desktop.ui.intake.typed_moments import typed_day, typed_time
from npq_desktop.ui.kit.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_Flag = Qt.ItemFlag


class DateColumn(IntEnum):
    """Columns, left to right."""

    EVENT = 0
    DAY = 1
    START = 2
    END = 3
    PLACE = 4


_TITLES = ("Event", "Date", "Starts", "Ends", "Place")
_UNREADABLE = {
    True: "“{0}” is no date: type it as 21 January 2027 or 21/1/27.",
    False: "“{0}” is no time of day: type it as 16:00 or 1600.",
}
_TIMES = (DateColumn.START, DateColumn.END)


class DatesModel(QAbstractTableModel):
    """``typed_changed`` says that there is something typed, or nothing any more.

    ``refused`` carries why a cell stayed as it was.
    """

    typed_changed = Signal()
    refused = Signal(str)

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: tuple[DateRow, ...] = ()
        self._typed: dict[str, DateRow] = {}

    def show_rows(self, rows: Sequence[DateRow]) -> None:
        """What is recorded now; what was typed and differs from it is kept."""
        self.beginResetModel()
        self._rows = tuple(rows)
        known = {row.event: row for row in rows}
        self._typed = {
            event: row for event, row in self._typed.items() if known.get(event, row) != row
        }
        self.endResetModel()
        self.typed_changed.emit()

    def typed(self) -> tuple[DateRow, ...]:
        """The rows that say something else than what is recorded, in their order."""
        return tuple(self._typed[row.event] for row in self._rows if row.event in self._typed)

    def _row(self, index: Index) -> DateRow:
        row = self._rows[index.row()]
        return self._typed.get(row.event, row)

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(DateColumn)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return _Flag.NoItemFlags
        shown = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable
        if index.column() == DateColumn.EVENT:
            return shown
        undated = index.column() in _TIMES and self._row(index).start is None
        return shown if undated else shown | _Flag.ItemIsEditable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self._rows):
            return None
        row = self._row(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _words(row, DateColumn(index.column())) or None
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(_words(row, DateColumn(index.column())))
            case Qt.ItemDataRole.EditRole:
                dated = row.start is not None or index.column() == DateColumn.PLACE
                return _words(row, DateColumn(index.column())) if dated else ""
            case Qt.ItemDataRole.FontRole if row.event in self._typed:
                font = QFont()
                font.setBold(True)
                return font
            case _:
                return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        recorded = self._rows[index.row()]
        typed = _changed(self._row(index), DateColumn(index.column()), str(value), self._today)
        if typed is None:
            self.refused.emit(_UNREADABLE[index.column() == DateColumn.DAY].format(value))
            return False
        self._typed.pop(recorded.event, None)
        changed = _settled(typed, recorded)
        if changed != recorded:
            self._typed[recorded.event] = changed
        last = self.index(index.row(), DateColumn.PLACE)
        self.dataChanged.emit(self.index(index.row(), 0), last)
        self.typed_changed.emit()
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section] if 0 <= section < len(_TITLES) else None
        return None


def _words(row: DateRow, column: DateColumn) -> str:
    match column:
        case DateColumn.EVENT:
            return row.title
        case DateColumn.DAY:
            day = QDate(row.start.year, row.start.month, row.start.day) if row.start else QDate()
            return day.toString("ddd d MMM yyyy") or "no date yet"
        case DateColumn.START:
            return clock_time(row.start) if row.start else ""
        case DateColumn.END:
            return clock_time(row.end) if row.end else ""
        case DateColumn.PLACE:
            return row.place


def _changed(row: DateRow, column: DateColumn, text: str, today: date) -> DateRow | None:
    """The row with one cell typed over; None where what was typed cannot be read."""
    if column is DateColumn.PLACE:
        return replace(row, place=text.strip())
    if column is DateColumn.DAY:
        day = typed_day(text, row.start.date() if row.start else today)
        at = row.start.time() if row.start else row.begins
        return _started(row, datetime.combine(day, at)) if day else None
    at_typed = typed_time(text)
    if at_typed is None or row.start is None:
        return None
    moment = datetime.combine(row.start.date(), at_typed)
    return _started(row, moment) if column is DateColumn.START else replace(row, end=moment)


def _started(row: DateRow, start: datetime) -> DateRow:
    if row.start is not None and row.start.replace(tzinfo=None) == start:
        return row
    length = timedelta(minutes=row.minutes)
    if row.start is not None and row.end is not None:
        length = row.end.replace(tzinfo=None) - row.start.replace(tzinfo=None)
    return replace(row, start=start, end=start + length)


def _settled(row: DateRow, recorded: DateRow) -> DateRow:
    """With the moments that are recorded, offset and all, where the same was typed again."""
    return replace(row, start=_same(recorded.start, row.start), end=_same(recorded.end, row.end))


def _same(recorded: datetime | None, typed: datetime | None) -> datetime | None:
    if recorded is None or typed is None:
        return typed
    shown = recorded.replace(tzinfo=None, second=0, microsecond=0)
    return recorded if shown == typed.replace(tzinfo=None, second=0, microsecond=0) else typed
