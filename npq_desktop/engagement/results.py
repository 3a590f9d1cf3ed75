"""What the engine answers; values only, it calculates nothing but how a percentage is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


class Standing(StrEnum):
    """Where a participant stands against the bar. Source: engagement/RULES.md, "Standing"."""

    MET = "met"
    OUT_OF_REACH = "out_of_reach"
    NOT_STARTED = "not_started"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Figure:
    """A percentage, 0 to 100, exact; decisions use ``fraction``, screens show ``percent``."""

    fraction: Fraction

    @property
    def percent(self) -> str:
        """The figure with one decimal, rounded down: 89.99… never shows as 90.0.

        Source: engagement/RULES.md, "Arithmetic".
        """
        tenths = 10 * self.fraction.numerator // self.fraction.denominator
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True)
class Range:
    """A figure that depends on unknown items: between ``low`` and ``high``, both included."""

    low: Figure
    high: Figure


@dataclass(frozen=True, slots=True)
class ComponentResult:
    """How one component stands: ``total``, ``open`` and ``unknown`` count items.

    ``earned`` and ``lost`` are sums of credits (1 per item), ``points`` is its share of 100 before
    any rescaling. ``headroom`` is how many of its open or unknown items may still be missed, None
    where it has none; the headrooms of two components are alternatives, never a sum.
    """

    key: str
    weight: int
    total: int
    earned: Fraction
    lost: Fraction
    open: int
    unknown: int
    points: Fraction
    headroom: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The least work that secures the bar: item ids by (due, id), and their minutes together."""

    items: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Result:
    """The answer for one participant; ``components`` in the order of the rule.

    ``secured``, ``possible``, ``to_date`` and ``plan`` are None as ``RULES.md`` says;
    ``unknown`` counts items: above 0, show ranges and say what to mark or resolve.
    """

    participant: str
    standing: Standing
    unknown: int
    secured: Figure | None
    possible: Figure | None
    to_date: Range | None
    components: tuple[ComponentResult, ...]
    plan: Plan | None
