"""The cohort table on screen: its model, filter and delegates, and what gives way when narrow."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, CohortView
from npq_desktop.ui.cohort.delegates import BarDelegate, StandingDelegate
from npq_desktop.ui.cohort.table_filter import CohortFilter
from npq_desktop.ui.cohort.table_model import CohortRole, CohortTableModel, Index

_LEAST_STANDING = 20
_WIDEST = {"school": 24, "name": 28, "engagement": 60}


class CohortTable(QTableView):
    """Remembers the person, not the row: sorting and filtering keep who is selected."""

    current_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = CohortTableModel(self)
        self.filter = CohortFilter(self)
        self.filter.setSourceModel(self.rows)
        self._bar = BarDelegate(self)
        self._standing = StandingDelegate(self)
        self._plain = QStyledItemDelegate(self)
        self.setModel(self.filter)
        self.setAccessibleName(self.tr("People of this group"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._wanted: list[int] = []
        self._set_row_height()

    def show_view(self, view: CohortView) -> None:
        """Show a group; columns are measured anew only when they have changed."""
        before = [column.key for column in self.rows.columns]
        filled = self.rows.rowCount() > 0
        self._bar.threshold = view.threshold
        self.rows.show_rows(view.rows, threshold=view.threshold)
        if not filled or before != [column.key for column in self.rows.columns]:
            self._set_columns()

    def clear(self) -> None:
        """Show nobody."""
        self.rows.show_rows((), threshold=self.rows.threshold)

    def select(self, person: str | None) -> None:
        """Make this person's row current, where it is shown."""
        if person is None:
            return
        for at in range(self.filter.rowCount()):
            row = self.filter.index(at, 0).data(CohortRole.ROW)
            if row.person == person:
                self.setCurrentIndex(self.filter.index(at, max(0, self.currentIndex().column())))
                return

    def first_person(self) -> str | None:
        """Whoever stands at the top; None while nobody is shown."""
        row = self.filter.index(0, 0).data(CohortRole.ROW)
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
        self.resizeColumnsToContents()
        character = self.fontMetrics().averageCharWidth()
        for at, column in enumerate(self.rows.columns):
            widest = character * _WIDEST.get(column.key, 34)
            self.setColumnWidth(at, min(self.columnWidth(at), widest))
        self._wanted = [self.columnWidth(at) for at in range(len(self.rows.columns))]
        self._fit()

    def _fit(self) -> None:
        """Let school, components, then the standing's last words give way: it stays in sight."""
        columns = self.rows.columns
        last = self.rows.column_of("standing")
        if len(self._wanted) != len(columns):
            return
        too_much = sum(self._wanted[: last + 1]) - self.viewport().width()
        for at in (1, *range(3, last)):
            hide = too_much > 0
            self.setColumnHidden(at, hide)
            too_much -= self._wanted[at] if hide else 0
        least = self.fontMetrics().averageCharWidth() * _LEAST_STANDING
        self.setColumnWidth(last, max(least, self._wanted[last] - max(0, too_much)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _set_row_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() * 2)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_row_height()

    @override
    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(height * 12, height * 4)
