"""Decides whether one person may sit a round: yes, no, by an override, or at a later round."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from npq_desktop.errors import ServiceError
from npq_desktop.rows.assessment import AssessmentRow
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.words import no_longer_here
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import (
    OPEN_HINT,
    PRIVATE_HINT,
    OfficeDesk,
    OfficeDialog,
    reason_box,
)

YES, NO, OVERRIDE, DEFERRED, TAKEN_BACK = "yes", "no", "override", "deferred", "taken back"
_WORDS = {
    YES: "Admit",
    NO: "Do not admit",
    OVERRIDE: "Admit by an override",
    DEFERRED: "Defer to a later round",
    TAKEN_BACK: "Take the decision back",
}
_BUTTONS = {
    YES: "&Admit",
    NO: "&Record the no",
    OVERRIDE: "&Record the override",
    DEFERRED: "&Defer",
    TAKEN_BACK: "&Take it back",
}
_LEAST_REASON = 10


class DecideDialog(OfficeDialog):
    """About one ``person``; ``what`` is a decision that is chosen already, "" for none."""

    def __init__(
        self, *, parent: QWidget | None, desk: OfficeDesk, person: str, what: str = ""
    ) -> None:
        self._person = person
        self._row = self._read(desk, person)
        heading = "Defer" if what == "deferred" else "Decide for"
        super().__init__(parent, desk, f"{heading} {self._row.name}", _standing(self._row))
        self.what_box = combo(self, "Decision")
        self.to_box = combo(self, "Later round")
        self.by_box = QLineEdit(self)
        self.reason_box = QLineEdit(self)
        self.private_box = reason_box(self, "Private reason")
        self.form = Form()
        self.note = Text("", self, tone="muted")
        self._lay_out(what)
        self.record_button = self.add_button("&Record", self._record)
        for box in (self.by_box, self.reason_box):
            box.textChanged.connect(self._tell_missing)
        self.private_box.textChanged.connect(self._tell_missing)
        self.to_box.currentIndexChanged.connect(self._tell_missing)
        self.what_box.currentIndexChanged.connect(self._choose)
        self.keep_typed(self.by_box, self.reason_box, self.private_box)
        self._choose()

    @staticmethod
    def _read(desk: OfficeDesk, person: str) -> AssessmentRow:
        rows = desk.office.assessment.view(desk.group, desk.round).rows
        found = next((row for row in rows if row.person == person), None)
        if found is None:
            raise ServiceError(no_longer_here())
        return found

    def _lay_out(self, what: str) -> None:
        offered = [YES, NO, OVERRIDE, DEFERRED]
        if self._row.status not in ("undecided", "called_off"):
            offered.append(TAKEN_BACK)
        for each in offered:
            self.what_box.addItem(_WORDS[each], each)
        self.what_box.setPlaceholderText("Choose a decision")
        self.what_box.setCurrentIndex(self.what_box.findData(what) if what else -1)
        rounds = self.desk.office.windows.rounds(self.desk.group)
        here = next((each for each in rounds if each.key == self.desk.round), None)
        for other in rounds:
            if here is not None and here.start and other.start and other.start > here.start:
                self.to_box.addItem(other.words, other.key)
        self.form.add_field("Dec&ision", self.what_box)
        self.form.add_field("&Later round", self.to_box)
        self.form.add_field("&Approved by", self.by_box)
        self.form.add_field("Reaso&n", self.reason_box)
        self.form.add_field("&Private reason", self.private_box, PRIVATE_HINT)
        self.body.addLayout(self.form)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def _what(self) -> str:
        return str(self.what_box.currentData() or "")

    def _choose(self) -> None:
        what = self._what()
        self.form.setRowVisible(self.to_box, what == DEFERRED)
        self.form.setRowVisible(self.by_box, what == OVERRIDE)
        self.form.setRowVisible(self.reason_box, what in (NO, OVERRIDE))
        is_private = what in (OVERRIDE, DEFERRED)
        self.form.setRowVisible(self.private_box, is_private)
        self.form.setRowVisible(self.form.rowCount() - 1, is_private)
        self.note.setText(OPEN_HINT if what in (NO, OVERRIDE) else _NOTES.get(what, ""))
        self.note.setVisible(bool(self.note.text()))
        self.record_button.setText(_BUTTONS.get(what, "&Record"))
        self._tell_missing()

    def _tell_missing(self) -> None:
        self.need(self._missing())

    def _missing(self) -> str:
        what, private = self._what(), self.private_box.toPlainText().strip()
        reason = self.reason_box.text().strip()
        if not what:
            return "Choose a decision"
        if what == DEFERRED and self.to_box.currentIndex() < 0:
            return "No later round has a window"
        if what == OVERRIDE and not self.by_box.text().strip():
            return "Type who approved it"
        if what == OVERRIDE and len(reason) < _LEAST_REASON:
            return f"Type a reason of at least {_LEAST_REASON} characters"
        if what == NO and not reason:
            return "Type the reason"
        if what == DEFERRED and not private:
            return "Type the private reason"
        return ""

    def _record(self) -> None:
        what, name = self._what(), self._row.name
        said = {
            YES: f"{name} is admitted.",
            NO: f"{name} is not admitted.",
            OVERRIDE: f"{name} is admitted by an override.",
            DEFERRED: f"{name} is deferred.",
            TAKEN_BACK: f"The decision on {name} is taken back.",
        }
        self.write(self._act(what), said[what])

    def _act(self, what: str) -> Callable[[], Changes]:
        decisions, group, key = self.desk.office.decisions, self.desk.group, self.desk.round
        person, reason = self._person, self.reason_box.text()
        private, by = self.private_box.toPlainText(), self.by_box.text()
        to = str(self.to_box.currentData() or "")
        acts: dict[str, Callable[[], Changes]] = {
            YES: lambda: decisions.admit_one(group, key, person),
            NO: lambda: decisions.refuse(group, key, person, reason),
            OVERRIDE: lambda: decisions.override(
                group, key, person, approved_by=by, reason=reason, private=private
            ),
            DEFERRED: lambda: decisions.defer(group, key, person, to=to, private=private),
            TAKEN_BACK: lambda: decisions.take_back(group, key, person),
        }
        return acts[what]

    @override
    def show_again(self) -> None:
        self._row = self._read(self.desk, self._person)
        self.purpose.setText(_standing(self._row))


_NOTES = {
    DEFERRED: "Deferring does not use up an attempt.",
    TAKEN_BACK: "Nobody has decided then, and they cannot sit this round.",
    YES: "The figures of today are kept with the decision, so that it can be checked later.",
}


def _standing(row: AssessmentRow) -> str:
    done = f"{row.secured} of the course done." if row.secured else ""
    decided = "" if row.decision == "Not decided yet" else f"{row.decision.rstrip('.')}."
    return " ".join(filter(None, (done, row.needs, decided, row.warning)))
