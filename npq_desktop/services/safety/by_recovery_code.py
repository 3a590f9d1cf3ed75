"""What the recovery code opens: the seal of a backup, backups and files that lie in a folder.

Source: journal/FORMAT.md, section 8.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from npq_desktop.bundle.errors import LockedFileError
from npq_desktop.bundle.parse import BundleFile
from npq_desktop.errors import NpqDesktopError, ServiceError
from npq_desktop.journal.codec import BrokenTextError, b64decode, b64encode, canonical
from npq_desktop.journal.keys import KEY_BYTES
from npq_desktop.journal.recovery_code import RecoveryCode
from npq_desktop.services.exchange.bundles import open_file
from npq_desktop.store.backups.backup import FOLDER, SEAL_BYTES, backups_in, read_seal
from npq_desktop.store.repair.mending import read_backup
from npq_desktop.store.repair.recovering import Salvage

_FORMAT = "npq-recovery"
_BOX_BYTES = SecretBox.NONCE_SIZE + SecretBox.MACBYTES + KEY_BYTES


def sheet_number(public_key: str) -> str:
    """A sheet's number, as ``4F2A-93BC``, from the public key of its code: no secret."""
    digits = hashlib.sha256(public_key.encode()).hexdigest()[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def make_seal(code: RecoveryCode, database_key: bytes) -> bytes:
    """The database key locked with the code, as one line of fixed length."""
    fields = {
        "box": b64encode(bytes(SecretBox(code.database_key).encrypt(database_key))),
        "format": _FORMAT,
        "sheet": sheet_number(code.signing_key.public),
        "v": 1,
    }
    return canonical(fields).encode().ljust(SEAL_BYTES - 1) + b"\n"


def open_seal(seal: bytes, code: RecoveryCode) -> bytes:
    """The database key.

    Raises:
        ServiceError: the seal is damaged, or the code belongs to another sheet.
    """
    try:
        fields = json.loads(seal)
        box, sheet = b64decode(str(fields["box"]), _BOX_BYTES), str(fields["sheet"])
    except (ValueError, KeyError, TypeError, BrokenTextError) as error:
        raise ServiceError(_DAMAGED) from error
    typed = sheet_number(code.signing_key.public)
    if typed != sheet:
        raise ServiceError(
            f"The recovery code is correct, but it is from sheet {typed}. This data needs sheet "
            f"{sheet}. Use the sheet with that number."
        )
    try:
        return SecretBox(code.database_key).decrypt(box)
    except CryptoError as error:
        raise ServiceError(_DAMAGED) from error


_DAMAGED = (
    "The recovery code is right, but the part of this file that it opens is damaged. Try another "
    "backup, or a file that you sent to someone."
)


_SYNC_FILES = ("*.npqsync", "*.npqsync.json")


@dataclass(frozen=True, slots=True)
class Sources:
    """What was opened; ``refused`` are sentences about what was not."""

    found: Salvage | None
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
        raise ServiceError(f"“{path.name}” is not there any more. Choose the file again.")
    backups, files = _candidates(path)
    if not backups and not files:
        raise ServiceError(
            f"There is no backup (.npqbackup) and no sync file (.npqsync) in “{path.name}”. Choose "
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
) -> Salvage | None:
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
            f"{path.name} does not open with sheet {number}. Try another sheet or another file."
        )
    except NpqDesktopError as error:
        refused.append(f"{path.name}: {error}")
    return None
