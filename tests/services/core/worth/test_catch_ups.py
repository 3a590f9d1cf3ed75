"""Catch-ups within the limit, for whatever people say: against every way to read it, one by one.

Source: engagement/RULES.md, "Catch-ups" and "Facts that disagree".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.scenes import ABSENT, PAST, MakeScene, Scene, with_settings

from npq_desktop.journal.kinds.event import EventFact
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.worth.disputed import Worth
from npq_desktop.services.core.worth.items import ItemsOfGroup

pytestmark = pytest.mark.slow

EVENTS = PAST[:4]
HALF = Fraction(1, 2)
ABSENCE, PART, THERE = ("absent", 0), ("present", 90), ("present", 0)
STATES = ("agreed", "handed_in", "accepted", "returned")
Said = tuple[tuple[str, int], str, bool]
"""One reading of an event: its mark with the minutes late, the catch-up's state, whether it ran."""


@dataclass(frozen=True)
class Facts:
    """What is said of one event: several of a kind disagree."""

    marks: tuple[tuple[str, int], ...]
    catch_ups: tuple[str, ...]
    ran: tuple[bool, ...]

    def readings(self) -> Sequence[Said]:
        return list(product(self.marks, self.catch_ups or ("",), self.ran))


def some(values: Sequence, least: int, most: int) -> st.SearchStrategy:
    """Mostly one of them; sometimes colleagues differ."""
    more = st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)
    return st.one_of(st.sampled_from(values).map(lambda one: [one]), more).map(tuple)


facts_of_event = st.builds(
    Facts,
    some((ABSENCE, ABSENCE, PART, THERE), 1, 2),
    st.just(()) | some(STATES, 0, 2),
    st.just((True,)) | st.sampled_from([(True, False), (False, True), (False,)]),
)
histories = st.tuples(*(facts_of_event for _ in EVENTS))


def supposed(scene: Scene, said: Sequence[Facts], limit: int) -> GroupFacts:
    """The scene's facts with these about Ann."""
    ann, known = scene.people["Ann"], scene.facts
    [mark] = known.marks(PAST[4])[ann]
    [catch_up] = known.catchups[ann, PAST[4]]
    marks, catchups, events = {}, {}, dict(known.events)
    length = {"start": "2026-11-02T13:00:00Z", "end": "2026-11-02T16:00:00Z"}
    for event, each in zip(EVENTS, said, strict=True):
        values = [
            replace(mark, event=event, state=state, minutes_late=late, **length)
            for state, late in each.marks
        ]
        marks[event] = {ann: tuple(values)}
        if each.catch_ups:
            catchups[ann, event] = tuple(
                replace(catch_up, event=event, state=state) for state in each.catch_ups
            )
        events[event] = _ran(events[event], each.ran, mark.source)
    programme = with_settings(known.programme, {"catch_up.limit": limit})
    facts = known.supposing(catchups=catchups, events=events, programme=programme)
    facts.work_out_again({"mark"})
    facts._marks = marks
    return facts


def _ran(fact: EventFact, ran: Sequence[bool], source: Source) -> EventFact:
    words = ["held" if each else "did_not_run" for each in ran]
    sides = {"state": tuple((word, source) for word in words)} if len(words) > 1 else {}
    return replace(fact, state=words[0], disagreeing=sides)


def worths(scene: Scene, said: Sequence[Facts], limit: int) -> Mapping[str, Worth]:
    items = ItemsOfGroup(facts=supposed(scene, said, limit), now=scene.laptop.clock())
    found = {item.id: worth for item, worth in items.items(scene.people["Ann"])}
    return {event: found[event] for event in EVENTS}


def by_the_page(world: Sequence[Said], limit: int) -> list[tuple[str, Fraction, Fraction]]:
    """State, lowest and highest credit of each event, where nobody disagrees."""
    turns = []
    for at, ((state, late), catch_up, ran) in enumerate(world):
        if not ran or (state, late) == THERE:
            continue
        if state == "absent" or catch_up in ("accepted", "handed_in"):
            rank = {"accepted": 0, "handed_in": 1, "returned": 1, "agreed": 2, "": 3}[catch_up]
            turns.append((rank, at))
    within = {at for _, at in sorted(turns)[:limit]}
    return [_one(at in within, *each) for at, each in enumerate(world)]


def _one(within: bool, mark: tuple[str, int], catch_up: str, ran: bool):
    nothing, everything = Fraction(0), Fraction(1)
    if not ran:
        return "excused", nothing, everything
    if mark == THERE or (within and catch_up == "accepted"):
        return "earned", everything, everything
    alone = HALF if mark == PART else nothing
    if within and catch_up == "handed_in":
        return "unknown", alone, everything
    if mark == PART:
        return "part", HALF, HALF
    return ("open", nothing, everything) if within else ("lost", nothing, nothing)


def by_every_reading(said: Sequence[Facts], limit: int) -> list[tuple[str, Fraction, Fraction]]:
    worlds = [by_the_page(world, limit) for world in product(*(each.readings() for each in said))]
    found = []
    for outcomes in zip(*worlds, strict=True):
        states, lows, highs = zip(*outcomes, strict=True)
        state = states[0] if len(set(outcomes)) == 1 else "unknown"
        found.append((state, min(lows), max(highs)))
    return found


def prepared(scene: MakeScene) -> Scene:
    """A group in which one mark and one catch-up can be copied from."""
    group = scene("Ann")
    group.mark("Ann", PAST[4], ABSENT)
    group.write("catchup.set", who="Ann", event=PAST[4], state="agreed")
    return group


whatever = settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def test_what_events_are_worth_is_what_every_reading_one_by_one_comes_to(
    scene: MakeScene,
) -> None:
    group = prepared(scene)

    @given(histories, st.integers(0, 4))
    @whatever
    def holds(said: Sequence[Facts], limit: int) -> None:
        found = worths(group, said, limit)

        assert [(worth.state.value, *worth.range) for worth in found.values()] == by_every_reading(
            said, limit
        )

    holds()


def test_whichever_fact_came_first_is_all_the_same(scene: MakeScene) -> None:
    group = prepared(scene)

    @given(histories, st.integers(0, 4))
    @whatever
    def holds(said: Sequence[Facts], limit: int) -> None:
        turned = [Facts(each.marks[::-1], each.catch_ups[::-1], each.ran[::-1]) for each in said]

        assert worths(group, said, limit) == worths(group, turned, limit)

    holds()


def test_a_higher_limit_never_lowers_a_figure(scene: MakeScene) -> None:
    group = prepared(scene)

    @given(histories, st.integers(0, 3))
    @whatever
    def holds(said: Sequence[Facts], limit: int) -> None:
        less, more = worths(group, said, limit), worths(group, said, limit + 1)

        for event in EVENTS:
            pairs = zip(less[event].range, more[event].range, strict=True)
            assert all(before <= after for before, after in pairs)

    holds()
