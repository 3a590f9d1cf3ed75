"""From results to JSON: the members and their order are the design page's, to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from npq_desktop.engagement.results import ComponentResult, Figure, Plan, Range, Result

_DIGITS = 600
_CHUNK = 10**_DIGITS
"""Python converts this many digits at once under every setting of its limit (640 is the least)."""


def results_to_json(results: Iterable[Result]) -> dict[str, object]:
    """Return the answer of a whole document, participants in the order given."""
    return {"participants": [_result(result) for result in results]}


def _result(result: Result) -> dict[str, object]:
    return {
        "id": result.participant,
        "standing": result.standing.value,
        "unknown": result.unknown,
        "secured": _figure(result.secured),
        "possible": _figure(result.possible),
        "to_date": _range(result.to_date),
        "components": [_component(part) for part in result.components],
        "headroom": {part.key: part.headroom for part in result.components},
        "plan": _plan(result.plan),
    }


def _component(part: ComponentResult) -> dict[str, object]:
    return {
        "key": part.key,
        "weight": part.weight,
        "total": part.total,
        "earned": fraction_text(part.earned),
        "lost": fraction_text(part.lost),
        "open": part.open,
        "unknown": part.unknown,
        "points": fraction_text(part.points),
    }


def _figure(figure: Figure | None) -> dict[str, object] | None:
    if figure is None:
        return None
    return {"fraction": fraction_text(figure.fraction), "percent": figure.percent}


def _range(span: Range | None) -> dict[str, object] | None:
    return None if span is None else {"low": _figure(span.low), "high": _figure(span.high)}


def _plan(plan: Plan | None) -> dict[str, object] | None:
    return None if plan is None else {"items": list(plan.items), "minutes": plan.minutes}


def fraction_text(value: Fraction) -> str:
    """Return ``value`` in lowest terms: ``"90"`` or ``"1287/14"``, however long."""
    if value.denominator == 1:
        return _digits(value.numerator)
    return f"{_digits(value.numerator)}/{_digits(value.denominator)}"


def _digits(number: int) -> str:
    tail = ""
    while number >= _CHUNK:
        number, last = divmod(number, _CHUNK)
        tail = f"{last:0{_DIGITS}d}{tail}"
    return f"{number}{tail}"
