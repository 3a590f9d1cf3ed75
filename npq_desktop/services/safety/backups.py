"""When backups are made: at close, once a day and before something large, never for nothing.

The store makes, checks and thins them out.
Source: journal/FORMAT.md, section 8.
"""

from npq_desktop.services.core.core import Core


class BackupsService:
    """Backups of one open store; each method may raise StoreError, after which nothing is lost."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def at_close(self) -> None:
        """Leave a backup of all there is; after a failure or a close there is nothing to do.

        Raises:
            StoreError: none could be made; the sentence says why, and that nothing is lost.
        """
        if not self._core.store.is_stopped:
            self._core.store.backups.take_if_changed()

    def daily(self) -> None:
        """A backup, unless there is one of today."""
        today = self._core.clock().date()
        made = [file.made.date() for file in self._core.store.backups.files()]
        if today not in made:
            self.at_close()

    def before_import(self) -> None:
        """A backup of how things stood, before others' entries come in.

        Raises:
            StoreError: none could be made, so nothing should be taken in.
        """
        if self._core.store.groups():
            self._core.store.backups.take_if_changed("before import")
