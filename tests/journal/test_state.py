"""Heads, values, conflicts, undo, erasure: what a set of events says."""

import hashlib

import pytest
from support.journal import Group, author, member, person, seed

from npq_desktop.errors import JournalError
from npq_desktop.journal.event import Event
from npq_desktop.journal.held import Reason
from npq_desktop.journal.kinds.checks import Content
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.state import ALL_CELLS, State, digest

SEMINAR = "m1.seminar"
ANN: Cell = ("mark", SEMINAR, person("ann"))
NOWHERE = seed("nowhere", 32).hex()


@pytest.fixture
def group() -> Group:
    """Olu, the root, and two facilitators."""
    group = Group()
    group.add("olu", "sam")
    group.add("olu", "kim")
    return group


def says(group: Group, cell: Cell = ANN) -> list[str]:
    """The ids of the events whose values stand in the cell."""
    return sorted(value.event.id for value in State.of(group.events).values(cell))


def ids(*events: Event) -> list[str]:
    return sorted(event.id for event in events)


def test_mark_that_replaces_another_is_the_only_head(group: Group) -> None:
    first = group.mark("sam", SEMINAR, "ann", "absent")

    second = group.mark("kim", SEMINAR, "ann", "present", rep=[first])

    assert State.of(group.events).heads(ANN) == (second.id,)


def test_contradicting_marks_are_both_shown(group: Group) -> None:
    """Scenario 19: concurrent different marks."""
    marks = [group.mark(by, SEMINAR, "ann", s) for by, s in (("sam", "absent"), ("kim", "present"))]

    state = State.of(group.events)

    assert [value.event.id for value in state.values(ANN)] == ids(*marks)
    assert state.conflict(ANN)


def test_equal_marks_are_no_conflict(group: Group) -> None:
    """Scenario 19: both authors are shown, nothing is to be decided."""
    for by, how in (("sam", "typed"), ("kim", "scanned")):
        group.mark(by, SEMINAR, "ann", "present", how=how)

    state = State.of(group.events)

    assert len(state.values(ANN)) == 2
    assert not state.conflict(ANN)


def test_conflict_resolved_differently_on_two_laptops_is_one_new_conflict(group: Group) -> None:
    """Scenario 19: no ping-pong; deciding once more ends it."""
    old = [group.mark(by, SEMINAR, "ann", s) for by, s in (("sam", "absent"), ("kim", "present"))]
    new = [
        group.mark("sam", SEMINAR, "ann", "present", rep=old),
        group.mark("kim", SEMINAR, "ann", "absent", rep=old),
    ]
    assert State.of(group.events).heads(ANN) == tuple(ids(*new))
    assert State.of(group.events).conflict(ANN)

    group.mark("olu", SEMINAR, "ann", "present", rep=new)

    assert not State.of(group.events).conflict(ANN)


def test_marks_of_two_credits_conflict_by_minutes_unless_the_caller_knows_better(
    group: Group,
) -> None:
    """Scenario 21a: typed and scanned, 4 and 5 minutes late, and the programme forgives five."""
    for by, late in (("sam", 4), ("kim", 5)):
        group.mark(by, SEMINAR, "ann", "present", minutes_late=late)
    state = State.of(group.events)

    def by_credit(_cell: Cell, content: Content) -> bool:
        return content["state"] == "present" and content["minutes_late"] <= 5

    assert state.conflict(ANN)
    assert not state.conflict(ANN, by_credit)


def test_same_planned_event_and_submission_made_twice_are_one_of_each(group: Group) -> None:
    """Scenario 21b: both laptops create the seminar and import the same submissions."""
    work = hashlib.sha256(b"work").hexdigest()
    handed_in = {"person": person("ann"), "task": "m1.diagnostic", "content": work, "name": "a.pdf"}
    for by in ("sam", "kim"):
        group.write(by, "event.set", {"event": SEMINAR, "title": "Seminar 1"})
        group.write(by, "submission.add", handed_in)

    state = State.of(group.events)

    cells = [cell for cell in state.cells() if cell[0] in {"event", "submission"}]
    assert sorted(cells) == [
        ("event", SEMINAR, "title"),
        ("submission", person("ann"), "m1.diagnostic", work),
    ]
    assert not any(state.conflict(cell) for cell in cells)


