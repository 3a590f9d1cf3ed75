"""What is given to a platform's file, and what becomes of it row by row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from npq_desktop.interchange.people.names import PersonIdentity

_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")


class Existing(StrEnum):
    """What happens to feedback that is on the platform already."""

    LEAVE = "leave"
    ADD = "add"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Given:
    """What one person is given: ``value`` for the grade, "" for none, and the feedback."""

    value: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class BackRow:
    """A person's line in a platform's file, with what it says now."""

    place: int
    identity: PersonIdentity
    grade: str
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of one line: what changes, why not, and what the reader should know."""

    place: int
    grade: str | None = None
    feedback: str | None = None
    refused: str = ""
    remark: str = ""

    @property
    def changes(self) -> bool:
        """Whether the file has this line."""
        return not self.refused and (self.grade is not None or self.feedback is not None)


@dataclass(frozen=True, slots=True)
class BackFile:
    """A file for the platform: the header and the lines that change, nothing else."""

    data: bytes
    outcomes: Sequence[RowOutcome] = field(default_factory=tuple)


class PlatformFile(Protocol):
    """A platform's own file, into which decisions are written."""

    @property
    def rows(self) -> Sequence[BackRow]:
        """The people in it."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns to choose from; only one where the file is of one task."""

    def write(self, given: Mapping[int, Given], column: str, existing: Existing) -> BackFile:
        """The file that the platform takes back, for people by their place among ``rows``."""


def points(text: str) -> Decimal | None:
    """A number as somebody types it, with a point or a comma; None for anything else."""
    plain = text.strip()
    return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def points_refused(value: str, most: Decimal | None, *, above: str) -> str:
    """Why a value cannot go into a column of points; "" where it can."""
    number = points(value)
    if number is None:
        return f"“{value}” is not a number"
    if number < 0:
        return "points cannot be below 0"
    if most is not None and number > most:
        return above
    return ""
