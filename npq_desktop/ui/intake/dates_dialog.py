"""The dates of all events of a group in one table: typed over, or read from a file."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
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

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.planned_events import DateRow
from npq_desktop.services.core.naming import count
from npq_desktop.ui.intake.dates_model import DateColumn, DatesModel
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.sheet import Sheet, plain_label


class Dates(Protocol):
    """What typing dates needs of the service of planned events."""

    def rows(self, group: str) -> tuple[DateRow, ...]: ...
    def moved_with_marks(self, group: str, rows: Sequence[DateRow]) -> tuple[str, ...]: ...
    def record_rows(self, group: str, rows: Sequence[DateRow]) -> Changes: ...


class DatesDialog(Sheet):
    """Marks that would move to another day are named first; the next press records.

    ``file_requested`` asks for a calendar or list; what was typed stays meanwhile.

    ``sets_up`` says that a group is being set up: then dates are a step that may be passed over,
    and ``went_on`` asks for the next one.
    """

    file_requested = Signal()
    went_on = Signal()

    def __init__(
        self,
        *,
        parent: QWidget | None,
        dates: Dates,
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
        heading = self.tr("Dates of {0}").format(title)
        self.heading.setText(heading)
        self.heading.setWordWrap(True)
        self.setWindowTitle(heading)
        self.words = plain_label(self, self._introduction())
        self.file_button = QPushButton(self.tr("From a &file…"), self)
        self.file_button.setAutoDefault(False)
        self.table = _DatesTable(self, today)
        self.record_button = self.add_button(self._verb(), self._record)
        self._lay_out()
        self.file_button.clicked.connect(self.file_requested)
        self.table.rows.typed_changed.connect(self._enable)
        self.table.rows.refused.connect(self.trouble.warn)
        bus.changed.connect(self._read_again)
        self._read()
        self.be_wide()

    def _introduction(self) -> str:
        how = self.tr(
            "Type over any date, time or place: a later start takes the end with it. Or read them "
            "from a calendar (.ics) or a list with columns such as Event, Date, Start and End."
        )
        if not self._sets_up:
            return how
        planned = self.tr("The group is made. These are the dates the programme plans for it.")
        return f"{planned} {how}"

    def _verb(self) -> str:
        return self.tr("&Next: invite a facilitator") if self._sets_up else self.tr("&Record")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.file_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        if self._sets_up:
            self.cancel_button.setText(self.tr("Finish here"))

    def _read(self) -> None:
        self.table.rows.show_rows(self._dates.rows(self._group))
        self.table.fit_columns()
        self.table.setCurrentIndex(self.table.rows.index(0, DateColumn.DAY))

    def _read_again(self, changes: Changes) -> None:
        if changes.group == self._group and changes.touches("event"):
            self._read()

    def _enable(self) -> None:
        self.trouble.say("")
        self._warned = ()
        typed = len(self.table.rows.typed())
        self.record_button.setEnabled(self._sets_up or typed > 0)
        if not self._sets_up:
            words = self.tr("&Record {0}").format(count(typed, "event"))
            self.record_button.setText(words if typed else self.tr("&Record"))

    def _record(self) -> None:
        self.record_button.setFocus(Qt.FocusReason.OtherFocusReason)  # an open cell hands in
        if not self._is_warned():
            return
        if self.attempt(self._record_typed):
            self.accept()
            self.went_on.emit()

    def _is_warned(self) -> bool:
        """Whether nothing with marks moves, or that was said and the button pressed again."""
        moved = self._dates.moved_with_marks(self._group, self.table.rows.typed())
        if moved == self._warned:
            return True
        self._warned = moved
        what_next = self.tr(
            "If they belong to another event, use “Move these marks to…” in the register. "
            "To record all the same, press the button again."
        )
        self.trouble.warn(f"{' '.join(moved)} {what_next}")
        return False

    def _record_typed(self) -> None:
        changes = self._dates.record_rows(self._group, self.table.rows.typed())
        if changes.kinds:
            self._bus.changed.disconnect(self._read_again)  # the dialog closes; nothing to show
            self._bus.changed.emit(changes)


class _DatesTable(QTableView):
    """Arrows walk the cells, typing or F2 changes one, Return keeps it, Tab leaves the table."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(parent)
        self.rows = DatesModel(today, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Editors(self))
        self.setAccessibleName(self.tr("Events and their dates"))
        self.setAccessibleDescription(self.tr("Typing or F2 changes a cell"))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        line = self.fontMetrics().height()
        self.setMinimumHeight(line * 10)
        self.verticalHeader().setDefaultSectionSize(line * 7 // 4)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column in (DateColumn.EVENT, DateColumn.PLACE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

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
    """A box of words for every cell, named as its column and its event are."""

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        box = QLineEdit(parent)
        title = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        event = index.sibling(index.row(), DateColumn.EVENT).data()
        box.setAccessibleName(f"{title}: {event}")
        return box
