"""Reads lists of schools that decide on funding or support: any CSV with a column of URNs.

A file with the columns ``type``, ``identifier`` and ``identifier_type`` may hold several lists.
Source: interchange/LAYOUTS.md, "Schools".
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart import process
from npq_desktop.interchange.cells.identifiers import clean_urn
from npq_desktop.interchange.files.text_tables import decode_text

_URN = re.compile(r"(?:school |establishment |institution )?urn", re.IGNORECASE)
_TYPED = ("type", "identifier", "identifier_type")
_KNOWN = {"pp50school": "PP50", "riseschool": "RISE"}
MAX_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class EligibilityList:
    """One list: its name as the file says it, "" where it says none, and the URNs on it."""

    name: str
    urns: frozenset[str]
    problems: int


def read_eligibility_lists(data: bytes, *, file_name: str) -> tuple[EligibilityList, ...]:
    """The lists of a file, in its order.

    Raises: InterchangeError where no column holds URNs.
    """
    job = partial(_lists, data, file_name)
    return process.files.read(job, name=file_name, lent=[data])


def _lists(data: bytes, file_name: str) -> tuple[EligibilityList, ...]:
    text, _ = decode_text(data, file_name)
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        titles = [cell.strip().lstrip("\ufeff") for cell in next(rows, [])]
        found = _read(titles, rows, file_name)
    except csv.Error as error:
        raise InterchangeError(f"“{file_name}” is damaged. Download it again.") from error
    return found


def _read(
    titles: list[str], rows: Iterator[list[str]], file_name: str
) -> tuple[EligibilityList, ...]:
    lowered = [title.casefold() for title in titles]
    if all(name in lowered for name in _TYPED):
        kind, number, what = (lowered.index(name) for name in _TYPED)
        pairs = (
            (_called(row[kind]), row[number] if row[what].strip().casefold() == "urn" else "")
            for row in rows
            if len(row) > max(kind, number, what)
        )
        return _gathered(pairs)
    place = next((n for n, title in enumerate(titles) if _URN.fullmatch(title)), None)
    if place is None:
        raise InterchangeError(
            f"“{file_name}” has no column called URN. Choose a list of schools with their URNs."
        )
    return _gathered(("", row[place]) for row in rows if len(row) > place)


def _gathered(pairs: Iterator[tuple[str, str]]) -> tuple[EligibilityList, ...]:
    urns: dict[str, set[str]] = {}
    problems: dict[str, int] = {}
    for number, (name, cell) in enumerate(pairs):
        if number >= MAX_ROWS:
            break
        urns.setdefault(name, set())
        urn = clean_urn(cell).value
        if urn is None:
            problems[name] = problems.get(name, 0) + 1
        else:
            urns[name].add(urn)
    return tuple(
        EligibilityList(name, frozenset(found), problems.get(name, 0))
        for name, found in urns.items()
    )


def _called(kind: str) -> str:
    """The list's name: "PP50" for ``EligibilityList::Pp50School``."""
    last = kind.strip().rpartition("::")[2]
    return _KNOWN.get(last.casefold(), last)
