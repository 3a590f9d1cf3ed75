"""The files of one work: what is here, and how each is looked at outside or saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.review import WorkFile
from npq_desktop.services.core.words import size_words
from npq_desktop.services.review import words
from npq_desktop.services.review.opening import Allowed, Judged
from npq_desktop.ui.intake.file_table import FileTable
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.kit.pieces.cards import Text

_COLUMNS: tuple[Column[WorkFile], ...] = (
    Column("name", "File", lambda file: file.name),
    Column("size", "Size", lambda file: size_words(file.size)),
    Column("where", "Where", lambda file: "kept here" if file.is_here else "not on this laptop"),
)
_NOT_HERE = "Open the same archive again, or ask the person who brought it in."


class FilesDialog(Dialog):
    """``open_asked`` and ``save_asked`` carry the file; ``judge`` says what may be done with it."""

    open_asked = Signal(object)
    save_asked = Signal(object)

    def __init__(self, parent: QWidget, *, heading: str, files: tuple[WorkFile, ...]) -> None:
        super().__init__(parent, f"Files of {heading}")
        self.table = FileTable(self, "Files", _COLUMNS)
        self.about = Text("", self, tone="muted")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.about)
        self.open_button = self.add_button("Open outside", self._open)
        self.save_button = self.add_button("Save…", self._save)
        self.cancel_button.setText("Close")
        self.table.setMinimumHeight(self.fontMetrics().height() * 5)
        self.table.show_rows(files)
        self.opens_on = self.table

    def show_judged(self, file: WorkFile, judged: Judged | None) -> None:
        """Say what may be done with the file that is chosen; None where it is not here."""
        if judged is None:
            self.about.setText(f"“{file.name}” is not on this laptop. {_NOT_HERE}")
        elif judged.allowed is Allowed.OPEN:
            self.about.setText(words.opens_outside_words(file, judged.kind))
        else:
            self.about.setText(judged.why)
        allowed = judged.allowed if judged else Allowed.NOTHING
        self.open_button.setEnabled(allowed is Allowed.OPEN)
        self.save_button.setEnabled(allowed is not Allowed.NOTHING)

    def _open(self) -> None:
        file = self.table.current()
        if file is not None and self.open_button.isEnabled():
            self.open_asked.emit(file)

    def _save(self) -> None:
        file = self.table.current()
        if file is not None:
            self.save_asked.emit(file)
