"""The typed form of the engine: what services ask and get."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from npq_desktop.engagement import (
    Component,
    EngagementInputError,
    Figure,
    Item,
    ItemState,
    Participant,
    Plan,
    Rule,
    Standing,
    evaluate,
    results_to_json,
)

RULE = Rule(
    threshold=90,
    components=(
        Component(key="diagnostic", weight=30),
        Component(key="reflective", weight=20),
        Component(key="attendance", weight=50),
    ),
)
DAY = "2026-11-23"


def items(component, *states, due="2026-10-01", minutes=0):
    return tuple(
        Item(f"{component}{n}", component, due, state, minutes if state is ItemState.OPEN else 0)
        for n, state in enumerate(states)
    )


def person(*groups):
    return Participant("p1", tuple(item for group in groups for item in group))


WORKED = person(
    items("diagnostic", *[ItemState.EARNED] * 4),
    items("reflective", *[ItemState.EARNED] * 6, ItemState.LOST),
    items("attendance", *[ItemState.EARNED] * 6, ItemState.LOST),
)


def test_worked_example_of_the_rules_meets_the_bar_exactly():
    result = evaluate(RULE, DAY, WORKED)

    assert result.secured == Figure(Fraction(90))
    assert result.secured.percent == "90.0"
    assert result.standing is Standing.MET


def test_plan_names_the_open_items_and_their_minutes():
    someone = person(
        items("diagnostic", ItemState.EARNED),
        items("reflective", ItemState.OPEN, minutes=60),
        items("attendance", ItemState.EARNED),
    )

    assert evaluate(RULE, DAY, someone).plan == Plan(items=("reflective0",), minutes=60)


def test_plan_of_a_hundred_components_is_found():
    keys = [f"k{n:02}" for n in range(100)]
    rule = Rule(60, tuple(Component(key, 1) for key in keys))
    someone = person(*(items(key, ItemState.OPEN, minutes=n % 7) for n, key in enumerate(keys)))

    plan = evaluate(rule, DAY, someone).plan

    cheapest = sorted(range(100), key=lambda n: (n % 7, keys[n]))[:60]
    assert plan is not None
    assert plan.items == tuple(f"{keys[n]}0" for n in sorted(cheapest))
    assert plan.minutes == sum(n % 7 for n in cheapest)


def test_fractions_of_thousands_of_digits_are_written_in_full():
    shares = [Fraction(1, 2**53 - n) for n in range(400)]
    parts = tuple(
        Item(f"a{n}", "attendance", DAY, ItemState.PART, credit=credit)
        for n, credit in enumerate(shares)
    )

    [written] = results_to_json([evaluate(RULE, DAY, person(parts))])["participants"]

    text = written["components"][2]["earned"]
    assert len(text) > 9000
    assert as_fraction(text) == sum(shares)


def as_fraction(text):
    numerator, denominator = text.split("/")
    return Fraction(as_integer(numerator), as_integer(denominator))


def as_integer(digits):
    value = 0
    for digit in digits:
        value = 10 * value + int(digit)
    return value


@pytest.mark.parametrize(
    ("fraction", "percent"),
    [
        (Fraction(0), "0.0"),
        (Fraction(100), "100.0"),
        (Fraction(90), "90.0"),
        (Fraction(8999999, 100000), "89.9"),
        (Fraction(1, 11), "0.0"),
        (Fraction(1, 10), "0.1"),
        (Fraction(1199, 100), "11.9"),
    ],
)
def test_percent_is_rounded_down_to_one_decimal(fraction, percent):
    assert Figure(fraction).percent == percent


def test_result_and_its_parts_cannot_be_changed():
    result = evaluate(RULE, DAY, WORKED)

    with pytest.raises(FrozenInstanceError):
        result.standing = Standing.BEHIND
    with pytest.raises(FrozenInstanceError):
        result.components[0].headroom = 3


def test_item_of_a_component_the_rule_lacks_is_refused_by_name():
    stranger = person(items("coaching", ItemState.EARNED))

    with pytest.raises(EngagementInputError) as refusal:
        evaluate(RULE, DAY, stranger)

    error = refusal.value
    assert (error.participant, error.item, error.field) == ("p1", "coaching0", "component")


def test_day_that_does_not_exist_is_refused():
    with pytest.raises(EngagementInputError, match="as_of"):
        evaluate(RULE, "2026-11-31", WORKED)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("component", ""),
        ("due", "2026-11-31"),
        ("due", "20261101"),
        ("state", "earned"),
        ("minutes", True),
        ("minutes", -1),
        ("minutes", 1.0),
        ("minutes", 2**53 + 1),
        ("credit", Fraction(1, 2)),
        ("low", Fraction(1, 2)),
        ("high", Fraction(1, 2)),
    ],
)
def test_broken_item_cannot_be_made(field, value):
    with pytest.raises(EngagementInputError) as refusal:
        replace(Item("e1", "attendance", DAY, ItemState.EARNED), **{field: value})

    assert refusal.value.field == field
    assert refusal.value.item == ("e1" if field != "id" else None)


@pytest.mark.parametrize("credit", [None, 1, 0.5, Fraction(3, 2), Fraction(-1, 2)])
def test_part_item_needs_a_credit_from_0_to_1(credit):
    with pytest.raises(EngagementInputError, match="credit"):
        Item("e1", "attendance", DAY, ItemState.PART, credit=credit)


def test_item_ids_of_one_person_must_differ():
    twice = items("attendance", ItemState.EARNED)

    with pytest.raises(EngagementInputError) as refusal:
        person(twice, twice)

    assert (refusal.value.participant, refusal.value.item) == ("p1", "attendance0")
