"""After a mark only the rows it concerns are made anew, and nobody can tell."""

import random

import pytest
from support.scenes import ABSENT, PAST, PRESENT, TO_COME, UNMARKED, MakeScene, Scene, late

from npq_desktop.rows.changes import EVERYTHING, Changes
from npq_desktop.rows.register import EventRow, RegisterView

NAMES = ("Ann", "Ben", "Cat", "Dee", "Eve", "Fay", "Gil", "Hal")
MARKS = (PRESENT, ABSENT, UNMARKED, late(12), late(40))


def read_anew(scene: Scene, event: str) -> RegisterView:
    """The register as somebody sees it who opens the program now."""
    scene.facts.forget(Changes(scene.group, EVERYTHING, frozenset()))
    return scene.application.register.view(scene.group, event)


def events_anew(scene: Scene) -> tuple[EventRow, ...]:
    scene.facts.forget(Changes(scene.group, EVERYTHING, frozenset()))
    return scene.application.register.events(scene.group)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_register_kept_up_to_date_equals_one_read_anew(scene: MakeScene, seed: int) -> None:
    chance, group = random.Random(seed), scene(*NAMES)
    register = group.application.register
    shown = register.view(group.group, PAST[-1])
    events = register.events(group.group)

    for _ in range(40):
        event, mark = chance.choice(PAST[-2:]), chance.choice(MARKS)
        if chance.random() < 0.1 and shown.counts.unmarked:
            changes = group.mark_rest(PAST[-1], PRESENT)
        else:
            person = group.people[chance.choice(NAMES)]
            changes = register.mark(group.group, event, person, mark)
        shown = register.view_after(shown, changes)
        events = register.events_after(shown, events, changes)

        assert shown == read_anew(group, PAST[-1])
        assert events == events_anew(group)


def test_a_walk_in_who_is_unmarked_elsewhere_leaves_the_register(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")
    group.write("person.set", person="ab" * 16, name="Zoe", walk_in=PAST[0])
    group.application.register.mark(group.group, PAST[-1], "ab" * 16, PRESENT)
    shown = group.application.register.view(group.group, PAST[-1])
    assert [row.name for row in shown.rows][-1] == "Zoe"

    changes = group.application.register.mark(group.group, PAST[-1], "ab" * 16, UNMARKED)

    assert group.application.register.view_after(shown, changes) == read_anew(group, PAST[-1])


def test_events_are_counted_anew_after_more_than_marks(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")
    register = group.application.register
    shown, before = register.view(group.group, PAST[-1]), register.events(group.group)

    changes = group.write("person.set", person="ab" * 16, name="Zoe").changes
    shown = register.view_after(shown, changes)

    events = register.events_after(shown, before, changes)
    assert [row.expected for row in events] == [row.expected + 1 for row in before]
    assert events == events_anew(group)


def test_events_that_could_not_be_read_before_are_read_after_a_mark(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")
    register = group.application.register
    shown = register.view(group.group, PAST[-1])

    changes = register.mark(group.group, PAST[-1], group.people["Ann"], PRESENT)
    shown = register.view_after(shown, changes)

    assert register.events_after(shown, (), changes) == events_anew(group)


def test_a_register_whose_event_is_gone_has_no_view_after(scene: MakeScene) -> None:
    group = scene("Ann")
    register = group.application.register
    group.write("event.set", event="extra", title="A talk")
    shown = register.view(group.group, "extra")

    changes = group.write("event.set", event="extra", same_as=PAST[0]).changes

    assert register.view_after(shown, changes) is None


@pytest.mark.parametrize("opened", [PAST[-1], TO_COME[0]])
def test_a_mark_at_the_next_event_leaves_how_soon_it_is(scene: MakeScene, opened: str) -> None:
    group = scene("Ann", "Ben")
    register = group.application.register
    shown, before = register.view(group.group, opened), register.events(group.group)
    assert [row.id for row in before if row.readiness] == [TO_COME[0]]

    changes = register.mark(group.group, TO_COME[0], group.people["Ann"], PRESENT)
    shown = register.view_after(shown, changes)

    assert register.events_after(shown, before, changes) == events_anew(group)
