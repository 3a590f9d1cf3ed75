"""Catch-ups from the register: agreed within the limit, handed in, reviewed, undone."""

from datetime import date, timedelta
from functools import partial

import pytest
from support.scenes import ABSENT, PRESENT, MakeScene, Scene, late

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.people import CatchUpOffer, WalkIn
from npq_desktop.rows.review import ReviewState, WorkId
from npq_desktop.services.core.words import day_and_year

EVENT, OTHER, THIRD = "m2.seminar", "m3.seminar", "m4.seminar"
BY = date(2026, 12, 1)


def missed(scene: MakeScene, *events: str, limit: int = 2) -> Scene:
    ann = scene("Ann", settings={"catch_up.limit": limit})
    for event in events or (EVENT,):
        ann.mark("Ann", event, ABSENT)
    return ann


def offer(ann: Scene, event: str = EVENT) -> CatchUpOffer:
    return ann.application.catch_up.offer(ann.group, event, ann.people["Ann"])


def agree(ann: Scene, event: str = EVENT) -> None:
    catch_up = ann.application.catch_up
    catch_up.agree(ann.group, offer(ann, event), "Read the slides", BY)


def hand_in(ann: Scene, event: str = EVENT, text: str = "What I learnt.") -> None:
    ann.application.catch_up.hand_in(ann.group, offer(ann, event), text)


def accept(ann: Scene, event: str = EVENT) -> None:
    work = WorkId(ann.people["Ann"], event, catch_up=True)
    ann.application.review.accept(ann.group, work, "")


def queue(ann: Scene) -> list[tuple[str, ReviewState]]:
    return [(row.title, row.state) for row in ann.application.review.queue(ann.group)]


def detail(ann: Scene, event: str = EVENT) -> str:
    [row] = ann.application.register.view(ann.group, event).rows
    return row.detail


def test_offer_stands_until_the_programmes_days_are_over(scene: MakeScene) -> None:
    ann = missed(scene, THIRD)
    day = ann.application.register.view(ann.group, THIRD).event.start

    offered = offer(ann, THIRD)

    assert day is not None
    assert offered.by is not None
    assert offered.by == max(
        date.fromordinal(day.date().toordinal() + 28), BY.replace(day=23, month=11)
    )
    assert (offered.left, offered.state) == (2, "")
    assert "2 of 2 catch-ups left" in offered.words


def test_agreed_catch_up_stands_in_task_review_and_in_the_row(scene: MakeScene) -> None:
    ann = missed(scene)

    agree(ann)

    assert [state for _, state in queue(ann)] == [ReviewState.AGREED]
    assert "catch-up agreed" in detail(ann)
    assert ann.state("Ann", EVENT) == "open"
    assert (offer(ann).what, offer(ann).by) == ("Read the slides", BY)


def test_handed_in_catch_up_awaits_review_with_its_text(scene: MakeScene) -> None:
    ann = missed(scene)
    agree(ann)

    hand_in(ann)

    view = ann.application.review.view(ann.group, WorkId(ann.people["Ann"], EVENT, catch_up=True))
    assert view.row.state is ReviewState.AWAITING
    assert [(each.name, each.text) for each in view.attempts] == [
        ("Read the slides", "What I learnt.")
    ]
    assert ann.state("Ann", EVENT) == "unknown"


def test_accepted_catch_up_repairs_the_event_and_the_row_says_when(scene: MakeScene) -> None:
    ann = missed(scene)
    hand_in(ann)

    accept(ann)

    assert ann.state("Ann", EVENT) == "earned"
    assert detail(ann) == "caught up on 23 November"


def test_catch_up_is_undone_step_by_step(scene: MakeScene) -> None:
    ann = missed(scene)
    agree(ann)
    hand_in(ann)

    ann.application.undo.undo(ann.group)
    agreed = queue(ann)
    ann.application.undo.undo(ann.group)

    assert [state for _, state in agreed] == [ReviewState.AGREED]
    assert queue(ann) == []
    assert detail(ann) == ""


def test_catch_ups_beyond_the_programmes_limit_are_refused(scene: MakeScene) -> None:
    ann = missed(scene, EVENT, OTHER, limit=1)
    agree(ann)

    with pytest.raises(ServiceError, match="the one catch-up"):
        offer(ann, OTHER)

    assert offer(ann).left == 1


