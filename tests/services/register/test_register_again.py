"""After a mark only the rows it concerns are made anew, and nobody can tell."""

import random

import pytest
from support.scenes import ABSENT, PAST, PRESENT, UNMARKED, MakeScene, Scene, late

from npq_desktop.rows.changes import EVERYTHING, Changes
from npq_desktop.rows.register import RegisterView

NAMES = ("Ann", "Ben", "Cat", "Dee", "Eve", "Fay", "Gil", "Hal")
MARKS = (PRESENT, ABSENT, UNMARKED, late(12), late(40))


def read_anew(scene: Scene, event: str) -> RegisterView:
    """The register as somebody sees it who opens the program now."""
    scene.facts.forget(Changes(scene.group, EVERYTHING, frozenset()))
    return scene.application.register.view(scene.group, event)


@pytest.mark.parametrize("seed", range(3))
def test_a_register_kept_up_to_date_equals_one_read_anew(scene: MakeScene, seed: int) -> None:
    chance, group = random.Random(seed), scene(*NAMES)
    shown = group.application.register.view(group.group, PAST[-1])

    for _ in range(40):
        event, mark = chance.choice(PAST[-2:]), chance.choice(MARKS)
        if chance.random() < 0.1 and shown.counts.unmarked:
            changes = group.application.register.mark_rest(group.group, PAST[-1], PRESENT)
        else:
            person = group.people[chance.choice(NAMES)]
            changes = group.application.register.mark(group.group, event, person, mark)
        shown = group.application.register.view_after(shown, changes)

        assert shown == read_anew(group, PAST[-1])


def test_a_walk_in_who_is_unmarked_elsewhere_leaves_the_register(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")
    group.write("person.set", person="ab" * 16, name="Zoe", walk_in=PAST[0])
    group.application.register.mark(group.group, PAST[-1], "ab" * 16, PRESENT)
    shown = group.application.register.view(group.group, PAST[-1])
    assert [row.name for row in shown.rows][-1] == "Zoe"

    changes = group.application.register.mark(group.group, PAST[-1], "ab" * 16, UNMARKED)

    assert group.application.register.view_after(shown, changes) == read_anew(group, PAST[-1])
