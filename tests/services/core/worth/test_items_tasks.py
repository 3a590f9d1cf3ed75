"""From facts to items, row by row of ``engagement/RULES.md``: tasks and exemptions."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from support.scenes import MakeScene, Scene

DUE, COMING = "m4.diagnostic", "m6.reflective"
ACCEPTED = {"tasks.counts_when": "accepted"}
CUT_OFF = {"tasks.cut_off_days": 10}


@pytest.fixture
def ann(scene: MakeScene) -> Scene:
    return scene("Ann")


def test_a_task_not_handed_in_is_open(ann: Scene) -> None:
    item, worth = ann.item("Ann", DUE)

    assert (item.state, worth.words) == ("open", "not handed in yet")


def test_a_task_not_due_yet_is_open_and_to_come(ann: Scene) -> None:
    item, worth = ann.item("Ann", COMING)

    assert (item.state, worth.words) == ("open", "to come")


def test_a_returned_task_is_open(ann: Scene) -> None:
    ann.decide("Ann", DUE, "returned", ann.hand_in("Ann", DUE))

    item, worth = ann.item("Ann", DUE)

    assert (item.state, worth.words) == ("open", "returned, to hand in again")


def test_a_task_handed_in_is_earned_where_tasks_count_by_being_done(ann: Scene) -> None:
    ann.hand_in("Ann", DUE)

    item, worth = ann.item("Ann", DUE)

    assert (item.state, worth.words) == ("earned", "handed in")


def test_a_task_handed_in_is_unknown_where_it_counts_once_accepted(scene: MakeScene) -> None:
    ann = scene("Ann", settings=ACCEPTED)
    ann.hand_in("Ann", DUE)

    item, worth = ann.item("Ann", DUE)

    assert (item.state, item.range, worth.words) == ("unknown", (0, 1), "waiting for review")


def test_an_accepted_task_is_earned_under_either_setting(scene: MakeScene) -> None:
    ann = scene("Ann", settings=ACCEPTED)
    ann.decide("Ann", DUE, "accepted", ann.hand_in("Ann", DUE))

    assert ann.state("Ann", DUE) == "earned"


def test_a_task_handed_in_again_after_a_return_counts_as_handed_in(ann: Scene) -> None:
    ann.decide("Ann", DUE, "returned", ann.hand_in("Ann", DUE, "first"))

    ann.hand_in("Ann", DUE, "second")

    assert ann.state("Ann", DUE) == "earned"


def test_a_task_handed_in_again_awaits_review_where_it_counts_once_accepted(
    scene: MakeScene,
) -> None:
    ann = scene("Ann", settings=ACCEPTED)
    ann.decide("Ann", DUE, "returned", ann.hand_in("Ann", DUE, "first"))

    ann.hand_in("Ann", DUE, "second")

    assert ann.state("Ann", DUE) == "unknown"


def test_the_same_text_handed_in_again_stays_returned(ann: Scene) -> None:
    ann.decide("Ann", DUE, "returned", ann.hand_in("Ann", DUE, "first"))

    ann.hand_in("Ann", DUE, "first")

    assert ann.state("Ann", DUE) == "open"


def test_a_task_past_the_cut_off_is_lost(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)

    item, worth = ann.item("Ann", DUE)

    assert (item.state, worth.words) == ("lost", "too late to hand in")


def test_a_task_is_still_open_on_the_day_of_the_cut_off(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)
    due = datetime(2026, 10, 26, 23, 59, tzinfo=UTC)
    ann.laptop.clock.now = due.replace(month=11, day=5)

    assert ann.item("Ann", DUE)[0].due == "2026-10-26"
    assert ann.state("Ann", DUE) == "open"


def test_a_returned_task_past_the_cut_off_is_lost(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)

    ann.decide("Ann", DUE, "returned", ann.hand_in("Ann", DUE))

    item, worth = ann.item("Ann", DUE)
    assert (item.state, worth.words) == ("lost", "too late to hand in")


def test_a_returned_task_is_still_open_on_the_day_of_the_cut_off(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)
    ann.laptop.clock.now = datetime(2026, 11, 5, 23, 59, tzinfo=UTC)

    ann.decide("Ann", DUE, "returned", ann.hand_in("Ann", DUE))

    assert ann.state("Ann", DUE) == "open"


BY_THEN, TOO_LATE = "2026-11-05T23:59:00+00:00", "2026-11-06T00:00:00+00:00"
AFTERWARDS = "handed in too late"


def test_a_task_handed_in_by_the_cut_off_stays_earned_after_it(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)

    ann.hand_in("Ann", DUE, "late", handed_in=TOO_LATE)
    ann.hand_in("Ann", DUE, handed_in=BY_THEN)

    assert ann.state("Ann", DUE) == "earned"


def test_a_task_handed_in_after_the_cut_off_is_lost(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)

    ann.hand_in("Ann", DUE, handed_in=TOO_LATE)

    item, worth = ann.item("Ann", DUE)
    assert (item.state, worth.words) == ("lost", AFTERWARDS)


def test_the_day_of_a_hand_in_is_one_of_the_programmes_zone(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)

    ann.hand_in("Ann", DUE, handed_in="2026-11-06T00:30:00+02:00")

    assert ann.state("Ann", DUE) == "earned"


def test_a_task_handed_in_again_after_the_cut_off_is_lost(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)
    ann.decide("Ann", DUE, "returned", ann.hand_in("Ann", DUE, handed_in=BY_THEN))

    ann.hand_in("Ann", DUE, "second", handed_in=TOO_LATE)

    assert ann.item("Ann", DUE)[1].words == AFTERWARDS


def test_late_work_that_is_accepted_is_earned(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)

    ann.decide("Ann", DUE, "accepted", ann.hand_in("Ann", DUE, handed_in=TOO_LATE))

    assert ann.state("Ann", DUE) == "earned"


def test_late_work_waits_for_no_review(scene: MakeScene) -> None:
    ann = scene("Ann", settings={**ACCEPTED, **CUT_OFF})

    ann.hand_in("Ann", DUE, handed_in=TOO_LATE)
    assert ann.state("Ann", DUE) == "lost"

    ann.hand_in("Ann", DUE, "in time", handed_in=BY_THEN)
    assert ann.state("Ann", DUE) == "unknown"


def test_work_of_an_unknown_time_is_late_only_perhaps(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)

    ann.hand_in("Ann", DUE)

    item, worth = ann.item("Ann", DUE)
    assert (item.range, worth.words) == ((0, 1), "handed in, not known when")


def test_work_recorded_by_the_cut_off_was_handed_in_by_then(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)
    today, ann.laptop.clock.now = ann.laptop.clock.now, datetime(2026, 11, 5, 12, tzinfo=UTC)
    ann.hand_in("Ann", DUE)

    ann.laptop.clock.now = today

    assert ann.state("Ann", DUE) == "earned"


def test_two_decisions_leave_a_task_unknown(ann: Scene) -> None:
    seen = ann.hand_in("Ann", DUE)
    sam = ann.colleague()
    ann.decide("Ann", DUE, "accepted", seen)

    sam.tell("review.set", who="Ann", task=DUE, decision="returned", seen=[seen])

    item, worth = ann.item("Ann", DUE)
    assert (item.state, item.range, worth.words) == ("unknown", (0, 1), "two different decisions")


def test_two_decisions_past_the_cut_off_are_all_or_nothing(scene: MakeScene) -> None:
    ann = scene("Ann", settings=CUT_OFF)
    seen = ann.hand_in("Ann", DUE)
    sam = ann.colleague()
    ann.decide("Ann", DUE, "accepted", seen)

    sam.tell("review.set", who="Ann", task=DUE, decision="returned", seen=[seen])

    assert ann.item("Ann", DUE)[0].range == (0, 1)


def test_two_decisions_that_leave_the_same_are_that_and_are_said(ann: Scene) -> None:
    """Returned or not: what was handed in since counts by being done."""
    seen = ann.hand_in("Ann", DUE, "first")
    sam = ann.colleague()
    ann.decide("Ann", DUE, "accepted", seen)
    sam.tell("review.set", who="Ann", task=DUE, decision="returned", seen=[seen])

    ann.hand_in("Ann", DUE, "second")

    item, worth = ann.item("Ann", DUE)
    assert (item.state, worth.words) == ("earned", "two different decisions")


def test_two_equal_decisions_are_one(ann: Scene) -> None:
    seen = ann.hand_in("Ann", DUE)
    sam = ann.colleague()
    ann.decide("Ann", DUE, "accepted", seen)

    sam.tell("review.set", who="Ann", task=DUE, decision="accepted", feedback="Yes.", seen=[seen])

    assert ann.state("Ann", DUE) == "earned"


def test_minutes_of_a_task_are_its_own_once_it_is_due(ann: Scene) -> None:
    assert ann.item("Ann", DUE)[0].minutes == 30


def test_minutes_of_a_task_are_0_before_it_is_due(ann: Scene) -> None:
    assert ann.item("Ann", COMING)[0].minutes == 0


def test_minutes_of_a_task_are_0_once_it_is_done(ann: Scene) -> None:
    ann.hand_in("Ann", DUE)

    assert ann.item("Ann", DUE)[0].minutes == 0


# ---- exemptions ----------------------------------------------------------------------------------


def test_an_exempted_item_is_excused(ann: Scene) -> None:
    ann.write("exemption.set", who="Ann", item=DUE, value="excused", reason="Joined half-way")

    item, worth = ann.item("Ann", DUE)

    assert (item.state, worth.words) == ("excused", "exempt")


def test_an_exemption_goes_before_what_was_handed_in(ann: Scene) -> None:
    ann.hand_in("Ann", DUE)

    ann.write("exemption.set", who="Ann", item=DUE, value="excused")

    assert ann.state("Ann", DUE) == "excused"


@pytest.mark.parametrize(
    ("credit", "state", "share"),
    [([3, 3], "earned", None), ([2, 4], "part", Fraction(1, 2)), ([0, 1], "lost", None)],
)
def test_a_credited_item_is_worth_what_was_credited(
    ann: Scene, credit: list[int], state: str, share: Fraction | None
) -> None:
    ann.write("exemption.set", who="Ann", item=DUE, value="credited", credit=credit, source="visit")

    item, worth = ann.item("Ann", DUE)

    assert (item.state, item.credit, worth.words) == (state, share, "credited")


def test_more_than_the_whole_item_cannot_be_credited(ann: Scene) -> None:
    ann.write("exemption.set", who="Ann", item=DUE, value="credited", credit=[5, 2])

    assert ann.state("Ann", DUE) == "earned"


def test_an_exemption_taken_back_no_longer_counts(ann: Scene) -> None:
    ann.write("exemption.set", who="Ann", item=DUE, value="excused")

    ann.write("exemption.set", who="Ann", item=DUE, value=None)

    assert ann.state("Ann", DUE) == "open"


def test_two_credits_leave_an_item_unknown_between_them(ann: Scene) -> None:
    sam = ann.colleague(role="coordinator")
    ann.write("exemption.set", who="Ann", item=DUE, value="credited", credit=[1, 4])

    sam.tell("exemption.set", who="Ann", item=DUE, value="credited", credit=[3, 4])

    item, worth = ann.item("Ann", DUE)
    assert (item.state, worth.words) == ("unknown", "two different exemptions")
    assert item.range == (Fraction(1, 4), Fraction(3, 4))


def test_equal_credits_in_other_terms_are_one(ann: Scene) -> None:
    sam = ann.colleague(role="coordinator")
    ann.write("exemption.set", who="Ann", item=DUE, value="credited", credit=[1, 2])

    sam.tell("exemption.set", who="Ann", item=DUE, value="credited", credit=[2, 4])

    assert ann.item("Ann", DUE)[0].credit == Fraction(1, 2)


def test_excused_here_and_credited_there_is_anything(ann: Scene) -> None:
    sam = ann.colleague(role="coordinator")
    ann.write("exemption.set", who="Ann", item=DUE, value="excused")

    sam.tell("exemption.set", who="Ann", item=DUE, value="credited", credit=[1, 1])

    assert ann.item("Ann", DUE)[0].range == (0, 1)
