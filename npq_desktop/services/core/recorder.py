"""Signs what this laptop's people do and stores it; the only writer of its own events.

A pen, and with it a stream, lives for one run of the program and one group. After a failed write
the pen is thrown away: the next one starts a stream of its own, so no position is used twice.
Source: journal/FORMAT.md, sections 1, 4 and 5.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.journal.event import MAX_REPLACED, Author, Event, Pen, start_group
from npq_desktop.journal.kinds import KINDS, UNDOES
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.facts import FactsOfGroups, programme_of
from npq_desktop.services.core.laptop.identities import Identities
from npq_desktop.services.core.words import only_a_coordinator
from npq_desktop.store.store import Store

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A fact about to be written; what it replaces is looked up when it is."""

    kind: str
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was stored: one event per draft, last of its chain, in order; and what changed."""

    ids: tuple[str, ...]
    changes: Changes


class Recorder:
    """Writes drafts into a group in one transaction; durable when a method returns."""

    def __init__(
        self, *, store: Store, facts: FactsOfGroups, identities: Identities, clock: Clock
    ) -> None:
        self._store = store
        self._facts = facts
        self._identities = identities
        self._clock = clock
        self._pens: dict[str, Pen] = {}

    def member(self, group: str) -> str | None:
        """The member that this laptop is in a group, or None if it may not write."""
        return self._identities.member(group)

    def leave(self, group: str) -> None:
        """Forget a group that has left this laptop; should it come back, a new stream starts."""
        self._pens.pop(group, None)
        self._facts.drop(group)

    def start_anew(self) -> None:
        """Use no stream again: what was written to one may have been taken back."""
        self._pens.clear()

    def write(
        self, group: str, drafts: Iterable[NewEntry], *, author: Author | None = None
    ) -> Recorded:
        """Sign and store the drafts, all or none; ``author`` signs instead of this laptop.

        Raises:
            ServiceError: this laptop may not write such a fact in the group.
            JournalError: a text is longer than an entry may be.
            StoreError: it could not be made durable; nothing was written.
        """
        state = self._store.state(group)
        pen = self._pen(group, state) if author is None else _pen_of(author, group, state)
        events: list[Event] = []
        ids: list[str] = []
        try:
            for draft in drafts:
                self._check(state, pen.author, draft)
                chain = self._chain(pen, draft, self._heads(state, pen, draft))
                events += chain
                ids.append(chain[-1].id)
            changes = self._store.append(group, events)
        except BaseException:
            self._pens.pop(group, None)
            raise
        self._facts.forget(changes)
        return Recorded(tuple(ids), changes)

    def start(self, content: Mapping[str, object], member: str, drafts: Iterable[NewEntry]) -> str:
        """Start a group and write its first facts, all or none; returns the group's id.

        Raises:
            StoreError: it could not be made durable; there is no such group.
        """
        author = self._identities.author_as(member)
        zone = programme_of(str(content["programme"])).zone
        start = start_group(author, content, at=self.now(zone))
        pen = Pen(author, start.id, last_prev=start.id)
        events = [start]
        for draft in drafts:
            events.append(pen.write(draft.kind, draft.content, rep=(), at=self.now(zone)))
            pen.commit(events[-1])
        with self._store.together():
            self._identities.remember(start.id, member)
            self._store.append(start.id, events)
        self._pens[start.id] = pen
        return start.id

    def join(self, group: str, content: Mapping[str, object]) -> Changes:
        """Write the join that makes this laptop the member it is remembered as."""
        pen = _pen_of(self._identities.author(group), group, self._store.state(group))
        event = self._sign(pen, NewEntry("join", content), ())
        pen.commit(event)
        return self._join(group, pen, [event])

    def join_by(
        self,
        inviter: Author,
        group: str,
        invite: NewEntry,
        join: Callable[[str], Mapping[str, object]],
        gone: Sequence[NewEntry],
    ) -> Changes:
        """As :meth:`join`, as one with the invitation and what else the inviter signs behind it;
        ``join`` makes the content from the invitation's id.
        """
        state = self._store.state(group)
        by_inviter = _pen_of(inviter, group, state)
        pen = _pen_of(self._identities.author(group), group, state)
        events = self._chain(by_inviter, invite, ())
        events += self._chain(pen, NewEntry("join", join(events[0].id)), ())
        for draft in gone:
            events += self._chain(by_inviter, draft, ())
        return self._join(group, pen, events)

    def _join(self, group: str, pen: Pen, events: Sequence[Event]) -> Changes:
        changes = self._store.append(group, events)
        self._pens[group] = pen
        self._facts.forget(changes)
        return changes

    def undo(self, group: str, ids: Sequence[str]) -> Recorded:
        """Take back stored events of ours, newest first, in one transaction.

        What an undo of ours brought back stands again, and can itself be taken back.

        Raises:
            ServiceError: something else has been recorded over one of them since.
        """
        state = self._store.state(group)
        if not all(stands(state, event_id) for event_id in ids):
            raise ServiceError(
                "This cannot be undone, because it was changed again since. "
                "Change the mark instead."
            )
        newest_first = [state.events[event_id] for event_id in reversed(ids)]
        drafts = [NewEntry(event.kind, {UNDOES: event.id}) for event in newest_first]
        recorded = self.write(group, drafts)
        return replace(recorded, ids=tuple(reversed(recorded.ids)))

    def resolve(self, group: str, cell: Cell, head: str) -> Recorded:
        """Write one live head's value again over all heads of its cell.

        Raises:
            StaleError: the head is no longer among them.
        """
        values = self._store.state(group).values(cell)
        chosen = next((value for value in values if value.head == head), None)
        if chosen is None:
            raise StaleError
        content = chosen.content
        if cell[0] in ("person", "event"):  # the entry may have said more than this one field
            content = {cell[0]: cell[1], cell[2]: content[cell[2]]}
        return self.write(group, [NewEntry(chosen.event.kind, content)])

    def _pen(self, group: str, state: State) -> Pen:
        if group not in self._pens:
            self._pens[group] = _pen_of(self._identities.author(group), group, state)
        return self._pens[group]

    def _heads(self, state: State, pen: Pen, draft: NewEntry) -> list[str]:
        """What the draft replaces: the live heads of every cell it writes, each once."""
        undone = draft.content.get(UNDOES)
        if isinstance(undone, str):
            cells = cells_of(state, undone)
        else:
            # A cell that is named after the entry itself has no heads yet, so no id is needed.
            cells = KINDS[draft.kind].cells(draft.kind, "", pen.author.member, draft.content)
        return list(dict.fromkeys(head for cell in cells for head in state.heads(cell)))

    def _chain(self, pen: Pen, draft: NewEntry, heads: Sequence[str]) -> list[Event]:
        """One event, or several where more heads are replaced than one event may list."""
        first, rest = heads[:MAX_REPLACED], heads[MAX_REPLACED:]
        events = [self._sign(pen, draft, first)]
        pen.commit(events[-1])
        while rest:
            step, rest = rest[: MAX_REPLACED - 1], rest[MAX_REPLACED - 1 :]
            events.append(self._sign(pen, draft, [events[-1].id, *step]))
            pen.commit(events[-1])
        return events

    def _sign(self, pen: Pen, draft: NewEntry, heads: Sequence[str]) -> Event:
        at = self.now(self._facts.of(pen.group).zone)
        return pen.write(draft.kind, draft.content, rep=heads, at=at)

    def now(self, zone: tzinfo) -> str:
        """The moment on this laptop's clock in a programme's zone, as entries claim it."""
        return self._clock().astimezone(zone).isoformat(timespec="seconds")

    @staticmethod
    def _check(state: State, author: Author, draft: NewEntry) -> None:
        """That what is about to be written counts: an entry that is held must get no tick."""
        if not state.may_write(author.key, draft.kind):
            raise ServiceError(_why_not(state, author.key))
        reason = None if UNDOES in draft.content else KINDS[draft.kind].validate(draft.content)
        if reason:
            raise ValueError(f"a {draft.kind} that nobody would understand: {reason}")


def _pen_of(author: Author, group: str, state: State) -> Pen:
    return Pen(author, group, last_prev=state.last_of(author.key))


def _why_not(state: State, key: str) -> str:
    member = next((each for each in state.members if each.key == key), None)
    if member is None:
        return (
            "You can look at this group but not record in it. Ask its coordinator for an "
            "invitation."
        )
    if member.revoked:
        return (
            "This laptop was removed from the group, so this was not recorded. Ask its "
            "coordinator for an invitation."
        )
    return only_a_coordinator("do this")


def cells_of(state: State, event_id: str) -> tuple[Cell, ...]:
    """The cells an entry writes; of an undo those of what it takes back; none once it is erased."""
    event = state.events[event_id]
    while (undone := _undone_by(state, event.id)) is not None:
        event = state.events[undone]
    if event.content is None:
        return ()
    return KINDS[event.kind].cells(event.kind, event.id, event.actor, event.content)


def stands(state: State, event_id: str) -> bool:
    """Whether an entry may be taken back: in every cell it writes, it alone speaks now."""
    if event_id not in state.events or event_id in state.held:
        return False
    if KINDS[state.events[event_id].kind].is_authority:
        return False
    cells = cells_of(state, event_id)
    return bool(cells) and all(_speaks(state, event_id, cell) for cell in cells)


def _speaks(state: State, event_id: str, cell: Cell) -> bool:
    own = state.events[event_id].key
    speaking = state.heads(cell)
    while len(speaking) == 1 and speaking[0] != event_id:
        undone = _undone_by(state, speaking[0])
        if undone is None or state.events[speaking[0]].key != own:
            return False
        speaking = _replaced(state, undone, cell)
    return len(speaking) == 1


def _undone_by(state: State, event_id: str) -> str | None:
    content = state.events[event_id].content or {}
    undone = content.get(UNDOES)
    return undone if isinstance(undone, str) else None


def _replaced(state: State, event_id: str, cell: Cell) -> tuple[str, ...]:
    """What an entry replaced in a cell, as far as it counts."""
    return tuple(
        one
        for one in state.events[event_id].rep
        if one in state.events and one not in state.held and cell in cells_of(state, one)
    )
