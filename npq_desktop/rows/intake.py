"""What opening a file of a platform, of dates or of schools shows before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path

EXTRA = "+"
"""Chosen for a line of a file: an event of its own, beyond the programme's."""
LEFT_OUT = ""
"""Chosen for a line of a file: nothing is recorded of it."""


class FileKind(StrEnum):
    """What a file is by its content, which decides what opening it means."""

    SYNC = "sync file or invitation"
    CALENDAR = "calendar"
    EVENTS = "list of events"
    SCHOOLS = "register of schools"
    SUBMISSIONS = "archive of work handed in"
    CLAIMS = "a platform's report"
    PEOPLE = "list of people"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file's kind, and what a person calls it: "a Zoom participants report"."""

    kind: FileKind
    what: str


class ClaimOutcome(StrEnum):
    """What becomes of one line; only MATCHED and DIFFERS are recorded."""

    ASK = "to choose"
    CONTRADICTS = "contradicts"
    REVIEW = "to review"
    UNMATCHED = "unmatched"
    DIFFERS = "differs"
    MATCHED = "matched"


@dataclass(frozen=True, slots=True)
class FileItemRow:
    """A session or task of a file, and the event or task of the programme it is; "" for none.

    ``question`` says why somebody has to choose it, "" where the file leaves no doubt.
    """

    title: str
    item: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class FileCodeRow:
    """A code of a register that is no usual one, how often it stands there, and what it means.

    ``state`` is "" until somebody says.
    """

    code: str
    cells: int
    state: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One statement of a file about one person.

    ``place`` is the person's place in the file, ``name`` as the file has it, ``person`` who that
    is in the group, "" while a human has to say; ``candidates`` are (id, name) to choose from, the
    likeliest first. ``minutes`` and ``remark`` are what the file says beside it, ``source`` where.
    ``stands`` is what is recorded here now, ``offer`` what accepting would record, in
    words. ``content`` is what would be recorded, ``attempts`` what also as handed in.
    """

    place: int
    line: int
    name: str
    person: str
    title: str
    says: str
    stands: str
    outcome: ClaimOutcome
    reason: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    content: Mapping[str, object] = field(default_factory=dict)
    minutes: str = ""
    remark: str = ""
    source: str = ""
    offer: str = ""
    attempts: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimPreview:
    """A platform's file as read for one group: nothing is stored until it is recorded.

    ``choices`` are (id, title) of the programme's items that ``items`` may be set to, ``people``
    (id, name) of everybody in the group. ``links`` are the fields to remember of each person, so
    that the next file of that platform finds them, ``codes`` the codes to explain, or explained
    already, of a register. ``sheets`` are the sheets of a workbook, ``sheet`` the one read.
    """

    path: Path
    words: str
    rows: tuple[ClaimRow, ...]
    items: tuple[FileItemRow, ...]
    choices: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: tuple[FileCodeRow, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    def count(self, outcome: ClaimOutcome) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome is outcome for row in self.rows)


@dataclass(frozen=True, slots=True)
class Difference:
    """A recorded claim that is not what stands: ``head`` names the claim's entry.

    ``accept`` is what accepting records and ``offer`` the same in words; empty where the file alone
    cannot settle it, and then ``why`` says why. ``minutes``, ``remark`` and ``source`` are what the
    file says beside it and where; ``against`` names another file that says otherwise.
    """

    head: str
    person: str
    name: str
    item: str
    title: str
    says: str
    stands: str
    file: str
    accept: Mapping[str, object]
    offer: str = ""
    why: str = ""
    minutes: str = ""
    remark: str = ""
    source: str = ""
    against: str = ""


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What a file leaves open for all its lines: ``answers`` are (value, words) to choose from."""

    key: str
    asks: str
    answers: tuple[tuple[str, str], ...]


class DateOutcome(StrEnum):
    """What becomes of one line of a file; CHANGED, EXTRA and CANCELLED are recorded."""

    CHANGED = "new date"
    EXTRA = "extra event"
    CANCELLED = "did not run"
    SAME = "as it is"
    ASK = "to choose"
    REPEAT = "twice in the file"
    OTHER = "left out"


@dataclass(frozen=True, slots=True)
class DateRow:
    """When and where an event of the group is held; no times where it has no date yet.

    ``begins`` and ``minutes`` are when it begins and how long it lasts, or would by the programme.
    """

    event: str
    title: str
    start: datetime | None
    end: datetime | None
    place: str
    begins: time
    minutes: int


class Earlier(StrEnum):
    """What became of an event from before the group was on this laptop."""

    ELSEWHERE = "held, register elsewhere"
    HERE = "held, I have the register"
    NOT_HELD = "not held"


@dataclass(frozen=True, slots=True)
class EarlierEvent:
    """An event to be asked about; ``planned`` is the day it was planned for, where that shows."""

    event: str
    title: str
    planned: date | None


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """What somebody says of one; ``on`` is the day it was held."""

    what: Earlier
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DateLine:
    """One event of a file: ``place`` is its place there, times are those to record.

    Without a ``start`` the file does not say for certain when it is; ``on`` is its day, where that
    is sure. ``event`` is the event of the group it becomes, EXTRA or LEFT_OUT; ``stands`` is what
    is recorded of that event now; ``reason`` says why a human is asked, or why it is left out.
    """

    place: int
    title: str
    start: datetime | None
    end: datetime | None
    venue: str
    event: str
    becomes: str
    stands: str
    outcome: DateOutcome
    reason: str = ""
    on: date | None = None
    asks_when: bool = False

    @property
    def day(self) -> date | None:
        """The day it is on, as far as that is known."""
        return self.start.date() if self.start else self.on


@dataclass(frozen=True, slots=True)
class DatesPreview:
    """A file as read for one group: nothing is stored until it is recorded.

    ``choices`` are (id, title) of the group's events; ``gone`` are sentences about dated events of
    the programme that no line becomes; ``notes`` are problems and what is worth knowing;
    ``questions`` are about all lines at once.
    """

    path: Path
    lines: tuple[DateLine, ...]
    choices: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    notes: tuple[str, ...]
    questions: tuple[FileQuestion, ...] = ()

    def count(self, *outcomes: DateOutcome) -> int:
        """How many lines have one of these outcomes."""
        return sum(line.outcome in outcomes for line in self.lines)


@dataclass(frozen=True, slots=True)
class School:
    """One establishment; texts as the file states them, "" where it states nothing.

    ``status`` reads "Open", "Closed" and the like; ``closes`` is the day it closed or is to close.
    ``formerly`` is the name an earlier file gave it.
    """

    urn: str
    name: str
    phase: str = ""
    type: str = ""
    authority: str = ""
    postcode: str = ""
    status: str = ""
    closes: date | None = None
    formerly: str = ""
    type_code: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether it has closed; one that is only proposed to close is open."""
        return self.status == "Closed"


@dataclass(frozen=True, slots=True)
class SchoolsPreview:
    """A file of schools as read; nothing is kept until it is applied.

    ``news`` are sentences on schools kept here already; ``problems`` name their line.
    """

    path: Path
    schools: tuple[School, ...]
    added: int
    news: tuple[str, ...]
    problems: tuple[str, ...]
    words: str
