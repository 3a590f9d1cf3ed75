"""Who is remembered of platforms' files, and forgetting it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.bring_in import RememberedName
from npq_desktop.ui.intake.file_table import FileTable
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.kit.pieces.empty_state import EmptyState

_COLUMNS: tuple[Column[RememberedName], ...] = (
    Column("platform", "Platform", lambda row: row.platform),
    Column("name", "Name or number", lambda row: row.name),
    Column("who", "Here", lambda row: row.who or "nobody of this group"),
)
_PURPOSE = (
    "Later files of a platform find these people by themselves. What you forget is asked again."
)
_EMPTY = (
    "When you say who a name in a file is, it is listed here, and the next file is not asked about."
)


class RememberedDialog(Dialog):
    """``forget_asked`` carries the line to be forgotten."""

    forget_asked = Signal(object)

    def __init__(self, parent: QWidget, names: tuple[RememberedName, ...]) -> None:
        super().__init__(parent, "Remembered names", _PURPOSE)
        self.table = FileTable(self, "Remembered names", _COLUMNS)
        self.empty = EmptyState(self)
        self.empty.tell("No names remembered", _EMPTY)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.forget_button = self.add_button("Forget", self._forget)
        self.cancel_button.setText("Close")
        self.opens_on = self.table
        self.show_names(names)

    def show_names(self, names: tuple[RememberedName, ...]) -> None:
        """Show what is remembered now."""
        self.table.show_rows(names)
        self.table.setVisible(bool(names))
        self.empty.setVisible(not names)
        self.forget_button.setEnabled(bool(names))

    def _forget(self) -> None:
        row = self.table.current()
        if row is not None:
            self.forget_asked.emit(row)
