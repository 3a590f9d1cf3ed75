"""Owns looking into a zip archive that somebody else packed, entry by entry, in memory only.

An unsafe entry is listed with its reason and never opened; the others are read. Nothing is written
to disk, so an entry's name is a label and never a path. A bomb is refused as a whole.
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

MAX_ARCHIVE_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_ENTRY_BYTES = 25 * 1024 * 1024
MAX_TOTAL_BYTES = 500 * 1024 * 1024
MAX_RATIO = 150
RATIO_APPLIES_FROM_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 10

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_LOCAL_HEADER_BYTES = 30
_CHUNK_BYTES = 1024 * 1024
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
                while chunk := part.read(_CHUNK_BYTES):
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

    Raises: InterchangeError when it is no zip, or is made to do harm.
    """
    if len(data) > MAX_ARCHIVE_BYTES:
        message = f"“{file_name}” is larger than {MAX_ARCHIVE_BYTES // 1_048_576} MB."
        raise InterchangeError(f"{message} Download one task at a time.")
    try:
        zipped = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        message = f"“{file_name}” is a damaged archive. Download it again."
        raise InterchangeError(message) from error
    with zipped:
        places = zipped.infolist()
        _check_whole(places, file_name)
        yield _sorted_out(zipped, places)


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
    for place in places:
        label = label_of(place)
        if label.endswith("/") or _CHATTER.search(label):
            continue
        reason = _fault(place, label)
        if reason:
            refused.append(RefusedEntry(_shown(label), reason))
            continue
        if label.casefold() in seen:
            refused.append(RefusedEntry(label, "stands twice in the archive; both were read"))
        seen.add(label.casefold())
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
        (place.flag_bits & _ENCRYPTED_FLAG, "has a password"),
        (place.compress_type not in _METHODS, "is packed in an unknown way"),
        (place.file_size > MAX_ENTRY_BYTES, "is larger than 25 MB"),
        (_PROGRAMS.search(label), "is a program or a shortcut"),
        (_ARCHIVES.search(label), "is an archive inside the archive; it was left closed"),
    )
    return next((reason for found, reason in faults if found), "")


def _check_whole(places: Sequence[zipfile.ZipInfo], file_name: str) -> None:
    if len(places) > MAX_ENTRIES:
        _refuse(file_name, f"holds more than {MAX_ENTRIES:,} files")
    if sum(place.file_size for place in places) > MAX_TOTAL_BYTES:
        _refuse(file_name, "would unpack to more than 500 MB")
    for place in places:
        large = place.file_size > RATIO_APPLIES_FROM_BYTES
        if large and place.file_size > MAX_RATIO * max(place.compress_size, 1):
            _refuse(file_name, "is packed far more tightly than any document")
    ordered = sorted(places, key=lambda place: place.header_offset)
    for place, following in itertools.pairwise(ordered):
        end = place.header_offset + _LOCAL_HEADER_BYTES + place.compress_size
        if end > following.header_offset:
            _refuse(file_name, "holds files that overlap")


def _refuse(file_name: str, fault: str) -> None:
    raise InterchangeError(f"“{file_name}” {fault}. It was not opened; download it again.")


def _shown(label: str) -> str:
    """The label without signs that could mislead a reader."""
    return "".join(c if c.isprintable() and not _TURNED.match(c) else "\ufffd" for c in label)[:200]
