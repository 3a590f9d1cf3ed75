"""From facts to items, row by row of ``engagement/RULES.md``: absences, catch-ups, the limit."""

from fractions import Fraction

import pytest
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene, late

pytestmark = pytest.mark.slow

LAST = PAST[-1]  # 2 November, three weeks before the clock's day
EARLIER = PAST[-2]  # 14 September
NO_CATCH_UP = {"catch_up.limit": 0}


@pytest.fixture
def ann(scene: MakeScene) -> Scene:
    return scene("Ann")


def catch_up(scene: Scene, event: str, state: str, who: str = "Ann") -> None:
    scene.write("catchup.set", who=who, event=event, state=state)


# ---- absent --------------------------------------------------------------------------------------


def test_absent_is_open_while_a_catch_up_is_allowed(ann: Scene) -> None:
    ann.mark("Ann", LAST, ABSENT)

    item, worth = ann.item("Ann", LAST)

    assert (item.state, worth.words) == ("open", "absent, can still be caught up")
    assert item.minutes == 60


def test_absent_is_lost_where_no_catch_up_is_allowed(scene: MakeScene) -> None:
    ann = scene("Ann", settings=NO_CATCH_UP)

    ann.mark("Ann", LAST, ABSENT)

    assert ann.state("Ann", LAST) == "lost"


@pytest.mark.parametrize(
    ("catch_up_state", "state", "words"),
    [
        ("agreed", "open", "catch-up agreed"),
        ("handed_in", "unknown", "catch-up waiting for review"),
        ("returned", "open", "catch-up returned"),
        ("accepted", "earned", "caught up"),
    ],
)
def test_absent_goes_by_the_state_of_the_catch_up(
    ann: Scene, catch_up_state: str, state: str, words: str
) -> None:
    ann.mark("Ann", LAST, ABSENT)

    catch_up(ann, LAST, catch_up_state)

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.words) == (state, words)


def test_two_decisions_on_a_catch_up_leave_the_event_unknown(ann: Scene) -> None:
    ann.mark("Ann", LAST, ABSENT)
    sam = ann.colleague()
    catch_up(ann, LAST, "accepted")

    sam.tell("catchup.set", who="Ann", event=LAST, state="returned")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, item.range) == ("unknown", (0, 1))
    assert worth.words == "two different catch-up decisions"


def test_as_many_absences_are_open_as_the_limit_allows_the_earliest_first(ann: Scene) -> None:
    for event in reversed(PAST[:4]):
        ann.mark("Ann", event, ABSENT)

    assert [ann.state("Ann", event) for event in PAST[:4]] == ["open", "open", "lost", "lost"]


def test_an_accepted_catch_up_uses_up_the_limit(ann: Scene) -> None:
    for event in PAST[:3]:
        ann.mark("Ann", event, ABSENT)

    catch_up(ann, PAST[2], "accepted")

    assert [ann.state("Ann", event) for event in PAST[:3]] == ["open", "lost", "earned"]


def test_the_limit_goes_first_to_what_was_handed_in_then_to_what_was_agreed(
    scene: MakeScene,
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 3})
    for event in PAST:
        ann.mark("Ann", event, ABSENT)

    catch_up(ann, PAST[4], "returned")
    catch_up(ann, PAST[3], "handed_in")
    catch_up(ann, PAST[2], "agreed")

    states = [ann.state("Ann", event) for event in PAST]
    assert states == ["lost", "lost", "open", "unknown", "open"]


