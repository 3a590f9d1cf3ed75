"""What happened to an event: it did not run, ran after all, was moved to another date."""

from datetime import datetime

import pytest
from support.scenes import ABSENT, PAST, PRESENT, TO_COME, MakeScene, Scene, did_not_run, late

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.people import WalkIn
from npq_desktop.rows.register import EventRow, EventState, RegisterView
from npq_desktop.services.register.event_changes import EventChangesService

LAST = PAST[-1]
NEXT = TO_COME[0]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat")


def changes(scene: Scene) -> EventChangesService:
    return scene.application.event_changes


def event(scene: Scene, key: str = LAST) -> EventRow:
    return next(e for e in scene.application.register.events(scene.group) if e.id == key)


def view(scene: Scene, key: str = LAST) -> RegisterView:
    return scene.application.register.view(scene.group, key)


def move(scene: Scene, key: str, start: datetime, end: datetime, place: str) -> Changes:
    """To another time and place, from those shown just now."""
    shown = changes(scene).moving(scene.group, key)
    return changes(scene).move_to(scene.group, key, (start, end, place), shown)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_did_not_run_needs_a_reason(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Give a short reason"):
        did_not_run(group.application, group.group, LAST, "  ")

    assert event(group).state is EventState.PLANNED


def test_did_not_run_shows_in_list_and_banner(group: Scene) -> None:
    did_not_run(group.application, group.group, LAST, " trainer ill ")

    assert event(group).state is EventState.DID_NOT_RUN
    assert view(group).banner == "Did not run: trainer ill."


def test_did_not_run_says_its_effect_in_real_figures_first(group: Scene) -> None:
    said = changes(group).effect(group.group, LAST)

    assert said == ("3 people: 8 events become 7.",)


def test_the_effect_said_is_the_effect_it_has(group: Scene) -> None:
    foretold = changes(group).figures(group.group, without=LAST)

    did_not_run(group.application, group.group, LAST, "snow")

    assert changes(group).figures(group.group) == foretold
    assert {group.state(who, LAST) for who in group.people} == {"excused"}


def test_the_effect_names_those_for_whom_nothing_changes(group: Scene) -> None:
    group.write("exemption.set", who="Cat", item=LAST, value="excused", reason="away")

    said = changes(group).effect(group.group, LAST)

    assert said[0] == (
        "2 people: 8 events become 7. 1 person: still 7 events, because it does not count for them."
    )


def test_the_effect_leaves_out_a_walk_in(group: Scene) -> None:
    group.application.people.walk_in(group.group, LAST, WalkIn("Wes"))

    assert changes(group).effect(group.group, LAST)[0] == "3 people: 8 events become 7."


def test_the_effect_leaves_out_who_is_set_apart(group: Scene) -> None:
    group.write("enrolment.set", who="Cat", from_="2026-10-01", status="withdrawn")

    assert changes(group).effect(group.group, LAST) == ("2 people: 8 events become 7.",)


def test_the_effect_speaks_of_marks_made_and_a_sign_off(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    group.sign_off(LAST)

    said = changes(group).effect(group.group, LAST)

    assert said[1].startswith("1 person already marked. The marks are kept")
    assert said[2].startswith("The register is signed off")


def test_an_event_of_no_programme_changes_no_figure(group: Scene) -> None:
    group.write("event.set", event="visit-1", title="School visit")

    said = changes(group).effect(group.group, "visit-1")

    assert said == ("No engagement changes, because this event is not one of the programme's.",)


def test_marks_stay_when_the_event_did_not_run_and_new_ones_are_refused(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)

    did_not_run(group.application, group.group, LAST, "snow")

    assert [row.state.value for row in view(group).rows] == ["present", "unmarked", "unmarked"]
    with pytest.raises(ServiceError, match="recorded as not run"):
        group.mark("Ben", LAST, ABSENT)


def test_undo_takes_did_not_run_back(group: Scene) -> None:
    did_not_run(group.application, group.group, LAST, "snow")

    _, undone = group.application.undo.undo(group.group)

    assert event(group).state is EventState.PLANNED
    assert (undone.event, undone.person) == (LAST, None)


def test_a_past_event_that_did_run_is_held_again(group: Scene) -> None:
    did_not_run(group.application, group.group, LAST, "snow")

    changes(group).did_run(group.group, LAST)

    assert event(group).state is EventState.RAN
    assert "Did not run" not in view(group).banner
    assert group.state("Ann", LAST) == "unknown"


def test_an_event_to_come_that_will_run_after_all_is_planned(group: Scene) -> None:
    did_not_run(group.application, group.group, NEXT, "no room")

    changes(group).did_run(group.group, NEXT)

    assert event(group, NEXT).state is EventState.PLANNED


def test_did_run_settles_a_disagreement_whether_it_ran(group: Scene) -> None:
    sam = group.colleague()
    group.write("event.set", event=LAST, state="held")
    sam.tell("event.set", event=LAST, state="did_not_run", reason="snow")
    assert event(group).state is EventState.DISAGREEMENT

    changes(group).did_run(group.group, LAST)

    assert event(group).state is EventState.RAN


def test_a_colleague_who_says_it_ran_makes_a_disagreement_not_a_loss(group: Scene) -> None:
    sam = group.colleague()
    did_not_run(group.application, group.group, LAST, "snow")

    sam.tell("event.set", event=LAST, state="held")

    assert event(group).state is EventState.DISAGREEMENT
    assert group.state("Ann", LAST) == "unknown"


def test_a_move_writes_times_with_this_laptops_offset_and_place(group: Scene) -> None:
    start, end = at("2026-12-03T16:00"), at("2026-12-03T18:30")

    move(group, NEXT, start, end, " Library ")

    moved = event(group, NEXT)
    assert moved.start == start.astimezone()
    assert moved.end == end.astimezone()
    assert moved.place == "Library"
    assert group.facts.events[NEXT].start == start.astimezone().isoformat()


def test_a_move_to_the_same_times_and_place_writes_nothing(group: Scene) -> None:
    before = event(group, NEXT)
    start, end = before.start.replace(tzinfo=None), before.end.replace(tzinfo=None)

    written = move(group, NEXT, start, end, before.place)

    assert not written.kinds
    assert group.application.undo.next_words(group.group) == ""


def test_a_move_that_ends_before_it_begins_is_refused(group: Scene) -> None:
    start, end = at("2026-12-03T16:00"), at("2026-12-03T16:00")

    with pytest.raises(ServiceError, match="end must be after the start"):
        move(group, NEXT, start, end, "")


def test_undo_takes_a_move_back_whole(group: Scene) -> None:
    before = event(group, NEXT)
    move(group, NEXT, at("2026-12-03T16:00"), at("2026-12-03T18:30"), "Library")

    group.application.undo.undo(group.group)

    assert event(group, NEXT) == before


def test_a_move_keeps_the_start_that_late_minutes_were_counted_from(group: Scene) -> None:
    group.mark("Ann", LAST, late(25))
    before = group.facts.marks(LAST)[group.people["Ann"]]

    move(group, LAST, at("2026-11-19T09:00"), at("2026-11-19T12:00"), "")

    assert group.facts.marks(LAST)[group.people["Ann"]] == before
    words = changes(group).moving(group.group, LAST).words
    assert "with minutes counted from the old start time" in words
    assert "1 mark stays as it is" in words


def test_a_move_of_what_did_not_run_plans_it_again(group: Scene) -> None:
    did_not_run(group.application, group.group, LAST, "snow")

    move(group, LAST, at("2026-12-10T09:00"), at("2026-12-10T12:00"), "")

    assert event(group).state is EventState.PLANNED
    assert group.state("Ann", LAST) == "open"


def test_times_are_suggested_for_an_event_without_a_date(group: Scene) -> None:
    group.write("event.set", event="visit-1", title="School visit")

    offered = changes(group).moving(group.group, "visit-1")

    assert offered.start.date() == group.laptop.clock().date()
    assert offered.end > offered.start
    assert offered.words == "It has no date yet."


def test_an_event_that_a_colleague_moved_meanwhile_is_not_moved_unseen(group: Scene) -> None:
    sam = group.colleague()
    shown = changes(group).moving(group.group, NEXT)
    to = (at("2026-12-03T16:00"), at("2026-12-03T18:30"), "Library")

    sam.tell("event.set", event=NEXT, start="2026-12-10T16:00:00Z", end="2026-12-10T17:30:00Z")

    with pytest.raises(StaleError):
        changes(group).move_to(group.group, NEXT, to, shown)
    said = changes(group).moving(group.group, NEXT).words
    assert "Colleagues recorded different things about its start and end." in said


def test_marks_made_meanwhile_are_shown_before_an_event_did_not_run(group: Scene) -> None:
    sam = group.colleague()
    shown = changes(group).effect(group.group, LAST)

    sam.tell("mark.set", who="Ann", event=LAST, state="present", how="typed")

    with pytest.raises(StaleError):
        changes(group).did_not_run(group.group, LAST, "snow", shown)
    assert event(group).state is EventState.RAN
