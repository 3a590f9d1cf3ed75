"""Writes a sync file in its fixed layout, byte for byte.

Entries of our own store that do not verify any more are left out and listed, because a reader would
refuse the whole file for one of them.
"""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from npq_desktop.bundle.errors import FileLimitError, OtherGroupError
from npq_desktop.bundle.manifest import (
    LAST_LINE,
    MAX_EVENT_LINE_BYTES,
    MAX_EVENTS,
    MAX_FILE_BYTES,
    Manifest,
    sign_manifest,
)
from npq_desktop.journal.event import Author, BrokenEventError, Event, parse_parts


@dataclass(frozen=True, slots=True)
class Sorted:
    """Events that may be sent, in the order given, and those left out, each with the reason."""

    sound: tuple[Event, ...]
    left_out: tuple[tuple[Event, str], ...]


def sort_out(events: Iterable[Event], *, group: str) -> Sorted:
    """Verify each event before it is sent: one bad entry would have the whole file refused."""
    sound: list[Event] = []
    left_out: list[tuple[Event, str]] = []
    for event in events:
        try:
            parse_parts(event.header, event.payload, event.salt, event.sig)
        except BrokenEventError as reason:
            left_out.append((event, str(reason)))
            continue
        if event.group_id == group:
            sound.append(event)
        else:
            left_out.append((event, "It belongs to another group."))
    return Sorted(tuple(sound), tuple(left_out))


def write_bundle(
    stream: BinaryIO, events: Iterable[Event], *, author: Author, group: str, at: str
) -> Manifest:
    """Write ``events``, in the order given, as ``author``'s file of ``group``; ``at`` as RFC 3339.

    Raises:
        FileLimitError: the file would be larger than a reader takes.
        OtherGroupError: an event belongs to another group.
    """
    lines = [_line(event, group) for event in events]
    digest = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    manifest = sign_manifest(author, at=at, count=len(lines), digest=digest, group=group)
    body = b",\n".join(lines) + b"\n" if lines else b""
    text = manifest.first_line() + b"\n" + body + LAST_LINE + b"\n"
    _check_size(len(lines), len(text))
    stream.write(text)
    return manifest


def bundle_bytes(events: Iterable[Event], *, author: Author, group: str, at: str) -> bytes:
    """The file as bytes, to be locked or saved; see :func:`write_bundle`."""
    stream = io.BytesIO()
    write_bundle(stream, events, author=author, group=group, at=at)
    return stream.getvalue()


def _line(event: Event, group: str) -> bytes:
    if event.group_id != group:
        raise OtherGroupError("A change of another group cannot go into this file.")
    line = event.line().encode()
    if len(line) > MAX_EVENT_LINE_BYTES:
        raise FileLimitError("A change is too long for a sync file.")
    return line


def _check_size(count: int, size_bytes: int) -> None:
    if count > MAX_EVENTS or size_bytes > MAX_FILE_BYTES:
        raise FileLimitError(
            f"This group has {count:,} changes, {size_bytes // 1024:,} KiB. That is more than one"
            " sync file can hold, so nothing was saved."
        )
