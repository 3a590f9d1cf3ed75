"""Reads events from a spreadsheet: a row an event, with title, day and times.

A day or time that could be read in two ways is never guessed: the row stays, to be asked about.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.headers import title_key
from npq_desktop.interchange.cells.hours import Hours, is_at_night, read_hours
from npq_desktop.interchange.cells.moments import (
    DateOrder,
    date_order,
    is_ambiguous,
    read_date,
    read_minutes,
    weekday,
    without_date,
)
from npq_desktop.interchange.files.any_table import read_any_table
from npq_desktop.interchange.files.tables import TableProblem, TableRow, best_header, single_line
from npq_desktop.programme.zones import home_zone, on_clocks
from npq_desktop.rows.intake import FileQuestion


@dataclass(frozen=True, slots=True)
class StatedEvent:
    """One event; times are on the clocks of the programme. ``uid`` may repeat none but in a series.

    ``end`` is None where the file does not say. Without a ``start`` the file does not say for
    certain when it begins: ``unsure`` tells why, and ``on`` is its day, where that is sure.
    ``cancelled`` events are kept, to be told of. ``repeats`` says of the first date of a series why
    its other dates are not listed.
    """

    uid: str
    title: str
    start: datetime | None
    end: datetime | None
    place: str = ""
    cancelled: bool = False
    on: date | None = None
    unsure: str = ""
    repeats: str = ""

    @property
    def day(self) -> date | None:
        """The day it is on, as far as the file says."""
        return self.start.date() if self.start else self.on


@dataclass(frozen=True, slots=True)
class StatedDay:
    """Something that lasts whole days, both counted, such as half term."""

    title: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task is due, aware."""

    title: str
    due: datetime


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """All a calendar states, events by day. ``ignored`` are titles that say nothing of use.

    ``questions`` are about all lines at once, for somebody to answer.
    """

    file_name: str
    sha256: str
    events: tuple[StatedEvent, ...]
    deadlines: tuple[Deadline, ...] = ()
    days: tuple[StatedDay, ...] = ()
    ignored: tuple[str, ...] = ()
    problems: tuple[TableProblem, ...] = ()
    questions: tuple[FileQuestion, ...] = ()
    entries: int = 0


def by_day(event: StatedEvent) -> tuple[bool, date, time, str]:
    """For sorting: those without a day last, those without a time first on their day."""
    at = event.start.time() if event.start else time.min
    return event.day is None, event.day or date.max, at, event.title


_CANCELLED = re.compile(
    r"[\[(*]{0,3}\b(?<!not )(?:cancell?ed|postponed|annul[ée]e?s?|abgesagt|geannuleerd|cancelad[oa]"
    r"|annullat[oa]|wedi'i (?:ganslo|gohirio))\b[\])*]{0,3}\s{0,3}[:–—-]{0,3}",
    re.IGNORECASE,
)


def is_cancelled(title: str) -> bool:
    """Whether a title says that its event does not take place, such as "Canceled: Seminar 2"."""
    return bool(_CANCELLED.search(title))


def without_cancelled(title: str) -> str:
    """The title of the event itself."""
    return single_line(_CANCELLED.sub(" ", title)).strip(" :–—-")


def odd_hour(wall: datetime, zone: tzinfo) -> str:
    """The sentence about a time that clocks show twice or leave out; "" for any other."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return ""
    when = f"{wall:%H:%M} on {wall.day} {wall:%B %Y}"
    taken = on_clocks(wall, zone)
    if taken.replace(tzinfo=None) == wall:
        return f"{when} happens twice, because the clocks go back. The first one is taken."
    return f"{when} does not happen, because the clocks go forward. {taken:%H:%M} is taken."


_TITLES = {
    "title": "title event eventtitle eventname session sessiontitle seminar summary subject name"
    " description titre evenement digwyddiad",
    "day": "date day startdate eventdate dateofevent dyddiad jour",
    "start": "start starttime starts from time timefrom times begins debut heuredebut dechrau",
    "when": "when dateandtime datetime",
    "end": "end endtime to timeto finish finishes fin heurefin gorffen",
    "place": "place location venue room where lieu lleoliad",
    "length": "minutes duration length duree",
    "status": "status state statut statws",
}
_FIELD_OF = {title: name for name, text in _TITLES.items() for title in text.split()}
_COUNTED = frozenset(_TITLES) - {"status"}
_NO_DAY = re.compile(r"(?i)tb[acd]|to be (?:confirmed|agreed|announced|advised)|n/?a|-|–|\?+")


def event_header_score(cells: Sequence[str]) -> int:
    """How many event titles the cells name; 0 unless a title, a day and a time are among them."""
    found = {_FIELD_OF.get(title_key(cell)) for cell in cells} & _COUNTED
    return len(found) if {"title", "day", "start"} <= found or {"title", "when"} <= found else 0


def read_event_list(
    data: bytes,
    *,
    file_name: str,
    known_days: Collection[date] = (),
    sheet: str | None = None,
    zone: tzinfo | None = None,
    answers: Mapping[str, str] | None = None,
) -> CalendarFile:
    """The events of a CSV or .xlsx file, by day; times are those of ``zone``, else of the UK.

    ``answers`` are what somebody chose where the file leaves a question open, by its key.

    Raises: InterchangeError when it has no columns for title, day and start, or no day in them.
    """
    table = read_any_table(data, file_name=file_name, header_score=event_header_score, sheet=sheet)
    index, _ = best_header(table.rows, event_header_score)
    if index < 0:
        message = f"“{file_name}” has no columns such as Title, Date and Start."
        raise InterchangeError(f"{message} Add a line of titles and try again.")
    rows = [_Row(row, _columns(table.rows[index].cells)) for row in table.rows[index + 1 :]]
    questions, order = _order(rows, known_days, answers or {})
    reading = _Reading(zone or home_zone(), order, list(table.problems))
    events = [event for row in rows if (event := reading.event(row))]
    if not any(event.day for event in events) and not questions:
        raise InterchangeError(
            f"No event of “{file_name}” has a day that can be read."
            " Write days as 12 November 2026 and times as 16:00."
        )
    return CalendarFile(
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        events=tuple(sorted(events, key=by_day)),
        problems=tuple(reading.problems),
        questions=questions,
        entries=len(rows),
    )


def _columns(titles: Sequence[str]) -> Mapping[str, int]:
    columns: dict[str, int] = {}
    for at, title in enumerate(titles):
        name = _FIELD_OF.get(title_key(title))
        if name is not None:
            columns.setdefault(name, at)
    return columns


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells by what they hold."""

    row: TableRow
    columns: Mapping[str, int]

    def cell(self, name: str) -> str:
        at = self.columns.get(name, -1)
        return single_line(self.row.cells[at]) if 0 <= at < len(self.row.cells) else ""

    @property
    def day(self) -> str:
        """What says which day it is, maybe with a time behind it."""
        return self.cell("day") or self.cell("when")

    @property
    def hours(self) -> str:
        """What says when it begins and ends; the cell of the day where no other does."""
        start, end = self.cell("start"), self.cell("end")
        return (f"{start} - {end}" if start and end else start) or without_date(self.day)


