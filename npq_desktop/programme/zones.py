"""Time zones by name; times of day are those of the United Kingdom unless a programme says more."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

HOME = "Europe/London"


@cache
def zone_named(name: str) -> "ZoneInfo | None":
    """The zone of this IANA name; None where there is none."""
    from zoneinfo import ZoneInfo  # reads how Python was built, which the engine's users need not

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # also a folder of zones, and what is no path
        return None


def home_zone() -> "ZoneInfo":
    """The zone of the United Kingdom."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(HOME)
