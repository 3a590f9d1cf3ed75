"""The time zone that a calendar program means by a name: of IANA, of Windows, a path, an offset.

What is none of these is unknown: somebody has to say, since an hour more or less is a wrong fact.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache

from npq_desktop.interchange.files.tables import single_line
from npq_desktop.programme.zones import zone_named

_UTC_NAMES = frozenset(
    {
        *("utc", "z", "zulu", "coordinated universal time", "universal coordinated time"),
        *("universal time", "universal time coordinated", "utc time", "greenwich mean time utc"),
    }
)
_UTC_KEYS = frozenset({"UTC", "UCT", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal"})
_AMERICAN = {
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "atlantic time": "America/Halifax",
}
_AREAS = frozenset(
    {
        *("Africa", "America", "Antarctica", "Asia", "Atlantic"),
        *("Australia", "Europe", "Indian", "Pacific"),
    }
)
_SHOWN = re.compile(r"\((?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d\d)?)?\) *(.+)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)? ?([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_LONGEST_NAME = 200


@cache
def zone_called(name: str) -> tzinfo | None:
    """The zone of this name; None where no zone is called so."""
    plain = single_line(name).strip("\"' ")
    if not plain or len(plain) > _LONGEST_NAME:
        return None
    for text in (plain, *_shown_names(plain)):
        if text.casefold() in _UTC_NAMES:
            return UTC
        found = _by_name(text)
        if found is not None:
            return found
    return _by_offset(plain)


def _shown_names(text: str) -> Iterator[str]:
    """What a name such as "(UTC+00:00) Dublin, Edinburgh, Lisbon, London" lists."""
    if found := _SHOWN.fullmatch(text):
        yield found[1]
        for part in re.split("[,:]", found[1]):
            yield part.strip()
            yield re.sub(r" *\(.*", "", part).strip()


def _by_name(text: str) -> tzinfo | None:
    for tail in _tails(text):
        if tail.casefold() in _UTC_NAMES:
            return UTC
        found = zone_named(tail) or zone_named(_iana_names().get(tail.casefold(), ""))
        if found is not None:
            return UTC if found.key in _UTC_KEYS else found
    return None


def _tails(text: str) -> Iterator[str]:
    """The text, then the last three, two and one parts of a path."""
    yield text
    parts = [part for part in text.split("/") if part]
    for number in (3, 2, 1):
        if number < len(parts):
            yield "/".join(parts[-number:])


def _by_offset(text: str) -> tzinfo | None:
    """A zone without summer time, such as "UTC+01:00"."""
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if found[1] == "+" else -ahead)


@cache
def _iana_names() -> Mapping[str, str]:
    """Every name a zone is known by, in small letters: IANA's, Windows', and its city's."""
    from zoneinfo import available_timezones

    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    known = sorted(available_timezones())
    cities = {
        name.rpartition("/")[2].replace("_", " ").casefold(): name
        for name in known
        if name.partition("/")[0] in _AREAS
    }
    windows = {name.casefold(): iana for name, iana in WINDOWS_TO_OLSON.items()}
    return {**cities, **_AMERICAN, **windows, **{name.casefold(): name for name in known}}
