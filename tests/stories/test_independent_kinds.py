"""What the page on the format says of kinds and cells, against the program."""

import json
import os
import re
from pathlib import Path

import pytest
from stories.independent.admission import judge
from stories.independent.comparing import program_says, reader_says
from stories.independent.histories import EVENTS, PEOPLE, Founded
from stories.independent.payloads import (
    AUTHORITY,
    COORDINATORS_WRITE,
    ENTRIES,
    GOES_IF_LISTED,
    KINDS,
    NEVER_GOES,
    PAYLOADS,
    ROOTS_WRITE,
    understood,
)
from stories.independent.reader import read_event
from stories.independent.writer import Pen

from npq_desktop.journal import kinds as program
from npq_desktop.journal.event import parse_event as our_event
from npq_desktop.journal.state import State

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kinds by themselves")]

PAGE = (Path(program.__file__).parent.parent / "FORMAT.md").read_text("utf-8")
A_HASH, AN_ID, A_KEY = "ab" * 32, "cd" * 16, "k" * 43
PERSON, EVENT = {"person": PEOPLE[0]}, {"event": EVENTS[0]}
WHOLE = {
    "group.start": {"title": "T", "cohort": "C", "programme": "{}", "keep_until": "2029-01-01"},
    "invite": {
        "sign": A_KEY, "age": "age1x", "member": AN_ID, "name": "Sam", "role": "facilitator",
    },
    "join": {
        "invite": A_HASH, "age": "age1x", "name": "Sam", "device": "laptop", "proof": "p" * 86,
    },
    "revoke": {"key": A_KEY, "keep": [A_HASH]},
    "accept": {"ids": [A_HASH]},
    "erase": PERSON | {"ids": [A_HASH], "reason": "asked", "authority": "Data protection officer"},
    "erase.done": {"erase": A_HASH, "backups_until": "2026-12-31"},
    "programme.set": {"programme": {"v": 2}},
    "person.set": PERSON | {"name": "Nia Rees", "age": 40, "email": None, "sealed": [1]},
    "event.set": EVENT
    | {
        "title": "Seminar", "start": "2026-10-01T13:30+01:00", "end": None, "place": "Hall",
        "led_by": "Sam", "series": "s", "state": "held", "reason": "r", "same_as": "x",
    },
    "enrolment.set": PERSON
    | {"from": "2026-10-01", "status": "deferred", "expected_return": "2027-01-01"},
    "exemption.set": PERSON
    | {"item": EVENTS[0], "value": "credited", "credit": [1, 2], "source": "visit", "reason": "r"},
    "expected.set": PERSON | EVENT | {"expects": "apology", "reason": "travel"},
    "register.open": EVENT | {"roster": list(PEOPLE)},
    "mark.set": PERSON
    | EVENT
    | {
        "state": "present", "arrived": "2026-10-01T13:40:00Z", "left": None, "minutes_late": 10,
        "minutes_early": 0, "start": "2026-10-01T13:30:00+01:00", "end": None, "reason": None,
        "how": "typed",
    },
    "register.signoff": EVENT
    | {
        "counts": {"present": 3}, "covers": {PEOPLE[0]: ["ab" * 8]}, "head_count": 3,
        "words": "3 present",
    },
    "submission.add": PERSON
    | {
        "task": "m1.diagnostic", "content": A_HASH, "name": "a.docx", "size": 3, "text": "abc",
        "handed_in": "2026-10-01",
    },
    "review.set": PERSON | {"task": "m1.diagnostic", "decision": "accepted", "feedback": "Good"},
    "catchup.set": PERSON
    | EVENT
    | {"state": "agreed", "what": "w", "by": "2026-11-01", "text": "t", "feedback": "f"},
    "claim.add": PERSON | {"item": EVENTS[0], "source": A_HASH, "system": "moodle"},
    "window.set": {"window": "w1", "start": "2027-11-01", "end": "2027-11-08"},
    "assessment.set": PERSON | {"window": "w1", "outcome": "passed", "eligible": True},
    "note.add": PERSON | EVENT | {"id": "n1", "text": "Note"},
    "contact.add": PERSON | {"text": "Rang"},
    "coaching.add": {"to": ["abcdefgh"], "box": "AAAA"},
    "post.add": {"id": "p1"},
    "evidence.add": EVENT | {"id": "e1", "text": "in the office", "content": A_HASH},
    "relay.set": {"url": "https://hub.example", "hub": A_KEY, "name": "Leeds hub"},
    "relay.key": {"epochs": [AN_ID], "to": ["abcdefgh"], "box": "AAAA"},
}  # fmt: skip
ODD = (
    None, True, -1, 0, 1, 2**53, "", "x", "x" * 256, "x" * 257, A_HASH, A_HASH.upper(), AN_ID,
    A_KEY, "k" * 44, "p" * 85, "age1", "age1" + "x" * 201, "age1X", "2026-10-01", "2026-13-99",
    "2026-10-1", "2026-10-01T13:30Z", "2026-10-01T13:30:00.25+01:00", "2026-10-01 13:30", "present",
    "coordinator", "held", "deferred", "excused", "visit", "travel", "returned", "handed_in", [],
    ["x"], [1], [1, 2], [1, 0], [0, 1], [1, -1], [True, 1], [1, 2, 3], [A_HASH], [A_HASH] * 200,
    [A_HASH] * 201, ["ab" * 8], {}, {"x": 1}, {"x": []}, {"x": ["ab" * 8]}, {"x": ["ab" * 7]},
    {"x": True}, "http://hub.example", "http://localhost:47610/x", "http://localhost.example",
    "http://127.0.0.1", "https://", "https://a b", "https://" + "x" * 193, "y" * 60, "y" * 61,
    "a\u202eb", "a\u0085b", "a\u2069", [AN_ID] * 500, [AN_ID] * 501, ["abcdefgh"], ["abcdefg"],
)  # fmt: skip


