"""Apologies and visits known beforehand: on the row, never a mark; and times worth offering."""

import pytest
from support.scenes import PAST, PRESENT, TO_COME, MakeScene, Scene

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.events import Announced
from npq_desktop.rows.register import Mark, MarkState, RegisterRow

LAST, NEXT = PAST[-1], TO_COME[0]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def row(scene: Scene, who: str, event: str = NEXT) -> RegisterRow:
    rows = scene.application.register.view(scene.group, event).rows
    return next(each for each in rows if each.person == scene.people[who])


def announce(scene: Scene, who: str, said: Announced) -> None:
    place = (scene.group, NEXT, scene.people[who])
    announcements = scene.application.announcements
    announcements.announce(*place, said, announcements.known(*place))


def apologise(scene: Scene, who: str, reason: str = "travel") -> None:
    announce(scene, who, Announced("apology", reason))


def test_an_apology_shows_on_the_row_with_its_reason_and_is_no_mark(group: Scene) -> None:
    apologise(group, "Ann", "school_duty")

    shown = row(group, "Ann")
    assert shown.state is MarkState.UNMARKED
    assert shown.expected
    assert shown.detail == "apologies sent beforehand, school duty"
    assert NEXT not in group.facts.registers


def test_an_apology_with_a_reason_of_no_list_is_refused(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Choose a reason"):
        apologise(group, "Ann", "flu")


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        (None, "apologies sent beforehand, travel"),
        ("school_duty", "school duty"),
    ],
)
def test_an_apology_keeps_its_reason_when_the_person_is_marked_absent(
    group: Scene, marked: str | None, told: str
) -> None:
    apologise(group, "Ann", "travel")

    group.mark("Ann", NEXT, Mark(MarkState.ABSENT, reason=marked))

    assert row(group, "Ann").detail == told
    assert row(group, "Ann").reason == marked


def test_a_visit_elsewhere_greys_the_row_and_says_why(group: Scene) -> None:
    announce(group, "Ben", Announced("visit"))

    assert not row(group, "Ben").expected
    assert row(group, "Ben").why_not_expected == "visiting another group"


def test_what_was_announced_can_be_taken_back(group: Scene) -> None:
    apologise(group, "Ann")

    announce(group, "Ann", Announced())

    assert row(group, "Ann").detail == ""
    known = group.application.announcements.known(group.group, NEXT, group.people["Ann"])
    assert known == Announced()


def test_the_same_apology_again_writes_nothing(group: Scene) -> None:
    apologise(group, "Ann")
    before = len(list(group.application.store.events(group.group)))

    apologise(group, "Ann")

    assert len(list(group.application.store.events(group.group))) == before


def test_undo_takes_an_apology_back_and_names_its_row(group: Scene) -> None:
    apologise(group, "Ann")

    _, undone = group.application.undo.undo(group.group)

    assert undone.words == "Undone: apologies for Ann"
    assert (undone.event, undone.person) == (NEXT, group.people["Ann"])
    assert row(group, "Ann").detail == ""


def test_two_laptops_apologies_for_one_person_make_no_disagreement(group: Scene) -> None:
    sam = group.colleague()
    apologise(group, "Ann", "travel")

    sam.tell("expected.set", who="Ann", event=NEXT, expects="apology", reason="notified")

    assert row(group, "Ann").detail.startswith("apologies sent beforehand, ")
    announce(group, "Ann", Announced())
    assert row(group, "Ann").detail == ""


def test_what_a_colleague_announced_meanwhile_is_not_put_aside_unseen(group: Scene) -> None:
    sam, ann = group.colleague(), group.people["Ann"]
    announcements = group.application.announcements
    shown = announcements.known(group.group, NEXT, ann)

    sam.tell("expected.set", who="Ann", event=NEXT, expects="visit")

    with pytest.raises(StaleError):
        announcements.announce(group.group, NEXT, ann, Announced("apology", "travel"), shown)
    assert announcements.known(group.group, NEXT, ann) == Announced("visit")


def test_an_apology_leaves_a_mark_as_it_is(group: Scene) -> None:
    group.mark("Ann", NEXT, PRESENT)

    apologise(group, "Ann")

    assert row(group, "Ann").state is MarkState.PRESENT


def _now(scene: Scene, minutes: int) -> None:
    """Move the clock to so long after the start of the next event."""
    event = next(e for e in scene.application.register.events(scene.group) if e.id == NEXT)
    scene.laptop.clock.move(seconds=(event.start - scene.laptop.clock()).total_seconds())
    scene.laptop.clock.move(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "offered"), [(-1, None), (0, None), (4, None), (5, 5), (23, 23), (60 * 24, None)]
)
def test_late_is_offered_inside_the_event_after_the_tolerance(
    group: Scene, minutes: int, offered: int | None
) -> None:
    _now(group, minutes)

    assert group.application.register.late_to_offer(group.group, NEXT) == offered


def test_no_time_is_offered_where_only_a_guess_puts_now_inside(scene: MakeScene) -> None:
    group = scene("Ann", settings={"register.clock_window_minutes": 30})
    group.write("event.set", event=NEXT, end=None)
    register = group.application.register

    _now(group, 29)
    near = register.offered_minutes(group.group, NEXT)
    _now(group, 31)

    assert near == 29
    assert register.offered_minutes(group.group, NEXT) is None
