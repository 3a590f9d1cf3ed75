"""Lines of a list that are no people but say what the people below them are.

A heading such as ``Withdrawn / deferred`` or ``Group 22`` fills one cell of its line and is made of
words that head lists; a line that only may be one is asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from npq_desktop.interchange.cells.headers import NAME_FIELDS, ColumnMapping, RosterField
from npq_desktop.interchange.files.tables import TableRow, single_line

_APART = frozenset(
    {"withdrawn", "withdrawals", "withdrawal", "withdrew", "deferred", "deferrals", "deferral"}
    | {"left", "leavers", "leaver", "suspended", "inactive", "removed", "cancelled", "canceled"}
    | {"reserve", "reserves", "waitlist", "waiting", "dropped", "former", "past", "unconfirmed"}
    | {"declined", "not", "never", "no"}
)
_STAFF = frozenset(
    {"facilitator", "facilitators", "staff", "tutors", "coaches", "coach", "observers", "guests"}
    | {"visitors", "trainers", "leads", "presenters", "speakers", "organisers", "coordinators"}
)
_GROUPS = frozenset({"group", "cohort", "section", "class", "set", "region", "hub", "seminar"})
_TAKE_PART = frozenset(
    {"participants", "participant", "people", "delegates", "learners", "attendees", "members"}
    | {"active", "current", "new", "starters", "confirmed", "enrolled", "registered", "students"}
)
_FILLING_TEXT = (
    "and or of in on the this a list people programme program course did start started longer yet"
    " from to for confirmed places place wait starting attending attended module autumn spring"
    " summer term year"
)
_FILLING = frozenset(_FILLING_TEXT.split())
_FEWEST_LINES = 3


class SectionKind(Enum):
    """What the people below a heading are."""

    PARTICIPANTS = auto()
    APART = auto()
    STAFF = auto()
    GROUP = auto()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading as written, and what it says of those below it."""

    title: str
    kind: SectionKind


def section_of(row: TableRow, mapping: ColumnMapping) -> Section | None:
    """The heading that a line is; None for any other line."""
    filled = [text for text in row.cells if text]
    if len(filled) != 1 or "@" in filled[0]:
        return None
    title = single_line(filled[0]).strip(" :-–—*")
    words = re.findall(r"[^\W\d_]+", title.casefold())
    known = _APART | _STAFF | _GROUPS | _TAKE_PART | _FILLING
    others = [word for word in words if word not in known and len(word) > 1]
    if not words or (others and words[0] not in _GROUPS):
        return None
    kind = _kind(frozenset(words))
    return Section(title, kind) if kind and title not in mapping.titles else None


def are_mostly_filled(rows: Sequence[TableRow]) -> bool:
    """Whether most lines hold more than one cell, so that one that does not may be a heading."""
    fuller = sum(len(_filled(row)) > 1 for row in rows)
    return fuller >= max(_FEWEST_LINES, len(rows) // 2)


def may_be_heading(row: TableRow, mapping: ColumnMapping) -> bool:
    """Whether a line among mostly filled ones holds so little that it may be a heading."""
    filled = _filled(row)
    if len(filled) != 1:
        return False
    halves = [mapping.columns.get(part) for part in NAME_FIELDS[1:]]
    split = None not in halves and RosterField.NAME not in mapping.columns
    return split or " " not in filled[0] or any(c.isdigit() or c in ":/" for c in filled[0])


def _kind(words: frozenset[str]) -> SectionKind | None:
    if words & _APART:
        return SectionKind.APART
    if words & _STAFF:
        return SectionKind.STAFF
    if words & _GROUPS:
        return SectionKind.GROUP
    return SectionKind.PARTICIPANTS if words & _TAKE_PART else None


def _filled(row: TableRow) -> list[str]:
    return [text for text in row.cells if text]
