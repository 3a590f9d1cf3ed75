"""The table of kinds: what each understands, which cells it writes, what it compares."""

import hashlib

import pytest
from support.journal import AT, Group, member, person, seed

from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds import KINDS, default_compare, never_conflicts
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.kinds.kind import Writers
from npq_desktop.journal.parse import Erasure, Reader

ANN = person("ann")
WORK = hashlib.sha256(b"work").hexdigest()
SEMINAR = "m1.seminar"
HUB, EPOCH = "A" * 43, "cd" * 16

UNDERSTOOD: tuple[tuple[str, dict[str, object], tuple[Cell, ...]], ...] = (
    ("programme.set", {"programme": "{}"}, (("programme",),)),
    (
        "person.set",
        {"person": ANN, "name": "Ann", "id.moodle": "7", "trn": None},
        (("person", ANN, "name"), ("person", ANN, "id.moodle"), ("person", ANN, "trn")),
    ),
    (
        "event.set",
        {"event": SEMINAR, "state": "did_not_run", "start": AT, "note": ["kept"]},
        (("event", SEMINAR, "start"), ("event", SEMINAR, "state")),
    ),
    (
        "enrolment.set",
        {"person": ANN, "from": "2026-09-01", "status": "deferred", "sealed": {"to": []}},
        (("enrolment", ANN, "2026-09-01"),),
    ),
    (
        "exemption.set",
        {"person": ANN, "item": SEMINAR, "value": "credited", "credit": [1, 2]},
        (("exemption", ANN, SEMINAR),),
    ),
    (
        "expected.set",
        {"event": SEMINAR, "person": ANN, "expects": "apology"},
        (("expected", SEMINAR, ANN),),
    ),
    ("register.open", {"event": SEMINAR, "roster": [ANN]}, (("register", SEMINAR),)),
    (
        "mark.set",
        {"event": SEMINAR, "person": ANN, "state": "present", "minutes_late": 0, "arrived": AT},
        (("mark", SEMINAR, ANN),),
    ),
    (
        "register.signoff",
        {"event": SEMINAR, "counts": {"present": 1}, "covers": {ANN: ["0" * 16]}, "head_count": 1},
        (("signoff", SEMINAR, member("olu")),),
    ),
    (
        "submission.add",
        {"person": ANN, "task": "m1.diagnostic", "content": WORK, "size": 12},
        (("submission", ANN, "m1.diagnostic", WORK),),
    ),
    (
        "review.set",
        {"person": ANN, "task": "m1.diagnostic", "decision": None, "feedback": "Good"},
        (("review", ANN, "m1.diagnostic"),),
    ),
    (
        "catchup.set",
        {"person": ANN, "event": SEMINAR, "state": "agreed", "by": "2026-12-01"},
        (("catchup", ANN, SEMINAR),),
    ),
    (
        "claim.add",
        {"person": ANN, "item": SEMINAR, "source": WORK, "fact": {"grade": 3}},
        (("claim", ANN, SEMINAR, WORK),),
    ),
    ("window.set", {"window": "w1", "start": "2027-11-01"}, (("window", "w1"),)),
    ("assessment.set", {"person": ANN, "window": "w1"}, (("assessment", ANN, "w1"),)),
    ("note.add", {"id": "n1", "text": "hm"}, (("note.add", "n1"),)),
    ("relay.set", {"url": "https://hub.example", "hub": HUB, "name": "Hub"}, (("relay",),)),
    ("relay.set", {"url": None, "hub": HUB, "name": "Hub"}, (("relay",),)),
)

