"""The keys that a group's texts are closed with: which are here, who lacks one, which one writes.

Source: journal/FORMAT.md, section 9.
"""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from npq_desktop.journal.kinds.relay import EPOCHS
from npq_desktop.relay.boxes import epoch_id, new_epoch
from npq_desktop.relay.epochs import EpochReader, Epochs, handing_on, key_entries, keys_in
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.recorder import NewEntry

_PATIENCE_SECONDS = (60, 600)
"""Others hand keys to a newcomer after so long, drawn by lot, if nobody did: else all would."""


class HubKeys:
    """The keys of this laptop's groups; each entry is opened once."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._keys: dict[str, dict[str, bytes]] = {}
        self._read: dict[str, set[str]] = {}
        self._secrets: tuple[str, ...] = ()
        self._due: dict[str, dict[str, datetime]] = {}
        self._draw = random.Random()  # noqa: S311  # only so that not all do it at once

    def of(self, group: str) -> dict[str, bytes]:
        """The keys that this laptop can open, by id."""
        secrets = self._core.identities.age_secrets
        if secrets != self._secrets:  # what could not be opened before may open now
            self._secrets, self._keys, self._read = secrets, {}, {}
        keys, read = self._keys.setdefault(group, {}), self._read.setdefault(group, set())
        for event, _ in key_entries(self._core.store.events(group)):
            if event.id not in read and event.content is not None:
                read.add(event.id)
                keys |= keys_in(event.content, secrets)
        return dict(keys)

    def hand_on(self, group: str) -> Changes | None:
        """Give every key that is here to each laptop that lacks one; None where nobody does.

        Raises:
            StoreError: it could not be made durable.
        """
        keys = self.of(group)
        lacking = Epochs.of(self._core.store.state(group)).lacking(keys) if keys else ()
        return self._hand(group, keys, lacking) if lacking else None

    def hand_on_anew(self, group: str, epoch: str) -> None:
        """Give a key to everybody by an entry of this laptop's own, whatever others say they did;
        once, as long as nobody comes who is not in it.

        Raises:
            StoreError: it could not be made durable.
        """
        state = self._core.store.state(group)
        readers = Epochs.of(state).readers
        own = self._core.identities.key_in(group)
        told = {
            letters
            for event, lists in key_entries(state.events.values())
            if event.key == own and epoch in lists["epochs"]
            for letters in lists["to"]
        }
        if not {reader.letters for reader in readers} <= told:
            self._hand(group, {epoch: self.of(group)[epoch]}, readers)

    def _hand(self, group: str, keys: dict[str, bytes], readers: Iterable[EpochReader]) -> Changes:
        entries = [NewEntry(EPOCHS.name, content) for content in handing_on(keys, [*readers])]
        return self._core.recorder.write(group, entries).changes

    def _hand_on_in_turn(self, group: str) -> None:
        """Give keys to who lacks them: at once to this laptop and to whom it invited, to others
        once nobody did so for a while.
        """
        keys, now = self.of(group), self._core.clock()
        own = self._core.identities.key_in(group)
        lacking = Epochs.of(self._core.store.state(group)).lacking(keys)
        known = self._due.get(group, {})
        patience = timedelta(seconds=self._draw.uniform(*_PATIENCE_SECONDS))
        due = self._due[group] = {one.key: known.get(one.key, now + patience) for one in lacking}
        if any(own in {one.key, one.invited_by} or due[one.key] <= now for one in lacking):
            self._hand(group, keys, lacking)

    def writing(self, group: str) -> str:
        """The id of the key that texts are closed with from now on.

        Raises:
            StoreError: it could not be made durable.
        """
        writing = Epochs.of(self._core.store.state(group)).writing(self.of(group))
        if writing is None:
            writing = self._make(group)
        self._hand_on_in_turn(group)
        return writing

    def _make(self, group: str) -> str:
        key = new_epoch()
        readers = Epochs.of(self._core.store.state(group)).readers
        self._hand(group, {epoch_id(key): key}, readers)
        return epoch_id(key)
