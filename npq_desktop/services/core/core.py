"""What every service is given: the open store, and what reads it, writes to it and takes back."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from npq_desktop.errors import ProgrammeError, StoreError
from npq_desktop.services.core.facts import FactsOfGroups
from npq_desktop.services.core.laptop.identities import Identities
from npq_desktop.services.core.laptop.places import SettingsFile
from npq_desktop.services.core.laptop.policy import Policy
from npq_desktop.services.core.recorder import Clock, Recorder
from npq_desktop.services.core.undo import UndoService
from npq_desktop.store.store import Store

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Core:
    """One data directory, opened; ``clock`` goes by the United Kingdom's, ``now`` by a group's."""

    store: Store
    facts: FactsOfGroups
    recorder: Recorder
    undo: UndoService
    identities: Identities
    settings: SettingsFile
    clock: Clock
    policy: Policy

    @classmethod
    def on(
        cls, store: Store, *, settings: SettingsFile, clock: Clock, policy: Policy | None = None
    ) -> "Core":
        """The core on an open store."""
        identities = Identities(local=store.local)
        facts = FactsOfGroups(store=store)
        recorder = Recorder(store=store, facts=facts, identities=identities, clock=clock)
        return cls(
            store=store,
            facts=facts,
            recorder=recorder,
            undo=UndoService(recorder=recorder),
            identities=identities,
            settings=settings,
            clock=clock,
            policy=policy or Policy(),
        )

    def now(self, group: str) -> datetime:
        """The time in the time zone of a group's programme."""
        return self.clock().astimezone(self.facts.of(group).zone)

    def today(self, group: str) -> date:
        """Which day it is there."""
        return self.now(group).date()

    def of_each(self, groups: Iterable[str], read: Callable[[str], Found]) -> Iterator[Found]:
        """What is read of each group; one with a programme that cannot be read is passed over."""
        for group in groups:
            with suppress(ProgrammeError):
                yield read(group)

    @contextmanager
    def together(self) -> Iterator[None]:
        """One action: everything written inside is durable afterwards, or nothing has changed.

        Raises:
            StoreError: nothing was written; the text says why.
        """
        try:
            with self.store.together():
                yield
        except BaseException:
            self.recorder.start_anew()
            self.facts.read_again()
            with suppress(StoreError):
                self.identities.read_again()
            raise
