"""What helps where the data folder does not open: the key from the recovery code, or mending.

Works without an open store. Nothing is thrown away, and a file that another program holds is not
touched. Source: journal/FORMAT.md, section 8.
"""

import tempfile
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from npq_desktop.errors import ServiceError, StoreError
from npq_desktop.journal.recovery_code import RecoveryCode
from npq_desktop.services.core.laptop.database_key import KeyGoneError, database_key, keep_key
from npq_desktop.services.core.laptop.places import Places, SettingsFile
from npq_desktop.services.core.recorder import Clock
from npq_desktop.services.exchange.sync_panel import missing_words
from npq_desktop.services.exchange.words import UNKNOWN_LAPTOP, called
from npq_desktop.services.safety import words
from npq_desktop.services.safety.by_recovery_code import open_seal
from npq_desktop.services.safety.missing import (
    Left,
    StoreGoneError,
    contents,
    known_key,
    what_is_left,
)
from npq_desktop.store.backups.backup import FOLDER, SEAL_NAME, backups_in, read_seal
from npq_desktop.store.database import DAMAGE_NAME
from npq_desktop.store.errors import StoreDamagedError, StoreKeyError
from npq_desktop.store.repair.mending import (
    Mended,
    key_fits,
    mend,
    newest_good,
    put_back,
    set_aside,
)
from npq_desktop.store.store import Store


class Rescue:
    """For one data folder that just refused to open."""

    def __init__(self, *, places: Places, clock: Clock) -> None:
        self._places = places
        self._clock = clock

    def wants_code(self, error: StoreError) -> bool:
        """Whether the recovery code may help: the key is gone, or fits neither file nor backup."""
        if isinstance(error, KeyGoneError):
            return True
        return isinstance(error, StoreKeyError) and not self._key_is_right()

    def can_mend(self, error: StoreError) -> bool:
        """Whether the file is damaged rather than locked or in use."""
        return isinstance(error, StoreDamagedError | StoreKeyError)

    def unlock(self, typed: str) -> None:
        """Get the database key from the recovery code, and keep it.

        Raises:
            JournalError: the code has a slip in it.
            ServiceError: the code is of another sheet, nothing here says what it opens, or it gives
                the key that is here.
            StoreError: the key cannot be kept.
        """
        key, settings = self._opened_by(RecoveryCode.parse(typed)), self._settings()
        if key == known_key(self._places, settings):
            raise ServiceError(words.SAME_KEY)
        keep_key(key, places=self._places, settings=settings)

    def mend(self) -> tuple[str, ...]:
        """Put a sound file in the place of the damaged one; says what came and what did not.

        Raises:
            StoreError: nothing can be read at all, or there is no space; nothing was changed.
        """
        key = self._key()
        mended = mend(self._places.data, key, now=self._clock)
        (self._places.data / DAMAGE_NAME).unlink(missing_ok=True)
        return (*self._words(mended), *self._missing(key))

    def left(self, error: StoreError) -> Left | None:
        """What is left where the data file is missing or empty; None where it is not.

        Raises:
            ServiceError: the keyring is locked.
            StoreError: there is no space to look.
        """
        return self.what_is_left() if isinstance(error, StoreGoneError) else None

    def what_is_left(self) -> Left:
        """What is beside a data file that is missing or empty; raises as :meth:`left`."""
        return what_is_left(self._places, self._settings())

    def put_back(self, path: Path, typed: str = "") -> str:
        """Put a backup in the place of the missing file, opened by this laptop's key or else by
        the recovery code that was ``typed``; says what it holds.

        Raises:
            JournalError: the code has a slip in it.
            ServiceError: the code is of another sheet.
            StoreError: the backup is damaged or locked, or there is no space; nothing was changed.
        """
        settings = self._settings()
        key, seal = known_key(self._places, settings), read_seal(path)
        by_code = bool(typed.strip()) and seal is not None
        if by_code and seal is not None:
            key = open_seal(seal, RecoveryCode.parse(typed))
        if key is None:
            raise ServiceError(words.NO_KEY)
        try:
            found = put_back(self._places.data, path, key, now=self._clock)
        except StoreKeyError as error:
            raise ServiceError(words.NO_KEY) from error
        if by_code:
            keep_key(key, places=self._places, settings=settings)
        (self._places.data / DAMAGE_NAME).unlink(missing_ok=True)
        return words.backup_restored(path.name, contents(found))

    def begin_anew(self) -> str:
        """Set everything of the earlier data aside, so that the next start is a first one.

        Raises:
            StoreError: it could not be moved; nothing was deleted.
            ServiceError: the settings cannot be written.
        """
        settings = self._settings()
        has_key = known_key(self._places, settings) is not None
        aside = set_aside(self._places.data, self._clock())
        (self._places.data / DAMAGE_NAME).unlink(missing_ok=True)
        if not has_key:
            if aside is not None and self._places.key_file.exists():
                self._places.key_file.replace(aside / self._places.key_file.name)
            settings.change(key_backend="", store_id="")
        settings.change(last_group="")
        if aside is None:
            return words.NOTHING_ASIDE
        return words.set_aside(aside.name)

    def _opened_by(self, code: RecoveryCode) -> bytes:
        """The key in the first seal that the code opens."""
        backups = (file.path for file in backups_in(self._places.data / FOLDER))
        refusals: list[ServiceError] = []
        for path in (self._places.data / SEAL_NAME, *backups):
            try:
                if seal := read_seal(path):
                    return open_seal(seal, code)
            except ServiceError as error:
                refusals.append(error)
        if refusals:
            raise refusals[0]
        raise ServiceError(
            "Neither the data file nor a backup beside it says what the recovery code opens. Start "
            "NPQ Desktop with another data folder and choose “Restore from a recovery sheet”."
        )

    def _key_is_right(self) -> bool:
        """Whether the key opens a backup, or anything of the file behind its beginning."""
        data, key = self._places.data, self._key()
        with tempfile.TemporaryDirectory(dir=data, prefix=".mending ") as work:
            if newest_good(data / FOLDER, Path(work), key)[0] is not None:
                return True
        return key_fits(data, key)

    def _key(self) -> bytes:
        return database_key(places=self._places, settings=self._settings(), store_exists=True)

    def _settings(self) -> SettingsFile:
        return SettingsFile(path=self._places.settings_file)

    def _words(self, mended: Mended) -> Iterable[str]:
        yield from words.mended(mended.entries, missing=mended.missing)
        if mended.backup:
            made = mended.backup.made
            yield words.backup_added(made, self._clock(), unread=mended.was_unread)
        else:
            yield words.NO_SOUND_BACKUP
        yield from (words.damaged_backup(bad.path.name) for bad in mended.damaged_backups)
        if not mended.has_identity:
            yield words.WHOSE_LAPTOP
        yield words.damaged_kept(mended.aside.name)

    def _missing(self, key: bytes) -> Iterable[str]:
        store = Store.open(self._places.data, key, now=self._clock)
        try:
            for group in store.groups():
                state = store.state(group)
                names = {each.key: called(each) for each in state.members}
                yield from missing_words(state.gaps(), partial(_named, names))
        finally:
            store.close()


def _named(names: Mapping[str, str], key: str) -> str:
    return names.get(key, UNKNOWN_LAPTOP)