def _order(
    rows: Sequence[_Row], known_days: Collection[date], answers: Mapping[str, str]
) -> tuple[tuple[FileQuestion, ...], DateOrder | None]:
    """How numbers such as 11/12/2026 are meant, and the question where nothing decides."""
    texts = [row.day for row in rows]
    order = date_order(texts, known_days)
    unclear = next((text for text in texts if is_ambiguous(text)), None)
    if order is not None or unclear is None:
        return (), order
    orders: tuple[DateOrder, DateOrder] = ("day first", "month first")
    readings = tuple((each, on) for each in orders if (on := read_date(unclear, each)))
    question = FileQuestion(
        key="order",
        asks=f"In this file “{unclear}” is",
        answers=tuple((each, f"{on.day} {on:%B %Y}") for each, on in readings),
    )
    chosen = next((each for each in orders if each == answers.get("order")), None)
    return (question,), chosen


@dataclass(frozen=True, slots=True)
class _Reading:
    """One table, row by row; what costs a row is added to ``problems``."""

    zone: tzinfo
    order: DateOrder | None
    problems: list[TableProblem]

    def event(self, row: _Row) -> StatedEvent | None:
        """What a row states; None for one that says nothing of when."""
        title = row.cell("title")
        if not title and not row.day:
            return None
        if not row.day or (_NO_DAY.fullmatch(row.day) and not row.cell("start")):
            message = f"“{title}” has no date; it was left out."
            self.problems.append(TableProblem(row.row.line, "", message, "row"))
            return None
        on, hours = read_date(row.day, self.order), _hours(row)
        unsure = _unsure_day(row.day, on) or hours.unsure
        start = datetime.combine(on, hours.start) if on and hours.start else None
        if start is not None and not unsure:
            unsure = self._unsure_time(start, hours)
            self._say_odd_hour(row, start)
        sure = start if start is not None and not unsure else None
        said = f"{sure.isoformat() if sure else f'{row.day} {row.hours}'} {title}"
        return StatedEvent(
            uid=hashlib.sha256(said.encode()).hexdigest(),
            title=title or "Event without a title",
            start=on_clocks(sure, self.zone) if sure else None,
            end=self._end(row, sure, hours) if sure else None,
            place=row.cell("place"),
            cancelled=is_cancelled(title) or is_cancelled(row.cell("status")),
            on=on,
            unsure=unsure,
        )

    def _unsure_time(self, start: datetime, hours: Hours) -> str:
        if is_at_night(start.time()):
            return f"It begins at {start:%H:%M}, in the night."
        ahead = start.replace(tzinfo=self.zone).utcoffset()
        if hours.zone and ahead != timedelta(hours=1 if hours.zone == "bst" else 0):
            return f"It is stated in {hours.zone.upper()}, which clocks do not show on that day."
        return ""

    def _say_odd_hour(self, row: _Row, start: datetime) -> None:
        if odd := odd_hour(start, self.zone):
            self.problems.append(TableProblem(row.row.line, "", odd, "warning"))

    def _end(self, row: _Row, start: datetime, hours: Hours) -> datetime | None:
        if hours.end is not None:
            return on_clocks(datetime.combine(start.date(), hours.end), self.zone)
        minutes = read_minutes(row.cell("length"))
        return on_clocks(start + timedelta(minutes=minutes), self.zone) if minutes else None


def _hours(row: _Row) -> Hours:
    """The times of a row; of a start that says both, its end has to be the one stated beside it."""
    start, end = row.cell("start"), row.cell("end")
    if not start or not end:
        return read_hours(row.hours) if row.hours else Hours(unsure="It has no time of day.")
    alone = read_hours(start)
    if alone.end is None:
        return read_hours(row.hours)
    stated = read_hours(end)
    if stated.start == alone.end:
        return alone
    return Hours(unsure=f"It is stated to end at {alone.end:%H:%M} and at “{end}”.")


def _unsure_day(text: str, on: date | None) -> str:
    """Why a day is not sure; "" where it is."""
    if on is None:
        if is_ambiguous(text):
            return f"“{text}” could be two days."
        return f"“{text}” is no day that can be read with its year."
    named = weekday(text)
    if named is not None and named != on.weekday():
        return f"“{text}” names another day of the week: {on.day} {on:%B %Y} is a {on:%A}."
    return ""