FROZEN: tuple[tuple[str, str, tuple[str, ...], str, str, str | None, bool], ...] = (
    ("group.start", "group.start", ("id",), "members", "never", None, False),
    ("invite", "invite", ("id",), "coordinators", "never", None, False),
    ("join", "join", ("id",), "members", "never", None, False),
    ("revoke", "revoke", ("id",), "coordinators", "never", None, False),
    ("accept", "accept", ("id",), "coordinators", "never", None, False),
    ("erase", "erase", ("id",), "roots", "never", None, False),
    ("erase.done", "erase.done", ("id",), "members", "never", None, False),
    ("programme.set", "programme", (), "coordinators", "if listed", None, True),
    ("person.set", "person", ("person", "field"), "members", "with the person", "*", True),
    ("event.set", "event", ("event", "field"), "members", "with the person", "*", True),
    (
        "enrolment.set",
        "enrolment",
        ("person", "since"),
        "members",
        "with the person",
        "status",
        True,
    ),
    (
        "exemption.set",
        "exemption",
        ("person", "item"),
        "coordinators",
        "with the person",
        "value",
        True,
    ),
    ("expected.set", "expected", ("event", "person"), "members", "if listed", "expects", False),
    ("register.open", "register", ("event",), "members", "if listed", None, False),
    ("register.signoff", "signoff", ("event", "member"), "members", "if listed", None, False),
    ("mark.set", "mark", ("event", "person"), "members", "never", "state", True),
    (
        "submission.add",
        "submission",
        ("person", "task", "content"),
        "members",
        "with the person",
        None,
        False,
    ),
    ("review.set", "review", ("person", "task"), "members", "with the person", "decision", True),
    ("catchup.set", "catchup", ("person", "event"), "members", "with the person", "state", True),
    ("claim.add", "claim", ("person", "item", "file"), "members", "with the person", None, False),
    ("window.set", "window", ("window",), "coordinators", "with the person", None, True),
    (
        "assessment.set",
        "assessment",
        ("person", "window"),
        "coordinators",
        "with the person",
        None,
        True,
    ),
    ("note.add", "note.add", ("id",), "members", "with the person", None, False),
    ("contact.add", "contact.add", ("id",), "members", "with the person", None, False),
    ("coaching.add", "coaching.add", ("id",), "members", "with the person", None, False),
    ("post.add", "post.add", ("id",), "members", "with the person", None, False),
    ("evidence.add", "evidence.add", ("id",), "members", "with the person", None, False),
    ("relay.set", "relay", (), "coordinators", "never", "url", False),
    ("relay.key", "relay.key", ("id",), "members", "never", None, False),
)
"""What every copy of a journal relies on: name, family, key, writers, erasing, null, conflicts."""

NOT_UNDERSTOOD: tuple[tuple[str, dict[str, object] | None], ...] = (
    ("mark.set", None),
    ("mark.set", {}),
    ("mark.set", {"event": SEMINAR, "person": ANN}),
    ("mark.set", {"event": SEMINAR, "person": ANN, "state": "asleep"}),
    ("mark.set", {"event": SEMINAR, "person": ANN, "state": True}),
    ("mark.set", {"event": SEMINAR, "person": ANN, "state": ["present"]}),
    ("mark.set", {"event": "", "person": ANN, "state": "present"}),
    ("mark.set", {"event": SEMINAR, "person": ANN, "state": "present", "minutes_late": -1}),
    ("mark.set", {"event": SEMINAR, "person": ANN, "state": "present", "minutes_late": True}),
    ("mark.set", {"event": SEMINAR, "person": ANN, "state": "present", "arrived": "nine"}),
    ("mark.set", {"event": SEMINAR, "person": ANN, "state": "absent", "reason": "ill"}),
    ("mark.set", {"undoes": 5}),
    ("exemption.set", {"person": ANN, "item": SEMINAR, "value": "credited"}),
    ("exemption.set", {"person": ANN, "item": SEMINAR, "value": "credited", "credit": [1, 0]}),
    ("person.set", {"person": ANN}),
    ("person.set", {"person": ANN, "name": ["Ann"]}),
    ("person.set", {"person": ANN, "name": True}),
    ("event.set", {"event": SEMINAR}),
    ("event.set", {"event": SEMINAR, "state": "cancelled"}),
    ("enrolment.set", {"person": ANN, "from": "1 September", "status": "active"}),
    ("submission.add", {"person": ANN, "task": "t", "content": "not a digest"}),
    ("register.signoff", {"event": SEMINAR, "counts": {}, "covers": {ANN: ["short"]}}),
    ("invite", {"sign": "short", "age": "age1", "member": "m", "name": "n", "role": "root"}),
    ("revoke", {"keep": []}),
    ("revoke", {"key": "A" * 43}),
    ("revoke", {"key": "A" * 43, "keep": [], "invite": WORK}),
    ("accept", {"ids": [WORK] * 201}),
    ("accept", {"undoes": WORK}),
    ("erase", {"person": ANN, "ids": [WORK] * 201}),
    ("relay.set", {"hub": HUB, "name": "Hub"}),
    ("relay.set", {"url": "http://hub.example", "hub": HUB, "name": "Hub"}),
    ("relay.set", {"url": "http://localhost.evil", "hub": HUB, "name": "Hub"}),
    ("relay.set", {"url": None, "hub": HUB, "name": "Hub\u202egpj"}),
    ("relay.set", {"url": None, "hub": HUB, "name": "x" * 61}),
    ("relay.key", {"epochs": [], "to": [], "box": "AA"}),
    ("relay.key", {"epochs": [EPOCH] * 501, "to": [], "box": "AA"}),
    ("relay.key", {"epochs": [EPOCH], "to": ["short"], "box": "AA"}),
    ("relay.key", {"epochs": [EPOCH], "to": [], "box": ""}),
    ("future.set", {"event": SEMINAR}),
)


