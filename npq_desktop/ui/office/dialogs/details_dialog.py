"""Edits the details of a participant; each text is checked as it is typed."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from npq_desktop.rows.office import PersonDetail
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.paint.metrics import CAPTION
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

_PURPOSE = "Everyone in the group can read these. Never write about health."


class DetailsDialog(OfficeDialog):
    """About the person of the desk. What a check makes of a text stands under its field."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Edit details", _PURPOSE)
        self._details = desk.office.details.details(desk.group, desk.person)
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.notes: dict[str, Text] = {}
        self._problems: dict[str, str] = {}
        self._questions: dict[str, str] = {}
        self._form = Form()
        for detail in self._details:
            self._add(detail)
        self.body.addLayout(self._form)
        self.body.addStretch(1)
        self.save_button = self.add_button("&Save details", self._save)
        texts = [each for each in self.fields.values() if isinstance(each, QLineEdit)]
        self.keep_typed(*texts)

    def _add(self, detail: PersonDetail) -> None:
        note = Text("", self, size=CAPTION, tone="warn")
        note.hide()
        self.notes[detail.name] = note
        if options := detail.choices or detail.others:
            box = combo(self, detail.label)
            for value in ("", *options):
                box.addItem(value.capitalize() or "Not known", value)
            box.setCurrentIndex(max(0, box.findData(detail.value)))
            self.fields[detail.name] = box
        else:
            line = QLineEdit(detail.value, self)
            line.textChanged.connect(partial(self._check, detail.name))
            self.fields[detail.name] = line
        self._form.add_field(detail.label, self.fields[detail.name])
        self._form.addRow(note)

    def _check(self, name: str, text: str) -> None:
        found = self.desk.office.details.check(name, text)
        self._problems.pop(name, None)
        self._questions.pop(name, None)
        if found.problem:
            self._problems[name] = found.problem
        elif found.question:
            self._questions[name] = found.question
        note = self.notes[name]
        note.setText(found.problem or found.question)
        note.setVisible(bool(note.text()))
        self.need(next(iter(self._problems.values()), ""))
        sure = "Use &these" if self._questions else "&Save details"
        self.save_button.setText(sure)

    def values(self) -> dict[str, str]:
        """What the fields say now."""
        return {
            name: each.text() if isinstance(each, QLineEdit) else str(each.currentData() or "")
            for name, each in self.fields.items()
        }

    def _save(self) -> None:
        act, group, person = self.desk.office.details.save, self.desk.group, self.desk.person
        confirmed = frozenset(self._questions)
        self.write(lambda: act(group, person, self.values(), confirmed), "The details are saved.")
