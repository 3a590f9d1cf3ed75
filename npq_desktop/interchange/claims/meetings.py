"""Attendance reports of online meetings: who was there, from when until when, how many minutes.

Being in a meeting is a claim of presence, with its stays; what it is worth is told by the times of
the seminar, elsewhere. Every device and every rejoin is a stay of its own, and stays of one person
are joined, so that two devices in one hour are one hour. Organisers are no participants.
"""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from npq_desktop.interchange.cells.headers import RosterField, title_key
from npq_desktop.interchange.cells.identifiers import clean_email
from npq_desktop.interchange.cells.moments import (
    DateOrder,
    date_order,
    is_ambiguous,
    read_date,
    read_minutes,
    read_time,
)
from npq_desktop.interchange.claims.people_columns import PeopleTable, cell, shown_name
from npq_desktop.interchange.claims.rows import (
    MOST_STAYS,
    Claim,
    ClaimFile,
    ClaimState,
    FileItem,
    Stay,
    System,
    minutes_together,
)
from npq_desktop.interchange.files.tables import TableRow, single_line
from npq_desktop.interchange.people.name_forms import normal_form

_ORGANISERS = frozenset({"organizer", "organiser", "coorganizer", "coorganiser", "organisateur"})
_JOINED = frozenset(
    {"firstjoin", "jointime", "firstjointime", "timejoined", "joined", "premiereparticipation"}
    | {"heuredarrivee"}
)
_LEFT = frozenset(
    {"lastleave", "leavetime", "lastleavetime", "timeexited", "timeleft", "exittime", "left"}
    | {"dernierdepart", "heurededepart"}
)
_LASTED = frozenset(
    {"inmeetingduration", "duration", "dureedelareunion", "dureeenreunion", "duree"}
    | {"durationminutes", "totaldurationminutes", "dureeminutes"}
)
_TITLE = frozenset({"meetingtitle", "topic", "titredelareunion", "sujet"})
_BEGAN = frozenset({"starttime", "meetingstarttime", "heurededebut"})
_HOST = frozenset({"useremail", "hostemail", "host"})
_JOINED_WORDS = ("joined", "a rejoint", "rejoint")


@dataclass(frozen=True, slots=True)
class _Columns:
    joined: int | None
    left: int | None
    lasted: int | None


@dataclass(slots=True)
class _Presence:
    """All that a report says of one person on one day; ``lasted`` is as the report counts it."""

    line: int
    said: list[str] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    lasted: list[int | None] = field(default_factory=list)

    def claim(self, person: int, item: int, day: date | None) -> Claim:
        spans = [stay.on(day or date.min) for stay in self.stays]
        dated = day is not None and bool(spans)
        return Claim(
            person=person,
            item=item,
            state=ClaimState.PRESENT,
            said=" + ".join(self.said),
            line=self.line,
            minutes=minutes_together(self.lasted, self.stays),
            on=day,
            at=min(start for start, _ in spans) if dated else None,
            until=max(end for _, end in spans) if dated else None,
            stays=tuple(self.stays[:MOST_STAYS]),
        )