@pytest.fixture
def group() -> Group:
    return Group()


def cells(event: Event) -> tuple[Cell, ...] | None:
    return Reader({event.id: event}, Erasure()).read(event).cells


@pytest.mark.parametrize(("kind", "content", "expected"), UNDERSTOOD)
def test_kind_writes_its_cells(
    group: Group, kind: str, content: dict[str, object], expected: tuple[Cell, ...]
) -> None:
    assert sorted(cells(group.write("olu", kind, content)) or ()) == sorted(expected)


@pytest.mark.parametrize(("kind", "content"), NOT_UNDERSTOOD)
def test_content_that_is_not_understood_writes_no_cell(
    group: Group, kind: str, content: dict[str, object] | None
) -> None:
    assert cells(group.write("olu", kind, content)) is None


@pytest.mark.parametrize(("kind", "content", "written"), UNDERSTOOD)
def test_cells_begin_with_the_family_and_have_a_text_for_each_part_of_the_key(
    kind: str, content: dict[str, object], written: tuple[Cell, ...]
) -> None:
    rule = KINDS[kind]

    assert {cell[0] for cell in written} == {rule.family}
    assert {len(cell) for cell in written} == {1 + len(rule.key)}


def test_cells_are_known_before_an_entry_is_signed(group: Group) -> None:
    content = {"event": SEMINAR, "counts": {}, "covers": {}}
    signed = group.write("olu", "register.signoff", content)

    assert KINDS["register.signoff"].cells("register.signoff", "", member("olu"), content) == (
        cells(signed)
    )


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda frozen: frozen[0])
def test_what_a_kind_is_never_changes(
    frozen: tuple[str, str, tuple[str, ...], str, str, str | None, bool],
) -> None:
    """A store, a colleague's laptop and a hub of any version must read the same of an entry."""
    kind = KINDS[frozen[0]]
    found = (kind.name, kind.family, kind.key, kind.writers.value, kind.erasing.value)

    assert (*found, kind.null_member, not never_conflicts((kind.family,))) == frozen


def test_every_kind_is_frozen() -> None:
    assert [kind.name for kind in KINDS.values()] == [frozen[0] for frozen in FROZEN]


def test_a_family_belongs_to_one_kind() -> None:
    families = [kind.family for kind in KINDS.values()]

    assert len(set(families)) == len(families)


def test_entry_that_needs_a_higher_level_is_not_understood(group: Group) -> None:
    content = {"event": SEMINAR, "person": ANN, "state": "present"}

    assert cells(group.write("olu", "mark.set", content, need=2)) is None


