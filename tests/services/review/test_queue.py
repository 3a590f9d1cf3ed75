"""The queue: what is shown, in which order, and how a sitting keeps its places."""

from dataclasses import replace
from datetime import date

import pytest
from support.scenes import PAST, MakeScene, Scene

from npq_desktop.rows.review import Order, QueueChoice, ReviewState, Show, WorkId
from npq_desktop.services.review.queue import Sitting, counts, ordered

NEXT = "m5.diagnostic"
BEFORE = "m4.reflective"
OLD = "m1.diagnostic"


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat", "Dan", "Eve")


def rows(group: Scene):
    return group.application.review.queue(group.group)


def sitting(group: Scene, **choice: object) -> Sitting:
    return group.application.review.sitting(group.group, QueueChoice(**choice))  # type: ignore[arg-type]


def names(found) -> list[str]:
    return [row.name for row in found]


def work(group: Scene, who: str, item: str = OLD) -> WorkId:
    return WorkId(group.people[who], item)


def hand_in_all(group: Scene) -> None:
    for number, who in enumerate(group.people, start=1):
        group.hand_in(who, OLD, who, handed_in=f"2026-10-0{number}T09:00:00+01:00")


def test_what_the_next_event_builds_on_comes_first(group: Scene) -> None:
    group.hand_in("Ann", OLD, handed_in="2026-09-01T09:00:00+01:00")
    group.hand_in("Ben", NEXT, handed_in="2026-10-02T09:00:00+01:00")
    group.hand_in("Cat", BEFORE, handed_in="2026-10-01T09:00:00+01:00")

    assert [(row.name, row.builds_next) for row in rows(group)] == [
        ("Cat", True),
        ("Ben", True),
        ("Ann", False),
    ]


def test_who_is_not_expected_next_comes_after_who_is(group: Scene) -> None:
    group.hand_in("Ann", NEXT, handed_in="2026-10-01T09:00:00+01:00")
    group.hand_in("Ben", NEXT, handed_in="2026-10-02T09:00:00+01:00")
    group.write("enrolment.set", who="Ann", status="deferred", from_="2026-10-10")

    assert names(rows(group)) == ["Ben", "Ann"]
    assert names(sitting(group, expected_next=True).rows) == ["Ben"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.PERSON, ["Ann", "Ben", "Cat"]),
        (Order.SHORTEST, ["Cat", "Ann", "Ben"]),
        (Order.WAITING, ["Ben", "Cat", "Ann"]),
        (Order.TASK, ["Ann", "Cat", "Ben"]),
    ],
)
def test_orders(group: Scene, order: Order, expected: list[str]) -> None:
    group.hand_in("Ann", OLD, "one two", handed_in="2026-10-03T09:00:00+01:00")
    group.hand_in("Ben", BEFORE, "one two three", handed_in="2026-10-01T09:00:00+01:00")
    group.hand_in("Cat", OLD, "one", handed_in="2026-10-02T09:00:00+01:00")

    assert names(ordered(rows(group), order)) == expected


def test_a_decided_work_keeps_its_place_in_the_sitting(group: Scene) -> None:
    hand_in_all(group)
    shown = sitting(group)
    group.application.review.accept(group.group, work(group, "Ben"), "")

    shown.update(group.application.review.works(group.group))

    assert names(shown.rows) == ["Ann", "Ben", "Cat", "Dan", "Eve"]
    assert shown.rows[1].state is ReviewState.ACCEPTED
    assert (shown.progress.decided, shown.progress.total, shown.progress.left) == (1, 5, 4)
    assert names(sitting(group).rows) == ["Ann", "Cat", "Dan", "Eve"]


def test_work_that_comes_in_is_counted_and_added_when_the_list_is_built_again(
    group: Scene,
) -> None:
    group.hand_in("Ann", OLD)
    shown = sitting(group)
    group.hand_in("Ben", OLD)

    shown.update(group.application.review.works(group.group))

    assert (names(shown.rows), shown.arrived) == (["Ann"], 1)
    assert sitting(group).arrived == 0
    assert len(sitting(group).rows) == 2


def test_work_of_somebody_who_is_erased_leaves_the_sitting(group: Scene) -> None:
    hand_in_all(group)
    shown = sitting(group)

    shown.update({row.work: row for row in rows(group) if row.name != "Ann"})

    assert "Ann" not in names(shown.rows)
    assert shown.progress.left == 4


def test_work_set_aside_comes_last_and_is_counted_apart(group: Scene) -> None:
    hand_in_all(group)
    group.application.review.set_aside(group.group, work(group, "Ann"), "second look")

    shown = sitting(group)

    assert names(shown.rows)[-1] == "Ann"
    assert shown.rows[-1].aside == "second look"
    assert (shown.progress.total, shown.progress.left, shown.progress.aside) == (4, 4, 1)
    assert names(sitting(group, show=Show.ASIDE).rows) == ["Ann"]