def read_teams(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """A Teams report: one claim a person from the block of participants, staff apart.

    The block of activities that may follow tells every single stay of the same people.
    """
    page.mapping = page.mapping.without(RosterField.PARTICIPANT_ID)
    rows = _block(page)
    role = page.column({"role"})
    staff_lines = {row.line for row in rows if title_key(cell(row, role)) in _ORGANISERS}
    return _report(page, rows, "teams", known_days, staff_lines, _activities(page, rows))


def read_teams_actions(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """The older Teams list: a line for each time somebody joined or left."""
    did, when = page.column({"useraction", "action"}), page.column({"timestamp"})
    rows = list(page.rows())
    page.joins_names = True
    order = _order(page, [cell(row, when) for row in rows], known_days)
    presences: dict[tuple[int, date | None], _Presence] = {}
    since: dict[int, tuple[TableRow, datetime]] = {}
    for row in rows:
        person, at = page.person(row), page.moment(cell(row, when), order)
        if person is None:
            continue
        if cell(row, did).casefold().startswith(_JOINED_WORDS):
            presence = presences.setdefault(
                (person, at.date() if at else None), _Presence(row.line)
            )
            presence.said.append(single_line(cell(row, when)))
            if at:
                since[person] = row, at
        elif at and person in since:
            joined_row, joined = since.pop(person)
            presence = presences.setdefault((person, joined.date()), _Presence(joined_row.line))
            presence.stays.append(Stay(joined, max(joined, at)))
    return _file(page, presences, "teams", ())


def read_zoom(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """A Zoom report: a line a stay; the host of the lead-in is staff."""
    rows = _block(page)
    hosts = {clean_email(text).value for text in _lead_texts(page, _HOST)} - {None}
    email = page.mapping.columns.get(RosterField.EMAIL)
    staff = {row.line for row in rows if clean_email(cell(row, email)).value in hosts}
    return _report(page, rows, "zoom", known_days, staff)


def read_meet(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """A Google Meet report: times of day without a day, which its file name may tell."""
    return _report(page, _block(page), "google meet", known_days, ())


def _report(
    page: PeopleTable,
    rows: Sequence[TableRow],
    system: System,
    known_days: Collection[date],
    staff_lines: Collection[int],
    activities: Mapping[tuple[str, str], Sequence[tuple[str, str]]] | None = None,
) -> ClaimFile:
    page.joins_names = True
    columns = _columns(page.titles)
    began = _lead_texts(page, _BEGAN)
    times = [cell(row, at) for row in rows for at in (columns.joined, columns.left)]
    order = _order(page, [*times, *began], known_days)
    days = [page.day(text, order) for text in began] or [read_date(page.file_name)]
    presences: dict[tuple[int, date | None], _Presence] = {}
    staff: dict[int, None] = {}
    for row in rows:
        person = page.person(row)
        if person is None:
            continue
        if row.line in staff_lines:
            staff[person] = None
        stay = _stay(page, cell(row, columns.joined), cell(row, columns.left), order)
        on = stay.joined.date() if stay and isinstance(stay.joined, datetime) else None
        day = on or page.day(cell(row, columns.joined), order) or days[0]
        presence = presences.setdefault((person, day), _Presence(row.line))
        lasted = single_line(cell(row, columns.lasted))
        presence.said.append(lasted or single_line(cell(row, columns.joined)))
        presence.lasted.append(read_minutes(lasted))
        single = (activities or {}).get(_who(page, row), ())
        stays = [_stay(page, *times, order) for times in single] or [stay]
        presence.stays += [each for each in stays if each is not None]
    return _file(page, presences, system, list(staff))


def _file(
    page: PeopleTable,
    presences: Mapping[tuple[int, date | None], _Presence],
    system: System,
    staff: Sequence[int],
) -> ClaimFile:
    """One item for each day of the report, for a session is its date."""
    days: list[date | None] = [*sorted({day for _, day in presences if day})] or [None]
    title = next(iter(_lead_texts(page, _TITLE)), "Meeting")
    items = [FileItem(title, on=day) for day in days]
    claims = [
        presence.claim(person, days.index(day) if day in days else 0, day)
        for (person, day), presence in presences.items()
    ]
    return page.file("attendance", system, items, claims, staff=staff)


def _stay(page: PeopleTable, joined: str, left: str, order: DateOrder | None) -> Stay | None:
    """A stay with its day, else by the clock; None where a time is missing or they are turned."""
    moments = page.moment(joined, order), page.moment(left, order)
    if moments[0] and moments[1]:
        return Stay(moments[0], moments[1]) if moments[1] >= moments[0] else None
    clock = read_time(joined), read_time(left)
    return Stay(clock[0], clock[1]) if clock[0] is not None and clock[1] is not None else None


def _columns(titles: Sequence[str]) -> _Columns:
    def at(keys: Collection[str]) -> int | None:
        return next((at for at, title in enumerate(titles) if title_key(title) in keys), None)

    return _Columns(at(_JOINED), at(_LEFT), at(_LASTED))


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


def _activities(
    page: PeopleTable, block: Sequence[TableRow]
) -> Mapping[tuple[str, str], list[tuple[str, str]]]:
    """When each stay of the block below began and ended, as written, by name and address."""
    last = block[-1].line if block else page.header.line
    below = [row for row in page.below() if row.line > last]
    header = next((row for row in below if _has_times(_columns(row.cells))), None)
    if header is None:
        return {}
    columns, keys = _columns(header.cells), [title_key(title) for title in header.cells]
    email = keys.index("email") if "email" in keys else None
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in below:
        if row.line > header.line:
            key = normal_form(shown_name(cell(row, 0))), cell(row, email).casefold()
            found.setdefault(key, []).append((cell(row, columns.joined), cell(row, columns.left)))
    return found


def _has_times(columns: _Columns) -> bool:
    return columns.joined is not None and columns.left is not None


def _who(page: PeopleTable, row: TableRow) -> tuple[str, str]:
    columns = page.mapping.columns
    name = normal_form(shown_name(cell(row, columns.get(RosterField.NAME))))
    return name, cell(row, columns.get(RosterField.EMAIL)).casefold()


def _order(
    page: PeopleTable, texts: Iterable[str], known_days: Collection[date]
) -> DateOrder | None:
    texts = list(texts)
    order = date_order(texts, known_days)
    if order is None and any(map(is_ambiguous, texts)):
        shown = next(text for text in texts if is_ambiguous(text))
        page.warn(
            page.header.line,
            f"“{shown}” can be read as two days, and no seminar decides which;"
            " choose the seminar yourself.",
        )
    return order


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
