"""Everything held about a person: nothing left out, nothing recorded, copies named."""

import json
from pathlib import Path

import pytest
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.rights import PersonReport
from npq_desktop.services.rights.person_report import report_document, report_words

EVENT = "m1.seminar"


@pytest.fixture
def told(scene: MakeScene) -> Scene:
    """Ann Ash, of whom there is something of most kinds; Ben Birch beside her."""
    made = scene("Ann Ash", "Ben Birch")
    made.mark("Ann Ash", EVENT, PRESENT)
    content = made.hand_in("Ann Ash", "m1.diagnostic", "all my fractions")
    made.decide("Ann Ash", "m1.diagnostic", "accepted", content)
    made.write("enrolment.set", who="Ann Ash", from_="2026-09-01", status="deferred")
    made.application.person_notes.add(made.group, made.people["Ann Ash"], "Wants a quiet place")
    made.application.person_notes.add(made.group, made.people["Ben Birch"], "Sits with ann  ash.")
    return made


def report(scene: Scene, who: str = "Ann Ash") -> PersonReport:
    return scene.application.person_report.report(scene.group, scene.people[who])


def titles(found: PersonReport) -> list[str]:
    return [section.title for section in found.sections]


def said(found: PersonReport, title: str) -> list[str]:
    return [line.said for each in found.sections if each.title == title for line in each.lines]


def test_report_holds_every_entry_about_the_person(told: Scene) -> None:
    found = report(told)

    own = told.people["Ann Ash"]
    about = [e for e in told.facts.state.events.values() if (e.content or {}).get("person") == own]
    listed = sum(len(said(found, title)) for title in titles(found)[:5])
    assert listed == len(about) == 6
    assert titles(found)[:5] == [
        "Who they are",
        "On the programme",
        "Attendance",
        "Work and decisions",
        "Notes and contacts",
    ]


def test_report_gives_texts_in_full_and_says_who_recorded_them_when(told: Scene) -> None:
    found = report(told)

    [work, decision] = next(s.lines for s in found.sections if s.title == "Work and decisions")
    assert "text: all my fractions" in work.said
    assert work.what == "Work handed in, Diagnostic 1: Culture and expectations"
    assert decision.recorded.startswith("23 November 2026 13:20, Alex Morgan (")


def test_report_lists_what_was_replaced_and_says_so(told: Scene) -> None:
    told.application.undo.undo(told.group)
    told.application.undo.undo(told.group)

    notes = next(s.lines for s in report(told).sections if s.title == "Notes and contacts")

    assert notes[0].said == "text: Wants a quiet place"
    assert notes[0].standing == "taken back since"
    assert notes[1].said == "takes an earlier record back"


def test_report_says_of_a_mark_that_an_undo_brought_back_that_it_counts(told: Scene) -> None:
    told.mark("Ann Ash", PAST[0], PRESENT)
    told.mark("Ann Ash", PAST[0], ABSENT)
    told.application.undo.undo(told.group)

    marks = next(s.lines for s in report(told).sections if s.title == "Attendance")

    assert [line.standing for line in marks if "Mark" in line.what][-3:] == [
        "counts again, because what replaced it was taken back",
        "taken back since",
        "",
    ]


def test_report_finds_the_name_in_notes_on_others_and_not_those_notes_on_anybody_else(
    told: Scene,
) -> None:
    [title] = [each for each in titles(report(told)) if each.startswith("Records about others")]

    assert said(report(told), title) == ["text: Sits with ann  ash."]
    assert "fractions" not in report_words(report(told, "Ben Birch"))


def test_report_takes_no_name_that_somebody_else_bears_for_this_person(scene: MakeScene) -> None:
    made = scene("Ann Ash", "Ben Birch")
    made.write("person.set", person="f" * 32, name="Ann Ash")
    made.application.person_notes.add(made.group, made.people["Ben Birch"], "With Ann Ash.")

    assert all("others" not in title for title in titles(report(made)))


def test_report_names_the_lists_and_what_is_still_being_typed(told: Scene) -> None:
    told.application.person_notes.keep_draft(told.group, told.people["Ann Ash"], "half a th")

    found = report(told)

    assert said(found, "Lists they are on") == ["their place among 2 people"]
    assert said(found, "On this laptop only") == ["half a th"]


def test_report_says_where_copies_may_be(told: Scene, tmp_path: Path) -> None:
    told.colleague()
    told.application.exchange.send(told.group, tmp_path / "all.npqsync.json", readable=True)
    told.application.store.backups.take()

    copies = report(told).copies

    assert copies[0] == "Laptops in the group: this one and Sam Okafor (Sam's laptop)."
    assert "saved in a file 1 time, 1 of them not encrypted, last on 23 November 2026" in copies[1]
    assert copies[2].startswith("2 encrypted backups on this laptop")
    assert "after 28 December 2026" in copies[2]


def test_report_writes_nothing(told: Scene) -> None:
    before = len(told.facts.state.events)

    report(told)

    assert len(told.facts.state.events) == before


def test_report_is_json_without_loss(told: Scene) -> None:
    document = json.loads(json.dumps(report_document(report(told))))

    assert document["name"] == "Ann Ash"
    assert document["entries"] == report(told).entries
    assert [each["title"] for each in document["sections"]] == titles(report(told))


def test_report_is_saved_under_an_ending_that_says_what_it_is(told: Scene, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"file name: \.pdf or \.json"):
        told.application.person_report.save(told.group, tmp_path / "report.docx", b"{}")
