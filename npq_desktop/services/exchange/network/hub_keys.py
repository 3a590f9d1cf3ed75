"""The keys that a group's texts are closed with: which are here, who lacks one, which one writes.

Source: journal/FORMAT.md, section 9.
"""

from npq_desktop.journal.kinds.relay import EPOCHS
from npq_desktop.relay.boxes import epoch_id, new_epoch
from npq_desktop.relay.epochs import Epochs, handing_on, key_entries, keys_in
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.recorder import NewEntry


class HubKeys:
    """The keys of this laptop's groups; each entry is opened once."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._keys: dict[str, dict[str, bytes]] = {}
        self._read: dict[str, set[str]] = {}
        self._secrets: tuple[str, ...] = ()

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
        if not lacking:
            return None
        entries = [NewEntry(EPOCHS.name, content) for content in handing_on(keys, lacking)]
        return self._core.recorder.write(group, entries).changes

    def writing(self, group: str) -> bytes:
        """The key that texts are closed with from now on, known to everybody who may read.

        Raises:
            StoreError: it could not be made durable.
        """
        writing = Epochs.of(self._core.store.state(group)).writing(self.of(group))
        if writing is None:
            writing = self._make(group)
        self.hand_on(group)
        return self.of(group)[writing]

    def _make(self, group: str) -> str:
        key = new_epoch()
        readers = Epochs.of(self._core.store.state(group)).readers
        contents = handing_on({epoch_id(key): key}, readers)
        entries = [NewEntry(EPOCHS.name, content) for content in contents]
        self._core.recorder.write(group, entries)
        return epoch_id(key)