def test_restored_backup_that_goes_on_loses_nothing(group: Group) -> None:
    """Scenario 15: everything from both histories; the fork is shown as restored."""
    before = group.mark("sam", SEMINAR, "ann", "present")
    lost = group.mark("sam", SEMINAR, "ben", "present")
    group._last["sam"] = before.id
    again = group.mark("sam", SEMINAR, "ben", "absent", run=2)

    state = State.of(group.events)

    assert state.heads(("mark", SEMINAR, person("ben"))) == tuple(ids(lost, again))
    assert [(fork.key, fork.after) for fork in state.gaps().forks] == [
        (author("sam").key, before.id)
    ]
    assert not state.gaps().doubles


def test_two_copies_of_a_laptop_at_once_lose_nothing_and_are_shown(group: Group) -> None:
    """Scenario 16: one stream continued twice."""
    group.mark("sam", SEMINAR, "ann", "present")
    pen = group.pen("sam")
    place = pen._seq, pen._prev
    one = group.mark("sam", SEMINAR, "ben", "present")
    pen._seq, pen._prev = place
    two = group.mark("sam", SEMINAR, "cat", "present")

    state = State.of(group.events)

    assert not state.held
    assert [(double.seq, double.ids) for double in state.gaps().doubles] == [
        (one.seq, tuple(ids(one, two)))
    ]
    assert not state.gaps().forks


def test_hole_in_a_stream_is_named_and_the_rest_counts(group: Group) -> None:
    """Scenario 21c."""
    marks = [group.mark("sam", SEMINAR, who, "present") for who in ("ann", "ben", "cat", "dan")]

    state = State.of(event for event in group.events if event not in marks[1:3])

    (hole,) = state.gaps().holes
    assert (hole.key, hole.numbers, hole.count) == (
        author("sam").key,
        ((marks[1].seq, marks[2].seq),),
        2,
    )
    assert marks[3].id not in state.held


def test_replacing_in_another_cell_is_ignored(group: Group) -> None:
    """Scenario 21: ``rep`` naming another cell."""
    ann = group.mark("sam", SEMINAR, "ann", "present")

    group.mark("kim", SEMINAR, "ben", "present", rep=[ann])

    assert says(group) == [ann.id]


def test_replacing_is_per_cell_where_an_entry_writes_several(group: Group) -> None:
    details = {"person": person("ann"), "first": "Ann", "last": "Smith"}
    both = group.write("sam", "person.set", details)
    one = group.write("sam", "person.set", {**details, "first": "Anne"} | {}, rep=[both])
    last_only = group.write(
        "kim", "person.set", {"person": person("ann"), "last": "Jones"}, rep=[both]
    )

    state = State.of(group.events)

    assert state.heads(("person", person("ann"), "first")) == (one.id,)
    assert state.heads(("person", person("ann"), "last")) == tuple(ids(one, last_only))


def test_replaced_entry_that_is_not_here_is_waited_for(group: Group) -> None:
    """Scenario 21: an unknown id in ``rep``; when it comes it is replaced at once."""
    first = group.mark("sam", SEMINAR, "ann", "absent")
    second = group.mark("kim", SEMINAR, "ann", "present", rep=[first, NOWHERE])
    state = State.of(event for event in group.events if event != first)
    assert state.waiting == {first.id, NOWHERE}
    assert state.heads(ANN) == (second.id,)

    assert state.add(first) is ALL_CELLS

    assert state.waiting == {NOWHERE}
    assert state.heads(ANN) == (second.id,)


def test_held_entry_replaces_nothing_by_itself(group: Group) -> None:
    mark = group.mark("sam", SEMINAR, "ann", "present")

    group.mark("eve", SEMINAR, "ann", "absent", rep=[mark])

    assert says(group) == [mark.id]


def test_entry_that_lists_held_ones_replaces_what_they_listed(group: Group) -> None:
    first = group.mark("sam", SEMINAR, "ann", "present")
    newer = group.mark("sam", SEMINAR, "ann", "absent", rep=[first])
    held = group.write("sam", "mark.set", {"state": "asleep"}, rep=[newer])
    again = group.write("sam", "future.set", {}, rep=[held])
    assert says(group) == [newer.id]

    last = group.mark("kim", SEMINAR, "ann", "present", rep=[again])

    assert says(group) == [last.id]


