"""Backups of the store: each made whole, read back, dated, and only a few of them kept.

A backup is one file: the encrypted database, then a seal of fixed length from which the recovery
code alone gets the database key. The seal is opaque here. How many are kept goes by count, never by
the clock; age takes away only copies that hold a text erased since. An older backup goes only once
a newer one has been verified.
Source: journal/FORMAT.md, section 8.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import BundleError, StoreError
from npq_desktop.store.backups.backups_kept import OLDEST, BackupFile, kept_of
from npq_desktop.store.database import FILE_NAME, Database
from npq_desktop.store.errors import (
    StoreDamagedError,
    StoreFullError,
    StoreReadOnlyError,
    StoreWriteError,
)

FOLDER = "backups"
SUFFIX = ".npqbackup"
SEAL_NAME = "npq.recovery"
"""The seal beside the database itself: what opens it when the keyring has lost the key."""
SEAL_BYTES = 512
SEAL_MARK = b'{"box":'

_MADE = "%Y-%m-%d %H%M%S"
_MAKING = ".making "


class Backups:
    """The backups of one open store, in a folder beside its file."""

    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], datetime],
        erased_in: Callable[[], Collection[str]] = tuple,
        holds_entries: Callable[[], bool] = lambda: True,
    ) -> None:
        """``erased_in`` names the backups that hold a text erased since; ``holds_entries``:
        whether the store has any.
        """
        self._database = database
        self._now = now
        self._erased_in = erased_in
        self._holds_entries = holds_entries
        self._directory = database.path.parent
        self.folder = self._directory / FOLDER

    def files(self) -> tuple[BackupFile, ...]:
        """The backups there are, newest first."""
        return backups_in(self.folder)

    def take_if_changed(self, reason: str = "") -> Path | None:
        """:meth:`take`, unless a backup holds all there is and none has become too old."""
        self._database.checkpoint()
        written = self._written_ns()
        is_current = any(file.path.stat().st_mtime_ns == written for file in self.files())
        if is_current and not any(map(self._is_too_old, self.files())):
            return None
        return self.take(reason)

    def take(self, reason: str = "") -> Path:
        """Make a backup, read it back, and only then delete those that are too many.

        Raises:
            StoreFullError: there is no space for it; nothing else was touched.
            StoreDamagedError: the store or the copy is damaged; the older backups are kept.
            StoreError: what else the system said.
        """
        self._database.checkpoint()
        with told():
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._sweep()
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=_MAKING) as making:
                copy = Path(making) / FILE_NAME
                self._database.copy_to(copy)
                self._add_seal(copy)
                self._date_like_its_source(copy)
                made = copy.replace(self.folder / self._name(reason))
            _sync_folder(self.folder)
            self._thin_out(made)
        return made

    def keep_only(self, path: Path) -> None:
        """Delete every backup but this one, which was just made and read back."""
        with told():
            for file in self.files():
                if file.path != path:
                    file.path.unlink(missing_ok=True)

    def save_seal(self, seal: bytes) -> None:
        """Keep the seal beside the database, for this and every backup from now on."""
        write_seal(self._directory, seal)

    @property
    def seal(self) -> bytes | None:
        """The seal beside the database."""
        return read_seal(self._directory / SEAL_NAME)

    def _add_seal(self, copy: Path) -> None:
        with copy.open("ab") as file:
            file.write(self.seal or b"")
        _sync(copy)

    def _date_like_its_source(self, copy: Path) -> None:
        """Give a copy the time of its store, so that the newest state has the newest time."""
        if (written := self._written_ns()) is not None:
            os.utime(copy, ns=(written, written))

    def _written_ns(self) -> int | None:
        """When the store was last written; None while its log is in use."""
        path = self._database.path
        log = path.with_name(path.name + "-wal")
        in_use = log.exists() and log.stat().st_size > 0
        return None if in_use else path.stat().st_mtime_ns

    def _is_too_old(self, file: BackupFile) -> bool:
        # A future day, from a clock that ran ahead, is as far away as a past one.
        is_young = abs(self._now().replace(tzinfo=None) - file.made) < OLDEST
        return not is_young and file.path.name in self._erased_in()

    def _name(self, reason: str) -> str:
        return f"{self._now():{_MADE}} {reason}".strip() + SUFFIX

    def _sweep(self) -> None:
        """Remove what a killed run was making."""
        for left in self.folder.glob(f"{_MAKING}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _thin_out(self, made: Path) -> None:
        """Let go of what is too many or too old; of nothing for the sake of an empty store."""
        if not self._holds_entries():
            return
        files = self.files()
        kept = kept_of(files, made)
        for file in files:
            if file.path != made and (file not in kept or self._is_too_old(file)):
                file.path.unlink(missing_ok=True)


def backups_in(folder: Path) -> tuple[BackupFile, ...]:
    """The backups in a folder, newest first; files with other names count as oldest."""
    found = [_described(path) for path in folder.glob(f"*{SUFFIX}")]
    return tuple(sorted(found, key=lambda file: (file.made, file.path.name), reverse=True))


def write_seal(directory: Path, seal: bytes) -> None:
    """Keep a seal beside the database in ``directory``.

    Raises:
        StoreError: it cannot be written; the one before is as it was.
    """
    if len(seal) != SEAL_BYTES or not seal.startswith(SEAL_MARK):
        raise ValueError("the recovery data has a mark and a fixed length")
    try:
        save_file(directory / SEAL_NAME, [seal])
    except BundleError as error:
        raise StoreError(str(error)) from error


def read_seal(path: Path) -> bytes | None:
    """The seal at the end of a backup, or in a file of its own; None where there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - SEAL_BYTES))
            seal = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreReadOnlyError(
            f"“{path.name}” cannot be read ({error.strerror}). Check that it is still there."
        ) from error
    return seal if seal.startswith(SEAL_MARK) else None


