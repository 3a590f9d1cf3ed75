"""Outcomes: marked, sampled, moderated, final, out; what follows from them."""

import csv
from datetime import date
from pathlib import Path

import pytest
from support.assessed import AssessedScene

from npq_desktop.errors import ServiceError


def test_failed_and_then_passed(sat: AssessedScene) -> None:
    sat.final("Ann Ash", "failed")
    assert sat.place("Ann Ash")["status"] == "failed"
    sat.announce("r2", date(2027, 8, 30))
    with pytest.raises(ServiceError, match="handed in a response in the main round"):
        sat.admit("Ann Ash", "r2")
    assert sat.gate("Ann Ash", "r2") == ("closed", ["undecided"])
    sat.final("Ben Bell", "passed")
    sat.office.windows.results_out([sat.group], "r1")
    sat.admit("Ann Ash", "r2")
    sat.hand_in("Ann Ash", "2027-09-01T10:00:00+01:00", "r2")
    sat.at(2027, 9, 20)
    sat.final("Ann Ash", "passed", "r2")

    person = sat.person("Ann Ash")
    assert person["completed"] == {"window": "r1", "on": "2027-07-06T10:00:00+01:00"}
    assert person["passed"]["window"] == "r2"
    assert person["certificate"] == {"ready": False, "missing": ["not_passed", "no_trn"]}
    sat.office.windows.results_out([sat.group], "r2")
    assert sat.person("Ann Ash")["certificate"]["missing"] == ["no_trn"]
    sat.scene.write("person.set", who="Ann Ash", trn="1234567")
    assert sat.person("Ann Ash")["certificate"] == {"ready": True, "missing": []}
    with pytest.raises(ServiceError, match="passed in the main round, so there is nothing to sit"):
        sat.admit("Ben Bell", "r2")


def test_failed_twice_is_admitted_by_an_override_only(sat: AssessedScene) -> None:
    for key, month in (("r1", 7), ("r2", 8)):
        if key != "r1":
            sat.announce(key, date(2027, month, 10))
            sat.admit("Ann Ash", key)
            sat.hand_in("Ann Ash", f"2027-{month:02}-11T10:00:00+01:00", key)
            sat.at(2027, 8, 30)
        sat.final("Ann Ash", "failed", key)
        sat.office.windows.results_out([sat.group], key)
    sat.announce("r3", date(2027, 11, 1))

    with pytest.raises(ServiceError, match=r"has used 2 attempts\. Only an override admits them"):
        sat.admit("Ann Ash", "r3")
    sat.override("Ann Ash", "r3")
    assert sat.gate("Ann Ash", "r3") == ("override", [])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"marker_outcome": "passed"}, "Say who marked the response of Ann Ash"),
        ({"marker": "Dee", "marker_outcome": "maybe"}, "“maybe” is no outcome"),
        ({"marker": "Dee", "marker_outcome": "passed", "moderator_outcome": "passed"}, "moderated"),
        ({"marker": "Dee", "marker_outcome": "passed", "moderator": " DEE "}, "is not the marker"),
        ({"outcome": "passed"}, "Record the marker's decision on Ann Ash first"),
        (
            {"marker": "Dee", "marker_outcome": "passed", "outcome": "passed", "hold": "copied"},
            "Ann Ash is on hold",
        ),
    ],
)
def test_what_an_outcome_must_not_be(sat: AssessedScene, said, sentence: str) -> None:
    with pytest.raises(ServiceError, match=sentence):
        sat.outcome("Ann Ash", **said)
    assert sat.place("Ann Ash")["outcome"] is None


def test_the_sample_waits_for_the_moderator(sat: AssessedScene) -> None:
    marked = {"marker": "Dee", "marker_outcome": "failed"}
    sat.outcome("Ann Ash", **marked)
    assert sat.place("Ann Ash")["status"] == "marked"
    with pytest.raises(ServiceError, match="Draw the moderation sample before"):
        sat.outcome("Ann Ash", **marked, outcome="failed")
    sat.office.outcomes.draw(sat.group, "r1")
    with pytest.raises(ServiceError, match=r"is in the moderation sample\. Record the moderator's"):
        sat.outcome("Ann Ash", **marked, outcome="failed")
    with pytest.raises(ServiceError, match="Ann Ash waits for the moderator"):
        sat.office.windows.results_out([sat.group], "r1")
    moderated = {**marked, "moderator": "Eli", "moderator_outcome": "passed"}
    with pytest.raises(ServiceError, match=r"decided differently on Ann Ash\. Add a note"):
        sat.outcome("Ann Ash", **moderated, outcome="passed")
    sat.outcome("Ann Ash", **moderated, outcome="passed", note="Question 2 was overlooked")

    [sample] = sat.report()["samples"]
    assert sample["population"] == 1
    assert sample["must"] == sample["sample"] == sample["drawn"] == [sat.id("Ann Ash")]
    assert sat.place("Ann Ash")["outcome"] == {
        "state": "recorded",
        "marker": "Dee",
        "marker_outcome": "failed",
        "moderator": "Eli",
        "moderator_outcome": "passed",
        "outcome": "passed",
        "on": "2027-07-20",
    }


