"""The three rosters among the shared platform files, against their stated expectations."""

import json
from pathlib import Path
from typing import Any

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.rosters.roster import Roster, RosterPerson, leave_out, read_roster

BRIGHTSPACE = "01_brightspace_classlist.csv"
MOODLE = "06_courseid_218_participants.csv"
WORKBOOK = "17_NPQLPM 2026b Group 07 roster.xlsx"
ONEROSTER = "13_oneroster_1p1.zip"
CANVAS = "11_2026-11-20T0941_Grades-NPQLPM-2026B.csv"
GRADES = "02_NPQ Leading Primary Mathematics 2026b_GradesExport_2026-11-20-09-41.csv"
CATCH_UPS = "20_catch_up_log_excel_uk.csv"
WORKSHEET = "07_Grades-NPQLPM-2026B-M1 Reflective Task-Group 07-4471.csv"


def roster_of(lms: Path, name: str) -> Roster:
    return read_roster((lms / name).read_bytes(), file_name=name.partition("_")[2])


def stated(lms: Path) -> dict[str, Any]:
    return json.loads((lms / "expected.json").read_text(encoding="utf-8"))


def people(lms: Path) -> dict[str, dict[str, Any]]:
    return {person["k"]: person for person in stated(lms)["people"]}


def whole_name(person: dict[str, Any]) -> str:
    return f"{person['first']} {person['last'] or ''}".replace(" _", "").strip()


def by_trn(roster: Roster) -> dict[str | None, RosterPerson]:
    return {person.trn: person for person in roster.people}


@pytest.mark.parametrize(
    ("name", "source"), [(BRIGHTSPACE, "brightspace"), (MOODLE, "moodle"), (WORKBOOK, "plain list")]
)
def test_sample_roster_yields_the_stated_rows_and_no_error(lms, name, source):
    roster = roster_of(lms, name)
    expected = stated(lms)["files"][name]

    assert roster.source == source
    assert len(roster.people) == expected["rows"]
    assert [problem for problem in roster.problems if problem.severity == "row"] == []


def test_brightspace_sample_gives_each_person_name_email_and_ids(lms):
    roster = roster_of(lms, BRIGHTSPACE)

    found = {p.ids["brightspace"]: (p.name, p.email, p.ids["username"]) for p in roster.people}

    assert found == {
        person["org"]: (whole_name(person), person["email"] or None, person["user"])
        for person in people(lms).values()
    }
    assert {person.group for person in roster.people} == {"Group 07, Fernhill Teaching Hub"}


def test_brightspace_sample_names_its_missing_email_mononym_and_twins(lms):
    roster = roster_of(lms, BRIGHTSPACE)
    expected, known = stated(lms)["files"][BRIGHTSPACE], people(lms)

    orgs = {key: person["org"] for key, person in known.items()}
    missing = [p.ids["brightspace"] for p in roster.people if p.email is None]
    mononyms = [p.ids["brightspace"] for p in roster.people if p.last_name is None]
    twins = [problem.message for problem in roster.problems]

    assert missing == [orgs[key] for key in expected["missing_email"]]
    assert mononyms == [orgs[key] for key in expected["mononyms"]]
    assert twins == ["Mohammed Khan is on lines 12 and 13. Both were kept."]


def test_moodle_sample_gives_the_stated_people_once_the_facilitator_is_left_out(lms):
    roster = leave_out(roster_of(lms, MOODLE), ["Rowan Ashdown"])
    expected = stated(lms)["files"][MOODLE]

    assert len(roster.people) == expected["people"]
    assert [person.name for person in roster.staff] == ["Rowan Ashdown"]
    assert {trn: (p.name, p.email) for trn, p in by_trn(roster).items()} == {
        person["trn"]: (whole_name(person), person["email"] or None)
        for person in people(lms).values()
    }


def test_moodle_sample_placeholder_is_nobodys_email(lms):
    person = by_trn(roster_of(lms, MOODLE))[people(lms)["pos"]["trn"]]

    assert person.email is None
    assert "noemail@example.org" in person.notes[0]


def test_workbook_sample_gives_each_person_as_stated(lms):
    roster = roster_of(lms, WORKBOOK)

    assert roster.sheet == "Group 07"
    assert {
        p.trn: (p.name, p.known_as, p.email, p.urn, p.school, p.ids["dfe"]) for p in roster.people
    } == {
        person["trn"]: (
            whole_name(person),
            person["pref"],
            person["email"] or None,
            person["urn"],
            person["school"],
            person["uuid"],
        )
        for person in people(lms).values()
    }


def test_workbook_sample_keeps_leading_zeros_and_the_deferral(lms):
    roster = roster_of(lms, WORKBOOK)
    expected, known = stated(lms)["files"][WORKBOOK], people(lms)

    zeros = [p.trn for p in roster.people if (p.trn or "").startswith("0")]
    deferred = [p.trn for p in roster.people if p.status == "deferred"]
    missing = [p.trn for p in roster.people if p.email is None]

    assert sorted(zeros) == sorted(known[key]["trn"] for key in expected["leading_zero_trn"])
    assert deferred == [known[key]["trn"] for key in expected["deferred"]]
    assert missing == [known[key]["trn"] for key in expected["missing_email"]]


def test_workbook_sample_support_notes_are_not_imported(lms):
    roster = roster_of(lms, WORKBOOK)

    reasons = {entry.title: entry.reason for entry in roster.mapping.ignored}

    assert reasons["Access or support notes"] == "sensitive: not imported"
    assert "Large print" not in repr(roster)


def test_oneroster_sample_gives_the_stated_people_and_facilitator(lms):
    roster = roster_of(lms, ONEROSTER)
    expected, known = stated(lms)["files"][ONEROSTER], people(lms)

    assert roster.source == "oneroster"
    assert len(roster.staff) == expected["facilitators"]
    assert {(p.trn, p.name, p.email, p.urn, p.ids["dfe"]) for p in roster.people} == {
        (each["trn"], whole_name(each), each["email"] or None, each["urn"], each["uuid"])
        for each in known.values()
    }
    assert {p.group for p in roster.people} == {"Group 07"}


def test_oneroster_sample_states_who_is_disabled_and_since_when(lms):
    roster = roster_of(lms, ONEROSTER)
    expected, known = stated(lms)["files"][ONEROSTER], people(lms)
    by_key = {key: by_trn(roster)[person["trn"]] for key, person in known.items()}

    assert {key: person.status for key, person in by_key.items() if person.status} == {
        key: f"disabled, enrolment ended {expected['enrolment_ended'][key]}"
        for key in expected["disabled"]
    }
    assert [key for key, p in by_key.items() if p.last_name is None] == expected[
        "empty_family_name"
    ]
    assert [key for key, p in by_key.items() if p.email is None] == expected["missing_email"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        (CANVAS, "a Canvas gradebook"),
        (GRADES, "a Brightspace grades export"),
        (WORKSHEET, "a Moodle grading worksheet"),
        (CATCH_UPS, "a log of catch-ups"),
    ],
)
def test_sample_that_is_no_list_of_people_is_refused_for_what_it_is(lms, name, what):
    with pytest.raises(InterchangeError, match=f"is {what}, not a list of people"):
        roster_of(lms, name)
