"""What one laptop may record in a group: honest growth stays far below, a flood is held."""

import random

import pytest
from stories.independent import admission
from stories.independent.reader import read_event
from support import journal
from support.journal import Group

from npq_desktop.journal.budgets import BUDGET, Amount
from npq_desktop.journal.event import Event
from npq_desktop.journal.held import Reason
from npq_desktop.journal.state import State, digest

YEARS, A_YEAR = 3, 1_500


def held_for(state: State, reason: Reason) -> set[str]:
    return {one for one, held in state.held.items() if held.reason is reason}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget that a test exceeds at once."""
    monkeypatch.setattr(BUDGET, "entries", 20)


def flooded(number: int = 40) -> tuple[Group, list[Event]]:
    """Sam records ``number`` marks, then joins no more; Robin records one."""
    group = Group()
    for name in ("sam", "robin"):
        group.add(journal.ROOT, name)
    marks = [group.mark("sam", "m1.seminar", f"person {n}", "present") for n in range(number)]
    group.mark("robin", "m1.seminar", "person 1", "absent")
    return group, marks


def test_three_years_of_a_group_stay_far_below_the_budget() -> None:
    group = Group()
    for number in range(YEARS * A_YEAR):
        said = {"feedback": "A clear next step. " * 60} if number % 5 == 0 else {}
        person = journal.person(f"person {number % 25}")
        content = {"person": person, "task": f"m{number % 40}", "decision": "accepted", **said}
        group.write(journal.ROOT, "review.set", content)

    state = State.of(group.events)

    amount = state._amounts[journal.author(journal.ROOT).key]
    assert not state.held
    assert 3 * amount.entries < BUDGET.entries
    assert 3 * amount.characters < BUDGET.characters
    assert 3 * amount.cells < BUDGET.cells


@pytest.mark.usefixtures("small")
def test_what_is_beyond_the_budget_is_held_and_nobody_elses_is() -> None:
    group, marks = flooded()

    state = State.of(group.events)

    assert held_for(state, Reason.OVER_BUDGET) == {event.id for event in marks[19:]}
    assert held_for(state, Reason.OVER_BUDGET) == set(state.held)


@pytest.mark.usefixtures("small")
def test_it_is_the_same_in_any_order_one_by_one_and_for_another_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    group, marks = flooded()
    group.mark("sam", "m2.seminar", "person 1", "present", rep=[marks[30]], run=2)
    wanted = digest(State.of(group.events))

    for seed in range(6):
        shuffled = [*group.events, *group.events[:5]]
        random.Random(seed).shuffle(shuffled)
        growing = State()
        for event in shuffled:
            growing.add(event)
        assert digest(growing) == digest(State.of(shuffled)) == wanted
    monkeypatch.setitem(admission.BUDGET, "events", BUDGET.entries)
    says = admission.judge(read_event(event.line()) for event in group.events)
    assert says.digest == wanted


@pytest.mark.usefixtures("small")
def test_a_coordinator_may_accept_what_is_beyond_it() -> None:
    group, marks = flooded()
    before = State.of(group.events)
    owner = journal.author(journal.ROOT).key
    assert before.may_accept(owner, marks[-1].id)
    assert not before.may_accept(journal.author("robin").key, marks[-1].id)

    group.accept(journal.ROOT, marks[-1])

    assert marks[-1].id not in State.of(group.events).held


@pytest.mark.usefixtures("small")
def test_who_may_do_what_is_never_beyond_it() -> None:
    """A coordinator at the limit can still remove a laptop."""
    group = Group()
    group.add(journal.ROOT, "sam")
    for number in range(30):
        group.mark(journal.ROOT, "m1.seminar", f"person {number}", "present")
    group.revoke(journal.ROOT, "sam")

    state = State.of(group.events)

    assert [each.revoked for each in state.members if each.name == "sam"] == [True]
    assert held_for(state, Reason.OVER_BUDGET)


def test_texts_that_were_erased_weigh_the_same_where_they_still_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    group = Group()
    group.add(journal.ROOT, "sam")
    long = [
        group.write("sam", "note.add", {"person": journal.person("mei"), "text": "x" * 5_000})
        for _ in range(4)
    ]
    group.mark("sam", "m1.seminar", "mei", "present")
    monkeypatch.setattr(BUDGET, "characters", 12_000)
    assert held_for(State.of(group.events), Reason.OVER_BUDGET)

    group.erase(journal.ROOT, "mei", *long)

    blanked = [e.blanked() if e in long else e for e in group.events]
    assert digest(State.of(group.events)) == digest(State.of(blanked))
    assert not held_for(State.of(blanked), Reason.OVER_BUDGET)


def test_a_change_with_more_members_than_a_person_has_details_is_held() -> None:
    """Each would be a cell of its own: 1.6 million of them fitted into one file."""
    group = Group()
    fields = {f"field {number}": number for number in range(100)}
    most = dict(list(fields.items())[:99])
    person = journal.person("mei")
    too_much = group.write(journal.ROOT, "person.set", {"person": person, **fields})
    group.write(journal.ROOT, "person.set", {"person": person, **most})

    state = State.of(group.events)

    assert held_for(state, Reason.TOO_MUCH) == {too_much.id} == set(state.held)
    assert sum(cell[0] == "person" for cell in state.cells()) == 99


def test_cells_of_a_laptop_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BUDGET, "cells", 300)
    group = Group()
    group.add(journal.ROOT, "sam")
    for number in range(8):
        details = {f"field {number} {at}": "x" for at in range(90)}
        group.write("sam", "person.set", {"person": journal.person("mei"), **details})

    state = State.of(group.events)

    assert sum(cell[0] == "person" for cell in state.cells()) <= 300
    assert len(held_for(state, Reason.OVER_BUDGET)) == 5


def test_every_limit_is_a_limit() -> None:
    assert not Amount(BUDGET.entries, BUDGET.characters, BUDGET.cells).is_over
    assert Amount(entries=BUDGET.entries + 1).is_over
    assert Amount(characters=BUDGET.characters + 1).is_over
    assert Amount(cells=BUDGET.cells + 1).is_over
