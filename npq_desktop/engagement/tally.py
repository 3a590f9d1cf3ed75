"""Counting a participant's items per component, in whole numbers; it weighs and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from math import lcm
from typing import TYPE_CHECKING

from npq_desktop.engagement.checks import described
from npq_desktop.engagement.errors import EngagementInputError
from npq_desktop.engagement.model import Component, Item, ItemState, Participant, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

EARNED, PART, OPEN, LOST, UNKNOWN = (
    ItemState.EARNED,
    ItemState.PART,
    ItemState.OPEN,
    ItemState.LOST,
    ItemState.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Credits:
    """Sums of credits over ``full`` items' worth: the lowest and the highest they can come to.

    ``full``, ``low`` and ``high`` count in the tally's unit; ``full`` 0 means no such items.
    """

    full: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One component of one participant.

    ``total`` counts the items that are not excused. Credits count in steps of 1/``unit`` of an
    item, the common denominator of the component's credits, so that sums stay whole numbers.
    ``to_date`` holds the settled or due items only.
    """

    component: Component
    total: int
    unit: int
    earned: int
    lost: int
    all: Credits
    to_date: Credits
    open: Sequence[Item]
    unknown: Sequence[Item]


class _Sorted:
    """The items of one component by what the sums need: counts where items are all alike."""

    __slots__ = ("earned", "lost", "open", "part", "unknown")

    def __init__(self) -> None:
        self.earned = 0
        self.lost = 0
        self.part: list[Fraction] = []
        self.open: list[Item] = []
        self.unknown: list[Item] = []


def tallies(rule: Rule, as_of: str, participant: Participant) -> tuple[Tally, ...]:
    """Count the participant's items per component, in the order of the rule.

    Raises: EngagementInputError naming participant and item, for a component the rule lacks.
    """
    kinds = {component.key: _Sorted() for component in rule.components}
    try:
        _sort(participant.items, kinds)
    except EngagementInputError as error:
        raise error.within(participant=participant.id) from None
    return tuple(_tally(part, kinds[part.key], as_of) for part in rule.components)


def _sort(items: Iterable[Item], kinds: dict[str, _Sorted]) -> None:
    for item in items:
        kind = kinds.get(item.component)
        if kind is None:
            raise no_such_component(item)
        state = item.state
        if state is EARNED:
            kind.earned += 1
        elif state is OPEN:
            kind.open.append(item)
        elif state is LOST:
            kind.lost += 1
        elif state is UNKNOWN:
            kind.unknown.append(item)
        elif state is PART and item.credit is not None:
            kind.part.append(item.credit)


def no_such_component(item: Item) -> EngagementInputError:
    """Return the error for an item whose component is not in the rule."""
    reason = f"the rule has no component {described(item.component)}"
    return EngagementInputError(reason, item=item.id, field="component")


def _tally(component: Component, kind: _Sorted, as_of: str) -> Tally:
    ranges = [item.range for item in kind.unknown]
    unit = lcm(*[credit.denominator for credit in chain(kind.part, *ranges)])
    part = sum([steps(credit, unit) for credit in kind.part])
    settled = kind.earned + kind.lost + len(kind.part)
    earned = kind.earned * unit + part
    due = [item.range for item in kind.unknown if item.due <= as_of]
    overdue = len([item for item in kind.open if item.due <= as_of])
    total = settled + len(kind.open) + len(ranges)
    return Tally(
        component=component,
        total=total,
        unit=unit,
        earned=earned,
        lost=settled * unit - earned,
        all=_credits(total, unit, earned, len(kind.open), ranges),
        to_date=_credits(settled + overdue + len(due), unit, earned, 0, due),
        open=kind.open,
        unknown=kind.unknown,
    )


def _credits(
    count: int, unit: int, earned: int, winnable: int, ranges: Sequence[tuple[Fraction, Fraction]]
) -> Credits:
    low = earned + sum([steps(low, unit) for low, _ in ranges])
    high = earned + winnable * unit + sum([steps(high, unit) for _, high in ranges])
    return Credits(full=count * unit, low=low, high=high)


def steps(credit: Fraction, unit: int) -> int:
    """Return ``credit`` in steps of 1/``unit``, a multiple of its denominator."""
    return credit.numerator * (unit // credit.denominator)
