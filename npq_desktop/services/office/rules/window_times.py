"""When a window is open: from midnight of its first day to the midnight after its last.

Moments are compared as instants, so that the end of summer time makes a window an hour longer.
Source: services/office/OFFICE.md, "Rounds and windows".
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from npq_desktop.programme.zones import on_clocks


class TimeFlag(StrEnum):
    """Where a moment lies beside a window."""

    EARLY = "early"
    INSIDE = "inside"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class WindowTimes:
    """Two instants; the first is inside, the second is not."""

    opens: datetime
    closes: datetime

    def place(self, moment: datetime) -> TimeFlag:
        """Whether a moment is early, inside or late."""
        if moment < self.opens:
            return TimeFlag.EARLY
        return TimeFlag.INSIDE if moment < self.closes else TimeFlag.LATE


def last_day(start: date, days: int) -> date:
    """The last of so many days, the first one counted."""
    return start + timedelta(days=days - 1)


def window_times(start: date, end: date, zone: tzinfo) -> WindowTimes:
    """The instants of a window of whole days, on the clocks of a zone."""
    return WindowTimes(_midnight(start, zone), _midnight(end + timedelta(days=1), zone))


def handed_in_at(text: str, zone: tzinfo) -> datetime | None:
    """The moment that a text tells; without an offset it is on the zone's clocks.

    Of an hour that happens twice it is the first. None where the text is no moment.
    """
    try:
        return on_clocks(datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        return None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return on_clocks(datetime.combine(day, time.min), zone)