def test_catch_ups_of_others_leave_one_the_less(scene: MakeScene) -> None:
    ann = missed(scene, EVENT, OTHER)
    hand_in(ann)
    accept(ann)

    assert "1 of 2 catch-ups left" in offer(ann, OTHER).words


def test_programme_without_catch_ups_offers_none(scene: MakeScene) -> None:
    ann = missed(scene, limit=0)

    with pytest.raises(ServiceError, match="allows no catch-ups"):
        offer(ann)


def test_catch_up_is_for_absences_only(scene: MakeScene) -> None:
    ann = scene("Ann")

    with pytest.raises(ServiceError, match="not marked absent"):
        offer(ann)
    ann.mark("Ann", EVENT, PRESENT)
    with pytest.raises(ServiceError, match="not marked absent"):
        offer(ann)


def test_catch_up_of_a_walk_in_waits_for_joining(scene: MakeScene) -> None:
    ann = scene("Ann")
    walk_in = ann.application.people.walk_in(ann.group, EVENT, WalkIn("Wes")).person
    ann.application.register.mark(ann.group, EVENT, walk_in, ABSENT)

    with pytest.raises(ServiceError, match="Link them"):
        ann.application.catch_up.offer(ann.group, EVENT, walk_in)


def test_accepted_catch_up_is_not_agreed_again(scene: MakeScene) -> None:
    ann = missed(scene)
    hand_in(ann)
    accept(ann)

    with pytest.raises(ServiceError, match="caught up"):
        agree(ann)


def test_handed_in_catch_up_is_not_pushed_back_to_agreed(scene: MakeScene) -> None:
    ann = missed(scene)
    hand_in(ann)

    with pytest.raises(ServiceError, match="Task review"):
        agree(ann)


def test_same_text_handed_in_twice_is_one(scene: MakeScene) -> None:
    ann = missed(scene)
    hand_in(ann)
    before = len(tuple(ann.application.store.events(ann.group)))

    hand_in(ann)

    assert len(tuple(ann.application.store.events(ann.group))) == before


def test_catch_up_without_words_is_refused(scene: MakeScene) -> None:
    ann = missed(scene)

    with pytest.raises(ServiceError, match="no text"):
        hand_in(ann, text=" \n")
    with pytest.raises(ServiceError, match="what the participant is to do"):
        ann.application.catch_up.agree(ann.group, offer(ann), " ", BY)


def test_two_laptops_that_decide_differently_are_asked_to_choose(scene: MakeScene) -> None:
    ann = missed(scene)
    hand_in(ann)
    sam = ann.colleague()
    sam.say("catchup.set", who="Ann", event=EVENT, state="returned", feedback="more")
    accept(ann)

    sam.send()

    assert ann.state("Ann", EVENT) == "unknown"
    with pytest.raises(ServiceError, match="two different decisions"):
        offer(ann)


def test_day_agreed_lies_between_today_and_the_programmes_last(scene: MakeScene) -> None:
    ann = missed(scene, THIRD)
    last, today = offer(ann, THIRD).last, ann.laptop.clock().date()
    agree_by = partial(
        ann.application.catch_up.agree, ann.group, offer(ann, THIRD), "Read the slides"
    )
    assert last is not None

    with pytest.raises(ServiceError, match="past"):
        agree_by(today - timedelta(days=1))
    with pytest.raises(ServiceError, match=f"until {day_and_year(last)}"):
        agree_by(last + timedelta(days=1))
    agree_by(last)

    assert offer(ann, THIRD).by == last


def test_what_a_colleague_agreed_meanwhile_is_shown_first(scene: MakeScene) -> None:
    ann = missed(scene)
    sam, shown = ann.colleague(), offer(ann)

    sam.tell(
        "catchup.set", who="Ann", event=EVENT, state="agreed", what="Watch it", by="2026-12-05"
    )

    with pytest.raises(StaleError):
        ann.application.catch_up.agree(ann.group, shown, "Read the slides", BY)
    assert offer(ann).what == "Watch it"


def test_returned_catch_up_says_why_and_is_handed_in_again(scene: MakeScene) -> None:
    ann = missed(scene)
    hand_in(ann)
    work = WorkId(ann.people["Ann"], EVENT, catch_up=True)
    ann.application.review.send_back(ann.group, work, "Cite your reading.")

    said = offer(ann).words
    hand_in(ann, text="What I learnt from Askew (2016).")

    assert said.startswith("Returned on 23 November: Cite your reading.")
    assert [state for _, state in queue(ann)] == [ReviewState.AWAITING]


