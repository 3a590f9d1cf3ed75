"""The dialog that gives decisions back: where to, the platform's file, what changes in it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.giving_back import (
    NEEDS_NO_FILE,
    BackTarget,
    GiveBackPreview,
    GiveBackRow,
    GiveBackWish,
)
from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text

_TARGETS = (
    (BackTarget.MOODLE, "Moodle"),
    (BackTarget.BRIGHTSPACE, "Brightspace"),
    (BackTarget.CANVAS, "Canvas"),
    (BackTarget.PLAIN, "Table"),
    (BackTarget.EMAIL, "Emails"),
)
_HOW = {
    BackTarget.MOODLE: (
        "In Moodle open the assignment and choose “Upload grading worksheet”. Choose this file."
    ),
    BackTarget.BRIGHTSPACE: (
        "In Brightspace open Grades, then “Enter Grades”, then “Import”. Choose this file."
    ),
    BackTarget.CANVAS: "In Canvas open Grades and choose “Import”. Choose this file.",
    BackTarget.PLAIN: "Saved. The file is not encrypted. Anyone who has it can read the feedback.",
    BackTarget.EMAIL: "Saved. Open each draft in your mail program, read it, and send it there.",
}
_HOW_FEEDBACK = (
    "In Brightspace open Assignments, then the folder, and choose “Add Feedback Files”. "
    "Choose this file."
)
_FILE_HINT = {
    BackTarget.MOODLE: "The grading worksheet of this assignment, downloaded from Moodle",
    BackTarget.BRIGHTSPACE: (
        "The grades export of the course. Without it you get a zip of feedback files only."
    ),
    BackTarget.CANVAS: "The gradebook of the course, exported from Canvas",
}
_NOT_ENCRYPTED = "The file is not encrypted. Anyone who has it can read the feedback."
_DRAFTS = "A draft for each person, in a folder. The drafts are not encrypted, and none is sent."
_BEFORE = {
    BackTarget.CANVAS: "Canvas takes no feedback from a file. Choose Emails for the feedback.",
    BackTarget.PLAIN: _NOT_ENCRYPTED,
    BackTarget.EMAIL: _DRAFTS,
}
_WIDTH, _TABLE_HEIGHT = 720, 180
_CLEAR = "Nobody without a decision is in the file."

Preview = Callable[[GiveBackWish, Path | None], GiveBackPreview]


class GiveBackDialog(Dialog):
    """``file_asked``: the platform's file is to be chosen; ``save_asked`` carries a preview."""

    file_asked = Signal()
    save_asked = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        *,
        tasks: Sequence[tuple[str, str, int]],
        preview: Preview,
        kept: Callable[[str], str],
    ) -> None:
        super().__init__(parent, "Give decisions back", _CLEAR)
        self._preview_of, self._kept = preview, kept
        self._path: Path | None = None
        self._preview: GiveBackPreview | None = None
        self.task_box = combo(self, "Task")
        for key, title, number in tasks:
            self.task_box.addItem(f"{title} ({count(number, 'decision')})", key)
        self.target = combo(self, "Where to")
        for target, name in _TARGETS:
            self.target.addItem(name, str(target))
        self.file_button = Button("Choose the file…", self, drawing="open")
        self.file_hint = Text("", self, size=CAPTION, tone="muted")
        self.column_box = QComboBox(self)
        self.accepted_box = QLineEdit(self)
        self.returned_box = QLineEdit(self)
        self.existing_box = QComboBox(self)
        self.again_box = QCheckBox("Also what was given back before", self)
        self.rows = TextTable(
            parent=self,
            name="What changes",
            titles=("Name", "Decision", "In the file", "Note"),
            shares=(3, 2, 3, 4),
        )
        self.how = Text("", self, tone="muted")
        self._fill()
        self.save_button = self.add_button("Save file", self._save)
        self._connect()
        self._show_target()

    def take_file(self, path: Path) -> None:
        """Read the platform's file and show what would change."""
        self._path = path
        self.file_button.setText(path.name)
        self.refresh()

    def refresh(self) -> None:
        """Show what the file would hold now."""
        self._preview = None
        target = BackTarget(self.target.currentData())
        kept = self._kept_words(target)
        self.file_hint.setText(kept or _FILE_HINT.get(target, ""))
        if self._path is None and target not in NEEDS_NO_FILE and not kept:
            self.rows.show_rows(())
            self.need("Choose the platform's file")
            return
        try:
            preview = self._preview_of(self._wish(), self._path)
        except NpqDesktopError as error:
            self.rows.show_rows(())
            self.trouble.warn(str(error))
            self.need("Nothing to save")
            return
        self.trouble.say("")
        self._show(preview)

    def tell_saved(self) -> None:
        """Say which menu of the platform takes the file."""
        how = _HOW[BackTarget(self.target.currentData())]
        if self._preview is not None and self._preview.suggested.endswith(".zip"):
            how = _HOW_FEEDBACK
        self.how.setText(how)
        for row in range(self.form.rowCount()):
            self.form.setRowVisible(row, False)  # so that the sentence is in sight
        self.cancel_button.setText("Close")
        self.need("Saved")

    def _wish(self) -> GiveBackWish:
        return GiveBackWish(
            str(self.task_box.currentData() or ""),
            BackTarget(self.target.currentData()),
            self.column_box.currentText(),
            self.accepted_box.text(),
            self.returned_box.text(),
            str(self.existing_box.currentData()),
            self.again_box.isChecked(),
        )

    def _show(self, preview: GiveBackPreview) -> None:
        self._preview = preview
        blocked = self.column_box.blockSignals(True)
        self.column_box.clear()
        self.column_box.addItems(list(preview.columns))
        self.column_box.setCurrentText(preview.wish.column)
        self.column_box.blockSignals(blocked)
        self.column_box.setVisible(len(preview.columns) > 1)
        values = ", ".join(preview.values)
        self.accepted_box.setPlaceholderText(f"for example {values}" if values else "for example 1")
        self.rows.show_rows([_texts(row) for row in preview.rows])
        changed = preview.changed
        self.save_button.setText(f"Save file of {changed}" if changed else "Save file")
        self.need("" if changed else "Nothing would change")

    def _kept_words(self, target: BackTarget) -> str:
        """What is said of the worksheet that is kept of the task, where it would be used."""
        if target is not BackTarget.MOODLE or self._path is not None:
            return ""
        return self._kept(str(self.task_box.currentData() or ""))

    def _show_target(self) -> None:
        target = BackTarget(self.target.currentData())
        plain = target in (BackTarget.PLAIN, BackTarget.EMAIL)
        self.file_button.setVisible(not plain)
        self.how.setText(_BEFORE.get(target, ""))
        for field in (self.accepted_box, self.returned_box):
            self.form.setRowVisible(field, not plain)
        self.form.setRowVisible(self.existing_box, target is BackTarget.MOODLE)
        self.column_box.hide()
        self.refresh()

    def _forget_file(self) -> None:
        self._path = None
        self.file_button.setText("Choose the file…")
        self._show_target()

    def _save(self) -> None:
        if self._preview is not None:
            self.save_asked.emit(self._preview)

    def _fill(self) -> None:
        self.existing_box.addItem("Leave it", "leave")
        self.existing_box.addItem("Add ours below it", "add")
        self.existing_box.addItem("Replace it with ours", "replace")
        self.column_box.setAccessibleName("Column of the file")
        self.form = Form()
        self.form.add_field("Task", self.task_box)
        self.form.add_field("Where to", self.target)
        self.form.addRow(self.file_button)
        self.form.addRow(self.file_hint)
        self.form.addRow(self.column_box)
        self.form.add_field("Accepted becomes", self.accepted_box)
        self.form.add_field("Returned becomes", self.returned_box)
        self.returned_box.setPlaceholderText("nothing, only the feedback")
        self.form.add_field("Feedback that is there already", self.existing_box)
        self.form.addRow(self.again_box)
        self.body.addLayout(self.form)
        self.body.addWidget(self.how)
        self.body.addWidget(self.rows, 1)
        metrics = metrics_of(self.font())
        self.rows.setMinimumHeight(metrics.scaled(_TABLE_HEIGHT))
        room = self.screen().availableGeometry().width() - metrics.scaled(32)
        self.setMinimumWidth(min(metrics.wide(_WIDTH), room))

    def _connect(self) -> None:
        self.target.currentIndexChanged.connect(self._forget_file)
        self.file_button.clicked.connect(self.file_asked)
        self.task_box.currentIndexChanged.connect(lambda _: self.refresh())
        self.column_box.currentIndexChanged.connect(lambda _: self.refresh())
        self.existing_box.currentIndexChanged.connect(lambda _: self.refresh())
        self.again_box.toggled.connect(lambda _: self.refresh())
        for box in (self.accepted_box, self.returned_box):
            box.textChanged.connect(lambda _: self.refresh())


def _texts(row: GiveBackRow) -> tuple[str, ...]:
    becomes = " · ".join(filter(None, (row.grade, "feedback" if row.feedback else "")))
    note = row.refused or row.remark
    line = "a line" if row.changes and not becomes else becomes
    return row.name, row.decision, line if row.changes else "", note
