"""The least work that secures the bar: which open items to do; exact for any number of components.

Each open item gets a *price*, one whole number made so that sums of prices compare exactly as
``RULES.md`` orders sets: total minutes, then number of items, then the sorted list of (due, id).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from npq_desktop.engagement.figures import keeps_minimum
from npq_desktop.engagement.model import WHOLE, Item
from npq_desktop.engagement.results import Plan
from npq_desktop.engagement.tally import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from npq_desktop.engagement.tally import Tally


def headroom(tally: Tally, *, worth: int, spare: int) -> int | None:
    """Return how many open or unknown items may be missed, all else being won.

    ``worth`` is one step of the component's credit in grains; ``spare`` how far what is possible
    lies above the bar, in grains, negative for everyone out of reach. The costliest misses count
    first; a missed item ends at its low credit. None without open or unknown items.

    Source: engagement/RULES.md, "Headroom".
    """
    if not (tally.open or tally.unknown):
        return None
    missed = cost = 0
    for loss in _losses(tally):
        cost += loss
        reached = tally.all.high - cost
        if cost * worth > spare or not keeps_minimum(tally, tally.all, reached):
            break
        missed += 1
    return missed


def _losses(tally: Tally) -> list[int]:
    ranges = (item.range for item in tally.unknown)
    unknown = [steps(high, tally.unit) - steps(low, tally.unit) for low, high in ranges]
    return sorted(unknown + [tally.unit] * len(tally.open), reverse=True)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The open items of one component: they differ in price only, so the cheapest go first.

    ``gain`` is what each adds, in grains; ``fewest`` what the minimum asks for; ``prices[k]`` what
    the ``k`` cheapest cost together.
    """

    gain: int
    fewest: int
    prices: Sequence[int]

    @property
    def count(self) -> int:
        return len(self.prices) - 1

    @property
    def most(self) -> int:
        """What all of them add, in grains."""
        return self.gain * self.count

    def enough(self, need: int) -> int:
        """How many items it takes to gain ``need`` grains and keep the minimum."""
        return max(self.fewest, _ceiling(need, self.gain))


def least_work(tallies: Sequence[Tally], worth: Sequence[int], need: int) -> Plan | None:
    """Return the cheapest set of open items that gains ``need`` grains and keeps every minimum.

    ``worth[i]`` is one step of credit of component ``i`` in grains. None when no set does; with
    unknown items that does not mean out of reach.

    Source: engagement/RULES.md, "Plan".
    """
    items = sorted((item for part in tallies for item in part.open), key=_due_and_id)
    prices = _prices(items)
    choices = [_choice(*pair, prices) for pair in zip(tallies, worth, strict=True)]
    if any(choice.fewest > choice.count for choice in choices):
        return None
    if need > sum(choice.most for choice in choices):
        return None
    return _plan(items, _cheapest([choice for choice in choices if choice.gain], need))


def _due_and_id(item: Item) -> tuple[str, str]:
    return item.due, item.id


def _prices(items: Sequence[Item]) -> dict[str, int]:
    """Return the price of each item by id; ``items`` are in order of (due, id).

    From the top: minutes, number of items, and one bit an item, the earliest highest. The bits are
    taken away, not added: of two sets of one size, the smaller sorted list holds the earliest item
    in which they differ, and so has the larger bits.
    """
    size = len(items)
    return {
        item.id: ((item.minutes * (size + 1) + 1) << size) - (1 << (size - 1 - rank))
        for rank, item in enumerate(items)
    }


def _choice(tally: Tally, worth: int, prices: dict[str, int]) -> _Choice:
    cheapest = sorted(prices[item.id] for item in tally.open)
    short = (tally.component.minimum or 0) * tally.all.full - WHOLE * tally.all.low
    return _Choice(
        gain=worth * tally.unit,
        fewest=max(0, _ceiling(short, WHOLE * tally.unit)),
        prices=list(accumulate(cheapest, initial=0)),
    )


def _cheapest(choices: Iterable[_Choice], need: int) -> int:
    """Return the least price at which ``choices``, sufficient together, gain ``need`` grains.

    Counts are enumerated for all components but the largest; there the count follows.
    """
    *others, last = sorted(choices, key=lambda choice: choice.count)
    reserve = last.most + sum(choice.most for choice in others)
    front = [(need, 0)]
    for choice in others:
        reserve -= choice.most
        front = _undominated(_extended(front, choice, reserve))
    return min(price + last.prices[last.enough(left)] for left, price in front)


def _extended(
    front: Iterable[tuple[int, int]], choice: _Choice, reserve: int
) -> list[tuple[int, int]]:
    """Return every useful way on from ``front``, pairs of grains still needed and price so far.

    ``reserve`` is what the components still to come can gain: a way that leaves more is no way.
    """
    ways = []
    for need, price in front:
        first = choice.enough(need - reserve)
        last = min(choice.count, choice.enough(need))
        ways += [
            (need - count * choice.gain, price + choice.prices[count])
            for count in range(first, last + 1)
        ]
    return ways


def _undominated(ways: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop each way that a cheaper one equals or beats: its continuations are all dearer."""
    ways.sort(key=lambda way: way[1])
    kept = ways[:1]
    for way in ways:
        if way[0] < kept[-1][0]:
            kept.append(way)
        if kept[-1][0] <= 0:
            break
    return kept


def _plan(items: Sequence[Item], price: int) -> Plan:
    size = len(items)
    bits = -price % (1 << size)
    chosen = [item for rank, item in enumerate(items) if bits >> (size - 1 - rank) & 1]
    return Plan(
        items=tuple(item.id for item in chosen), minutes=sum(item.minutes for item in chosen)
    )


def _ceiling(dividend: int, divisor: int) -> int:
    return -(-dividend // divisor)
