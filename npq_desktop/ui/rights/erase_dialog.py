"""Erases a person, after the consequences are shown and the person's name is typed."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from npq_desktop.rows.rights import ErasurePlan
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label


class EraseDialog(Dialog):
    """``erase`` takes the plan that was shown, the typed name, reason, authority and recovery code,
    "" where none is asked for; it returns where texts are still held. ``look`` gives the plan as it
    is now.

    Return presses Cancel, because an erasure cannot be undone.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        plan: ErasurePlan,
        look: Callable[[], ErasurePlan],
        erase: Callable[[ErasurePlan, str, str, str, str], str],
    ) -> None:
        super().__init__(parent, f"Erase {plan.name}")
        self._plan, self._look, self._erase = plan, look, erase
        self.words = plain_label(self, "\n\n".join(plan.words))
        self.body.addWidget(self.words)
        self.fields = QWidget(self)
        self.reason_box = self._box("Why")
        self.authority_box = self._box("On whose authority")
        self.name_box = self._box(f"Type the name, {plan.name}")
        self.reason_box.setPlaceholderText("for example asked in writing on 3 March")
        self.authority_box.setPlaceholderText("for example data protection officer")
        form = Form(self.fields)
        form.setContentsMargins(0, 0, 0, 0)
        self.code_box = self._box("Recovery code of the group")
        self.code_box.setPlaceholderText("27 characters from the sheet")
        self._boxes = [self.reason_box, self.authority_box, self.name_box]
        if plan.by_code:
            self._boxes.append(self.code_box)
        self.code_box.setVisible(plan.by_code)
        for box in self._boxes:
            form.add_field(box.accessibleName(), box)
            box.textChanged.connect(self._enable)
        self.body.addWidget(self.fields)
        self.outcome = Banner(self)
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)
        self.erase_button = self.add_button("&Erase for good", self._enter)
        self.erase_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.keep_typed(self.reason_box, self.authority_box)
        self._enable()

    @override
    def show_again(self) -> None:
        self._plan = self._look()
        self.words.setText("\n\n".join(self._plan.words))

    def _box(self, name: str) -> QLineEdit:
        box = QLineEdit(self.fields)
        box.setAccessibleName(name)
        return box

    def _enable(self) -> None:
        self.erase_button.setEnabled(all(box.text().strip() for box in self._boxes))

    def _enter(self) -> None:
        self.attempt_slowly("Erasing, and writing the data file anew…", self._do)

    def _do(self) -> None:
        typed = self.name_box.text()
        why, by, code = self.reason_box.text(), self.authority_box.text(), self.code_box.text()
        said = self._erase(self._plan, typed, why, by, code)
        self.outcome.say(f"Erased on this laptop. {said}")
        self.fields.hide()
        self.erase_button.hide()
        self.finish()
