"""Makes a damaged store whole again: what is sound of it and of its newest good backup, merged.

The new file is finished before the damaged one is moved aside, and nothing is ever deleted. A run
that was killed in between is finished at the next start. Source: journal/FORMAT.md, section 8.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from npq_desktop.errors import StoreError
from npq_desktop.store.backups.backup import (
    FOLDER,
    SEAL_NAME,
    backups_in,
    read_seal,
    told,
    unpacked,
    write_seal,
)
from npq_desktop.store.backups.backups_kept import BackupFile
from npq_desktop.store.database import FILE_NAME, MENDED_NAME
from npq_desktop.store.errors import StoreDamagedError, StoreFullError, translated
from npq_desktop.store.repair.pages import fits_pages
from npq_desktop.store.repair.recovering import Salvage, read_found, read_pages
from npq_desktop.store.store import Store
from npq_desktop.store.tables import EXCHANGE

_LOG_NAME = FILE_NAME + "-wal"
_WORKPLACE = ".mending "


@dataclass(frozen=True, slots=True)
class Mended:
    """Result of a repair: how many entries there are now, and how many are lost.

    ``backup`` is what was merged in, ``damaged_backups`` could not be; ``aside`` holds the damaged
    file; ``has_identity`` is False where nothing said any more whose laptop this is. Of a file that
    ``was_unread`` nobody knows how many entries it had: it gave nothing.
    """

    entries: int
    missing: int
    backup: BackupFile | None
    damaged_backups: tuple[BackupFile, ...]
    aside: Path
    has_identity: bool
    was_unread: bool


def mend(directory: Path, key: bytes, *, now: Callable[[], datetime]) -> Mended:
    """Put a sound store in the place of the damaged one, which is kept beside it.

    Raises:
        StoreDamagedError: nothing can be read, neither of the file nor of a backup.
        StoreFullError: there is no space; nothing was changed.
    """
    finish_mending(directory, now())
    for left in directory.glob(f"{_WORKPLACE}*"):
        shutil.rmtree(left, ignore_errors=True)
    with told(_NO_SPACE):
        work = tempfile.TemporaryDirectory(dir=directory, prefix=_WORKPLACE)
    with work as name, told(_NO_SPACE):
        damaged = _read_damaged(directory, Path(name) / "damaged", key)
        backup, file, bad = newest_good(directory / FOLDER, Path(name), key)
        if _gave_nothing(damaged) and backup is None:
            raise StoreDamagedError(_NOTHING)
        new = Path(name) / "new"
        mended = _built(new, key, damaged, backup, now)
        (new / FILE_NAME).replace(directory / MENDED_NAME)
    aside = finish_mending(directory, now())
    identity = _says_who(damaged) or _says_who(backup)
    return Mended(*mended, file, bad, aside, identity, _gave_nothing(damaged))


def put_back(directory: Path, path: Path, key: bytes, *, now: Callable[[], datetime]) -> Salvage:
    """Put what a backup holds in the place of a file that is missing or empty, and return it.

    Raises:
        StoreDamagedError: the backup is damaged.
        StoreError: it cannot be opened, or there is no space; nothing was changed.
    """
    with told(_NO_SPACE):
        work = tempfile.TemporaryDirectory(dir=directory, prefix=_WORKPLACE)
    with work as name, told(_NO_SPACE):
        found = read_backup(path, Path(name), key)
        new = Path(name) / "new"
        _built(new, key, found, None, now)
        if seal := read_seal(path):
            write_seal(directory, seal)
        (new / FILE_NAME).replace(directory / MENDED_NAME)
    finish_mending(directory, now())
    return found


def set_aside(directory: Path, now: datetime) -> Path | None:
    """Move everything of an earlier store into a folder of its own; None where there is nothing."""
    aside = directory / f"set aside {now:%Y-%m-%d %H%M%S}"
    there = [directory / name for name in (FOLDER, SEAL_NAME, _LOG_NAME, FILE_NAME)]
    there = [path for path in there if path.exists()]
    if not there:
        return None
    with told(_NOT_ASIDE):
        aside.mkdir(mode=0o700, exist_ok=True)
        for path in there:
            path.replace(aside / path.name)
    return aside


def finish_mending(directory: Path, now: datetime) -> Path:
    """Move a damaged file aside and its finished successor into its place, if there is one."""
    mended = directory / MENDED_NAME
    aside = directory / f"damaged {now:%Y-%m-%d %H%M%S}"
    if mended.exists():
        with told(_NO_SPACE):
            for name in (_LOG_NAME, FILE_NAME):
                if (directory / name).exists():
                    aside.mkdir(mode=0o700, exist_ok=True)
                    (directory / name).replace(aside / name)
            mended.replace(directory / FILE_NAME)
    return aside


def newest_good(
    folder: Path, work: Path, key: bytes, *, with_entries: bool = False
) -> tuple[Salvage | None, BackupFile | None, tuple[BackupFile, ...]]:
    """What the newest sound backup holds, which that is, and the damaged ones that are newer; one
    without any entries is passed over where ``with_entries`` are asked for.

    Raises:
        StoreFullError: there is no space to unpack one.
    """
    bad: list[BackupFile] = []
    for file in backups_in(folder):
        try:
            found = read_backup(file.path, work, key)
        except StoreFullError:
            raise
        except StoreError:
            bad.append(file)
        else:
            if found.journal or not with_entries:
                return found, file, tuple(bad)
    return None, None, tuple(bad)


def key_fits(directory: Path, key: bytes) -> bool:
    """Whether a key opens any page of a file whose beginning is damaged.

    Raises:
        StoreFullError: there is no space to look.
    """
    with told(_NO_SPACE):
        work = tempfile.TemporaryDirectory(dir=directory, prefix=_WORKPLACE)
    with work as name, told(_NO_SPACE), translated():
        return fits_pages(_copied(directory, Path(name) / "looked at"), key)


def read_backup(path: Path, work: Path, key: bytes) -> Salvage:
    """All that a backup holds.

    Raises:
        StoreDamagedError: any of it is damaged.
        StoreError: it cannot be opened.
    """
    with unpacked(path, work) as folder:
        found = read_found(folder, key, whole=True)
    if len(found.journal) < found.expected:
        raise StoreDamagedError(f"The backup “{path.name}” is damaged. Try an older one.")
    return found


def _gave_nothing(found: Salvage) -> bool:
    return not found.journal and not found.has_identity


def _says_who(found: Salvage | None) -> bool:
    return found is not None and found.has_identity


def _copied(directory: Path, copy: Path) -> Path:
    """A folder with a copy of file and log."""
    copy.mkdir(mode=0o700)
    for name in (FILE_NAME, _LOG_NAME):
        if (directory / name).exists():
            shutil.copyfile(directory / name, copy / name)
    return copy


def _read_damaged(directory: Path, copy: Path, key: bytes) -> Salvage:
    _copied(directory, copy)
    _pad(copy / FILE_NAME)
    try:
        found = read_found(copy, key)
    except StoreFullError:
        raise
    except StoreError:
        found = Salvage()
    is_whole = found.has_identity and found.journal and len(found.journal) >= found.expected
    return found if is_whole else found.with_more(_read_pages(copy, key))


def _read_pages(copy: Path, key: bytes) -> Salvage:
    """What can be read from the pages alone where one that leads to others is damaged."""
    if not (copy / FILE_NAME).exists():
        return Salvage()
    with translated():
        return read_pages(copy, key)


def _pad(path: Path) -> None:
    """Make up in length for an end that was cut off: SQLite refuses a whole file that is shorter
    than its beginning says, but reads past pages that are damaged.
    """
    if path.exists():
        os.truncate(path, 2 * path.stat().st_size)


def _built(
    folder: Path, key: bytes, damaged: Salvage, backup: Salvage | None, now: Callable[[], datetime]
) -> tuple[int, int]:
    """A new store in ``folder``; its entries, and how many of the damaged file are missing."""
    known = damaged.journal.keys() | (backup.journal.keys() if backup else frozenset())
    if len(known) < damaged.expected:
        damaged = _with_nothing_sent(damaged)
    store = Store.open(folder, key, now=now)
    try:
        store.start_with(damaged)
        if backup is not None:
            store.take_over(backup, replace=False)
            for group, events in backup.events().items():
                store.receive(group, events, route="backup", known=backup.arrivals())
        report = store.verify()
        if report.problems:
            raise StoreDamagedError(report.problems[0])
    finally:
        store.close()
    return report.events, max(0, damaged.expected - report.events)


def _with_nothing_sent(found: Salvage) -> Salvage:
    """Forget how many entries each file took out where some are lost, because as many new ones
    would count as sent.
    """
    lines = [
        {**row, "counts": {}} if row["direction"] == "out" else row
        for row in found.local.get(EXCHANGE.name, ())
    ]
    return replace(found, local={**found.local, EXCHANGE.name: lines})


_NO_SPACE = (
    "There is no space left to put the data file in order. Nothing was changed. Free some space, "
    "then start NPQ Desktop again."
)
_NOT_ASIDE = (
    "There is no space left to set the old data aside. Nothing was lost. Free some space, then "
    "try again."
)
_NOTHING = (
    "The data file cannot be read, and there is no sound backup beside it. It was left where it "
    "is. To restore from a backup or sync file elsewhere, start NPQ Desktop with another data "
    "folder and choose “Restore from a recovery sheet”."
)