def test_page_and_program_know_the_same_kinds():
    assert program.KINDS.keys() == KINDS == WHOLE.keys()


def rows_below(heading):
    """Kind → the other cells of its row, in the first table about kinds below a heading."""
    section = PAGE.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
    table = section.partition("\n| kind |")[2].partition("\n\n")[0]
    rows = [line.strip("|").split("|") for line in table.split("\n")[2:]]
    return {kind: rest for first, *rest in rows for kind in re.findall(r"`([\w.]+)`", first)}


def test_the_page_names_every_kind_with_all_its_members():
    rows = rows_below("What payloads hold")

    assert rows.keys() == KINDS
    for kind, (must, may) in PAYLOADS.items():
        named = set(re.findall(r"`(\w+)`", " ".join(rows[kind])))
        assert must.keys() | may.keys() <= named, kind


@pytest.mark.parametrize("kind", [kind for kind in WHOLE if kind not in ENTRIES[1:]])
def test_the_page_says_who_writes_a_kind_and_what_an_erasure_takes(kind):
    row = [cell.strip() for cell in rows_below("Cells")[kind]]

    writes = "R" if kind in ROOTS_WRITE else "M"
    goes = "never" if kind in NEVER_GOES else "person"
    assert row[0] == ("C" if kind in COORDINATORS_WRITE else writes)
    assert row[4] == ("listed" if kind in GOES_IF_LISTED else goes)


@pytest.mark.parametrize("kind", WHOLE)
def test_a_kind_is_written_and_erased_as_the_page_says(kind):
    known = program.KINDS[kind]

    writers = "roots" if kind in ROOTS_WRITE else "members"
    goes = "never" if kind in NEVER_GOES else "with the person"
    assert known.writers.value == ("coordinators" if kind in COORDINATORS_WRITE else writers)
    assert known.erasing.value == ("if listed" if kind in GOES_IF_LISTED else goes)
    assert known.is_authority == (kind in AUTHORITY)


@pytest.mark.parametrize("kind", WHOLE)
def test_a_payload_is_understood_by_both_or_by_neither(kind):
    must, may = PAYLOADS.get(kind, ({}, {}))
    whole = WHOLE[kind]
    names = {*whole, *must, *may, "key", "keep", "invite", "person", "something new"}
    payloads = [whole, {}]
    payloads += [{name: whole[name] for name in whole if name != left_out} for left_out in whole]
    payloads += [whole | {name: odd} for name in names for odd in ODD]
    payloads += [{**whole, "x" * length: "y"} for length in (0, 256, 257)]

    ours = [program.KINDS[kind].validate(payload) is None for payload in payloads]

    assert ours == [understood(kind, payload) for payload in payloads]
    assert ours[0]
    assert not all(ours) or kind in {"coaching.add", "contact.add"}


# -- cells -----------------------------------------------------------------------------------------

