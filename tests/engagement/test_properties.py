"""What holds of every person whatever, for people that Hypothesis looks for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npq_desktop.engagement import Component, Item, ItemState, Participant, Rule, Standing, evaluate

AS_OF = "2026-11-23"
LAST_DAY = "9999-12-31"
DUES = ("2026-10-01", "2026-11-22", AS_OF, "2026-11-24", LAST_DAY)
KEYS = ("a", "b", "c")
FREE = (ItemState.OPEN, ItemState.UNKNOWN)
MOST_ITEMS = 8
"""So many that every subset can be looked at."""

shares = st.builds(lambda d, n: Fraction(min(n, d), d), st.integers(1, 6), st.integers(0, 6))
minimums = st.none() | st.integers(1, 100)


@st.composite
def rules(draw) -> Rule:
    keys = KEYS[: draw(st.integers(1, len(KEYS)))]
    some = st.lists(st.integers(1, 99), min_size=len(keys) - 1, max_size=len(keys) - 1, unique=True)
    cuts = sorted(draw(some))
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    parts = [Component(*pair, draw(minimums)) for pair in zip(keys, weights, strict=True)]
    return Rule(draw(st.sampled_from((90, 50)) | st.integers(1, 100)), tuple(parts))


@st.composite
def items(draw, name: str, component: str) -> Item:
    state = draw(st.sampled_from(ItemState))
    more: dict[str, Fraction] = {}
    if state is ItemState.PART:
        more["credit"] = draw(shares)
    if state is ItemState.UNKNOWN:
        more["low"], more["high"] = sorted((draw(shares), draw(shares)))
    due, minutes = draw(st.sampled_from(DUES)), draw(st.sampled_from((0, 0, 30, 45, 60)))
    return Item(name, component, due, state, minutes, **more)


@st.composite
def questions(draw) -> tuple[Rule, Participant]:
    rule = draw(rules())
    keys = [part.key for part in rule.components]
    names = draw(st.permutations([f"i{n}" for n in range(MOST_ITEMS)]))
    names = names[: draw(st.integers(0, MOST_ITEMS))]
    found = [draw(items(name, draw(st.sampled_from(keys)))) for name in names]
    return rule, Participant("p", tuple(found))


def ending(person: Participant, changed: dict[str, Item]) -> Participant:
    return replace(person, items=tuple(changed.get(item.id, item) for item in person.items))


def earned(item: Item) -> Item:
    return Item(item.id, item.component, item.due, ItemState.EARNED)


def at_low(item: Item) -> Item:
    """An open or unknown item that is missed: it ends at its low credit."""
    low = item.range[0] if item.state is ItemState.UNKNOWN else Fraction(0)
    return Item(item.id, item.component, item.due, ItemState.PART, credit=low)


def at_high(item: Item) -> Item:
    high = item.range[1] if item.state is ItemState.UNKNOWN else Fraction(1)
    return Item(item.id, item.component, item.due, ItemState.PART, credit=high)


def value(figure) -> Fraction | None:
    return None if figure is None else figure.fraction


@given(questions(), st.data())
def test_earning_an_item_never_lowers_what_is_secured_or_possible(asked, data) -> None:
    rule, person = asked
    kept = [item for item in person.items if item.state is not ItemState.EXCUSED]
    if not kept:
        return
    chosen = data.draw(st.sampled_from(kept))
    before = evaluate(rule, AS_OF, person)

    after = evaluate(rule, AS_OF, ending(person, {chosen.id: earned(chosen)}))

    assert after.secured.fraction >= before.secured.fraction
    assert after.possible.fraction >= before.possible.fraction
    if before.standing is Standing.MET:
        assert after.standing is Standing.MET
    if chosen.state in FREE and before.standing is not Standing.OUT_OF_REACH:
        assert after.standing is not Standing.OUT_OF_REACH


@given(questions())
def test_figures_lie_within_their_bounds(asked) -> None:
    result = evaluate(*_with_day(asked))

    if result.secured is None:
        assert (result.possible, result.to_date, result.plan) == (None, None, None)
        return
    assert 0 <= result.secured.fraction <= result.possible.fraction <= 100
    if result.to_date is not None:
        assert 0 <= result.to_date.low.fraction <= result.to_date.high.fraction <= 100
    if not any(item.state in FREE for item in asked[1].items):
        assert result.secured == result.possible == result.to_date.low == result.to_date.high


@given(questions())
def test_on_the_last_day_what_is_to_date_is_what_is_secured(asked) -> None:
    """Then everything is due; what is open by then counts 0, and what is unknown at both ends."""
    rule, person = asked
    result = evaluate(rule, LAST_DAY, person)
    no_open = {i.id: at_low(i) for i in person.items if i.state is ItemState.OPEN}

    if result.to_date is None:
        assert result.secured is None
        return
    assert result.to_date.low == result.secured
    assert result.to_date.high == evaluate(rule, LAST_DAY, ending(person, no_open)).possible


@given(questions())
def test_what_is_not_due_and_not_settled_is_not_in_a_figure_to_date(asked) -> None:
    rule, person = asked
    counted = [i for i in person.items if i.state not in FREE or i.due <= AS_OF]

    alone = evaluate(rule, AS_OF, replace(person, items=tuple(counted)))

    assert evaluate(rule, AS_OF, person).to_date == alone.to_date


@given(questions(), st.randoms(use_true_random=False))
def test_order_of_items_is_irrelevant(asked, chance) -> None:
    rule, person = asked
    shuffled = [*person.items]
    chance.shuffle(shuffled)

    assert evaluate(rule, AS_OF, replace(person, items=tuple(shuffled))) == evaluate(
        rule, AS_OF, person
    )


@given(questions(), items("x", "a"))
def test_excused_item_changes_nothing(asked, more) -> None:
    rule, person = asked
    excused = Item(more.id, more.component, more.due, ItemState.EXCUSED, more.minutes)

    assert evaluate(rule, AS_OF, replace(person, items=(*person.items, excused))) == evaluate(
        rule, AS_OF, person
    )


@given(questions())
def test_secured_and_possible_are_the_worst_and_the_best_that_can_come(asked) -> None:
    rule, person = asked
    free = [item for item in person.items if item.state in FREE]
    result = evaluate(rule, AS_OF, person)

    worst = evaluate(rule, AS_OF, ending(person, {item.id: at_low(item) for item in free}))
    best = evaluate(rule, AS_OF, ending(person, {item.id: at_high(item) for item in free}))

    assert value(worst.possible) == value(result.secured)
    assert value(best.secured) == value(result.possible)
    assert (worst.standing is Standing.MET) == (result.standing is Standing.MET)
    if result.secured is not None:
        out_of_reach = best.standing is not Standing.MET
        assert out_of_reach == (result.standing is Standing.OUT_OF_REACH)


@pytest.mark.slow
@given(questions())
@settings(max_examples=150)
def test_plan_leads_to_met_and_nothing_cheaper_does(asked) -> None:
    rule, person = asked
    result = evaluate(rule, AS_OF, person)
    if result.secured is None:
        assert result.plan is None
        return
    opened = [item for item in person.items if item.state is ItemState.OPEN]
    leading = [
        chosen
        for size in range(len(opened) + 1)
        for chosen in combinations(opened, size)
        if _leads_to_met(rule, person, chosen)
    ]

    if not leading:
        assert result.plan is None
        return
    best = min(leading, key=_price)
    assert result.plan.items == tuple(item.id for item in sorted(best, key=_due_and_id))
    assert result.plan.minutes == sum(item.minutes for item in best)


@pytest.mark.slow
@given(questions())
@settings(max_examples=150)
def test_headroom_is_how_many_may_be_missed_whichever_they_are(asked) -> None:
    rule, person = asked
    result = evaluate(rule, AS_OF, person)
    for part, component in zip(rule.components, result.components, strict=True):
        free = [i for i in person.items if i.component == part.key and i.state in FREE]
        if not free:
            assert component.headroom is None
        elif result.standing is Standing.OUT_OF_REACH:
            assert component.headroom == 0
        else:
            # Only this component's minimum limits it: what is missed touches no other.
            lenient = replace(
                rule,
                components=tuple(
                    each if each == part else replace(each, minimum=None)
                    for each in rule.components
                ),
            )
            held = [n for n in range(len(free) + 1) if _may_miss(lenient, person, free, n)]
            assert component.headroom == max(held)
            assert held == list(range(component.headroom + 1))


def _with_day(asked) -> tuple[Rule, str, Participant]:
    return asked[0], AS_OF, asked[1]


def _leads_to_met(rule: Rule, person: Participant, chosen) -> bool:
    done = ending(person, {item.id: earned(item) for item in chosen})
    return evaluate(rule, AS_OF, done).standing is Standing.MET


def _price(chosen) -> tuple[int, int, list[tuple[str, str]]]:
    return sum(i.minutes for i in chosen), len(chosen), sorted(map(_due_and_id, chosen))


def _due_and_id(item: Item) -> tuple[str, str]:
    return item.due, item.id


def _may_miss(rule: Rule, person: Participant, free, count: int) -> bool:
    return all(
        evaluate(rule, AS_OF, ending(person, {item.id: at_low(item) for item in missed})).standing
        is not Standing.OUT_OF_REACH
        for missed in combinations(free, count)
    )
