"""When a backup is made: at close, once a day, before something large; never where nothing changed.

Owns the occasions. How a backup is made, checked and thinned out is the store's.
Source: journal design, section 8.
"""

from npq_desktop.services.core.recorder import Clock
from npq_desktop.store.store import Store


class BackupsService:
    """Backups of one open store; each method may raise StoreError, after which nothing is lost."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def at_close(self) -> None:
        """Leave a backup of all there is; after a failure or a close there is nothing to do.

        Raises:
            StoreError: none could be made; the sentence says why, and that nothing is lost.
        """
        if not self._store.is_stopped:
            self._store.backups.take_if_changed()

    def daily(self) -> None:
        """A backup, unless there is one of today."""
        today = self._clock().date()
        made = [file.made.date() for file in self._store.backups.files()]
        if today not in made:
            self.at_close()

    def before_import(self) -> None:
        """A backup of how things stood, before others' entries come in.

        Raises:
            StoreError: none could be made, so nothing should be taken in.
        """
        if self._store.groups():
            self._store.backups.take_if_changed("before import")
