"""What a device may do is answered as admission would decide once it had done it."""

from copy import deepcopy

import pytest
from support.journal import Group, author

from npq_desktop.journal.event import Event
from npq_desktop.journal.state import State

NAMES = ("olu", "office", "sam", "lee", "kim", "noor", "eve")


@pytest.fixture
def group() -> Group:
    """Sam, brought by Olu, brought Lee and Kim; Kim, who is out again like Noor, brought Ada."""
    made = Group(roots=("olu", "office"))
    made.add("olu", "sam", role="coordinator")
    made.add("sam", "lee")
    made.add("sam", "kim", role="coordinator")
    made.add("kim", "ada")
    made.add("office", "noor", role="coordinator")
    kept = made.mark("kim", "m1.seminar", "ann", "present")
    made.revoke("sam", "kim", keep=[kept])
    made.revoke("olu", "noor")
    return made


def held(group: Group) -> list[Event]:
    """Proposals, what a laptop wrote after it was taken out, a stranger's mark."""
    exempt = {"person": "ann", "item": "m1.seminar", "value": "excused"}
    return [
        group.write("lee", "exemption.set", exempt),
        group.write("ada", "exemption.set", exempt),
        group.mark("kim", "m1.seminar", "bob", "present"),
        group.mark("eve", "m1.seminar", "bob", "present"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_an_acceptance_is_offered_exactly_where_it_would_count(group: Group, name: str) -> None:
    waiting = held(group)
    state = State.of(group.events)

    for event in waiting:
        accepted = State.of([*group.events, deepcopy(group).accept(name, event)])
        assert state.may_accept(author(name).key, event.id) == (event.id not in accepted.held)


@pytest.mark.parametrize("name", NAMES)
def test_taking_out_is_offered_exactly_where_it_would_count(group: Group, name: str) -> None:
    state = State.of(group.events)

    for other in ("olu", "office", "sam", "lee", "ada"):
        after = State.of([*group.events, deepcopy(group).revoke(name, other)])
        is_out = author(other).key not in still_in(after)
        was_in = author(other).key in still_in(state)
        assert state.may_revoke(author(name).key, author(other).key) == (is_out and was_in)


def still_in(state: State) -> set[str]:
    return {member.key for member in state.members if not member.revoked}
