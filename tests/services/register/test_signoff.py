"""Sign a register off, and what the signature does not cover."""

import pytest
from support.scenes import ABSENT, PAST, PRESENT, UNMARKED, MakeScene, Scene, late

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.events import Announced
from npq_desktop.rows.register import Mark, MarkState

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat")


def words(scene: Scene, head_count: int | None = None) -> str:
    return scene.application.signoff.draft(scene.group, LAST, head_count).words


def sign(scene: Scene, head_count: int | None = None) -> None:
    scene.sign_off(LAST, head_count)


def uncovered(scene: Scene) -> tuple[str, ...]:
    [signoff] = scene.application.register.view(scene.group, LAST).signoffs
    return signoff.uncovered


def test_a_sign_off_says_the_register_in_words(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    group.mark("Ben", LAST, late(12))

    assert words(group) == "3 expected: 1 present, 1 late. 1 not marked."


def test_a_complete_register_has_nobody_unmarked(group: Scene) -> None:
    group.mark_rest(LAST, PRESENT)

    assert words(group, 3) == ("3 expected: 3 present. Everyone is marked. Headcount 3 matches.")


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (2, "Headcount 2 is 1 more than the marks show."),
        (0, "Headcount 0 is 1 fewer than the marks show."),
    ],
)
def test_a_head_count_that_differs_is_named(group: Scene, counted: int, said: str) -> None:
    group.mark("Ann", LAST, PRESENT)

    assert words(group, counted).endswith(said)


def test_a_walk_in_counts_in_the_room(group: Scene) -> None:
    group.write("enrolment.set", who="Cat", from_="2026-10-01", status="deferred")
    group.mark("Cat", LAST, PRESENT)
    group.mark("Ann", LAST, PRESENT)

    assert words(group, 2) == (
        "2 expected: 1 present. Also here: 1 not expected. 1 not marked. Headcount 2 matches."
    )


