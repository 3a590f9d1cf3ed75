"""How much room the kept files take, by group and task, and letting go of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from npq_desktop.rows.review import KeptFiles, KeptOfTask
from npq_desktop.services.core.words import size_words
from npq_desktop.services.review import words
from npq_desktop.services.review.files import MOST_MEGABYTES
from npq_desktop.ui.intake.file_table import FileTable
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.empty_state import EmptyState

_COLUMNS: tuple[Column[KeptOfTask], ...] = (
    Column("group", "Group", lambda row: row.group_title),
    Column("task", "Task", lambda row: row.title),
    Column("files", "Files", lambda row: str(row.number)),
    Column("size", "Size", lambda row: size_words(row.size)),
)
_EMPTY = (
    "Files that participants hand in are listed here. Bring them in with “Submissions from files…” "
    "on the page Task review."
)
_PURPOSE = "They are encrypted with everything else. Only the newest backup holds them."


class KeptFilesDialog(Dialog):
    """``let_go_asked`` carries the row to let go of, ``limit_changed`` megabytes."""

    let_go_asked = Signal(object)
    limit_changed = Signal(int)

    def __init__(self, parent: QWidget, kept: KeptFiles) -> None:
        super().__init__(parent, "Files kept here", _PURPOSE)
        self.used = Text("", self, heavy=True)
        self.table = FileTable(self, "Kept files", _COLUMNS)
        self.limit_box = QSpinBox(self)
        self.limit_box.setRange(0, MOST_MEGABYTES)
        self.limit_box.setSuffix(" MB")
        form = Form()
        form.add_field("&Keep at most", self.limit_box)
        self.body.addWidget(self.used)
        self.empty = EmptyState(self)
        self.empty.tell("No files kept", _EMPTY)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addLayout(form)
        self.let_go_button = self.add_button("Let go of these files", self._let_go)
        self.cancel_button.setText("Close")
        self.limit_box.setValue(kept.limit)
        self.limit_box.valueChanged.connect(self.limit_changed)
        self.opens_on = self.table
        self.show_kept(kept)

    def show_kept(self, kept: KeptFiles) -> None:
        """Show what is kept now."""
        self.used.setText(words.used_words(kept))
        self.table.show_rows(kept.rows)
        for part in (self.table, self.used):
            part.setVisible(bool(kept.rows))
        self.empty.setVisible(not kept.rows)
        self.let_go_button.setEnabled(bool(kept.rows))

    def _let_go(self) -> None:
        row = self.table.current()
        if row is not None:
            self.let_go_asked.emit(row)
