"""What a set of events means: members, heads, values, conflicts, held entries.

Every copy of a group reaches the same answer from the same events, whatever their order: there is
no clock here, no storage and no programme. What a mark is worth is the caller's comparison.

Source: journal/FORMAT.md, section 4.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from npq_desktop.errors import JournalError
from npq_desktop.journal.admission import Admission, admit, known_writers
from npq_desktop.journal.authority import Invitation, MemberKey
from npq_desktop.journal.budgets import BUDGET, Amount, beyond, in_order
from npq_desktop.journal.digest import digest_of
from npq_desktop.journal.event import Event
from npq_desktop.journal.gaps import Gaps, find_gaps
from npq_desktop.journal.held import Held, Reason
from npq_desktop.journal.kinds import KINDS, UNDOES, default_compare, never_conflicts
from npq_desktop.journal.kinds.checks import Content
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.kinds.kind import Compare
from npq_desktop.journal.parse import BLANK
from npq_desktop.journal.replacement import Heads

ALL_CELLS: Final[frozenset[Cell]] = frozenset({("*",)})
"""What :meth:`State.add` returns where anything may have changed; compare with ``is``."""

_HELD = MappingProxyType({reason: Held(reason) for reason in Reason})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a cell: what ``event`` says there, brought to the cell by the live head
    ``head``.

    The two differ where the head undoes an entry.
    """

    event: Event
    content: Content
    head: str


