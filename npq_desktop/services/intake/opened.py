"""A file that somebody opens: read whole and recognised once, for every service that reads it.

Nothing here touches the store or a window, so any thread may do it. How much is read is decided
by the start of the file: a list that is too large is refused before it is in memory.
"""

from dataclasses import dataclass
from pathlib import Path

from npq_desktop.errors import InterchangeError
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


File = Path | OpenedFile
"""What a service reads: a file still to be opened, or one that was opened on another thread."""


def open_file(file: File) -> OpenedFile:
    """The file with its bytes, recognised by them and never by its name.

    Raises:
        InterchangeError: it cannot be read, or is nothing that can be opened here.
    """
    if isinstance(file, OpenedFile):
        return file
    start = given_start(file, START_BYTES)
    kind = recognise_start(start)
    if kind is FileKind.SYNC:
        return OpenedFile(file, Recognised(kind, f"a {kind.value}"))
    if kind is None:
        _check_size(file, start)
    data = given_bytes(file)
    if kind is not None:
        return OpenedFile(file, Recognised(kind, f"a {kind.value}"), data)
    return OpenedFile(file, recognise_file(data, file_name=file.name), data)


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
