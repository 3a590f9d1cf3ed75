"""Logs a contact with somebody, and lists the follow-ups that are due."""

from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from npq_desktop.rows.contact import ContactEntry, ContactRow
from npq_desktop.services.office.contacts import WAYS
from npq_desktop.services.office.record_words import follow_up_is_done
from npq_desktop.ui.kit.dialogs.fields import combo, day_box, day_of
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import (
    OfficeDesk,
    OfficeDialog,
    reason_box,
)
from npq_desktop.ui.office.follow_ups import FollowUps

_PURPOSE = "Everyone in the group sees that there was a contact, and what is due."
_DUE = "Follow-ups by their day. Press Space on a line once it is done."


class ContactDialog(OfficeDialog):
    """About the person of the desk; the words are private unless that is unticked."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        contacts = desk.office.contacts
        name = desk.office.support.row(desk.group, desk.person).name
        super().__init__(parent, desk, f"Contact with {name}", _PURPOSE)
        self._name = name
        self.on_box = day_box(self, desk.today, "On")
        self.how_box = combo(self, "How")
        self.text_box = reason_box(self, "What was said")
        self.private_box = QCheckBox("&Keep between coordinators and me", self)
        self.follow_box = QCheckBox("&Follow up on", self)
        self.due_box = day_box(self, desk.today, "Follow up on")
        self.hint = Text(contacts.hint(desk.group), self, tone="warn")
        self._lay_out()
        self.log_button = self.add_button("&Log contact", self._log)
        self.how_box.currentIndexChanged.connect(self._tell_missing)
        self.follow_box.toggled.connect(self.due_box.setEnabled)
        self.keep_typed(self.text_box)
        self.opens_on = self.how_box
        self._tell_missing()

    def _lay_out(self) -> None:
        self.how_box.setPlaceholderText("Choose how")
        for way in WAYS:
            self.how_box.addItem(way.capitalize(), way)
        self.how_box.setCurrentIndex(-1)
        self.private_box.setChecked(True)
        self.due_box.setEnabled(False)
        self.hint.setVisible(bool(self.hint.text()))
        form = Form()
        form.add_field("&On", self.on_box)
        form.add_field("&How", self.how_box)
        form.add_field("&What was said", self.text_box, "Never write about health.")
        form.addRow(self.private_box)
        form.addRow(self.follow_box)
        form.addRow(self.due_box)
        self.body.addLayout(form)
        self.body.addWidget(self.hint)
        self.body.addStretch(1)

    def _tell_missing(self) -> None:
        self.need("" if self.how_box.currentIndex() >= 0 else "Choose how")

    def _log(self) -> None:
        entry = ContactEntry(
            on=day_of(self.on_box),
            how=str(self.how_box.currentData()),
            text=self.text_box.toPlainText().strip(),
            due=day_of(self.due_box) if self.follow_box.isChecked() else None,
            private=self.private_box.isChecked(),
        )
        act, group, person = self.desk.office.contacts.log, self.desk.group, self.desk.person
        self.write(lambda: act(group, person, entry), f"Contact with {self._name} logged.")


class DueDialog(OfficeDialog):
    """Overdue ones first; Space notes the current one as done today."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Follow-ups due", _DUE)
        self.table = FollowUps(self)
        self.support = Text("", self)
        self.none = Text("No follow-up is due.", self)
        for widget in (self.table, self.none, self.support):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.cancel_button.setText("Close")
        self.done_button = self.add_button("&Done today", self.table.ask)
        self.table.done_asked.connect(self._done)
        self.show_again()
        self.opens_on = self.cancel_button if self.done_button.isHidden() else self.table
        self.be_wide()

    @override
    def show_again(self) -> None:
        office, group = self.desk.office, self.desk.group
        rows = office.contacts.due(group)
        self.table.show_follow_ups(rows)
        waiting = [f"{row.name}: {row.due}" for row in office.support.due(group)]
        self.support.setText("One-to-one support\n" + "\n".join(waiting) if waiting else "")
        self.support.setVisible(bool(waiting))
        self.none.setVisible(not rows and not waiting)
        self.purpose.setVisible(bool(rows))
        self.done_button.setVisible(bool(rows))

    def _done(self, row: ContactRow) -> None:
        if self.attempt(lambda: self._record(row)):
            self.show_again()
            announcer().say("Done.")

    def _record(self, row: ContactRow) -> None:
        changes = self.desk.office.contacts.done(self.desk.group, row.id)
        self.desk.tell(changes, follow_up_is_done(name=row.name))
