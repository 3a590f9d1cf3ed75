"""Time zones by name; times of day are those of the United Kingdom unless a programme says more."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

HOME = "Europe/London"
_OF_THE_LAPTOP = frozenset({"", "localtime", "posixrules", "Factory"})
"""Files beside the zones of some systems that mean something else on each laptop."""


@cache
def zone_named(name: str) -> "ZoneInfo | None":
    """The zone of this IANA name; None where there is none."""
    from zoneinfo import ZoneInfo  # reads how Python was built, which the engine's users need not

    if name in _OF_THE_LAPTOP:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # also a folder of zones, and what is no path
        return None


@cache
def home_zone() -> "ZoneInfo":
    """The zone of the United Kingdom."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(HOME)


def on_clocks(value: datetime, zone: tzinfo) -> datetime:
    """The same moment as clocks in ``zone`` show it, with the offset of that day.

    A value without an offset is a time on these clocks: of an hour that happens twice the first,
    and for a time that they leave out, the one an hour later.
    """
    there = (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC).astimezone(zone)
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta()))