def test_a_final_outcome_is_changed_with_a_reason_and_a_second_name(sat: AssessedScene) -> None:
    sat.final("Ann Ash", "passed")
    said = {"marker": "Dee Dunn", "marker_outcome": "passed", "moderator": "Eli East"}
    said |= {"moderator_outcome": "failed", "note": "Copied", "outcome": "failed"}
    with pytest.raises(ServiceError, match=r"is final\. To change it, give a reason and a second"):
        sat.outcome("Ann Ash", **said)
    sat.outcome("Ann Ash", **said, reason="Appeal lost", second="Dana Reed")

    assert sat.place("Ann Ash")["status"] == "failed"


def test_outcomes_are_pasted_and_saved_together(sat: AssessedScene) -> None:
    outcomes = sat.office.outcomes
    lines = outcomes.read_pasted(sat.group, "r1", "Ann Ash\tDee\tpassed\nBen Bell\tDee\tFail\n")
    outcomes.save(sat.group, "r1", lines)

    assert [row.marker_outcome for row in outcomes.table(sat.group, "r1")] == ["passed", "failed"]
    assert [row.in_sample for row in outcomes.table(sat.group, "r1")] == [True, True]
    with pytest.raises(ServiceError, match="Nothing was changed"):
        outcomes.save(sat.group, "r1", lines)
    with pytest.raises(ServiceError, match="Nobody is called “Zoe”"):
        outcomes.read_pasted(sat.group, "r1", "Zoe\tDee\tpassed")
    with pytest.raises(ServiceError, match=r"is not understood\. Paste a name or id"):
        outcomes.read_pasted(sat.group, "r1", "Ann Ash passed")


def test_differing_outcomes_build_nothing(sat: AssessedScene) -> None:
    sam = sat.scene.colleague(role="coordinator")
    ann = sat.id("Ann Ash")
    box = sat.office.roles.sealed.seal(sat.scene.facts, {"outcome": "failed"})
    said = {"person": ann, "window": "r1/outcome", "eligible": None, "outcome": "recorded"}
    sam.say("assessment.set", **said, sealed=dict(box))
    sat.final("Ann Ash", "passed")
    sam.send()

    person = sat.person("Ann Ash")
    assert person["windows"][0]["differs"] == ["outcome"]
    assert (person["completed"], person["passed"]) == (None, None)
    assert person["windows"][0]["gate"] == "open"
    assert person["windows"][0]["status"] == "differs"
    assert sat.report()["samples"][0]["population"] == 0


def test_results_come_out_once_and_go_into_a_file(sat: AssessedScene, tmp_path) -> None:
    sat.final("Ann Ash", "passed")
    with pytest.raises(ServiceError, match="Results are not out yet"):
        sat.office.outcomes.save_results(sat.group, "r1", tmp_path / "results.csv")
    sat.outcome("Ben Bell", marker="Dee Dunn", marker_outcome="passed", hold="Identity")
    assert sat.office.windows.on_hold(sat.group, "r1") == ("Ben Bell",)
    sat.office.windows.results_out([sat.group], "r1")
    with pytest.raises(ServiceError, match="out already"):
        sat.office.windows.results_out([sat.group], "r1")
    sat.office.outcomes.save_results(sat.group, "r1", tmp_path / "results.csv")

    text = (tmp_path / "results.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(text.splitlines())) == [
        ["Person", "Platform id", "Outcome"],
        ["Ann Ash", "", "passed"],
    ]
    [round_row] = [r for r in sat.office.windows.rounds(sat.group) if r.key == "r1"]
    assert round_row.results == date(2027, 7, 20)


def test_statuses_follow_the_clock_of_the_report(admitted: AssessedScene) -> None:
    found = [
        admitted.place("Ann Ash", at=at)["status"]
        for at in ("2027-07-04T22:59:59Z", "2027-07-04T23:00:00Z", "2027-07-12T23:00:00Z")
    ]

    assert found == ["admitted", "sitting", "missing"]


def test_the_certificate_list_names_nobody_before_the_results(
    sat: AssessedScene, tmp_path: Path
) -> None:
    sat.final("Ann Ash", "passed")
    rows = sat.office.certificates.rows(sat.group)
    assert {row.round for row in rows} == {""}
    assert rows[0].missing == "No result out that is passed and no TRN"

    sat.office.windows.results_out([sat.group], "r1")
    sat.office.certificates.save(sat.group, tmp_path / "list.csv")

    ann = next(r for r in sat.office.certificates.rows(sat.group) if r.name == "Ann Ash")
    assert (ann.round, ann.missing) == ("Main round", "No TRN")
    saved = csv.reader((tmp_path / "list.csv").read_text("utf-8-sig").splitlines())
    assert ["Ann Ash", "", "Main round", "No TRN"] in list(saved)
