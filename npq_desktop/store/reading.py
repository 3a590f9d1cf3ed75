"""Questions about groups: which there are, their members, what is held or disagrees, histories.

Every live value comes out, in a steady order; which of several to believe is the caller's matter.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import and_ as both
from sqlalchemy import bindparam, case, func, select

from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds.authority import GroupFact, InviteFact, MemberFact
from npq_desktop.journal.kinds.fact import Cell, ConflictFact, HeldFact, HistoryEntry, Source
from npq_desktop.journal.kinds.programme import PROGRAMME, ProgrammeFact
from npq_desktop.journal.state import State
from npq_desktop.rows.groups import GroupTitle
from npq_desktop.store import history
from npq_desktop.store.database import Database
from npq_desktop.store.journalling import RECOVERY
from npq_desktop.store.live import (
    CONFLICT,
    ERASED,
    GROUP_START,
    HELD,
    INVITE,
    MEMBER,
)
from npq_desktop.store.queries import SOURCE_COLUMNS, Queries
from npq_desktop.store.tables import JOURNAL, RECEIPT

# What all groups are asked for; a statement that is made once is compiled once.
_START = select(GROUP_START.c.title, GROUP_START.c.cohort, GROUP_START.c.keep_until).where(
    GROUP_START.c.group_id == bindparam("group_id")
)
_ERASED = select(ERASED.c.person).where(ERASED.c.group_id == bindparam("group_id"))
_CONFLICTS = select(CONFLICT.c.cell, CONFLICT.c.heads, CONFLICT.c.source_ids).where(
    CONFLICT.c.group_id == bindparam("group_id")
)


class Reading(Queries):
    """Queries that answer with facts; all take the group's id. Nothing here writes."""

    def __init__(self, *, database: Database, state: Callable[[str], State]) -> None:
        super().__init__(database=database)
        self._state = state

    def groups(self) -> tuple[GroupTitle, ...]:
        """Every group that has a start that counts, by title; one query however many there are."""
        columns = (GROUP_START.c.group_id, GROUP_START.c.title, GROUP_START.c.cohort)
        query = select(*columns).order_by(GROUP_START.c.title, GROUP_START.c.group_id)
        return tuple(GroupTitle(*row) for row in self.all(query))

    def group(self, group: str, programmes: Sequence[ProgrammeFact] = ()) -> GroupFact:
        """One group; ``programmes`` are its definitions where they have been read.

        Raises:
            LookupError: it is not here, or its start does not count.
        """
        start = self.all(_START, group_id=group)
        if not start:
            raise LookupError(group)
        title, cohort, keep_until = start[0]
        known = programmes or self.facts(PROGRAMME, group)
        disagrees = len({each.programme for each in known}) > 1
        first = known[0]
        return GroupFact(group, title, cohort, first.programme, disagrees, keep_until, first.source)

    def erased(self, group: str) -> frozenset[str]:
        """The erased participants."""
        return frozenset(row[0] for row in self.all(_ERASED, group_id=group))

    def groups_to_answer(self, key_in: Callable[[str], str]) -> tuple[str, ...]:
        """The groups with more erasures than answers signed with this laptop's key there."""
        groups = self.groups_with_erasures()
        return tuple(group for group in groups if self._asks_more(group, key_in(group)))

    def groups_with_erasures(self) -> tuple[str, ...]:
        """The groups in which a person was erased."""
        return tuple(row[0] for row in self.all(select(ERASED.c.group_id).distinct()))

    def _asks_more(self, group: str, key: str) -> bool:
        erases, answers = JOURNAL.c.kind == "erase", JOURNAL.c.kind == "erase.done"
        asked = func.sum(case((erases, 1), else_=0))
        said = func.sum(case((both(answers, JOURNAL.c.key == key), 1), else_=0))
        query = select(asked > said).where(JOURNAL.c.group_id == group)
        return bool(self.all(query)[0][0])

    def held(self, group: str) -> tuple[HeldFact, ...]:
        """The entries that do not count, in the order of arrival."""
        query = (
            select(*SOURCE_COLUMNS, JOURNAL.c.kind, HELD.c.reason, HELD.c.sentence)
            .join_from(HELD, JOURNAL, JOURNAL.c.id == HELD.c.source_id)
            .where(HELD.c.group_id == group)
            .order_by(JOURNAL.c.position)
        )
        return tuple(
            HeldFact(row[0], row[-3], row[-2], row[-1], Source(*row[:-3]))
            for row in self.all(query)
        )

    def count_by(self, group: str, key: str) -> int:
        """How many entries of a group were signed with a key."""
        query = select(func.count()).where(JOURNAL.c.group_id == group, JOURNAL.c.key == key)
        return int(self.all(query.select_from(JOURNAL))[0][0])

    def copied_keys(self, group: str) -> tuple[str, ...]:
        """The keys that wrote one place of one stream twice: two copies of a laptop at once."""
        place = (JOURNAL.c.key, JOURNAL.c.stream, JOURNAL.c.seq)
        query = select(JOURNAL.c.key).where(JOURNAL.c.group_id == group).group_by(*place)
        return tuple(sorted({row[0] for row in self.all(query.having(func.count() > 1))}))

    def last_arrival(self) -> datetime | None:
        """When the newest entry came here; None where there is none."""
        query = select(JOURNAL.c.arrived_at).order_by(JOURNAL.c.position.desc()).limit(1)
        return next((row[0] for row in self.all(query)), None)

    def grown_since(self, position: int) -> tuple[int, frozenset[str]]:
        """How far the journal goes now, and the groups that got entries after ``position``."""
        newest = self.all(select(func.max(JOURNAL.c.position)))[0][0] or 0
        if newest == position:
            return position, frozenset()
        query = select(JOURNAL.c.group_id).where(JOURNAL.c.position > position).distinct()
        return int(newest), frozenset(row[0] for row in self.all(query))

    def members(self, group: str) -> tuple[MemberFact, ...]:
        """The laptops and recovery keys that are or were in the group, from the roots down."""
        seen = self._last_seen(group)
        names = [each.name for each in fields(MemberFact) if each.name != "last_seen"]
        columns = [MEMBER.c[name] for name in names]
        query = select(*columns).where(MEMBER.c.group_id == group).order_by(MEMBER.c.turn)
        return tuple(
            MemberFact(**dict(zip(names, row, strict=True)), last_seen=seen.get(row[0]))
            for row in self.all(query)
        )

    def invites(self, group: str) -> tuple[InviteFact, ...]:
        """The invitations that count, by id."""
        names = ("id", "member", "name", "role", "age", "state")
        columns = [INVITE.c[name] for name in names]
        query = select(*columns).where(INVITE.c.group_id == group).order_by(INVITE.c.id)
        return tuple(InviteFact(*row) for row in self.all(query))

    def conflicts(self, group: str) -> tuple[ConflictFact, ...]:
        """The cells whose values disagree, by their kinds' own comparison, sorted.

        That of marks knows no programme: whether two are of one worth is not asked here.
        """
        found = self._conflicts(group)
        sources = self.sources(source for _, _, ids in found for source in ids)
        return tuple(
            ConflictFact(cell, tuple(heads), tuple(sources[one] for one in ids))
            for cell, heads, ids in sorted(found)
        )

    def history(self, group: str, cell: Cell) -> tuple[HistoryEntry, ...]:
        """Every entry that writes a cell, in the order of arrival, counted or not."""
        return self.histories(group, lambda one, _content: one == cell).get(cell, ())

    def histories(
        self, group: str, concerns: Callable[[Cell, Mapping[str, object]], bool]
    ) -> Mapping[Cell, tuple[HistoryEntry, ...]]:
        """As :meth:`history`, of every cell that ``concerns`` says yes to, for any of its entries;
        it is given the cell and what an entry says itself.
        """
        state = self._state(group)
        found = history.writers(state, concerns)
        sources = self.sources({event.id for events in found.values() for event in events})
        return {
            cell: tuple(_entry(state, cell, event, sources[event.id]) for event in events)
            for cell, events in found.items()
        }

    def _conflicts(self, group: str) -> list[tuple[Cell, list[str], list[str]]]:
        found = self.all(_CONFLICTS, group_id=group)
        return [(tuple(json.loads(cell)), heads, ids) for cell, heads, ids in found]

    def _last_seen(self, group: str) -> Mapping[str, datetime]:
        """By key, when its newest entry or a file that it signed came here, whichever was later."""
        newest = select(JOURNAL.c.key, func.max(JOURNAL.c.arrived_at))
        heard = newest.where(JOURNAL.c.group_id == group, JOURNAL.c.arrived_from != RECOVERY)
        query = heard.group_by(JOURNAL.c.key)
        seen = dict(map(tuple, self.all(query)))
        signed = select(RECEIPT.c.by, func.max(RECEIPT.c.when)).where(RECEIPT.c.group == group)
        for key, when in self.all(signed.group_by(RECEIPT.c.by)):
            seen[key] = max(when, seen.get(key, when))
        return seen


def _entry(state: State, cell: Cell, event: Event, source: Source) -> HistoryEntry:
    return HistoryEntry(
        kind=event.kind,
        content=event.content,
        replaced=history.replaced(state, event, cell),
        is_head=event.id in state.heads(cell),
        held=held.sentence if (held := state.held.get(event.id)) else None,
        source=source,
    )
