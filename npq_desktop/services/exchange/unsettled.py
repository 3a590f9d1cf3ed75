"""What waits for somebody's decision: entries that are stored and do not count, and disagreements.

A coordinator accepts an entry for good, since authority has no undo; an acceptance that would
change nothing raises. A choice between two sides can be undone.
Source: journal/FORMAT.md, sections 2 and 4.
"""

from collections.abc import Sequence
from functools import partial

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.journal.authority import Invitation, MemberKey
from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds.fact import HeldFact
from npq_desktop.journal.names import one_line
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import Disagreement, HeldRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.telling import Teller
from npq_desktop.services.core.times import in_zone, moment
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.exchange import words
from npq_desktop.services.exchange.by_code import author_by, helps
from npq_desktop.services.exchange.members import revocation
from npq_desktop.services.exchange.words import called
from npq_desktop.services.register.register import RegisterService


class HeldEntriesService:
    """Lists them and accepts one at a time."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def all(self, group: str) -> tuple[HeldRow, ...]:
        """Every held entry, in the order of arrival."""
        facts = self._core.facts.of(group)
        teller = Teller(facts, self._core.now(group))
        return tuple(self._row(facts, teller, held) for held in facts.held)

    def accept(self, group: str, entry: str, code: str = "") -> Changes:
        """Let one entry count; of laptops that used one invitation, the one that was meant.

        Where another of these was chosen before, it is taken out with it. ``code``: the recovery
        code as typed, whose sheet signs instead of this laptop.

        Raises:
            JournalError: the code has a slip in it.
            ServiceError: it does not wait for an acceptance, or not for one by this laptop or
                sheet.
        """
        state, own = self._core.facts.of(group).state, self._core.identities.key_in(group)
        if entry not in state.held:
            raise StaleError("This change already counts. Close this list and open it again.")
        author = None
        if code:
            author = author_by(state, code, partial(_may_accept, state, entry))
        elif not state.may_accept(own, entry):
            raise ServiceError("You cannot accept this one. Ask the person who started the group.")
        drafts = [NewEntry("accept", {"ids": [entry]})]
        for other in _chosen_before(state, state.events[entry]):
            drafts += revocation(state, other.key)
        return self._core.recorder.write(group, drafts, author=author).changes

    def _row(self, facts: GroupFacts, teller: Teller, held: HeldFact) -> HeldRow:
        event, source = facts.state.events[held.id], held.source
        state, own = facts.state, self._core.identities.key_in(facts.id)
        may = state.may_accept(own, held.id)
        by_code = not may and helps(state, own, partial(_may_accept, state, held.id))
        return HeldRow(
            id=held.id,
            what=_joined(facts, teller, event) or teller.entry(event),
            who=_who(facts, event),
            laptop=_laptop(facts, event),
            claimed=moment(source.at, facts.zone),
            first_seen=in_zone(source.first_seen, facts.zone),
            why=held.sentence,
            acceptable=may or by_code,
            question=_question(facts, event),
            by_code=by_code,
        )


def _may_accept(state: State, entry: str, key: str) -> bool:
    return state.may_accept(key, entry)


_FIRST = 3
"""How many of a laptop's first entries tell it from another."""


def _used_twice(state: State, join: Event) -> Invitation | None:
    """The invitation that this join and one by another laptop are on."""
    return next(
        (each for each in state.invites if join.key in each.keys and len(each.keys) > 1), None
    )


def _chosen_before(state: State, join: Event) -> Sequence[MemberKey]:
    """The laptops that are in by the invitation that this join is on as well."""
    invitation = _used_twice(state, join) if join.kind == "join" else None
    return [
        member
        for member in state.members
        if invitation and member.invite == invitation.id and not member.revoked
    ]


def _joined(facts: GroupFacts, teller: Teller, join: Event) -> str:
    """What tells a laptop from the other one that used its invitation; "" for other entries."""
    if join.kind != "join" or _used_twice(facts.state, join) is None:
        return ""
    wrote = [e for e in facts.state.events.values() if e.key == join.key and e.id != join.id]
    first = [teller.entry(event) for event in wrote if event.kind != "register.open"][:_FIRST]
    return words.joined_as(_said(facts, join, "name"), _said(facts, join, "device"), first)


def _question(facts: GroupFacts, join: Event) -> str:
    """The choice between two laptops in one sentence, and what follows from it."""
    invitation = _used_twice(facts.state, join) if join.kind == "join" else None
    if invitation is None:
        return ""
    before = [called(each) for each in _chosen_before(facts.state, join)]
    return words.which_was_meant(
        invitation.name,
        len(invitation.keys),
        name=_said(facts, join, "name"),
        laptop=_said(facts, join, "device"),
        before=before,
    )


def _who(facts: GroupFacts, event: Event) -> str:
    """Who wrote it; of a laptop that is not in the group, as it said itself when it joined."""
    known = event.key in facts.members
    return facts.member_name(event.key) if known else _said(facts, event, "name")


def _laptop(facts: GroupFacts, event: Event) -> str:
    known = event.key in facts.members
    return facts.device_name(event.key) if known else _said(facts, event, "device")


def _said(facts: GroupFacts, event: Event, what: str) -> str:
    joins = (e for e in facts.state.events.values() if e.kind == "join" and e.key == event.key)
    said = ((join.content or {}).get(what) for join in joins)
    texts = (one_line(text) for text in said if isinstance(text, str))
    return next(filter(None, texts), words.UNKNOWN_LAPTOP)


class DisagreementsService:
    """Lists and settles; what two laptops settle differently is one new disagreement."""

    def __init__(self, core: Core, *, register: RegisterService) -> None:
        self._core = core
        self._register = register

    def all(self, group: str) -> tuple[Disagreement, ...]:
        """Marks first, then the rest, each in the order of what they are about."""
        facts = self._core.facts.of(group)
        teller = Teller(facts, self._core.now(group))
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
