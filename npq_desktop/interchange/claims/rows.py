"""What a platform's file claims about people: frozen rows, before anybody believes them.

A claim is never a mark or a review. What a file does not say is no claim: an empty cell, ``-`` and
``?`` are unknown, not zero and not absent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from npq_desktop.interchange.files.tables import TableProblem
from npq_desktop.interchange.people.names import PersonIdentity

ClaimKind = Literal[
    "attendance", "catch-up", "completion", "form", "grades", "quiz attempts", "submissions",
    "submission status",
]  # fmt: skip
System = Literal[
    "brightspace", "moodle", "canvas", "teams", "zoom", "google meet", "google classroom",
    "microsoft forms", "spreadsheet",
]  # fmt: skip


class ClaimState(StrEnum):
    """What a file says of one person and one item; ``GRADED`` proves no work, a zero least."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left early"
    ABSENT = "absent"
    EXCUSED = "excused"
    NOT_EXPECTED = "not expected"
    CAUGHT_UP = "caught up"
    ANSWERED = "answered"
    DONE = "done"
    NOT_DONE = "not done"
    HANDED_IN = "handed in"
    DRAFT = "draft"
    IN_PROGRESS = "in progress"
    GRADED = "graded"


@dataclass(frozen=True, slots=True)
class FilePerson:
    """One person as a file names them; ``line`` is where first, from 1."""

    line: int
    identity: PersonIdentity


@dataclass(frozen=True, slots=True)
class FileItem:
    """A session, task or quiz as a file names it; ``on`` and ``at`` where its title dates it.

    ``at`` is local time without zone. ``out_of`` is the most points, as written.
    """

    title: str
    on: date | None = None
    at: datetime | None = None
    out_of: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """From when until when somebody was in a meeting, in local time without zone.

    Both are times of day only where the file does not tell the day.
    """

    joined: datetime | time
    left: datetime | time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The stay as moments; ``day`` is used where the stay has none."""
        joined = _moment(self.joined, day)
        left = _moment(self.left, joined.date())
        return joined, left if left >= joined else left + timedelta(days=1)

    def text(self) -> str:
        """The stay as text, for :meth:`read`."""
        return f"{self.joined.isoformat()}/{self.left.isoformat()}"

    @classmethod
    def read(cls, text: str) -> "Stay | None":
        """The stay that :meth:`text` wrote; None for anything else."""
        joined, _, left = text.partition("/")
        kind = datetime if "T" in joined else time
        try:
            return cls(kind.fromisoformat(joined), kind.fromisoformat(left))
        except ValueError:
            return None


def _moment(at: datetime | time, day: date) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(day, at)


MOST_STAYS = 60
"""More stays of one person at one meeting are kept as their sum only."""

Interval = tuple[datetime, datetime]


def joined_up(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time as intervals that do not overlap, in order."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


def length(intervals: Iterable[Interval]) -> timedelta:
    """How long these intervals are together; what overlaps counts as often as it stands there."""
    return sum((end - start for start, end in intervals), timedelta())


def minutes_together(counted: Sequence[int | None], stays: Sequence[Stay]) -> int | None:
    """Minutes of several stays of one person, time on two devices at once taken once.

    ``counted`` are the minutes as the file counts them. None where a length is not known, or where
    nothing tells whether two of them overlap.
    """
    spans = [stay.on(date.min) for stay in stays]
    known = [minutes for minutes in counted if minutes is not None]
    if len(known) == len(counted) == 1:
        return known[0]
    once = joined_up(spans)
    if known and len(known) == len(counted) == len(spans):
        return max(0, sum(known) - whole_minutes(length(spans) - length(once)))
    return whole_minutes(length(once)) if spans else None


def whole_minutes(lasted: timedelta) -> int:
    """Full minutes of a length of time."""
    return int(lasted.total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: ``person`` and ``item`` are places in the file's tuples, from 0.

    ``said`` is the cell's own text. ``minutes`` are minutes there, ``at`` and ``until`` local times
    without zone, ``stays`` the times in a meeting. ``attempts`` counts tries, where the file tells
    them apart. ``note`` is a remark of the file, or what it says of how it came by the statement.
    ``percent`` is how much of it is done, where the file says so in a number.
    """

    person: int
    item: int
    state: ClaimState
    said: str
    line: int
    minutes: int | None = None
    on: date | None = None
    at: datetime | None = None
    until: datetime | None = None
    note: str = ""
    attempts: int = 0
    stays: tuple[Stay, ...] = ()
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question with what was answered; points as the file writes them, "" where it does not."""

    text: str
    answers: tuple[str, ...]
    score: str = ""
    out_of: str = ""

    @property
    def is_right(self) -> bool | None:
        """Whether all points were given; None where the file does not say."""
        if not (self.score and self.out_of):
            return None
        return self.score.replace(",", ".") == self.out_of.replace(",", ".")


@dataclass(frozen=True, slots=True)
class QuizAttempt:
    """One finished try of one person, a place in the file's people; ``at`` is when it ended."""

    person: int
    line: int
    at: datetime | None
    questions: tuple[QuizQuestion, ...]


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """All a file claims. ``sha256`` is of its bytes, in hexadecimal.

    ``staff`` are no participants, ``ignored`` the titles not read. ``anonymous`` counts answers
    that name nobody, ``unrecorded`` cells of a register that say nothing. ``codes`` are what the
    status codes of a register were taken to mean, ``unknown`` those nobody has explained, each
    with the number of its cells. ``attempts`` are the finished ones of a quiz.
    """

    kind: ClaimKind
    system: System
    file_name: str
    sha256: str
    items: tuple[FileItem, ...]
    people: tuple[FilePerson, ...]
    claims: tuple[Claim, ...]
    staff: tuple[FilePerson, ...] = ()
    problems: tuple[TableProblem, ...] = ()
    ignored: tuple[str, ...] = ()
    anonymous: int = 0
    unrecorded: int = 0
    codes: Mapping[str, ClaimState] | None = None
    unknown: Mapping[str, int] | None = None
    attempts: tuple[QuizAttempt, ...] = ()

    def claims_of(self, person: int) -> tuple[Claim, ...]:
        """What is said of one person, in the file's order."""
        return tuple(claim for claim in self.claims if claim.person == person)
