"""Reads the register of schools, the CSV of Get Information about Schools (GIAS).

Columns are found by title, never by place. Good rows are kept and bad ones listed; only a file that
is no such register is refused. Source: interchange/LAYOUTS.md, "Schools"; programme/DOMAIN.md,
"Identifiers and validation".
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.identifiers import clean_urn
from npq_desktop.interchange.files.tables import single_line
from npq_desktop.rows.intake import School

MAX_BYTES = 200 * 1024 * 1024
"""The whole register has some 60 MB."""

_NEEDED = ("URN", "EstablishmentName", "EstablishmentStatus (name)")
_NOTHING = frozenset({"", "Not applicable", "Not recorded"})


def is_gias(start: bytes) -> bool:
    """Whether a file that begins like this is a register of schools."""
    first = _decoded(start).partition("\n")[0]
    titles = {title.strip().strip('"\ufeff') for title in first.split(",")}
    return titles.issuperset(_NEEDED[:2])


def read_gias(data: bytes, *, file_name: str) -> tuple[tuple[School, ...], tuple[str, ...]]:
    """The schools of a file in its order, the last line of a URN counting; and problems.

    Raises:
        InterchangeError: the file as a whole is no register of schools.
    """
    if len(data) > MAX_BYTES:
        raise InterchangeError(
            f"“{file_name}” is larger than 200 MB. Download the list of establishments again."
        )
    rows = csv.DictReader(io.StringIO(_decoded(data), newline=""), strict=False)
    missing = [title for title in _NEEDED if title not in (rows.fieldnames or ())]
    if missing:
        raise InterchangeError(
            f"“{file_name}” is not a register of schools, because the column {missing[0]} is "
            "missing. Download “all establishment data” from Get Information about Schools."
        )
    found: dict[str, School] = {}
    problems: list[str] = []
    for line, row in _numbered(rows, file_name):
        school, problem = _school(row)
        if school is not None:
            found[school.urn] = school
        if problem:
            problems.append(f"Line {line}: {problem}")
    return tuple(found.values()), tuple(problems)


def _numbered(rows: "csv.DictReader[str]", file_name: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        raise InterchangeError(
            f"“{file_name}” is damaged near line {rows.line_num}. Download it again."
        ) from error


def _decoded(data: bytes) -> str:
    """As UTF-8 where it is, else as Windows-1252, which the register is published in."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _school(row: Mapping[str, str | None]) -> tuple[School | None, str]:
    urn = clean_urn(_text(row, "URN")).value
    name = _text(row, "EstablishmentName")
    if urn is None or not name:
        return None, "There is no URN or no name on this line; it was left out."
    closes = _text(row, "CloseDate")
    day = _day(closes)
    school = School(
        urn=urn,
        name=name,
        phase=_stated(row, "PhaseOfEducation (name)"),
        type=_stated(row, "TypeOfEstablishment (name)"),
        type_code=_text(row, "TypeOfEstablishment (code)"),
        authority=_stated(row, "LA (name)"),
        postcode=_text(row, "Postcode"),
        status=_text(row, "EstablishmentStatus (name)"),
        closes=day,
    )
    return (
        school,
        f"“{closes}” is no date; {name} is kept without it." if closes and not day else "",
    )


def _stated(row: Mapping[str, str | None], title: str) -> str:
    text = _text(row, title)
    return "" if text in _NOTHING else text


def _text(row: Mapping[str, str | None], title: str) -> str:
    return single_line(row.get(title) or "")


def _day(text: str) -> date | None:
    """A date as dd-mm-yyyy."""
    try:
        return datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007  # a day has no time zone
    except ValueError:
        return None
