"""Understands what is typed from a signed sheet: "12p", "13a", "14l20", "15e10".

Refuses to guess: a number that is not on the register, somebody who has a mark, minutes left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from npq_desktop.errors import ServiceError
from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.services.marks import LONGEST, as_recorded, words_of

_ENTRY = re.compile(r"([0-9]{1,4})([pale])([0-9]{0,4})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;]+")
_HOW = "Type the number and a letter, such as 12p, 13a, 14l20 or 15e10."


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """One line of the paper: whose row, and the mark to record."""

    person: str
    number: int
    name: str
    mark: Mark

    @property
    def words(self) -> str:
        """Such as "14 · Ann Ode: Late 20 min"."""
        return f"{self.number} · {self.name}: {words_of(self.mark)}"


def pieces(text: str) -> tuple[str, ...]:
    """The entries of a line, in order; blanks, commas and semicolons stand between them."""
    return tuple(filter(None, _BETWEEN.split(text)))


def read_entry(rows: Sequence[RegisterRow], text: str) -> PaperEntry:
    """What one entry means in this register.

    Raises:
        ServiceError: it means nothing, or would overwrite what is recorded.
    """
    found = _ENTRY.fullmatch(text)
    if found is None:
        raise ServiceError(f"“{text[:20]}” is not understood. {_HOW}")
    number, letter, minutes = int(found[1]), found[2].lower(), found[3]
    row = next((each for each in rows if each.number == number), None)
    if row is None:
        raise ServiceError(
            f"There is no number {number} on this register: it goes from 1 to {len(rows)}. "
            "Look at the paper again; people written in by hand are marked in the register."
        )
    mark = _mark(row, letter, minutes)
    _check_free(row)
    return PaperEntry(person=row.person, number=number, name=row.name, mark=mark)


def _mark(row: RegisterRow, letter: str, minutes: str) -> Mark:
    if letter in "pa":
        if minutes:
            raise ServiceError(
                f"Present and absent take no minutes: for late type {row.number}l{minutes}."
            )
        return Mark(MarkState.PRESENT if letter == "p" else MarkState.ABSENT)
    if not minutes or not 0 < int(minutes) <= LONGEST:
        late = "late" if letter == "l" else "early"
        raise ServiceError(
            f"How many minutes {late} was {row.name}? Type them after the letter, from 1 to "
            f"{LONGEST}: {row.number}{letter}20."
        )
    if letter == "l":
        return as_recorded(Mark(MarkState.LATE, minutes_late=int(minutes)))
    return as_recorded(Mark(MarkState.LEFT_EARLY, minutes_early=int(minutes)))


def _check_free(row: RegisterRow) -> None:
    who = f"{row.number} · {row.name}"
    if row.state is MarkState.CONFLICT:
        raise ServiceError(f"{who} has two marks that disagree: choose one in the register.")
    if row.state is not MarkState.UNMARKED:
        said = words_of(Mark(row.state, row.minutes_late, row.minutes_early, row.reason))
        raise ServiceError(
            f"{who} is marked already: {said}. It stays; change it in the register if the paper "
            "is right."
        )
    if not row.expected:
        raise ServiceError(
            f"{who} is not expected ({row.why_not_expected}): if the paper is right, choose "
            "“mark anyway” in the register."
        )
