"""Reads a zip archive that somebody else packed, in memory only.

An unsafe entry, such as a bomb, is listed with its reason and never opened; the others are read.
Nothing is written to disk, so an entry's name is a label and never a path. :func:`check` is asked
about every zip; where an archive needs all of its entries, as a workbook does, one bad entry
spoils it.
"""

import io
import itertools
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from npq_desktop.errors import InterchangeError

MEGABYTE = 1024 * 1024
MAX_ARCHIVE_BYTES = 200 * MEGABYTE
MAX_RATIO = 150
RATIO_APPLIES_FROM_BYTES = 5 * MEGABYTE
MAX_DEPTH = 10
MOST_LETTERS = 1_000

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_LOCAL_HEADER_BYTES = 30
_CHATTER = re.compile(
    r"(^|/)(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*)$", re.IGNORECASE
)
_PROGRAMS = re.compile(
    r"\.(exe|com|bat|cmd|ps1|vbs?|vbe|jse?|wsf|hta|msi|scr|pif|lnk|url|jar|app|sh|dll|reg)$",
    re.IGNORECASE,
)
_ARCHIVES = re.compile(r"\.(zip|7z|rar|gz|tgz|bz2|xz|tar|cab|iso)$", re.IGNORECASE)
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive of one kind may hold, and the words for one that holds something else.

    ``entry`` and ``content`` name an entry and what it is; ``locked``, ``packed`` and ``large``
    say why a single entry is not opened. Where ``needs_all``, one such entry spoils the archive;
    else what comes after ``total_bytes`` is left out too.
    """

    entries: int
    entry_bytes: int
    total_bytes: int
    entry: str
    content: str
    locked: str
    packed: str
    large: str
    action: str
    needs_all: bool = False


HAS_PASSWORD = "has a password"  # noqa: S105  # words for a reader
IS_ARCHIVE = "is an archive inside the archive; it was left closed"
FILES = Limits(
    entries=5_000,
    entry_bytes=25 * MEGABYTE,
    total_bytes=500 * MEGABYTE,
    entry="file",
    content="document",
    locked=HAS_PASSWORD,
    packed="is packed in an unknown way",
    large="is larger than 25 MB",
    action="download it again",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One readable file of an archive: its label with ``/`` between folders, its size in bytes."""

    label: str
    size: int
    place: zipfile.ZipInfo


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """One entry that was not opened, and why in a few words."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive: what may be read, and what not."""

    entries: tuple[Entry, ...]
    refused: tuple[RefusedEntry, ...]
    zipped: zipfile.ZipFile

    def read(self, entry: Entry) -> bytes:
        """The bytes of one entry, checked against what the archive declares of it.

        Raises: InterchangeError when the entry is damaged or larger than declared.
        """
        found = bytearray()
        try:
            with self.zipped.open(entry.place) as part:
                while chunk := part.read(MEGABYTE):
                    found += chunk
                    if len(found) > entry.size:
                        raise InterchangeError(f"“{entry.label}” is larger than declared.")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise InterchangeError(f"“{entry.label}” is damaged.") from error
        except (RuntimeError, ValueError, OverflowError) as error:
            raise InterchangeError(f"“{entry.label}” is damaged.") from error
        return bytes(found)


@contextmanager
def open_archive(data: bytes, *, file_name: str) -> Iterator[Archive]:
    """The archive, open while the block runs.

    Raises: InterchangeError when it is no zip, or holds too many entries.
    """
    if len(data) > MAX_ARCHIVE_BYTES:
        message = f"“{file_name}” is larger than {MAX_ARCHIVE_BYTES // MEGABYTE} MB."
        raise InterchangeError(f"{message} Download one task at a time.")
    try:
        zipped = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        message = f"“{file_name}” is a damaged archive. Download it again."
        raise InterchangeError(message) from error
    with zipped:
        places = zipped.infolist()
        check(places, FILES, file_name)
        yield _sorted_out(zipped, places)


def check(places: Sequence[zipfile.ZipInfo], limits: Limits, file_name: str) -> None:
    """Pass quietly where the archive with these entries may be unpacked.

    Raises: InterchangeError with the reason where it is too large, or is made to do harm.
    """
    fault = next(_faults_of_whole(places, limits), "")
    if fault:
        message = f"“{file_name}” {fault}. It was not opened; {limits.action}."
        raise InterchangeError(message)


