"""Reads dates, times and lengths as people and platforms write them.

Never guesses between 12 November and 11 December: the order is decided once for a whole file, from
a day above 12, a weekday beside it or the days already known, else nothing of it is read as a date.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, tzinfo
from typing import Literal

DateOrder = Literal["day first", "month first"]

_MONTH_NAMES = (
    "january jan janvier janv ionawr ion",
    "february feb fevrier fevr chwefror chw",
    "march mar mars mawrth maw",
    "april apr avril avr ebrill ebr",
    "may mai",
    "june jun juin mehefin meh",
    "july jul juillet juil gorffennaf gorff",
    "august aug aout awst",
    "september sep sept septembre medi",
    "october oct octobre hydref hyd",
    "november nov novembre tachwedd tach",
    "december dec decembre rhagfyr rhag",
)
_MONTHS = {
    name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er)?(?:(?:\.? | of )([^\W\d_]+)\.?,? (?:of )?"
    r"|[-./]([^\W\d_]+)[-./])(\d{4})(?!\d)"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|weds?|wednes|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE
)
_SHORT_YEAR = re.compile(
    rf"(?:{_WEEKDAY.pattern}[,. ]+)?"
    r"(\d{1,2})(?:st|nd|rd|th)?([-./ ])([^\W\d_]+)\.?,?(?:\2| )['’]?(\d{2})",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{1,20})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)"
)
_TIME = re.compile(
    r"(?<![\d:/.-])(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(?: ?([ap])\.?m\b\.?)?(?![\d/-])",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?:(\d+) ?(?:h|hrs?|hours?|heures?|awr)\b)?[ ,]{0,3}"
    r"(?:(\d+) ?(?:m|mins?|minutes?|munud)\b)?[ ,]{0,3}"
    r"(?:(\d+) ?(?:s|secs?|seconds?|secondes?|eiliad)\b)?",
    re.IGNORECASE,
)


def date_order(texts: Iterable[str], known: Collection[date] = ()) -> DateOrder | None:
    """How numbers such as 11/12/2026 are written in these texts of one file.

    ``known`` are days something is known to have happened on. None where nothing decides, or where
    the texts contradict one another.
    """
    texts = list(texts)
    pairs = {pair for text in texts if (pair := _numbers(text))}
    day_first = any(first > 12 for first, _, _ in pairs)
    month_first = any(second > 12 for _, second, _ in pairs)
    if day_first != month_first:
        return "day first" if day_first else "month first"
    if day_first or not pairs:
        return None
    orders: tuple[DateOrder, DateOrder] = ("day first", "month first")
    named = [order for order in orders if all(_fits_weekday(text, order) for text in texts)]
    hits = [order for order in orders if any(_ordered(pair, order) in known for pair in pairs)]
    for fitting in (named, hits):
        if len(fitting) == 1:
            return fitting[0]
    return None


def weekday(text: str) -> int | None:
    """The day of the week that a text names, Monday being 0."""
    found = _WEEKDAY.search(text)
    return _WEEKDAYS.index(found[0][:3].lower()) if found else None


def _fits_weekday(text: str, order: DateOrder) -> bool:
    named, numbers = weekday(text), _numbers(text)
    on = _ordered(numbers, order) if numbers else None
    return named is None or on is None or on.weekday() == named


def is_ambiguous(text: str) -> bool:
    """Whether the text holds a date that two orders read differently."""
    pair = _numbers(text)
    return pair is not None and pair[0] != pair[1] and max(pair[:2]) <= 12


def read_date(text: str, order: DateOrder | None = None) -> date | None:
    """The day in a text, wherever it stands; None where there is none or it could be two."""
    text = _plain(text)
    if found := _ISO.search(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_MONTH.search(text):
        month = _MONTHS.get(_bare(found[2] or found[3]))
        if month:
            return _day(int(found[4]), month, int(found[1]))
    if (found := _SHORT_YEAR.fullmatch(text)) and (month := _MONTHS.get(_bare(found[3]))):
        return _day(2000 + int(found[4]), month, int(found[1]))  # as Excel saves a day
    for found in _MONTH_DAY.finditer(text):
        month = _MONTHS.get(_bare(found[1]))
        if month:
            return _day(int(found[3]), month, int(found[2]))
    pair = _numbers(text)
    if pair is None:
        return None
    if order is None and pair[0] != pair[1]:
        order = date_order([text])
    return _ordered(pair, order or "day first") if order or pair[0] == pair[1] else None


def typed_day(text: str, near: date) -> date | None:
    """The day typed, day before month; without a year the one nearest to ``near``."""
    whole = read_date(text, "day first")
    if whole is not None:
        return whole
    bare = re.sub(r"[/.-]", "/", text.strip())
    mark = "/" if "/" in bare else " "
    years = (near.year - 1, near.year, near.year + 1)
    days = [read_date(f"{bare}{mark}{year}", "day first") for year in years]
    found = [day for day in days if day is not None]
    return min(found, key=lambda day: abs(day - near), default=None)


def without_date(text: str) -> str:
    """What a text says besides its day, such as the time behind it."""
    rest = _plain(text)
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY, _NUMERIC, _WEEKDAY):
        rest = pattern.sub(" ", rest, count=1)
    return re.sub(r"^[\sT,.@–-]*(?:at\b)?|[\s,.–-]*$", "", _plain(rest)).strip()


def read_moment(text: str, order: DateOrder | None, zone: tzinfo) -> datetime | None:
    """The day and time in a text as the clocks of ``zone`` show it; None unless both are there.

    The answer has no offset. A text that names its own, as files of interfaces do, is converted.
    """
    stated = _with_offset(text, zone)
    if stated is not None:
        return stated
    on = read_date(text, order)
    at = read_time(text)
    return datetime.combine(on, at) if on is not None and at is not None else None


def read_time(text: str) -> time | None:
    """The first time of day in a text: ``4.00PM``, ``16:00:05``, ``4:00 p.m.``."""
    rest = _ISO.sub(" ", _NUMERIC.sub(" ", _plain(text).replace("T", " ")))
    found = _TIME.search(rest)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def read_minutes(text: str) -> int | None:
    """Whole minutes of ``1h 27m 51s``, ``62`` or ``1:02:30``; unreadable is unknown, not 0."""
    text = _plain(text)
    if re.fullmatch(r"\d{1,5}(?:[.,]\d+)?", text):
        return int(re.split("[.,]", text)[0])
    if clock := re.fullmatch(r"(\d{1,2}):(\d{2}):(\d{2})", text):
        return int(clock[1]) * 60 + int(clock[2])
    found = _LENGTH.fullmatch(text) if re.search(r"\d", text) and len(text) < 60 else None
    if found is None:
        return None
    return int(found[1] or 0) * 60 + int(found[2] or 0) + int(found[3] or 0) // 60


def _with_offset(text: str, zone: tzinfo) -> datetime | None:
    """An ISO time that names its offset, on the clocks of ``zone``."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)", text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _numbers(text: str) -> tuple[int, int, int] | None:
    if _ISO.search(text):
        return None
    found = _NUMERIC.search(_plain(text))
    if found is None:
        return None
    year = int(found[3])
    return int(found[1]), int(found[2]), year if year > 99 else 2000 + year


def _ordered(numbers: tuple[int, int, int], order: DateOrder) -> date | None:
    first, second, year = numbers
    return _day(year, second, first) if order == "day first" else _day(year, first, second)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\u200e", "")).strip()
