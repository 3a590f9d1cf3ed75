"""Restores groups from a recovery code and a backup, a sync file, or a folder of them."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.kit.pieces.text import plain_label, plain_tip

if TYPE_CHECKING:
    from npq_desktop.rows.recovery import LostLaptop
    from npq_desktop.services.safety.recovery import RecoveryService


_WHY_REMOVE = (
    "Someone who has the lost laptop can then open no new file, and nothing new from it counts. "
    "Untick this only if you go on using that laptop."
)
_MAY_BE_LOST = (
    "Could someone else have the lost laptop? Then remove it from the group. What came from it "
    "stays and counts, and what it records from now on is put on hold."
)
_TAKEN_OUT = (
    "The lost laptop is removed. What it records from now on is put on hold, and it cannot open "
    "new files. Send a file to your colleagues, so that their laptops know."
)


class RestoreDialog(Dialog):
    """``restored`` carries the id of a group to open, when the dialog closes after a restore."""

    restored = Signal(str)

    def __init__(
        self, *, parent: QWidget | None, recovery: "RecoveryService", choose_file: ChooseFile
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText("Restore from a recovery sheet")
        self.setWindowTitle(self.heading.text())
        self._recovery = recovery
        self._choose_file = choose_file
        self._group = ""
        self.lost_boxes: list[tuple[QCheckBox, LostLaptop]] = []
        self.explanation = plain_label(
            self,
            (
                "Type the code of the sheet, then choose one backup (.npqbackup), one file that "
                "was sent (.npqsync), or a folder with such files. What is found is added, and "
                "nothing here is replaced."
            ),
        )
        self.code_box = QLineEdit(self)
        self.code_box.setAccessibleName("Recovery code")
        self.code_box.setPlaceholderText("27 characters; dashes and capitals do not matter")
        self.lost_box = QCheckBox("&Remove the lost laptop from the groups", self)
        self.lost_box.setChecked(True)
        self.lost_box.setToolTip(plain_tip(_WHY_REMOVE))
        self.lost_box.setAccessibleDescription(_WHY_REMOVE)
        self.file_button = self.add_button("Choose a fi&le…", self._ask_file)
        self.file_button.setDefault(True)
        self.folder_button = self.add_button("Choose a &folder…", self._ask_folder)
        for widget in (self.explanation, self.code_box, self.lost_box):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.keep_typed(self.code_box)
        self.code_box.textChanged.connect(self._enable)
        self.finished.connect(self._tell)
        self._enable()

    def _ask_file(self) -> None:
        filters = ("Backups and sync files (*.npqbackup *.npqsync)", ALL_FILTER)
        request = FileRequest("Choose a backup or sync file", filters=filters)
        self._choose_file(self, request, self.restore_from)

    def _ask_folder(self) -> None:
        request = FileRequest("Choose a folder with backups or sync files", folder=True)
        self._choose_file(self, request, self.restore_from)

    def restore_from(self, path: Path) -> None:
        """Restore what a file or folder holds."""
        self.attempt_slowly("Opening and checking every change…", lambda: self._restore(path))

    def _restore(self, path: Path) -> None:
        removes = self.lost_box.isChecked()
        done = self._recovery.restore(self.code_box.text(), path, takes_lost_out=removes)
        self._group = done.group
        removed = (_TAKEN_OUT,) if done.removed else ()
        question = (_MAY_BE_LOST,) if done.lost else ()
        self.explanation.setText("\n".join((*done.words, *removed, *question)))
        self._show_lost(done.lost)
        self.finish()  # before what has the keyboard is hidden, so that it moves once
        for asked in (self.code_box, self.lost_box, self.folder_button, self.file_button):
            asked.hide()
        self.heading.setText("Restored")

    def _show_lost(self, lost: "tuple[LostLaptop, ...]") -> None:
        for each in lost:
            box = QCheckBox(each.words.replace("&", "&&"), self)
            box.setChecked(each.is_sure)
            self.lost_boxes.append((box, each))
            self.body.insertWidget(self.body.count() - 1, box)
        if lost:
            self.take_out_button = self.add_button("&Take it out", self._take_out)
            self.take_out_button.setAutoDefault(False)

    def _take_out(self) -> None:
        self.attempt(self._take_out_chosen)

    def _take_out_chosen(self) -> None:
        gone = [(box, lost) for box, lost in self.lost_boxes if box.isChecked() and box.isEnabled()]
        for box, lost in gone:
            self._recovery.lost.take_out(self.code_box.text(), lost.group, lost.key)
            box.setEnabled(False)
        if gone:
            self.explanation.setText(_TAKEN_OUT)

    def _tell(self) -> None:
        if self._group:
            self.restored.emit(self._group)

    def _enable(self) -> None:
        typed = bool(self.code_box.text().strip())
        self.file_button.setEnabled(typed)
        self.folder_button.setEnabled(typed)
