"""Reads forms filled in by participants, and logs of catch-ups kept by hand.

An answer to a form claims that somebody answered, nothing more. What they wrote is not read,
unless the form is a quiz (``quiz_reports.py``).
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from npq_desktop.interchange.cells.headers import RosterField, title_key
from npq_desktop.interchange.cells.identifiers import clean_email
from npq_desktop.interchange.cells.moments import date_order, read_date, read_minutes
from npq_desktop.interchange.claims.people_columns import PeopleTable, cell
from npq_desktop.interchange.claims.rows import Claim, ClaimFile, ClaimState, FileItem
from npq_desktop.interchange.files.tables import TableRow, single_line

_ANONYMOUS = frozenset({"anonymous", "anonyme", "dienw"})
_FORM_COLUMNS = frozenset(
    {"id", "starttime", "completiontime", "email", "name", "lastmodifiedtime", "heurededebut"}
    | {"heuredefin", "adressedemessagerie", "nom", "amserdechrau", "amsercwblhau", "ebost", "enw"}
)
FORM_FINISHED = frozenset({"completiontime", "heuredefin", "amsercwblhau"})
_CAUGHT_UP = frozenset({"caughtupon", "caughtup", "catchupdate", "dateofcatchup", "caughtupdate"})
_SESSION = frozenset({"seminar", "event", "session", "seminarnumber", "module"})
_SESSION_DAY = frozenset({"seminardate", "eventdate", "sessiondate", "dateofseminar", "missed"})


def read_form(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """Microsoft Forms answers: one claim for everybody who gave a name or an address."""
    finished = page.column(FORM_FINISHED)
    rows = list(page.rows())
    order = date_order((cell(row, finished) for row in rows), known_days)
    claims = []
    anonymous = 0
    for row in rows:
        if is_anonymous(page, row):
            anonymous += 1
            continue
        person = page.person(row)
        if person is not None:
            said = single_line(cell(row, finished))
            at = page.moment(said, order)
            on = page.day(said, order)
            claims.append(Claim(person, 0, ClaimState.ANSWERED, said, row.line, on=on, at=at))
    questions = [title for title in page.titles if title and title_key(title) not in _FORM_COLUMNS]
    item = FileItem(form_title(page.file_name))  # the day of an answer is no day of a session
    return page.file(
        "form",
        "microsoft forms",
        [item],
        claims,
        anonymous=anonymous,
        ignored=tuple(map(single_line, questions)),
    )


def form_title(file_name: str) -> str:
    """The form's name in ``Seminar 2 exit ticket(1-18).xlsx``."""
    return re.sub(r"\s*\(\d+-\d+\)", "", file_name.rpartition(".")[0] or file_name).strip()


def read_catch_ups(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """A log of catch-ups: who made good which seminar, when, for how long."""
    when, about = page.column(_CAUGHT_UP), page.column(_SESSION)
    day, lasted = page.column(_SESSION_DAY), page.column({"minutes", "duration", "length"})
    how = page.column({"how", "method", "type", "what"})
    rows = list(page.rows())
    order = date_order((cell(row, at) for row in rows for at in (when, day)), known_days)
    items: dict[FileItem, int] = {}
    claims = []
    for row in rows:
        person = page.person(row)
        if person is None:
            continue
        item = _missed(cell(row, about), read_date(cell(row, day), order))
        place = items.setdefault(item, len(items))
        said = single_line(cell(row, when))
        claim = Claim(person, place, ClaimState.CAUGHT_UP, said, row.line, on=page.day(said, order))
        claims.append(replace(claim, minutes=read_minutes(cell(row, lasted)), note=cell(row, how)))
    return page.file("catch-up", "spreadsheet", list(items), claims)


def _missed(title: str, on: date | None) -> FileItem:
    return FileItem(f"Seminar {title}" if title.isdigit() else title or "Seminar", on=on)


def is_anonymous(page: PeopleTable, row: TableRow) -> bool:
    """Whether an answer to a form names nobody."""
    columns = page.mapping.columns
    email = cell(row, columns.get(RosterField.EMAIL))
    name = cell(row, columns.get(RosterField.NAME))
    nobody = not name or name.casefold() in _ANONYMOUS
    return nobody and (email.casefold() in _ANONYMOUS or clean_email(email).value is None)
