"""Tables of what a platform's file says: beside what stands, and what differs; read-only."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from npq_desktop.ui.parts.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
Column = tuple[str, Callable[[Any], str]]
_NO_INDEX = QModelIndex()

CLAIM_COLUMNS: Sequence[Column] = (
    ("Result", lambda row: row.outcome.value.capitalize()),
    ("Name in the file", lambda row: row.name),
    ("The file says", lambda row: row.says),
    ("Recorded here", lambda row: row.stands or row.reason),
    ("Event or task", lambda row: row.title),
    ("Line", lambda row: str(row.line)),
)
DIFFERENCE_COLUMNS: Sequence[Column] = (
    ("Name", lambda row: row.name),
    ("The file says", lambda row: row.says),
    ("Recorded here", lambda row: row.stands),
    ("Event or task", lambda row: row.title),
    ("Can be accepted", lambda row: "Yes" if row.accept else "No: decide by hand"),
    ("File", lambda row: row.file),
)


class ClaimsModel(QAbstractTableModel):
    """Rows of one kind in the order given; ``columns`` say how each is told."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows: tuple[object, ...] = ()

    def show_rows(self, rows: Sequence[object]) -> None:
        """Replace the rows by others."""
        self.beginResetModel()
        self._rows = tuple(rows)
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
        words = self._columns[index.column()][1](self._rows[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(words)
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section][0] if 0 <= section < len(self._columns) else None
        return None


class ClaimsTable(QTableView):
    """A table of such rows for the keyboard: Tab leaves it, arrows walk its rows."""

    def __init__(self, parent: QWidget, name: str, columns: Sequence[Column]) -> None:
        super().__init__(parent)
        self.rows = ClaimsModel(columns, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setMinimumHeight(self.fontMetrics().height() * 12)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)

    def show_rows(self, rows: Sequence[object]) -> None:
        """Show these rows, the first of them current, columns as wide as what they hold."""
        self.rows.show_rows(rows)
        self.resizeColumnsToContents()
        widest = self.fontMetrics().averageCharWidth() * 30
        for column in range(self.rows.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), widest))
        if rows:
            self.setCurrentIndex(self.rows.index(0, 0))

    @override
    def sizeHint(self) -> QSize:
        """Wide enough for what the file says beside what stands."""
        wanted = QSize(self.fontMetrics().averageCharWidth() * 110, 0)
        return super().sizeHint().expandedTo(wanted)

    def selected(self) -> list[int]:
        """The places of the selected rows, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())
