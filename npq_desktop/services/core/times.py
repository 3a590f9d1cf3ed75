"""Times as a group's programme means them: read, made and turned into its one time zone.

Every moment that is written or shown comes through here, so that 13:30 is the same half past one
on every laptop, whatever the laptop's own clock is set to. A moment carries the offset of its day
and no more, so that the difference of two moments is the time that really passed.
"""

from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from npq_desktop.journal.kinds.event import EventFact
from npq_desktop.programme.zones import home_zone, on_clocks


def in_zone(value: datetime, zone: tzinfo) -> datetime:
    """The same moment on the clocks of a zone.

    A value without an offset is a time on these clocks already.
    """
    return on_clocks(value, zone)


def home_clock(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock that shows the time of the United Kingdom, on a laptop set to any zone."""
    zone = home_zone()
    return lambda: clock().astimezone(zone)


@lru_cache(maxsize=4_096)
def moment(text: str | None, zone: tzinfo) -> datetime | None:
    """A claimed time, in a zone; the journal promises its shape, not that the day exists."""
    if not text:
        return None
    try:
        return in_zone(datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        return None


def day_of(value: object) -> date | None:
    """A day as it is recorded; the journal promises its shape, not that the day exists."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def instant(text: str | None) -> datetime | None:
    """A claimed time to reckon with; :func:`moment` gives the one to show.

    A text without an offset is a time of the United Kingdom.
    """
    return moment(text, home_zone())


def minutes_between(start: datetime | None, end: datetime | None) -> int | None:
    """Whole minutes from ``start`` to ``end``, never negative; None where one is not known."""
    if start is None or end is None:
        return None
    return max(0, int((end - start).total_seconds() // 60))


def event_minutes(fact: EventFact | None) -> int | None:
    """How long an event is planned to last, as far as the journal holds it."""
    return minutes_between(instant(fact.start), instant(fact.end)) if fact is not None else None


def local_time(on: date, at: time, zone: tzinfo) -> datetime:
    """A time of day on the clocks of a zone, with the offset of that day.

    Of an hour that happens twice it is the first; a time that clocks leave out is an hour later.
    """
    return in_zone(datetime.combine(on, at), zone)
