"""Times of day as people write them: ``4–5.30pm``, ``1600-1730``, ``3.45 to 5.15 p.m.``, ``4pm``.

A text is read whole or not at all. What could be in the morning or in the afternoon is left open,
with a sentence that says so, for somebody to decide.
"""

import re
from dataclasses import dataclass
from datetime import time

from npq_desktop.interchange.files.tables import single_line

_CLOCK = (
    r"(?P<hour{0}>\d{{1,2}})"
    r"(?: ?[:.h] ?(?P<minute{0}>\d{{2}})(?:[:.](?P<second{0}>\d{{2}})(?:\.\d+)?)?"
    r"|(?P<joined{0}>\d{{2}})|h)?"
    r"(?: ?(?P<half{0}>[ap])\.? ?m\b\.?)?(?: ?(?:hrs?|hours|uhr)\b\.?)?"
)
_TO = r" ?(?:-|–|—|−|~|\bto\b|\buntil\b|\btill?\b|\band\b|\bà\b) ?"
_HOURS = re.compile(
    rf"(?:from |between |at )?{_CLOCK.format(1)}(?:{_TO}{_CLOCK.format(2)})?"
    r"(?:,? \(?(?P<zone>bst|gmt|uk time|uk|local time)\)?)?",
    re.IGNORECASE,
)
_NOON = re.compile(r"\b(?:12 ?)?(?:noon|midday)\b", re.IGNORECASE)
_MORNING, _MORNING_ENDS = 8, 12
"""From 8 to 12 an hour without am or pm is the one before or at noon."""
_NIGHT_ENDS = time(7)
_LONGEST_HOURS = 12


@dataclass(frozen=True, slots=True)
class Hours:
    """When something begins and ends, as far as a text says.

    ``unsure`` says why neither is known. ``zone`` is "bst" or "gmt" where the text names one.
    """

    start: time | None = None
    end: time | None = None
    unsure: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class _Clock:
    """One time as written: what it could be, from early to late; one only where that is sure."""

    readings: tuple[time, ...]
    is_plain: bool
    """Whether nothing but its place in the day says which half it is in."""


def read_hours(text: str) -> Hours:
    """The start, and the end if there is one, in a text that holds nothing else."""
    plain = _NOON.sub("12:00", single_line(text.replace("\u202f", " ")))
    found = _HOURS.fullmatch(plain)
    start = _clock(found, "1") if found else None
    if found is None or start is None:
        return Hours(unsure=f"“{single_line(text)}” is no time of day that can be read.")
    zone = (found["zone"] or "").lower()
    zone = zone if zone in ("bst", "gmt") else ""
    if not found["hour2"]:
        return _single(start, text, zone)
    end = _clock(found, "2")
    if end is None:
        return Hours(unsure=f"“{single_line(text)}” is no time of day that can be read.")
    return _span(start, end, text, zone)


def typed_time(text: str) -> time | None:
    """The time of day typed; None for a span, and for what could be before or after noon."""
    hours = read_hours(text)
    return None if hours.end else hours.start


def is_at_night(at: time) -> bool:
    """Whether nobody holds a seminar then, so that an afternoon may be meant."""
    return at < _NIGHT_ENDS


def _single(start: _Clock, text: str, zone: str) -> Hours:
    if len(start.readings) > 1 and not start.is_plain:
        return Hours(unsure=_either_half(text))
    return Hours(start.readings[0], zone=zone)


def _span(start: _Clock, end: _Clock, text: str, zone: str) -> Hours:
    """A side that leaves its half of the day open is read from the other side, if that is sure."""
    sure_start = start.readings[0] if len(start.readings) == 1 or start.is_plain else None
    if len(end.readings) == 1:
        begins = [each for each in start.readings if each < end.readings[0]]
        pairs = [(begins[-1], end.readings[0])] if begins else []
    elif sure_start is not None:
        pairs = [(sure_start, each) for each in end.readings if each > sure_start][:1]
    else:
        return Hours(unsure=_either_half(text))
    for begin, finish in pairs:
        if finish.hour - begin.hour <= _LONGEST_HOURS:
            return Hours(begin, finish, zone=zone)
    if len(start.readings) == len(end.readings) == 1 and not pairs:
        begin, finish = start.readings[0], end.readings[0]
        return Hours(unsure=ends_before(begin, finish))
    return Hours(unsure=_either_half(text))


def ends_before(start: time, end: time) -> str:
    """The sentence for an end that is not after its start."""
    if start == end:
        return f"It ends when it begins, at {start:%H:%M}."
    return f"It ends at {end:%H:%M}, before it begins at {start:%H:%M}."


def _either_half(text: str) -> str:
    return f"“{single_line(text)}” could be in the morning or in the afternoon."


def _clock(found: re.Match[str], which: str) -> _Clock | None:
    written = found[f"hour{which}"]
    hour = int(written)
    minute = int(found[f"minute{which}"] or found[f"joined{which}"] or 0)
    if hour > 23 or minute > 59:
        return None
    if half := found[f"half{which}"]:
        if not 1 <= hour <= 12:
            return None
        return _Clock((time(hour % 12 + (12 if half in "pP" else 0), minute),), is_plain=False)
    if hour > 12 or hour == 0 or written.startswith("0"):
        return _Clock((time(hour, minute),), is_plain=False)
    if len(written) == 2 and found[f"joined{which}"]:  # 1130 is how only 24 hours are written
        return _Clock((time(hour, minute),), is_plain=False)
    readings = tuple(sorted((time(hour, minute), time((hour + 12) % 24, minute))))
    if hour == _MORNING_ENDS:
        readings = (time(12, minute),)
    return _Clock(readings, is_plain=_MORNING <= hour <= _MORNING_ENDS)
