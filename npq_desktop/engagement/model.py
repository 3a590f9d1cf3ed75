"""What the engine is asked: the rule, the participants and their items.

Every value here is checked when it is made, so that no broken rule or item can exist; what JSON
looks like is the business of ``reading``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from npq_desktop.engagement.checks import (
    check_date,
    check_integer,
    check_share,
    check_text,
    described,
)
from npq_desktop.engagement.errors import EngagementInputError

WHOLE = 100
"""Weights sum to this; thresholds and minimums are percentages of it."""

_NOTHING = Fraction(0)
_ALL = Fraction(1)


class ItemState(StrEnum):
    """What is known of one item. Source: engagement/RULES.md, "States"."""

    EARNED = "earned"
    PART = "part"
    OPEN = "open"
    LOST = "lost"
    UNKNOWN = "unknown"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Component:
    """One weighted side of the course; ``weight`` and ``minimum`` are percentages, 1 to 100.

    Raises: EngagementInputError naming the field.
    Source: engagement page of Cambridgeshire & Peterborough Teaching School Hub (30, 20, 50);
    providers with two separate tests of 90 % (minimums).
    """

    key: str
    weight: int
    minimum: int | None = None

    def __post_init__(self) -> None:
        check_text(self.key, "key")
        check_integer(self.weight, "weight", at_least=1, at_most=WHOLE)
        if self.minimum is not None:
            check_integer(self.minimum, "minimum", at_least=1, at_most=WHOLE)


@dataclass(frozen=True, slots=True)
class Rule:
    """The bar: ``threshold`` in per cent and components whose weights sum to 100.

    Raises: EngagementInputError naming the field under ``rule``.
    Source: engagement page of Cambridgeshire & Peterborough Teaching School Hub: at least 90 %.
    """

    threshold: int
    components: tuple[Component, ...]

    def __post_init__(self) -> None:
        check_integer(self.threshold, "rule.threshold", at_least=1, at_most=WHOLE)
        self._check_keys()
        total = sum(component.weight for component in self.components)
        if total != WHOLE:
            reason = f"the weights must sum to {WHOLE}, not {total}"
            raise EngagementInputError(reason, field="rule.components")

    def _check_keys(self) -> None:
        seen: set[str] = set()
        for index, component in enumerate(self.components):
            if component.key in seen:
                reason = f"the key {described(component.key)} is used twice"
                raise EngagementInputError(reason, field=f"rule.components[{index}].key")
            seen.add(component.key)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that counts: a task or an event, as it stands for one participant.

    ``due`` is ``YYYY-MM-DD``; ``minutes`` the work an open item still takes. ``credit`` belongs to
    ``part``; ``low`` and ``high`` to ``unknown``, None there meaning 0 and 1. Every item of a
    component counts the same.

    Raises: EngagementInputError naming item and field.
    Source: engagement/RULES.md, "States".
    """

    id: str
    component: str
    due: str
    state: ItemState
    minutes: int = 0
    credit: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        try:
            check_text(self.component, "component")
            check_date(self.due, "due")
            check_integer(self.minutes, "minutes", at_least=0)
            self._check_state()
        except EngagementInputError as error:
            raise error.within(item=self.id) from None

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The lowest and highest credit of an ``unknown`` item."""
        low = _NOTHING if self.low is None else self.low
        return low, _ALL if self.high is None else self.high

    def _check_state(self) -> None:
        if type(self.state) is not ItemState:
            known = ", ".join(ItemState)
            reason = f"must be one of {known}, not {described(self.state)}"
            raise EngagementInputError(reason, field="state")
        if self.state is ItemState.PART:
            check_share(self.credit, "credit")
        elif self.credit is not None:
            raise EngagementInputError("belongs only to the state part", field="credit")
        if self.low is not None or self.high is not None:
            self._check_range()

    def _check_range(self) -> None:
        for field, value in (("low", self.low), ("high", self.high)):
            if value is not None:
                check_share(value, field)
                if self.state is not ItemState.UNKNOWN:
                    raise EngagementInputError("belongs only to the state unknown", field=field)
        low, high = self.range
        if low > high:
            raise EngagementInputError(f"must not be above high: {low} > {high}", field="low")


@dataclass(frozen=True, slots=True)
class Participant:
    """One person and all the items that concern them, in any order.

    Raises: EngagementInputError naming the participant, and the item whose id comes twice.
    """

    id: str
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        if len({item.id for item in self.items}) != len(self.items):
            [(repeated, _)] = Counter(item.id for item in self.items).most_common(1)
            raise EngagementInputError(
                "the id is used twice", participant=self.id, item=repeated, field="id"
            )


@dataclass(frozen=True, slots=True)
class Document:
    """One whole question: the rule, the day it is asked for, and the people in their order."""

    rule: Rule
    as_of: str
    participants: tuple[Participant, ...]
