"""The cohort table, its filter and its More button; columns give way where it is narrow."""

from dataclasses import replace

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPoint,
    QSignalBlocker,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import CohortLook, CohortRow, CohortView
from npq_desktop.ui.cohort.delegates import BarDelegate, StandingDelegate
from npq_desktop.ui.cohort.standing import APART
from npq_desktop.ui.cohort.table_model import CohortTableModel
from npq_desktop.ui.kit.appearance import appearance
from npq_desktop.ui.kit.metrics import metrics_of
from npq_desktop.ui.kit.tables import Index, TableRole, set_up_table
from npq_desktop.ui.kit.text import found

PARTICIPANTS = "participants"
_KEPT = ("standing", "headroom")
"""Kept in sight in a narrow window: who will reach the line, and what may still be missed."""
_NARROWED = ("headroom", "standing", "engagement", "name")
"""Never left out for want of room, but made narrower, in this order; others are left out first."""
_WIDEST = {"school": 24, "name": 26, "engagement": 60, "headroom": 20, "standing": 24}
_WIDEST_OTHER = 26
_LEAST = 20


class CohortFilter(QSortFilterProxyModel):
    """Sorts by the SORT role; keeps one standing, all participants, or everybody ("")."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._standing = ""
        self._needle = ""
        self.setSortRole(TableRole.SORT)
        self.setDynamicSortFilter(True)

    @property
    def standing(self) -> str:
        """The standing kept, ``participants``, or "" for everybody."""
        return self._standing

    def keep_standing(self, standing: str) -> None:
        """Show only people of this standing; ``participants`` leaves out those set apart."""
        self.beginFilterChange()
        self._standing = standing
        self.endFilterChange()

    def find(self, needle: str) -> None:
        """Show only people whose search key holds every word of ``needle``."""
        self.beginFilterChange()
        self._needle = needle
        self.endFilterChange()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        index = self.sourceModel().index(source_row, 0, source_parent)
        row = index.data(TableRole.ROW)
        return (
            isinstance(row, CohortRow) and self._keeps(row) and found(self._needle, row.search_key)
        )

    def _keeps(self, row: CohortRow) -> bool:
        if self._standing == PARTICIPANTS:
            return row.standing not in APART
        return self._standing in ("", row.standing)


class CohortTable(QTableView):
    """The people of a group, sorted and filtered; the selected person stays selected.

    ``current_changed``: another person is current. ``look_changed`` carries a ``CohortLook``: the
    user chose other columns or another order.
    """

    current_changed = Signal()
    look_changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = CohortTableModel(self)
        self.filter = CohortFilter(self)
        self.filter.setSourceModel(self.rows)
        self._bar = BarDelegate(self)
        self._standing = StandingDelegate(self)
        self._plain = QStyledItemDelegate(self)
        self.setModel(self.filter)
        set_up_table(self, "People of this group")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._wanted: list[int] = []
        self._look = CohortLook()
        self.horizontalHeader().sortIndicatorChanged.connect(self._sorted_by)
        self._set_row_height()
        appearance().changed.connect(self._set_row_height)

    def show_view(self, view: CohortView) -> None:
        """Show a group; columns are measured anew only when they have changed."""
        before = [column.key for column in self.rows.columns]
        filled = self.rows.rowCount() > 0
        self._bar.threshold = view.threshold
        self.rows.show_people(view.rows, view.threshold)
        if not filled or before != [column.key for column in self.rows.columns]:
            self._set_columns()

    @property
    def look(self) -> CohortLook:
        """The columns left out by choice, and the order of the rows."""
        return self._look

    def wear(self, look: CohortLook) -> None:
        """Show the table in this look, without a signal."""
        self._look = look
        at = max(0, self.rows.column_of(look.sort))
        orders = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        with QSignalBlocker(self.horizontalHeader()):
            self.sortByColumn(at, orders[look.descending])
        self.filter.sort(at, orders[look.descending])
        self._fit()

    def hide_columns(self, hidden: frozenset[str]) -> None:
        """Leave out these columns from now on."""
        self._look = replace(self._look, hidden=hidden)
        self._fit()
        self.look_changed.emit(self._look)

    def _sorted_by(self, at: int, order: Qt.SortOrder) -> None:
        if not 0 <= at < len(self.rows.columns):
            return
        descending = order == Qt.SortOrder.DescendingOrder
        self._look = replace(self._look, sort=self.rows.columns[at].key, descending=descending)
        self.look_changed.emit(self._look)

    def clear(self) -> None:
        """Show nobody."""
        self.rows.show_people((), 0)

    def select(self, person: str | None) -> None:
        """Make this person's row current, where it is shown."""
        if person is None:
            return
        for at in range(self.filter.rowCount()):
            row = self.filter.index(at, 0).data(TableRole.ROW)
            if row.person == person:
                self.setCurrentIndex(self.filter.index(at, max(0, self.currentIndex().column())))
                return

    def first_person(self) -> str | None:
        """The id of the person at the top; None while nobody is shown."""
        row = self.filter.index(0, 0).data(TableRole.ROW)
        return row.person if isinstance(row, CohortRow) else None

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not current.isValid():
            self.current_changed.emit()

    def _set_columns(self) -> None:
        for at, column in enumerate(self.rows.columns):
            own = {"engagement": self._bar, "standing": self._standing}
            self.setItemDelegateForColumn(at, own.get(column.key, self._plain))
        for at in range(len(self.rows.columns)):
            self.setColumnHidden(at, False)
        self.setWordWrap(False)  # measured on one line each, and wrapped where that is too wide
        self.resizeColumnsToContents()
        self.setWordWrap(True)
        character = self.fontMetrics().averageCharWidth()
        for at, column in enumerate(self.rows.columns):
            widest = character * _WIDEST.get(column.key, _WIDEST_OTHER)
            self.setColumnWidth(at, min(self.columnWidth(at), widest))
        self._wanted = [self.columnWidth(at) for at in range(len(self.rows.columns))]
        self._fit()

    def _fit(self) -> None:
        """Leave out school and components, then narrow the rest, until what is kept is in sight."""
        columns = self.rows.columns
        if len(self._wanted) != len(columns):
            return
        hidden = {at for at, column in enumerate(columns) if column.key in self._look.hidden}
        last = max(self.rows.column_of(key) for key in _KEPT)
        seen = [at for at in range(last + 1) if at not in hidden]
        too_much = sum(self._wanted[at] for at in seen) - self.viewport().width()
        for at in (each for each in seen if columns[each].key not in _NARROWED):
            if too_much > 0:
                hidden.add(at)
                too_much -= self._wanted[at]
        for at in range(len(columns)):
            self.setColumnHidden(at, at in hidden)
        self._narrow(max(0, too_much))

    def _narrow(self, too_much: int) -> None:
        least = self.fontMetrics().averageCharWidth() * _LEAST
        for at in (self.rows.column_of(key) for key in _NARROWED):
            width = min(self._wanted[at], max(least, self._wanted[at] - too_much))
            if not self.isColumnHidden(at):
                too_much -= self._wanted[at] - width
                self.setColumnWidth(at, width)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _set_row_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(
            appearance().row_height(metrics_of(self.font()))
        )

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_row_height()

    @override
    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(height * 12, height * 6)


class PersonButton(QPushButton):
    """Shows a menu of what can be done with the group or the selected person.

    A right click on a row shows it, too.
    """

    def __init__(self, *, parent: QWidget, table: CohortTable) -> None:
        super().__init__(parent)
        self._table = table
        self.offers = QMenu(self)
        self.setText("&More")
        self.setAccessibleName("More about this group and the selected person")
        self.setToolTip(
            "Save the table; training status, exemptions, papers of the selected person"
        )
        self.setAutoDefault(False)
        self.setMenu(self.offers)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_at)

    def _show_at(self, place: QPoint) -> None:
        if isinstance(self._table.currentIndex().data(TableRole.ROW), CohortRow):
            self.offers.popup(self._table.viewport().mapToGlobal(place))
