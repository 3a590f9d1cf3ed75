"""One state from any order, duplication and partition; the same as a slow second opinion's."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.journal_histories import History
from support.journal_oracle import Oracle

from npq_desktop.journal.event import Event
from npq_desktop.journal.state import State, digest

pytestmark = pytest.mark.slow

histories = st.builds(History, st.randoms(use_true_random=False), st.integers(5, 60))
chances = st.randoms(use_true_random=False)
LONG = bool(os.environ.get("NPQ_LONG"))
few = settings(max_examples=400 if LONG else 20)


def snapshot(state: State) -> dict[str, object]:
    """Everything a state answers, comparable."""
    return {
        "digest": digest(state),
        "heads": {cell: state.heads(cell) for cell in state.cells()},
        "values": {
            cell: [(value.event.id, value.head) for value in state.values(cell)]
            for cell in state.cells()
        },
        "conflicts": {cell for cell in state.cells() if state.conflict(cell)},
        "held": dict(state.held),
        "members": state.members,
        "invites": state.invites,
        "erased": (state.erased_persons, state.blankable),
        "waiting": state.waiting,
        "last": {key.key: state.last_of(key.key) for key in state.members},
        "gaps": state.gaps(),
    }


def shuffled(events: list[Event], chance: random.Random) -> list[Event]:
    """All of the events, some of them more than once, in any order."""
    again = events + [event for event in events if chance.random() < 0.3]
    chance.shuffle(again)
    return again


def check_against_oracle(events: list[Event]) -> None:
    state, oracle = State.of(events), Oracle(State.of(events).events.values())
    assert set(state.held) == oracle.held
    assert {cell: state.heads(cell) for cell in state.cells()} == oracle.heads
    assert {
        key.key: (key.member, key.role.value, key.depth, key.rank, key.invite or "")
        for key in state.members
    } == {
        key.key: (key.member, key.role, key.depth, key.rank, key.invite)
        for key in oracle.members.values()
    }
    for cell in state.cells():
        brought = {value.event.id for value in state.values(cell)}
        assert brought <= oracle.values(cell)
        assert bool(brought) == bool(oracle.values(cell))


@few
@given(history=histories, chance=chances)
def test_state_is_the_same_in_any_order_and_with_any_repetition(
    history: History, chance: random.Random
) -> None:
    expected = snapshot(State.of(history.events))

    assert snapshot(State.of(shuffled(history.events, chance))) == expected


@few
@given(history=histories, chance=chances)
def test_adding_one_by_one_ends_where_all_at_once_does(
    history: History, chance: random.Random
) -> None:
    state = State()

    for event in shuffled(history.events, chance):
        state.add(event)

    assert snapshot(state) == snapshot(State.of(history.events))


@few
@given(history=histories, chance=chances, replicas=st.integers(2, 6))
def test_replicas_that_exchange_everything_in_pieces_agree(
    history: History, chance: random.Random, replicas: int
) -> None:
    """Scenario 18 (its part without a network)."""
    copies = [State() for _ in range(replicas)]
    for event in history.events:
        chance.choice(copies).add(event)

    for copy in copies * 2:
        for other in copies:
            for event in shuffled(list(other.events.values()), chance):
                copy.add(event)

    assert len({digest(copy) for copy in copies}) == 1
    assert snapshot(copies[0]) == snapshot(State.of(history.events))


@few
@given(history=histories)
def test_state_is_what_a_slow_second_opinion_says(history: History) -> None:
    check_against_oracle(history.events)


@few
@given(history=histories, chance=chances)
def test_part_of_a_history_is_what_a_slow_second_opinion_says(
    history: History, chance: random.Random
) -> None:
    part = [
        event.blanked() if chance.random() < 0.1 else event
        for event in history.events
        if chance.random() < 0.9
    ]

    check_against_oracle(part)


@few
@given(history=histories)
def test_every_mark_is_a_head_or_replaced_or_held(history: History) -> None:
    state = State.of(history.events)
    heads = {head for cell in state.cells() for head in state.heads(cell)}
    listed = {event_id for event in history.events for event_id in event.rep}

    marks = {event.id for event in history.events if event.kind == "mark.set"}

    assert marks <= heads | listed | set(state.held)


@few
@given(history=histories, chance=chances)
def test_forgetting_what_was_erased_changes_no_state(
    history: History, chance: random.Random
) -> None:
    state = State.of(history.events)
    forgotten = [
        event.blanked() if event.id in state.blankable and chance.random() < 0.5 else event
        for event in history.events
    ]

    assert digest(State.of(forgotten)) == digest(state)


@few
@given(history=histories, chance=chances)
def test_payloads_that_were_stripped_and_come_again_leave_no_trace(
    history: History, chance: random.Random
) -> None:
    state = State.of(
        event.blanked() if chance.random() < 0.4 else event for event in history.events
    )

    for event in shuffled(history.events, chance):
        state.add(event)

    assert snapshot(state) == snapshot(State.of(history.events))


@few
@given(seed=st.integers(0, 10**9), size=st.integers(5, 60), moved=chances)
def test_other_times_change_nothing(seed: int, size: int, moved: random.Random) -> None:
    """Scenarios 13 and 14: other times give other ids, so entries are compared by their place."""
    wild = ("1970-01-01T00:00:00Z", "2036-10-25T01:30:00+01:00", "2016-10-25T01:30:00+14:00")
    told = History(random.Random(seed), size, tied_joins=False)
    retold = History(random.Random(seed), size, clock=lambda: moved.choice(wild), tied_joins=False)

    assert by_place(told.events) == by_place(retold.events)


def by_place(events: list[Event]) -> object:
    """The state with each id replaced by the event's place in its history."""
    place = {event.id: number for number, event in enumerate(events)}
    state = State.of(events)
    heads = {
        tuple(str(place.get(part, part)) for part in cell): {place[i] for i in state.heads(cell)}
        for cell in state.cells()
    }
    held = {place[event_id]: held for event_id, held in state.held.items()}
    return heads, held, {key.key for key in state.members}


@pytest.mark.parametrize("seed", range(80 if LONG else 4))
def test_long_histories_converge_too(seed: int) -> None:
    history = History(random.Random(seed), 400)
    chance = random.Random(f"order {seed}")
    expected = snapshot(State.of(history.events))

    check_against_oracle(history.events)
    assert snapshot(State.of(shuffled(history.events, chance))) == expected


def test_histories_go_wrong_in_every_way() -> None:
    """The histories above are worth their time: each reason to hold an entry is met."""
    reasons = {
        held.reason.name
        for seed in range(30)
        for held in State.of(History(random.Random(seed), 120).events).held.values()
    }

    assert reasons >= {
        "NOT_UNDERSTOOD",
        "ERASED",
        "UNKNOWN_LAPTOP",
        "WRONG_NAME",
        "ROLE",
        "REVOKED",
        "JOIN_USED_TWICE",
        "INVITATION_WITHDRAWN",
    }
