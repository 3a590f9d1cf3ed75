"""Parses a readable sync file line by line, strictly and within bounds.

There are two passes: first the bytes against the signed manifest, which tells damage from forgery,
then every entry with its signature. No line is read without a bound and the file is never parsed
as a whole. Whether its author is a member is checked by :func:`check_author`, for callers who know
the members.
"""

import hashlib
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import BinaryIO

from npq_desktop.bundle.errors import (
    DamagedFileError,
    FileLimitError,
    IncompleteFileError,
    LockedFileError,
    NewerFileError,
    OtherGroupError,
    StrangerError,
)
from npq_desktop.bundle.manifest import (
    LAST_LINE,
    MAX_EVENT_LINE_BYTES,
    MAX_EVENTS,
    MAX_FILE_BYTES,
    MAX_FIRST_LINE_BYTES,
    Manifest,
    parse_manifest,
)
from npq_desktop.bundle.recognising import HEAD_BYTES, Form, recognise
from npq_desktop.journal.event import BrokenEventError, Event, NewerFormatError, parse_event


@dataclass(frozen=True, slots=True)
class InvitationSecret:
    """What an invitation file adds to the group: the id of the invite and its 16 secret bytes."""

    invite: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A sync file that is sound in itself; nothing in it counts before it is admitted.

    ``events`` in the order of the file; ``sha256`` over the file's bytes as they were received.
    """

    manifest: Manifest
    events: tuple[Event, ...]
    form: Form
    sha256: str
    invitation: InvitationSecret | None = None


def parse_bundle(stream: BinaryIO) -> BundleFile:
    """The readable sync file in the seekable ``stream``, every signature verified.

    Raises:
        BundleError: one of its kinds for each reason to refuse the file whole.
    """
    if recognise(look_at(stream)) != "readable":
        raise LockedFileError("This file is encrypted. Unlock it before it is read.")
    source = _Source(stream)
    first = source.line(MAX_FIRST_LINE_BYTES)
    if len(first) > MAX_FIRST_LINE_BYTES:
        raise _long_line()
    manifest = parse_manifest(first)
    lines = _event_lines(source)
    _check_against(manifest, lines)
    events = _events(lines, manifest.group)
    return BundleFile(manifest, events, "readable", source.sha256())


def look_at(stream: BinaryIO) -> bytes:
    """The first bytes of the file, enough to recognise it; ``stream`` stays where it was."""
    start = stream.tell()
    head = stream.read(HEAD_BYTES)
    stream.seek(start)
    return head


def check_author(bundle: BundleFile, member_keys: Collection[str]) -> None:
    """Check that a member wrote the file; ``member_keys``: of the store and the file together.

    Raises:
        StrangerError: somebody else did.
    """
    if bundle.manifest.by not in member_keys:
        raise StrangerError(
            "This file is from a laptop that is not in the group, so nothing was added. Invite its"
            " sender first."
        )


def check_group(bundle: BundleFile, group: str) -> None:
    """Check that the file belongs to ``group``.

    Raises:
        OtherGroupError: it belongs to another.
    """
    if bundle.manifest.group != group:
        raise OtherGroupError(
            "This file belongs to another group, so nothing was added. Choose the group it belongs"
            " to, or ask for the right file."
        )


class _Source:
    """The bytes of the file, counted and hashed as they are read, one bounded line at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self._size_bytes = 0

    def line(self, limit_bytes: int) -> bytes:
        """The next line without its LF; a comma at its end does not count against the limit.

        The last line of a file may do without LF: every other is known by it.
        """
        line = self._stream.readline(limit_bytes + len(b",\n"))
        self._take(line)
        if line == LAST_LINE:
            return line
        if not line.endswith(b"\n"):
            _refuse_unended(line, limit_bytes)
        if line.endswith(b"\r\n"):
            raise DamagedFileError(
                "The line ends of this file were changed on the way, as some mail programs do, so"
                " nothing was added. Ask for it again as a .npqsync file, or on a stick."
            )
        return line[:-1]

    def check_end(self) -> None:
        """Check that nothing follows."""
        if self._stream.read(1):
            raise _damaged("something follows its end")

    def sha256(self) -> str:
        """The digest of what was read."""
        return self._hash.hexdigest()

    def _take(self, data: bytes) -> None:
        self._hash.update(data)
        self._size_bytes += len(data)
        if self._size_bytes > MAX_FILE_BYTES:
            raise FileLimitError("This file is larger than 32 MiB, which no sync file is.")


def _refuse_unended(line: bytes, limit_bytes: int) -> None:
    if len(line) > limit_bytes:
        raise _long_line()
    raise IncompleteFileError(
        "This file is incomplete, because copying was interrupted. Nothing was added. Copy it"
        " again."
    )


def _event_lines(source: _Source) -> deque[bytes]:
    """The event lines without their commas; every line but the last has one."""
    lines: deque[bytes] = deque()
    goes_on = True
    while (line := source.line(MAX_EVENT_LINE_BYTES)) != LAST_LINE:
        if not goes_on:
            raise _damaged("a comma is missing")
        if len(lines) == MAX_EVENTS:
            raise FileLimitError(f"This file has more than {MAX_EVENTS:,} changes.")
        goes_on = line.endswith(b",")
        line = line.removesuffix(b",")
        if len(line) > MAX_EVENT_LINE_BYTES:
            raise _long_line()
        lines.append(line)
    if lines and goes_on:
        raise _damaged("there is a comma too many")
    source.check_end()
    return lines


def _check_against(manifest: Manifest, lines: Collection[bytes]) -> None:
    if len(lines) != manifest.count:
        raise _damaged(f"it should have {manifest.count:,} changes and has {len(lines):,}")
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line + b"\n")
    if digest.hexdigest() != manifest.digest:
        raise _damaged("its changes are not those that were written")


def _events(lines: deque[bytes], group: str) -> tuple[Event, ...]:
    """Parse the lines, letting go of each: the largest file must not be in memory twice."""
    events: list[Event] = []
    while lines:
        event = _event(lines.popleft(), len(events) + 1)
        if event.group_id != group:
            raise OtherGroupError(
                f"Change {len(events) + 1:,} in this file belongs to another group, so nothing was"
                " added. Ask the sender to save the file again."
            )
        events.append(event)
    return tuple(events)


def _event(line: bytes, number: int) -> Event:
    try:
        return parse_event(line.decode())
    except NewerFormatError:
        raise NewerFileError(
            "This file has changes from a newer version of NPQ Desktop. Update NPQ Desktop, then"
            " open the file again."
        ) from None
    except BrokenEventError as reason:
        raise _unsound(number, str(reason)) from None
    except UnicodeDecodeError:
        raise _unsound(number, "it is not UTF-8 text.") from None


def _unsound(number: int, reason: str) -> DamagedFileError:
    reason = reason.removeprefix("A change is damaged: ")
    return DamagedFileError(
        f"Change {number:,} in this file is faulty, so nothing was added: {reason} Ask the sender"
        " to save the file again."
    )


def _long_line() -> FileLimitError:
    return FileLimitError("This file has a line that is longer than a sync file may have.")


def _damaged(reason: str) -> DamagedFileError:
    return DamagedFileError(
        f"This file was damaged or changed on the way ({reason}), so nothing was added. Ask for it"
        " again."
    )