@contextmanager
def unpacked(path: Path, directory: Path) -> Iterator[Path]:
    """A folder below ``directory`` with the backup as an ordinary store, gone afterwards.

    Raises:
        StoreFullError: there is no space for it.
        StoreError: the file cannot be read.
    """
    seal = read_seal(path)
    with told(_NOT_UNPACKED):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(dir=directory, prefix=_MAKING)
    with folder as name:
        with told(_NOT_UNPACKED):
            copy = shutil.copyfile(path, Path(name) / FILE_NAME)
            if seal is not None:
                os.truncate(copy, copy.stat().st_size - SEAL_BYTES)
        yield Path(name)


def _described(path: Path) -> BackupFile:
    day, time, reason = (*path.stem.split(" ", 2), "", "", "")[:3]
    try:
        return BackupFile(path, datetime.strptime(f"{day} {time}", _MADE), reason)  # noqa: DTZ007  the laptop's own clock
    except ValueError:
        return BackupFile(path, datetime.min, "")  # noqa: DTZ901  older than any


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle of a folder to do this with
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def told(no_space: str = "") -> Iterator[None]:
    """Turn errors of files into those of :mod:`npq_desktop.store.errors`."""
    try:
        yield
    except StoreFullError as error:
        raise StoreFullError(no_space or _NO_SPACE) from error
    except StoreDamagedError as error:
        if no_space:
            raise  # no backup was being made: it has its own sentence
        raise StoreDamagedError(
            "No backup was made, because the data file or the copy is damaged. The older backups "
            "are kept. Close NPQ Desktop and open it again to save what can be read."
        ) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFullError(no_space or _NO_SPACE) from error
        kind = StoreWriteError if error.errno == errno.EIO else StoreReadOnlyError
        raise kind(
            f"A backup could not be written or read ({error.strerror}). Nothing that was recorded "
            "is lost. Ask the person who looks after this laptop for access to the data folder."
        ) from error


_NO_SPACE = (
    "There is no space left for a backup. Nothing that was recorded is lost and the older backups "
    "are kept. Free some space, then try again."
)
_NOT_UNPACKED = (
    "There is no space left to unpack the backup. Nothing was changed. Free some space, then try "
    "again."
)
