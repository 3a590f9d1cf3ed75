"""Owns what a platform's file claims about people: frozen rows, before anybody believes them.

A claim is never a mark or a review. What a file does not say is no claim: an empty cell, ``-`` and
``?`` are unknown, not zero and not absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from npq_desktop.interchange.names import PersonIdentity
from npq_desktop.interchange.tables import TableProblem

ClaimKind = Literal[
    "attendance", "catch-up", "completion", "form", "grades", "quiz attempts", "submissions",
    "submission status",
]  # fmt: skip
System = Literal[
    "brightspace", "moodle", "canvas", "teams", "zoom", "microsoft forms", "spreadsheet"
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
class Claim:
    """One statement: ``person`` and ``item`` are places in the file's tuples, from 0.

    ``said`` is the cell's own text. ``minutes`` are minutes there, ``at`` and ``until`` local times
    without zone. ``attempts`` counts tries, where the file tells them apart.
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


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """All a file claims. ``sha256`` is of its bytes, in hexadecimal.

    ``staff`` are no participants, ``ignored`` the titles not read. ``anonymous`` counts answers
    that name nobody, ``unrecorded`` cells of a register that say nothing. ``codes`` are what the
    status codes of a register were taken to mean, ``unknown`` those nobody has explained, each
    with the number of its cells.
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

    def claims_of(self, person: int) -> tuple[Claim, ...]:
        """What is said of one person, in the file's order."""
        return tuple(claim for claim in self.claims if claim.person == person)
