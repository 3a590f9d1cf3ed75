"""Understands what is typed from a signed sheet: "12p", "13a", "14l20", "15e10".

Refuses to guess: a number that is not on the register, or twice on the paper, somebody who has
another mark, minutes left out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from npq_desktop.errors import ServiceError
from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.services.core.marks import LONGEST, as_recorded, words_of

_ENTRY = re.compile(r"([0-9]{1,4})([pale]?)([0-9]{0,4})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;]+")
_HOW = "Type the number and a letter, such as 12p, 13a, 14l20 or 15e10."


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One entry as typed. ``words`` say what it means, or why it is not taken: then no ``mark``.

    ``is_new``: it is a mark to record, and not only what the register says already.
    """

    text: str
    words: str
    person: str = ""
    mark: Mark | None = None
    is_new: bool = False


def read_lines(rows: Sequence[RegisterRow], text: str) -> tuple[PaperLine, ...]:
    """What is typed, entry by entry; blanks, new lines, commas and semicolons stand between."""
    by_number = {row.number: row for row in rows}
    lines: list[PaperLine] = []
    typed: dict[str, str] = {}
    for piece in filter(None, _BETWEEN.split(text)):
        try:
            line = _read(by_number, piece, typed)
            typed[line.person] = piece
        except ServiceError as error:
            line = PaperLine(piece, str(error))
        lines.append(line)
    return tuple(lines)


def _read(rows: Mapping[int, RegisterRow], piece: str, typed: Mapping[str, str]) -> PaperLine:
    found = _ENTRY.fullmatch(piece)
    if found is None:
        raise ServiceError(f"“{piece[:20]}” is not understood. {_HOW}")
    number, letter, minutes = int(found[1]), found[2].lower(), found[3]
    row = rows.get(number)
    if row is None:
        raise ServiceError(
            f"There is no number {number} on this register: it goes from 1 to {len(rows)}. "
            "Look at the paper again; people written in by hand are marked in the register."
        )
    who = f"{number} → {row.name}"
    if not letter:
        raise ServiceError(f"{who}: and the mark? {_HOW}")
    if row.person in typed:
        raise ServiceError(f"{who} is typed already, as {typed[row.person]}: leave one of them.")
    mark = _mark(row, letter, minutes)
    said = words_of(mark)
    if _says(row) == mark:
        return PaperLine(piece, f"{who}: {said} already, nothing to record", row.person, mark)
    _check_free(row, who)
    return PaperLine(piece, f"{who}: {said}", row.person, mark, is_new=True)


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


def _says(row: RegisterRow) -> Mark:
    return Mark(row.state, row.minutes_late, row.minutes_early, row.reason)


def _check_free(row: RegisterRow, who: str) -> None:
    if row.state is MarkState.CONFLICT:
        raise ServiceError(f"{who} has two marks that disagree: choose one in the register.")
    if row.state is not MarkState.UNMARKED:
        raise ServiceError(
            f"{who} is marked already: {words_of(_says(row))}. It stays; change it in the register "
            "if the paper is right."
        )
    if row.signed:
        raise ServiceError(
            f"{who} is covered by a sign-off: mark in the register, where a reason is asked for."
        )
    if not row.expected:
        raise ServiceError(
            f"{who} is not expected ({row.why_not_expected}): if the paper is right, choose "
            "“mark anyway” in the register."
        )