def test_entry_sealed_whole_has_a_cell_of_its_own(group: Group) -> None:
    contact = group.write("olu", "contact.add", {"to": ["abcdefgh"], "box": "xyz"})

    assert cells(contact) == (("contact.add", contact.id),)


def test_start_also_says_the_programme(group: Group) -> None:
    assert cells(group.events[0]) == (("group.start", group.id), ("programme",))


def test_every_kind_says_who_may_write_it() -> None:
    by_writers = {
        writers: {name for name, kind in KINDS.items() if kind.writers is writers}
        for writers in Writers
    }

    assert by_writers[Writers.ROOTS] == {"erase"}
    assert by_writers[Writers.COORDINATORS] == {
        "programme.set",
        "invite",
        "revoke",
        "accept",
        "exemption.set",
        "window.set",
        "assessment.set",
        "relay.set",
    }


def test_sets_and_entries_of_their_own_never_conflict() -> None:
    quiet = {"expected", "register", "signoff", "submission", "claim", "note.add", "join"}
    quiet |= {"relay", "relay.key"}
    loud = {"programme", "person", "event", "enrolment", "exemption", "mark", "review", "catchup"}

    assert all(never_conflicts((family,)) for family in quiet)
    assert not any(never_conflicts((family,)) for family in loud | {"window", "assessment"})


@pytest.mark.parametrize(
    ("cell", "one", "other", "agree"),
    [
        (("mark",), {"state": "present"}, {"state": "present", "minutes_late": 0}, True),
        (("mark",), {"state": "present"}, {"state": "present", "minutes_late": 5}, False),
        (("mark",), {"state": "present"}, {"state": "present", "minutes_early": 5}, False),
        (("mark",), {"state": "present"}, {"state": "absent"}, False),
        (
            ("mark",),
            {"state": "present", "minutes_late": 5, "start": "16:00", "end": "17:30"},
            {"state": "present", "minutes_late": 5, "start": "16:00", "end": "18:00"},
            False,
        ),
        (("mark",), {"state": "present", "end": "17:30"}, {"state": "present"}, True),
        (("mark",), {"state": "absent", "reason": "other"}, {"state": "absent"}, True),
        (("person", ANN, "name"), {"name": "Ann", "trn": 1}, {"name": "Ann", "trn": 2}, True),
        (("person", ANN, "name"), {"name": "Ann"}, {"name": "Anne"}, False),
        (("event", SEMINAR, "state"), {"state": "held"}, {"state": "planned"}, False),
        (("review",), {"decision": "accepted", "feedback": "a"}, {"decision": "accepted"}, True),
        (("review",), {"decision": "accepted"}, {"decision": "returned"}, False),
        (("catchup",), {"state": "agreed", "what": "a"}, {"state": "agreed"}, True),
        (
            ("exemption",),
            {"value": "credited", "credit": [1, 2]},
            {"value": "credited", "credit": [2, 4]},
            True,
        ),
        (
            ("exemption",),
            {"value": "credited", "credit": [1, 2]},
            {"value": "credited", "credit": [1, 3]},
            False,
        ),
        (
            ("exemption",),
            {"value": "excused", "credit": [1, 2]},
            {"value": "excused", "reason": "x"},
            True,
        ),
        (("enrolment",), {"status": "active"}, {"status": "active", "sealed": {}}, True),
        (("window",), {"start": "a", "end": "b"}, {"start": "a", "end": "c"}, False),
        (("assessment",), {"outcome": {"n": 1}}, {"outcome": {"n": 1}, "by": 1}, True),
        (("programme",), {"programme": '{"v":1}'}, {"programme": {"v": 1}, "title": "x"}, True),
    ],
)
def test_comparison_looks_at_the_compared_fields_alone(
    cell: Cell, one: dict[str, object], other: dict[str, object], agree: bool
) -> None:
    assert (default_compare(cell, one) == default_compare(cell, other)) is agree


def test_random_ids_of_persons_and_keys_of_planned_events_are_both_names(group: Group) -> None:
    extra = seed("extra", 16).hex()

    assert cells(group.mark("olu", extra, "ann", "present")) == (("mark", extra, ANN),)
