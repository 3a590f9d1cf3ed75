"""What a recovery code opens: a backup, a sync file, or a folder with some of both.

Of several backups the newest sound one is taken, and the damaged ones are named; of sync files all
are. Refuses to write anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from npq_desktop.bundle.errors import LockedFileError
from npq_desktop.bundle.reading import BundleFile
from npq_desktop.errors import NpqDesktopError, ServiceError
from npq_desktop.journal.keys import RecoveryCode
from npq_desktop.services.exchange.bundles import open_file
from npq_desktop.services.safety.recovery_seal import open_seal, sheet_number
from npq_desktop.store.backup import FOLDER, backups_in, read_seal
from npq_desktop.store.mending import read_backup
from npq_desktop.store.recovering import Found

_SYNC_FILES = ("*.npqsync", "*.npqsync.json")


@dataclass(frozen=True, slots=True)
class Sources:
    """What was opened; ``refused`` are sentences about what was not."""

    found: Found | None
    files: tuple[tuple[Path, BundleFile], ...]
    refused: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups there is something of."""
        of_backup = self.found.events() if self.found else {}
        of_files = (bundle.manifest.group for _, bundle in self.files)
        return tuple(dict.fromkeys([*of_backup, *of_files]))


def read_sources(path: Path, code: RecoveryCode, *, work: Path) -> Sources:
    """Open what ``path`` names; ``work`` is a folder to unpack a backup in.

    Raises:
        ServiceError: none of it can be opened with this code.
    """
    if not path.exists():
        raise ServiceError(f"“{path.name}” is not there any more: choose the file again.")
    backups, files = _candidates(path)
    if not backups and not files:
        raise ServiceError(
            f"There is no backup (.npqbackup) and no sync file (.npqsync) in “{path.name}”: choose "
            "another folder, or a file."
        )
    refused: list[str] = []
    found = _newest(backups, code, work, refused)
    opened = [(file, bundle) for file in files if (bundle := _opened(file, code, refused))]
    if found is None and not opened:
        raise ServiceError("\n".join(refused))
    return Sources(found, tuple(opened), tuple(refused))


def _candidates(path: Path) -> tuple[Sequence[Path], Sequence[Path]]:
    if not path.is_dir():
        return ([path], []) if read_seal(path) else ([], [path])
    backups = [*backups_in(path), *backups_in(path / FOLDER)]
    files = {file for pattern in _SYNC_FILES for file in path.glob(pattern)}
    return [file.path for file in backups], sorted(files)


def _newest(
    backups: Sequence[Path], code: RecoveryCode, work: Path, refused: list[str]
) -> Found | None:
    for path in backups:
        seal = read_seal(path)
        try:
            if seal is None:
                raise ServiceError("this backup was cut off, or was made without a sheet.")
            return read_backup(path, work, open_seal(seal, code))
        except NpqDesktopError as error:
            refused.append(f"{path.name}: {error}")
    return None


def _opened(path: Path, code: RecoveryCode, refused: list[str]) -> BundleFile | None:
    try:
        return open_file(path, identities=[code.age_secret])
    except LockedFileError:
        number = sheet_number(code.signing_key.public)
        refused.append(
            f"{path.name}: the recovery code is whole, but this file is not locked for sheet "
            f"{number}: look whether there is another sheet, or another file."
        )
    except NpqDesktopError as error:
        refused.append(f"{path.name}: {error}")
    return None
