"""Looks at each start whether what must be this account's own is: folders, key, data, settings.

Rights that are too wide are narrowed. A link, or a file of another account, is refused: somebody
else would choose what is opened or read what is written. Windows gives such folders to the account
by itself, and is not asked.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.store.database import FILE_NAME

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_own_files(places: Places) -> None:
    """Narrow rights that are too wide.

    Raises:
        ServiceError: something is a link or belongs to another account.
    """
    if os.name != "posix":
        return
    for path in _files(places):
        _check(path, path.lstat())
    for folder in {places.data, places.config}:
        if folder.is_dir():
            _check(folder, folder.stat())  # a whole folder may be moved to another disk by a link


def _files(places: Places) -> Iterator[Path]:
    database = places.data / FILE_NAME
    logs = (database.with_name(f"{FILE_NAME}{ending}") for ending in ("-wal", "-shm"))
    for path in (database, *logs, places.key_file, places.settings_file):
        if path.is_symlink() or path.exists():
            yield path


def _check(path: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise ServiceError(
            f"{path} is a link to another place. NPQ Desktop follows none there. Put the file "
            "itself there, or ask the person who looks after this laptop."
        )
    if found.st_uid != os.geteuid():
        raise ServiceError(
            f"{path} belongs to another account. Ask the person who looks after this laptop to "
            "give it to yours, or choose another data folder."
        )
    if stat.S_IMODE(found.st_mode) & _OTHERS:
        try:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
        except OSError as error:
            raise ServiceError(
                f"Other accounts can read {path}, and that could not be changed. Ask the person "
                "who looks after this laptop."
            ) from error
