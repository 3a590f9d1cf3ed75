"""Announces a round's window, moves it, or calls it off; the end follows from the start."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.assessment import RoundRow
from npq_desktop.services.office.assessment.words import days_words
from npq_desktop.ui.kit.dialogs.fields import combo, day_box, day_of, show_day
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.paint.metrics import CAPTION
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import (
    AlsoIn,
    OfficeDesk,
    OfficeDialog,
    reason_box,
)

_PURPOSE = (
    "Participants are told these days before the programme starts. Choose the first day. The "
    "last day follows from it."
)


class WindowsDialog(OfficeDialog):
    """One round at a time; one without a plan begins with today."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Windows of the assessment", _PURPOSE)
        self._today = desk.today
        self._rounds = {each.key: each for each in desk.office.windows.rounds(desk.group)}
        self.round_box = combo(self, "Round")
        self.start_box = day_box(self, desk.today, "First day")
        self.end = Text("", self)
        self.question = Text("", self, tone="warn")
        self.why = QWidget(self)
        self.reason_box = reason_box(self.why, "Reason")
        self.digest = Text("", self, size=CAPTION, tone="muted")
        self.also_in = AlsoIn(self, desk.office.roles.sisters(desk.group))
        self.off_button = Button("&Call off…", self)
        self.form = Form()
        self._lay_out()
        self.set_button = self.add_button("&Set the window", self._set)
        self.off_button.clicked.connect(self._call_off)
        self._asked_to_call_off = False
        self.round_box.currentIndexChanged.connect(self._choose_round)
        self.start_box.dateChanged.connect(self._tell)
        self.reason_box.textChanged.connect(self._tell_missing)
        self.keep_typed(self.reason_box)
        self.opens_on = self.start_box
        self.round_box.setCurrentIndex(max(0, self.round_box.findData(desk.round)))
        self._choose_round()

    def _lay_out(self) -> None:
        for each in self._rounds.values():
            self.round_box.addItem(each.title, each.key)
        self.form.add_field("&Round", self.round_box)
        self.form.add_field("&First day", self.start_box)
        self.body.addLayout(self.form)
        self.body.addWidget(self.end)
        self.body.addWidget(self.question)
        reasons = Form(self.why)
        reasons.setContentsMargins(0, 0, 0, 0)
        reasons.add_field("Reaso&n", self.reason_box, "Everyone in the group can read this.")
        self.body.addWidget(self.why)
        self.body.addWidget(self.also_in)
        self.body.addWidget(self.digest)
        self.put_beside(self.off_button)
        self.body.addStretch(1)

    def _chosen(self) -> RoundRow:
        return self._rounds[str(self.round_box.currentData())]

    def _choose_round(self) -> None:
        each = self._chosen()
        show_day(self.start_box, each.start or each.proposed or self._today)
        digest = f"Number that draws the sample, as a digest: {each.seed_digest}"
        self.digest.setText(digest if each.seed_digest else "")
        self.digest.setVisible(bool(each.seed_digest))
        self.off_button.setVisible(each.start is not None)
        self.set_button.setText("&Move the window" if each.start else "&Set the window")
        self._asked_to_call_off = False
        self._tell()

    def _tell(self) -> None:
        self.attempt(self.show_again)
        self._tell_missing()

    @override
    def show_again(self) -> None:
        windows, start = self.desk.office.windows, day_of(self.start_box)
        last = windows.last_day(self.desk.group, start)
        self.end.setText(f"Open {days_words((start, last))}, until 23:59 on the last day.")
        asked = windows.question(self.desk.group, self._chosen().key, start)
        self.question.setText(asked)
        for widget in (self.question, self.why):
            widget.setVisible(bool(asked))

    def _tell_missing(self) -> None:
        is_asked, reason = bool(self.question.text()), self.reason_box.toPlainText().strip()
        is_same = day_of(self.start_box) == self._chosen().start
        missing = "Type the reason" if is_asked and not reason else ""
        self.need("This is its first day already" if is_same else missing)

    def _set(self) -> None:
        groups = self.also_in.chosen(self.desk.group)
        key, start = self._chosen().key, day_of(self.start_box)
        reason = self.reason_box.toPlainText()
        act = self.desk.office.windows.set_window
        said = f"{self._chosen().title} opens {days_words((start, start))}."
        self.write(lambda: act(groups, key, start, reason=reason), said)

    def _call_off(self) -> None:
        if not self._asked_to_call_off:
            self._asked_to_call_off = True
            self.trouble.warn(
                "Nobody can sit this round then, and it has no days. What was handed in stays. To "
                "do it anyway, choose “Call off…” again."
            )
            return
        groups, key = self.also_in.chosen(self.desk.group), self._chosen().key
        said = f"{self._chosen().title} is called off."
        self.write(lambda: self.desk.office.windows.call_off(groups, key), said)
