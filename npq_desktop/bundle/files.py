"""Saves a file so that it is wholly there or not there at all.

It is written beside its target, flushed, renamed and read back: only then may the stick go. What
leaves memory goes through here, for its owner's eyes only.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from npq_desktop.bundle.errors import UnsafeFileError

_PART_BYTES = 1024 * 1024
_OWN, _SHARED = 0o600, 0o666  # the second less what the account's mask takes away
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_GONE = {errno.ENOENT, errno.ENODEV, errno.EIO, errno.ENXIO, errno.ENOTDIR, errno.ESTALE}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_FLUSH_NOT_OFFERED = {errno.EINVAL, errno.ENOTSUP}


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that is durable and was read back; ``sha256`` over its ``size_bytes`` bytes."""

    path: Path
    size_bytes: int
    sha256: str


def save_file(path: Path, parts: Iterable[bytes], *, for_others: bool = False) -> SavedFile:
    """Write ``parts`` to ``path``, replacing a file of that name only once the new one is whole.

    Only its owner may read it, but where it lies ``for_others`` in a shared folder.

    When this returns, the stick may be taken out.

    Raises:
        UnsafeFileError: it may not; no temporary file is left where it could be removed, and a file
            that was there before is as it was, unless the error names it as damaged.
    """
    temporary = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        saved = _write(temporary, path, parts, _SHARED if for_others else _OWN)
        _check(temporary, saved)
        temporary.replace(path)
        _flush_folder(path.parent)
        _check(path, saved)
    except OSError as error:
        raise UnsafeFileError(_sentence(path, error)) from error
    finally:
        _remove(temporary)
    return saved


def _write(temporary: Path, path: Path, parts: Iterable[bytes], mode: int) -> SavedFile:
    digest = hashlib.sha256()
    size_bytes = 0
    with os.fdopen(os.open(temporary, _NEW, mode), "wb") as stream:
        for part in parts:
            stream.write(part)
            digest.update(part)
            size_bytes += len(part)
        _flush(stream)
    return SavedFile(path, size_bytes, digest.hexdigest())


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the rename durable; Windows and some network drives offer no such thing."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _FLUSH_NOT_OFFERED:
            raise
    finally:
        os.close(descriptor)


def _check(path: Path, saved: SavedFile) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(_PART_BYTES):
            digest.update(part)
    if digest.hexdigest() != saved.sha256:
        raise UnsafeFileError(
            f"“{saved.path.name}” did not read back as it was written. Do not use this copy; save"
            " it again, in another place or on another stick."
        )


def _remove(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        # The folder is gone or not writable, and the error being raised already says so.
        return


def _sentence(path: Path, error: OSError) -> str:
    return (
        f"“{path.name}” was not saved, because {_why(error)}. Nothing is lost on this laptop; save"
        " it again, or in another place. Leave a stick in until a file is saved."
    )


def _why(error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return "there is no room left"
    if error.errno in _GONE:
        return "the stick or folder is not there any more"
    if error.errno in _FORBIDDEN:
        return "this place may not be written to"
    if error.errno == errno.ENAMETOOLONG:
        return "its name or path is too long"
    return "this place does not work as it should"