CELLS = {
    "revoke": [["revoke", "ID"]],
    "accept": [["accept", "ID"]],
    "erase": [["erase", "ID"]],
    "erase.done": [["erase.done", "ID"]],
    "programme.set": [["programme"]],
    "person.set": [["person", PEOPLE[0], name] for name in ("name", "age", "email")],
    "event.set": [["event", EVENTS[0], name] for name in WHOLE["event.set"] if name != "event"],
    "enrolment.set": [["enrolment", PEOPLE[0], "2026-10-01"]],
    "exemption.set": [["exemption", PEOPLE[0], EVENTS[0]]],
    "expected.set": [["expected", EVENTS[0], PEOPLE[0]]],
    "register.open": [["register", EVENTS[0]]],
    "mark.set": [["mark", EVENTS[0], PEOPLE[0]]],
    "register.signoff": [["signoff", EVENTS[0], "ACTOR"]],
    "submission.add": [["submission", PEOPLE[0], "m1.diagnostic", A_HASH]],
    "review.set": [["review", PEOPLE[0], "m1.diagnostic"]],
    "catchup.set": [["catchup", PEOPLE[0], EVENTS[0]]],
    "claim.add": [["claim", PEOPLE[0], EVENTS[0], A_HASH]],
    "window.set": [["window", "w1"]],
    "assessment.set": [["assessment", PEOPLE[0], "w1"]],
    "note.add": [["note.add", "n1"]],
    "contact.add": [["contact.add", "ID"]],
    "coaching.add": [["coaching.add", "ID"]],
    "post.add": [["post.add", "p1"]],
    "evidence.add": [["evidence.add", "e1"]],
    "relay.set": [["relay"]],
    "relay.key": [["relay.key", "ID"]],
}


@pytest.fixture(scope="module")
def founded():
    """A group with its start, one invitation and one join."""
    group = Founded("{}")
    group.member(group.founder)
    return group


def test_the_first_events_write_a_cell_of_their_own_and_the_start_the_programme(founded):
    events = founded.events()
    start, invite, join = (event.id for event in events)

    says = reader_says(events)

    assert says["heads"] == {
        ("group.start", start): {start},
        ("programme",): {start},
        ("invite", invite): {invite},
        ("join", join): {join},
    }
    assert says == program_says(State.of(map(our_event, founded.lines)))


@pytest.mark.parametrize("kind", CELLS)
def test_an_event_of_a_kind_writes_the_cells_that_the_page_says(founded, kind):
    pen = Pen(founded.founder.member, founded.group)
    pen.signing = founded.founder.signing
    line = pen.write(kind, WHOLE[kind] | ({"ids": []} if kind in {"accept", "erase"} else {}))
    event = read_event(line)
    named = {"ID": event.id, "ACTOR": founded.founder.member}

    says = reader_says([*founded.events(), event])

    written = {cell for cell, heads in says["heads"].items() if event.id in heads}
    assert written == {tuple(named.get(text, text) for text in cell) for cell in CELLS[kind]}
    assert says == program_says(State.of(map(our_event, [*founded.lines, line])))


# -- comparing -------------------------------------------------------------------------------------

PAIRS = {
    "the same figures otherwise written": ("programme.set", {"programme": {}}, {"programme": "{}"}),
    "equal fractions": (
        "exemption.set", {"value": "credited", "credit": [1, 2]},
        {"value": "credited", "credit": [2, 4], "reason": "otherwise"},
    ),
    "nothing missed, said and unsaid": (
        "mark.set", {"state": "present"}, {"state": "present", "minutes_late": 0, "how": "paper"},
    ),
    "times that no minutes are counted from": (
        "mark.set", {"state": "present", "end": "2026-10-01T15:00Z"}, {"state": "present"},
    ),
    "two reasons for one absence": (
        "mark.set", {"state": "absent"}, {"state": "absent", "reason": "travel", "minutes_late": 3},
    ),
    "two words of praise": (
        "review.set", {"decision": "accepted", "feedback": "Good"}, {"decision": "accepted"},
    ),
    "two apologies": ("expected.set", {"expects": "apology"}, {"expects": "visit"}),
    "a value and one taken back": ("catchup.set", {"state": "agreed"}, {"state": None}),
}  # fmt: skip
DISAGREEING = {
    "other figures": ("programme.set", {"programme": "{}"}, {"programme": {"v": 2}}),
    "fractions": (
        "exemption.set", {"value": "credited", "credit": [1, 2]},
        {"value": "credited", "credit": [1, 3]},
    ),
    "minutes": (
        "mark.set", {"state": "present", "minutes_late": 4}, {"state": "present"},
    ),
    "what the minutes are counted to": (
        "mark.set", {"state": "present", "minutes_late": 4, "end": "2026-10-01T15:00Z"},
        {"state": "present", "minutes_late": 4, "end": "2026-10-01T16:00Z"},
    ),
    "states": ("event.set", {"state": "held"}, {"state": "did_not_run"}),
    "outcomes": ("assessment.set", {"outcome": "passed"}, {"outcome": "failed"}),
    "windows": ("window.set", {"start": "2027-11-01"}, {"start": "2027-11-02"}),
    "statuses": ("enrolment.set", {"status": "active"}, {"status": "deferred"}),
}  # fmt: skip
PLACE = {
    "programme.set": {}, "exemption.set": PERSON | {"item": EVENTS[0]}, "mark.set": PERSON | EVENT,
    "review.set": PERSON | {"task": "t"}, "expected.set": PERSON | EVENT,
    "catchup.set": PERSON | EVENT, "event.set": EVENT,
    "assessment.set": PERSON | {"window": "w1"}, "window.set": {"window": "w1"},
    "enrolment.set": PERSON | {"from": "2026-10-01"},
}  # fmt: skip


