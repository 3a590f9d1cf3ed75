"""A file that somebody opens: fetched whole here, and looked into in a child process only.

Nothing here touches the store or a window, so any thread may do it. How much is fetched is decided
by the start of the file: a list that is too large is refused before it is in memory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart import process
from npq_desktop.interchange.files.file_kinds import (
    MAX_FILE_BYTES,
    check_size,
    names_office_parts,
)
from npq_desktop.interchange.recognising import START_BYTES, recognise_file, recognise_start
from npq_desktop.rows.intake import FileKind, Recognised
from npq_desktop.services.core.laptop.files import given_bytes, given_start, unreadable


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as read once: what it is, and its bytes; of a sync file none."""

    path: Path
    found: Recognised
    data: bytes = b""

    @property
    def kind(self) -> FileKind:
        return self.found.kind


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file's bytes as they came; ``kind`` is what its start says, None where it does not."""

    path: Path
    data: bytes
    kind: FileKind | None


File = Path | GivenFile | OpenedFile
"""What a service reads: a file still to be opened, or one that was opened on another thread."""
Read = TypeVar("Read")


def read_apart(read: Callable[[OpenedFile], Read], file: File) -> Read:
    """What ``read`` finds in a file, in the reading child. It gets the file's bytes, not its place.

    Raises:
        InterchangeError: the file cannot be read, or is nothing that can be opened here.
    """
    given = _given(file) if isinstance(file, Path) else file
    job = partial(_read, read, given)
    return process.files.read(job, name=given.path.name, lent=[given.data])


def open_file(file: File) -> OpenedFile:
    """The file with its bytes, recognised by them and never by its name.

    Raises:
        InterchangeError: it cannot be read, or is nothing that can be opened here.
    """
    if isinstance(file, OpenedFile):
        return file
    given = _given(file) if isinstance(file, Path) else file
    return _opened(given) if given.kind else read_apart(_same, given)


def _read(read: Callable[[OpenedFile], Read], given: GivenFile | OpenedFile) -> Read:
    return read(given if isinstance(given, OpenedFile) else _opened(given))


def _same(opened: OpenedFile) -> OpenedFile:
    return opened


def _opened(given: GivenFile) -> OpenedFile:
    kind = given.kind
    if kind is None:
        found = recognise_file(given.data, file_name=given.path.name)
        return OpenedFile(given.path, found, given.data)
    return OpenedFile(given.path, Recognised(kind, f"a {kind.value}"), given.data)


def _given(path: Path) -> GivenFile:
    start = given_start(path, START_BYTES)
    kind = recognise_start(start)
    if kind is FileKind.SYNC:
        return GivenFile(path, b"", kind)
    if kind is None:
        _check_size(path, start)
    return GivenFile(path, given_bytes(path), kind)


def _check_size(path: Path, start: bytes) -> None:
    """Refuse a list or a workbook by its size alone; an archive of work may be larger."""
    try:
        size = path.stat().st_size
        if size <= MAX_FILE_BYTES:
            return
        if start.startswith(b"PK"):
            with path.open("rb") as stream:
                if not names_office_parts(stream):
                    return
    except OSError as error:
        raise InterchangeError(unreadable(path, error)) from error
    check_size(size, path.name)
