"""The store of one data folder: opens, appends, receives, and reads what the entries mean.

When ``append`` or ``receive`` returns, an entry is on the disk with everything that follows from
it; when it raises, nothing has changed. Signatures are verified before entries come here, and no
clock is read but the one that was given. Not for several threads.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds.fact import Cell, HeldFact, Source
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes, Received, VerifyReport
from npq_desktop.store import journalling, live, merging, upgrading
from npq_desktop.store.backups.backup import Backups
from npq_desktop.store.database import Database
from npq_desktop.store.errors import DAMAGED, StoreDamagedError
from npq_desktop.store.journalling import NO_ARRIVALS, Arrival
from npq_desktop.store.leaving import drop_group
from npq_desktop.store.local import Local, set_setting
from npq_desktop.store.merging import Outcome
from npq_desktop.store.reading import Reading
from npq_desktop.store.repair.recovering import Salvage, put_journal, put_local
from npq_desktop.store.repair.verifying import verify
from npq_desktop.store.upgrading import Progress

Conflicts = Callable[[State], frozenset[Cell]]
"""Which cells of a state disagree."""

MAX_CACHED_EVENTS = 30_000
"""Groups looked at longest ago leave the memory beyond this; the last one stays, whatever its size.
"""


class Store:
    """An open store. ``reading`` answers queries, ``local`` keeps what never leaves this laptop,
    ``backups`` makes copies of it all.
    """

    def __init__(self, *, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._states: OrderedDict[str, State] = OrderedDict()
        self.reading = Reading(database=database, state=self.state)
        self.local = Local(database=database, now=now)
        self.backups = Backups(
            database=database,
            now=now,
            erased_in=self._erased_in,
            holds_entries=lambda: bool(self.groups()),
        )

    @classmethod
    def open(
        cls,
        directory: Path,
        key: bytes,
        *,
        now: Callable[[], datetime],
        progress: Progress = upgrading.silent,
    ) -> "Store":
        """Open the store in ``directory``, or make it; ``key`` is 32 bytes, ``now`` gives aware
        times, ``progress`` hears how far a file of another version is brought up to date.

        Raises:
            StoreError: one of its children says what is wrong and what to do.
        """
        database = Database.open(directory, key)
        try:
            backups = Backups(database=database, now=now)
            upgrading.bring_up_to_date(
                database, before=lambda: backups.take("before upgrade"), progress=progress
            )
        except BaseException:
            database.close()
            raise
        return cls(database=database, now=now)

    @property
    def path(self) -> Path:
        """The store's file."""
        return self._database.path

    @property
    def log_is_missing(self) -> bool:
        """Whether the file was copied here without its log: what was last written is not in it."""
        return self._database.log_is_missing

    @property
    def log_is_damaged(self) -> bool:
        """Whether the log had durable entries behind the point up to which it could be read."""
        return self._database.log_is_damaged

    @property
    def is_stopped(self) -> bool:
        """Whether the disk failed: everything can be read, nothing is written until opened anew."""
        return self._database.is_stopped

    @property
    def is_full(self) -> bool:
        """Whether the last write found no space on the disk: it has to be made again."""
        return self._database.is_full

    def close(self) -> None:
        """Empty the log and release the file. A second call does nothing."""
        self._states.clear()
        self._database.close()

    def checkpoint(self) -> None:
        """Empty the log; for idle moments. After an erasure the file is written anew as well."""
        if self.local.setting(_VACUUM_DUE):
            self._database.vacuum()
            self.local.save_setting(_VACUUM_DUE, None)
        self._database.checkpoint()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything written inside is one transaction: all of it is durable afterwards, or none.

        Raises:
            StoreError: nothing was written; the text says why.
        """
        gone = set(self.local.gone)
        try:
            with self._database.writing():
                yield
        except BaseException:
            self._states.clear()
            self.local.gone = gone
            raise

    def append(self, group: str, events: Sequence[Event]) -> Changes:
        """Write this laptop's own new entries: durable when it returns, untouched when it raises.

        Raises:
            StoreError: nothing was written; the text says why.
        """
        known = self.state(group).events
        if any(event.id in known for event in events):
            raise ValueError("an event that is here already is not new")
        outcome = self._take(group, events, route="")
        return merging.changes_of(group, outcome)

    def receive(
        self,
        group: str,
        events: Iterable[Event],
        *,
        route: str,
        conflicts: Conflicts = merging.conflicts,
        known: Mapping[str, Arrival] = NO_ARRIVALS,
    ) -> Received:
        """Take in entries that others wrote, all or none; entries that are here already change
        nothing.

        ``route`` says how they came, in words; ``known`` when and how those that a backup gives
        back had come first. Their structure and signatures have been verified.
        ``conflicts`` says which cells disagree, for a caller who knows what marks are worth.

        Raises:
            StoreError: nothing was written; the text says why.
        """
        before = conflicts(self.state(group))
        outcome = self._take(group, events, route=route, known=known)
        return self._received(group, outcome, conflicts(outcome.state) - before, route)

    def preview(
        self,
        group: str,
        events: Iterable[Event],
        *,
        route: str = "",
        conflicts: Conflicts = merging.conflicts,
    ) -> Received:
        """What :meth:`receive` would answer; nothing is written and nothing changes.

        Raises:
            StoreError: an entry belongs to another group.
        """
        state = self.state(group)
        incoming = merging.sort_incoming(group, state.events, events)
        outcome = merging.merged(state, incoming)
        new = conflicts(outcome.state) - conflicts(state)
        return self._received(group, outcome, new, route)

    def state(self, group: str) -> State:
        """What the group's entries mean, empty for an unknown group. Not to be changed."""
        if group in self._states:
            self._states.move_to_end(group)
            return self._states[group]
        with self._database.reading() as connection:
            state = State.of(journalling.load_events(connection, group))
        self._cache(group, state)
        return state

    def events(self, group: str) -> Iterator[Event]:
        """A group's entries in the order in which they arrived here."""
        return iter(tuple(self.state(group).events.values()))

    def rebuild(self) -> None:
        """Compute every table anew that the journal gives."""
        upgrading.rebuild(self._database)

    def verify(self) -> VerifyReport:
        """Check the whole file: pages, hashes, signatures, and the tables against the journal."""
        return verify(self._database)

    def check_pages(self) -> None:
        """Look at every page of the file.

        Raises:
            StoreDamagedError: one is not what was written.
        """
        if self._database.check_pages():
            self._database.note_damage()
            raise StoreDamagedError(DAMAGED)

    def drop(self, group: str, *, settings: Mapping[str, Any]) -> None:
        """Remove one whole group, with what this laptop alone knew of it; all or nothing.

        ``settings`` are written in the same transaction. Backups that hold it go by their age.

        Raises:
            StoreError: everything is as it was.
        """
        with self._database.writing() as connection:
            drop_group(connection, group, settings)
            set_setting(connection, _VACUUM_DUE, True)
            set_setting(connection, _ERASED_IN, self._names_of_backups())
        self._states.pop(group, None)
        self.local.gone.add(group)

    def groups(self) -> tuple[str, ...]:
        """The ids of all groups of which an entry is here."""
        with self._database.reading() as connection:
            return journalling.group_ids(connection)

    def start_with(self, found: Salvage) -> None:
        """Fill a new, empty store with what was found in another file, arrival times and all."""
        put_journal(self._database, found)
        self.take_over(found, replace=False)
        self.rebuild()

    def take_over(self, found: Salvage, *, replace: bool) -> None:
        """Keep what another file knew beside its entries: keys, drafts, files, settings.

        Where this store knows the same thing, ``replace`` says which of them stays.
        """
        put_local(self._database, found, replace=replace)

    def note_erased(self) -> None:
        """The backups there are now hold something that has just been erased."""
        self.local.save_setting(_ERASED_IN, self._names_of_backups())

    def _erased_in(self) -> Sequence[str]:
        return tuple(self.local.setting(_ERASED_IN) or ())

    def _names_of_backups(self) -> Sequence[str]:
        return [file.path.name for file in self.backups.files()]

    @property
    def key(self) -> bytes:
        """The 32 bytes that open the file: for the seal alone."""
        return self._database.key

    def _take(
        self,
        group: str,
        events: Iterable[Event],
        *,
        route: str,
        known: Mapping[str, Arrival] = NO_ARRIVALS,
    ) -> Outcome:
        state = self.state(group)
        incoming = merging.sort_incoming(group, state.events, events)
        if not incoming.new and not incoming.filled:
            return merging.nothing_new(state, incoming)
        self.local.gone.discard(group)
        # The state in memory now runs ahead of the disk: it is kept only if the disk follows.
        del self._states[group]
        outcome = merging.add_to(state, incoming)
        with self._database.writing() as connection:
            self._write(connection, group, outcome, route, known)
        self._cache(group, outcome.state)
        return outcome

    def _write(
        self,
        connection: Connection,
        group: str,
        outcome: Outcome,
        route: str,
        known: Mapping[str, Arrival],
    ) -> None:
        events = outcome.state.events
        new = (events[one] for one in outcome.new)
        journalling.insert_events(connection, new, arrival=(self._now(), route), known=known)
        changed = (*outcome.filled, *outcome.blanked)
        journalling.set_payloads(connection, (events[one] for one in changed))
        if outcome.is_whole:
            live.write_group(connection, group, outcome.state)
        else:
            live.write_cells(connection, group, outcome.state, outcome.touched)
            live.write_held(connection, group, outcome.state, outcome.held)
        if outcome.blanked:
            set_setting(connection, _VACUUM_DUE, True)
            set_setting(connection, _ERASED_IN, self._names_of_backups())

    def _received(
        self, group: str, outcome: Outcome, conflicts: frozenset[Cell], route: str
    ) -> Received:
        seen = self._now()
        return Received(
            new=outcome.new,
            had=outcome.had,
            filled=len(outcome.filled),
            held=tuple(_held_fact(outcome.state, one, seen, route) for one in outcome.held),
            changes=merging.changes_of(group, outcome),
            conflicts_new=tuple(sorted(conflicts)),
            counts=outcome.counts(),
        )

    def _cache(self, group: str, state: State) -> None:
        self._states[group] = state
        self._states.move_to_end(group)
        while len(self._states) > 1 and self._cached_events() > MAX_CACHED_EVENTS:
            self._states.popitem(last=False)

    def _cached_events(self) -> int:
        return sum(len(state.events) for state in self._states.values())


_VACUUM_DUE = "vacuum_due"
_ERASED_IN = "backups_with_erased"
"""Names of the backups that hold a text erased since: all that there were at the last erasure."""


def _held_fact(state: State, event_id: str, seen: datetime, route: str) -> HeldFact:
    event, held = state.events[event_id], state.held[event_id]
    source = Source(event.id, event.actor, event.key, event.at, seen, route)
    return HeldFact(event.id, event.kind, held.reason.name.lower(), held.sentence, source)
