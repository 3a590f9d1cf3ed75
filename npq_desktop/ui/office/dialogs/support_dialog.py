"""Records the next step of one-to-one support for one person."""

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from npq_desktop.rows.office import SupportStep
from npq_desktop.services.cohort.words import capital
from npq_desktop.services.core.words import day_and_year
from npq_desktop.ui.kit.dialogs.fields import combo, day_box, day_of
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import (
    PRIVATE_HINT,
    OfficeDesk,
    OfficeDialog,
    reason_box,
)

_ASKED = "asked"
_STEPS = {
    _ASKED: "Asked for it in the application",
    "offered": "Support was offered",
    "accepted": "Offer accepted",
    "declined": "Offer declined",
    "assigned": "Coach assigned",
    "session": "A meeting took place",
    "ended": "Support has ended",
}


class SupportDialog(OfficeDialog):
    """About the person of the desk; steps are private, that somebody asked is not."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        self._row = desk.office.support.row(desk.group, desk.person)
        super().__init__(parent, desk, f"One-to-one support for {self._row.name}", self._now())
        self.known = Text("\n".join(self._row.lines), self)
        self.known.setVisible(bool(self._row.lines))
        self.step_box = combo(self, "What happened")
        self.on_box = day_box(self, desk.today, "On")
        self.minutes_box = QSpinBox(self)
        self.coach_box = QLineEdit(self)
        self.next_box = QLineEdit(self)
        self.text_box = reason_box(self, "Private words")
        self.form = Form()
        self._lay_out()
        self.record_button = self.add_button("&Record", self._record)
        self.step_box.currentIndexChanged.connect(self._choose)
        self.coach_box.textChanged.connect(self._tell_missing)
        self.minutes_box.valueChanged.connect(self._tell_missing)
        self.keep_typed(self.coach_box, self.next_box, self.text_box)
        self._choose()

    def _now(self) -> str:
        row = self._row
        on = f"on {day_and_year(row.asked)}" if row.asked else "in the application"
        asked = f"Asked for it {on}." if row.has_asked else "Did not ask yet."
        entitled = {"yes": "Entitled", "no": "Not entitled"}.get(row.entitled, "")
        basis = f"{entitled}, {row.basis}." if entitled and row.basis else ""
        more = (f"{capital(each)}." for each in (row.step, row.due, row.private) if each)
        return " ".join(filter(None, (asked, basis, *more)))

    def _lay_out(self) -> None:
        self.step_box.setPlaceholderText("Choose what happened")
        for key, words in _STEPS.items():
            self.step_box.addItem(words, key)
        self.step_box.setCurrentIndex(-1)
        self.minutes_box.setRange(0, 1_000)
        self.minutes_box.setSuffix(" minutes")
        self.form.add_field("&What happened", self.step_box)
        self.form.add_field("&On", self.on_box)
        self.form.add_field("&Minutes", self.minutes_box)
        self.form.add_field("&Coach", self.coach_box)
        self.form.add_field("Ne&xt step", self.next_box)
        self.form.add_field("&Private words", self.text_box, PRIVATE_HINT)
        self.body.addWidget(self.known)
        self.body.addLayout(self.form)
        self._add_sides()
        self.body.addStretch(1)

    def _add_sides(self) -> None:
        """Two statements that differ, each with a button to let it hold."""
        for number, side in enumerate(self._row.sides, 1):
            self.body.addWidget(Text(f"{side.words}\n{side.who}, {side.at}", self))
            button = Button(f"Choose &{number}", self)
            button.clicked.connect(lambda _=False, head=side.head: self._settle(head))
            self.put_beside(button)

    def _settle(self, head: str) -> None:
        act, group, person = self.desk.office.support.choose, self.desk.group, self.desk.person
        self.write(lambda: act(group, person, head), "The support is settled.")

    def _choose(self) -> None:
        what = str(self.step_box.currentData() or "")
        self.form.setRowVisible(self.minutes_box, what == "session")
        self.form.setRowVisible(self.next_box, what == "session")
        self.form.setRowVisible(self.coach_box, what == "assigned")
        is_private = what not in ("", _ASKED)
        self.form.setRowVisible(self.text_box, is_private)
        self.form.setRowVisible(self.form.rowCount() - 1, is_private)
        self._tell_missing()

    def _tell_missing(self) -> None:
        what = str(self.step_box.currentData() or "")
        missing = "" if what else "Choose what happened"
        if what == "assigned" and not self.coach_box.text().strip():
            missing = "Name the coach"
        if what == "session" and not self.minutes_box.value():
            missing = "Type the minutes"
        self.need(missing)

    def _record(self) -> None:
        support, group, person = self.desk.office.support, self.desk.group, self.desk.person
        what, on = str(self.step_box.currentData()), day_of(self.on_box)
        if what == _ASKED:
            self.write(lambda: support.asked(group, person, on), "Recorded that they asked.")
            return
        step = SupportStep(
            what=what,
            on=on,
            minutes=self.minutes_box.value() if what == "session" else None,
            next=self.next_box.text().strip() if what == "session" else "",
            coach=self.coach_box.text().strip() if what == "assigned" else "",
            text=self.text_box.toPlainText().strip(),
        )
        self.write(lambda: support.record(group, person, step), "The support is recorded.")
