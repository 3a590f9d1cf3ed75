"""Our files against a second reader and writer, made from the page on the format alone.

Whatever both agree on is what ``npq_desktop/journal/FORMAT.md`` says. ``NPQ_LONG=1`` compares many
more random histories.
"""

import json
import os

import pyrage
import pytest
from stories.independent.comparing import program_says, reader_says
from stories.independent.histories import EVENTS, PEOPLE, Founded, random_history, stripped
from stories.independent.reader import Refused, canonical, read_bundle, read_event
from stories.independent.writer import Pen, compact, event_id, layout, lock

from npq_desktop.journal.event import parse_event as our_event
from npq_desktop.journal.state import State
from npq_desktop.rows.register import Mark, MarkState

pytestmark = pytest.mark.slow

HISTORIES = 3000 if os.environ.get("NPQ_LONG") else 40
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def founded(world):
    """A group that only the other program knows so far, with this laptop's programme."""
    start = json.loads(json.loads(world.lines[0])[1])
    return Founded(start["programme"])


# -- reading ours ----------------------------------------------------------------------------------


def test_another_reader_finds_the_same_in_a_file_of_ours(world):
    world.give()
    world.write("mark.set", {"event": EVENTS[0], "person": PEOPLE[0], "state": "present"})
    world.write("moon.set", {"phase": 3})
    world.give()

    bundle = read_bundle(world.sent())

    assert {event.id for event in bundle.events} == {event_id(line) for line in world.lines}
    assert reader_says(bundle.events) == world.says()
    assert set(reader_says(bundle.events)["held"].values()) == {"NOT_UNDERSTOOD"}


def test_another_reader_opens_a_locked_file_of_ours_with_her_own_key(world):
    world.give()

    bundle = read_bundle(world.sent(readable=False), [world.pen.age])

    assert bundle.group == world.group
    assert reader_says(bundle.events) == world.says()


def test_another_reader_without_a_key_reads_nothing_of_a_locked_file_of_ours(world):
    world.give()
    data = world.sent(readable=False)

    with pytest.raises(Refused):
        read_bundle(data, [pyrage.x25519.Identity.generate()])


def test_a_file_of_ours_written_again_by_another_writer_is_the_same_to_the_byte(world):
    world.give()
    data = world.sent()

    bundle = read_bundle(data)

    first = json.loads(data.split(b"\n")[0] + b"]}")
    lines = [written_again(event.line) for event in bundle.events]
    assert layout(lines, canonical(bundle.manifest), first["sig"]) == data


def written_again(line):
    header, payload, salt, sig = json.loads(line)
    return compact([canonical(json.loads(header)), payload, salt, sig])


# -- writing theirs --------------------------------------------------------------------------------


def test_a_facilitator_with_another_program_joins_and_marks(world):
    person = next(iter(world.application.register.view(world.group, EVENTS[0]).rows)).person
    mark = {"event": EVENTS[0], "person": person, "state": "present"}
    written = world.write("mark.set", mark)

    merged = world.give()

    assert merged.held == 0
    assert written in world.says()["admitted"]
    assert world.says() == world.reader_says()


def test_a_locked_file_of_another_writer_is_opened(world):
    own = world.application.core.identities.device.age
    world.write("mark.set", {"event": EVENTS[0], "person": PEOPLE[0], "state": "absent"})

    world.give(lock(world.pen.file(world.lines), own, world.pen.recipient))

    assert world.says() == world.reader_says()


def test_a_contradictory_mark_of_another_writer_is_a_disagreement_on_both(world):
    row = world.application.register.view(world.group, "m1.seminar").rows[0]
    state = "absent" if row.state is not MarkState.ABSENT else "present"
    world.write("mark.set", {"event": "m1.seminar", "person": row.person, "state": state})

    merged = world.give()

    heads = world.reader_says()["heads"]["mark", "m1.seminar", row.person]
    assert merged.conflicts == 1
    assert len(heads) == 2
    assert world.says() == world.reader_says()


def test_an_undo_of_another_writer_brings_back_what_stood_there(world):
    mark = {"event": EVENTS[1], "person": PEOPLE[0], "state": "present"}
    first = world.write("mark.set", mark)
    second = world.write("mark.set", mark | {"state": "absent"}, [first])
    world.write("mark.set", {"undoes": second}, [second])

    world.give()

    state = world.application.store.state(world.group)
    values = state.values(("mark", EVENTS[1], PEOPLE[0]))
    assert [value.event.id for value in values] == [first]
    assert world.says() == world.reader_says()


