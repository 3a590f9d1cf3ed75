"""How one task or event is said: its title, day, work and credit.

Credit is given at a glance, rounded down; exact fractions belong to :mod:`workings` alone.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from npq_desktop.rows.cohort import ComponentCell, ItemLine, SumLine
from npq_desktop.services.core.words import PARTS, count, day, day_and_year, mixed


def brief_title(title: str) -> str:
    """A title without its subject: "Seminar 3" of "Seminar 3: Curriculum"."""
    return title.partition(":")[0]


def of_total(part: ComponentCell) -> str:
    """For example "5 of 6", "4½ of 6", "3 or 4 of 8", "3 to 5 of 8"; "–" where nothing counts."""
    if not part.total:
        return "–"
    low, high = brief(part.low), brief(part.high)
    if not part.unknown or low == high:
        return f"{low} of {part.total}"
    joint = "or" if part.high - part.low == 1 and part.low.denominator == 1 else "to"
    return f"{low} {joint} {high} of {part.total}"


def brief(number: Fraction) -> str:
    """A number at a glance: "4½", else with one decimal, rounded down as percentages are: "5.8"."""
    if number.denominator == 1 or number % 1 in PARTS:
        return mixed(number)
    whole, tenth = divmod(10 * number.numerator // number.denominator, 10)
    return f"{whole}.{tenth}"


def duration(minutes: int) -> str:
    """For example "45 minutes", "1 hour", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    said = [count(hours, "hour")] if hours else []
    return " ".join([*said, count(rest, "minute")] if rest or not hours else said)


def brief_day(value: date, today: date) -> str:
    """A day, with the year only if it is not this one."""
    return day(value) if value.year == today.year else day_and_year(value)


def when(value: date, today: date) -> str:
    """A day as it is said today: "today", "tomorrow", "3 March"."""
    near = {0: "today", 1: "tomorrow"}
    return near.get((value - today).days) or brief_day(value, today)


def credit(line: ItemLine) -> str:
    """What a task or event counts: "1", "½", "0 to 1", "–" where it does not count."""
    if line.worth is None:
        return "–"
    if line.state == "open":
        return "open"
    low, high = map(brief, line.worth)
    return low if low == high else f"{low} to {high}"


def item(line: ItemLine) -> str:
    """The line under a title: "attended · counts 1 · due 9 October 2026"."""
    over = f", {count(line.days_over, 'day')} over" if line.days_over else ""
    due = f"due {day_and_year(line.due)}{over}" if line.due else ""
    counts = "" if line.state in ("open", "excused") else f"counts {credit(line)}"
    return " · ".join(filter(None, (line.words, counts, due)))


def behind(sums: Sequence[SumLine]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each sum in words, with the title and the line of every task or event that it adds up."""
    return [(each.words, [(line.title, item(line)) for line in each.items]) for each in sums]


def item_sentence(line: ItemLine) -> str:
    """The title with what is known of it, for tips and for reading aloud."""
    return f"{line.title}: {item(line)}"


def to_try(line: ItemLine, today: date) -> str:
    """When something is due that can be tried out; of what is late, how much work it is."""
    if line.minutes:
        return f"{'missed' if line.is_event else 'late'} · {brief_duration(line.minutes)}"
    if line.due is None:
        return "no date yet"
    return f"{'' if line.is_event else 'due '}{when(line.due, today)}"


def brief_duration(minutes: int) -> str:
    """For example "45 min", "1 h", "1 h 30 min", for cells."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours} h"] if hours else []
    return " ".join([*said, f"{rest} min"] if rest or not hours else said)


def supposed(titles: Sequence[tuple[str, bool]]) -> str:
    """What is tried out: "if Diagnostic 4 were done"; from two on, how many."""
    if len(titles) == 1:
        [(title, is_done)] = titles
        return f"if {brief_title(title)} were {'done' if is_done else 'missed'}"
    return f"if these {len(titles)} were so"


# ---- online content and learning time, which count in no percentage ------------------------------

CONTENT_NOT_KNOWN = "not known"


def content_finished(done: int, modules: int) -> str:
    """How much online content a person has finished."""
    return (
        f"Online content: {done} of {count(modules, 'module')} finished, by the platform's word. "
        "It is not part of the percentage."
    )


def content_done(source: str) -> str:
    """A module's content that is finished, and which platform says so."""
    return f"done, {source}"


def content_begun(part: str) -> str:
    """A module's content that is not finished; ``part`` is the platform's own percentage, or ""."""
    return f"not done, {part}" if part else "not done"


def learning_time(minutes: int, hours: int) -> str:
    """The time a person has learnt, of what the programme takes: "31 h 30 min of about 55 h"."""
    return f"{brief_duration(minutes) if minutes else '0 h'} of about {hours} h"
