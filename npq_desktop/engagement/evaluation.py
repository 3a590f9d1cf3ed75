"""One participant against one rule: puts the counts, sums, headroom and plan together."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from npq_desktop.engagement.checks import check_date
from npq_desktop.engagement.figures import Weighing, standing, weighing
from npq_desktop.engagement.plan import headroom, least_work
from npq_desktop.engagement.results import ComponentResult, Plan, Result, Standing
from npq_desktop.engagement.tally import Tally, tallies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npq_desktop.engagement.model import Participant, Rule

_NOTHING = Fraction(0)


def evaluate(rule: Rule, as_of: str, participant: Participant) -> Result:
    """Return where ``participant`` stands on the day ``as_of`` (``YYYY-MM-DD``, local).

    Raises: EngagementInputError for a broken ``as_of``, or an item of a component not in the rule.
    Source: engagement/RULES.md.
    """
    check_date(as_of, "as_of")
    parts = tallies(rule, as_of, participant)
    weights = [component.weight for component in rule.components]
    overall = weighing(weights, [part.all for part in parts])
    if overall is None:
        return _without_items(participant, parts)
    to_date = weighing(weights, [part.to_date for part in parts])
    where = standing(rule, parts, overall, to_date)
    bar = rule.threshold * overall.point
    figures = overall.range
    return Result(
        participant=participant.id,
        standing=where,
        unknown=sum(len(part.unknown) for part in parts),
        secured=figures.low,
        possible=figures.high,
        to_date=None if to_date is None else to_date.range,
        components=_components(parts, overall, bar, where),
        plan=_plan(parts, overall, bar, where),
    )


def _without_items(participant: Participant, parts: Sequence[Tally]) -> Result:
    return Result(
        participant=participant.id,
        standing=Standing.NOT_STARTED,
        unknown=0,
        secured=None,
        possible=None,
        to_date=None,
        components=tuple(_component(part, None) for part in parts),
        plan=None,
    )


def _plan(parts: Sequence[Tally], overall: Weighing, bar: int, where: Standing) -> Plan | None:
    if where is Standing.MET:
        return Plan(items=(), minutes=0)
    if where is Standing.OUT_OF_REACH:
        return None
    return least_work(parts, overall.worth, bar - overall.low)


def _components(
    parts: Sequence[Tally], overall: Weighing, bar: int, where: Standing
) -> tuple[ComponentResult, ...]:
    # Out of reach through another component's minimum leaves nothing to spare either.
    spare = -1 if where is Standing.OUT_OF_REACH else overall.high - bar
    pairs = zip(parts, overall.worth, strict=True)
    return tuple(
        _component(part, headroom(part, worth=worth, spare=spare)) for part, worth in pairs
    )


def _component(part: Tally, spare_items: int | None) -> ComponentResult:
    weight, full = part.component.weight, part.all.full
    return ComponentResult(
        key=part.component.key,
        weight=weight,
        total=part.total,
        earned=Fraction(part.earned, part.unit),
        lost=Fraction(part.lost, part.unit),
        open=len(part.open),
        unknown=len(part.unknown),
        points=Fraction(weight * part.all.low, full) if full else _NOTHING,
        headroom=spare_items,
    )
