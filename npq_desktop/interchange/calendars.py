"""Owns reading iCalendar files: which seminars, when, where, and what is due.

A time zone is known by its name, never by the block that describes it. Repetitions are expanded up
to a day and a number; addresses of feeds are not stored; a broken entry costs no other.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.event_lists import CalendarFile, Deadline, StatedDay, StatedEvent
from npq_desktop.interchange.file_kinds import readable_kind
from npq_desktop.interchange.tables import TableProblem, single_line
from npq_desktop.interchange.text_tables import decode_text

MAX_ENTRIES = 5_000
MAX_REPEATS = 500
YEARS_AHEAD = 3

_ZONE = "Europe/London"
_FOLD = re.compile(rb"\r?\n[ \t]")
_DUE = re.compile(r"^(.*?)(?: - Due| is due| – à rendre)$", re.IGNORECASE)
_AVAILABLE = re.compile(
    r" - (Available|Availability Starts|Availability Ends)$| opens$| closes$", re.IGNORECASE
)
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})


def read_calendar(data: bytes, *, file_name: str, until: date | None = None) -> CalendarFile:
    """The events of an .ics file; endless repetitions end on ``until``, or after three years.

    Raises: InterchangeError when the bytes are no calendar.
    """
    reading = _Reading(until, list(_entries(data, file_name)))
    reading.run()
    return CalendarFile(
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        events=tuple(sorted(reading.events, key=lambda event: (event.start, event.title))),
        deadlines=tuple(sorted(reading.deadlines, key=lambda each: each.due)),
        days=tuple(sorted(reading.days, key=lambda each: each.first)),
        ignored=tuple(reading.ignored),
        problems=tuple(reading.problems),
        entries=len(reading.entries),
    )


def is_calendar(data: bytes) -> bool:
    """Whether the bytes begin as a calendar does."""
    return b"BEGIN:VCALENDAR" in data[:512].replace(b"\0", b"").upper()


def _entries(data: bytes, file_name: str) -> Iterator[Any]:
    """The VEVENTs; one that METHOD:CANCEL takes back carries that status."""
    from icalendar import Calendar

    if readable_kind(data, file_name) != "text" or not is_calendar(data):
        message = f"“{file_name}” is no calendar."
        raise InterchangeError(f"{message} Export the calendar as an .ics file.")
    if data.upper().count(b"BEGIN:VEVENT") > MAX_ENTRIES:
        message = f"“{file_name}” holds more than {MAX_ENTRIES:,} events."
        raise InterchangeError(f"{message} Export the calendar of one course.")
    text, _ = decode_text(_FOLD.sub(b"", data), file_name)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        found = [(calendar, entry) for calendar in calendars for entry in calendar.walk("VEVENT")]
    except Exception as error:  # the library raises whatever a broken line trips over
        message = f"“{file_name}” is a damaged calendar. Export it again."
        raise InterchangeError(message) from error
    for calendar, entry in found:
        if str(calendar.get("METHOD", "")).upper() == "CANCEL":
            entry["STATUS"] = "CANCELLED"
        if "D2L" in str(calendar.get("PRODID", "")):
            entry.pop("LOCATION", None)  # Brightspace writes the course's name there
        yield entry


@dataclass(slots=True)
class _Reading:
    """One run through the entries; the newest version of each is the one that counts."""

    until: date | None
    entries: Sequence[Any]
    events: list[StatedEvent] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    days: list[StatedDay] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    problems: list[TableProblem] = field(default_factory=list)

    def run(self) -> None:
        newest: dict[tuple[str, str], Any] = {}
        for entry in self.entries:
            key = (_uid(entry), _stated(entry, "RECURRENCE-ID"))
            if key not in newest or _version(entry) >= _version(newest[key]):
                newest[key] = entry
        changed = {(uid, at) for uid, at in newest if at}
        for (uid, at), entry in newest.items():
            try:
                replaced = {moved for one, moved in changed if one == uid and not at}
                self._read(entry, uid, replaced)
            except Exception:  # noqa: BLE001  # a broken entry raises whatever it trips over
                title = _text(entry, "SUMMARY") or "without a title"
                self._say(f"The event “{title}” is damaged; it was left out.")

    def _read(self, entry: Any, uid: str, replaced: set[str]) -> None:
        title = _text(entry, "SUMMARY")
        start, zone = self._time(entry, "DTSTART")
        if _AVAILABLE.search(title):
            self.ignored.append(title)
            return
        if not isinstance(start, datetime):
            self._read_days(entry, title, start)
            return
        length = self._length(entry, start, zone)
        due = _DUE.match(title)
        if due or length == timedelta(0):
            name = due.group(1) if due else title
            self.deadlines.append(Deadline(name, _at_home(start, zone)))
            return
        for begin in self._starts(entry, start, zone, replaced):
            end = _at_home(begin + length, zone) if length is not None else None
            self.events.append(
                StatedEvent(
                    uid=uid,
                    title=title or "Event without a title",
                    start=_at_home(begin, zone),
                    end=end,
                    place=_text(entry, "LOCATION"),
                    cancelled=_text(entry, "STATUS").upper() == "CANCELLED",
                )
            )

    def _read_days(self, entry: Any, title: str, first: date) -> None:
        end = _first(entry, "DTEND")
        last = end.dt - timedelta(days=1) if end is not None else first  # the end is not counted
        self.days.append(StatedDay(title, first, max(first, last)))

    def _length(self, entry: Any, start: datetime, zone: tzinfo) -> timedelta | None:
        """How long by the clock on the wall; None where the entry does not say."""
        duration = _first(entry, "DURATION")
        if duration is not None:
            stated: timedelta = duration.dt
            return max(timedelta(0), stated)
        if _first(entry, "DTEND") is None:
            return None
        end, end_zone = self._time(entry, "DTEND")
        if not isinstance(end, datetime):
            return None
        local_end = end.replace(tzinfo=end_zone).astimezone(zone).replace(tzinfo=None)
        return max(timedelta(0), local_end - start)

    def _time(self, entry: Any, name: str) -> tuple[date, tzinfo]:
        """A stated day, or a time without its zone and the zone beside it."""
        from zoneinfo import ZoneInfo

        stated = _first(entry, name)
        value = stated.dt
        if not isinstance(value, datetime):
            return value, ZoneInfo(_ZONE)
        key = str(stated.params.get("TZID", "")).strip('"')
        if not key:
            is_utc = value.tzinfo is not None
            return value.replace(tzinfo=None), ZoneInfo("UTC" if is_utc else _ZONE)
        return value.replace(tzinfo=None), self._zone(key)

    def _zone(self, key: str) -> tzinfo:
        from zoneinfo import ZoneInfo

        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        try:
            return ZoneInfo(WINDOWS_TO_OLSON.get(key, key))
        except (KeyError, ValueError, OSError):
            self._say(f"The time zone “{key}” is not known; times were taken as UK times.")
            return ZoneInfo(_ZONE)

    def _starts(
        self, entry: Any, start: datetime, zone: tzinfo, replaced: set[str]
    ) -> list[datetime]:
        """Every start of a repeated event, without what was taken out, moved or goes too far."""
        rule = _first(entry, "RRULE")
        starts = [start] if rule is None else self._repeated(rule, start, zone)
        starts += _listed(entry.get("RDATE"), zone)
        out = {*_listed(entry.get("EXDATE"), zone), *_moved(replaced, zone)}
        kept = sorted(begin for begin in set(starts) if begin not in out)
        return kept[:MAX_REPEATS]

    def _repeated(self, rule: Any, start: datetime, zone: tzinfo) -> list[datetime]:
        from dateutil.rrule import rrulestr

        last = datetime.combine(self.until, time.max) if self.until else _years_after(start)
        frequency = str(rule.get("FREQ", [""])[0]).upper()
        if frequency in _TOO_OFTEN or any(int(step) < 1 for step in rule.get("INTERVAL", [1])):
            self._say("An event that repeats within the day was read once.")
            return [start]
        count = min(int(rule.get("COUNT", [MAX_REPEATS])[0]), MAX_REPEATS)
        ends = [_local(end, zone) for end in rule.get("UNTIL", [])]
        bounded = {key: value for key, value in rule.items() if key not in ("COUNT", "UNTIL")}
        text = type(rule)(bounded).to_ical().decode()
        dates = rrulestr(text, dtstart=start).replace(until=min([*ends, last]))
        return list(islice(dates, count)) or [start]

    def _say(self, message: str) -> None:
        problem = TableProblem(0, "", message, "warning")
        if problem not in self.problems:
            self.problems.append(problem)


def _text(entry: Any, name: str) -> str:
    return single_line(str(entry.get(name, "")))[:500]


def _first(entry: Any, name: str) -> Any:
    """The value of a line; of several where one belongs, the first."""
    value = entry.get(name)
    return value[0] if isinstance(value, list) and value else value


def _stated(entry: Any, name: str) -> str:
    """A line's value as it is written in the file; empty where there is none."""
    value = _first(entry, name)
    return value.to_ical().decode(errors="replace") if value is not None else ""


