"""Entries of a calendar that repeat: every date of a series, or the sentence why not every one.

A rule without end, or with more dates than any programme has events, is one line with its first
date. So is a rule of a form that calendar programs do not write: it could look for a day that never
comes, and one rule must not cost time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

MAX_DATES = 60

_EVERY = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_FORMS: Mapping[str, frozenset[str]] = {
    "DAILY": frozenset({"BYDAY"}),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY", "BYSETPOS"}),
    "YEARLY": frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}),
}
_BOUNDS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MARGIN = timedelta(days=2)
_LONGEST_SERIES = timedelta(days=40 * 365)
_SPARSE = 4
"""A 29 February comes every fourth year, a fifth Monday every third month."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """When an entry is and repeats; ``place`` is its place in the file.

    Times are aware, or without zone where nobody knows it; a day lasts whole days. ``added`` are
    further dates, with a length of their own or without; ``replaces`` is the date of the series
    that this entry stands for, and all later ones with ``and_later``.
    """

    place: int
    start: date
    length: timedelta
    rules: tuple[Mapping[str, Any], ...] = ()
    added: tuple[tuple[date, timedelta | None], ...] = ()
    left_out: tuple[date, ...] = ()
    replaces: date | None = None
    and_later: bool = False

    @property
    def is_series(self) -> bool:
        """Whether it has more than its one date, or changes another's."""
        return bool(self.rules or self.added or self.replaces)


def too_many(entry: CalendarEntry) -> str:
    """Why not every date of a series is listed, such as "repeats every day without end"."""
    if len(entry.added) > MAX_DATES:
        return f"has {len(entry.added)} further dates"
    return next(filter(None, (_too_many(rule, entry.start) for rule in entry.rules)), "")


def all_dates(series: Sequence[CalendarEntry]) -> list[tuple[int, date, date]]:
    """Every date of the entries of one series: whose it is, when it begins and ends."""
    from icalendar import Calendar
    from recurring_ical_events import of

    calendar = Calendar()
    for entry in _alike(series):
        calendar.add_component(_component(entry))
    first, last = _span(series)
    found = [
        (int(each["X-PLACE"]), each["DTSTART"].dt, each["DTEND"].dt)
        for each in of(calendar).between(first, last)
    ]
    return sorted(found, key=lambda one: (_plain(one[1]), one[0]))


# ---- rules ---------------------------------------------------------------------------------------


def _too_many(rule: Mapping[str, Any], start: date) -> str:
    frequency, step = _first(rule, "FREQ"), _first(rule, "INTERVAL") or "1"
    if frequency not in _FORMS or not step.isdigit() or int(step) < 1:
        return "repeats within a day"
    every = _EVERY[frequency] if step == "1" else f"{int(step)} {_EVERY[frequency]}s"
    if not _is_usual(rule, frequency, int(step), start):
        return f"repeats every {every} by a rule that is not read here"
    count, until = _first(rule, "COUNT"), rule.get("UNTIL")
    if not count and not until:
        return f"repeats every {every} without end"
    if count and int(count) > MAX_DATES:
        return f"repeats every {every}, {int(count)} times"
    if until:
        days = (_plain(_end_of(until[0])) - _plain(start)).days * max(1, len(_texts(rule, "BYDAY")))
        if days // (_DAYS[frequency] * int(step)) > MAX_DATES:
            return f"repeats every {every} until {_plain(until[0]).year}"
    if _reach(rule, start) > _LONGEST_SERIES:
        return f"repeats every {every} over many years"
    return ""


def _is_usual(rule: Mapping[str, Any], frequency: str, step: int, start: date) -> bool:
    """Whether the rule is of a form that calendar programs write, and has a day to find."""
    parts = {name for name, values in rule.items() if values} - _BOUNDS
    if not parts <= _FORMS[frequency] or {"BYDAY", "BYMONTHDAY"} <= parts:
        return False
    weekdays = _texts(rule, "BYDAY")
    ordinals = [int(text[:-2]) for text in weekdays if text[:-2] not in ("", "+", "-")]
    if frequency == "DAILY":
        return not weekdays or step == 1
    if any(abs(number) > 5 for number in ordinals) or (ordinals and frequency == "WEEKLY"):
        return False
    position = [abs(int(text)) for text in _texts(rule, "BYSETPOS")]
    most = len(weekdays) if ordinals else 4 * len(weekdays) + 1
    if position and not 1 <= max(position) <= most:
        return False
    return weekdays != [] or frequency == "WEEKLY" or _has_day(rule, frequency, step, start)


