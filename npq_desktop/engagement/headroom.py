"""How many items of a component may still be missed; what to do instead is the plan's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npq_desktop.engagement.figures import keeps_minimum
from npq_desktop.engagement.tally import steps

if TYPE_CHECKING:
    from npq_desktop.engagement.tally import Tally


def headroom(tally: Tally, *, worth: int, spare: int) -> int | None:
    """Return how many open or unknown items may be missed, all else being won.

    ``worth`` is one step of the component's credit in grains; ``spare`` how far what is possible
    lies above the bar, in grains, negative for everyone out of reach. The costliest misses count
    first; a missed item ends at its low credit. None without open or unknown items.

    Source: engagement design page, "headroom".
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
