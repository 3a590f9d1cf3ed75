"""Gives one person days of their own in a round, or takes them back."""

from PySide6.QtWidgets import QWidget

from npq_desktop.errors import ServiceError
from npq_desktop.rows.assessment import PersonAssessment
from npq_desktop.services.office.assessment.words import days_words
from npq_desktop.ui.kit.dialogs.fields import combo, day_box, day_of
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.office.dialogs.office_dialog import (
    PRIVATE_HINT,
    OfficeDesk,
    OfficeDialog,
    reason_box,
)

_REASONS = {
    "accessibility": "Accessibility",
    "illness": "Illness",
    "bereavement": "Bereavement",
    "other": "Another reason",
}


class OwnWindowDialog(OfficeDialog):
    """About one ``person``; the days are in the clear, the reason is for coordinators."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk, person: str) -> None:
        each = _place(desk, person)
        self._person, self._name = person, each.row.name
        start, end = each.round.start, each.round.end
        if start is None or end is None:
            raise ServiceError("Set the window of the round first.")
        purpose = (
            f"{each.round.title} is open {days_words((start, end))}. An own window ends on or "
            "after its last day."
        )
        super().__init__(parent, desk, f"Own window for {self._name}", purpose)
        first, last = each.own or (start, end)
        self.start_box = day_box(self, first, "First day")
        self.end_box = day_box(self, last, "Last day")
        self.why_box = combo(self, "Why")
        self.text_box = reason_box(self, "More about it")
        self.back_button = Button("&Take it back", self)
        self.back_button.setVisible(each.own is not None)
        self._lay_out()
        self.set_button = self.add_button("&Set own window", self._set)
        self.back_button.clicked.connect(self._take_back)
        self.why_box.currentIndexChanged.connect(self._tell_missing)
        self.keep_typed(self.text_box)
        self.opens_on = self.end_box
        self._tell_missing()

    def _lay_out(self) -> None:
        self.why_box.setPlaceholderText("Choose a reason")
        for key, words in _REASONS.items():
            self.why_box.addItem(words, key)
        self.why_box.setCurrentIndex(-1)
        form = Form()
        form.add_field("&First day", self.start_box)
        form.add_field("&Last day", self.end_box)
        form.add_field("Wh&y", self.why_box)
        form.add_field("&More about it", self.text_box, PRIVATE_HINT)
        self.body.addLayout(form)
        self.put_beside(self.back_button)
        self.body.addStretch(1)

    def _tell_missing(self) -> None:
        self.need("" if self.why_box.currentIndex() >= 0 else "Choose a reason")

    def _set(self) -> None:
        days = day_of(self.start_box), day_of(self.end_box)
        why, text = str(self.why_box.currentData()), self.text_box.toPlainText()
        act, group, key = self.desk.office.windows.set_own, self.desk.group, self.desk.round
        said = f"{self._name} can sit {days_words(days)}."
        self.write(lambda: act(group, key, self._person, days, why=why, text=text), said)

    def _take_back(self) -> None:
        act, group, key = self.desk.office.windows.take_back_own, self.desk.group, self.desk.round
        said = f"The round's window holds for {self._name} again."
        self.write(lambda: act(group, key, self._person), said)


def _place(desk: OfficeDesk, person: str) -> PersonAssessment:
    rounds = desk.office.assessment.person(desk.group, person)
    found = next((each for each in rounds if each.round.key == desk.round), None)
    if found is None:
        raise ServiceError("Set the window of the round first.")
    return found
