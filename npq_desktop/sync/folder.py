"""A folder that several laptops see: what lies there, and the bytes of one file.

On a sleeping network drive any of this may take minutes, so it is never called on the window's
thread. Nothing is deleted or renamed, no name is followed into another folder, and files are told
by what they begin with.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from npq_desktop.bundle.envelope import MAX_LOCKED_BYTES
from npq_desktop.bundle.errors import IncompleteFileError
from npq_desktop.bundle.recognising import HEAD_BYTES, recognise
from npq_desktop.errors import BundleError, SyncError


class FolderGoneError(SyncError):
    """The folder is not there now: a stick was pulled, a drive is asleep, a client signed out."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a folder's listing: ``modified_ns`` since 1970, by the folder's own clock."""

    name: str
    size_bytes: int
    modified_ns: int


def list_folder(folder: Path) -> tuple[Listed, ...]:
    """The regular files of ``folder`` that are no larger than a sync file may be, by name.

    Raises:
        FolderGoneError: it is not there.
        SyncError: it may not be looked into.
    """
    try:
        with os.scandir(folder) as entries:
            found = [listed for entry in entries if (listed := _look_at(entry)) is not None]
    except PermissionError as error:
        raise SyncError(
            f"“{folder.name or folder}” may not be opened. Ask the person who shares it."
        ) from error
    except OSError as error:
        raise FolderGoneError(f"“{folder.name or folder}” is not there.") from error
    return tuple(sorted(found, key=lambda listed: listed.name))


def look_at(path: Path) -> Listed:
    """One file as a listing would show it.

    Raises:
        OSError: it is not there any more.
    """
    found = path.stat()
    return Listed(path.name, found.st_size, found.st_mtime_ns)


def read_file(folder: Path, listed: Listed) -> bytes:
    """The bytes of a file that begins like a sync file; of any other only its beginning is read.

    Raises:
        BundleError: it is something else, or is still being copied.
        OSError: it is gone, or may not be read.
    """
    with (folder / listed.name).open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        if not head.strip(b"\0"):
            raise IncompleteFileError("This file is empty. Copying it has not begun, or failed.")
        recognise(head)
        data = head + stream.read(MAX_LOCKED_BYTES + 1 - len(head))
    if len(data) != listed.size_bytes:
        raise IncompleteFileError("This file changed while it was read. It is still being copied.")
    return data


def bundle_files(folder: Path) -> tuple[Path, ...]:
    """The files of ``folder`` that begin like a sync file, whatever their names, newest first.

    Others' files and one's own, readable and locked, whole or half copied: opening tells.

    Raises:
        SyncError: the folder is not there, or may not be looked into.
    """
    listed = sorted(list_folder(folder), key=lambda one: one.modified_ns, reverse=True)
    return tuple(_beginning_like_ours(folder, listed))


def _beginning_like_ours(folder: Path, listed: list[Listed]) -> Iterator[Path]:
    for one in listed:
        path = folder / one.name
        try:
            with path.open("rb") as stream:
                recognise(stream.read(HEAD_BYTES))
        except (BundleError, OSError):
            continue
        yield path


def _look_at(entry: os.DirEntry[str]) -> Listed | None:
    """A file worth a look; None for folders, pipes, films, and what vanished meanwhile."""
    try:
        found = entry.stat()
    except OSError:
        return None
    fits = stat.S_ISREG(found.st_mode) and found.st_size <= MAX_LOCKED_BYTES
    return Listed(entry.name, found.st_size, found.st_mtime_ns) if fits else None