def test_held_entry_of_another_cell_is_not_followed(group: Group) -> None:
    mark = group.mark("sam", SEMINAR, "ann", "present")
    stranger = group.mark("eve", SEMINAR, "ben", "present", rep=[mark])

    last = group.mark("kim", SEMINAR, "ann", "absent", rep=[stranger])

    assert says(group) == ids(mark, last)


def test_null_head_yields_to_any_other(group: Group) -> None:
    mark = group.mark("sam", SEMINAR, "ann", "present")
    group.mark("kim", SEMINAR, "ann", None)

    state = State.of(group.events)

    assert says(group) == [mark.id]
    assert len(state.heads(ANN)) == 2
    assert not state.conflict(ANN)


def test_null_heads_alone_are_no_conflict(group: Group) -> None:
    nulls = [group.mark(by, SEMINAR, "ann", None) for by in ("sam", "kim")]

    assert says(group) == ids(*nulls)
    assert not State.of(group.events).conflict(ANN)


def test_undo_brings_back_what_was_replaced(group: Group) -> None:
    old = [group.mark(by, SEMINAR, "ann", s) for by, s in (("sam", "absent"), ("kim", "present"))]
    slip = group.mark("sam", SEMINAR, "ann", "present", rep=old)

    undo = group.undo("sam", slip)

    assert says(group) == ids(*old)
    assert {value.head for value in State.of(group.events).values(ANN)} == {undo.id}


def test_undo_of_a_first_mark_leaves_the_cell_unmarked(group: Group) -> None:
    undo = group.undo("sam", group.mark("sam", SEMINAR, "ann", "present"))

    assert says(group) == []
    assert State.of(group.events).heads(ANN) == (undo.id,)


def test_undo_of_an_undo_brings_the_entry_back(group: Group) -> None:
    mark = group.mark("sam", SEMINAR, "ann", "present")
    undo = group.undo("sam", mark)

    group.undo("kim", undo)

    assert says(group) == [mark.id]


def test_undo_of_a_long_chain_of_undos_is_followed(group: Group) -> None:
    last = mark = group.mark("sam", SEMINAR, "ann", "present")
    for _ in range(1200):
        last = group.undo("sam", last)

    assert says(group) == [mark.id]


def test_undo_waits_for_its_entry_and_refuses_another_kind(group: Group) -> None:
    mark = group.mark("sam", SEMINAR, "ann", "present")
    undo = group.undo("sam", mark)
    wrong = group.write("sam", "review.set", {"undoes": mark.id})
    state = State.of(event for event in group.events if event != mark)
    assert state.held[undo.id].reason is Reason.WAITING

    state.add(mark)

    assert set(state.held) == {wrong.id}
    assert state.held[wrong.id].reason is Reason.NOT_UNDERSTOOD


def test_register_roster_is_the_union_of_its_openings(group: Group) -> None:
    for by, roster in (("sam", ["ann", "ben"]), ("kim", ["ben", "cat"])):
        group.write(by, "register.open", {"event": SEMINAR, "roster": roster})

    state = State.of(group.events)

    assert state.roster(SEMINAR) == ("ann", "ben", "cat")
    assert not state.conflict(("register", SEMINAR))


def test_programme_is_the_starts_until_set(group: Group) -> None:
    cell = ("programme",)
    assert says(group, cell) == [group.id]

    both = [
        group.write("olu", "programme.set", {"programme": text}, rep=[group.events[0]])
        for text in ("{}", '{"v":2}')
    ]

    state = State.of(group.events)
    assert [value.head for value in state.values(cell)] == ids(*both)
    assert state.conflict(cell)


