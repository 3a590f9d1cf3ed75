"""Hands a group over: saves its last file, then removes it from this laptop."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import SYNC_FILTER, ChooseFile, FileRequest, file_name
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.rights.handover import HandoverService


class HandOverDialog(Dialog):
    """``removed``: the group is no longer on this laptop; ``evidence_asked``: save the packs first.

    Return presses Cancel, and the group's name has to be typed, because a removal cannot be undone.
    """

    removed = Signal()
    evidence_asked = Signal()

    def __init__(
        self,
        *,
        parent: QWidget,
        handover: "HandoverService",
        choose_file: ChooseFile,
        group: str,
        offers_evidence: bool,
    ) -> None:
        self._standing = handover.standing(group)
        super().__init__(parent, f"Hand over {self._standing.title} and remove it")
        self._handover, self._choose_file = handover, choose_file
        self.words = plain_label(self)
        self.fields = QWidget(self)
        self.title_box = QLineEdit(self.fields)
        name = f"To remove it, type its name, {self._standing.title}"
        self.title_box.setAccessibleName(name)
        form = Form(self.fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.add_field(name, self.title_box)
        self.outcome = Banner(self)
        self.evidence_button = Button("&Evidence packs…", self)
        self.evidence_button.setToolTip("What declarations rest on goes with the group")
        self.evidence_button.setVisible(offers_evidence)
        self.evidence_button.clicked.connect(self.evidence_asked)
        self.body.addWidget(self.words)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.evidence_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.fields)
        self.body.addStretch(1)
        self.save_button = self.add_button("&Save the last file…", self._ask_where)
        self.remove_button = self.add_button("&Remove from this laptop", self._enter)
        for button in (self.save_button, self.remove_button):
            button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.title_box.textChanged.connect(self._enable)
        self.show_again()

    @override
    def show_again(self) -> None:
        self._standing = self._handover.standing(self._standing.group)
        self.words.setText("\n\n".join(self._standing.words))
        self.save_button.setVisible(self._standing.can_save)
        self._enable()

    def _enable(self) -> None:
        typed = bool(self.title_box.text().strip())
        self.remove_button.setEnabled(typed and not self._standing.refused)

    def _ask_where(self) -> None:
        name = file_name(self._standing.title, "last file")
        request = FileRequest("Save the last file", True, name, (SYNC_FILTER,))
        self._choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        self.attempt_slowly("Writing the file…", lambda: self._save_now(path))

    def _save_now(self, path: Path) -> None:
        self.outcome.say(self._handover.save_last_file(self._standing.group, path).words)
        self.show_again()

    def _enter(self) -> None:
        self.attempt_slowly("Removing, and writing the data file anew…", self._do)

    def _do(self) -> None:
        said = self._handover.remove(self._standing, self.title_box.text())
        self.outcome.say(said)
        for widget in (self.words, self.evidence_button, self.fields):
            widget.hide()
        self.save_button.hide()
        self.remove_button.hide()
        self.finish()
        self.removed.emit()
