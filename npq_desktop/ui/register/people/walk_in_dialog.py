"""Asks for someone who is here but not on the list, offering people of a similar name first.

The caller records; an error it raises is shown here and keeps the dialog open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from npq_desktop.rows.people import PersonChoice, WalkIn
from npq_desktop.services.register.people import alike
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.text import plain_label
from npq_desktop.ui.register.find_bar import FindField
from npq_desktop.ui.register.people.choose_person import PeopleList

_LINES = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """What the dialog calls: ``record`` for a new person, ``take`` for one of those known.

    ``explain`` gives what taking would do, and ``take`` gets that text.
    """

    record: Callable[[WalkIn], None]
    take: Callable[[PersonChoice, str], None]
    explain: Callable[[PersonChoice], str]


class WalkInDialog(Dialog):
    """While the name may be a person known here, Return takes them and not a new person."""

    def __init__(
        self,
        *,
        parent: QWidget,
        title: str,
        known: Sequence[PersonChoice],
        answers: Answers,
        name: str = "",
    ) -> None:
        super().__init__(parent, f"Walk-in at {title}")
        self._known = tuple(known)
        self._answers = answers
        explanation = (
            "Someone who is here but not on the list. A name is enough. They are marked present, "
            "and you can link them to the right participant later. School, TRN and email go to "
            "the programme office with the register."
        )
        self.body.addWidget(plain_label(self, explanation))
        self._form = Form()
        self.name_box = FindField(self)
        self._add("&Name", self.name_box)
        self.list = PeopleList(self, lines=_LINES)
        self._add("&Known here", self.list)
        self.school_box = self._field("&School, if known")
        self.email_box = self._field("&Email, if known")
        self.trn_box = self._field("&TRN, if known")
        self.body.addLayout(self._form, 1)
        self.words = plain_label(self)
        self.body.addWidget(self.words)
        self.known_button = self.add_button("", self._take)
        self.new_button = self.add_button("", self._record)
        self._connect()
        self.keep_typed(self.name_box, self.school_box, self.email_box, self.trn_box)
        self.name_box.setText(name)
        self._look()

    def _connect(self) -> None:
        self.name_box.textChanged.connect(self._look)
        self.name_box.stepped.connect(self.list.step)
        self.name_box.left.connect(self.reject)
        self.list.currentItemChanged.connect(self._explain)
        self.list.itemActivated.connect(self._take)

    def _field(self, label: str) -> QLineEdit:
        box = QLineEdit(self)
        self._add(label, box)
        return box

    def _add(self, label: str, box: QWidget) -> None:
        box.setAccessibleName(label.replace("&", "").rstrip(":"))
        self._form.add_field(label.rstrip(":"), box)

    def _look(self) -> None:
        """Offer people whom the name may mean, and move the default button."""
        self.trouble.say("")
        found = alike(self._known, self.name_box.text())
        self.list.show_people(found)
        self._form.setRowVisible(self.list, bool(found))
        self.known_button.setVisible(bool(found))
        other = "Mark some&one else as here"
        self.new_button.setText(other if found else "&Mark as here")
        self.lead_with(self.known_button if found else self.new_button)
        self._explain()

    def _explain(self) -> None:
        self.attempt(self.show_again)

    @override
    def show_again(self) -> None:
        person = self.list.chosen()
        self.words.setText(self._answers.explain(person) if person else "")
        self.words.setVisible(person is not None)
        guest = person is not None and person.group_title
        self.known_button.setText("Mark as &guest" if guest else "&Go to their row")

    def _take(self) -> None:
        person, shown = self.list.chosen(), self.words.text()
        if person is not None and self.attempt(lambda: self._answers.take(person, shown)):
            self.accept()

    def _record(self) -> None:
        who = WalkIn(
            name=self.name_box.text(),
            school=self.school_box.text(),
            email=self.email_box.text(),
            trn=self.trn_box.text(),
        )
        if self.attempt(lambda: self._answers.record(who)):
            self.accept()
        else:
            self.words.hide()  # the error above it tells the same
