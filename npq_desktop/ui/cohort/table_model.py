"""The cohort as a read-only table: cells as words, sort keys as numbers or plain text.

It refuses to decide anything: figures, standings and their words come from the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, ComponentCell, Share
from npq_desktop.services.core.words import mixed
from npq_desktop.ui.cohort.standing import urgency
from npq_desktop.ui.kit.text import folded, plain_tip

SortKey = int | float | str
_LAST = 10**9
ALWAYS = "name"
"""The column that cannot be left out."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``text`` and ``sort`` read a row; ``key`` is stable across programmes.

    ``gives_way``: left out where the table is narrow.
    """

    key: str
    title: str
    text: Callable[[CohortRow], str]
    sort: Callable[[CohortRow], SortKey]
    hint: str = ""
    gives_way: bool = False


def columns_for(rows: tuple[CohortRow, ...]) -> tuple[Column, ...]:
    """The columns these rows need: one per component that any of them has, in their order."""
    labels: dict[str, str] = {}
    for row in rows:
        for cell in row.components:
            labels.setdefault(cell.key, cell.label)
    components = tuple(_component_column(key, label) for key, label in labels.items())
    return (*_HEAD, *components, *_TAIL)


def bar_words(row: CohortRow) -> str:
    """Both ends of the bar as figures, e.g. "42.5 – 87.5 %"; "" for somebody with none."""
    if row.secured is None or row.possible is None:
        return ""
    if row.secured.fraction == row.possible.fraction:
        return f"{row.secured.percent} %"
    return f"{row.secured.percent} – {row.possible.percent} %"


def bar_sentence(row: CohortRow, threshold: int) -> str:
    """The bar read aloud, for tooltips and screen readers."""
    if row.secured is None or row.possible is None:
        return "Nothing counts yet."
    sentence = f"Secured {_exact(row.secured)}, possible {_exact(row.possible)}. "
    unknown = sum(cell.unknown for cell in row.components)
    if unknown:
        things, which = ("item is", "it") if unknown == 1 else ("items are", "them")
        sentence += f"{unknown} {things} not known yet: mark or resolve {which}. "
    return f"{sentence}The line is at {threshold} %."


def cell_of(row: CohortRow, key: str) -> ComponentCell | None:
    """The person's cell of one component, if they have it."""
    return next((cell for cell in row.components if cell.key == key), None)


def _exact(share: Share) -> str:
    """Such as "42.5 %", "91.9 % (exactly 91 13/14)"; what was not cut off is not said twice."""
    exact = Fraction(share.fraction)
    more = "" if exact == Fraction(share.percent) else f" (exactly {mixed(exact)})"
    return f"{share.percent} %{more}"


def _component_column(key: str, label: str) -> Column:
    def text(row: CohortRow) -> str:
        cell = cell_of(row, key)
        return cell.words if cell else ""

    def sort(row: CohortRow) -> SortKey:
        cell = cell_of(row, key)
        return cell.permille if cell and cell.total else -1

    return Column(
        key, label, text, sort, f"{label}: how many count so far, of how many", gives_way=True
    )


def _headroom_sort(row: CohortRow) -> str:
    """Whoever may miss nothing comes first, then by the first number."""
    return row.headroom if row.headroom[:1].isdigit() else f"0 {row.headroom}"


def _due_sort(row: CohortRow) -> int:
    return row.next_due_on.toordinal() if row.next_due_on else _LAST


_HEAD = (
    Column("name", "Name", lambda row: row.name, lambda row: folded(row.sort_name)),
    Column(
        "school",
        "School",
        lambda row: row.school,
        lambda row: folded(row.school),
        gives_way=True,
    ),
    Column(
        "engagement",
        "Engagement",
        bar_words,
        lambda row: row.secured.permille if row.secured else -1,
        "From what is secured to what is still possible",
    ),
)
_TAIL = (
    Column(
        "standing", "Standing", lambda row: row.standing_words, lambda row: urgency(row.standing)
    ),
    Column(
        "headroom",
        "May still miss",
        lambda row: row.headroom,
        _headroom_sort,
        "What may still be missed with the line within reach",
    ),
    Column("next_due", "Next due", lambda row: row.next_due, _due_sort),
    Column("flags", "Flags", lambda row: " · ".join(row.flags), lambda row: -len(row.flags)),
)


Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class CohortRole(IntEnum):
    """Roles beyond Qt's: SORT is int, float or str; ROW the frozen row; KEY the column's key."""

    SORT = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    KEY = Qt.ItemDataRole.UserRole + 3


class CohortTableModel(QAbstractTableModel):
    """Rows of one group, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CohortRow, ...] = ()
        self._columns: tuple[Column, ...] = columns_for(())
        self._threshold = 90

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as shown, left to right."""
        return self._columns

    @property
    def threshold(self) -> int:
        """Where the line is, in percent."""
        return self._threshold

    def column_of(self, key: str) -> int:
        """The position of a column by its key; -1 where this programme has none such."""
        return next((at for at, column in enumerate(self._columns) if column.key == key), -1)

    def show_rows(self, rows: tuple[CohortRow, ...], *, threshold: int) -> None:
        """Replace the rows; keeps selection and scroll while people and columns are the same."""
        columns = columns_for(rows)
        same = [r.person for r in rows] == [r.person for r in self._rows]
        if same and [c.key for c in columns] == [c.key for c in self._columns]:
            self._rows, self._threshold = rows, threshold
            if rows:
                last = self.index(len(rows) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows, self._columns, self._threshold = rows, columns, threshold
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == CohortRole.SORT:
            return column.sort(row)
        if role == CohortRole.ROW:
            return row
        if role == CohortRole.KEY:
            return column.key
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._long_text(row, column, role)
        return None

    def _long_text(self, row: CohortRow, column: Column, role: int) -> str:
        if column.key == "engagement":
            return bar_sentence(row, self._threshold)
        text = column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {text or 'nothing'}"
        return plain_tip(text)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._columns[section].hint or None
        return None


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

    def show_columns(self, columns: tuple[Column, ...], hidden: frozenset[str]) -> None:
        """Offer these columns, with a tick at those not hidden."""
        self.menu().clear()
        self._actions = tuple(
            self._action(column, hidden) for column in columns if column.key != ALWAYS
        )

    def _action(self, column: Column, hidden: frozenset[str]) -> QAction:
        action = self.menu().addAction(column.title)
        action.setCheckable(True)
        action.setChecked(column.key not in hidden)
        action.setData(column.key)
        action.triggered.connect(self._tell)
        return action

    def _tell(self) -> None:
        left_out = (action.data() for action in self._actions if not action.isChecked())
        self.hidden_chosen.emit(frozenset(left_out))
