"""A new kind of fact is one file of ``journal/kinds`` and one ``Words``: from there it is written,
stored, read, merged, disputed, undone, erased and told like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from support.scenes import PAST, MakeScene, Scene

from npq_desktop.journal import kinds
from npq_desktop.journal.kinds.checks import is_name, maybe_count, members, one_of
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.kind import Kind, Writers, compared, one_cell
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.kind_words import WORDS, Words

EVENT = PAST[0]
TITLE = "Opening conference"


@dataclass(frozen=True, slots=True)
class TeaFact:
    """What somebody drank at an event."""

    event: str
    person: str
    drink: str
    cups: int
    head: str
    source: Source


TEA = Kind(
    name="tea.set",
    family="tea",
    key=("event", "person"),
    fact=TeaFact,
    writers=Writers.COORDINATORS,
    validate=members(
        {"person": is_name, "event": is_name, "drink": one_of("green", "black", None)},
        {"cups": maybe_count},
    ),
    cells=one_cell("tea", "event", "person"),
    compare=compared("drink"),
    null_member="drink",
)
SPOKEN = Words(
    title="Tea",
    section="Notes and contacts",
    one="cup of tea",
    many="cups of tea",
    about="{person}, {event}: tea",
    said=lambda content: f"Drank {content['drink']} tea" if content["drink"] else "Drank nothing",
    until="Until one is chosen nobody makes any.",
)


@pytest.fixture
def group(scene: MakeScene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A group on a laptop whose program knows one kind more."""
    monkeypatch.setitem(kinds._KINDS, TEA.name, TEA)
    monkeypatch.setitem(kinds._FAMILIES, TEA.family, TEA)
    assert isinstance(WORDS, dict)
    monkeypatch.setitem(WORDS, TEA.name, SPOKEN)
    return scene("Ann", "Ben")


def drink(group: Scene, what: str | None, **more: object) -> Changes:
    return group.write("tea.set", who="Ann", event=EVENT, drink=what, **more).changes


def drunk(group: Scene) -> Mapping[str, int]:
    return {fact.drink: fact.cups for fact in group.facts.of(TEA)}


def test_it_is_written_and_read_as_its_own_fact(group: Scene) -> None:
    changes = drink(group, "green", cups=2, milk={"any": ["thing"]})

    [fact] = group.facts.of(TEA)
    assert (fact.event, fact.person) == (EVENT, group.people["Ann"])
    assert (fact.drink, fact.cups) == ("green", 2)
    assert fact.head == fact.source.id
    assert changes.touches("tea", EVENT)
    assert group.application.store.verify().problems == ()


def test_a_new_entry_replaces_the_one_before_it_and_null_takes_it_back(group: Scene) -> None:
    drink(group, "green")
    drink(group, "black", cups=1)
    assert drunk(group) == {"black": 1}

    drink(group, None)

    assert drunk(group) == {}


def test_what_is_taken_back_stands_again(group: Scene) -> None:
    drink(group, "green")
    last = group.write("tea.set", who="Ann", event=EVENT, drink="black")

    group.recorder.undo(group.group, last.ids)

    assert drunk(group) == {"green": 0}


def test_it_stays_after_the_program_is_started_again(group: Scene) -> None:
    drink(group, "green", cups=3)
    group.laptop.restart()

    assert drunk(group) == {"green": 3}


def test_colleagues_who_disagree_are_told_apart_and_one_is_chosen(group: Scene) -> None:
    sam = group.colleague(role="coordinator")
    drink(group, "green")
    sam.tell("tea.set", who="Ann", event=EVENT, drink="black")
    service = group.application.disagreements

    [row] = service.all(group.group)
    assert row.what == f"Ann, {TITLE}: tea"
    assert {side.words for side in row.sides} == {"Drank green tea", "Drank black tea"}
    assert row.until == "Until one is chosen nobody makes any."
    chosen = next(side for side in row.sides if "black" in side.words)
    service.choose(group.group, row, chosen.head)

    assert drunk(group) == {"black": 0}
    assert service.all(group.group) == ()


def test_a_colleague_who_agrees_on_what_is_compared_does_not_disagree(group: Scene) -> None:
    sam = group.colleague(role="coordinator")
    drink(group, "green", cups=1)
    sam.tell("tea.set", who="Ann", event=EVENT, drink="green", cups=2)

    assert group.application.disagreements.all(group.group) == ()
    assert [fact.cups for fact in group.facts.of(TEA)] in ([1, 2], [2, 1])


def test_who_may_not_write_it_proposes_it(group: Scene) -> None:
    sam = group.colleague()
    sam.tell("tea.set", who="Ann", event=EVENT, drink="black")

    [held] = group.application.held_entries.all(group.group)
    assert held.what == f"Ann, {TITLE}: Drank black tea"
    assert drunk(group) == {}


def test_a_file_that_brings_it_says_so(group: Scene) -> None:
    sam = group.colleague(role="coordinator")
    sam.say("tea.set", who="Ann", event=EVENT, drink="black")
    sam.say("tea.set", who="Ben", event=EVENT, drink="green")

    assert "2 cups of tea" in sam.send().words


def test_it_stands_in_a_persons_report_and_in_the_history_of_its_event(group: Scene) -> None:
    drink(group, "green", cups=2)
    application = group.application

    report = application.person_report.report(group.group, group.people["Ann"])
    history = application.history.of_event(group.group, EVENT)

    [section] = [each for each in report.sections if each.title == "Notes and contacts"]
    assert [(line.what, line.said) for line in section.lines] == [
        (f"Tea, {TITLE}", "cups: 2\ndrink: green")
    ]
    assert history.lines[0].what == "Drank green tea"


def test_a_program_that_does_not_know_it_holds_it_until_it_does(
    group: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    drink(group, "green", cups=2)
    group.laptop.close()

    with monkeypatch.context() as older:
        older.delitem(kinds._KINDS, TEA.name)
        older.delitem(kinds._FAMILIES, TEA.family)
        assert isinstance(WORDS, dict)
        older.delitem(WORDS, TEA.name)
        [held] = group.application.held_entries.all(group.group)
        assert held.what == f"Ann, {TITLE}: tea.set"
        group.laptop.close()

    assert drunk(group) == {"green": 2}
    assert group.application.store.verify().problems == ()