def test_erasure_covers_the_listed_and_the_person_here_or_later(group: Group) -> None:
    note = group.write("sam", "note.add", {"id": "n1", "text": "Ann is tired"})
    name = group.write("sam", "person.set", {"person": person("ann"), "name": "Ann"})
    mark = group.mark("sam", SEMINAR, "ann", "present")
    group.erase("olu", "ann", note, mark)
    late = group.write("kim", "person.set", {"person": person("ann"), "name": "Ann S"})

    state = State.of(group.events)

    assert state.erased_persons == {person("ann")}
    assert state.blankable == {note.id, name.id, late.id}
    assert {e: h.reason for e, h in state.held.items()} == {
        name.id: Reason.ERASED,
        late.id: Reason.ERASED,
    }
    assert state.heads(("note.add", "n1")) == ()
    assert state.heads(ANN) == (mark.id,)


def test_erased_copy_and_one_that_still_has_the_text_agree(group: Group) -> None:
    """Scenario 40 (its part in the state)."""
    old = group.write("sam", "event.set", {"event": SEMINAR, "reason": "old"})
    erased = group.write("sam", "event.set", {"event": SEMINAR, "reason": "Ann ill"}, rep=[old])
    name = group.write("sam", "person.set", {"person": person("ann"), "name": "Ann"})
    group.erase("olu", "ann", erased)
    new = group.write("kim", "event.set", {"event": SEMINAR, "reason": "snow"}, rep=[erased])

    full = State.of(group.events)
    blank = State.of(e.blanked() if e in (erased, name) else e for e in group.events)

    assert full.heads(("event", SEMINAR, "reason")) == (new.id,)
    assert digest(full) == digest(blank)


def test_erase_that_is_held_erases_nothing(group: Group) -> None:
    note = group.write("sam", "note.add", {"id": "n1", "text": "Ann is tired"})

    erase = group.erase("sam", "ann", note)

    state = State.of(group.events)
    assert set(state.held) == {erase.id}
    assert not state.blankable
    assert not state.erased_persons


def test_erasing_never_covers_an_entry_of_authority(group: Group) -> None:
    group.erase("olu", "ann", *group.events)

    assert not State.of(group.events).blankable
    assert not State.of(group.events).held


def test_names_are_those_of_the_first_device(group: Group) -> None:
    state = State.of(group.events)

    assert state.member_name(member("olu")) == "olu"
    assert state.device_name(author("olu").key) == "olu's laptop"
    assert state.member_name("0" * 32) is None
    assert state.device_name("nobody") is None


def test_rights_follow_role_and_membership(group: Group) -> None:
    state = State.of(group.events)
    sam, olu = author("sam").key, author("olu").key

    assert state.may_write(sam, "mark.set")
    assert not state.may_write(sam, "exemption.set")
    assert state.may_write(olu, "erase")
    assert not state.may_write(olu, "future.set")
    assert not state.may_write(author("eve").key, "mark.set")


def test_last_of_a_device_is_what_its_next_entry_follows(group: Group) -> None:
    marks = [group.mark("sam", SEMINAR, who, "present") for who in ("ann", "ben")]

    assert State.of(group.events).last_of(author("sam").key) == marks[1].id
    assert State.of(group.events).last_of(author("eve").key) is None


def test_adding_a_mark_touches_its_cell_alone(group: Group) -> None:
    state = State.of(group.events)

    assert state.add(group.mark("sam", SEMINAR, "ann", "present")) == {ANN}
    assert state.add(group.events[-1]) == frozenset()
    assert state.add(group.mark("eve", SEMINAR, "ann", "present")) == frozenset()
    assert state.add(group.add("olu", "lee")) is ALL_CELLS


def test_events_of_two_groups_are_refused(group: Group) -> None:
    with pytest.raises(JournalError, match="another group"):
        State.of([*group.events, *Group("other").events])


def test_digest_is_the_hash_of_sorted_lines() -> None:
    group = Group()
    stranger = group.mark("eve", SEMINAR, "ann", "present")
    mark = group.mark("olu", SEMINAR, "ann", "present")
    lines = [
        f'["group.start","{group.id}"]\t{group.id}\n',
        f'["mark","{SEMINAR}","{person("ann")}"]\t{mark.id}\n',
        f'["programme"]\t{group.id}\n',
        f"held\t{stranger.id}\n",
    ]

    expected = hashlib.sha256("".join(lines).encode()).hexdigest()

    assert digest(State.of(group.events)) == expected
