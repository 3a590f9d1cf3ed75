"""Who may sit: by figures, override or later; what is frozen, and where two differ."""

import json
import subprocess
import sys
from datetime import date

import pytest
from support.assessed import AssessedScene
from support.scenes import ABSENT

from npq_desktop.errors import ServiceError, StaleError


def test_exactly_90_is_admitted(group: AssessedScene) -> None:
    group.does("Ann Ash", 4, 7, 8)
    group.announce()

    [row] = group.office.decisions.admissible(group.group, "r1").rows
    assert (row.name, row.secured) == ("Ann Ash", "90.0%")
    group.office.decisions.admit(group.group, group.office.decisions.admissible(group.group, "r1"))
    place = group.place("Ann Ash")
    assert (place["gate"], place["decision"]["secured"]) == ("open", "90")
    assert group.place("Ben Bell")["decision"] is None


def test_exactly_90_with_an_event_excused(group: AssessedScene) -> None:
    group.does("Ann Ash", 6, 6, 6)
    who = {"who": "Ann Ash", "item": "conference-2", "value": "excused", "reason": "Jury"}
    group.scene.write("exemption.set", **who)
    group.announce()

    group.admit("Ann Ash")

    assert group.place("Ann Ash")["decision"]["secured"] == "90"


@pytest.mark.parametrize(("done", "shown"), [((6, 5, 7), "88.0%"), ((3, 7, 8), "85.0%")])
def test_below_90_is_not_admitted(group: AssessedScene, done, shown: str) -> None:
    group.does("Ann Ash", *done)
    group.announce()

    with pytest.raises(ServiceError, match=f"{shown} is below 90%. Override with a name and a"):
        group.admit("Ann Ash")
    assert group.office.decisions.admissible(group.group, "r1").rows == ()


def test_admitting_all_is_one_step_and_touches_nobody_else(group: AssessedScene) -> None:
    group.does("Ann Ash", 6, 7, 8)
    group.announce()
    offer = group.office.decisions.admissible(group.group, "r1")

    group.office.decisions.admit(group.group, offer)

    assert group.place("Ben Bell")["status"] == "undecided"
    group.scene.application.undo.undo(group.group)
    assert group.place("Ann Ash")["status"] == "undecided"


def test_an_offer_that_is_old_is_made_again(group: AssessedScene) -> None:
    group.does("Ann Ash", 6, 7, 8)
    group.announce()
    offer = group.office.decisions.admissible(group.group, "r1")
    group.scene.mark("Ann Ash", "m1.seminar", ABSENT)

    with pytest.raises(StaleError):
        group.office.decisions.admit(group.group, offer)


def test_the_frozen_question_gives_its_figures_for_ever(admitted: AssessedScene) -> None:
    admitted.scene.mark("Ann Ash", "m2.seminar", ABSENT)
    place = admitted.place("Ann Ash")
    [row] = [r for r in admitted.office.assessment.view(admitted.group).rows if r.name == "Ann Ash"]

    assert row.warning == "Was 90.0%, now 83.7%. Check this decision."
    assert place["gate"] == "open"
    command = [sys.executable, "-m", "npq_desktop.engagement"]
    answer = subprocess.run(
        command, input=place["decision"]["question"], capture_output=True, text=True, check=True
    )
    [found] = json.loads(answer.stdout)["participants"]
    assert found["secured"]["fraction"] == place["decision"]["secured"] == "90"
    assert found["standing"] == place["decision"]["standing"] == "met"
    assert admitted.person("Ann Ash")["question"]["as_of"] == "2027-06-21"


def test_a_frozen_question_that_does_not_hold_closes_the_gate(admitted: AssessedScene) -> None:
    content = admitted.scene.facts.state.events
    [head] = admitted.scene.facts.state.heads(("assessment", admitted.id("Ann Ash"), "r1"))
    said = {**content[head].content, "secured": "95"}
    admitted.scene.write("assessment.set", **said)

    assert admitted.gate("Ann Ash") == ("closed", ["workings"])


def test_a_no_needs_a_reason_and_closes(admitted: AssessedScene) -> None:
    decisions, ann = admitted.office.decisions, admitted.id("Ann Ash")
    with pytest.raises(ServiceError, match="Write why this person is not admitted"):
        decisions.refuse(admitted.group, "r1", ann, " ")
    decisions.refuse(admitted.group, "r1", ann, "Left the school")

    assert admitted.gate("Ann Ash") == ("closed", ["refused"])
    assert admitted.place("Ann Ash")["decision"]["reason"] == "Left the school"
    decisions.take_back(admitted.group, "r1", ann)
    assert admitted.gate("Ann Ash") == ("closed", ["undecided"])
    assert admitted.place("Ann Ash")["decision"]["reason"] is None


def test_an_override_needs_a_name_and_ten_characters(group: AssessedScene) -> None:
    group.announce()
    decisions, ann = group.office.decisions, group.id("Ann Ash")
    with pytest.raises(ServiceError, match="Name who approved"):
        decisions.override(group.group, "r1", ann, approved_by="", reason="Agreed by all")
    with pytest.raises(ServiceError, match="at least 10 characters"):
        decisions.override(group.group, "r1", ann, approved_by="Dana", reason="Agreed")
    group.override("Ann Ash")

    assert group.gate("Ann Ash") == ("override", [])
    assert group.place("Ann Ash")["decision"]["approved_by"] == "Dana Reed"