class State:
    """The meaning of one group's events. Only :meth:`add` changes it."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: dict[str, Event] = {}
        self._proofs: dict[str, bool] = {}
        for event in events:
            self._keep(event)
        self._compute()

    @classmethod
    def of(cls, events: Iterable[Event]) -> "State":
        """The state of these events, in any order and with any repetition.

        Raises:
            JournalError: they belong to different groups.
        """
        return cls(events)

    def add(self, event: Event) -> frozenset[Cell]:
        """Take in one more event; returns the cells it touches, or :data:`ALL_CELLS`.

        An entry like a mark is looked at alone. One that changes who may do what, that others wait
        for, or that fills in a payload makes the whole state be computed anew.

        Raises:
            JournalError: it belongs to another group.
        """
        alone = self._stands_alone(event)
        if not self._keep(event):
            return frozenset()
        if not alone:
            self._compute()
            return ALL_CELLS
        self._refer(event)
        reason = self._admission.hold(event)
        cells = self._heads.add(event) if reason is None else ()
        amount = self._amounts[event.key]
        amount.entries += 1
        amount.characters += len(event.header) + len(event.payload or "")
        amount.cells += len(cells)
        most = BUDGET
        if (
            amount.entries > most.entries
            or amount.characters > most.characters
            or amount.cells > most.cells
        ):
            self._compute()
            return ALL_CELLS
        if reason is not None:
            self._held[event.id] = _HELD[reason]
        return frozenset(cells)

    @property
    def events(self) -> Mapping[str, Event]:
        """All events by id, as they arrived; of two copies the one with its payload."""
        return MappingProxyType(self._events)

    @property
    def held(self) -> Mapping[str, Held]:
        """The events that do not count, by id, with the reason."""
        return MappingProxyType(self._held)

    @property
    def members(self) -> tuple[MemberKey, ...]:
        """The devices that are or were in the group, from the roots down."""
        return tuple(self._admission.members.values())

    @property
    def invites(self) -> tuple[Invitation, ...]:
        """The admitted invitations, by id."""
        invitations = self._admission.invitations
        return tuple(invitations[invite_id] for invite_id in sorted(invitations))

    @property
    def erased_persons(self) -> frozenset[str]:
        """The persons whom an admitted ``erase`` names."""
        return self._admission.erasure.persons

    @property
    def blankable(self) -> frozenset[str]:
        """The events that still have a payload which an admitted ``erase`` takes away."""
        erasure = self._admission.erasure
        return frozenset(
            event.id
            for event in self._events.values()
            if event.payload is not None
            and (kind := KINDS.get(event.kind)) is not None
            and (erasure.lists(event, kind) or erasure.covers_person_of(event, kind))
        )

    @property
    def waiting(self) -> frozenset[str]:
        """The ids that events here replace and that are not here."""
        return frozenset(
            event_id
            for event in self._events.values()
            for event_id in event.rep
            if event_id not in self._events
        )

    def cells(self) -> Iterator[Cell]:
        """Every cell that an admitted event writes, in no particular order."""
        return iter(tuple(self._heads.cells()))

    def heads(self, cell: Cell) -> tuple[str, ...]:
        """The ids of the cell's live heads, sorted."""
        return self._heads.of(cell)

    def values(self, cell: Cell, heads: Iterable[str] | None = None) -> tuple[Value, ...]:
        """What the cell says: its heads' values in the order of heads, undo resolved.

        ``heads``: entries that were its heads once, in place of the live ones. Several heads may
        bring the same event, and an undo several events or none. Values that take the cell back
        (null) are left out beside any other.
        """
        values = tuple(
            Value(event, event.content or {}, head)
            for head in (self._heads.of(cell) if heads is None else heads)
            for event in self._heads.sources(head, cell)
        )
        full = tuple(value for value in values if not _is_null(value, cell))
        return full or values

    def conflict(self, cell: Cell, compare: Compare = default_compare) -> bool:
        """Whether the cell's values disagree, by the kind's comparison or the caller's own."""
        if never_conflicts(cell):
            return False
        values = [value for value in self.values(cell) if not _is_null(value, cell)]
        return len(values) > 1 and len({compare(cell, value.content) for value in values}) > 1

    def roster(self, event: str) -> tuple[str, ...]:
        """The persons on an event's register, sorted: the union of all live openings."""
        rosters = (value.content["roster"] for value in self.values(("register", event)))
        return tuple(sorted({person for roster in rosters for person in _texts(roster)}))

    def member_name(self, member: str) -> str | None:
        """A member's name, as the first of the member's devices says it."""
        names = (key.shown for key in self._admission.members.values() if key.member == member)
        return next(names, None)

    def device_name(self, key: str) -> str | None:
        """The device name from its own ``join`` event."""
        found = self._admission.members.get(key)
        return None if found is None else found.device

    def writers(self) -> frozenset[str]:
        """The keys whose files are taken in, whether what they wrote counts or is held."""
        return known_writers(self._events, self._admission, self._proofs)

    def may_write(self, key: str, kind: str) -> bool:
        """Whether a new event of this kind by this device would count without being accepted."""
        member, rule = self._admission.members.get(key), KINDS.get(kind)
        if member is None or rule is None or member.revoked:
            return False
        return member.role.may_write(rule.writers)

    def may_accept(self, key: str, event_id: str) -> bool:
        """Whether an ``accept`` by this device would make the held event count."""
        if event_id not in self._held:
            return False
        reason = self._held[event_id].reason
        return self._admission.may_accept(key, self._events[event_id], reason)

    def may_revoke(self, key: str, other: str) -> bool:
        """Whether a ``revoke`` of the device ``other`` by this device would count."""
        upper, lower = (self._admission.members.get(one) for one in (key, other))
        if upper is None or lower is None or upper.revoked:
            return False
        return self._admission.outranks(key, lower)

    def may_withdraw(self, key: str, invite: str) -> bool:
        """Whether taking back an invitation by this device would count."""
        invitation = self._admission.invitations.get(invite)
        if invitation is None or not self.may_write(key, "revoke"):
            return False
        return key == invitation.author or self.may_revoke(key, invitation.author)

    def last_of(self, key: str) -> str | None:
        """The event that the device's next one follows: the smallest that it did not follow yet."""
        own = [event for event in self._events.values() if event.key == key]
        followed = {event.prev for event in own}
        return min((event.id for event in own if event.id not in followed), default=None)

    def kept_of(self, key: str) -> frozenset[str] | None:
        """What stays of a key that was taken out; None while it was not."""
        return self._admission.kept.get(key)

    def gaps(self) -> Gaps:
        """Holes and forks in what the devices wrote."""
        return find_gaps(self._events.values())

    def _keep(self, event: Event) -> bool:
        """Store the event; False where it was here, with a payload or without one again."""
        known = self._events.get(event.id)
        if known is not None and (event.payload is None or known.payload is not None):
            return False
        first = next(iter(self._events.values()), event)
        if event.group_id != first.group_id:
            raise JournalError("These entries belong to another group: open that group first.")
        self._events[event.id] = event
        return True

    def _stands_alone(self, event: Event) -> bool:
        """Whether nothing but the event's own cells can change by it."""
        kind = KINDS.get(event.kind)
        member = self._admission.members.get(event.key)
        return (
            (kind is None or not kind.is_authority)
            and (member is None or not member.revoked)
            and event.id not in self._referred
            and event.id not in self._events
        )

    def _refer(self, event: Event) -> None:
        """Remember the ids that the event names, so that their arrival is noticed."""
        self._referred.update(event.rep)
        content = event.content or {}
        for name in (UNDOES, "ids", "keep"):
            named = content.get(name)
            if isinstance(named, str):
                self._referred.add(named)
            elif isinstance(named, list):
                self._referred.update(_texts(named))

    def _compute(self) -> None:
        self._referred: set[str] = set()
        for event in self._events.values():
            self._refer(event)
        self._admission: Admission = admit(self._events, self._proofs)
        self._held: dict[str, Held] = {}
        self._amounts: defaultdict[str, Amount] = defaultdict(Amount)
        reader = self._admission.reader
        for event in self._events.values():
            reason = self._admission.hold(event)
            if reason is not None:
                self._held[event.id] = _HELD[reason]
            cells = reader.read(event).cells if reason is None else None
            self._amounts[event.key].add(event, len(cells or ()))
        for key in [key for key, amount in self._amounts.items() if amount.is_over]:
            self._hold_beyond(key)
        admitted = [event for event in self._events.values() if event.id not in self._held]
        self._heads = Heads(events=self._events, held=self._held, reader=self._admission.reader)
        self._heads.build(admitted)

    def _hold_beyond(self, key: str) -> None:
        """Hold what a key recorded beyond its budget. A text that an erasure covers weighs nothing,
        since not every laptop still has it.
        """
        reader, entries = self._admission.reader, []
        for event in in_order({e.id: e for e in self._events.values() if e.key == key}):
            reading = reader.read(event)
            is_erased = reading is BLANK or reading.problem is Reason.ERASED
            cells = () if event.id in self._held else reading.cells or ()
            entries.append((event, len(cells), not is_erased))
        for event_id in beyond(entries):
            if event_id not in self._held and self._admission.exceeds(self._events[event_id]):
                self._held[event_id] = _HELD[Reason.OVER_BUDGET]


def digest(state: State) -> str:
    """The state digest as hex: equal for equal sets of events, and hardly ever otherwise."""
    return digest_of({cell: state.heads(cell) for cell in state.cells()}, state.held)


def _is_null(value: Value, cell: Cell) -> bool:
    return KINDS[value.event.kind].is_null(cell, value.content)


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
