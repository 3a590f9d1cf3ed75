"""Passages picked for the seminar: this laptop's own, and gone with the person."""

import pytest
from support.scenes import MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.review import WorkId

TASK = "m3.reflective"


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    made = scene("Ann", "Ben")
    made.hand_in("Ann", TASK)
    return made


def work(group: Scene) -> WorkId:
    return WorkId(group.people["Ann"], TASK)


def test_a_passage_is_picked_and_let_go(group: Scene) -> None:
    passages = group.application.review.passages

    assert passages.toggle(group.group, work(group), "They use it\n to show.") is True
    group.laptop.restart()
    passages = group.application.review.passages
    assert passages.of_work(group.group, work(group)) == ("They use it to show.",)
    assert [each.work for each in passages.all(group.group)] == [work(group)]

    assert passages.toggle(group.group, work(group), "They use it to show.") is False
    assert passages.of_work(group.group, work(group)) == ()


@pytest.mark.parametrize("text", ["", "  ", "x" * 401])
def test_what_no_page_can_show_is_refused(group: Scene, text: str) -> None:
    with pytest.raises(ServiceError):
        group.application.review.passages.toggle(group.group, work(group), text)


def test_erasing_the_person_takes_the_passage(group: Scene) -> None:
    group.application.review.passages.toggle(group.group, work(group), "They use it to show.")

    group.application.store.local.forget_people(group.group, [group.people["Ann"]])

    assert group.application.review.passages.all(group.group) == ()


@pytest.mark.parametrize("kept", ["no JSON", "7", '{"a": 1}', "[1, 2]"])
def test_a_damaged_draft_is_no_passage(group: Scene, kept: str) -> None:
    place = f"quote/{TASK}/{group.people['Ann']}"
    group.application.store.local.save_draft(group.group, place, kept)

    assert group.application.review.passages.all(group.group) == ()
