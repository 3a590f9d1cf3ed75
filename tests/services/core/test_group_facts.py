"""What is kept in memory of a group is what the store says, whatever was written last."""

from dataclasses import replace

import pytest
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene

from npq_desktop.journal.kinds import FAMILIES, KINDS
from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.journal.kinds.person import PERSON
from npq_desktop.rows.changes import kind_of
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import JOINED, Derived, GroupFacts

LAST = PAST[-1]
KEPT = [name for name, kept in vars(GroupFacts).items() if isinstance(kept, Derived)]
WRITTEN = {
    "a detail of a person": ("person.set", {"who": "Ann", "school": "Hill End"}),
    "two ids joined": ("person.set", {"who": "Ann", "same_as": "Ben"}),
    "a planned event": ("event.set", {"event": LAST, "place": "Hall"}),
    "an extra event": ("event.set", {"event": "walk", "title": "A walk"}),
    "a roster": ("register.open", {"event": LAST, "roster": ["Ann"]}),
    "a mark": ("mark.set", {"who": "Ann", "event": LAST, "state": "absent"}),
    "a mark at an event nobody knows yet": (
        "mark.set",
        {"who": "Ann", "event": "walk", "state": "present"},
    ),
    "a sign-off": (
        "register.signoff",
        {"event": LAST, "counts": {}, "covers": {}, "words": "All here."},
    ),
    "work": ("submission.add", {"who": "Ann", "task": "d1", "content": "0" * 64}),
    "a decision": ("review.set", {"who": "Ann", "task": "d1", "decision": "returned"}),
    "a catch-up": ("catchup.set", {"who": "Ann", "event": LAST, "state": "agreed"}),
    "a status": ("enrolment.set", {"who": "Ann", "from": "2026-09-01", "status": "deferred"}),
    "an exemption": ("exemption.set", {"who": "Ann", "item": LAST, "value": "excused"}),
    "an apology": ("expected.set", {"who": "Ann", "event": LAST, "expects": "apology"}),
    "a note": ("note.add", {"who": "Ann", "event": LAST, "id": "n", "text": "Left her coat."}),
    "a signed paper": ("evidence.add", {"event": LAST, "id": "e", "text": "sheet"}),
    "a kind nobody knows": ("weather.set", {"who": "Ann"}),
}


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def everything(facts: GroupFacts) -> dict[str, object]:
    """All that is kept; when a member was last heard of is not, and nobody asks it here."""
    said = {name: getattr(facts, name) for name in KEPT}
    said["members"] = {key: replace(m, last_seen=None) for key, m in facts.members.items()}
    said["events by date"] = group_events(facts)
    said |= {name: facts.of(kind) for name, kind in KINDS.items() if not kind.is_authority}
    said["what does not count"] = set(facts.state.held)
    return said | {f"marks of {event}": facts.marks(event) for event in (*PAST, "walk")}


def read_afresh(group: Scene) -> dict[str, object]:
    return everything(GroupFacts(store=group.application.store, group=group.group))


@pytest.mark.slow
@pytest.mark.parametrize("what", WRITTEN)
def test_what_is_kept_follows_an_entry_of_a_colleague(group: Scene, what: str) -> None:
    kind, said = WRITTEN[what]
    content = {name: group.people.get(str(value), value) for name, value in said.items()}
    content |= {"who": said["who"]} if "who" in said else {}
    group.mark("Ann", LAST, PRESENT)
    sam = group.colleague(role="coordinator")
    before = everything(group.facts)

    sam.tell(kind, **content)

    assert everything(group.facts) == read_afresh(group) != before


def test_what_is_kept_follows_undo_and_redo(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    everything(group.facts)

    group.application.undo.undo(group.group)

    assert everything(group.facts) == read_afresh(group)
    group.application.undo.redo(group.group)
    assert everything(group.facts) == read_afresh(group)


def test_what_is_kept_follows_another_programme(group: Scene) -> None:
    before = everything(group.facts)
    fewer = {"programme": before["programme"].to_json().replace("Conference 1", "First day")}

    group.write("programme.set", **fewer)

    assert everything(group.facts) == read_afresh(group) != before


def test_what_is_worked_out_names_families_that_exist() -> None:
    named = {family for name in KEPT for family in vars(GroupFacts)[name].families}

    assert named <= {*map(kind_of, FAMILIES), "held", "member", JOINED}


def test_events_are_worked_out_once_a_mark(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    before = group_events(group.facts)

    group.mark("Ann", LAST, ABSENT)

    assert group_events(group.facts) is before


def test_supposing_leaves_out_what_hangs_on_the_supposed(group: Scene) -> None:
    """A register asks for whoever is active: with somebody deferred it is another one."""
    group.facts.not_asked["kept", group.laptop.clock().date()] = {}
    names = group.facts.names

    supposed = group.facts.supposing(enrolments={})

    assert supposed.not_asked == {}
    assert supposed.names is names
    assert group.facts.not_asked != {}


def test_several_kinds_are_read_ahead_of_their_first_need(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    fresh = GroupFacts(store=group.application.store, group=group.group)

    fresh.read(PERSON, MARK)

    assert fresh.of(MARK) == group.facts.of(MARK) != ()
    assert fresh.people == group.facts.people
