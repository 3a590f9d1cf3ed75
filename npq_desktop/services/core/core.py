"""What every service is given: the open store, and what reads it, writes to it and takes back."""

from dataclasses import dataclass

from npq_desktop.services.core.facts import FactsOfGroups
from npq_desktop.services.core.identities import Identities
from npq_desktop.services.core.places import SettingsFile
from npq_desktop.services.core.recorder import Clock, Recorder
from npq_desktop.services.core.undo import UndoService
from npq_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class Core:
    """One data directory, opened; times of ``clock`` are aware."""

    store: Store
    facts: FactsOfGroups
    recorder: Recorder
    undo: UndoService
    identities: Identities
    settings: SettingsFile
    clock: Clock

    @classmethod
    def on(cls, store: Store, *, settings: SettingsFile, clock: Clock) -> "Core":
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
        )
