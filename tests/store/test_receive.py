"""Taking in entries that others wrote: all or none, any number of times, in any order."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2
from support.facts import people
from support.journal import Group, author, person
from support.journal_histories import History

from npq_desktop.errors import StoreError
from npq_desktop.journal.kinds.claim import CLAIM
from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.journal.state import State, digest
from npq_desktop.store.columns import DURABLE
from npq_desktop.store.store import Store

histories = st.builds(History, st.randoms(use_true_random=False), st.integers(5, 50))
chances = st.randoms(use_true_random=False)


@pytest.fixture
def filled(store: Store, group: Group) -> Store:
    """The store with the group in it."""
    store.receive(group.id, group.events, route="file")
    return store


def test_received_counts_what_is_new_and_what_was_here(filled: Store, group: Group) -> None:
    group.mark("sam", "seminar", "ann", "present")
    group.mark("sam", "seminar", "ben", "absent")

    received = filled.receive(group.id, group.events, route="stick")

    assert received.new == tuple(event.id for event in group.events[-2:])
    assert (received.had, received.filled, received.held) == (3, 0, ())
    assert received.counts == {"mark.set": 2}


def test_receiving_the_same_again_changes_nothing(filled: Store, group: Group) -> None:
    received = filled.receive(group.id, [*group.events, *group.events], route="stick")

    assert (received.new, received.had) == ((), 3)
    assert received.changes.kinds == frozenset()


def test_received_entries_remember_when_and_how_they_came(filled: Store, group: Group) -> None:
    group.mark("sam", "seminar", "ann", "present")
    filled.receive(group.id, group.events, route="USB stick")

    source = filled.reading.facts(MARK, group.id)[0].source

    assert source.first_seen_from == "USB stick"
    assert source.first_seen.tzinfo is not None
    assert (source.member, source.key) == (author("sam").member, author("sam").key)


def test_received_mark_of_another_disagrees(filled: Store, group: Group) -> None:
    """Reliability 19."""
    own = group.mark("sam", "seminar", "ann", "present")
    filled.append(group.id, [own])
    other = group.mark("olu", "seminar", "ann", "absent")

    received = filled.receive(group.id, [other], route="stick")

    cell = ("mark", "seminar", person("ann"))
    assert received.conflicts_new == (cell,)
    assert [one.cell for one in filled.reading.conflicts(group.id)] == [cell]
    assert {mark.head for mark in filled.reading.facts(MARK, group.id)} == {own.id, other.id}
    assert filled.receive(group.id, group.events, route="stick").conflicts_new == ()


def test_received_mark_that_settles_a_disagreement_ends_it(filled: Store, group: Group) -> None:
    one, other = (group.mark(who, "s", "ann", state) for who, state in _TWO)
    filled.receive(group.id, group.events, route="stick")
    decided = group.mark("olu", "s", "ann", "present", rep=[one, other])

    filled.receive(group.id, [decided], route="stick")

    assert filled.reading.conflicts(group.id) == ()
    assert [mark.head for mark in filled.reading.facts(MARK, group.id)] == [decided.id]


_TWO = (("sam", "present"), ("olu", "absent"))


def test_preview_says_the_same_and_writes_nothing(filled: Store, group: Group) -> None:
    filled.append(group.id, [group.mark("sam", "seminar", "ann", "present")])
    coming = [
        group.mark("olu", "seminar", "ann", "absent"),
        group.mark("kim", "seminar", "ben", "absent"),
        *group.events[:2],
    ]
    before = digest(filled.state(group.id))

    seen = filled.preview(group.id, coming)

    assert digest(filled.state(group.id)) == before
    assert filled.verify().events == 4
    done = filled.receive(group.id, coming, route="")
    assert (seen.new, seen.had, seen.conflicts_new) == (done.new, done.had, done.conflicts_new)
    assert [held.id for held in seen.held] == [held.id for held in done.held] == [coming[1].id]


def test_entry_of_another_group_refuses_the_whole_set(filled: Store, group: Group) -> None:
    coming = [group.mark("sam", "seminar", "ann", "present"), *Group("other").events]

    with pytest.raises(StoreError, match="another group"):
        filled.receive(group.id, coming, route="file")

    assert filled.verify().events == 3


def test_stripped_entry_is_held_until_its_text_comes(filled: Store, group: Group) -> None:
    """Reliability 27b."""
    mark = group.mark("sam", "seminar", "ann", "present")
    first = filled.receive(group.id, [mark.blanked()], route="relay")
    assert [held.id for held in first.held] == [mark.id]

    second = filled.receive(group.id, [mark], route="stick")

    assert (second.new, second.had, second.filled) == ((), 0, 1)
    assert filled.reading.held(group.id) == ()
    assert [one.head for one in filled.reading.facts(MARK, group.id)] == [mark.id]
    assert filled.verify().problems == ()


def test_text_that_is_here_is_not_lost_to_a_stripped_copy(filled: Store, group: Group) -> None:
    mark = group.mark("sam", "seminar", "ann", "present")
    filled.receive(group.id, [mark, mark.blanked()], route="stick")

    received = filled.receive(group.id, [mark.blanked()], route="relay")

    assert (received.new, received.had, received.filled) == ((), 1, 0)
    assert len(filled.reading.facts(MARK, group.id)) == 1


@pytest.mark.parametrize("known", ["nothing", "stripped", "full"])
@pytest.mark.parametrize("many", [0, 60])
def test_stripped_and_full_copies_in_one_set_come_to_one_result_in_either_order(
    group: Group, open_store: Callable, tmp_path: Path, known: str, many: int
) -> None:
    """Reliability 27b: whichever copy comes first, the one with its text counts."""
    mark = group.mark("sam", "seminar", "ann", "present")
    more = [group.mark("sam", f"seminar {n}", "ann", "absent") for n in range(many)]
    here = {"nothing": [], "stripped": [mark.blanked()], "full": [mark]}[known]
    results = []
    for name, copies in (("a", [mark.blanked(), mark]), ("b", [mark, mark.blanked()])):
        one = open_store(tmp_path / name)
        one.receive(group.id, [*group.events[:3], *here], route="stick")
        seen = one.preview(group.id, [*copies, *more])
        received = one.receive(group.id, [*copies, *more], route="relay")
        assert (seen.new, seen.had, seen.filled) == (received.new, received.had, received.filled)
        assert [fact.head for fact in one.reading.facts(MARK, group.id, "seminar")] == [mark.id]
        assert one.reading.held(group.id) == ()
        assert one.verify().problems == ()
        results.append((received.new, received.had, received.filled, digest(one.state(group.id))))
        one.close()

    assert results[0] == results[1]
    for copies in ([mark.blanked(), mark], [mark, mark.blanked()]):
        assert State.of([*group.events, *copies]).events[mark.id].payload == mark.payload


def test_entry_before_its_group_is_held_and_counts_later(store: Store, group: Group) -> None:
    mark = group.mark("sam", "seminar", "ann", "present")
    early = store.receive(group.id, [mark], route="stick")
    assert [held.id for held in early.held] == [mark.id]
    assert store.reading.groups() == ()

    store.receive(group.id, group.events, route="stick")

    assert [one.head for one in store.reading.facts(MARK, group.id)] == [mark.id]
    assert [one.id for one in store.reading.groups()] == [group.id]


def test_open_members_may_hold_anything_without_breaking_an_import(
    filled: Store, group: Group
) -> None:
    """What the journal's rules leave open, a hostile file may fill with any JSON."""
    odd = {"a": [1, None, {"b": "c"}]}
    about = {"person": person("ann")}
    events = [
        group.write("sam", "claim.add", {**about, "item": "s", "source": "a" * 64, "fact": odd}),
        group.write("sam", "note.add", {"id": "n", "text": "t", "sealed": odd}),
        group.write("sam", "person.set", {**about, "name": 2**53, "sealed": odd}),
        group.write("olu", "assessment.set", {**about, "window": "w", "outcome": odd}),
        group.write("olu", "programme.set", {"programme": odd}, rep=[group.events[0]]),
    ]

    received = filled.receive(group.id, events, route="file")

    assert received.held == ()
    assert filled.reading.group(group.id).programme == '{"a":[1,null,{"b":"c"}]}'
    assert filled.reading.facts(CLAIM, group.id)[0].fact == '{"a":[1,null,{"b":"c"}]}'
    assert people(filled.reading, group.id)[person("ann")].fields["name"] == str(2**53)
    assert filled.verify().problems == ()


