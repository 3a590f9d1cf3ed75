"""What the journal says, read out as facts: people, events, members, conflicts, histories.

Owns the questions about a group as a whole. Refuses to interpret: every live value comes out, in a
steady order. What is recorded about attendance and tasks is in :mod:`npq_desktop.store.recorded`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from npq_desktop.journal.state import State
from npq_desktop.rows.facts import (
    Cell,
    ConflictFact,
    EventFact,
    GroupFact,
    HeldFact,
    HistoryEntry,
    InviteFact,
    MemberFact,
    PersonFact,
    Source,
)
from npq_desktop.store import history
from npq_desktop.store.columns import Projection
from npq_desktop.store.engine import Database
from npq_desktop.store.projections import (
    ConflictRow,
    ErasedRow,
    EventFieldRow,
    GroupRow,
    HeldRow,
    InviteRow,
    MemberRow,
    PersonFieldRow,
    ProgrammeRow,
)
from npq_desktop.store.queries import SOURCE_COLUMNS
from npq_desktop.store.recorded import Recorded
from npq_desktop.store.tables import JournalRow

_Values = list[tuple[str, Source]]


class Reading(Recorded):
    """Queries that answer with facts; all take the group's id. Nothing here writes."""

    def __init__(self, *, database: Database, state: Callable[[str], State]) -> None:
        super().__init__(database=database)
        self._state = state

    def groups(self) -> tuple[GroupFact, ...]:
        """Every group that has a start that counts, by title."""
        ids = select(GroupRow.group_id).order_by(GroupRow.title, GroupRow.group_id)
        return tuple(self.group(row[0]) for row in self.all(ids))

    def group(self, group: str) -> GroupFact:
        """One group.

        Raises:
            LookupError: it is not here, or its start does not count.
        """
        columns = (GroupRow.title, GroupRow.cohort, GroupRow.keep_until)
        start = self.all(select(*columns).where(GroupRow.group_id == group))
        if not start:
            raise LookupError(group)
        title, cohort, keep_until = start[0]
        programmes = self.sourced(ProgrammeRow, ["programme"], group, order=["number"])
        disagrees = {cell for cell, _, _ in self._conflicts(group) if cell == ("programme",)}
        source, (programme,) = programmes[0]
        return GroupFact(group, title, cohort, programme, bool(disagrees), keep_until, source)

    def people(self, group: str) -> tuple[PersonFact, ...]:
        """Everybody of whom something is known, and the erased, by id."""
        fields = self._fields(PersonFieldRow, "person", group)
        erased = {row[0] for row in self.all(_erased(group))}
        everybody = sorted(erased | fields.keys())
        return tuple(_person(one, fields.get(one, {}), one in erased) for one in everybody)

    def person(self, group: str, person: str) -> PersonFact:
        """One participant; without fields where nothing is known of the id."""
        fields = self._fields(PersonFieldRow, "person", group, person=person)
        erased = any(row[0] == person for row in self.all(_erased(group)))
        return _person(person, fields.get(person, {}), erased)

    def events(self, group: str) -> tuple[EventFact, ...]:
        """Every event the journal speaks of by itself, by id; the programme may plan more."""
        fields = self._fields(EventFieldRow, "event", group)
        return tuple(_event(one, fields[one]) for one in sorted(fields))

    def held(self, group: str) -> tuple[HeldFact, ...]:
        """The entries that do not count, in the order of arrival."""
        query = (
            select(*SOURCE_COLUMNS, JournalRow.kind, HeldRow.reason, HeldRow.sentence)
            .join_from(HeldRow, JournalRow, JournalRow.id == HeldRow.source_id)
            .where(HeldRow.group_id == group)
            .order_by(JournalRow.position)
        )
        return tuple(
            HeldFact(row[0], row[-3], row[-2], row[-1], Source(*row[:-3]))
            for row in self.all(query)
        )

    def members(self, group: str) -> tuple[MemberFact, ...]:
        """The laptops and recovery keys that are or were in the group, from the roots down."""
        seen = self._last_seen(group)
        names = ("key", "age", "member", "name", "device", "role", "depth", "parent", "revoked")
        columns = [MemberRow.__table__.c[name] for name in names]
        query = select(*columns).where(MemberRow.group_id == group).order_by(MemberRow.turn)
        return tuple(
            MemberFact(**dict(zip(names, row, strict=True)), last_seen=seen.get(row[0]))
            for row in self.all(query)
        )

    def invites(self, group: str) -> tuple[InviteFact, ...]:
        """The invitations that count, by id."""
        names = ("id", "member", "name", "role", "age", "state")
        columns = [InviteRow.__table__.c[name] for name in names]
        query = select(*columns).where(InviteRow.group_id == group).order_by(InviteRow.id)
        return tuple(InviteFact(*row) for row in self.all(query))

    def conflicts(self, group: str) -> tuple[ConflictFact, ...]:
        """The cells whose values disagree, by their kinds' own comparison, sorted."""
        found = self._conflicts(group)
        sources = self.sources(source for _, _, ids in found for source in ids)
        return tuple(
            ConflictFact(cell, tuple(heads), tuple(sources[one] for one in ids))
            for cell, heads, ids in sorted(found)
        )

    def history(self, group: str, cell: Cell) -> tuple[HistoryEntry, ...]:
        """Every entry that writes a cell, in the order of arrival, counted or not."""
        state = self._state(group)
        events = tuple(history.writers(state, cell))
        sources, heads = self.sources(event.id for event in events), state.heads(cell)
        return tuple(
            HistoryEntry(
                kind=event.kind,
                content=event.content,
                replaced=history.replaced(state, event, cell),
                is_head=event.id in heads,
                held=held.sentence if (held := state.held.get(event.id)) else None,
                source=sources[event.id],
            )
            for event in events
        )

    def _fields(
        self, model: type[Projection], subject: str, group: str, **equal: str
    ) -> dict[str, dict[str, _Values]]:
        """Subject → field → its values in the order of heads."""
        names = [subject, "field", "value"]
        found: dict[str, dict[str, _Values]] = defaultdict(lambda: defaultdict(list))
        rows = self.sourced(model, names, group, order=[subject, "field", "number"], **equal)
        for source, (one, field, value) in rows:
            found[one][field].append((value, source))
        return found

    def _conflicts(self, group: str) -> list[tuple[Cell, list[str], list[str]]]:
        columns = (ConflictRow.cell, ConflictRow.heads, ConflictRow.source_ids)
        found = self.all(select(*columns).where(ConflictRow.group_id == group))
        return [(tuple(json.loads(cell)), heads, ids) for cell, heads, ids in found]

    def _last_seen(self, group: str) -> Mapping[str, datetime]:
        newest = select(JournalRow.key, func.max(JournalRow.arrived_at))
        query = newest.where(JournalRow.group_id == group).group_by(JournalRow.key)
        return dict(map(tuple, self.all(query)))


def _erased(group: str) -> Any:
    return select(ErasedRow.person).where(ErasedRow.group_id == group)


def _person(person: str, fields: Mapping[str, _Values], erased: bool) -> PersonFact:
    shown = _shown(fields)
    same_as = shown.pop("same_as", None)
    return PersonFact(person, shown, _disagreeing(fields), same_as, erased)


def _event(event: str, fields: Mapping[str, _Values]) -> EventFact:
    known = {name: None for name in EventFact.__slots__ if name not in ("id", "disagreeing")}
    return EventFact(event, **{**known, **_shown(fields)}, disagreeing=_disagreeing(fields))


def _shown(fields: Mapping[str, _Values]) -> dict[str, str]:
    """Of each field the value of the head with the smallest id."""
    return {field: values[0][0] for field, values in fields.items()}


def _disagreeing(fields: Mapping[str, _Values]) -> dict[str, tuple[tuple[str, Source], ...]]:
    return {
        field: tuple(values)
        for field, values in fields.items()
        if len({value for value, _ in values}) > 1
    }