def test_a_mark_of_ours_after_theirs_is_read_alike_by_both(world):
    row = world.application.register.view(world.group, "m1.seminar").rows[0]
    world.write("mark.set", {"event": "m1.seminar", "person": row.person, "state": "absent"})
    world.give()
    late = Mark(state=MarkState.LATE, minutes_late=9)
    world.application.register.mark(world.group, "m1.seminar", row.person, late)

    bundle = read_bundle(world.sent())

    assert reader_says(bundle.events) == world.says()
    assert len(world.says()["heads"]["mark", "m1.seminar", row.person]) == 1


def unknown_kind(group):
    group.mark(group.member(group.founder), kind="moon.set")


def newer_need(group):
    group.mark(group.founder, need=2)


def facilitator_oversteps(group):
    sam = group.member(group.founder)
    group.add(sam, "erase", {"person": PEOPLE[0], "ids": []})
    group.invite(sam)
    group.add(sam, "exemption.set", {"person": PEOPLE[0], "item": "m1.seminar", "value": "excused"})


def accepted_proposal(group):
    sam = group.member(group.founder)
    cell = {"person": PEOPLE[0], "item": "m1.seminar", "value": "excused"}
    group.add(group.founder, "accept", {"ids": [group.add(sam, "exemption.set", cell)]})


def colleagues_name(group):
    group.mark(group.member(group.founder), actor=group.founder.member)


def stranger(group):
    group.mark(Pen(group=group.group))


def two_joins(group):
    invitation = group.invite(group.founder)
    for laptop in (group.join(invitation), group.join(invitation)):
        group.mark(laptop)


def two_joins_and_a_choice(group):
    invitation = group.invite(group.founder)
    for laptop in (group.join(invitation), group.join(invitation)):
        group.mark(laptop)
        joined = laptop.prev
    chain = {event.id: event for event in group.events()}
    group.add(group.founder, "accept", {"ids": [chain[joined].header["prev"]]})


def joined_twice_after_a_restore(group):
    invitation = group.invite(group.founder)
    sam = group.join(invitation)
    sam.new_run()
    sam.prev = None
    group.join(invitation, sam)
    group.mark(sam)


def replayed_proof(group):
    invitation = group.invite(group.founder)
    sam = group.join(invitation)
    thief = Pen(sam.member, group.group)
    payload = json.loads(json.loads(group.lines[-1])[1])
    group.add(thief, "join", payload)
    group.mark(thief)


def ring_of_revokes(group):
    ring = [group.member(group.founder, "coordinator") for _ in range(3)]
    for place, pen in enumerate(ring):
        group.mark(pen, person=PEOPLE[place])
        group.add(pen, "revoke", {"key": ring[place - 1].key, "keep": []})


def revoked_goes_on(group):
    sam = group.member(group.founder)
    kept = group.mark(sam)
    group.add(group.founder, "revoke", {"key": sam.key, "keep": [kept]})
    late = group.mark(sam, "absent", [kept])
    group.mark(group.founder, "present", [late])


def old_positions_of_a_revoked_key(group):
    sam = group.member(group.founder)
    joined = sam.prev
    kept = group.mark(sam)
    group.add(group.founder, "revoke", {"key": sam.key, "keep": [kept]})
    sam.seq, sam.prev = 1, joined
    group.mark(sam, "absent")


def several_revokes(group):
    sam = group.member(group.founder)
    first = group.mark(sam)
    second = group.mark(sam, "absent", [first])
    group.add(group.founder, "revoke", {"key": sam.key, "keep": [second]})
    group.add(group.second, "revoke", {"key": sam.key, "keep": [first]})
    group.add(group.founder, "accept", {"ids": [second]})


def withdrawn_after_the_join(group):
    invitation = group.invite(group.founder)
    group.mark(group.join(invitation))
    group.add(group.founder, "revoke", {"invite": invitation[0]})


def upwards(group):
    coordinator = group.member(group.founder, "coordinator")
    group.mark(group.founder)
    group.add(coordinator, "revoke", {"key": group.founder.key, "keep": []})
    group.add(coordinator, "revoke", {"key": group.second.key, "keep": []})
    group.add(group.second, "revoke", {"key": group.founder.key, "keep": []})


def stripped_payload(group):
    group.mark(group.member(group.founder))
    group.lines[-1] = stripped(group.lines[-1])


def strange_links(group):
    first = group.mark(group.founder)
    group.mark(group.founder, "absent", [first], person=PEOPLE[1])
    group.mark(group.founder, "absent", ["ab" * 32, first, first])
    group.add(group.founder, "mark.set", {"undoes": "cd" * 32})
    group.add(group.founder, "person.set", {"undoes": first}, [first])


def through_a_held_entry(group):
    sam = group.member(group.founder)
    first = group.mark(sam)
    held = group.mark(sam, "present", [first], need=3)
    again = group.mark(sam, "present", [held], actor=group.founder.member)
    group.mark(group.founder, "absent", [again])


