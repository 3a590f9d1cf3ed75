"""Reads the archives of what participants handed in, as Brightspace, Moodle and Canvas pack them.

Who, when and with which files is read off the entries' names; the person is never taken from a
document's properties. A bad entry is listed and costs no other.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.moments import read_date
from npq_desktop.interchange.claims.rows import FilePerson, System
from npq_desktop.interchange.documents.any_document import document_text
from npq_desktop.interchange.documents.counting import count_words
from npq_desktop.interchange.documents.shape import DocumentText
from npq_desktop.interchange.files.archives import (
    HAS_PASSWORD,
    IS_ARCHIVE,
    Archive,
    Entry,
    RefusedEntry,
    open_archive,
)
from npq_desktop.interchange.people.names import PersonIdentity

_BRIGHTSPACE = re.compile(
    r"^(?:.*/)?(?P<id>\d+)-(?P<folder>\d+)\s*-\s*(?P<name>[^/]+?)\s*-\s*"
    r"(?P<day>[^\W\d_]{3,9}\.? \d{1,2}, \d{4}) (?P<hour>\d{1,2}?)(?P<minute>\d\d) (?P<half>[AP]M)"
    r"(?:/| ?- ?)(?P<file>.+)$"
)
_MOODLE = re.compile(
    r"^(?:.*/)?(?P<name>[^/]*)_(?P<id>\d+)_assignsubmission_(?P<part>file|onlinetext)[_/](?P<file>.+)$"
)
_CANVAS = re.compile(
    r"^(?:.*/)?(?P<name>[^/_]+?)(?P<late>_LATE)?_(?P<id>\d+)_(?:(?P<number>\d+)_)?(?P<file>[^/]+)$",
    re.IGNORECASE,
)
_INDEX = re.compile(r"(^|/)index\.html?$", re.IGNORECASE)
_ZIP_TITLES = (
    re.compile(r"^(.+?) Download [^\W\d_]{3,9}\.? \d{1,2}, \d{4}"),
    re.compile(r"^(.+)-\d+$"),
)
MOST_FILES = 20
"""Of one handing-in, that a change names."""
_ID_KEYS = {"brightspace": "brightspace_user", "moodle": "moodle_participant", "canvas": "canvas"}


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """One file: its bytes' SHA-256, and its text if it is a document that can be read."""

    name: str
    size: int
    sha256: str
    document: DocumentText

    @property
    def problem(self) -> str:
        """Why there is no text; "" where there is."""
        return self.document.problem


@dataclass(frozen=True, slots=True)
class Submission:
    """One handing-in; ``person`` is a place in the archive's people, from 0.

    ``at`` is in local time, None where the platform does not say. ``late``
    is what the platform says. ``label`` is the folder or entry it was read off.
    """

    person: int
    label: str
    at: datetime | None
    late: bool
    files: tuple[SubmittedFile, ...]

    @property
    def documents(self) -> tuple[DocumentText, ...]:
        """What could be read; the same file handed in under two names is read once."""
        once = {each.sha256: each.document for each in self.files}
        return tuple(each for each in once.values() if each.lines)

    @property
    def words(self) -> int:
        """Words of all its documents."""
        return sum(count_words(each).words_all for each in self.documents)

    @property
    def text(self) -> str:
        """The texts of its documents, one after the other."""
        return "\n\n".join(each.text for each in self.documents)


@dataclass(frozen=True, slots=True)
class SubmissionArchive:
    """All that was handed in for one task. ``title`` is the archive's name for the task."""

    system: System
    file_name: str
    sha256: str
    title: str
    people: tuple[FilePerson, ...]
    submissions: tuple[Submission, ...]
    ignored: tuple[str, ...]
    refused: tuple[RefusedEntry, ...]

    def latest_of(self, person: int) -> Submission | None:
        """The newest thing one person handed in."""
        own = [each for each in self.submissions if each.person == person]
        return max(own, key=lambda each: each.at.isoformat() if each.at else "", default=None)


@dataclass(slots=True)
class _Found:
    """What one entry's name says."""

    system: System
    number: str
    name: str
    label: str
    file: str
    at: datetime | None = None
    late: bool = False


Naming = Callable[[str], _Found | None]
"""What an entry's label says; None where it is named in another way."""


@dataclass(slots=True)
class _Sorting:
    people: dict[tuple[str, str], FilePerson] = field(default_factory=dict)
    handed_in: dict[tuple[int, str], Submission] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    refused: list[RefusedEntry] = field(default_factory=list)

    def add(self, line: int, found: _Found, file: SubmittedFile) -> None:
        key = (found.number, found.name)
        if key not in self.people:
            ids = MappingProxyType({_ID_KEYS[found.system]: found.number})
            self.people[key] = FilePerson(line, PersonIdentity(found.name, ids=ids))
        person = list(self.people).index(key)
        start = Submission(person, found.label, found.at, found.late, ())
        place = (person, found.label)
        known = self.handed_in.get(place, start)
        self.handed_in[place] = replace(known, files=(*known.files, file))