def _uid(entry: Any) -> str:
    """The entry's own id, else one that its start and title always give."""
    stated = _text(entry, "UID")
    start = _stated(entry, "DTSTART")
    return stated or hashlib.sha256(f"{start} {_text(entry, 'SUMMARY')}".encode()).hexdigest()


def _version(entry: Any) -> tuple[int, str, str]:
    sequence = str(entry.get("SEQUENCE", "0"))
    number = int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0
    return number, _stated(entry, "LAST-MODIFIED"), _stated(entry, "DTSTAMP")


def _listed(stated: Any, zone: tzinfo) -> list[datetime]:
    """The times of EXDATE or RDATE lines, of which there may be none, one or several."""
    lines = stated if isinstance(stated, list) else [stated] if stated is not None else []
    values = [each.dt for line in lines for each in line.dts]
    return [_local(value, zone) for value in values if isinstance(value, datetime)]


def _moved(replaced: set[str], zone: tzinfo) -> Iterator[datetime]:
    """Which starts other entries say something newer of."""
    from zoneinfo import ZoneInfo

    for text in replaced:
        moment = datetime.strptime(text[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007  # zone beside it
        yield _local(moment.replace(tzinfo=ZoneInfo("UTC")), zone) if text.endswith("Z") else moment


def _local(value: date, zone: tzinfo) -> datetime:
    """A time as clocks in the zone show it, without the zone; a day ends with its last moment."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time.max)
    if value.utcoffset() is None or value.tzinfo is None:
        return value
    if value.tzname() != "UTC":
        return value.replace(tzinfo=None)
    return value.astimezone(zone).replace(tzinfo=None)


def _years_after(start: datetime) -> datetime:
    return start + timedelta(days=366 * YEARS_AHEAD)


def _at_home(local: datetime, zone: tzinfo) -> datetime:
    from zoneinfo import ZoneInfo

    return local.replace(tzinfo=zone).astimezone(ZoneInfo(_ZONE))
