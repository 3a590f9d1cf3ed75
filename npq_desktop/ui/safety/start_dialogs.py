"""What a start asks when the data do not open: to ask the keyring again, the recovery code, or to
repair a damaged file.

Closing the dialog leaves everything as it is.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QLineEdit
from typing_extensions import override

from npq_desktop.errors import StoreError
from npq_desktop.services.core.laptop.database_key import KeyringSilentError
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.safety.rescue import Rescue


def start_dialog(error: StoreError, rescue: "Rescue") -> Dialog | None:
    """The dialog that can help a data folder that did not open; None where nothing can.

    Raises:
        StoreError: looking for a way failed as well.
    """
    try:
        return _dialog_about(error, rescue)
    except KeyringSilentError as silent:
        return KeyringDialog(sentence=str(silent))


def _dialog_about(error: StoreError, rescue: "Rescue") -> Dialog | None:
    if isinstance(error, KeyringSilentError):
        raise error
    if left := rescue.left(error):
        from npq_desktop.ui.safety.gone_dialog import GoneDialog

        return GoneDialog(rescue=rescue, left=left)
    if rescue.wants_code(error):
        return UnlockDialog(rescue=rescue)
    return MendDialog(rescue=rescue) if rescue.can_mend(error) else None


class KeyringDialog(Dialog):
    """Says that the keyring does not answer; accepted when it is to be asked once more."""

    def __init__(self, *, sentence: str) -> None:
        super().__init__(None, "")
        self.heading.setText("The system keyring does not answer")
        self.setWindowTitle("NPQ Desktop")
        self.said = plain_label(self, sentence)
        self.again_button = self.add_button("&Try again", self.accept)
        self.again_button.setDefault(True)
        self.cancel_button.setText("Close")
        self.body.addWidget(self.said)
        self.body.addStretch(1)


class UnlockDialog(Dialog):
    """Asks for the recovery code; accepted once the code gave the key back."""

    def __init__(self, *, rescue: "Rescue") -> None:
        super().__init__(None, "")
        self.heading.setText("Type your recovery code")
        self.setWindowTitle("NPQ Desktop")
        self._rescue = rescue
        self.explanation = plain_label(
            self,
            (
                "This laptop no longer has the key to your data. Nothing is lost. Type the code "
                "from your recovery sheet, or put the keyring or key file back and start again."
            ),
        )
        self.code_box = QLineEdit(self)
        self.code_box.setAccessibleName("Recovery code")
        self.code_box.setPlaceholderText(
            "27 characters from the sheet; dashes and capitals do not matter"
        )
        self.unlock_button = self.add_button("&Unlock", self._unlock)
        self.unlock_button.setDefault(True)
        self.cancel_button.setText("Close")
        self.body.addWidget(self.explanation)
        self.body.addWidget(self.code_box)
        self.body.addStretch(1)

    def _unlock(self) -> None:
        if self.attempt(lambda: self._rescue.unlock(self.code_box.text())):
            self.accept()


class MendDialog(Dialog):
    """Offers to repair the file; accepted once that is done and its outcome was read."""

    def __init__(self, *, rescue: "Rescue") -> None:
        super().__init__(None, "")
        self.heading.setText("The data file is damaged")
        self.setWindowTitle("NPQ Desktop")
        self._rescue = rescue
        self._is_mended = False
        self.said = plain_label(
            self,
            (
                "NPQ Desktop can put together what can still be read in the file and in its last "
                "backup. The damaged file is kept beside the new one."
            ),
        )
        self.mend_button = self.add_button("&Repair", self._mend)
        self.mend_button.setDefault(True)
        self.cancel_button.setText("Close")
        self.body.addWidget(self.said)
        self.body.addStretch(1)

    def _mend(self) -> None:
        if self._is_mended:
            self.accept()
        else:
            self.attempt_slowly("Reading and checking every change…", self._mend_now)

    def _mend_now(self) -> None:
        words = self._rescue.mend()
        self._is_mended = True
        self.heading.setText("The data file is in order again")
        self.said.setText("\n\n".join(words))
        self.cancel_button.hide()
        self.mend_button.setText("&Start NPQ Desktop")

    @override
    def reject(self) -> None:
        # Once the file is repaired, there is nothing to turn back to.
        self.done(QDialog.DialogCode.Accepted if self._is_mended else QDialog.DialogCode.Rejected)
