"""Both sides of an invitation: saving a file that opens with six words, and joining with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import (
    ALL_FILTER,
    SYNC_FILTER,
    ChooseFile,
    FileRequest,
    file_name,
)
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.paint.metrics import bold, larger
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.rows.exchange import InvitationFile, MemberRow, OpenPreview
    from npq_desktop.services.exchange.members import MembershipService


class InviteDialog(Dialog):
    """Saves an invitation, to somebody new or to a member ``again``, then shows its six words.

    They are shown once, because they are kept nowhere. ``invited`` carries ``InvitationFile``.
    """

    invited = Signal(object)

    def __init__(
        self,
        *,
        parent: QWidget | None,
        membership: "MembershipService",
        choose_file: ChooseFile,
        group: str,
        title: str,
        again: "MemberRow | None" = None,
    ) -> None:
        super().__init__(parent, "")
        heading = f"Invite {again.name if again else 'a facilitator'} to {title}"
        self.heading.setText(heading)
        self.setWindowTitle(heading)
        self._membership = membership
        self._choose_file = choose_file
        self._group = group
        self._title = title
        self._member = again.member if again else ""
        self.name_box = QLineEdit(again.name if again else "", self)
        self.role_box = QComboBox(self)
        self.role_box.addItem("Facilitator: marks and reviews", "facilitator")
        self.role_box.addItem("Coordinator: also invites others", "coordinator")
        self.role_box.setCurrentIndex(int(again is not None and again.role == "coordinator"))
        self.explanation = plain_label(self)
        self.words = plain_label(self)
        self.save_button = self.add_button("&Save the invitation…", self._ask_where)
        self._form = QWidget(self)
        self._lay_out()
        self.keep_typed(self.name_box)
        self.name_box.textChanged.connect(self._enable)
        self._enable()

    def _ask_where(self) -> None:
        name = file_name(self._title, "invitation for", self.name_box.text())
        filters = (SYNC_FILTER, ALL_FILTER)
        request = FileRequest("Save the invitation", True, name, filters)
        self._choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        sentence = "Encrypting the file with the six words takes a few seconds…"
        self.attempt_slowly(sentence, lambda: self._invite(path))

    def _invite(self, path: Path) -> None:
        name, role = self.name_box.text().strip(), str(self.role_box.currentData())
        invitation = self._membership.invite(self._group, name, role, path, member=self._member)
        self._form.hide()
        self.save_button.hide()
        self.words.setText(_in_two_lines(invitation.words))
        self.words.setAccessibleName(invitation.words)
        self.words.show()
        self.explanation.setText(self._said_with_words(invitation))
        self.finish()
        self.adjustSize()
        self.invited.emit(invitation)

    def _said_with_words(self, invitation: "InvitationFile") -> str:
        return (
            f"{invitation.path.name} is saved. Give the file to {invitation.name}, and tell them "
            "these six words in person or by phone. Never write the words next to the file. You "
            "will not see them again."
        )

    def _enable(self) -> None:
        self.save_button.setEnabled(bool(self.name_box.text().strip()))

    def _lay_out(self) -> None:
        self.explanation.setText(
            "The invitation is a file for one laptop. It opens only with six words, which you "
            "see next."
        )
        self.words.setFont(bold(larger(self.font(), 2.0)))
        self.words.setMargin(self.fontMetrics().height())
        self.words.hide()
        form = Form(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.add_field("&Name", self.name_box)
        form.add_field("&Role", self.role_box)
        for widget in (self.explanation, self._form, self.words):
            self.body.addWidget(widget)
        self.body.addStretch(1)


def _in_two_lines(words: str) -> str:
    parts = words.split()
    half = (len(parts) + 1) // 2
    return f"{' '.join(parts[:half])}\n{' '.join(parts[half:])}"


class JoinDialog(Dialog):
    """Asks for the six words, shows which group is offered, then joins it.

    ``joined`` carries the group's id.
    """

    joined = Signal(str)

    def __init__(
        self, *, parent: QWidget | None, membership: "MembershipService", path: Path
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText("Join by invitation")
        self.setWindowTitle(self.heading.text())
        self._membership = membership
        self._path = path
        self._preview: OpenPreview | None = None
        self.words_box = QLineEdit(self)
        self.words_box.setPlaceholderText("the six words you were told")
        self.offer = plain_label(self)
        self.offer.hide()
        self.go_button = self.add_button("", self._go_on)
        self.go_button.setDefault(True)
        self.explanation = plain_label(self)
        self.explanation.setText(
            f"{path.name} opens with six words. Ask the person who gave it to you."
        )
        form = Form()
        form.add_field("Six &words", self.words_box)
        self.body.addWidget(self.explanation)
        self.body.addLayout(form)
        self.body.addWidget(self.offer)
        self.body.addStretch(1)
        self.keep_typed(self.words_box)
        self.words_box.textChanged.connect(self._forget_offer)
        self._forget_offer()

    def _go_on(self) -> None:
        if self._preview is None:
            sentence = "Checking the six words takes a few seconds…"
            self.attempt_slowly(sentence, self._look)
        elif self.attempt(self._join):
            self.accept()

    def _look(self) -> None:
        preview = self._membership.preview_invitation(self._path, self.words_box.text())
        self._preview = preview
        self.offer.setText("\n".join((preview.title, preview.words, *preview.details)))
        self.offer.show()
        self.go_button.setText("&Join {}".format(preview.title.replace("&", "&&")))

    def _join(self) -> None:
        assert self._preview is not None  # noqa: S101  # _go_on looks first
        self.joined.emit(self._membership.join(self._preview))

    def _forget_offer(self) -> None:
        self._preview = None
        self.offer.hide()
        self.trouble.say("")
        self.go_button.setText("&Open")
        self.go_button.setEnabled(bool(self.words_box.text().strip()))
