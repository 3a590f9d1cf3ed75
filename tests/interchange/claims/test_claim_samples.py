"""Every attendance, completion and grade file of the shared samples, against its expectations."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from npq_desktop.interchange.claims.claims import read_claims
from npq_desktop.interchange.claims.rows import Claim, ClaimFile, ClaimState
from npq_desktop.interchange.people.matching import match_people
from npq_desktop.interchange.people.names import Match, PersonIdentity
from npq_desktop.interchange.rosters.roster import leave_out, read_roster

GRADES = "02_NPQ Leading Primary Mathematics 2026b_GradesExport_2026-11-20-09-41.csv"
QUIZ = "03_M1 Diagnostic - Attempt Details.csv"
REGISTER = "04_Seminars_Attendance.csv"
WORKSHEET = "07_Grades-NPQLPM-2026B-M1 Reflective Task-Group 07-4471.csv"
MOODLE_REGISTER = "09_NPQLPM-2026B_Attendances_20261120-0941.xlsx"
PROGRESS = "10_progress.npqlpm-2026b.csv"
GRADEBOOK = "11_2026-11-20T0941_Grades-NPQLPM-2026B.csv"
TEAMS = "14_Seminar 2 - Attendance report 11-12-26.csv"
ZOOM = "15_participants_81234567890.csv"
FORM = "16_Seminar 2 exit ticket(1-18).xlsx"
CATCH_UPS = "20_catch_up_log_excel_uk.csv"
SEMINARS = (date(2026, 10, 6), date(2026, 11, 12))


class Sample:
    """One file with what it should yield, and the group its people are looked for in."""

    def __init__(self, lms: Path, name: str) -> None:
        stated = json.loads((lms / "expected.json").read_text(encoding="utf-8"))
        self.expected: dict[str, Any] = stated["files"][name]
        self.file: ClaimFile = read_claims(
            (lms / name).read_bytes(), file_name=name.partition("_")[2], known_days=SEMINARS
        )
        keys = {person["org"]: person["k"] for person in stated["people"]}
        self.group = group_of(lms, keys)
        people = [person.identity for person in self.file.people]
        self.matches: tuple[Match, ...] = match_people(people, self.group, system=self.file.system)

    def by_key(self) -> dict[str, dict[str, Claim]]:
        """Person's key → item's title → claim, of everybody matched without a human."""
        found: dict[str, dict[str, Claim]] = {}
        for place, match in enumerate(self.matches):
            if match.person:
                claims = self.file.claims_of(place)
                found[match.person] = {self.file.items[c.item].title: c for c in claims}
        return found

    def to_review(self) -> dict[str, tuple[str, ...]]:
        """Name in the file → candidates, of those a human has to look at."""
        pairs = zip(self.file.people, self.matches, strict=True)
        return {p.identity.name: m.candidates for p, m in pairs if m.outcome == "review"}


def group_of(lms: Path, keys: dict[str, str]) -> tuple[PersonIdentity, ...]:
    """The people of the class list, under the keys the expectations use, with their TRNs."""
    name = "01_brightspace_classlist.csv"
    roster = read_roster((lms / name).read_bytes(), file_name=name)
    moodle = "06_courseid_218_participants.csv"
    known = leave_out(read_roster((lms / moodle).read_bytes(), file_name=moodle), ["Rowan Ashdown"])
    trns = {person.email: person.trn for person in known.people}
    return tuple(
        replace(p.identity, id=keys[p.ids["brightspace"]], trn=trns.get(p.email))
        for p in roster.people
    )


@pytest.mark.parametrize(
    "name", [GRADES, QUIZ, REGISTER, WORKSHEET, MOODLE_REGISTER, PROGRESS, GRADEBOOK]
)
def test_platform_file_yields_its_people_all_matched_and_no_bad_row(lms, name):
    sample = Sample(lms, name)

    assert len(sample.file.people) == sample.expected.get("people", sample.expected.get("rows"))
    assert [match for match in sample.matches if match.outcome != "unique"] == []
    assert [p for p in sample.file.problems if p.severity == "row"] == []


@pytest.mark.parametrize(("name", "codes"), [(REGISTER, {}), (MOODLE_REGISTER, {"E": "AA"})])
def test_register_yields_the_stated_code_of_everybody(lms, name, codes):
    sample = Sample(lms, name)
    seen = [item.title for item in sample.file.items]

    for key, said in sample.expected["values"].items():
        claims = sample.by_key()[key]
        found = [claims[title].said.split()[0] if title in claims else "-" for title in seen[:2]]
        found = ["-" if code == "User" else codes.get(code, code) for code in found]
        assert found == said, key


def test_brightspace_register_knows_its_sessions_and_what_is_not_recorded(lms):
    sample = Sample(lms, REGISTER)
    expected = sample.expected

    assert len(sample.file.items) == expected["sessions"]
    assert {item.on for item in sample.file.items[:2]} == set(SEMINARS)
    assert len({claim.item for claim in sample.file.claims}) == expected["sessions_with_data"]
    assert sample.file.unrecorded == expected["not_recorded_cells"]
    assert sample.file.codes == {
        "P": ClaimState.PRESENT,
        "L": ClaimState.LATE,
        "AA": ClaimState.EXCUSED,
        "A": ClaimState.ABSENT,
    }


def test_moodle_register_gives_times_remarks_and_who_was_not_expected(lms):
    sample = Sample(lms, MOODLE_REGISTER)
    second = sample.file.items[1].title

    assert sample.file.items[0].at == datetime.fromisoformat("2026-10-06T16:00")
    assert sum(bool(claim.note) for claim in sample.file.claims) == sample.expected["remarks"]
    assert sample.by_key()["fah"][second].state is ClaimState.NOT_EXPECTED
    assert second not in sample.by_key()["pos"]


def test_brightspace_grades_give_items_and_values_as_text(lms):
    sample = Sample(lms, GRADES)
    titles = [item.title for item in sample.file.items]

    assert [(item.title, item.out_of) for item in sample.file.items] == [
        (each["name"], str(each.get("max", ""))) for each in sample.expected["items"]
    ]
    assert len(sample.file.ignored) == sample.expected["ignored_columns"]
    for key, said in sample.expected["values"].items():
        claims = sample.by_key().get(key, {})
        found = [claims[title].said if title in claims else None for title in titles]
        assert found == [said[name] for name in ("diagnostic", "reflective", "s1", "s2")]


def test_automatic_zero_of_a_grade_book_is_no_proof_of_work(lms):
    grade = Sample(lms, GRADES).by_key()["dmc"]["M1 Diagnostic"]

    assert (grade.said, grade.state) == ("0", ClaimState.GRADED)
    assert "dmc" not in Sample(lms, QUIZ).by_key()


def test_quiz_attempts_count_each_question_once(lms):
    sample = Sample(lms, QUIZ)
    claims = {key: next(iter(found.values())) for key, found in sample.by_key().items()}
    done = {key for key, claim in claims.items() if claim.state is ClaimState.DONE}

    assert sample.file.items[0].title == "M1 Diagnostic"
    assert sample.file.items[0].out_of == str(sample.expected["out_of"])
    assert sum(claim.attempts for claim in claims.values()) == sample.expected["attempts"]
    assert len(done) == sample.expected["finished_people"]
    assert {key: claims[key].said for key in done} == {
        key: str(said["score"])
        for key, said in sample.expected["values"].items()
        if said["finished"]
    }


def test_worksheet_tells_handed_in_from_draft_and_nothing(lms):
    sample = Sample(lms, WORKSHEET)
    claims = {key: next(iter(found.values())) for key, found in sample.by_key().items()}
    numbers = {
        match.person: person.identity.ids["moodle_participant"]
        for person, match in zip(sample.file.people, sample.matches, strict=True)
    }

    assert keys_in(claims, ClaimState.DRAFT) == sample.expected["draft"]
    assert sorted(keys_in(claims, ClaimState.NOT_DONE)) == sorted(sample.expected["none"])
    assert len(keys_in(claims, ClaimState.HANDED_IN)) == sample.expected["submitted"]
    for key, said in sample.expected["values"].items():
        at = claims[key].at
        assert (at.isoformat(timespec="minutes") if at else None) == said["time"]
        assert numbers[key] == str(said["participant"])


def keys_in(claims: dict[str, Claim], state: ClaimState) -> list[str]:
    return [key for key, claim in claims.items() if claim.state is state]


def test_progress_report_gives_states_and_who_was_ticked_by_a_person(lms):
    sample = Sample(lms, PROGRESS)
    activities = sample.expected["activities"]
    found = sample.by_key()

    assert [item.title for item in sample.file.items] == activities
    for key, said in sample.expected["values"].items():
        assert [found[key][title].said for title in activities] == said
    done = [
        sum(claims[title].state is ClaimState.DONE for claims in found.values())
        for title in activities
    ]
    assert done == sample.expected["complete_counts"]
    assert found["pos"]["M1 Reflective Task"].note == "set by a person"


def test_canvas_gradebook_gives_items_with_numbers_and_excuses(lms):
    sample = Sample(lms, GRADEBOOK)
    titles = [item.title for item in sample.file.items]

    assert [(i.title, i.number, float(i.out_of)) for i in sample.file.items] == [
        (each["name"], str(each["canvas_id"]), each["max"]) for each in sample.expected["items"]
    ]
    for key, said in sample.expected["values"].items():
        claims = sample.by_key()[key]
        found = [claims[title].said if title in claims else None for title in titles]
        assert found == [said["diagnostic"], said["reflective"]]
    assert sample.by_key()["fah"]["M1 Reflective Task"].state is ClaimState.EXCUSED


def test_teams_report_matches_by_email_and_keeps_the_organiser_apart(lms):
    sample = Sample(lms, TEAMS)
    expected = sample.expected

    assert len(sample.file.people) + len(sample.file.staff) == expected["participants_section"]
    assert [person.identity.name for person in sample.file.staff] == expected["facilitators"]
    by_email = [match for match in sample.matches if match.found_by == "e-mail"]
    assert len(by_email) == expected["people_matched_by_email"]
    assert sample.to_review() == {"Pádraig": ("pos",)}


def test_teams_report_takes_its_dates_from_the_known_seminar(lms):
    sample = Sample(lms, TEAMS)
    claims = {key: next(iter(found.values())) for key, found in sample.by_key().items()}

    assert sample.file.items[0].on == date(2026, 11, 12)
    start = datetime.fromisoformat("2026-11-12T16:00")
    assert [key for key, c in claims.items() if c.at and c.at > start] == sample.expected[
        "late_join"
    ]
    away = [key for key, c in claims.items() if minutes_between(c) - (c.minutes or 0) > 1]
    assert away == sample.expected["rejoined"]


def minutes_between(claim: Claim) -> int:
    assert claim.at is not None
    assert claim.until is not None
    return int((claim.until - claim.at).total_seconds() // 60)


def test_teams_report_without_a_known_seminar_dates_nothing(lms):
    file = read_claims((lms / TEAMS).read_bytes(), file_name=TEAMS)

    assert {claim.on for claim in file.claims} == {None}
    assert any("two days" in problem.message for problem in file.problems)


def test_zoom_report_adds_up_rejoins_and_leaves_the_device_unmatched(lms):
    sample = Sample(lms, ZOOM)
    minutes = {key: next(iter(found.values())).minutes for key, found in sample.by_key().items()}
    nobody = [
        person.identity.name
        for person, match in zip(sample.file.people, sample.matches, strict=True)
        if match.outcome == "none"
    ]

    assert minutes == sample.expected["minutes"]
    assert len(sample.file.staff) == sample.expected["facilitators"]
    assert nobody == sample.expected["unmatched"]


def test_form_answers_are_matched_by_email_and_anonymous_ones_only_counted(lms):
    sample = Sample(lms, FORM)
    by_email = [match for match in sample.matches if match.found_by == "e-mail"]

    assert len(sample.file.people) + sample.file.anonymous == sample.expected["rows"]
    assert len(by_email) == sample.expected["matched_by_email"]
    assert sample.file.anonymous == sample.expected["anonymous"]
    assert sample.to_review() == {"Kwame B": ("kbo",)}
    assert sample.file.items[0].title == "Seminar 2 exit ticket"
    assert "=SUM" not in repr(sample.file)


def test_catch_up_log_finds_everybody_and_shows_the_lost_letter(lms):
    sample = Sample(lms, CATCH_UPS)
    claims = {key: next(iter(found.values())) for key, found in sample.by_key().items()}

    assert len(sample.file.people) == sample.expected["rows"]
    assert len(claims) + len(sample.to_review()) == sample.expected["matched"]
    assert sample.to_review() == {"El?bieta Wójcik-Nowak": ("ewn",)}
    assert claims["jng"].on == date(2026, 11, 1)
    assert {item.on for item in sample.file.items} == set(SEMINARS)
