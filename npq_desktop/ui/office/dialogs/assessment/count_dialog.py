"""Lets a response count that would not, with a private reason."""

from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.office.dialogs.office_dialog import (
    PRIVATE_HINT,
    OfficeDesk,
    OfficeDialog,
    reason_box,
)

_PURPOSE = "It then counts although it is early, late or of a person who is not admitted."


class CountDialog(OfficeDialog):
    """About the response of one ``person`` with this digest in the round of the desk."""

    def __init__(
        self, *, parent: QWidget | None, desk: OfficeDesk, person: str, name: str, content: str
    ) -> None:
        super().__init__(parent, desk, "Count this response", _PURPOSE)
        self._person, self._name, self._content = person, name, content
        self.private_box = reason_box(self, "Private reason")
        form = Form()
        form.add_field("&Private reason", self.private_box, PRIVATE_HINT)
        self.body.addLayout(form)
        self.body.addStretch(1)
        self.count_button = self.add_button("&Count it", self._count)
        self.private_box.textChanged.connect(self._tell_missing)
        self.keep_typed(self.private_box)
        self._tell_missing()

    def _tell_missing(self) -> None:
        missing = not self.private_box.toPlainText().strip()
        self.need("Type the private reason" if missing else "")

    def _count(self) -> None:
        act, group, key = self.desk.office.decisions.count_all_the_same, *self._where()
        private = self.private_box.toPlainText()
        said = f"The response of {self._name} counts."
        self.write(lambda: act(group, key, self._person, self._content, private=private), said)

    def _where(self) -> tuple[str, str]:
        return self.desk.group, self.desk.round
