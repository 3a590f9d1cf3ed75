"""Reads iCalendar files: which seminars, when, where, and what is due.

A time zone is known by its name, never by the block that describes it; of one that nobody knows the
times are asked for. A broken entry costs no other, and addresses of feeds are not stored.
"""

import hashlib
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.calendars.entries import (
    EntryWords,
    Zones,
    series_of,
    times_of,
    title_of,
    words_of,
)
from npq_desktop.interchange.calendars.event_lists import (
    CalendarFile,
    Deadline,
    StatedDay,
    StatedEvent,
    by_day,
    odd_hour,
)
from npq_desktop.interchange.calendars.repeats import CalendarEntry, all_dates, too_many
from npq_desktop.interchange.cells.hours import ends_before
from npq_desktop.interchange.files.file_kinds import readable_kind
from npq_desktop.interchange.files.tables import TableProblem
from npq_desktop.interchange.files.text_tables import decode_text
from npq_desktop.programme.zones import home_zone, on_clocks
from npq_desktop.rows.intake import FileQuestion

MAX_ENTRIES = 5_000
MAX_SERIES_DATES = 2_000

_FOLD = re.compile(rb"\r?\n[ \t]")
_DUE = re.compile(r"^(.*?)(?: - Due| is due| – à rendre)$", re.IGNORECASE)
_AVAILABLE = re.compile(
    r" - (Available|Availability Starts|Availability Ends)$| opens$| closes$", re.IGNORECASE
)


def read_calendar(
    data: bytes,
    *,
    file_name: str,
    zone: tzinfo | None = None,
    answers: Mapping[str, str] | None = None,
) -> CalendarFile:
    """The events of an .ics file, with times on the clocks of ``zone``, else of the UK.

    ``answers`` are what somebody chose where the file leaves a question open, by its key.

    Raises: InterchangeError when the bytes are no calendar.
    """
    reading = _Reading(zone or home_zone(), answers or {})
    for calendar in _calendars(data, file_name):
        reading.run(calendar)
    return CalendarFile(
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        events=tuple(sorted(reading.events, key=by_day)),
        deadlines=tuple(sorted(reading.deadlines, key=lambda each: each.due)),
        days=tuple(sorted(reading.days, key=lambda each: each.first)),
        ignored=tuple(reading.ignored),
        problems=tuple(reading.problems.values()),
        questions=tuple(reading.questions.values()),
        entries=reading.entries,
    )


def is_calendar(data: bytes) -> bool:
    """Whether the bytes begin as a calendar does."""
    return b"BEGIN:VCALENDAR" in data[:512].replace(b"\0", b"").upper()


