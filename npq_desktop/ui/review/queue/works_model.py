"""The works of a sitting as a list model: found by work, one row told when one has changed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QSortFilterProxyModel, Qt
from typing_extensions import override

from npq_desktop.rows.review import QueueRow, WorkId
from npq_desktop.services.review import words
from npq_desktop.ui.kit.lists.side_list import ENTRY_ROLE, SideEntry
from npq_desktop.ui.kit.lists.tables import Index, TableRole
from npq_desktop.ui.kit.pieces.text import folded, plain_tip
from npq_desktop.ui.review.queue.states import drawing_of

_NO_INDEX = QModelIndex()


class QueueModel(QAbstractListModel):
    """Rows in the order given. ``ticked`` are the works chosen for a batch."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QueueRow] = []
        self._places: dict[WorkId, int] = {}
        self._today = date.min
        self._folded: dict[str, str] = {}
        self.ticked: set[WorkId] = set()

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """The works shown, from the top."""
        return tuple(self._rows)

    def show_rows(
        self, rows: Sequence[QueueRow], today: date, touched: Iterable[WorkId] | None = None
    ) -> None:
        """Show these; where they are the works shown before, only what changed is told.

        ``touched`` are the works in which these rows can differ from those shown, if that is known.
        """
        if touched is not None and today == self._today and len(rows) == len(self._rows):
            self._mend(rows, filter(self._places.__contains__, touched))
            return
        works = [row.work for row in rows]
        same = works == [row.work for row in self._rows] and today == self._today
        self._today = today
        if same:
            self._mend(rows, works)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {work: at for at, work in enumerate(works)}
        self.ticked &= set(works)
        self.endResetModel()

    def place(self, work: WorkId | None) -> int:
        """Where a work is; -1 where it is not shown."""
        return self._places.get(work, -1) if work is not None else -1

    def search_text(self, at: int) -> str:
        """What find compares with, without accents and capitals."""
        row = self._rows[at]
        text = f"{row.search_key} {row.title}"
        if text not in self._folded:
            self._folded[text] = folded(text)
        return self._folded[text]

    def tick(self, work: WorkId) -> None:
        """Tick a work that awaits a decision, or untick it."""
        at = self.place(work)
        if at < 0 or not self._rows[at].is_open:
            return
        self.ticked ^= {work}
        self._tell(at)

    def untick_all(self) -> None:
        """Let nothing be ticked."""
        works, self.ticked = self.ticked, set()
        for work in works:
            self._tell(self.place(work))

    def _mend(self, rows: Sequence[QueueRow], works: Iterable[WorkId]) -> None:
        for at in map(self._places.__getitem__, works):
            row = rows[at]
            if row is not self._rows[at]:
                self._rows[at] = row
                if not row.is_open:
                    self.ticked.discard(row.work)
                self._tell(at)

    def _tell(self, at: int) -> None:
        if at >= 0:
            self.dataChanged.emit(self.index(at), self.index(at))

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{row.name}, {words.details(row, self._today)}"
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._told(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._told(row)
            case TableRole.ROW:
                return row
            case _ if role == ENTRY_ROLE:
                return self._entry(row)
            case _:
                return None

    def _entry(self, row: QueueRow) -> SideEntry:
        drawing, tone = drawing_of(row)
        if row.work in self.ticked:
            drawing, tone = "present", "accent"
        return SideEntry(
            drawing,
            tone,
            row.name,
            words.details(row, self._today),
            words.waiting_words(row, self._today),
            quiet=not row.is_open,
        )

    def _told(self, row: QueueRow) -> str:
        ticked = ", ticked" if row.work in self.ticked else ""
        state = words.state_words(row)
        details = words.details(row, self._today)
        return f"{row.name}{ticked}, {state}. {details}. {words.when_words(row)}. "


class FoundWorks(QSortFilterProxyModel):
    """Keeps what find has found; the order is the sitting's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def find(self, needle: str) -> None:
        """Show only works whose person or title has these words; "" shows all."""
        self.beginFilterChange()
        self._words = folded(needle).split()
        self.endFilterChange()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        if not self._words:
            return True
        model = self.sourceModel()
        assert isinstance(model, QueueModel)  # noqa: S101  # nothing else is given to it
        key = model.search_text(source_row)
        return all(word in key for word in self._words)
