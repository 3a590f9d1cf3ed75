"""Signs what this laptop's people do and stores it; the only writer of its own events.

A pen, and with it a stream, lives for one run of the program and one group. After a failed write
the pen is thrown away: the next one starts a stream of its own, so no position is used twice.
Source: journal design, sections 1, 4 and 5.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from npq_desktop.errors import ServiceError
from npq_desktop.journal.cells import Cell
from npq_desktop.journal.event import MAX_REPLACED, Author, Event, Pen, start_group
from npq_desktop.journal.kinds import KINDS, UNDOES
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.facts import FactsOfGroups, programme_of
from npq_desktop.services.core.identities import Identities
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

    def write(self, group: str, drafts: Iterable[NewEntry]) -> Recorded:
        """Sign and store the drafts, all or none.

        Raises:
            ServiceError: this laptop may not write such a fact in the group.
            JournalError: a text is longer than an entry may be.
            StoreError: it could not be made durable; nothing was written.
        """
        state = self._store.state(group)
        pen = self._pen(group, state)
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
            del self._pens[group]
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
        start = start_group(author, content, at=self._now(zone))
        pen = Pen(author, start.id, last_prev=start.id)
        events = [start]
        for draft in drafts:
            events.append(pen.write(draft.kind, draft.content, rep=(), at=self._now(zone)))
            pen.commit(events[-1])
        self._identities.remember(start.id, member)
        self._store.append(start.id, events)
        self._pens[start.id] = pen
        return start.id

    def join(self, group: str, member: str, content: Mapping[str, object]) -> Changes:
        """Write the join that makes this laptop a member, as its first entry in the group."""
        self._identities.remember(group, member)
        pen = Pen(self._identities.author(group), group, last_prev=None)
        event = self._sign(pen, NewEntry("join", content), ())
        pen.commit(event)
        changes = self._store.append(group, [event])
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
                "This cannot be undone: something was recorded over it since. "
                "Change the mark itself instead."
            )
        newest_first = [state.events[event_id] for event_id in reversed(ids)]
        drafts = [NewEntry(event.kind, {UNDOES: event.id}) for event in newest_first]
        recorded = self.write(group, drafts)
        return replace(recorded, ids=tuple(reversed(recorded.ids)))

    def resolve(self, group: str, cell: Cell, head: str) -> Recorded:
        """Write one live head's value again over all heads of its cell.

        Raises:
            ServiceError: the head is no longer among them.
        """
        values = self._store.state(group).values(cell)
        chosen = next((value for value in values if value.head == head), None)
        if chosen is None:
            raise ServiceError("This has changed meanwhile: look again, then choose.")
        content = chosen.content
        if cell[0] in ("person", "event"):  # the entry may have said more than this one field
            content = {cell[0]: cell[1], cell[2]: content[cell[2]]}
        return self.write(group, [NewEntry(chosen.event.kind, content)])

    def _pen(self, group: str, state: State) -> Pen:
        if group not in self._pens:
            author = self._identities.author(group)
            self._pens[group] = Pen(author, group, last_prev=state.last_of(author.key))
        return self._pens[group]

    def _heads(self, state: State, pen: Pen, draft: NewEntry) -> list[str]:
        """What the draft replaces: the live heads of every cell it writes, each once.

        Cells may name the author or the entry itself, so an unsigned thought is not enough: the
        draft is written once without links, and that copy is thrown away.
        """
        undone = draft.content.get(UNDOES)
        if isinstance(undone, str):
            cells = cells_of(state, undone)
        else:
            cells = KINDS[draft.kind].cells(self._sign(pen, draft, ()), draft.content)
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
        at = self._now(self._facts.of(pen.group).zone)
        return pen.write(draft.kind, draft.content, rep=heads, at=at)

    def _now(self, zone: tzinfo) -> str:
        return self._clock().astimezone(zone).isoformat(timespec="seconds")

    @staticmethod
    def _check(state: State, author: Author, draft: NewEntry) -> None:
        """That what is about to be written counts: an entry that is held must get no tick."""
        if not state.may_write(author.key, draft.kind):
            raise ServiceError(_why_not(state, author.key))
        reason = None if UNDOES in draft.content else KINDS[draft.kind].validate(draft.content)
        if reason:
            raise ValueError(f"a {draft.kind} that nobody would understand: {reason}")


def _why_not(state: State, key: str) -> str:
    member = next((each for each in state.members if each.key == key), None)
    if member is None:
        return (
            "This group is read-only here, because this laptop is no member of it: ask a "
            "coordinator for an invitation."
        )
    if member.revoked:
        return (
            "This laptop was taken out of the group, so nothing new counts from here. What is "
            "recorded stays: ask a coordinator."
        )
    return "Only a coordinator of this group may do this: ask the person who set it up."


def cells_of(state: State, event_id: str) -> tuple[Cell, ...]:
    """The cells an entry writes; of an undo those of what it takes back; none once it is erased."""
    event = state.events[event_id]
    while (undone := _undone_by(state, event.id)) is not None:
        event = state.events[undone]
    return () if event.content is None else KINDS[event.kind].cells(event, event.content)


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
