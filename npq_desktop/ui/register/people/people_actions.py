"""Offers the commands for people who are not on the list: a walk-in, a guest."""

from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from npq_desktop.ui.register.tab_actions import RegisterActions

if TYPE_CHECKING:
    from npq_desktop.rows.people import Arrived, PersonChoice, WalkIn


class PeopleActions(RegisterActions):
    """Binds *Walk-in* and *Guest*, also for a name that find did not find."""

    @override
    def offer_commands(self) -> None:
        self.walk_in = self.offer("walk_in", self._ask_walk_in)
        self.guest = self.offer("guest", self._ask_guest)
        self._tab.walk_in_asked.connect(self._ask_for)

    def _ask_walk_in(self) -> None:
        self._ask_for("")

    def _ask_for(self, name: str) -> None:
        from npq_desktop.ui.register.people.walk_in_dialog import Answers, WalkInDialog

        view = self._open.view
        if view is None or not self._open.takes_marks():
            return
        place = view.group, view.event.id
        known = self._bus.read(lambda: self._services.people.known(*place))
        if known is None:
            return
        WalkInDialog(
            parent=self._tab,
            title=view.event.short,
            known=known,
            answers=Answers(
                partial(self._record_walk_in, *place),
                partial(self._take, *place),
                partial(self._explain, *place),
            ),
            name=name,
        ).open()

    def _record_walk_in(self, group: str, event: str, who: "WalkIn") -> None:
        self._arrived(self._services.people.walk_in(group, event, who))

    def _take(self, group: str, event: str, person: "PersonChoice", shown: str) -> None:
        """Select the row of a person of this register, whose mark a key then makes."""
        if person.group != group:
            self._record_guest(group, event, person, shown)
            return
        self._leave_find()
        self._tab.table.select(person.person)
        self._tab.table.setFocus()
        self._bus.said.emit(f"{person.name} is on this register. Mark the row.")

    def _explain(self, group: str, event: str, person: "PersonChoice") -> str:
        if person.group != group:
            return self._services.people.guest_words(event, person)
        return (
            f"{person.name} is already on this register. If this is someone else, add a school, "
            "TRN or email to tell them apart."
        )

    def _ask_guest(self) -> None:
        from npq_desktop.ui.register.people.choose_person import ChoosePersonDialog

        view = self._open.view
        if view is None or not self._open.takes_marks():
            return
        place = view.group, view.event.id
        others = self._bus.read(lambda: self._services.people.others(view.group))
        if others is None:
            return
        if not others:
            self._bus.said.emit("No other group is on this laptop. Record a walk-in with Ctrl+N.")
            return
        ChoosePersonDialog(
            parent=self._tab,
            heading=f"Guest at {view.event.short}",
            button="&Mark as guest",
            people=others,
            choose=partial(self._record_guest, *place),
            explain=partial(self._explain, *place),
        ).open()

    def _record_guest(self, group: str, event: str, guest: "PersonChoice", shown: str) -> None:
        self._arrived(self._services.people.guest(group, event, guest, shown))

    def _arrived(self, arrived: "Arrived") -> None:
        for changes in arrived.changes:
            self.tell(changes)
        self._leave_find()
        self._tab.table.select(arrived.person)
        self._bus.said.emit(arrived.words)

    def _leave_find(self) -> None:
        """Empty find, because the name typed there has become a row."""
        self._tab.find_bar.field.clear()
        self._tab.find_bar.say("")
