"""The published cases: the file is what the engine says, and that is what the oracle says."""

from __future__ import annotations

import json

import engagement_oracle
import pytest
from make_conformance import CONFORMANCE, conformance, text_of

from npq_desktop.engagement import EngagementInputError, evaluate_document, read_document
from npq_desktop.engagement.documents import answer

CASES = json.loads(CONFORMANCE.read_text(encoding="ascii"))["cases"]
ANSWERED = [pytest.param(case, id=case["name"]) for case in CASES if "output" in case]
REFUSED = [pytest.param(case, id=case["name"]) for case in CASES if "error" in case]
AS_OBJECTS = [case for case in (*ANSWERED, *REFUSED) if "input" in case.values[0]]


def text_of_case(case):
    return case["input_text"] if "input_text" in case else json.dumps(case["input"])


@pytest.mark.slow
def test_conformance_file_is_what_its_script_writes():
    text = CONFORMANCE.read_text(encoding="ascii")

    assert text == text_of(conformance())


def test_conformance_names_are_unique_and_there_are_enough_cases():
    names = [case["name"] for case in CASES]

    assert len(set(names)) == len(names)
    assert len(ANSWERED) >= 80
    assert len(REFUSED) >= 80


@pytest.mark.parametrize("case", ANSWERED)
def test_engine_gives_the_published_answer_member_for_member(case):
    answered = answer(read_document(text_of_case(case)))

    assert json.dumps(answered) == json.dumps(case["output"])


@pytest.mark.parametrize("case", ANSWERED)
def test_published_answer_follows_from_the_definition(case):
    asked = json.loads(text_of_case(case))

    assert json.dumps(case["output"]) == json.dumps(engagement_oracle.answer(asked))


@pytest.mark.parametrize("case", REFUSED)
def test_engine_refuses_naming_the_published_place(case):
    with pytest.raises(EngagementInputError) as refusal:
        read_document(text_of_case(case))

    assert place_of(refusal.value) == case["error"]


@pytest.mark.parametrize("case", AS_OBJECTS)
def test_engine_takes_objects_as_it_takes_their_text(case):
    if "output" in case:
        assert evaluate_document(case["input"]) == case["output"]
        return
    with pytest.raises(EngagementInputError) as refusal:
        evaluate_document(case["input"])

    assert place_of(refusal.value) == case["error"]


def test_conformance_shows_every_state_and_standing():
    standings = {
        person["standing"]
        for case in ANSWERED
        for person in case.values[0]["output"]["participants"]
    }
    states = {
        item["state"]
        for case in ANSWERED
        for person in json.loads(text_of_case(case.values[0]))["participants"]
        for item in person["items"]
    }

    assert len(standings) == 6
    assert len(states) == 6


def place_of(error):
    return {"participant": error.participant, "item": error.item, "field": error.field}
