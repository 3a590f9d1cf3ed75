"""What waits for somebody's decision: entries that are stored and do not count, and disagreements.

A coordinator accepts an entry for good, since authority has no undo; an acceptance that would
change nothing raises. A choice between two sides can be undone.
Source: journal/FORMAT.md, sections 2 and 4.
"""

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.facts import HeldFact
from npq_desktop.journal.event import Event
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import Disagreement, HeldRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.telling import Teller
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.register.register import RegisterService


class HeldEntriesService:
    """Lists them and accepts one at a time."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def all(self, group: str) -> tuple[HeldRow, ...]:
        """Every held entry, in the order of arrival."""
        facts = self._core.facts.of(group)
        teller = Teller(facts)
        return tuple(self._row(facts, teller, held) for held in facts.held)

    def accept(self, group: str, entry: str) -> Changes:
        """Let one entry count.

        Raises:
            ServiceError: it does not wait for an acceptance, or not for one by this laptop.
        """
        state, own = self._core.facts.of(group).state, self._core.identities.device.key
        if entry not in state.held:
            raise StaleError("This entry counts already.")
        if not state.may_accept(own, entry):
            raise ServiceError(
                "Accepting this from here would change nothing: it takes a coordinator who stands "
                "above the laptop that wrote it, such as whoever started the group."
            )
        return self._core.recorder.write(group, [NewEntry("accept", {"ids": [entry]})]).changes

    def _row(self, facts: GroupFacts, teller: Teller, held: HeldFact) -> HeldRow:
        event, source = facts.state.events[held.id], held.source
        return HeldRow(
            id=held.id,
            what=teller.entry(event),
            who=_who(facts, event),
            laptop=_laptop(facts, event),
            claimed=moment(source.at),
            first_seen=source.first_seen,
            why=held.sentence,
            acceptable=facts.state.may_accept(self._core.identities.device.key, held.id),
        )


def _who(facts: GroupFacts, event: Event) -> str:
    """Who wrote it; of a join that does not count, as it says itself."""
    said = (event.content or {}).get("name")
    if event.kind == "join" and event.key not in facts.members and isinstance(said, str):
        return said
    return facts.member_name(event.key)


def _laptop(facts: GroupFacts, event: Event) -> str:
    said = (event.content or {}).get("device")
    if event.kind == "join" and event.key not in facts.members and isinstance(said, str):
        return said
    return facts.device_name(event.key)


class DisagreementsService:
    """Lists and settles; what two laptops settle differently is one new disagreement."""

    def __init__(self, core: Core, *, register: RegisterService) -> None:
        self._core = core
        self._register = register

    def all(self, group: str) -> tuple[Disagreement, ...]:
        """Marks first, then the rest, each in the order of what they are about."""
        facts = self._core.facts.of(group)
        teller = Teller(facts)
        found = [teller.tell(conflict.cell) for conflict in facts.disagreements()]
        return tuple(sorted(found, key=lambda one: (one.cell[0] != "mark", one.what, one.cell)))

    def choose(self, group: str, shown: Disagreement, head: str) -> Changes:
        """Let one side of a disagreement hold, named by its head.

        Raises:
            StaleError: there are other sides by now than were shown.
            ServiceError: only a coordinator may choose.
        """
        cell = shown.cell
        unchanged(shown, next((one for one in self.all(group) if one.cell == cell), None))
        if cell[0] == "mark":
            sides = [side.head for side in shown.sides]
            return self._register.choose(group, cell[1], cell[2], head, sides)
        what = shown.what
        recorded = self._core.recorder.resolve(group, cell, head)
        self._core.undo.remember(group, UndoStep(f"choice for {what}", recorded.ids))
        return recorded.changes
