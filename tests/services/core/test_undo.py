"""Undo and redo, step by step, of everything one action wrote."""

import pytest
from support.applications import preview
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene, late

from npq_desktop.errors import ServiceError
from npq_desktop.rows.register import MarkState
from npq_desktop.rows.review import ReviewState, WorkId

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat")


def undo(scene: Scene) -> str:
    return scene.application.undo.undo(scene.group)[1].words


def redo(scene: Scene) -> str:
    return scene.application.undo.redo(scene.group)[1].words


def states(scene: Scene) -> list[str]:
    rows = {r.person: r for r in scene.application.register.view(scene.group, LAST).rows}
    return [rows[person].state.value for person in scene.people.values()]


def test_undo_goes_back_step_by_step(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    group.mark("Ann", LAST, late(20))
    group.mark("Ann", LAST, ABSENT)

    said = [undo(group), states(group)[0], undo(group), states(group)[0], undo(group)]

    assert said == [
        "Undone: absent for Ann",
        "late",
        "Undone: late 20 min for Ann",
        "present",
        "Undone: present for Ann",
    ]
    assert states(group)[0] == "unmarked"


def test_undo_names_the_row_to_select(group: Scene) -> None:
    group.mark("Ben", LAST, PRESENT)

    _, undone = group.application.undo.undo(group.group)

    assert (undone.event, undone.person) == (LAST, group.people["Ben"])


def test_undo_with_nothing_done_says_so(group: Scene) -> None:
    with pytest.raises(ServiceError, match="nothing to undo"):
        undo(group)

    assert group.application.undo.next_words(group.group) == ""


def test_undo_says_beforehand_what_it_would_do(group: Scene) -> None:
    group.mark("Ben", LAST, ABSENT)

    assert group.application.undo.next_words(group.group) == "undo absent for Ben"


def test_undo_of_a_bulk_action_is_one_step_and_leaves_earlier_marks(group: Scene) -> None:
    group.mark("Ann", LAST, ABSENT)
    group.mark_rest(LAST, PRESENT)

    assert undo(group) == "Undone: present for 2 people"
    assert states(group) == ["absent", "unmarked", "unmarked"]


def test_redo_does_it_again_and_can_be_undone_again(group: Scene) -> None:
    group.mark("Ann", LAST, ABSENT)
    group.mark_rest(LAST, PRESENT)
    undo(group)
    undo(group)

    assert redo(group) == "Done again: absent for Ann"
    assert redo(group) == "Done again: present for 2 people"
    assert states(group) == ["absent", "present", "present"]
    undo(group)
    assert states(group) == ["absent", "unmarked", "unmarked"]


def test_a_new_action_ends_redo(group: Scene) -> None:
    group.mark("Ann", LAST, ABSENT)
    undo(group)

    group.mark("Ben", LAST, PRESENT)

    assert group.application.undo.next_redo_words(group.group) == ""
    with pytest.raises(ServiceError, match="nothing to redo"):
        redo(group)


def test_undo_of_a_note_brings_the_earlier_one_back(group: Scene) -> None:
    set_note = group.application.register.set_note
    set_note(group.group, LAST, group.people["Ann"], "Train late", "")
    set_note(group.group, LAST, group.people["Ann"], "Left unwell", "Train late")

    undo(group)

    assert group.application.register.view(group.group, LAST).rows[0].note == "Train late"
    undo(group)
    assert group.application.register.view(group.group, LAST).rows[0].note == ""


def test_undo_of_a_sign_off_leaves_the_register_unsigned(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    group.sign_off(LAST)

    undo(group)

    assert not group.application.register.view(group.group, LAST).event.signed_off
    assert states(group)[0] == "present"


def test_undo_of_a_review_awaits_again(group: Scene) -> None:
    group.hand_in("Ann", "m1.diagnostic")
    work = WorkId(group.people["Ann"], "m1.diagnostic")
    group.application.review.accept(group.group, work, "")

    undo(group)

    assert group.application.review.view(group.group, work).row.state is ReviewState.AWAITING


def test_undo_of_a_roster_import_takes_its_people_out(group: Scene) -> None:
    group.application.setup.apply_roster(group.group, preview("Dan", "Eve"))
    assert len(group.facts.people) == 5

    assert undo(group) == "Undone: import of 2 people"

    assert set(group.facts.people) == set(group.people.values())


def test_undo_of_a_choice_brings_the_disagreement_back(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    sam.tell("mark.set", who="Ann", event=LAST, state="absent")
    group.choose("Ann", LAST, 0)

    undo(group)

    assert states(group)[0] == "conflict"


def test_undo_never_goes_over_a_colleagues_later_mark(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ben", LAST, PRESENT)
    group.mark("Ann", LAST, PRESENT)
    sam.catch_up_with_us()
    ours = group.facts.marks(LAST)[group.people["Ann"]][0].head
    sam.tell("mark.set", rep=(ours,), who="Ann", event=LAST, state="absent")

    with pytest.raises(ServiceError, match="changed again since"):
        undo(group)

    assert states(group)[:2] == ["absent", "present"]


def test_a_failed_undo_keeps_the_steps_before_it_reachable(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ben", LAST, PRESENT)
    group.mark("Ann", LAST, PRESENT)
    sam.tell("mark.set", who="Ann", event=LAST, state="absent")
    with pytest.raises(ServiceError):
        undo(group)

    assert undo(group) == "Undone: present for Ben"

    assert states(group)[1] == "unmarked"
    assert states(group)[0] == MarkState.CONFLICT


def test_a_bulk_action_with_one_later_mark_is_not_undone_in_part(group: Scene) -> None:
    sam = group.colleague()
    group.mark_rest(LAST, PRESENT)
    sam.tell("mark.set", who="Cat", event=LAST, state="absent")

    with pytest.raises(ServiceError):
        undo(group)

    assert states(group) == ["present", "present", "conflict"]


def test_undo_is_gone_after_a_restart_and_the_mark_is_not(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)

    group.laptop.restart()

    assert group.application.undo.next_words(group.group) == ""
    assert states(group)[0] == "present"


def test_undo_of_one_group_leaves_the_other_alone(scene: MakeScene) -> None:
    one, other = scene("Ann"), scene("Ben")
    one.mark("Ann", LAST, PRESENT)
    other.mark("Ben", LAST, PRESENT)

    undo(one)

    assert (states(one), states(other)) == (["unmarked"], ["present"])


def test_undo_never_goes_over_a_colleagues_own_undo(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    group.mark("Ann", LAST, ABSENT)
    sam.catch_up_with_us()
    ours = group.facts.marks(LAST)[group.people["Ann"]][0].head
    sam.tell("mark.set", rep=(ours,), undoes=ours)

    for _ in range(2):
        with pytest.raises(ServiceError, match="changed again since"):
            undo(group)

    assert states(group)[0] == "present"