def dump(folder: Path, sql: Callable[[Path], dbapi2.Connection]) -> dict[str, list[object]]:
    """Every row of every computed table of a closed store."""
    connection = sql(folder)
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    durable = set(DURABLE.tables)
    return {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        for (name,) in names
        if name not in durable and not name.startswith("sqlite")
    }


@pytest.mark.slow
@given(history=histories, chance=chances)
@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking whole stores takes minutes
    suppress_health_check=list(HealthCheck),
)
def test_tables_are_the_same_however_entries_came(
    history: History,
    chance,
    tmp_path_factory: pytest.TempPathFactory,
    open_store: Callable,
    sql: Callable,
) -> None:
    """Reliability 18: one by one in any order and torn into pieces, or all at once."""
    group, events = history.group.id, [*history.events]
    chance.shuffle(events)
    folder = tmp_path_factory.mktemp("stores")
    step_by_step, at_once = open_store(folder / "a"), open_store(folder / "b")
    left = [*events]
    while left:
        size = chance.choice((1, 1, 1, 2, 5, 60))
        step_by_step.receive(group, left[:size], route="piece")
        left = left[size:]
    assert step_by_step.verify().problems == ()

    at_once.receive(group, events, route="file")

    assert digest(step_by_step.state(group)) == digest(at_once.state(group))
    assert digest(State.of(history.events)) == digest(at_once.state(group))
    step_by_step.close()
    at_once.close()
    assert dump(folder / "a", sql) == dump(folder / "b", sql)
