"""Choosing one person of many, told beforehand what the choice will do.

What is recorded is the caller's, whose refusal is shown here and keeps the dialog open.
"""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from npq_desktop.rows.people import PersonChoice
from npq_desktop.ui.kit.folding import found
from npq_desktop.ui.kit.sheet import Sheet, plain_label
from npq_desktop.ui.register.find_bar import FindField
from npq_desktop.ui.register.people.people_list import PeopleList

_LINES = 5


class ChoosePersonDialog(Sheet):
    """Typing narrows the list, the arrows choose, Return takes who is chosen."""

    def __init__(
        self,
        *,
        parent: QWidget,
        heading: str,
        button: str,
        people: Sequence[PersonChoice],
        choose: Callable[[PersonChoice], None],
        explain: Callable[[PersonChoice], str],
    ) -> None:
        super().__init__(parent, heading)
        self._people = tuple(people)
        self._choose = choose
        self._explain = explain
        self.find_box = FindField(self)
        self.find_box.setPlaceholderText(self.tr("Find by name, TRN or e-mail"))
        self.find_box.setAccessibleName(self.tr("Find a person"))
        self.find_box.setClearButtonEnabled(True)
        self.list = PeopleList(self, lines=_LINES)
        self.list.setAccessibleName(self.tr("People"))
        self.words = plain_label(self)
        self.body.addWidget(self.find_box)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.words)
        self.choose_button = self.add_button(button, self._take)
        self.choose_button.setDefault(True)
        self.find_box.textChanged.connect(self._filter)
        self.find_box.stepped.connect(self.list.step)
        self.find_box.left.connect(self.reject)
        self.list.currentItemChanged.connect(self._show_words)
        self.list.itemActivated.connect(self._take)
        self._filter("")

    def _filter(self, text: str) -> None:
        kept = [p for p in self._people if found(text, f"{p.name} {p.search_key} {p.group_title}")]
        self.list.show_people(kept)
        self.choose_button.setEnabled(bool(kept))
        self._show_words()

    def _show_words(self) -> None:
        person = self.list.chosen()
        nobody = self.tr("Nobody of that name. Clear the box to see everybody.")
        self.words.setText(self._explain(person) if person else nobody)

    def _take(self) -> None:
        person = self.list.chosen()
        if person is not None and self.attempt(lambda: self._choose(person)):
            self.accept()
