"""Changes after a sign-off, what a signature lacks, and counts that reconcile."""

import random

import pytest
from support.scenes import ABSENT, PAST, PRESENT, UNMARKED, MakeScene, Scene, late

from npq_desktop.rows.register import RegisterRow, SignoffRow

pytestmark = pytest.mark.slow

LAST = PAST[-1]


@pytest.fixture
def signed(scene: MakeScene) -> Scene:
    """Ann and Ben are present and signed; Cat is unmarked."""
    made = scene("Ann", "Ben", "Cat")
    made.mark("Ann", LAST, PRESENT)
    made.mark("Ben", LAST, PRESENT)
    sign(made)
    return made


def sign(scene: Scene) -> None:
    scene.sign_off(LAST)


def amend(scene: Scene, reason: str = "She left at ten") -> None:
    register, ann = scene.application.register, scene.people["Ann"]
    register.mark(scene.group, LAST, ann, ABSENT, amendment=reason)


def ann(scene: Scene) -> RegisterRow:
    return scene.application.register.view(scene.group, LAST).rows[0]


def signoffs(scene: Scene) -> dict[str, SignoffRow]:
    return {s.who: s for s in scene.application.register.view(scene.group, LAST).signoffs}


def test_only_who_is_covered_by_a_sign_off_counts_as_signed(signed: Scene) -> None:
    rows = signed.application.register.view(signed.group, LAST).rows

    assert [row.signed for row in rows] == [True, True, False]


def test_an_amendment_stands_in_the_row_with_its_reason(signed: Scene) -> None:
    amend(signed)

    assert ann(signed).amendment == "She left at ten"
    assert ann(signed).detail == "changed after sign-off: She left at ten"


def test_an_amendment_is_one_undo_step_and_the_signature_covers_again(signed: Scene) -> None:
    amend(signed)

    signed.application.undo.undo(signed.group)

    assert (ann(signed).state, ann(signed).amendment) == ("present", "")
    assert signoffs(signed)["Alex Morgan"].uncovered == ()


def test_redo_brings_an_amendment_back(signed: Scene) -> None:
    amend(signed)
    signed.application.undo.undo(signed.group)

    signed.application.undo.redo(signed.group)

    assert ann(signed).amendment == "She left at ten"


def test_an_amendment_survives_a_restart(signed: Scene) -> None:
    amend(signed)

    signed.laptop.restart()

    assert ann(signed).amendment == "She left at ten"


def test_an_amendment_that_is_no_text_breaks_nothing(signed: Scene) -> None:
    sam = signed.colleague()

    sam.tell("mark.set", who="Cat", event=LAST, state="present", amendment=[1])

    row = signed.application.register.view(signed.group, LAST).rows[2]
    assert (row.state, row.amendment) == ("present", "[1]")


def test_a_signed_mark_taken_back_says_so(signed: Scene) -> None:
    signed.mark("Ann", LAST, UNMARKED)

    assert ann(signed).detail == "signed off, then taken back"


def test_signing_again_covers_an_amendment(signed: Scene) -> None:
    amend(signed)

    sign(signed)

    assert signoffs(signed)["Alex Morgan"].uncovered == ()
    assert ann(signed).amendment == "She left at ten"


def test_undo_of_signing_again_leaves_the_first_signature(signed: Scene) -> None:
    amend(signed)
    sign(signed)

    signed.application.undo.undo(signed.group)

    assert signoffs(signed)["Alex Morgan"].uncovered == ("1 mark by Alex Morgan",)


def test_two_sign_offs_each_say_what_they_lack_and_whose_they_are(signed: Scene) -> None:
    sam = signed.colleague()
    sam.tell("register.signoff", event=LAST, counts={}, covers={})
    sam.tell("mark.set", who="Cat", event=LAST, state="absent")

    said = signoffs(signed)

    assert (said["Alex Morgan"].own, said["Sam Okafor"].own) == (True, False)
    assert said["Alex Morgan"].uncovered == ("1 mark by Sam Okafor",)
    assert said["Sam Okafor"].uncovered == ("2 marks by Alex Morgan", "1 mark by Sam Okafor")


def test_entries_held_back_about_the_event_are_named(signed: Scene) -> None:
    sam = signed.colleague()

    sam.tell("exemption.set", who="Ann", item=LAST, value="excused")
    sam.tell("exemption.set", who="Ann", item=PAST[0], value="excused")

    assert signoffs(signed)["Alex Morgan"].held == ("1 change by Sam Okafor",)


def test_the_unmarked_are_named_up_to_five(scene: MakeScene) -> None:
    made = scene(*"ABCDEFGH")

    draft = made.application.signoff.draft(made.group, LAST)

    assert draft.who_unmarked == "A, B, C, D and 4 more"


@pytest.mark.parametrize("seed", range(8))
def test_everybody_expected_is_in_exactly_one_count(scene: MakeScene, seed: int) -> None:
    chance = random.Random(seed)
    made = scene(*(f"P{number}" for number in range(12)))
    sam = made.colleague()
    for name in made.people:
        if chance.random() < 0.2:
            made.write("enrolment.set", who=name, from_="2026-10-01", status="deferred")
        made.mark(name, LAST, chance.choice([PRESENT, ABSENT, UNMARKED, late(9)]))
        if chance.random() < 0.3:
            sam.say("mark.set", who=name, event=LAST, state=chance.choice(["present", "absent"]))
    sam.send()

    view = made.application.register.view(made.group, LAST)

    c = view.counts
    assert c.expected == sum(row.expected for row in view.rows)
    assert c.expected == c.present + c.late + c.left_early + c.absent + c.unmarked + c.conflicts
    assert c.expected + c.not_expected + c.walk_ins == len(view.rows)
