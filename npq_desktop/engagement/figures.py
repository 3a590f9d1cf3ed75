"""The weighted sums, and the standing that follows from them; exact, in whole numbers.

A *grain* is the smallest part of a percentage point that a participant's sum can need: all sums
and bars of one :class:`Weighing` count in its grains, and only the answer becomes a fraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from npq_desktop.engagement.model import WHOLE, Rule
from npq_desktop.engagement.results import Figure, Range, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from npq_desktop.engagement.tally import Credits, Tally


@dataclass(frozen=True, slots=True)
class Weighing:
    """A weighted sum over the components that have items, their weights scaled to 100.

    ``point`` is one percentage point and ``worth[i]`` one step of credit of component ``i``, both
    in grains; a component without items is worth 0. ``low`` and ``high`` are the sums in grains.

    Source: engagement/RULES.md, "Output", on components that drop out.
    """

    point: int
    worth: tuple[int, ...]
    low: int
    high: int

    @property
    def range(self) -> Range:
        """The sums as exact percentages."""
        return Range(
            low=Figure(Fraction(self.low, self.point)),
            high=Figure(Fraction(self.high, self.point)),
        )


def weighing(weights: Iterable[int], sums: Sequence[Credits]) -> Weighing | None:
    """Weigh ``sums``, one per component in rule order; None when no component has items."""
    parts = list(zip(weights, sums, strict=True))
    present = sum(weight for weight, credit in parts if credit.full)
    if not present:
        return None
    common = lcm(*(credit.full for credit in sums if credit.full))
    worth = tuple(
        WHOLE * weight * (common // credit.full) if credit.full else 0 for weight, credit in parts
    )
    return Weighing(
        point=present * common,
        worth=worth,
        low=sum(step * credit.low for step, credit in zip(worth, sums, strict=True)),
        high=sum(step * credit.high for step, credit in zip(worth, sums, strict=True)),
    )


def standing(
    rule: Rule, tallies: Sequence[Tally], overall: Weighing, to_date: Weighing | None
) -> Standing:
    """Return the first standing that applies.

    Source: engagement/RULES.md, "Standing".
    """
    bar = rule.threshold * overall.point
    if overall.low >= bar and all(keeps_minimum(part, part.all, part.all.low) for part in tallies):
        return Standing.MET
    if overall.high < bar or not all(
        keeps_minimum(part, part.all, part.all.high) for part in tallies
    ):
        return Standing.OUT_OF_REACH
    if to_date is None:
        return Standing.NOT_STARTED
    return _course(rule.threshold * to_date.point, tallies, to_date)


def _course(bar: int, tallies: Sequence[Tally], sums: Weighing) -> Standing:
    if sums.low >= bar and all(
        keeps_minimum(part, part.to_date, part.to_date.low) for part in tallies
    ):
        return Standing.ON_COURSE
    if sums.high < bar or not all(
        keeps_minimum(part, part.to_date, part.to_date.high) for part in tallies
    ):
        return Standing.BEHIND
    return Standing.UNRESOLVED


def keeps_minimum(tally: Tally, among: Credits, reached: int) -> bool:
    """Say whether ``reached`` of ``among.full`` keeps the minimum; without items there is none.

    Source: providers that set a 90 % test per side; engagement/RULES.md, "Standing".
    """
    minimum = tally.component.minimum
    return minimum is None or WHOLE * reached >= minimum * among.full
