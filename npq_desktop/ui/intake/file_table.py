"""The table in which a dialog shows, line by line, what a file says beside what is recorded."""

from collections.abc import Callable, Collection, Sequence
from typing import Generic

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.lists.tables import (
    AiryRows,
    Column,
    Row,
    RowsModel,
    SharedWidth,
    fit_rows,
    set_up_table,
)


class FileTable(QTableView, Generic[Row]):
    """Lines of a file under columns; several can be selected, and arrows walk them."""

    def __init__(self, parent: QWidget, name: str, columns: Sequence[Column[Row]]) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.lines = RowsModel(columns, parent=self)
        self.setModel(self.lines)
        set_up_table(self, name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setWordWrap(False)
        self.setItemDelegate(AiryRows(self))
        fit_rows(self)
        self.setMinimumHeight(self.fontMetrics().height() * 12)
        self._width = SharedWidth(self, self.lines)

    def show_rows(self, rows: Sequence[Row], *, may_be_empty: Collection[str] = ()) -> None:
        """Show these rows, the first of them current, columns as wide as what they hold.

        Of the columns that ``may_be_empty`` only those that hold a text are shown.
        """
        columns = [
            column
            for column in self._columns
            if column.key not in may_be_empty or any(column.text(row) for row in rows)
        ]
        self.lines.show_rows(rows, columns)
        self._width.measure()
        if rows:
            self.setCurrentIndex(self.lines.index(0, 0))

    def go_to(self, is_wanted: Callable[[Row], bool]) -> None:
        """Make the first such row current, where there is one."""
        for at, row in enumerate(self.lines.rows):
            if is_wanted(row):
                self.setCurrentIndex(self.lines.index(at, 0))
                return

    def current(self) -> Row | None:
        """The current row; None without any."""
        at = self.currentIndex().row()
        return self.lines.rows[at] if 0 <= at < len(self.lines.rows) else None

    def selected(self) -> list[Row]:
        """The selected rows, from the top."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.lines.rows[at] for at in places]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._width.fit()

    @override
    def sizeHint(self) -> QSize:
        """Wide enough for what the file says beside what is recorded."""
        wanted = QSize(self.fontMetrics().averageCharWidth() * 110, 0)
        return super().sizeHint().expandedTo(wanted)
