"""A data file that is missing or empty although there was one: what is left beside it, in words.

Backups, a recovery seal or settings that know a group say that this is not a first start. Nothing
is made or changed before somebody has chosen. Source: journal/FORMAT.md, section 8.
"""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from npq_desktop.errors import StoreError
from npq_desktop.journal.event import Event
from npq_desktop.services.core.laptop.database_key import KeyGoneError, database_key
from npq_desktop.services.core.laptop.places import Places, SettingsFile
from npq_desktop.services.safety import words
from npq_desktop.store.backups.backup import FOLDER, SEAL_NAME, backups_in
from npq_desktop.store.backups.backups_kept import BackupFile
from npq_desktop.store.database import FILE_NAME
from npq_desktop.store.repair.mending import newest_good
from npq_desktop.store.repair.recovering import Salvage

_START = (
    "Start NPQ Desktop with its window: it offers to restore a backup, or to begin anew without it."
)


class StoreGoneError(StoreError):
    """There was a data file with groups, and it is missing or empty."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left: ``newest`` is the newest sound backup that holds entries, as far as this
    laptop's key opens them; ``needs_code`` says that there are backups and no key to them.
    """

    words: str
    newest: Path | None
    needs_code: bool


def refuse_missing(places: Places, settings: SettingsFile) -> None:
    """Refuse to start on a data file that is missing or empty and was not always.

    Raises:
        StoreGoneError: the sentence says what is left.
    """
    if _is_empty(places.data / FILE_NAME) and _leaves_traces(places, settings):
        raise StoreGoneError(f"{what_is_left(places, settings).words} {_START}")


def refuse_emptied(
    places: Places, settings: SettingsFile, handed_over: Collection[str] = ()
) -> None:
    """The same for a file that is sound and holds no group.

    ``handed_over`` names the backups there were when its last group left on purpose: that these
    have entries is no sign of a loss.

    Raises:
        StoreGoneError: another backup has entries, or settings know a group.
    """
    files = backups_in(places.data / FOLDER)
    if not settings.current.last_group and not files:
        return
    left = what_is_left(places, settings)
    if left.newest is not None and left.newest.name in handed_over:
        return
    if left.newest or left.needs_code or settings.current.last_group:
        raise StoreGoneError(f"{left.words} {_START}")


def what_is_left(places: Places, settings: SettingsFile) -> Left:
    """Look at the backups beside the file.

    Raises:
        ServiceError: the keyring is locked.
        StoreFullError: there is no space to look into a backup.
    """
    files = backups_in(places.data / FOLDER)
    path = places.data / FILE_NAME
    what = words.data_file_gone(path, _state_of(path))
    if not files:
        return Left(f"{what} {words.NO_BACKUP}", None, needs_code=False)
    key = known_key(places, settings)
    found, file = newest_with_entries(places.data, key) if key else (None, None)
    if found is not None and file is not None:
        holds = words.backup_holds(file.made, contents(found))
        return Left(f"{what} {holds}", file.path, needs_code=False)
    if key is not None and _opens_one(places.data, key):
        return Left(f"{what} {words.NO_BACKUP_WITH_A_GROUP}", None, needs_code=False)
    beside = words.backups_need_code(len(files), files[0].made)
    return Left(f"{what} {beside}", None, needs_code=True)


def known_key(places: Places, settings: SettingsFile) -> bytes | None:
    """The key that is kept for this folder; never a new one."""
    try:
        return database_key(places=places, settings=settings, store_exists=True)
    except KeyGoneError:
        return None


def newest_with_entries(directory: Path, key: bytes) -> tuple[Salvage | None, BackupFile | None]:
    """What the newest sound backup with entries holds, and which that is."""
    with tempfile.TemporaryDirectory(dir=directory, prefix=".mending ") as work:
        found, file, _ = newest_good(directory / FOLDER, Path(work), key, with_entries=True)
    return found, file


def _opens_one(directory: Path, key: bytes) -> bool:
    with tempfile.TemporaryDirectory(dir=directory, prefix=".mending ") as work:
        return newest_good(directory / FOLDER, Path(work), key)[0] is not None


def contents(found: Salvage) -> str:
    """The groups that were found, in words."""
    return words.contents(_group(*each) for each in found.events().items())


def _group(group: str, events: Sequence[Event]) -> tuple[str, int, int]:
    """A group's title, how many people are in it, and how many entries."""
    start = next((event.content for event in events if event.id == group), None)
    title = str((start or {}).get("title") or "a group")
    people = {_content(e).get("person") for e in events if e.kind == "person.set"} - {None}
    return title, len(people), len(events)


def _content(event: Event) -> Mapping[str, object]:
    return event.content or {}


def _state_of(path: Path) -> str:
    if not path.exists():
        return words.MISSING
    return words.EMPTY if _is_empty(path) else words.NO_GROUP


def _is_empty(path: Path) -> bool:
    return not path.exists() or path.stat().st_size == 0


def _leaves_traces(places: Places, settings: SettingsFile) -> bool:
    return bool(
        settings.current.last_group
        or (places.data / SEAL_NAME).exists()
        or backups_in(places.data / FOLDER)
    )
