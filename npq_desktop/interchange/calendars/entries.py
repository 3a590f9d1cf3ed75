"""One entry of a calendar: its words, and its times with the zones that they are meant in."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from npq_desktop.interchange.calendars.event_lists import is_cancelled
from npq_desktop.interchange.calendars.repeats import CalendarEntry
from npq_desktop.interchange.calendars.zone_names import zone_called
from npq_desktop.interchange.files.tables import single_line
from npq_desktop.programme.zones import zone_named
from npq_desktop.rows.intake import FileQuestion

_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What an entry says besides when it is.

    ``ends`` is the end that it states; ``zone`` names the zone of its times where nobody knows it.
    """

    uid: str
    title: str
    place: str
    cancelled: bool
    ends: date | None
    zone: str


@dataclass(slots=True)
class Zones:
    """The zones of one calendar by the names it uses; ``questions`` are about those unknown."""

    calendar: Any
    home: tzinfo
    answers: Mapping[str, str]
    questions: dict[str, FileQuestion] = field(default_factory=dict)

    def named(self, name: str) -> tzinfo | None:
        """The zone, as its name or the place beside its block says, else as somebody answered."""
        found = zone_called(name) or zone_called(self._places().get(name, ""))
        if found is not None:
            return found
        key = f"zone {name}"
        self.questions[key] = FileQuestion(
            key=key,
            asks=f"The time zone “{name}” of this file is not known. Its times are",
            answers=(
                (str(self.home), f"as in {str(self.home).rpartition('/')[2]}"),
                ("UTC", "UTC"),
                ("Europe/Paris", "as in Paris"),
            ),
        )
        return zone_named(self.answers.get(key, ""))

    def default(self) -> tuple[tzinfo | None, str]:
        """The zone of times that name none: the calendar's, else the programme's."""
        name = _text(self.calendar, "X-WR-TIMEZONE")
        return (self.named(name), name) if name else (self.home, "")

    def _places(self) -> Mapping[str, str]:
        blocks = self.calendar.walk("VTIMEZONE")
        return {_text(block, "TZID"): _text(block, "X-LIC-LOCATION") for block in blocks}


def series_of(calendar: Any) -> Iterator[list[Any]]:
    """The newest version of every entry, those of one series together."""
    entries = calendar.walk("VEVENT")
    is_cancelling = _text(calendar, "METHOD").upper() == "CANCEL"
    newest: dict[tuple[str, str], Any] = {}
    for entry in entries:
        if is_cancelling:
            entry["STATUS"] = "CANCELLED"
        if "D2L" in _text(calendar, "PRODID"):
            entry.pop("LOCATION", None)  # Brightspace writes the course's name there
        key = (_uid(entry), _stated(entry, "RECURRENCE-ID"))
        if key not in newest or _version(entry) >= _version(newest[key]):
            newest[key] = entry
    series: dict[str, list[Any]] = {}
    for (uid, _), entry in newest.items():
        series.setdefault(uid, []).append(entry)
    yield from series.values()


def title_of(entry: Any) -> str:
    """Its title, "" for none."""
    return _text(entry, "SUMMARY")


def words_of(entry: Any, zones: Zones) -> EntryWords:
    """What it says besides when it is."""
    start, end = _first(entry, "DTSTART"), _first(entry, "DTEND")
    title = title_of(entry)
    when, zone = _time(start, zones)
    is_known = not isinstance(when, datetime) or when.tzinfo is not None
    ends = _time(end, zones)[0] if end is not None else None
    if _first(entry, "DURATION") is not None:
        ends = when + _first(entry, "DURATION").dt
    return EntryWords(
        uid=_uid(entry),
        title=title or "Event without a title",
        place=_text(entry, "LOCATION"),
        cancelled=_text(entry, "STATUS").upper() == "CANCELLED" or is_cancelled(title),
        ends=_alike(ends, when),
        zone="" if is_known else zone,
    )