def two_of(pair):
    """What both say of a group in which two events of a kind did not know of each other."""
    kind, one, other = pair
    group = Founded("{}")
    start = [read_event(group.lines[0]).id] if kind == "programme.set" else []
    for value in (one, other):
        group.add(group.founder, kind, PLACE[kind] | value, start)
    ours = program_says(State.of(map(our_event, group.lines)))
    assert ours == reader_says(group.events())
    return ours


@pytest.mark.parametrize("pair", PAIRS)
def test_values_that_share_what_is_compared_agree(pair):
    assert two_of(PAIRS[pair])["disagreeing"] == set()


@pytest.mark.parametrize("pair", DISAGREEING)
def test_values_that_differ_in_what_is_compared_disagree(pair):
    assert len(two_of(DISAGREEING[pair])["disagreeing"]) == 1


# -- starts that cannot be used --------------------------------------------------------------------


def start_with(**changes):
    """A group whose start says other roots than it should, with one mark."""
    group = Founded("{}")
    root = group.founder.root("Olive", "office")
    given = {
        "none": [],
        "nine": [group.founder.root("Olive", "office"), *(Pen().root("x", "y") for _ in range(8))],
        "one key twice": [root, root],
        "without its author": [Pen().root("x", "y")],
        "in another name": [root | {"member": os.urandom(16).hex()}],
        "not described": [{"key": group.founder.key}],
        "no list": {"key": group.founder.key},
    }[changes["roots"]]
    pen = Pen(group.founder.member)
    pen.signing = group.founder.signing
    payload = {"title": "T", "cohort": "C", "programme": "{}", "roots": given}
    lines = [pen.write("group.start", payload)]
    return [*lines, pen.write("mark.set", PERSON | EVENT | {"state": "present"})]


@pytest.mark.parametrize(
    "roots",
    ["none", "nine", "one key twice", "without its author", "in another name", "not described",
     "no list"],
)  # fmt: skip
def test_roots_that_break_the_rules_hold_everything(roots):
    lines = start_with(roots=roots)

    says = program_says(State.of(map(our_event, lines)))

    assert set(says["held"].values()) == {"BAD_ROOTS"}
    assert says == reader_says(map(read_event, lines))


@pytest.mark.parametrize("left", ["no start", "a start without its text"])
def test_everything_waits_for_a_start_that_is_not_here(founded, left):
    lines = founded.lines[1:]
    if left != "no start":
        header, _, _, sig = json.loads(founded.lines[0])
        lines = [json.dumps([header, None, None, sig]), *lines]

    says = program_says(State.of(map(our_event, lines)))

    assert list(says["held"].values()).count("WAITING") == 2
    assert says == reader_says(map(read_event, lines))


def test_the_devices_of_a_group_stand_where_the_page_says(founded):
    devices = judge(founded.events()).devices

    ours = State.of(map(our_event, founded.lines)).members
    assert [(d.key, d.role, d.depth, d.rank) for d in devices] == [
        (key.key, key.role.value, key.depth, key.rank) for key in ours
    ]
    assert [d.role for d in devices] == ["root", "root", "facilitator"]