def read_submissions(data: bytes, *, file_name: str) -> SubmissionArchive:
    """Everything in a platform's archive of submissions.

    Raises: InterchangeError when it is no archive, or none of a platform known here.
    """
    with open_archive(data, file_name=file_name) as archive:
        naming = _naming(archive)
        sorting = _Sorting(refused=list(archive.refused))
        for line, entry in enumerate(archive.entries, start=1):
            _sort(archive, entry, line, naming, sorting)
    if not sorting.handed_in:
        raise InterchangeError(_nothing(file_name, sorting))
    return SubmissionArchive(
        system=_SYSTEMS[naming],
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        title=_title(file_name),
        people=tuple(sorting.people.values()),
        submissions=tuple(sorting.handed_in.values()),
        ignored=tuple(sorting.ignored),
        refused=tuple(sorting.refused),
    )


def _nothing(file_name: str, sorting: _Sorting) -> str:
    """Why an archive gives no work at all, as far as one reason explains it."""
    reasons = {entry.reason for entry in sorting.refused}
    only = reasons.pop() if len(reasons) == 1 and not sorting.ignored else ""
    number = len(sorting.refused)
    entries = "its only file" if number == 1 else f"each of its {number} files"
    if only == HAS_PASSWORD:
        return f"“{file_name}” has a password on {entries}. Ask for it without one."
    if only == IS_ARCHIVE:
        what = f"“{file_name}” holds archives only"
        return f"{what}: {entries} is one. Unpack it, and open the archives inside one by one."
    if only:
        return f"“{file_name}” gives no work, because {entries} {only}. Download it again."
    message = f"“{file_name}” holds no submissions named as a learning platform names them."
    more = f" {_first_of(sorting.refused)}" if sorting.refused else ""
    return f"{message}{more} Download them again, and do not rename the folders."


def _first_of(refused: Sequence[RefusedEntry]) -> str:
    first = refused[0]
    others = f" {len(refused) - 1} more were not opened either." if len(refused) > 1 else ""
    return f"“{first.label}” {first.reason}.{others}"


def _sort(archive: Archive, entry: Entry, line: int, naming: Naming, sorting: _Sorting) -> None:
    found = naming(entry.label)
    if found is None:
        sorting.ignored.append(entry.label)
        return
    try:
        content = archive.read(entry)
    except InterchangeError as error:
        sorting.refused.append(RefusedEntry(entry.label, str(error)))
        return
    document = document_text(content, file_name=found.file)
    digest = hashlib.sha256(content).hexdigest()
    file = SubmittedFile(found.file, entry.size, digest, document)
    sorting.add(line, found, file)


def _naming(archive: Archive) -> Naming:
    """The platform whose way of naming fits most entries; Canvas's is the loosest."""
    labels = [entry.label for entry in archive.entries if not _INDEX.search(entry.label)]
    return max(_SYSTEMS, key=lambda naming: sum(naming(label) is not None for label in labels))


def _brightspace(label: str) -> _Found | None:
    match = None if _INDEX.search(label) else _BRIGHTSPACE.match(label)
    if match is None:
        return None
    folder = label[: match.start("file")].rstrip("/ -")
    at = _brightspace_moment(match["day"], match["hour"], match["minute"], match["half"])
    file = match["file"].rpartition("/")[2]
    return _Found("brightspace", match["id"], match["name"], folder, file, at)


def _brightspace_moment(day: str, hour: str, minute: str, half: str) -> datetime | None:
    """The hour is not always padded: ``115 AM`` is 01:15, so the last two digits are minutes."""
    on = read_date(day)
    hours, minutes = int(hour), int(minute)
    if on is None or not 1 <= hours <= 12 or minutes > 59:
        return None
    return datetime(on.year, on.month, on.day, hours % 12 + 12 * (half == "PM"), minutes)  # noqa: DTZ001  # local time


def _moodle(label: str) -> _Found | None:
    match = _MOODLE.match(label)
    if match is None:
        return None
    # The files of one person are one submission, whether typed or attached.
    folder = f"{match['name']}_{match['id']}"
    file = match["file"].rpartition("/")[2]
    return _Found("moodle", match["id"], match["name"].strip(), folder, file)


def _canvas(label: str) -> _Found | None:
    match = None if _INDEX.search(label) else _CANVAS.match(label)
    if match is None:
        return None
    name, late = match["name"], bool(match["late"])
    folder = f"{name}_{match['id']}"
    return _Found("canvas", match["id"], name, folder, match["file"], late=late)


_SYSTEMS: dict[Naming, System] = {
    _brightspace: "brightspace",
    _moodle: "moodle",
    _canvas: "canvas",
}


def _title(file_name: str) -> str:
    stem = re.sub(r"\.zip$", "", file_name, flags=re.IGNORECASE)
    matches = (pattern.match(stem) for pattern in _ZIP_TITLES)
    return next((match.group(1) for match in matches if match), stem)