@pytest.mark.parametrize("state", ["handed_in", "returned"])
def test_the_limit_goes_to_what_was_returned_before_what_was_agreed_earlier(
    scene: MakeScene, state: str
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    for event in (EARLIER, LAST):
        ann.mark("Ann", event, ABSENT)
    catch_up(ann, EARLIER, "agreed")

    catch_up(ann, LAST, state)

    assert ann.state("Ann", EARLIER) == "lost"
    assert ann.state("Ann", LAST) in ("open", "unknown")


def test_an_agreed_catch_up_beyond_the_limit_is_lost(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    for event in PAST[:2]:
        ann.mark("Ann", event, ABSENT)
    catch_up(ann, PAST[0], "agreed")

    catch_up(ann, PAST[1], "handed_in")

    assert [ann.state("Ann", event) for event in PAST[:2]] == ["lost", "unknown"]


@pytest.mark.parametrize("order", [PAST[:2], PAST[1::-1]])
def test_of_more_catch_ups_accepted_than_allowed_the_earliest_events_count(
    scene: MakeScene, order: tuple[str, ...]
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    for event in PAST[:3]:
        ann.mark("Ann", event, ABSENT)

    for event in order:
        catch_up(ann, event, "accepted")

    assert [ann.state("Ann", event) for event in PAST[:3]] == ["earned", "lost", "lost"]
    assert ann.item("Ann", PAST[1])[1].words == "absent, catch-up beyond the limit"


def test_an_accepted_catch_up_changes_nothing_where_none_is_allowed(scene: MakeScene) -> None:
    ann = scene("Ann", settings=NO_CATCH_UP)
    ann.mark("Ann", LAST, ABSENT)

    catch_up(ann, LAST, "accepted")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.words) == ("lost", "absent, catch-up beyond the limit")


@pytest.mark.parametrize("state", ["handed_in", "returned", "agreed"])
def test_a_catch_up_under_way_beyond_the_limit_is_lost_and_says_so(
    scene: MakeScene, state: str
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    for event in PAST[:2]:
        ann.mark("Ann", event, ABSENT)
    catch_up(ann, PAST[1], "accepted")

    catch_up(ann, PAST[0], state)

    item, worth = ann.item("Ann", PAST[0])
    assert (item.state, worth.words) == ("lost", "absent, catch-up beyond the limit")


# ---- attended too little -------------------------------------------------------------------------

HALF = late(90)
"""Half of a seminar of three hours."""


@pytest.mark.parametrize(
    ("catch_up_state", "low", "high", "state"),
    [
        ("agreed", Fraction(1, 2), Fraction(1, 2), "part"),
        ("returned", Fraction(1, 2), Fraction(1, 2), "part"),
        ("handed_in", Fraction(1, 2), Fraction(1), "unknown"),
        ("accepted", Fraction(1), Fraction(1), "earned"),
    ],
)
def test_attended_in_part_is_made_good_by_an_accepted_catch_up(
    ann: Scene, catch_up_state: str, low: Fraction, high: Fraction, state: str
) -> None:
    ann.mark("Ann", LAST, HALF)

    catch_up(ann, LAST, catch_up_state)

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.range) == (state, (low, high))


@pytest.mark.parametrize("state", ["handed_in", "accepted"])
def test_attended_in_part_stays_what_it_was_beyond_the_limit(scene: MakeScene, state: str) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    ann.mark("Ann", EARLIER, ABSENT)
    catch_up(ann, EARLIER, "accepted")
    ann.mark("Ann", LAST, HALF)

    catch_up(ann, LAST, state)

    item, worth = ann.item("Ann", LAST)
    assert (item.state, item.credit) == ("part", Fraction(1, 2))
    assert worth.words == "attended part, catch-up beyond the limit"


def test_attended_in_part_takes_a_place_only_with_a_catch_up_handed_in(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    ann.mark("Ann", EARLIER, HALF)
    ann.mark("Ann", LAST, ABSENT)
    catch_up(ann, EARLIER, "agreed")
    assert ann.state("Ann", LAST) == "open"

    catch_up(ann, EARLIER, "handed_in")

    assert ann.state("Ann", LAST) == "lost"


def test_a_catch_up_of_somebody_who_was_there_after_all_takes_no_place(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    for event in (EARLIER, LAST):
        ann.mark("Ann", event, ABSENT)
    catch_up(ann, EARLIER, "accepted")

    ann.mark("Ann", EARLIER, PRESENT)

    assert (ann.state("Ann", EARLIER), ann.state("Ann", LAST)) == ("earned", "open")


def test_the_limit_is_each_persons_own(scene: MakeScene) -> None:
    group = scene("Ann", "Ben", settings={"catch_up.limit": 1})

    group.mark("Ann", LAST, ABSENT)
    group.mark("Ben", LAST, ABSENT)

    assert (group.state("Ann", LAST), group.state("Ben", LAST)) == ("open", "open")


def test_an_absence_from_an_event_that_did_not_run_takes_no_place(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    ann.mark("Ann", EARLIER, ABSENT)
    ann.mark("Ann", LAST, ABSENT)

    ann.write("event.set", event=EARLIER, state="did_not_run", reason="Snow")

    assert (ann.state("Ann", EARLIER), ann.state("Ann", LAST)) == ("excused", "open")


def test_an_exempted_absence_takes_no_place(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    ann.mark("Ann", EARLIER, ABSENT)
    ann.mark("Ann", LAST, ABSENT)

    ann.write("exemption.set", who="Ann", item=EARLIER, value="excused", reason="Bereavement")

    assert (ann.state("Ann", EARLIER), ann.state("Ann", LAST)) == ("excused", "open")
