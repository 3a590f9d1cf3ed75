"""Offers the commands of one row: linking a walk-in to a participant, and a catch-up.

A key that does nothing on the row shows why.
"""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.register import RegisterRow
from npq_desktop.ui.register.tab_actions import RegisterActions

if TYPE_CHECKING:
    from npq_desktop.rows.people import CatchUpOffer, PersonChoice


class RowActions(RegisterActions):
    """*Link* (Alt+J), *Unlink* (Alt+U) and *Catch-up* (Alt+C) of one row."""

    @override
    def offer_commands(self) -> None:
        self.join = self.offer("link", self._ask_join, when=self._may_join)
        self.part = self.offer("unlink", self._part, when=self._may_part)
        self.catch_up = self.offer("catch_up", self._ask_catch_up, when=self._may_catch_up)

    @property
    def _current(self) -> RegisterRow | None:
        return self._open.row(self._tab.table.current_person() or "")

    def _row(self) -> RegisterRow | None:
        row = self._current
        if row is None:
            self._bus.said.emit("Choose a row of the register first.")
        return row

    def _may_join(self) -> bool:
        row = self._current
        return row is not None and row.walk_in

    def _may_part(self) -> bool:
        row = self._current
        return row is not None and bool(self._joined(row))

    def _may_catch_up(self) -> bool:
        row = self._current
        if row is None:
            return False
        try:
            self._services.catch_up.offer(self._open.group, self._open.event_id, row.person)
        except NpqDesktopError:
            return False
        return True

    def _ask_join(self) -> None:
        from npq_desktop.ui.register.people.choose_person import ChoosePersonDialog

        row = self._row()
        if row is None:
            return
        if not row.walk_in:
            self._bus.said.emit(
                f"{row.name} is on the list of people. You can only link a walk-in."
            )
            return
        group, event = self._open.group, self._open.event_id
        found = self._bus.read(lambda: self._services.people.may_be(group, event, row.person))
        if found is None:
            return
        ChoosePersonDialog(
            parent=self._tab,
            heading=f"Who is {row.name}?",
            button="&Link",
            people=found,
            choose=partial(self._join, (group, event), row),
            explain=partial(self._joining_words, group, row.person),
        ).open()

    def _joining_words(self, group: str, walk_in: str, chosen: "PersonChoice") -> str:
        return self._services.people.joining_words(group, walk_in, chosen.person)

    def _join(
        self, place: tuple[str, str], row: RegisterRow, chosen: "PersonChoice", shown: str
    ) -> None:
        group, event = place
        self.tell(self._services.people.join(group, row.person, chosen.person, event, shown))
        self._tab.table.select(chosen.person)
        self._bus.said.emit(f"{row.name} is linked to {chosen.name}. Press Alt+U to unlink them.")

    def _part(self) -> None:
        row = self._row()
        if row is None:
            return
        joined = self._joined(row)
        if not joined:
            self._bus.said.emit(f"{row.name} is not linked to a walk-in.")
            return
        group, event, (person, name) = self._open.group, self._open.event_id, joined[-1]
        self.record(
            lambda: self._services.people.part(group, person, event),
            f"{name} and {row.name} are separate again, each with their own mark.",
        )

    def _joined(self, row: RegisterRow) -> tuple[tuple[str, str], ...]:
        return self._services.people.joined(self._open.group, row.person)

    def _ask_catch_up(self) -> None:
        from npq_desktop.ui.register.marking.catch_up_dialog import CatchUpDialog

        row = self._row()
        if row is None:
            return
        try:
            offer = self._services.catch_up.offer(self._open.group, self._open.event_id, row.person)
        except NpqDesktopError as error:
            self._bus.said.emit(str(error))
            return
        group = self._open.group
        CatchUpDialog(
            parent=self._tab,
            offer=offer,
            look=partial(self._services.catch_up.offer, group, offer.event, offer.person),
            agree=partial(self._agree, group),
            hand_in=partial(self._hand_in, group),
        ).open()

    def _agree(self, group: str, offer: "CatchUpOffer", what: str, by: date) -> None:
        said = f"Catch-up agreed with {offer.name}. You find it in Task review, Ctrl+3."
        self.tell(self._services.catch_up.agree(group, offer, what, by), said)

    def _hand_in(self, group: str, offer: "CatchUpOffer", text: str) -> None:
        said = f"Catch-up of {offer.name} is waiting for review in Task review, Ctrl+3."
        self.tell(self._services.catch_up.hand_in(group, offer, text), said)
