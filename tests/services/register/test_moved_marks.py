"""A register taken on the wrong event: moved in one step, never over other marks."""

import pytest
from support.scenes import ABSENT, PAST, PRESENT, UNMARKED, MakeScene, Scene, did_not_run, late

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.register import Mark, MarkState

WRONG, RIGHT = PAST[-2], PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    made = scene("Ann", "Ben", "Cat")
    made.mark("Ann", WRONG, PRESENT)
    made.mark("Ben", WRONG, late(25))
    made.mark("Cat", WRONG, Mark(MarkState.ABSENT, reason="travel"))
    return made


def states(scene: Scene, event: str) -> list[str]:
    rows = {r.person: r for r in scene.application.register.view(scene.group, event).rows}
    return [rows[person].state.value for person in scene.people.values()]


def move(scene: Scene) -> None:
    shown = scene.application.moved_marks.offer(scene.group, WRONG, RIGHT)
    scene.application.moved_marks.move(scene.group, WRONG, RIGHT, shown)


def test_moved_marks_stand_at_the_target_and_nowhere_else(group: Scene) -> None:
    move(group)

    assert states(group, RIGHT) == ["present", "late", "absent"]
    assert states(group, WRONG) == ["unmarked"] * 3


def test_moved_marks_keep_minutes_reason_and_what_they_were_counted_from(group: Scene) -> None:
    before = group.facts.marks(WRONG)

    move(group)

    after = group.facts.marks(RIGHT)
    ben, cat = group.people["Ben"], group.people["Cat"]
    assert after[ben][0].minutes_late == 25
    assert (after[ben][0].start, after[ben][0].end) == (before[ben][0].start, before[ben][0].end)
    assert after[cat][0].reason == "travel"
    assert {fact.how for facts in after.values() for fact in facts} == {"moved"}


def test_a_moved_mark_of_an_older_version_gets_the_end_it_was_counted_to(group: Scene) -> None:
    [event] = [e for e in group.application.register.events(group.group) if e.id == WRONG]
    start, end = event.start.isoformat(), event.end.isoformat()
    said = {"state": "present", "minutes_late": 30, "start": start}
    group.write("mark.set", who="Ann", event=WRONG, **said)

    move(group)

    [moved] = group.facts.marks(RIGHT)[group.people["Ann"]]
    assert (moved.start, moved.end) == (start, end)


def test_a_moved_mark_that_was_counted_from_other_times_gets_no_end_of_now(group: Scene) -> None:
    earlier = "2026-09-14T09:00:00+01:00"
    said = {"state": "present", "minutes_late": 30, "start": earlier}
    group.write("mark.set", who="Ann", event=WRONG, **said)

    move(group)

    [moved] = group.facts.marks(RIGHT)[group.people["Ann"]]
    assert (moved.start, moved.end) == (earlier, None)


def test_a_move_of_marks_is_one_step_of_undo(group: Scene) -> None:
    move(group)

    _, undone = group.application.undo.undo(group.group)

    assert undone.words == f"Undone: move of 3 marks to {_title(group, RIGHT)}"
    assert states(group, WRONG) == ["present", "late", "absent"]
    assert states(group, RIGHT) == ["unmarked"] * 3


def test_a_move_of_marks_can_be_done_again(group: Scene) -> None:
    move(group)
    group.application.undo.undo(group.group)

    group.application.undo.redo(group.group)

    assert states(group, RIGHT) == ["present", "late", "absent"]
    assert states(group, WRONG) == ["unmarked"] * 3


def test_a_move_freezes_the_target_roster_and_frees_the_one_here(group: Scene) -> None:
    move(group)

    assert set(group.facts.registers[RIGHT].people) == set(group.people.values())
    assert WRONG not in group.facts.registers


def test_a_move_takes_the_notes_along(group: Scene) -> None:
    ann = group.people["Ann"]
    group.application.register.set_note(group.group, WRONG, ann, "lift at five", "")

    move(group)

    rows = {r.person: r for r in group.application.register.view(group.group, RIGHT).rows}
    assert rows[ann].note == "lift at five"
    assert (ann, WRONG) not in group.facts.notes


