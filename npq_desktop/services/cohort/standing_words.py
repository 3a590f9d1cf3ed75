"""Turns the engine's answers into words: standing, headroom, plan, the sum with its denominators.

Never rounds: fractions are written as fractions, percentages are the engine's own.
Source: engagement/RULES.md, "Output"; ui/SCREENS.md, "Cohort".
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from npq_desktop.engagement import Item, ItemState, Result, Standing
from npq_desktop.services.core.words import PARTS, count, listed, mixed
from npq_desktop.services.core.worth import Worth

COMPONENT_LABELS = {
    "diagnostic": "Diagnostics",
    "reflective": "Reflections",
    "attendance": "Events",
}
_ONE_OF = {"diagnostic": "diagnostic", "reflective": "reflection", "attendance": "event"}
_WORDS = {
    Standing.MET: "met: secured already",
    Standing.ON_COURSE: "on course",
    Standing.BEHIND: "behind so far, still within reach",
    Standing.OUT_OF_REACH: "out of reach",
    Standing.NOT_STARTED: "not started",
}


def standing(result: Result) -> str:
    """The standing as a phrase; ``unresolved`` says on how many items it depends."""
    if result.standing is Standing.UNRESOLVED:
        return f"depends on {count(result.unknown, 'item')} to mark or resolve"
    return _WORDS[result.standing]


def headroom(result: Result) -> str:
    """Such as "1 event or 2 reflections" may still be missed: alternatives, never a sum."""
    if result.standing is Standing.OUT_OF_REACH:
        return ""
    spare = [(part.key, part.headroom) for part in result.components if part.headroom is not None]
    some = [count(number, _ONE_OF.get(key, key)) for key, number in spare if number]
    if some:
        return listed(some, "or")
    return "nothing to spare" if spare else ""


def plan(result: Result, items: Sequence[tuple[Item, Worth]], titles: Mapping[str, str]) -> str:
    """The least that secures the bar; only items that take extra work are named."""
    if result.plan is None:
        if result.unknown and result.standing is not Standing.OUT_OF_REACH:
            return f"Mark or resolve {count(result.unknown, 'item')} first."
        return "The bar cannot be reached any more." if result.standing else ""
    if not result.plan.items:
        return "Nothing more is needed."
    by_id = {item.id: item for item, _ in items}
    work = [by_id[key] for key in result.plan.items if by_id[key].minutes]
    to_come = [item for item, _ in items if item.state is ItemState.OPEN and not item.minutes]
    needed = len(result.plan.items) - len(work)
    parts = [_to_come(needed, len(to_come))] if needed else []
    parts += [f"{titles[item.id]} ({duration(item.minutes)})" for item in work]
    sentence = listed(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def duration(minutes: int) -> str:
    """Such as "45 min", "1 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours} h"] if hours else []
    return " ".join([*said, f"{rest} min"] if rest or not hours else said)


def of_total(low: Fraction, high: Fraction, total: int, unknown: int) -> str:
    """Such as "5 of 6", "4½ of 6", "4–5 of 6" where some are unknown, "–" where nothing counts."""
    return _of_total(low, high, total, unknown, brief)


def exactly_of_total(low: Fraction, high: Fraction, total: int, unknown: int) -> str:
    """The same in exact fractions: "5 157/180 of 6"."""
    return _of_total(low, high, total, unknown, mixed)


def _of_total(
    low: Fraction, high: Fraction, total: int, unknown: int, said: Callable[[Fraction], str]
) -> str:
    if not total:
        return "–"
    if unknown and low != high:
        return f"{said(low)}–{said(high)} of {total}"
    return f"{said(low)} of {total}"


def brief(number: Fraction) -> str:
    """A number at a glance: "4½", else with one decimal, rounded down as percentages are: "5.8"."""
    if number.denominator == 1 or number % 1 in PARTS:
        return mixed(number)
    whole, tenth = divmod(10 * number.numerator // number.denominator, 10)
    return f"{whole}.{tenth}"


def credit(item: Item) -> str:
    """The credit of one item: "1", "½", "0–1", "–" where it does not count."""
    match item.state:
        case ItemState.EARNED:
            return "1"
        case ItemState.PART:
            return mixed(item.credit or Fraction(0))
        case ItemState.LOST:
            return "0"
        case ItemState.EXCUSED:
            return "–"
        case ItemState.OPEN:
            return "open"
        case _:
            return f"{mixed(item.range[0])}–{mixed(item.range[1])}"


def as_json(item: Item) -> Mapping[str, object]:
    """An item as the engine's own command reads it."""
    said: dict[str, object] = {
        "id": item.id,
        "component": item.component,
        "due": item.due,
        "state": item.state.value,
        "minutes": item.minutes,
    }
    for name, share in (("credit", item.credit), ("low", item.low), ("high", item.high)):
        if share is not None:
            said[name] = [share.numerator, share.denominator]
    return said


def _to_come(needed: int, coming: int) -> str:
    if needed == coming:
        return "everything to come"
    return f"at least {needed} of the {coming} things to come"