def test_a_disagreement_is_named(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    sam.tell("mark.set", who="Ann", event=LAST, state="absent")

    draft = group.application.signoff.draft(group.group, LAST)

    assert "1 with two different marks" in draft.words
    assert (draft.conflicts, draft.unmarked) == (1, 2)


def test_entries_held_back_are_named(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)

    sam.tell("exemption.set", who="Ann", item=LAST, value="excused")

    assert words(group).endswith("1 change on hold is not part of this sign-off.")


def test_a_register_without_marks_is_not_signed(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Nobody has been marked"):
        sign(group)


def test_looking_at_the_words_signs_nothing(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)

    words(group, 5)

    assert not group.application.register.view(group.group, LAST).event.signed_off


def test_a_sign_off_covers_what_it_saw(group: Scene) -> None:
    group.mark_rest(LAST, PRESENT)

    sign(group, 3)

    view = group.application.register.view(group.group, LAST)
    assert view.event.signed_off
    assert (view.signoffs[0].who, view.counts.head_count) == ("Alex Morgan", 3)
    assert uncovered(group) == ()


def test_a_change_afterwards_is_not_covered(group: Scene) -> None:
    group.mark_rest(LAST, PRESENT)
    sign(group)

    group.mark("Ann", LAST, ABSENT)

    assert uncovered(group) == ("1 mark by Alex Morgan",)


def step(scene: Scene, *ways: str) -> None:
    for way in ways:
        getattr(scene.application.undo, way)(scene.group)


def test_a_mark_that_equals_the_signed_one_again_is_covered(group: Scene) -> None:
    group.mark_rest(LAST, PRESENT)
    sign(group)

    group.mark("Ann", LAST, late(9))
    assert uncovered(group) == ("1 mark by Alex Morgan",)
    group.mark("Ann", LAST, PRESENT)
    assert uncovered(group) == ()
    step(group, "undo", "undo", "redo", "redo")
    assert uncovered(group) == ()
    step(group, "undo")
    assert uncovered(group) == ("1 mark by Alex Morgan",)


def test_coverage_follows_what_an_undo_brought_to_the_signature(group: Scene) -> None:
    group.mark_rest(LAST, PRESENT)
    group.mark("Ann", LAST, ABSENT)
    step(group, "undo")
    sign(group)

    group.mark("Ann", LAST, late(9))
    assert uncovered(group) == ("1 mark by Alex Morgan",)
    step(group, "undo")
    assert uncovered(group) == ()
    step(group, "redo", "undo")
    assert uncovered(group) == ()


def test_one_of_two_signed_marks_that_was_chosen_since_is_not_covered(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    sam.tell("mark.set", who="Ann", event=LAST, state="absent")
    sign(group)
    assert uncovered(group) == ()

    group.choose("Ann", LAST, 0)

    assert uncovered(group) == ("1 mark by Alex Morgan",)


def test_a_reason_given_after_the_signature_is_not_covered(group: Scene) -> None:
    group.mark_rest(LAST, ABSENT)
    sign(group)

    group.mark("Ann", LAST, Mark(MarkState.ABSENT, reason="travel"))

    assert uncovered(group) == ("1 mark by Alex Morgan",)


def test_apologies_of_the_absent_are_counted(group: Scene) -> None:
    announced = group.application.announcements
    for who in ("Ann", "Ben"):
        place = (group.group, LAST, group.people[who])
        announced.announce(*place, Announced("apology", "travel"), announced.known(*place))
    group.mark("Ann", LAST, ABSENT)
    group.mark("Ben", LAST, PRESENT)
    group.mark("Cat", LAST, ABSENT)

    assert words(group) == "3 expected: 1 present, 2 absent (1 with apologies). Everyone is marked."


def test_a_mark_taken_back_afterwards_is_not_covered(group: Scene) -> None:
    group.mark_rest(LAST, PRESENT)
    sign(group)

    group.mark("Ann", LAST, UNMARKED)

    assert uncovered(group) == ("1 mark taken back",)


def test_a_colleagues_marks_that_arrive_afterwards_are_not_covered(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    sign(group)

    sam.say("mark.set", who="Ben", event=LAST, state="present")
    sam.tell("mark.set", who="Cat", event=LAST, state="absent")

    assert uncovered(group) == ("2 marks by Sam Okafor",)


@pytest.mark.parametrize("attempt", range(6))  # which of two equal marks is shown first is chance
def test_a_colleague_who_agrees_afterwards_changes_nothing(group: Scene, attempt: int) -> None:
    sam = group.colleague(f"Sam {attempt}")
    group.mark("Ann", LAST, PRESENT)
    sign(group)

    sam.tell("mark.set", who="Ann", event=LAST, state="present", how="scanned")

    assert uncovered(group) == ()


def test_signing_again_covers_what_came(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    sign(group)
    group.mark("Ben", LAST, PRESENT)

    sign(group)

    assert uncovered(group) == ()


def test_two_members_sign_side_by_side(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    sign(group, 1)
    group.laptop.clock.move(minutes=5)

    covers = {group.people["Ann"]: [group.facts.marks(LAST)[group.people["Ann"]][0].head[:16]]}
    sam.tell("register.signoff", event=LAST, counts={}, covers=covers, head_count=2)

    view = group.application.register.view(group.group, LAST)
    assert {each.who for each in view.signoffs} == {"Alex Morgan", "Sam Okafor"}
    assert view.counts.head_count == 2


def test_an_event_that_did_not_run_is_not_signed_off(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    group.write("event.set", event=LAST, state="did_not_run", reason="snow")

    with pytest.raises(ServiceError, match="recorded as not run"):
        words(group)
    with pytest.raises(ServiceError, match="recorded as not run"):
        sign(group)


def test_a_register_that_has_changed_since_it_was_shown_is_not_signed(group: Scene) -> None:
    sam = group.colleague()
    group.mark_rest(LAST, PRESENT)
    shown = group.application.signoff.draft(group.group, LAST, 3)

    sam.tell("mark.set", who="Ann", event=LAST, state="absent", how="typed")

    with pytest.raises(StaleError, match="Someone changed this"):
        group.application.signoff.sign_off(group.group, LAST, shown)
    assert not group.facts.signoffs


def test_marks_that_change_places_are_not_signed_for_unseen(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    group.mark("Ben", LAST, ABSENT)
    shown = group.application.signoff.draft(group.group, LAST)

    group.mark("Ann", LAST, ABSENT)
    group.mark("Ben", LAST, PRESENT)

    assert group.application.signoff.draft(group.group, LAST).words == shown.words
    with pytest.raises(StaleError):
        group.application.signoff.sign_off(group.group, LAST, shown)


def test_a_colleague_who_agrees_meanwhile_does_not_hold_up_the_sign_off(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    shown = group.application.signoff.draft(group.group, LAST)

    sam.tell("mark.set", who="Ann", event=LAST, state="present", how="scanned")
    group.application.signoff.sign_off(group.group, LAST, shown)

    assert uncovered(group) == ()