def _has_day(rule: Mapping[str, Any], frequency: str, step: int, start: date) -> bool:
    """Whether a month that the rule comes to is long enough for its days."""
    stated = [int(text) for text in _texts(rule, "BYMONTH")]
    if frequency == "MONTHLY":
        months = [(start.month - 1 + turn * step) % 12 + 1 for turn in range(12)]
    else:
        months = stated or [start.month]
    days = [abs(int(text)) for text in _texts(rule, "BYMONTHDAY")] or [start.day]
    return any(
        1 <= month <= 12 and 1 <= day <= _LONGEST[month - 1] for month in months for day in days
    )


def _texts(rule: Mapping[str, Any], name: str) -> list[str]:
    values = rule.get(name) or []
    return [str(each) for each in (values if isinstance(values, list) else [values])]


def _first(rule: Mapping[str, Any], name: str) -> str:
    return (_texts(rule, name) or [""])[0].upper()


# ---- expanding -----------------------------------------------------------------------------------


def _alike(series: Sequence[CalendarEntry]) -> Iterator[CalendarEntry]:
    """The entries with dates of the kind that the series itself has: days, or times of day."""
    core = next((entry for entry in series if entry.replaces is None), None)
    for entry in series:
        if core is None:
            yield entry
        else:
            yield replace(
                entry,
                replaces=_like(entry.replaces, core.start) if entry.replaces else None,
                added=tuple((_like(on, core.start), length) for on, length in entry.added),
                left_out=tuple(_day_or(on, core.start) for on in entry.left_out),
            )


def _like(on: date, start: date) -> date:
    """A date of the kind that the series has: a day at its time of day, or a time as its day."""
    if not isinstance(start, datetime):
        return on.date() if isinstance(on, datetime) else on
    return on if isinstance(on, datetime) else datetime.combine(on, start.timetz())


def _day_or(on: date, start: date) -> date:
    is_day = not isinstance(start, datetime) and isinstance(on, datetime)
    return on.date() if is_day and isinstance(on, datetime) else on


def _component(entry: CalendarEntry) -> Any:
    from icalendar import Event, vDDDLists, vDDDTypes

    event = Event()
    event["UID"] = "series"
    event["X-PLACE"] = str(entry.place)
    event["DTSTART"] = vDDDTypes(entry.start)
    event["DTEND"] = vDDDTypes(entry.start + entry.length)
    if entry.rules:
        event["RRULE"] = [_bounded(rule, entry.start) for rule in entry.rules]
    if entry.added:
        event["RDATE"] = vDDDLists([on if not last else (on, last) for on, last in entry.added])
    if entry.left_out:
        event["EXDATE"] = [vDDDLists([on]) for on in entry.left_out]
    if entry.replaces:
        event["RECURRENCE-ID"] = vDDDTypes(entry.replaces)
        if entry.and_later:
            event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return event


def _bounded(rule: Mapping[str, Any], start: date) -> Any:
    """The rule with its end as the start is written; a day named as the end is one of its days."""
    from icalendar import vRecur

    kept = {name: values for name, values in rule.items() if values and name != "UNTIL"}
    if rule.get("UNTIL"):
        until = _end_of(rule["UNTIL"][0])
        kept.pop("COUNT", None)
        kept["UNTIL"] = [_until(until, start)]
    return vRecur(kept)


def _end_of(until: date) -> date:
    return until if isinstance(until, datetime) else datetime.combine(until, time.max)


def _until(until: date, start: date) -> date:
    if not isinstance(start, datetime):
        return date(until.year, until.month, until.day)
    if not isinstance(until, datetime):
        return until
    if start.tzinfo is None:
        return until.replace(tzinfo=None, microsecond=0)
    there = until if until.tzinfo else until.replace(tzinfo=start.tzinfo)
    return there.astimezone(UTC).replace(microsecond=0)


def _span(series: Sequence[CalendarEntry]) -> tuple[datetime, datetime]:
    """From before the first date to after the last that can be asked for."""
    dates = [_plain(entry.start) for entry in series]
    dates += [_plain(on) for entry in series for on, _ in entry.added]
    for entry in series:
        dates += [_plain(entry.start) + _reach(rule, entry.start) for rule in entry.rules]
    longest = max((entry.length for entry in series), default=timedelta())
    return min(dates) - _MARGIN, max(dates) + longest + _MARGIN


def _reach(rule: Mapping[str, Any], start: date) -> timedelta:
    """How long after its start a rule that ends may still find a date."""
    if rule.get("UNTIL"):
        return max(timedelta(), _plain(_end_of(rule["UNTIL"][0])) - _plain(start))
    periods = int(_first(rule, "COUNT")) * int(_first(rule, "INTERVAL") or "1")
    return timedelta(days=_DAYS[_first(rule, "FREQ")] * periods * _SPARSE)


def _plain(on: date) -> datetime:
    """For comparing days and times of day of any zone."""
    if isinstance(on, datetime):
        return on.replace(tzinfo=None)
    return datetime.combine(on, time.min)
