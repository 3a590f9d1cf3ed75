"""Tables of what a platform's file says: beside what stands, and what differs."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.text_model import TextModel

Column = tuple[str, Callable[[Any], str]]

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


class ClaimsTable(QTableView):
    """A table of such rows for the keyboard: Tab leaves it, arrows walk its rows."""

    def __init__(self, parent: QWidget, name: str, columns: Sequence[Column]) -> None:
        super().__init__(parent)
        self._columns = columns
        self.texts = TextModel(self, [title for title, _ in columns])
        self.setModel(self.texts)
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
        self.texts.show_rows([tuple(tell(row) for _, tell in self._columns) for row in rows])
        self.resizeColumnsToContents()
        widest = self.fontMetrics().averageCharWidth() * 30
        for column in range(self.texts.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), widest))
        if rows:
            self.setCurrentIndex(self.texts.index(0, 0))

    @override
    def sizeHint(self) -> QSize:
        """Wide enough for what the file says beside what stands."""
        wanted = QSize(self.fontMetrics().averageCharWidth() * 110, 0)
        return super().sizeHint().expandedTo(wanted)

    def selected(self) -> list[int]:
        """The places of the selected rows, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())
