"""Looks into a write-ahead log that SQLite is about to read, for entries that it will not find.

SQLite stops at the first frame that is damaged and says nothing. Whole frames of the same
generation behind that point, one of which ends a transaction, say that durable entries are lost; a
transaction that was never finished leaves none. Frames hold encrypted pages, but their headers and
checksums are plain.
"""

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MAGIC, _MAGIC_BIG = 0x377F0682, 0x377F0683
_HEADER, _FRAME = 32, 24
_PAGE_BYTES = 4096
_Sum = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Frame:
    """A version of a page by its number. ``stated`` is the checksum the frame carries; ``ends``
    says that a transaction ends with it.
    """

    page: int
    salts: bytes
    ends: bool
    summed: bytes
    stated: _Sum


def is_damaged(log: Path) -> bool:
    """Whether whole committed frames follow the point where SQLite stops reading."""
    try:
        data = log.read_bytes()
    except FileNotFoundError:
        return False
    frames = list(_frames(data))
    if not frames:
        return False
    big = _is_big(data)
    read = _read_by_sqlite(data, frames, big=big)
    if read == len(frames):
        return False
    # Where the header is damaged the first frame still says which generation this was.
    salts = data[16:24] if read or _header_is_sound(data, big=big) else frames[0].salts
    pairs = zip(frames[read:], frames[read + 1 :], strict=False)
    return any(
        frame.ends
        and frame.salts == salts
        and _checksum(frame.summed, before.stated, big=big) == frame.stated
        for before, frame in pairs
    )


def pages_in(log: Path) -> dict[int, bytes]:
    """The newest version of each page that SQLite would take from a log, by the page's number."""
    try:
        data = log.read_bytes()
    except FileNotFoundError:
        return {}
    frames = list(_frames(data))
    if not frames:
        return {}
    taken = frames[: _read_by_sqlite(data, frames, big=_is_big(data))]
    ends = [place for place, frame in enumerate(taken, start=1) if frame.ends]
    return {frame.page: frame.summed[8:] for frame in taken[: ends[-1] if ends else 0]}


def _frames(data: bytes) -> Iterator[_Frame]:
    for at in range(_HEADER, len(data) - _FRAME - _PAGE_BYTES + 1, _FRAME + _PAGE_BYTES):
        number, size, first, second = struct.unpack_from(">II8xII", data, at)
        page = data[at + _FRAME : at + _FRAME + _PAGE_BYTES]
        summed, stated = data[at : at + 8] + page, (first, second)
        yield _Frame(number, data[at + 8 : at + 16], size > 0, summed, stated)


def _read_by_sqlite(data: bytes, frames: list[_Frame], *, big: bool) -> int:
    """How many frames precede the first that SQLite does not take."""
    if not _header_is_sound(data, big=big):
        return 0
    total: _Sum = struct.unpack_from(">II", data, 24)
    for number, frame in enumerate(frames):
        total = _checksum(frame.summed, total, big=big)
        if frame.salts != data[16:24] or total != frame.stated:
            return number
    return len(frames)


def _header_is_sound(data: bytes, *, big: bool) -> bool:
    is_log = struct.unpack_from(">I", data)[0] in (_MAGIC, _MAGIC_BIG)
    stated: _Sum = struct.unpack_from(">II", data, 24)
    return is_log and _checksum(data[:24], (0, 0), big=big) == stated


def _is_big(data: bytes) -> bool:
    magic = struct.unpack_from(">I", data)[0]
    return magic == _MAGIC_BIG if magic in (_MAGIC, _MAGIC_BIG) else sys.byteorder == "big"


def _checksum(data: bytes, before: _Sum, *, big: bool) -> _Sum:
    """SQLite's own: two running sums over pairs of 32-bit words."""
    words = array("I", data)
    if big != (sys.byteorder == "big"):
        words.byteswap()
    first, second = before
    for at in range(0, len(words), 2):
        first = (first + words[at] + second) & 0xFFFFFFFF
        second = (second + words[at + 1] + first) & 0xFFFFFFFF
    return first, second