def times_of(place: int, entry: Any, words: EntryWords, zones: Zones) -> CalendarEntry:
    """When it is and how it repeats; without a length where its end is not after its start."""
    start, _ = _time(_first(entry, "DTSTART"), zones)
    length = timedelta()
    if words.ends is not None:
        length = max(length, _wall(words.ends, start) - _wall(start, start))
    elif not isinstance(start, datetime):
        length = timedelta(days=1)
    stands_for = _first(entry, "RECURRENCE-ID")
    return CalendarEntry(
        place=place,
        start=start,
        length=length,
        rules=tuple(_lines(entry, "RRULE")),
        added=tuple(_added(entry, zones)),
        left_out=tuple(on for on, _ in _listed(entry, "EXDATE", zones)),
        replaces=_time(stands_for, zones)[0] if stands_for is not None else None,
        and_later=stands_for is not None
        and str(stands_for.params.get("RANGE", "")).upper() == "THISANDFUTURE",
    )


# ---- times ---------------------------------------------------------------------------------------


def _time(stated: Any, zones: Zones) -> tuple[date, str]:
    """A day, or a time with its zone, without one where nobody knows it; and the zone's name."""
    return _in_its_zone(stated.dt, str(stated.params.get("TZID", "")), zones)


def _in_its_zone(value: date, name: str, zones: Zones) -> tuple[date, str]:
    if not isinstance(value, datetime):
        return value, ""
    if name and not _is_utc(value):
        return value.replace(tzinfo=zones.named(name)), name
    default, calendars = zones.default()
    if value.tzinfo is None:
        return value.replace(tzinfo=default), calendars
    return value.astimezone(UTC).astimezone(default or UTC), ""


def _is_utc(value: datetime) -> bool:
    """Whether the time was written with a Z; the library knows a name from a block of its own."""
    return value.tzinfo is UTC


def _wall(on: date, start: date) -> datetime:
    """A time by the clock on the wall where the entry is, so that lengths last over a change."""
    if not isinstance(on, datetime):
        return datetime(on.year, on.month, on.day)  # noqa: DTZ001  # no zone on the wall
    zone = start.tzinfo if isinstance(start, datetime) else None
    return (on.astimezone(zone) if zone and on.tzinfo else on).replace(tzinfo=None)


def _alike(ends: date | None, start: date) -> date | None:
    """An end of the kind that the start is of: a day beside a time says nothing of when it ends."""
    if isinstance(ends, datetime) != isinstance(start, datetime):
        return None
    if isinstance(ends, datetime) and isinstance(start, datetime):
        return ends if (ends.tzinfo is None) == (start.tzinfo is None) else None
    return ends


def _added(entry: Any, zones: Zones) -> Iterator[tuple[date, timedelta | None]]:
    """Further dates; a period brings its own length."""
    for value, name in _values(entry, "RDATE"):
        begins = value[0] if isinstance(value, tuple) else value
        start, _ = _in_its_zone(begins, name, zones)
        if not isinstance(value, tuple):
            yield start, None
        elif isinstance(value[1], timedelta):
            yield start, value[1]
        else:
            end, _ = _in_its_zone(value[1], name, zones)
            yield start, max(timedelta(), _wall(end, start) - _wall(start, start))


def _listed(entry: Any, name: str, zones: Zones) -> Iterator[tuple[date, str]]:
    for value, zone in _values(entry, name):
        yield _in_its_zone(value, zone, zones)


def _values(entry: Any, name: str) -> Iterator[tuple[Any, str]]:
    for line in _lines(entry, name):
        for each in line.dts:
            yield each.dt, str(line.params.get("TZID", ""))


# ---- texts ---------------------------------------------------------------------------------------


def _text(entry: Any, name: str) -> str:
    return single_line(str(entry.get(name, "")))[:_LONGEST_TEXT]


def _lines(entry: Any, name: str) -> Sequence[Any]:
    """The lines of this name, of which there may be none, one or several."""
    value = entry.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(entry: Any, name: str) -> Any:
    """The value of a line; of several where one belongs, the first."""
    return next(iter(_lines(entry, name)), None)


def _stated(entry: Any, name: str) -> str:
    """A line's value as it is written in the file; empty where there is none."""
    value = _first(entry, name)
    return value.to_ical().decode(errors="replace") if value is not None else ""


def _uid(entry: Any) -> str:
    """The entry's own id, else one that its start and title always give."""
    stated = _text(entry, "UID")
    start = _stated(entry, "DTSTART")
    return stated or hashlib.sha256(f"{start} {title_of(entry)}".encode()).hexdigest()


def _version(entry: Any) -> tuple[int, str, str]:
    sequence = str(entry.get("SEQUENCE", "0"))
    number = int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0
    return number, _stated(entry, "LAST-MODIFIED"), _stated(entry, "DTSTAMP")
