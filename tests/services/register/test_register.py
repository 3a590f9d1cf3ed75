"""Take a register: rows, counts, marks, notes, disagreements."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from support.scenes import ABSENT, PAST, PRESENT, TO_COME, UNMARKED, MakeScene, Scene, late

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.register import (
    EventState,
    Mark,
    MarkState,
    RegisterRow,
    RegisterView,
    unmarked,
)

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat")


def view(scene: Scene, event: str = LAST) -> RegisterView:
    return scene.application.register.view(scene.group, event)


def row(scene: Scene, who: str, event: str = LAST) -> RegisterRow:
    return next(each for each in view(scene, event).rows if each.person == scene.people[who])


def entries(scene: Scene) -> list[str]:
    return [event.kind for event in scene.application.store.events(scene.group)]


def reconciles(scene: Scene) -> bool:
    c = view(scene).counts
    parts = (c.present, c.late, c.left_early, c.absent, c.unmarked, c.conflicts)
    return c.expected == sum(parts)


def test_looking_at_a_register_writes_nothing(group: Scene) -> None:
    before = entries(group)

    view(group)
    group.application.register.events(group.group)

    assert entries(group) == before


def test_the_first_mark_freezes_the_roster_in_its_own_transaction(group: Scene) -> None:
    before = len(entries(group))

    group.mark("Ben", LAST, PRESENT)

    assert entries(group)[before:] == ["register.open", "mark.set"]
    assert set(group.facts.registers[LAST].people) == set(group.people.values())


def test_the_second_mark_opens_no_second_register(group: Scene) -> None:
    group.mark("Ben", LAST, PRESENT)
    before = len(entries(group))

    group.mark("Ann", LAST, ABSENT)

    assert entries(group)[before:] == ["mark.set"]


def test_the_frozen_roster_leaves_out_who_is_not_expected(group: Scene) -> None:
    group.write("enrolment.set", who="Cat", from_="2026-10-01", status="deferred")

    group.mark("Ben", LAST, PRESENT)

    assert group.people["Cat"] not in group.facts.registers[LAST].people


@pytest.mark.parametrize(
    "mark",
    [
        PRESENT,
        late(20),
        Mark(MarkState.LEFT_EARLY, minutes_early=20),
        Mark(MarkState.LATE, 5, 6),
        Mark(MarkState.ABSENT, reason="travel"),
        Mark(MarkState.ABSENT, minutes_late=9),
        late(0),
        UNMARKED,
    ],
)
def test_the_same_mark_again_writes_nothing(group: Scene, mark: Mark) -> None:
    group.mark("Ann", LAST, PRESENT)
    group.mark("Ann", LAST, mark)
    before = entries(group)

    changes = group.application.register.mark(group.group, LAST, group.people["Ann"], mark)

    assert entries(group) == before
    assert not changes.kinds


def test_another_reason_is_another_mark(group: Scene) -> None:
    group.mark("Ann", LAST, Mark(MarkState.ABSENT, reason="travel"))

    group.mark("Ann", LAST, Mark(MarkState.ABSENT, reason="other"))

    assert row(group, "Ann").reason == "other"


@pytest.mark.parametrize("minutes", [-1, 1441, 2**60])
def test_minutes_that_no_event_has_are_refused(group: Scene, minutes: int) -> None:
    before = entries(group)

    with pytest.raises(ServiceError, match="minutes"):
        group.mark("Ann", LAST, late(minutes))

    assert entries(group) == before


def test_a_reason_outside_the_list_is_refused(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Choose a reason"):
        group.mark("Ann", LAST, Mark(MarkState.ABSENT, reason="migraine"))


def test_late_by_no_minutes_is_present(group: Scene) -> None:
    group.mark("Ann", LAST, late(0))

    assert row(group, "Ann").state is MarkState.PRESENT


@pytest.mark.parametrize("mark", [late(20), Mark(MarkState.LEFT_EARLY, minutes_early=20)])
def test_a_mark_with_minutes_keeps_the_start_and_the_end_they_were_counted_from(
    group: Scene, mark: Mark
) -> None:
    group.mark("Ann", LAST, mark)

    [fact] = group.facts.marks(LAST)[group.people["Ann"]]
    event = view(group).event
    assert (fact.start, fact.end) == (event.start.isoformat(), event.end.isoformat())
    assert fact.how == "typed"


def test_the_same_minutes_of_an_event_with_other_times_are_another_mark(group: Scene) -> None:
    group.mark("Ann", LAST, late(60))
    event = view(group).event
    group.write("event.set", event=LAST, end=(event.end - timedelta(minutes=60)).isoformat())
    assert group.item("Ann", LAST)[0].credit == Fraction(2, 3)

    group.mark("Ann", LAST, late(60))

    assert group.item("Ann", LAST)[0].credit == Fraction(1, 2)


def test_mark_rest_fills_only_the_unmarked_and_expected(group: Scene) -> None:
    group.mark("Ann", LAST, ABSENT)
    group.write("enrolment.set", who="Cat", from_="2026-10-01", status="deferred")

    group.mark_rest(LAST, PRESENT)

    states = [row(group, who).state for who in ("Ann", "Ben", "Cat")]
    assert states == [MarkState.ABSENT, MarkState.PRESENT, MarkState.UNMARKED]
    assert group.facts.marks(LAST)[group.people["Ben"]][0].how == "bulk"


def test_mark_rest_leaves_everybody_alone_once_others_are_unmarked(group: Scene) -> None:
    sam = group.colleague()
    shown = [each.person for each in unmarked(view(group).rows)]

    sam.tell("mark.set", who="Ann", event=LAST, state="absent", how="typed")

    with pytest.raises(StaleError):
        group.application.register.mark_rest(group.group, LAST, PRESENT, shown)
    assert list(group.facts.marks(LAST)) == [group.people["Ann"]]


def test_mark_rest_with_nobody_left_is_refused(group: Scene) -> None:
    group.mark_rest(LAST, PRESENT)

    with pytest.raises(ServiceError, match="Everyone is already marked"):
        group.mark_rest(LAST, PRESENT)


def test_counts_reconcile_with_one_of_each(scene: MakeScene) -> None:
    group = scene("Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus")
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    group.mark("Ben", LAST, late(5))
    group.mark("Cat", LAST, Mark(MarkState.LEFT_EARLY, minutes_early=5))
    group.mark("Dan", LAST, ABSENT)
    group.mark("Eve", LAST, PRESENT)
    sam.tell("mark.set", who="Eve", event=LAST, state="absent")
    group.write("enrolment.set", who="Gus", from_="2026-10-01", status="deferred")
    group.mark("Gus", LAST, PRESENT)

    counts = view(group).counts

    assert reconciles(group)
    assert (counts.expected, counts.present, counts.late, counts.left_early) == (6, 1, 1, 1)
    assert (counts.absent, counts.conflicts, counts.unmarked) == (1, 1, 1)
    assert (counts.not_expected, counts.extra, counts.in_room) == (1, 1, 4)


def test_the_list_of_events_counts_as_the_register_does(group: Scene) -> None:
    group.write("expected.set", who="Ann", event=LAST, expects="visit")
    group.mark("Ben", LAST, PRESENT)
    group.write("enrolment.set", who="Cat", from_="2026-10-01", status="deferred")
    group.mark("Cat", LAST, PRESENT)

    event = view(group).event

    assert (event.expected, event.marked) == (view(group).counts.expected, 1)


def test_somebody_who_joined_after_the_register_opened_is_greyed(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)

    group.write("person.set", person="new", name="Dee Late")

    [new] = [each for each in view(group).rows if each.person == "new"]
    assert not new.expected
    assert new.why_not_expected == "joined the group after this register was opened"
    assert (view(group).counts.expected, view(group).counts.not_expected) == (3, 1)


def test_somebody_greyed_can_be_marked_anyway(group: Scene) -> None:
    group.write("enrolment.set", who="Ann", from_="2026-10-01", status="deferred")

    group.mark("Ann", LAST, PRESENT)

    assert row(group, "Ann").state is MarkState.PRESENT
    assert row(group, "Ann").why_not_expected == "deferred since 1 October"


def test_somebody_who_joins_later_is_greyed_until_then(group: Scene) -> None:
    group.write("enrolment.set", who="Ann", from_="2026-11-23", status="active")

    assert row(group, "Ann").why_not_expected == "joins on 23 November"
    assert row(group, "Ann", TO_COME[0]).expected


def test_an_event_that_did_not_run_takes_no_marks(group: Scene) -> None:
    group.write("event.set", event=LAST, state="did_not_run", reason="Snow")

    with pytest.raises(ServiceError, match="recorded as not run"):
        group.mark("Ann", LAST, PRESENT)

    assert view(group).banner == "Did not run: Snow."
    assert view(group).event.state is EventState.DID_NOT_RUN


def test_marking_a_stranger_or_at_an_unknown_event_is_refused(group: Scene) -> None:
    mark = group.application.register.mark

    with pytest.raises(ServiceError, match="person is no longer in this group"):
        mark(group.group, LAST, "nobody", PRESENT)
    with pytest.raises(ServiceError, match="event is no longer in this group"):
        mark(group.group, "m9.seminar", group.people["Ann"], PRESENT)


@pytest.mark.parametrize(
    ("minutes_in", "late_by", "early_by"), [(0, 0, 180), (23, 23, 157), (180, 180, 0)]
)
def test_minutes_are_offered_inside_the_event(
    group: Scene, minutes_in: int, late_by: int, early_by: int
) -> None:
    group.laptop.clock.now = view(group).event.start + timedelta(minutes=minutes_in)

    offered = group.application.register.offered_minutes

    assert offered(group.group, LAST, "late") == late_by
    assert offered(group.group, LAST, "early") == early_by


@pytest.mark.parametrize("minutes", [-1, 181])
def test_no_minutes_are_offered_outside_the_event(group: Scene, minutes: int) -> None:
    group.laptop.clock.now = view(group).event.start + timedelta(minutes=minutes)

    assert group.application.register.offered_minutes(group.group, LAST, "late") is None


@pytest.mark.parametrize("side", [0, 1])
def test_a_disagreement_is_settled_on_the_side_chosen(group: Scene, side: int) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    sam.tell("mark.set", who="Ann", event=LAST, state="absent", reason="travel")
    chosen = row(group, "Ann").candidates[side]

    group.choose("Ann", LAST, side)

    words = {"Present": MarkState.PRESENT, "Absent (travel)": MarkState.ABSENT}
    assert row(group, "Ann").state is words[chosen.words]
    assert row(group, "Ann").candidates == ()
    assert not group.application.disagreements.all(group.group)


def test_a_disagreement_says_who_on_which_laptop(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)

    sam.tell("mark.set", who="Ann", event=LAST, state="absent")

    said = {each.words: (each.who, each.laptop) for each in row(group, "Ann").candidates}
    assert said["Absent"] == ("Sam Okafor", "Sam's laptop")
    assert said["Present"][0] == "Alex Morgan"
    assert row(group, "Ann").state is MarkState.CONFLICT


def test_choosing_a_side_that_is_gone_is_refused(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)

    with pytest.raises(ServiceError, match="Someone changed this"):
        group.application.register.choose(group.group, LAST, group.people["Ann"], "0" * 64, [])


def test_a_third_side_that_arrives_is_shown_before_one_is_chosen(group: Scene) -> None:
    sam, olu, ann = group.colleague(), group.colleague("Olu"), group.people["Ann"]
    group.mark("Ann", LAST, PRESENT)
    sam.tell("mark.set", who="Ann", event=LAST, state="absent")
    shown = [side.head for side in row(group, "Ann").candidates]

    olu.tell("mark.set", who="Ann", event=LAST, state="present", minutes_late=50)

    with pytest.raises(StaleError):
        group.application.register.choose(group.group, LAST, ann, shown[0], shown)
    assert len(row(group, "Ann").candidates) == 3


def test_marking_somebody_in_dispute_settles_it(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    sam.tell("mark.set", who="Ann", event=LAST, state="absent")

    group.mark("Ann", LAST, late(10))

    assert row(group, "Ann").state is MarkState.LATE


def test_two_laptops_that_agree_are_one_mark(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)

    sam.tell("mark.set", who="Ann", event=LAST, state="present", how="scanned")

    assert row(group, "Ann").state is MarkState.PRESENT


def test_minutes_within_the_tolerance_are_one_mark(group: Scene) -> None:
    """Reliability 21a: four and five minutes late give the same credit."""
    sam = group.colleague()
    group.mark("Ann", LAST, Mark(MarkState.LATE, minutes_late=4))

    sam.tell("mark.set", who="Ann", event=LAST, state="present", minutes_late=5)

    assert row(group, "Ann").state is MarkState.LATE
    assert "disagreement" not in group.application.groups.chips.of(group.group).words


def test_minutes_that_give_different_credit_stay_a_disagreement(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, Mark(MarkState.LATE, minutes_late=4))

    sam.tell("mark.set", who="Ann", event=LAST, state="present", minutes_late=60)

    assert row(group, "Ann").state is MarkState.CONFLICT
    assert "1 disagreement" in group.application.groups.chips.of(group.group).words


# ---- notes ---------------------------------------------------------------------------------------


def note(scene: Scene, text: str) -> None:
    shown = row(scene, "Ann").note
    scene.application.register.set_note(scene.group, LAST, scene.people["Ann"], text, shown)


def test_a_note_that_a_colleague_wrote_meanwhile_is_not_replaced_unseen(group: Scene) -> None:
    sam = group.colleague()

    sam.tell("note.add", who="Ann", event=LAST, id="n" * 32, text="Train late")

    with pytest.raises(StaleError):
        group.application.register.set_note(group.group, LAST, group.people["Ann"], "tired", "")
    assert row(group, "Ann").note == "Train late"


def test_a_note_shows_at_once_and_changes_in_place(group: Scene) -> None:
    note(group, "Train late")
    assert row(group, "Ann").note == "Train late"

    note(group, "Train cancelled")

    assert row(group, "Ann").note == "Train cancelled"


def test_an_empty_note_takes_it_away(group: Scene) -> None:
    note(group, "Train late")

    note(group, "  ")

    assert row(group, "Ann").note == ""


def test_the_same_note_again_writes_nothing(group: Scene) -> None:
    note(group, "Train late")
    before = entries(group)

    note(group, " Train late ")

    assert entries(group) == before


def test_editing_two_colleagues_notes_leaves_one_text(group: Scene) -> None:
    sam = group.colleague()
    note(group, "Train late")
    sam.tell("note.add", who="Ann", id="ff", event=LAST, text="Rang at 9")
    both = row(group, "Ann").note
    assert set(both.split(" · ")) == {"Train late", "Rang at 9"}

    note(group, f"{both}, all well")

    assert row(group, "Ann").note == f"{both}, all well"


# ---- which event opens ---------------------------------------------------------------------------


def opening(scene: Scene) -> str | None:
    return scene.application.register.opening_event(scene.group)


def test_todays_event_opens_first(group: Scene) -> None:
    group.laptop.clock.now = datetime(2026, 11, 2, 8, 50, tzinfo=UTC)

    assert opening(group) == LAST
    assert view(group).banner == ""


def test_of_two_events_today_the_one_that_is_not_over_opens(group: Scene) -> None:
    group.write(
        "event.set",
        event=TO_COME[0],
        start="2026-11-02T17:00:00+00:00",
        end="2026-11-02T19:00:00+00:00",
    )

    group.laptop.clock.now = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
    assert opening(group) == LAST
    group.laptop.clock.now = datetime(2026, 11, 2, 16, 45, tzinfo=UTC)
    assert opening(group) == TO_COME[0]


def test_else_the_latest_event_without_a_sign_off_opens(group: Scene) -> None:
    for event in PAST[3:]:
        group.mark("Ann", event, PRESENT)
    group.sign_off(LAST)

    assert opening(group) == PAST[3]


def test_an_event_that_did_not_run_does_not_open_as_unfinished(group: Scene) -> None:
    group.write("event.set", event=LAST, state="did_not_run", reason="Snow")

    assert opening(group) == PAST[3]


def test_else_the_next_event_opens(group: Scene) -> None:
    for event in PAST:
        group.mark("Ann", event, PRESENT)
        group.sign_off(event)

    assert opening(group) == TO_COME[0]
    assert view(group, TO_COME[0]).banner.startswith("Not today. This register is for Monday")


def test_an_absence_with_a_reason_says_that_it_is_one(group: Scene) -> None:
    group.mark("Ann", LAST, Mark(MarkState.ABSENT, reason="notified"))

    assert row(group, "Ann").detail == "notified"


def test_an_event_that_was_announced_as_planned_is_held_once_marked(group: Scene) -> None:
    group.write("event.set", event=LAST, state="planned")

    group.mark("Ann", LAST, PRESENT)

    assert view(group).event.state is EventState.RAN
