"""What opens behind one person's figures: the journey, the sums, what is tried out, the past.

Nothing here is recorded: what is tried out lives as long as the question, and where a person was
at a sign-off is worked out again from what is known today. Every figure is the engine's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from npq_desktop.engagement import ComponentResult, Figure, Item, ItemState, Range, Result, Rule
from npq_desktop.programme import Programme, ProgrammeItem
from npq_desktop.rows.cohort import ItemLine, Journey, JourneyRow, SumLine, Supposed
from npq_desktop.services.cohort import sum_words as words
from npq_desktop.services.cohort.words import COMPONENT_LABELS
from npq_desktop.services.core.words import mixed
from npq_desktop.services.core.worth.disputed import Worth

Items = tuple[tuple[Item, Worth], ...]
_SUPPOSED = {
    Supposed.DONE: (ItemState.EARNED, words.TRIED_DONE),
    Supposed.MISSED: (ItemState.LOST, words.TRIED_MISSED),
}
_SETTLED = (ItemState.EARNED, ItemState.PART, ItemState.LOST)
_BETWEEN = (ItemState.PART, ItemState.UNKNOWN)
_NOTHING, _EVERYTHING = Fraction(0), Fraction(1)
CONTENT = "content"
_STEPS = {
    CONTENT: "Content",
    "diagnostic": "Diagnostic",
    "seminar": "Event",
    "reflective": "Reflection",
}


def supposing(items: Items, supposed: Mapping[str, Supposed]) -> Items:
    """The items as they would be; only what is open or unknown can still turn out otherwise."""
    return tuple(_as_supposed(item, worth, supposed.get(item.id)) for item, worth in items)


def can_suppose(item: Item) -> bool:
    """Whether it is still open, or not known, how an item ends."""
    return item.state in (ItemState.OPEN, ItemState.UNKNOWN)


def journey(
    programme: Programme, lines: Sequence[ItemLine], contents: Mapping[str, ItemLine]
) -> Journey:
    """Modules down, the steps of their cycle across; conferences stand among the events.

    ``contents`` are the cells of online content, by module, which count in no component.

    The implementation task stands where its component's tasks do.
    """
    steps = [step.value for step in programme.cycle.steps if step.value in _STEPS]
    by_key = {line.item: line for line in lines}
    found = {module: {CONTENT: line} for module, line in contents.items()}
    order = dict.fromkeys(item.module or item.key for item in programme.items)
    found = {row: found.get(row, {}) for row in order}
    titles = {module.key: module.title for module in programme.modules}
    titles[programme.implementation.key] = programme.implementation.title
    for item in programme.items:
        row = item.module or item.key
        titles.setdefault(row, item.title)
        found.setdefault(row, {})[_step(programme, item)] = by_key.get(item.key) or _outside(item)
    rows = tuple(
        JourneyRow(titles[key], tuple(cells.get(step) for step in steps))
        for key, cells in found.items()
    )
    return Journey(tuple(_STEPS[step] for step in steps), rows)


def sums(
    result: Result, rule: Rule, items: Items, lines: Sequence[ItemLine], as_of: date
) -> tuple[SumLine, ...]:
    """Every figure with its sum in exact fractions; each opens into the items that it adds up."""
    parts = [part for part in result.components if part.total]
    found = [_component_line(part, items, lines) for part in result.components]
    for label, figure, points in (
        (words.DONE, result.secured, [mixed(part.points) for part in parts]),
        (words.CAN_REACH, result.possible, [_at_best(part, items) for part in parts]),
    ):
        if figure is not None:
            added = words.added(points, sum(part.weight for part in parts))
            found.append(SumLine(words.figure(label, _equals(added, figure))))
    if result.to_date is not None:
        found.append(_to_date_line(result.to_date, rule, items, lines, as_of))
    return (*found, SumLine(words.needed(rule.threshold)))


def due_so_far(items: Items, as_of: date) -> Items:
    """What a figure to date counts: what is settled, and what is due by ``as_of``, that day too."""
    return tuple(
        (item, worth)
        for item, worth in items
        if item.state in _SETTLED or (can_suppose(item) and item.due <= as_of.isoformat())
    )


def earned_range(component: str, items: Items) -> tuple[Fraction, Fraction]:
    """The credit of a component's settled and unknown items, lowest and highest; open ones at 0."""
    counted = [item for item, _ in items if item.component == component]
    whole = sum(item.state is ItemState.EARNED for item in counted)
    low = high = Fraction(whole)
    for item in counted:
        worth = worth_of(item) if item.state in _BETWEEN else None
        if worth:
            low, high = low + worth[0], high + worth[1]
    return low, high