def fork(group):
    sam = group.member(group.founder)
    place = sam.seq, sam.prev
    group.mark(sam)
    sam.seq, sam.prev = place
    group.mark(sam, "absent")


def escapes(group):
    names = {"first": 'Zoë "Zo" \\ / \u2028\u007f', "last": "a\tb\nc\u0001", "note": "𝔐"}
    group.add(group.founder, "person.set", {"person": PEOPLE[0]} | names)


STORIES = (
    unknown_kind, newer_need, facilitator_oversteps, accepted_proposal, colleagues_name, stranger,
    two_joins, two_joins_and_a_choice, joined_twice_after_a_restore, replayed_proof,
    ring_of_revokes, revoked_goes_on, old_positions_of_a_revoked_key, several_revokes,
    withdrawn_after_the_join, upwards, stripped_payload, strange_links,
    through_a_held_entry, fork, escapes,
)  # fmt: skip
HELD = {
    "unknown_kind": {"NOT_UNDERSTOOD": 1},
    "newer_need": {"NOT_UNDERSTOOD": 1},
    "facilitator_oversteps": {"ROLE": 3},
    "colleagues_name": {"WRONG_NAME": 1},
    "stranger": {"UNKNOWN_LAPTOP": 1},
    "two_joins": {"JOIN_USED_TWICE": 2, "UNKNOWN_LAPTOP": 2},
    "two_joins_and_a_choice": {"JOIN_USED_TWICE": 1, "UNKNOWN_LAPTOP": 1},
    "replayed_proof": {"UNKNOWN_LAPTOP": 2},
    "revoked_goes_on": {"REVOKED": 1},
    "old_positions_of_a_revoked_key": {"REVOKED": 1},
    "withdrawn_after_the_join": {"INVITATION_WITHDRAWN": 1, "UNKNOWN_LAPTOP": 1},
    "stripped_payload": {"CONTENT_MISSING": 1},
    "strange_links": {"WAITING": 1, "NOT_UNDERSTOOD": 1},
    "through_a_held_entry": {"NOT_UNDERSTOOD": 1, "WRONG_NAME": 1},
}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_what_another_program_wrote_counts_or_is_held_as_its_own_reader_says(world, story):
    group = founded(world)
    story(group)
    told = world.with_group(group)

    told.give()

    held = list(told.says()["held"].values())
    assert told.says() == told.reader_says()
    assert {reason: held.count(reason) for reason in held} == HELD.get(story.__name__, {})


def test_a_payload_that_a_relay_stripped_is_filled_again(world):
    world.write("mark.set", {"event": EVENTS[0], "person": PEOPLE[0], "state": "present"})
    whole = world.lines[-1]
    world.lines[-1] = stripped(whole)
    world.give()
    before = world.says()
    world.lines[-1] = whole

    world.give()

    assert list(before["held"].values()) == ["CONTENT_MISSING"]
    assert world.says() == world.reader_says()
    assert not world.says()["held"]


def test_an_erasure_by_another_writer_leaves_the_same_heads_and_no_name(world):
    group = founded(world)
    sam = group.member(group.founder)
    named = group.add(sam, "person.set", {"person": PEOPLE[0], "first": "Nia", "last": "Rees"})
    group.mark(sam)
    group.add(group.founder, "erase", {"person": PEOPLE[0], "ids": [named]})
    later = group.add(sam, "person.set", {"person": PEOPLE[0], "first": "Nia"}, [named])
    told = world.with_group(group)

    told.give()

    ours, theirs = told.says(), told.reader_says()
    stored = [event.line() for event in world.application.store.events(group.group)]
    assert (ours["admitted"], ours["heads"]) == (theirs["admitted"], theirs["heads"])
    assert set(ours["held"]) == set(theirs["held"]) == {later}
    assert "Nia" not in "".join(stored)
    assert reader_says(read_event(line) for line in stored) == ours


@pytest.mark.parametrize("order", ["forwards", "backwards", "one by one"])
def test_the_lines_of_another_writer_may_come_in_any_order(world, order):
    group = random_history(json.loads(json.loads(world.lines[0])[1])["programme"], seed=7)
    told = world.with_group(group)
    start = next(line for line in group.lines if '\\"group.start\\"' in line)
    parts = {"forwards": [group.lines], "backwards": [group.lines[::-1]]}.get(order)

    for part in parts or [[start], *([line] for line in group.lines[::-1])]:
        told.give(group.founder.file(part))

    assert told.says() == told.reader_says()


def test_random_histories_are_read_alike_by_two_programs():
    for seed in range(HISTORIES):
        group = random_history("{}", seed, steps=40)
        ours = program_says(State.of(our_event(line) for line in group.lines))
        assert ours == reader_says(group.events()), "\n".join(group.lines)