def _calendars(data: bytes, file_name: str) -> Sequence[Any]:
    from icalendar import Calendar

    if readable_kind(data, file_name) != "text" or not is_calendar(data):
        message = f"“{file_name}” is not a calendar."
        raise InterchangeError(f"{message} Export the calendar as an .ics file.")
    if data.upper().count(b"BEGIN:VEVENT") > MAX_ENTRIES:
        message = f"“{file_name}” holds more than {MAX_ENTRIES:,} events."
        raise InterchangeError(f"{message} Export the calendar of one course.")
    text, _ = decode_text(_FOLD.sub(b"", data), file_name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its doubts about names of zones, which we read anew
            return list(Calendar.from_ical(text, multiple=True))
    except Exception as error:  # the library raises whatever a broken line trips over
        message = f"“{file_name}” is a damaged calendar. Export it again."
        raise InterchangeError(message) from error


@dataclass(slots=True)
class _Reading:
    """What the calendars of one file state."""

    home: tzinfo
    answers: Mapping[str, str]
    entries: int = 0
    series_dates: int = 0
    events: list[StatedEvent] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    days: list[StatedDay] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    problems: dict[str, TableProblem] = field(default_factory=dict)
    questions: dict[str, FileQuestion] = field(default_factory=dict)

    def run(self, calendar: Any) -> None:
        self.entries += len(calendar.walk("VEVENT"))
        zones = Zones(calendar, self.home, self.answers, self.questions)
        for series in series_of(calendar):
            self._read_whole(series, zones)

    def _read_whole(self, series: Sequence[Any], zones: Zones) -> None:
        """A broken entry is left out; it costs no other entry of its series."""
        try:
            dates = self._dates(series, zones)
        except Exception:  # noqa: BLE001  # a broken entry raises whatever it trips over
            if len(series) > 1:
                for entry in series:
                    self._read_whole([entry], zones)
            else:
                title = title_of(series[0]) or "without a title"
                self._say(f"The event “{title}” is damaged; it was left out.")
            return
        for words, start, end, repeats in dates:
            self._add(words, start, end, repeats)
        if not dates and not all(map(_says_nothing, series)):
            title = title_of(series[0])
            why = "All its dates are cancelled, or it ends before it begins."
            self._say(f"“{title}” has no date. {why}")

    def _dates(
        self, series: Sequence[Any], zones: Zones
    ) -> list[tuple[EntryWords, date, date, str]]:
        """Every date of a series with the words for it; why not every one, where that is so."""
        kept = [entry for entry in series if not _says_nothing(entry)]
        self.ignored += [title_of(entry) for entry in series if _says_nothing(entry)]
        words = [words_of(entry, zones) for entry in kept]
        times = [
            times_of(place, entry, said, zones)
            for place, (entry, said) in enumerate(zip(kept, words, strict=True))
        ]
        once = {each.place: said for each in times if (said := self._too_many(each))}
        dates = [(words[at], *_times(times[at]), why) for at, why in once.items()]
        listed = [each for each in times if each.place not in once]
        if any(each.is_series for each in listed):
            found = all_dates(listed)
            self.series_dates += len(found)
            dates += [(words[at], start, end, "") for at, start, end in found]
        else:
            dates += [(words[each.place], *_times(each), "") for each in listed]
        return dates

    def _too_many(self, times: CalendarEntry) -> str:
        if times.rules and self.series_dates >= MAX_SERIES_DATES:
            return "repeats, as too many others of this file do"
        return too_many(times)

    def _add(self, words: EntryWords, start: date, end: date, repeats: str) -> None:
        if repeats:
            self._say(f"“{words.title}” {repeats}. It is listed once, with its first date.")
        due = _DUE.match(words.title)
        if not isinstance(start, datetime):
            self._add_days(words, start, end, repeats)
        elif due and start.tzinfo is not None:
            self.deadlines.append(Deadline(due.group(1), on_clocks(start, self.home)))
        else:
            self.events.append(self._event(words, start, end, repeats))

    def _add_days(self, words: EntryWords, first: date, end: date, repeats: str) -> None:
        last = max(first, end - timedelta(days=1))  # the end is not counted
        self.days.append(StatedDay(words.title, first, last))
        why = "It is stated for the whole day."
        if last > first:
            why = f"It is stated for {(last - first).days + 1} whole days."
        self.events.append(_stated(words, None, None, repeats, on=first, unsure=why))

    def _event(self, words: EntryWords, start: datetime, end: date, repeats: str) -> StatedEvent:
        if start.tzinfo is None:
            why = f"The time zone “{words.zone}” is not known; it says {start:%H:%M} there."
            return _stated(words, None, None, repeats, on=start.date(), unsure=why)
        begins = on_clocks(start, self.home)
        if odd := odd_hour(start.replace(tzinfo=None), start.tzinfo):
            self._say(f"“{words.title}”: {odd}")
        if start.replace(tzinfo=None) != begins.replace(tzinfo=None):
            self._say_foreign(start)
        if words.ends is not None and isinstance(end, datetime) and end <= start:
            return self._backwards(words, begins, repeats)
        ends = None if words.ends is None else on_clocks(_moment(end), self.home)
        return _stated(words, begins, ends, repeats)

    def _backwards(self, words: EntryWords, begins: datetime, repeats: str) -> StatedEvent:
        """An entry without a length: a moment, or one that ends before it begins."""
        ends = on_clocks(_moment(words.ends), self.home)
        if ends >= begins:
            return _stated(words, begins, None, repeats)
        why = ends_before(begins.time(), ends.time())
        if ends.date() < begins.date():
            why = f"It ends on {ends.day} {ends:%B %Y}, before it begins."
        return _stated(words, None, None, repeats, on=begins.date(), unsure=why)

    def _say_foreign(self, start: datetime) -> None:
        if (name := str(start.tzinfo)) != "UTC":
            self._say(f"Times stated for {name} are shown as they are in {self.home}.")

    def _say(self, message: str) -> None:
        self.problems[message] = TableProblem(0, "", message, "warning")


def _says_nothing(entry: Any) -> bool:
    """Whether it only says when something of a platform can be opened."""
    return bool(_AVAILABLE.search(title_of(entry)))


def _times(entry: CalendarEntry) -> tuple[date, date]:
    return entry.start, entry.start + entry.length


def _moment(value: date | None) -> datetime:
    assert isinstance(value, datetime)  # noqa: S101  # of the kind that the start is of
    return value


def _stated(
    words: EntryWords,
    start: datetime | None,
    end: datetime | None,
    repeats: str,
    *,
    on: date | None = None,
    unsure: str = "",
) -> StatedEvent:
    return StatedEvent(
        uid=words.uid,
        title=words.title,
        start=start,
        end=end,
        place=words.place,
        cancelled=words.cancelled,
        on=on,
        unsure=unsure,
        repeats=f"It {repeats}." if repeats else "",
    )
