"""Decisions: what they record, what they do to engagement, and what an undo brings back."""

from datetime import date, timedelta

import pytest
from support.scenes import ABSENT, PAST, MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.review import ReviewState, WorkId

TASK = "m1.diagnostic"


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    made = scene("Ann", "Ben", "Cat")
    for who in ("Ann", "Ben", "Cat"):
        made.hand_in(who, TASK)
    return made


def work(group: Scene, who: str = "Ann") -> WorkId:
    return WorkId(group.people[who], TASK)


def state(group: Scene, who: str = "Ann") -> ReviewState:
    return group.application.review.view(group.group, work(group, who)).row.state


def undo(group: Scene) -> tuple[WorkId, ...]:
    group.application.undo.undo(group.group)
    return group.application.review.taken_back(group.group)


def draft(group: Scene, who: str = "Ann") -> str:
    return group.application.review.view(group.group, work(group, who)).draft


def test_undo_brings_the_feedback_back_as_a_draft(group: Scene) -> None:
    group.application.review.accept(group.group, work(group), "Clear.")

    assert undo(group) == (work(group),)

    assert (state(group), draft(group)) == (ReviewState.AWAITING, "Clear.")


def test_undo_step_by_step_brings_each_feedback_back(group: Scene) -> None:
    review = group.application.review
    review.accept(group.group, work(group), "For Ann.")
    review.accept(group.group, work(group, "Ben"), "For Ben.")

    assert undo(group) == (work(group, "Ben"),)
    assert undo(group) == (work(group),)

    assert (draft(group), draft(group, "Ben")) == ("For Ann.", "For Ben.")


def test_a_draft_typed_since_is_kept(group: Scene) -> None:
    review = group.application.review
    review.accept(group.group, work(group), "Clear.")
    review.save_draft(group.group, work(group), "Clearer still")

    undo(group)

    assert draft(group) == "Clearer still"


def test_undo_of_something_else_brings_nothing_back(group: Scene) -> None:
    group.application.review.accept(group.group, work(group), "Clear.")
    group.mark("Ann", PAST[0], ABSENT)

    assert undo(group) == ()

    assert (state(group), draft(group)) == (ReviewState.ACCEPTED, "")


def test_a_batch_is_one_step(group: Scene) -> None:
    works = [work(group, who) for who in ("Ann", "Ben")]

    group.application.review.accept_all(group.group, works, "Thank you.")
    accepted = [state(group, who) for who in ("Ann", "Ben", "Cat")]

    assert accepted == [ReviewState.ACCEPTED, ReviewState.ACCEPTED, ReviewState.AWAITING]
    assert set(undo(group)) == set(works)
    assert state(group) is state(group, "Ben") is ReviewState.AWAITING


def test_the_feedback_of_a_batch_is_filled_in_for_each(group: Scene) -> None:
    review, works = group.application.review, [work(group, who) for who in ("Ann", "Ben")]

    with pytest.raises(ServiceError, match="is not filled in"):
        review.accept_all(group.group, works, "{known_as}, look at {what}.")
    review.accept_all(group.group, works, "Thank you, {known_as}.")

    said = [review.view(group.group, each).reviews[0].feedback for each in works]
    assert said == ["Thank you, Ann.", "Thank you, Ben."]


def test_an_empty_batch_is_refused(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Tick"):
        group.application.review.accept_all(group.group, [], "")


def test_returning_by_a_day_that_is_over_is_refused(group: Scene) -> None:
    review = group.application.review
    yesterday = review.today(group.group) - timedelta(days=1)

    with pytest.raises(ServiceError, match="That day is over"):
        review.send_back(group.group, work(group), "Say why.", yesterday)

    assert state(group) is ReviewState.AWAITING


def test_the_last_interval_is_offered_again(group: Scene) -> None:
    review = group.application.review
    today = review.today(group.group)

    review.send_back(group.group, work(group), "Say why.", today + timedelta(days=10))
    group.laptop.restart()

    assert group.application.review.days_to_return() == 10


def test_the_day_travels_and_is_read_on_another_laptop(group: Scene) -> None:
    sam = group.colleague()

    sam.tell(
        "review.set", who="Ann", task=TASK, decision="returned", feedback="Why?", due="2026-12-07"
    )

    [review] = group.application.review.view(group.group, work(group)).reviews
    assert review.due == date(2026, 12, 7)


@pytest.mark.parametrize("due", ["2026-02-31", "soon", 7, None, {}])
def test_a_day_that_is_none_breaks_nothing(group: Scene, due: object) -> None:
    sam = group.colleague()

    sam.tell("review.set", who="Ann", task=TASK, decision="returned", feedback="Why?", due=due)

    [review] = group.application.review.view(group.group, work(group)).reviews
    assert (review.due, review.feedback) == (None, "Why?")


def test_what_is_only_agreed_cannot_be_decided(group: Scene) -> None:
    group.write("catchup.set", who="Ann", event=PAST[0], state="agreed")

    with pytest.raises(ServiceError, match="Nothing has been handed in"):
        group.application.review.accept(group.group, WorkId(group.people["Ann"], PAST[0], True), "")


@pytest.mark.parametrize(("counts_when", "changes"), [("accepted", True), ("submitted", False)])
def test_the_effect_foretold_is_the_effect_that_follows(
    scene: MakeScene, counts_when: str, changes: bool
) -> None:
    group = scene("Ann", settings={"tasks.counts_when": counts_when})
    group.hand_in("Ann", TASK)
    review = group.application.review

    effect = review.effect(group.group, work(group))
    assert effect is not None
    review.accept(group.group, work(group), "")

    [row] = group.application.cohort.view(group.group).rows
    assert row.secured is not None
    assert row.secured.percent == effect.after
    assert (effect.before != effect.after) is changes
    assert review.effect(group.group, work(group)) is None


@pytest.mark.parametrize(("counts_when", "changes"), [("accepted", False), ("submitted", True)])
def test_the_effect_of_returning_is_foretold_too(
    scene: MakeScene, counts_when: str, changes: bool
) -> None:
    group = scene("Ann", settings={"tasks.counts_when": counts_when})
    group.hand_in("Ann", TASK)
    review = group.application.review

    effect = review.effect(group.group, work(group))
    assert effect is not None
    review.send_back(group.group, work(group), "Why?", None)

    [row] = group.application.cohort.view(group.group).rows
    assert row.secured is not None
    assert float(row.secured.percent) == float(effect.returned or "")
    assert (effect.before != effect.returned) is changes


def test_redo_and_undo_again_bring_the_same_feedback_back(group: Scene) -> None:
    review = group.application.review
    review.accept(group.group, work(group), "Clear.")
    undo(group)
    assert review.done_again(group.group) == ()

    group.application.undo.redo(group.group)

    assert review.done_again(group.group) == (work(group),)
    assert (state(group), draft(group)) == (ReviewState.ACCEPTED, "")
    assert undo(group) == (work(group),)
    assert (state(group), draft(group)) == (ReviewState.AWAITING, "Clear.")


def test_a_draft_typed_between_undo_and_redo_is_kept(group: Scene) -> None:
    review = group.application.review
    review.accept(group.group, work(group), "Clear.")
    undo(group)
    review.save_draft(group.group, work(group), "Clearer")

    group.application.undo.redo(group.group)
    review.done_again(group.group)

    assert draft(group) == "Clearer"


def test_a_decision_taken_anew_is_not_taken_for_a_redo(group: Scene) -> None:
    review = group.application.review
    review.accept(group.group, work(group), "Clear.")
    undo(group)

    review.accept(group.group, work(group), "Clear.")

    assert review.done_again(group.group) == ()