@pytest.mark.parametrize("reason", ["", "ask a colleague"])
def test_work_set_aside_survives_a_restart_and_can_be_taken_back_in(
    group: Scene, reason: str
) -> None:
    group.hand_in("Ann", OLD)
    group.application.review.set_aside(group.group, work(group, "Ann"), reason)
    group.laptop.restart()
    assert rows(group)[0].aside == reason

    group.application.review.set_aside(group.group, work(group, "Ann"), None)

    assert rows(group)[0].aside is None


def test_a_new_attempt_takes_the_work_back_in(group: Scene) -> None:
    group.hand_in("Ann", OLD, "first")
    group.application.review.set_aside(group.group, work(group, "Ann"), "second look")

    group.hand_in("Ann", OLD, "second")

    assert (rows(group)[0].aside, rows(group)[0].attempts) == (None, 2)


def test_a_decision_ends_setting_aside(group: Scene) -> None:
    group.hand_in("Ann", OLD)
    group.application.review.set_aside(group.group, work(group, "Ann"), "")

    group.application.review.accept(group.group, work(group, "Ann"), "")

    assert rows(group)[0].aside is None


def test_erasing_a_person_takes_what_was_set_aside(group: Scene) -> None:
    group.hand_in("Ann", OLD)
    group.application.review.set_aside(group.group, work(group, "Ann"), "second look")

    group.application.store.local.forget_people(group.group, [group.people["Ann"]])

    assert group.application.store.local.drafts(group.group) == ()


def test_counts_are_of_what_the_other_filters_keep(group: Scene) -> None:
    hand_in_all(group)
    group.hand_in("Ann", BEFORE)
    group.application.review.accept(group.group, work(group, "Ben"), "")
    group.write("catchup.set", who="Ann", event=PAST[-1], state="agreed")

    everything = counts(rows(group), QueueChoice())
    one_module = counts(rows(group), QueueChoice(module="m1"))

    assert (everything[Show.TO_DO], everything[Show.ACCEPTED]) == (5, 1)
    assert (everything[Show.AGREED], everything[Show.EVERYTHING]) == (1, 7)
    assert one_module[Show.EVERYTHING] == 5


def test_a_catch_up_has_the_module_of_its_event(group: Scene) -> None:
    group.write("catchup.set", who="Ann", event="m2.seminar", state="handed_in", text="Here.")

    assert (rows(group)[0].module, rows(group)[0].kind) == ("m2", "catch-up")


def test_a_row_follows_every_fact_it_shows(group: Scene) -> None:
    group.hand_in("Ann", OLD)
    before = rows(group)[0]
    group.application.review.save_draft(group.group, before.work, "I like")
    assert rows(group)[0] == replace(before, has_draft=True)

    group.write("person.set", who="Ann", name="Anne")

    assert rows(group)[0].name == "Anne"


def test_returned_work_says_by_when_it_is_asked_for_again(group: Scene) -> None:
    group.hand_in("Ann", OLD)

    review = group.application.review
    review.send_back(group.group, work(group, "Ann"), "Say why.", date(2026, 12, 7))

    assert rows(group)[0].due == date(2026, 12, 7)
    assert review.days_to_return() == 14


def test_rows_mended_after_each_write_are_those_of_a_fresh_reading(group: Scene) -> None:
    review, undo = group.application.review, group.application.undo
    hand_in_all(group)
    group.hand_in("Ann", BEFORE)
    group.write("catchup.set", who="Ben", event=PAST[0], state="handed_in", text="x")
    ann, ben, caught_up = (
        work(group, "Ann"),
        work(group, "Ben"),
        WorkId(group.people["Ben"], PAST[0], True),
    )
    acts = [
        lambda: review.accept(group.group, ann, "Good."),
        lambda: review.send_back(group.group, ben, "More.", date(2026, 12, 24)),
        lambda: group.hand_in("Ben", OLD, "a second attempt"),
        lambda: review.save_draft(group.group, ben, "typed"),
        lambda: review.set_aside(group.group, ben, "second look"),
        lambda: review.accept(group.group, caught_up, ""),
        lambda: undo.undo(group.group),
        lambda: review.set_aside(group.group, ben, None),
        lambda: undo.undo(group.group),
        lambda: group.write("person.set", who="Cat", known_as="Kit"),
        lambda: review.accept_all(group.group, [ann, work(group, "Cat")], "All."),
        lambda: group.write("enrolment.set", who="Dan", status="deferred", from_="2026-10-10"),
    ]
    for act in acts:
        act()
        mended = rows(group)
        group.application.core.facts.read_again()

        assert mended == rows(group)


def test_a_decision_leaves_the_rows_of_others_the_objects_they_were(group: Scene) -> None:
    hand_in_all(group)
    before = dict(group.application.review.works(group.group))

    group.application.review.accept(group.group, work(group, "Ann"), "")

    after = group.application.review.works(group.group)
    changed = [key for key in before if after[key] is not before[key]]
    assert changed == [work(group, "Ann")]


def test_work_that_waits_in_another_group_is_known(group: Scene) -> None:
    review = group.application.review
    example = group.application.groups.add_example()
    title = group.application.core.facts.of(example).group.title

    assert review.elsewhere(group.group) == ((title, review.waiting(example)),)
    assert review.elsewhere(example) == ()