def test_a_move_says_first_what_it_will_do(group: Scene) -> None:
    said = group.application.moved_marks.offer(group.group, WRONG, RIGHT).words

    assert said.startswith("3 marks (1 present, 1 late and 1 absent) go to ")
    assert said.endswith("Nobody is marked here afterwards. Press Ctrl+Z once to undo.")


def test_a_move_onto_other_marks_is_refused_with_the_names(group: Scene) -> None:
    group.mark("Ann", RIGHT, ABSENT)

    for attempt in (move, lambda s: s.application.moved_marks.offer(s.group, WRONG, RIGHT)):
        with pytest.raises(ServiceError, match=r"^Ann already has a different mark"):
            attempt(group)

    assert states(group, WRONG) == ["present", "late", "absent"]
    assert states(group, RIGHT) == ["absent", "unmarked", "unmarked"]


def test_a_move_onto_the_same_mark_leaves_it_as_it_is(group: Scene) -> None:
    group.mark("Ben", RIGHT, late(25))
    before = group.facts.marks(RIGHT)[group.people["Ben"]]
    said = group.application.moved_marks.offer(group.group, WRONG, RIGHT).words

    move(group)

    assert group.facts.marks(RIGHT)[group.people["Ben"]] == before
    assert "1 person has the same mark there already." in said
    assert states(group, RIGHT) == ["present", "late", "absent"]


def test_a_move_with_other_minutes_there_is_refused(group: Scene) -> None:
    group.mark("Ben", RIGHT, late(20))

    with pytest.raises(ServiceError, match="Ben already has a different mark"):
        move(group)


def test_a_move_of_marks_that_disagree_here_is_refused(group: Scene) -> None:
    sam = group.colleague()
    sam.tell("mark.set", who="Ann", event=WRONG, state="absent")

    with pytest.raises(ServiceError, match="Ann has two different marks here"):
        move(group)


def test_a_move_to_what_did_not_run_is_refused_and_not_offered(group: Scene) -> None:
    did_not_run(group.application, group.group, RIGHT, "snow")

    with pytest.raises(ServiceError, match="recorded as not run"):
        move(group)

    offered = group.application.moved_marks.targets(group.group, WRONG)
    assert RIGHT not in {target.id for target in offered}


def test_a_move_of_no_marks_is_refused(group: Scene) -> None:
    with pytest.raises(ServiceError, match="nothing to move"):
        group.application.moved_marks.offer(group.group, RIGHT, WRONG)


def test_a_mark_that_arrives_meanwhile_does_not_move_unseen(group: Scene) -> None:
    sam, moved = group.colleague(), group.application.moved_marks
    group.mark("Cat", WRONG, UNMARKED)
    shown = moved.offer(group.group, WRONG, RIGHT)

    sam.tell("mark.set", who="Cat", event=WRONG, state="absent", how="typed")

    with pytest.raises(StaleError):
        moved.move(group.group, WRONG, RIGHT, shown)
    assert states(group, RIGHT) == ["unmarked"] * 3


def test_a_colleagues_later_mark_at_the_target_becomes_a_disagreement(group: Scene) -> None:
    sam = group.colleague()
    move(group)

    sam.tell("mark.set", who="Ann", event=RIGHT, state="absent")

    assert states(group, RIGHT) == ["conflict", "late", "absent"]


def test_a_move_of_a_joined_persons_marks_leaves_none_behind(group: Scene) -> None:
    ann = group.people["Ann"]
    group.write("person.set", person="guest-1", name="A guest")
    group.write("mark.set", person="guest-1", event=WRONG, state="present")
    group.write("person.set", person="guest-1", same_as=ann)

    move(group)

    assert not group.facts.marks(WRONG)
    assert states(group, RIGHT) == ["present", "late", "absent"]


def _title(scene: Scene, event: str) -> str:
    events = scene.application.register.events(scene.group)
    return next(each.title for each in events if each.id == event)