def test_catch_up_only_agreed_is_not_said_to_be_handed_in(scene: MakeScene) -> None:
    ann = missed(scene)
    agree(ann)

    [row] = ann.application.review.queue(ann.group)
    [attempt] = ann.application.review.view(ann.group, row.work).attempts

    assert (row.handed_in, attempt.handed_in) == (None, None)
    assert attempt.where == "Read the slides, by 1 December"


def test_catch_up_for_an_event_that_did_not_run_is_refused(scene: MakeScene) -> None:
    ann = missed(scene)
    ann.write("event.set", event=EVENT, state="did_not_run", reason="snow")

    with pytest.raises(ServiceError, match="recorded as not run"):
        offer(ann)


# ---- the limit, and what colleagues say ----------------------------------------------------------


def test_accepted_catch_up_beyond_the_limit_is_said_in_the_row_and_refused_anew(
    scene: MakeScene,
) -> None:
    ann = missed(scene, EVENT, OTHER, limit=1)
    for event in (OTHER, EVENT):
        ann.write("catchup.set", who="Ann", event=event, state="accepted")

    assert detail(ann) == "caught up on 23 November"
    assert detail(ann, OTHER) == "caught up on 23 November, does not count (beyond the limit)"
    assert (ann.state("Ann", EVENT), ann.state("Ann", OTHER)) == ("earned", "lost")
    with pytest.raises(ServiceError, match="beyond the programme's limit"):
        offer(ann, OTHER)


def test_agreed_catch_up_beyond_the_limit_is_said_in_the_row_and_in_the_offer(
    scene: MakeScene,
) -> None:
    ann = missed(scene, EVENT, OTHER, limit=1)
    for event in (OTHER, EVENT):
        ann.write("catchup.set", who="Ann", event=event, state="agreed")

    assert detail(ann, OTHER).endswith(", does not count (beyond the limit)")
    assert "others come first, so this one does not count now" in offer(ann, OTHER).words
    assert "allows 1 catch-up, and this one is among them" in offer(ann, EVENT).words


def test_two_catch_up_decisions_are_said_in_the_row(scene: MakeScene) -> None:
    ann = missed(scene)
    sam = ann.colleague()
    ann.write("catchup.set", who="Ann", event=EVENT, state="accepted")

    sam.tell("catchup.set", who="Ann", event=EVENT, state="agreed")

    assert detail(ann) == "two different catch-up decisions"


def test_row_and_offer_say_where_the_limit_hangs_on_a_disagreement(scene: MakeScene) -> None:
    ann = missed(scene, EVENT, OTHER, limit=1)
    sam = ann.colleague()
    ann.write("catchup.set", who="Ann", event=OTHER, state="agreed")
    ann.write("catchup.set", who="Ann", event=EVENT, state="accepted")

    ann.write("event.set", event=EVENT, state="held")
    sam.tell("event.set", event=EVENT, state="did_not_run", reason="snow")

    assert detail(ann, OTHER).endswith(
        ", perhaps beyond the limit, once another disagreement is settled"
    )
    assert "A disagreement decides whether this one is among them" in offer(ann, OTHER).words


def test_catch_up_for_too_short_a_stay_is_said_in_the_row(scene: MakeScene) -> None:
    ann = missed(scene)
    ann.write("catchup.set", who="Ann", event=EVENT, state="accepted")

    ann.mark("Ann", EVENT, late(90))

    assert detail(ann) == "90 min late: counts ½, caught up on 23 November"
    assert ann.state("Ann", EVENT) == "earned"


def test_catch_up_that_nobody_needs_any_more_is_not_in_the_row(scene: MakeScene) -> None:
    ann = missed(scene)
    ann.write("catchup.set", who="Ann", event=EVENT, state="accepted")

    ann.mark("Ann", EVENT, PRESENT)

    assert detail(ann) == ""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("event.set", {"event": EVENT, "state": "did_not_run", "reason": "snow"}),
        ("exemption.set", {"who": "Ann", "item": EVENT, "value": "excused"}),
        ("mark.set", {"who": "Ann", "event": EVENT, "state": "present"}),
    ],
)
def test_catch_up_for_what_need_not_be_made_good_uses_up_none(
    scene: MakeScene, kind: str, said: dict[str, object]
) -> None:
    ann = missed(scene, EVENT, OTHER, limit=1)
    agree(ann)

    ann.write(kind, **said)

    assert offer(ann, OTHER).left == 1
    assert ann.state("Ann", OTHER) == "open"
