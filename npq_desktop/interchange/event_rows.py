"""Owns the events and deadlines that a calendar or a list of dates states: frozen rows."""

from dataclasses import dataclass
from datetime import date, datetime

from npq_desktop.interchange.tables import TableProblem


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
