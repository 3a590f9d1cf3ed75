"""Owns attendance reports of online meetings: who was there, from when, for how many minutes.

Being in a meeting is a claim of presence, with its minutes; late or short is for the reader of the
seminar's times to say. Rooms, phones and organisers are no participants.
"""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from npq_desktop.interchange.claim_rows import Claim, ClaimFile, ClaimState, FileItem
from npq_desktop.interchange.headers import RosterField, title_key
from npq_desktop.interchange.identifiers import clean_email
from npq_desktop.interchange.moments import (
    DateOrder,
    date_order,
    is_ambiguous,
    read_date,
    read_minutes,
    read_moment,
)
from npq_desktop.interchange.people_columns import PeopleTable, cell
from npq_desktop.interchange.tables import TableRow, single_line

_ORGANISERS = frozenset({"organizer", "organiser", "coorganizer", "coorganiser", "organisateur"})
_JOINED = frozenset(
    {"firstjoin", "jointime", "firstjointime", "premiereparticipation", "heuredarrivee"}
)
_LEFT = frozenset({"lastleave", "leavetime", "lastleavetime", "dernierdepart", "heurededepart"})
_LASTED = frozenset(
    {"inmeetingduration", "duration", "dureedelareunion", "dureeenreunion", "duree"}
    | {"durationminutes", "totaldurationminutes", "dureeminutes"}
)
_TITLE = frozenset({"meetingtitle", "topic", "titredelareunion", "sujet"})
_HOST = frozenset({"useremail", "hostemail", "host"})
_ORIGINAL = re.compile(r"^(.*?)\s*\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class _Columns:
    joined: int | None
    left: int | None
    lasted: int | None


def read_teams(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """The participants' block of a Teams report: one claim a person, staff apart."""
    page.mapping = page.mapping.without(RosterField.PARTICIPANT_ID)
    rows = _block(page)
    role = page.column({"role"})
    staff_lines = {row.line for row in rows if title_key(cell(row, role)) in _ORGANISERS}
    return _report(page, rows, "teams", known_days, staff_lines)


def read_zoom(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """A Zoom report: rejoins of one person are added up; the host of the lead-in is staff."""
    rows = _block(page)
    hosts = {clean_email(text).value for text in _lead_texts(page, _HOST)} - {None}
    email = page.mapping.columns.get(RosterField.EMAIL)
    staff = {row.line for row in rows if clean_email(cell(row, email)).value in hosts}
    return _report(page, list(map(_with_original_name(page), rows)), "zoom", known_days, staff)


def _report(
    page: PeopleTable,
    rows: Sequence[TableRow],
    system: str,
    known_days: Collection[date],
    staff_lines: Collection[int],
) -> ClaimFile:
    columns = _Columns(page.column(_JOINED), page.column(_LEFT), page.column(_LASTED))
    order = _order(page, rows, columns, known_days)
    claims: dict[int, Claim] = {}
    staff: dict[int, None] = {}
    for row in rows:
        person = page.person(row)
        if person is None:
            continue
        if row.line in staff_lines:
            staff[person] = None
        found = _claim(person, row, columns, order)
        claims[person] = _added(claims[person], found) if person in claims else found
    titles = _lead_texts(page, _TITLE)
    on = next((claim.on for claim in claims.values() if claim.on), None)
    item = FileItem(titles[0] if titles else "Meeting", on=on)
    return page.file(
        "attendance",
        "teams" if system == "teams" else "zoom",
        [item],
        claims.values(),
        staff=list(staff),
    )


def _block(page: PeopleTable) -> list[TableRow]:
    """The rows up to the next section: a line of one cell after a gap starts another."""
    kept: list[TableRow] = []
    last = page.header.line
    for row in page.below():
        if row.line > last + 1 and sum(map(bool, row.cells)) <= 1:
            break
        last = row.line + max(text.count("\n") for text in row.cells)
        kept.append(row)
    return kept


def _claim(person: int, row: TableRow, columns: _Columns, order: DateOrder | None) -> Claim:
    joined, left = cell(row, columns.joined), cell(row, columns.left)
    lasted = single_line(cell(row, columns.lasted))
    return Claim(
        person=person,
        item=0,
        state=ClaimState.PRESENT,
        said=lasted or single_line(joined),
        line=row.line,
        minutes=read_minutes(lasted),
        on=read_date(joined, order),
        at=read_moment(joined, order),
        until=read_moment(left, order),
    )


def _added(first: Claim, again: Claim) -> Claim:
    """Two stays of one person as one; unknown minutes stay unknown."""
    known = first.minutes is not None and again.minutes is not None
    return replace(
        first,
        minutes=(first.minutes or 0) + (again.minutes or 0) if known else None,
        said=f"{first.said} + {again.said}",
        at=_earliest(first.at, again.at),
        until=_latest(first.until, again.until),
    )


def _earliest(*moments: datetime | None) -> datetime | None:
    return min(filter(None, moments), default=None)


def _latest(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)


def _order(
    page: PeopleTable, rows: Sequence[TableRow], columns: _Columns, known_days: Collection[date]
) -> DateOrder | None:
    texts = [cell(row, at) for row in rows for at in (columns.joined, columns.left)]
    order = date_order(texts, known_days)
    if order is None and any(map(is_ambiguous, texts)):
        shown = next(text for text in texts if is_ambiguous(text))
        page.warn(
            page.header.line,
            f"“{shown}” can be read as two days, and no seminar decides which;"
            " choose the seminar yourself.",
        )
    return order


def _with_original_name(page: PeopleTable) -> "_Renaming":
    return _Renaming(page.mapping.columns.get(RosterField.NAME))


@dataclass(frozen=True, slots=True)
class _Renaming:
    """Takes ``Siân (Siân Llewellyn-Hughes)`` for the original name in brackets."""

    column: int | None

    def __call__(self, row: TableRow) -> TableRow:
        found = _ORIGINAL.match(cell(row, self.column))
        if self.column is None or found is None:
            return row
        cells = list(row.cells)
        cells[self.column] = found.group(2)
        return TableRow(row.line, tuple(cells))


def _lead_texts(page: PeopleTable, keys: Collection[str]) -> list[str]:
    """Texts of the lines above: beside a title, as Teams writes them, or below it, as Zoom."""
    above = [row for row in page.table.rows if row.line < page.header.line]
    beside = [
        row.cells[1] for row in above if len(row.cells) == 2 and title_key(row.cells[0]) in keys
    ]
    below = [
        cell(values, at)
        for titles, values in itertools.pairwise(above)
        for at, title in enumerate(titles.cells)
        if title_key(title) in keys and len(titles.cells) > 2
    ]
    return [single_line(text) for text in (*beside, *below) if text]
