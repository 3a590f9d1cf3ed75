"""Shows the dates of all events of a group in one table, to type over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QDate,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from npq_desktop.interchange.cells.hours import typed_time
from npq_desktop.interchange.cells.moments import typed_day
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.intake import DateRow
from npq_desktop.services.core.words import clock_time, count
from npq_desktop.ui.intake.earlier_box import EarlierBox
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.lists.tables import Index, set_up_table
from npq_desktop.ui.kit.pieces.text import plain_label, plain_tip

if TYPE_CHECKING:
    from npq_desktop.services.intake.planned_events import PlannedEventsService

_NO_INDEX = QModelIndex()
_Flag = Qt.ItemFlag
_EARLIER = (
    "These would be before today, so they have no date yet. Choose what became of each, or leave "
    "them without a date for now."
)
_TITLES = ("Event", "Date", "Starts", "Ends", "Place")
_UNREADABLE = {
    True: "“{0}” is not a date. Type it as 21 January 2027 or 21/1/27.",
    False: "“{0}” is not a time of day, or could be two. Type it as 16:00, 1600 or 4pm.",
}


class DateColumn(IntEnum):
    """Columns, left to right."""

    EVENT = 0
    DAY = 1
    START = 2
    END = 3
    PLACE = 4


_TIMES = (DateColumn.START, DateColumn.END)


class DatesDialog(Dialog):
    """Records dates; where marks would move to another day, only at the second press.

    ``file_requested``: the user wants to read a calendar or a list; what was typed stays.
    With ``sets_up``, dates are a step of setting up a group, which may be left out; ``went_on``
    then leads to the next step.
    """

    file_requested = Signal()
    went_on = Signal()

    def __init__(
        self,
        *,
        parent: QWidget | None,
        dates: "PlannedEventsService",
        bus: Bus,
        group: str,
        title: str,
        today: date,
        sets_up: bool = False,
    ) -> None:
        super().__init__(parent, "")
        self._dates = dates
        self._bus = bus
        self._group = group
        self._sets_up = sets_up
        self._warned: tuple[str, ...] = ()
        heading = f"Dates of {title}"
        self.heading.setText(heading)
        self.heading.setWordWrap(True)
        self.setWindowTitle(heading)
        self.words = plain_label(self, self._introduction())
        self.file_button = QPushButton("From a &file…", self)
        self.file_button.setAutoDefault(False)
        self.earlier_words = plain_label(self, _EARLIER)
        self.earlier = EarlierBox(self, today)
        self.table = _DatesTable(self, today)
        self.record_button = self.add_button(self._verb(), self._record)
        self._lay_out()
        self.file_button.clicked.connect(self.file_requested)
        self.table.rows.typed_changed.connect(self._enable)
        self.earlier.changed.connect(self._enable)
        self.table.rows.refused.connect(self.trouble.warn)
        bus.changed.connect(self._read_again)
        self._read()
        self.be_wide()

    @override
    def unrecorded(self) -> tuple[str, ...]:
        return (*map(str, self.table.rows.typed()), *self.earlier.said())

    def _introduction(self) -> str:
        how = (
            "Type over any date, time or place. A later start takes the end with it. Or read them "
            "from a calendar (.ics) or a list with columns such as Event, Date, Start and End."
        )
        if not self._sets_up:
            return how
        planned = "The group is made. These are the dates the programme plans for it."
        return f"{planned} {how}"

    def _verb(self) -> str:
        return "&Next: invite a facilitator" if self._sets_up else "&Record"

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.file_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(self.earlier_words)
        self.body.addWidget(self.earlier)
        self.body.addWidget(self.table, 1)
        if self._sets_up:
            self.cancel_button.setText("Finish here")

    def _read(self) -> None:
        asked = self._dates.earlier(self._group)
        self.earlier.show_events(asked)
        self.earlier_words.setVisible(bool(asked))
        self.table.rows.show_rows(self._dates.rows(self._group))
        self.table.fit_columns()
        self.table.setCurrentIndex(self.table.rows.index(0, DateColumn.DAY))

    def _read_again(self, changes: Changes) -> None:
        if changes.group == self._group and changes.touches("event"):
            self._read()

    def _enable(self) -> None:
        self.trouble.say("")
        self._warned = ()
        answered = self.earlier.answers()
        typed = len({*answered, *(row.event for row in self.table.rows.typed())})
        self.record_button.setEnabled(self._sets_up or typed > 0)
        if not self._sets_up:
            words = "&Record {}".format(count(typed, "event"))
            self.record_button.setText(words if typed else "&Record")

    def _record(self) -> None:
        self.record_button.setFocus(Qt.FocusReason.OtherFocusReason)  # ends the cell being typed
        if not self._is_warned():
            return
        if self.attempt(self._record_typed):
            self.accept()
            self.went_on.emit()

    def _is_warned(self) -> bool:
        """Whether no marks would move, or the user was warned and pressed the button again."""
        moved = self._dates.moved_with_marks(self._group, self.table.rows.typed())
        if moved == self._warned:
            return True
        self._warned = moved
        what_next = (
            "If they belong to another event, use “Move these marks to…” in the register. "
            "To do it anyway, press the button again."
        )
        self.trouble.warn(f"{' '.join(moved)} {what_next}")
        return False

    def _record_typed(self) -> None:
        changes = self._dates.record_rows(
            self._group, self.table.rows.typed(), earlier=self.earlier.answers()
        )
        if changes.kinds:
            self._bus.changed.disconnect(self._read_again)  # the dialog is about to close
            self._bus.changed.emit(changes)


class _DatesTable(QTableView):
    """Arrows walk the cells, typing or F2 changes one, Return keeps it, Tab leaves the table."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(parent)
        self.rows = DatesModel(today, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Editors(self))
        set_up_table(self, "Events and their dates")
        self.setAccessibleDescription("Typing or F2 changes a cell")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setWordWrap(False)
        line = self.fontMetrics().height()
        self.setMinimumHeight(line * 10)
        self.verticalHeader().setDefaultSectionSize(line * 7 // 4)
        for column in (DateColumn.EVENT, DateColumn.PLACE):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def fit_columns(self) -> None:
        """Days and times whole, also in bold; the rest to titles and places."""
        each = self.fontMetrics().averageCharWidth()
        widths = {DateColumn.DAY: 20, DateColumn.START: 9, DateColumn.END: 9}
        for column, characters in widths.items():
            self.setColumnWidth(column, each * characters)

    @override
    def sizeHint(self) -> QSize:
        """Wide enough for whole titles and places, high enough for a programme's events."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 115, metrics.height() * 18)


class _Editors(QStyledItemDelegate):
    """A text box for every cell, with its column and its event as its accessible name."""

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QLineEdit(parent)
        title = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        event = index.sibling(index.row(), DateColumn.EVENT).data()
        box.setAccessibleName(f"{title}: {event}")
        return box


class DatesModel(QAbstractTableModel):
    """What is recorded, with what was typed over it in bold.

    ``typed_changed``: something was typed, or taken back. ``refused`` carries why a cell stayed as
    it was.
    """

    typed_changed = Signal()
    refused = Signal(str)

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: tuple[DateRow, ...] = ()
        self._typed: dict[str, DateRow] = {}

    def show_rows(self, rows: Sequence[DateRow]) -> None:
        """Show what is recorded now; what was typed and differs from it is kept."""
        self.beginResetModel()
        self._rows = tuple(rows)
        known = {row.event: row for row in rows}
        self._typed = {
            event: row for event, row in self._typed.items() if known.get(event, row) != row
        }
        self.endResetModel()
        self.typed_changed.emit()

    def typed(self) -> tuple[DateRow, ...]:
        """The rows that differ from what is recorded, from the top."""
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
    # What was typed has no offset and no seconds: typed again, a moment would look changed.
    return replace(row, start=_same(recorded.start, row.start), end=_same(recorded.end, row.end))


def _same(recorded: datetime | None, typed: datetime | None) -> datetime | None:
    if recorded is None or typed is None:
        return typed
    shown = recorded.replace(tzinfo=None, second=0, microsecond=0)
    return recorded if shown == typed.replace(tzinfo=None, second=0, microsecond=0) else typed
