"""The cohort table and its filter; one line a row, and columns give way where it is narrow."""

from dataclasses import replace

from PySide6.QtCore import (
    QObject,
    QRect,
    QSignalBlocker,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortLook, CohortRow, CohortView
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.table.columns import fitted, widths
from npq_desktop.ui.cohort.table.delegate import CohortDelegate, look_of
from npq_desktop.ui.cohort.table.model import CohortTableModel, extras
from npq_desktop.ui.kit.lists.person_table import PersonTable
from npq_desktop.ui.kit.lists.table_heading import TableHeading
from npq_desktop.ui.kit.lists.tables import Index, TableRole
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.paint.strokes import chevron
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.text import found

_ORDERS = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class CohortFilter(QSortFilterProxyModel):
    """Sorts by the SORT role; keeps one standing, or everyone ("")."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._standing = ""
        self._needle = ""
        self.setSortRole(TableRole.SORT)
        self.setDynamicSortFilter(True)

    @property
    def standing(self) -> str:
        """The standing kept, or "" for everyone."""
        return self._standing

    def keep_standing(self, standing: str) -> None:
        """Show only people of this standing."""
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
        row = self.sourceModel().index(source_row, 0, source_parent).data(TableRole.ROW)
        return (
            isinstance(row, CohortRow)
            and self._standing in ("", row.standing)
            and found(self._needle, row.search_key)
        )


class CohortHeading(TableHeading):
    """With an arrow where the rows are sorted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)

    @override
    def paint_more(self, painter: QPainter, section: int, inner: QRect, words: str) -> None:
        if section != self.sortIndicatorSection():
            return
        metrics, flags = metrics_of(self.font()), self.side_of(section)
        box = painter.fontMetrics().boundingRect(inner, flags, words)
        is_right = flags & int(Qt.AlignmentFlag.AlignRight)
        left = box.left() - metrics.icon if is_right else box.right() + 2
        up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        where = QRect(left, inner.top(), metrics.icon, inner.height())
        chevron(painter, where, tokens_of(self.palette()).muted, up=up)


class CohortTable(PersonTable):
    """The people of a group, sorted and filtered; the chosen person stays chosen.

    ``look_changed`` carries a ``CohortLook``: other columns or another order were chosen.
    """

    look_changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, name="People of this group", heading=CohortHeading)
        self.rows = CohortTableModel(self)
        self.filter = CohortFilter(self)
        self.filter.setSourceModel(self.rows)
        self._delegate = CohortDelegate(self)
        self._look = CohortLook()
        self._wanted: dict[str, tuple[int, int]] = {}
        self.setModel(self.filter)
        self.setItemDelegate(self._delegate)
        self.setSortingEnabled(True)
        self.wear(self._look)
        self.horizontalHeader().sortIndicatorChanged.connect(self._sorted_by)

    # ---- what is shown ---------------------------------------------------------------------------

    def show_view(self, view: CohortView) -> None:
        """Show a group; the order and the columns stay."""
        self.rows.show_people(view.rows)
        self._delegate.keys = tuple(column.key for column in self.rows.columns)
        self.measure()

    @override
    def measure(self) -> None:
        look, rows = look_of(self), self.rows.rows
        done = [words.done(row) for row in rows]
        brief = [each.partition(" · ")[0] for each in done]
        longest, first = (max(map(look.width, each), default=0) for each in (done, brief))
        self._delegate.figures = longest, first
        self._wanted = widths(self.rows.columns, rows, look)
        self.fit_columns()

    def clear(self) -> None:
        """Show nobody."""
        self.rows.show_people(())

    @property
    def look(self) -> CohortLook:
        """The columns shown and left out by choice, and the order of the rows."""
        return self._look

    @property
    def hidden(self) -> frozenset[str]:
        """The keys of the columns left out by choice."""
        return self._look.hidden | (extras(self.rows.columns) - self._look.extra)

    def wear(self, look: CohortLook) -> None:
        """Show the table in this look, without a signal."""
        self._look = look
        at = self.rows.column_of(look.sort) if look.sort else -1
        with QSignalBlocker(self.horizontalHeader()):
            self.horizontalHeader().setSortIndicator(at, _ORDERS[look.descending])
        self.filter.sort(at, _ORDERS[look.descending])
        self.fit_columns()

    def hide_columns(self, hidden: frozenset[str]) -> None:
        """Leave out these columns from now on."""
        offered = extras(self.rows.columns)
        self._look = replace(self._look, hidden=hidden - offered, extra=offered - hidden)
        self.fit_columns()
        self.look_changed.emit(self._look)

    def keep_view(self, view: str) -> None:
        """Remember which view of the group is in front."""
        if view != self._look.view:
            self._look = replace(self._look, view=view)
            self.look_changed.emit(self._look)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Sort by a column; "" is the order of the table itself: those who need a look first."""
        self.wear(replace(self._look, sort=key, descending=descending))
        self.look_changed.emit(self._look)
        at = self.rows.column_of(key)
        title = self.rows.columns[at].title if at >= 0 else "who needs a look"
        announcer().say(f"Sorted by {title}{', downwards' if descending else ''}.")

    def sort_by_next(self) -> None:
        """Sort by the next column that is shown, behind the last by who needs a look."""
        shown = ["", *(c.key for at, c in enumerate(self.rows.columns) if self._is_shown(at))]
        at = shown.index(self._look.sort) if self._look.sort in shown else 0
        self.sort_by(shown[(at + 1) % len(shown)])

    def _is_shown(self, at: int) -> bool:
        return not self.isColumnHidden(at)

    def _sorted_by(self, at: int, order: Qt.SortOrder) -> None:
        is_column = 0 <= at < len(self.rows.columns)
        key = self.rows.columns[at].key if is_column else ""
        self._look = replace(self._look, sort=key, descending=order == _ORDERS[1] and is_column)
        self.look_changed.emit(self._look)

    @override
    def fit_columns(self) -> None:
        """What has no room is left out, from the right."""
        columns, hidden = self.rows.columns, self.hidden
        if set(self._wanted) != {column.key for column in columns}:
            return
        wanted = {key: each for key, each in self._wanted.items() if key not in hidden}
        offered = extras(columns)
        extra = [column.key for column in columns if column.key in offered]
        given = fitted(wanted, self.viewport().width(), extra, look_of(self))
        for at, column in enumerate(columns):
            self.setColumnHidden(at, column.key not in given)
            if column.key in given:
                self.setColumnWidth(at, given[column.key])

    # ---- who is chosen ---------------------------------------------------------------------------

    def select(self, person: str | None) -> None:
        """Make this person's row current, where it is shown; None chooses nobody."""
        if person is None:
            self.choose_nobody()
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
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        if key == Qt.Key.Key_O and held == Qt.KeyboardModifier.NoModifier:
            self.sort_by_next()
        elif key == Qt.Key.Key_O and held == Qt.KeyboardModifier.ShiftModifier:
            self.sort_by(self._look.sort, descending=not self._look.descending)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.begin_painting(self)
        super().paintEvent(event)
