"""What the cohort table shows: its columns and its model."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, ComponentCell
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.item_words import of_total
from npq_desktop.ui.cohort.standing import urgency
from npq_desktop.ui.kit.lists.tables import Column, RowsModel, SortKey
from npq_desktop.ui.kit.pieces.text import folded

ALWAYS = "name"
"""The column that cannot be left out."""
FLAGS = "flags"
_CAN_MISS = "can_miss"
_LAST = 10**9
"""Sorts after every number and day there is."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def columns_for(rows: Sequence[CohortRow]) -> tuple[Column[CohortRow], ...]:
    """The columns these rows can have: one for each component that any of them has."""
    labels: dict[str, str] = {}
    for row in rows:
        for cell in row.components:
            labels.setdefault(cell.key, cell.label)
    components = tuple(_component_column(key, label) for key, label in labels.items())
    usual = tuple(_with_percentage(column, rows) for column in _ALWAYS_OFFERED)
    return (*usual, *components, _FLAGS)


def _with_percentage(column: Column[CohortRow], rows: Sequence[CohortRow]) -> Column[CohortRow]:
    """The column with the programme's percentage in its tip, which only a row knows."""
    if column.key != _CAN_MISS or not rows:
        return column
    return replace(column, hint=words.can_miss_hint(rows[0].threshold))


def extras(columns: Sequence[Column[CohortRow]]) -> frozenset[str]:
    """The keys of the columns that are shown only where somebody has chosen them."""
    usual = {column.key for column in _ALWAYS_OFFERED}
    return frozenset(column.key for column in columns if column.key not in usual)


def in_order(rows: Sequence[CohortRow]) -> tuple[CohortRow, ...]:
    """Those who need a look first, then by name."""
    return tuple(sorted(rows, key=lambda row: (urgency(row.standing), folded(row.sort_name))))


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


def _so_far_sort(row: CohortRow) -> int:
    return row.to_date[0].permille if row.to_date else _LAST


def _spare_sort(row: CohortRow) -> int:
    """Those come first who can miss no event; last, for whom it does not matter."""
    events = [spare.number for spare in row.spare or () if spare.is_event]
    return events[0] if events and row.standing != "met" else _LAST


def _due_sort(row: CohortRow) -> int:
    return row.next_due.day.toordinal() if row.next_due else _LAST


_ALWAYS_OFFERED: tuple[Column[CohortRow], ...] = (
    Column(
        "name",
        "Name",
        lambda row: row.name,
        lambda row: folded(row.sort_name),
        told=lambda row: f"{row.name} · {row.school}" if row.school else row.name,
    ),
    Column(
        "so_far",
        "So far",
        words.so_far,
        _so_far_sort,
        "How much of what was due so far is done",
        align=_RIGHT,
    ),
    Column(
        "done",
        "Course done",
        words.done,
        lambda row: row.secured.permille if row.secured else -1,
        "How much of the whole course is done, and the most that can still be reached",
        told=words.bar_sentence,
    ),
    Column(
        "standing",
        "On track?",
        lambda row: words.capital(words.cell(row)),
        lambda row: urgency(row.standing),
        told=words.sentence,
    ),
    Column(_CAN_MISS, "Can still miss", words.can_miss, _spare_sort, told=words.can_miss_sentence),
    Column("next_due", "Next", words.next_due, _due_sort, "What is due next, or to do first"),
    Column("school", "School", lambda row: row.school, lambda row: folded(row.school)),
)
_FLAGS: Column[CohortRow] = Column(
    FLAGS, "Flags", lambda row: " · ".join(words.flags(row)), lambda row: -len(row.flags)
)


class CohortTableModel(RowsModel[CohortRow]):
    """The people of one group, those who need a look first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(columns_for(()), parent=parent, id_of=lambda row: row.person)

    def show_people(self, rows: Sequence[CohortRow]) -> None:
        """Show these people."""
        self.show_rows(in_order(rows), columns_for(rows))

    def column_of(self, key: str) -> int:
        """The position of a column by its key; -1 where this programme has none such."""
        return next((at for at, column in enumerate(self.columns) if column.key == key), -1)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_column = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_column:
            align = self.columns[section].align
            return int(align) if align is not None else None
        return super().headerData(section, orientation, role)

    @override
    def spoken(self, row: CohortRow, column: Column[CohortRow]) -> str:
        """A row's sentences are read with its name; every other cell reads its own value."""
        if column.key == ALWAYS:
            return f"{row.name}. {words.sentence(row)}"
        return column.text(row)
