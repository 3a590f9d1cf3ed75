"""What a start asks when the data file is missing or empty and something says that it was not.

Restores the newest sound backup or another one, or begins anew on purpose. Closing it leaves
everything as it is, and nothing here deletes anything.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QLineEdit
from typing_extensions import override

from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import (
    ALL_FILTER,
    ChooseFile,
    FileRequest,
    choose_native_file,
)
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.safety.missing import Left
    from npq_desktop.services.safety.rescue import Rescue


class GoneDialog(Dialog):
    """Accepted once a backup is in its place, or the old data are set aside."""

    def __init__(
        self, *, rescue: "Rescue", left: "Left", choose: ChooseFile = choose_native_file
    ) -> None:
        super().__init__(None, "")
        self.heading.setText("Your data is not where it was")
        self.setWindowTitle("NPQ Desktop")
        self._rescue = rescue
        self._newest: Path | None = None
        self._choose = choose
        self._is_done = False
        self._is_sure = False
        self.said = plain_label(self, "")
        self.code_box = QLineEdit(self)
        self.code_box.setAccessibleName("Recovery code")
        self.code_box.setPlaceholderText("Recovery code, 27 characters from the sheet")
        self.restore_button = self.add_button("&Restore this backup", self._start_or_restore)
        self.unlock_button = self.add_button("&Unlock the backups", self._unlock)
        self.other_button = self.add_button("&Another backup…", self._ask_file)
        self.anew_button = self.add_button("&Begin anew…", self._begin_anew)
        self.anew_button.setAutoDefault(False)
        self.cancel_button.setText("Close")
        for widget in (self.said, self.code_box):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._show(left)

    def _show(self, left: "Left") -> None:
        self._newest = left.newest
        self.said.setText(left.words)
        self.code_box.setVisible(left.needs_code)
        self.unlock_button.setVisible(left.needs_code)
        self.restore_button.setVisible(left.newest is not None)
        shown = {self.restore_button: left.newest is not None, self.unlock_button: left.needs_code}
        next((each for each, on in shown.items() if on), self.other_button).setDefault(True)

    def _unlock(self) -> None:
        def unlock() -> None:
            self._rescue.unlock(self.code_box.text())
            self._show(self._rescue.what_is_left())

        self._slowly("Opening the backups…", unlock)

    def restore_from(self, path: Path) -> None:
        """Put this backup in the place of what is gone."""
        self._slowly("Reading and checking every change…", partial(self._put_back, path))

    def _start_or_restore(self) -> None:
        if self._is_done:
            self.accept()
        elif self._newest is not None:
            self.restore_from(self._newest)

    def _ask_file(self) -> None:
        request = FileRequest("Choose a backup", filters=("Backups (*.npqbackup)", ALL_FILTER))
        self._choose(self, request, self.restore_from)

    def _begin_anew(self) -> None:
        if not self._is_sure:
            self._is_sure = True
            self.trouble.warn(
                "You would start without any group. The old backups are kept in a folder of their "
                "own. To do it anyway, choose “Begin anew” again."
            )
            return
        if self.attempt(self._set_aside):
            self._finish("You can begin anew")

    def _set_aside(self) -> None:
        self.said.setText(self._rescue.begin_anew())

    def _put_back(self, path: Path) -> None:
        self.said.setText(self._rescue.put_back(path, self.code_box.text()))
        self._finish("Your data is restored")

    def _slowly(self, sentence: str, act: Callable[[], None]) -> None:
        self._is_sure = False
        self.attempt_slowly(sentence, act)

    def _finish(self, heading: str) -> None:
        self._is_done = True
        self.heading.setText(heading)
        self.trouble.say("")
        for asked in (self.code_box, self.unlock_button, self.other_button, self.anew_button):
            asked.hide()
        self.cancel_button.hide()
        self.restore_button.setText("&Start NPQ Desktop")
        self.restore_button.show()
        self.restore_button.setDefault(True)
        self.focus_next(self.restore_button)

    @override
    def reject(self) -> None:
        # Once it is done, there is nothing to turn back to.
        self.done(QDialog.DialogCode.Accepted if self._is_done else QDialog.DialogCode.Rejected)
