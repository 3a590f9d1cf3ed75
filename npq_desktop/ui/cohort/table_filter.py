"""Which people of the cohort are shown, and in which order."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.ui.cohort.standing import APART
from npq_desktop.ui.cohort.table_model import CohortRole
from npq_desktop.ui.kit.folding import found

PARTICIPANTS = "participants"


class CohortFilter(QSortFilterProxyModel):
    """Sorts by the SORT role; keeps one standing, all participants, or everybody ("")."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._standing = ""
        self._needle = ""
        self.setSortRole(CohortRole.SORT)
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
    def filterAcceptsRow(
        self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex
    ) -> bool:
        index = self.sourceModel().index(source_row, 0, source_parent)
        row = index.data(CohortRole.ROW)
        return (
            isinstance(row, CohortRow) and self._keeps(row) and found(self._needle, row.search_key)
        )

    def _keeps(self, row: CohortRow) -> bool:
        if self._standing == PARTICIPANTS:
            return row.standing not in APART
        return self._standing in ("", row.standing)
