"""Owns reading events from a spreadsheet: a row an event, with title, day and times.

A day that could be read in two ways is left out and named, never guessed.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.any_table import read_any_table
from npq_desktop.interchange.headers import title_key
from npq_desktop.interchange.moments import (
    DateOrder,
    date_order,
    read_date,
    read_minutes,
    read_time,
)
from npq_desktop.interchange.tables import TableProblem, TableRow, best_header, single_line


@dataclass(frozen=True, slots=True)
class StatedEvent:
    """One event; times are aware and on clocks in the United Kingdom. ``uid`` may repeat none.

    ``end`` is None where the file does not say. ``cancelled`` events are kept, to be told of.
    """

    uid: str
    title: str
    start: datetime
    end: datetime | None
    place: str = ""
    cancelled: bool = False


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
    """All a calendar states, events by start. ``ignored`` are titles that say nothing of use."""

    file_name: str
    sha256: str
    events: tuple[StatedEvent, ...]
    deadlines: tuple[Deadline, ...] = ()
    days: tuple[StatedDay, ...] = ()
    ignored: tuple[str, ...] = ()
    problems: tuple[TableProblem, ...] = ()
    entries: int = 0


def without_repeats(events: tuple[StatedEvent, ...]) -> tuple[StatedEvent, ...]:
    """Events of several calendars, once each: what starts at one moment is one event."""
    found: dict[datetime, StatedEvent] = {}
    for event in events:
        known = found.get(event.start)
        if known is None or (known.cancelled and not event.cancelled):
            found[event.start] = event
    return tuple(sorted(found.values(), key=lambda event: event.start))


_ZONE = "Europe/London"
_TITLES = {
    "title": "title event eventtitle eventname session sessiontitle seminar summary subject name"
    " description titre evenement digwyddiad",
    "day": "date day startdate eventdate dateofevent dyddiad jour",
    "start": "start starttime from time timefrom begins debut heuredebut dechrau",
    "end": "end endtime to timeto finish finishes fin heurefin gorffen",
    "place": "place location venue room where lieu lleoliad",
    "length": "minutes duration length duree",
}
_FIELD_OF = {title: name for name, text in _TITLES.items() for title in text.split()}


def event_header_score(cells: Sequence[str]) -> int:
    """How many event titles the cells name; 0 unless a title, a day and a time are among them."""
    found = {_FIELD_OF.get(title_key(cell)) for cell in cells} - {None}
    return len(found) if {"title", "day", "start"} <= found else 0


def read_event_list(
    data: bytes, *, file_name: str, known_days: Collection[date] = (), sheet: str | None = None
) -> CalendarFile:
    """The events of a CSV or .xlsx file, by start.

    Raises: InterchangeError when it has no columns for title, day and start, or no event.
    """
    table = read_any_table(data, file_name=file_name, header_score=event_header_score, sheet=sheet)
    index, _ = best_header(table.rows, event_header_score)
    if index < 0:
        message = f"“{file_name}” has no columns such as Title, Date and Start."
        raise InterchangeError(f"{message} Add a line of titles and try again.")
    columns = _columns(table.rows[index].cells)
    rows = table.rows[index + 1 :]
    order = date_order((_cell(row, columns, "day") for row in rows), known_days)
    events, problems = [], list(table.problems)
    for row in rows:
        event = _event(row, columns, order)
        if event is None:
            message = "The day or time on this line cannot be read for certain; it was left out."
            problems.append(TableProblem(row.line, "", message, "row"))
        else:
            events.append(event)
    if not events:
        raise InterchangeError(
            f"No event of “{file_name}” has a day and a time that can be read."
            " Write days as 12 November 2026 and times as 16:00."
        )
    return CalendarFile(
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        events=tuple(sorted(events, key=lambda event: event.start)),
        problems=tuple(problems),
        entries=len(rows),
    )


def _columns(titles: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, title in enumerate(titles):
        name = _FIELD_OF.get(title_key(title))
        if name is not None:
            columns.setdefault(name, at)
    return columns


def _cell(row: TableRow, columns: dict[str, int], name: str) -> str:
    at = columns.get(name, -1)
    return single_line(row.cells[at]) if 0 <= at < len(row.cells) else ""


def _event(row: TableRow, columns: dict[str, int], order: DateOrder | None) -> StatedEvent | None:
    from zoneinfo import ZoneInfo

    on = read_date(_cell(row, columns, "day"), order)
    begins = read_time(_cell(row, columns, "start"))
    if on is None or begins is None:
        return None
    title = _cell(row, columns, "title") or "Event without a title"
    start = datetime.combine(on, begins, ZoneInfo(_ZONE))
    ends = read_time(_cell(row, columns, "end"))
    minutes = read_minutes(_cell(row, columns, "length"))
    end = datetime.combine(on, ends, ZoneInfo(_ZONE)) if ends else None
    if end is None and minutes:
        end = start + timedelta(minutes=minutes)
    uid = hashlib.sha256(f"{start.isoformat()} {title}".encode()).hexdigest()
    sound = end if end is not None and end > start else None
    return StatedEvent(uid, title, start, sound, _cell(row, columns, "place"))
