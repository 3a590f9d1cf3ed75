"""Writes the dates of a group as a calendar that other programs subscribe to or take over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """One entry; ``uid`` stays the same for ever and ``sequence`` grows with each change.

    ``start`` and ``end`` are moments, or days that are both counted.
    """

    uid: str
    sequence: int
    title: str
    start: datetime | date
    end: datetime | date | None
    place: str = ""
    cancelled: bool = False


def calendar_bytes(entries: Iterable[CalendarDate], *, name: str, made: datetime) -> bytes:
    """The calendar as an .ics file, published for nobody in particular."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//NPQ Desktop//dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for each in entries:
        event = Event()
        event.add("uid", each.uid)
        event.add("sequence", each.sequence)
        event.add("dtstamp", made.astimezone(UTC))
        event.add("summary", each.title)
        event.add("dtstart", _value(each.start))
        if each.end is not None:
            event.add("dtend", _end(each.end))
        if each.place:
            event.add("location", each.place)
        event.add("status", "CANCELLED" if each.cancelled else "CONFIRMED")
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _value(moment: datetime | date) -> datetime | date:
    """Moments in UTC, so that no program has to know our time zone."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _end(moment: datetime | date) -> datetime | date:
    """A day that is counted ends as calendars have it, with the day after."""
    if isinstance(moment, datetime):
        return _value(moment)
    return moment + timedelta(days=1)