def worth_of(item: Item) -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest credit of an item; None where it is excused."""
    match item.state:
        case ItemState.EARNED:
            return _EVERYTHING, _EVERYTHING
        case ItemState.PART:
            credit = item.credit or _NOTHING
            return credit, credit
        case ItemState.LOST:
            return _NOTHING, _NOTHING
        case ItemState.OPEN:
            return _NOTHING, _EVERYTHING
        case ItemState.UNKNOWN:
            return item.range
        case _:
            return None


def _component_line(part: ComponentResult, items: Items, lines: Sequence[ItemLine]) -> SumLine:
    label = COMPONENT_LABELS.get(part.key, part.key)
    mine = tuple(line for line in lines if line.component == part.key)
    if not part.total:
        return SumLine(words.none_count(label), mine)
    low, _ = earned_range(part.key, items)
    said = words.component(
        label,
        words.product(part.weight, low, part.total),
        part.points,
        still_open=part.open,
        not_known=part.unknown,
    )
    return SumLine(said, mine)


def _to_date_line(
    to_date: Range, rule: Rule, items: Items, lines: Sequence[ItemLine], as_of: date
) -> SumLine:
    due = due_so_far(items, as_of)
    keys = {item.id for item, _ in due}
    mine = tuple(_as_due(line) for line in lines if line.item in keys)
    low = _equals(_due_sum(rule, due, 0), to_date.low)
    high = _equals(_due_sum(rule, due, 1), to_date.high)
    return SumLine(words.due_so_far(low, high), mine)


def _as_due(line: ItemLine) -> ItemLine:
    is_open = line.state == ItemState.OPEN.value
    return replace(line, words=words.not_done_yet(line.words)) if is_open else line


def _due_sum(rule: Rule, due: Items, end: int) -> str:
    """The sum at the lowest (``end`` 0) or the highest (1) credit of what is due."""
    counted = [(part, sum(i.component == part.key for i, _ in due)) for part in rule.components]
    parts = [(part, total) for part, total in counted if total]
    products = [
        words.product(part.weight, earned_range(part.key, due)[end], total) for part, total in parts
    ]
    return words.added(products, sum(part.weight for part, _ in parts))


def _at_best(part: ComponentResult, items: Items) -> str:
    _, high = earned_range(part.key, items)
    return words.product(part.weight, high + part.open, part.total)


def _equals(added: str, figure: Figure) -> str:
    return words.equals(added, figure.fraction, figure.percent)


def at_day(items: Items, day: date, handed_in: Mapping[str, date]) -> tuple[Item, ...]:
    """The items as they stood on a day, by what is known today of what was due or done by then."""
    return tuple(_as_of(item, day, handed_in.get(item.id)) for item, _ in items)


def _as_of(item: Item, day: date, handed_in: date | None) -> Item:
    is_later = handed_in > day if handed_in else item.due > day.isoformat()
    if not is_later or item.state in (ItemState.OPEN, ItemState.EXCUSED):
        return item
    return Item(id=item.id, component=item.component, due=item.due, state=ItemState.OPEN)


def _as_supposed(item: Item, worth: Worth, supposed: Supposed | None) -> tuple[Item, Worth]:
    if supposed is None or not can_suppose(item):
        return item, worth
    state, said = _SUPPOSED[supposed]
    changed = Item(id=item.id, component=item.component, due=item.due, state=state)
    return changed, replace(worth, state=state, words=said, credit=None, low=None, high=None)


def _outside(item: ProgrammeItem) -> ItemLine:
    """The line of a task that is reviewed and counts in no component."""
    said = words.NOT_IN_THE_PERCENTAGE
    return ItemLine(item.key, item.title, item.component, None, ItemState.EXCUSED.value, said)


def _step(programme: Programme, item: ProgrammeItem) -> str:
    if item.is_event:
        return "seminar"
    is_diagnostic = item.component == programme.cycle.diagnostic.component
    return "diagnostic" if is_diagnostic else "reflective"