def test_a_deferral_needs_a_later_round_and_costs_no_attempt(admitted: AssessedScene) -> None:
    decisions, ann = admitted.office.decisions, admitted.id("Ann Ash")
    with pytest.raises(ServiceError, match="Choose a later round that has a window"):
        decisions.defer(admitted.group, "r1", ann, to="r2", private="ill")
    admitted.announce("r2", date(2027, 8, 30))
    with pytest.raises(ServiceError, match="Only coordinators can read it"):
        decisions.defer(admitted.group, "r1", ann, to="r2", private=" ")
    decisions.defer(admitted.group, "r1", ann, to="r2", private="In hospital")

    assert admitted.gate("Ann Ash") == ("closed", ["deferred"])
    assert admitted.gate("Ann Ash", "r2") == ("closed", ["undecided"])
    assert admitted.place("Ann Ash")["decision"]["to"] == "r2"
    assert admitted.place("Ann Ash")["status"] == "deferred"
    admitted.at(2027, 7, 20)
    assert [r.name for r in decisions.admissible(admitted.group, "r2").rows] == [
        "Ann Ash",
        "Ben Bell",
    ]


def test_a_round_without_a_window_is_not_decided_on(group: AssessedScene) -> None:
    group.does("Ann Ash", 6, 7, 8)

    with pytest.raises(ServiceError, match="Set the window of the round first"):
        group.admit("Ann Ash")


def test_yes_here_and_no_there_close_the_gate_until_both_are_seen(group: AssessedScene) -> None:
    group.does("Ann Ash", 6, 7, 8)
    group.announce()
    sam = group.scene.colleague(role="coordinator")
    said = {"who": "Ann Ash", "window": "r1", "eligible": "no", "reason": "Left"}
    sam.say("assessment.set", **said)
    group.admit("Ann Ash")
    sam.send()

    assert group.gate("Ann Ash") == ("closed", ["differs"])
    assert group.place("Ann Ash")["status"] == "differs"
    group.admit("Ann Ash")
    assert group.gate("Ann Ash") == ("open", [])


def test_one_adds_given_and_the_other_accepted_and_both_stay(admitted: AssessedScene) -> None:
    admitted.at(2027, 7, 5, 8)
    late = admitted.hand_in("Ann Ash", "2027-07-14T10:00:00+01:00")
    sam = admitted.scene.colleague(role="coordinator")
    sam.catch_up_with_us()
    [head] = admitted.scene.facts.state.heads(("assessment", admitted.id("Ann Ash"), "r1"))
    content = admitted.scene.facts.state.events[head].content
    sam.say("assessment.set", rep=(head,), **{**content, "accepted": [late]})
    admitted.office.decisions.release(admitted.group, "r1", [admitted.id("Ann Ash")])
    sam.send()

    place = admitted.place("Ann Ash")
    assert place["given"] == "2027-07-05T09:00:00+01:00"
    assert place["decision"]["accepted"] == [late]
    assert (place["gate"], place["differs"]) == ("open", [])
    assert place["responses"][0]["counts"]
    admitted.admit("Ann Ash")
    assert admitted.place("Ann Ash")["given"] == "2027-07-05T09:00:00+01:00"
    assert admitted.place("Ann Ash")["decision"]["accepted"] == [late]


def test_the_case_study_is_released_from_the_opening_on(admitted: AssessedScene) -> None:
    decisions, ann = admitted.office.decisions, admitted.id("Ann Ash")
    with pytest.raises(ServiceError, match="once the window opens"):
        decisions.release(admitted.group, "r1", [ann])
    admitted.at(2027, 7, 5, 8)
    decisions.release(admitted.group, "r1", [ann])
    with pytest.raises(ServiceError, match="released to them already"):
        decisions.release(admitted.group, "r1", [ann])
    decisions.refuse(admitted.group, "r1", admitted.id("Ben Bell"), "Left the school")
    with pytest.raises(ServiceError, match="Ben Bell is not admitted"):
        decisions.release(admitted.group, "r1", [admitted.id("Ben Bell")])


def test_a_deferred_participant_keeps_a_response_that_counts(admitted: AssessedScene) -> None:
    admitted.hand_in("Ann Ash", "2027-07-06T10:00:00+01:00")
    admitted.scene.write(
        "enrolment.set", who="Ann Ash", **{"from": "2027-07-08", "status": "withdrawn"}
    )

    before, after = (admitted.place("Ann Ash", at=f"2027-07-{d}T12:00:00Z") for d in ("07", "08"))
    assert (before["gate"], after["gate"], after["why"]) == ("open", "closed", ["apart"])
    assert after["responses"][0]["counts"]
    assert after["status"] == "apart"
    assert after["responses"][0]["flags"] == []
    assert admitted.person("Ann Ash", "2027-07-08T12:00:00Z")["question"] is None