def label_of(place: zipfile.ZipInfo) -> str:
    """The entry's name as text: UTF-8 also where the packer forgot to say so, NFC, ``/``."""
    name = place.orig_filename
    if not place.flag_bits & _UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = place.orig_filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _sorted_out(zipped: zipfile.ZipFile, places: Sequence[zipfile.ZipInfo]) -> Archive:
    entries: list[Entry] = []
    refused: list[RefusedEntry] = []
    seen: set[str] = set()
    overlapping, total = _overlapping(places), 0
    for place in places:
        label = label_of(place)
        if len(label) > MOST_LETTERS:
            refused.append(RefusedEntry(_shown(label), "has too long a name"))
            continue
        if label.endswith("/") or _CHATTER.search(label):
            continue
        reason = _fault(place, label)
        if not reason and place.header_offset in overlapping:
            reason = "overlaps another entry"
        if not reason and total + place.file_size > FILES.total_bytes:
            reason = f"would bring the archive to more than {FILES.total_bytes // MEGABYTE} MB"
        if reason:
            refused.append(RefusedEntry(_shown(label), reason))
            continue
        if label.casefold() in seen:
            refused.append(RefusedEntry(label, "is in the archive twice, and both were read"))
        seen.add(label.casefold())
        total += place.file_size
        entries.append(Entry(label, place.file_size, place))
    return Archive(tuple(entries), tuple(refused), zipped)


def _fault(place: zipfile.ZipInfo, label: str) -> str:
    """Why an entry is not opened; empty when it may be."""
    mode = place.external_attr >> 16
    parts = label.split("/")
    faults = (
        ("\0" in label, "has a broken name"),
        (label.startswith("/") or re.match(r"[A-Za-z]:", label), "names a place on a disk"),
        (".." in parts, "points outside the archive"),
        (_TURNED.search(label), "hides its real name"),
        (len(parts) > MAX_DEPTH, "lies in too many folders"),
        (stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR), "is a link, not a file"),
        (closed := _closed(place, FILES), closed),
        (_is_bomb(place), f"is packed far more tightly than any {FILES.content}"),
        (_PROGRAMS.search(label), "is a program or a shortcut"),
        (_ARCHIVES.search(label), IS_ARCHIVE),
    )
    return next((reason for found, reason in faults if found), "")


def _closed(place: zipfile.ZipInfo, limits: Limits) -> str:
    """Why an entry cannot be opened whatever it is called; empty when it can."""
    faults = (
        (place.flag_bits & _ENCRYPTED_FLAG, limits.locked),
        (place.compress_type not in _METHODS, limits.packed),
        (place.file_size > limits.entry_bytes, limits.large),
    )
    return next((reason for found, reason in faults if found), "")


def _faults_of_whole(places: Sequence[zipfile.ZipInfo], limits: Limits) -> Iterator[str]:
    if len(places) > limits.entries:
        yield f"holds more than {limits.entries:,} {limits.entry}s"
    if not limits.needs_all:
        return
    if sum(place.file_size for place in places) > limits.total_bytes:
        yield f"would unpack to more than {limits.total_bytes // MEGABYTE} MB"
    for place in places:
        if fault := _closed(place, limits):
            yield f"holds a {limits.entry} {fault}"
        if _is_bomb(place):
            yield f"is packed far more tightly than any {limits.content}"
    if _overlapping(places):
        yield f"holds {limits.entry}s that overlap"


def _is_bomb(place: zipfile.ZipInfo) -> bool:
    large = place.file_size > RATIO_APPLIES_FROM_BYTES
    return large and place.file_size > MAX_RATIO * max(place.compress_size, 1)


def _overlapping(places: Sequence[zipfile.ZipInfo]) -> set[int]:
    """Where the entries begin that share bytes with another one.

    Python notices them only by a differing name, so the places are compared.
    """
    found: set[int] = set()
    ordered = sorted(places, key=lambda place: place.header_offset)
    for place, following in itertools.pairwise(ordered):
        end = place.header_offset + _LOCAL_HEADER_BYTES + place.compress_size
        if end > following.header_offset:
            found |= {place.header_offset, following.header_offset}
    return found


def _shown(label: str) -> str:
    """The label without signs that could mislead a reader."""
    return "".join(c if c.isprintable() and not _TURNED.match(c) else "\ufffd" for c in label)[:200]
