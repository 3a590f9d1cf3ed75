"""What the cohort table shows: its columns, its model, and the button that leaves columns out."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, ComponentCell
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.item_words import of_total
from npq_desktop.ui.cohort.standing import urgency
from npq_desktop.ui.kit.tables import Column, RowsModel, SortKey
from npq_desktop.ui.kit.text import folded

ALWAYS = "name"
"""The column that cannot be left out."""

_LAST = 10**9
"""Sorts after every day there is."""


def columns_for(rows: tuple[CohortRow, ...], threshold: int) -> tuple[Column[CohortRow], ...]:
    """The columns these rows need: one per component that any of them has, in their order.

    ``threshold`` is where the line is, in percent.
    """
    labels: dict[str, str] = {}
    for row in rows:
        for cell in row.components:
            labels.setdefault(cell.key, cell.label)
    components = tuple(_component_column(key, label) for key, label in labels.items())
    return (*_WHO, _engagement_column(), *components, *_WHAT)


def _cell_of(row: CohortRow, key: str) -> ComponentCell | None:
    return next((cell for cell in row.components if cell.key == key), None)


def _component_column(key: str, label: str) -> Column[CohortRow]:
    def text(row: CohortRow) -> str:
        cell = _cell_of(row, key)
        return of_total(cell) if cell else ""

    def sort(row: CohortRow) -> SortKey:
        cell = _cell_of(row, key)
        return cell.permille if cell and cell.total else -1

    return Column(key, label, text, sort, f"{label} done, out of all that count for this person")


def _engagement_column() -> Column[CohortRow]:
    return Column(
        "engagement",
        "Course done",
        words.done,
        lambda row: row.secured.permille if row.secured else -1,
        "How much of the whole course is done, and the most that can still be reached",
        told=words.bar_sentence,
    )


def _spare_sort(row: CohortRow) -> int:
    """Those come first who can miss no event; last, for whom it does not matter."""
    events = [spare.number for spare in row.spare or () if spare.is_event]
    return events[0] if events and row.standing != "met" else _LAST


def _due_sort(row: CohortRow) -> int:
    return row.next_due.day.toordinal() if row.next_due else _LAST


_WHO: tuple[Column[CohortRow], ...] = (
    Column("name", "Name", lambda row: row.name, lambda row: folded(row.sort_name)),
    Column("school", "School", lambda row: row.school, lambda row: folded(row.school)),
)
_WHAT: tuple[Column[CohortRow], ...] = (
    Column(
        "standing",
        "On track?",
        lambda row: words.capital(words.cell(row)),
        lambda row: urgency(row.standing),
    ),
    Column(
        "headroom",
        "Can still miss",
        words.can_miss,
        _spare_sort,
        "The most that can be missed: one of these, not all",
        told=words.can_miss_sentence,
    ),
    Column("next_due", "Next", words.next_due, _due_sort),
    Column("flags", "Flags", lambda row: " · ".join(words.flags(row)), lambda row: -len(row.flags)),
)


class CohortTableModel(RowsModel[CohortRow]):
    """The people of one group, in the order given, under the columns of their programme."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(columns_for((), 0), parent=parent, id_of=lambda row: row.person)

    def show_people(self, rows: tuple[CohortRow, ...], threshold: int) -> None:
        """Show these people; ``threshold`` is where the line is, in percent."""
        self.show_rows(rows, columns_for(rows, threshold))

    def column_of(self, key: str) -> int:
        """The position of a column by its key; -1 where this programme has none such."""
        return next((at for at, column in enumerate(self.columns) if column.key == key), -1)

    @override
    def spoken(self, row: CohortRow, column: Column[CohortRow]) -> str:
        titled = f"{column.title}: {column.text(row) or 'nothing'}"
        return super().spoken(row, column) or titled


class ColumnsButton(QPushButton):
    """``hidden_chosen`` carries the keys of the columns left out; the name is always shown."""

    hidden_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: tuple[QAction, ...] = ()
        self.setText("Columns")
        self.setAccessibleName("Choose columns")
        self.setToolTip("Choose which columns this group shows")
        self.setMenu(QMenu(self))

    def show_columns(self, columns: tuple[Column[CohortRow], ...], hidden: frozenset[str]) -> None:
        """Offer these columns, with a tick at those not hidden."""
        self.menu().clear()
        self._actions = tuple(
            self._action(column, hidden) for column in columns if column.key != ALWAYS
        )

    def _action(self, column: Column[CohortRow], hidden: frozenset[str]) -> QAction:
        action = self.menu().addAction(column.title)
        action.setCheckable(True)
        action.setChecked(column.key not in hidden)
        action.setData(column.key)
        action.triggered.connect(self._tell)
        return action

    def _tell(self) -> None:
        left_out = (action.data() for action in self._actions if not action.isChecked())
        self.hidden_chosen.emit(frozenset(left_out))
