"""Thousands of random people: the engine against the definition written out the slow way."""

from __future__ import annotations

import json

import engagement_oracle
import engagement_samples
import pytest

from npq_desktop.engagement import evaluate_document

SEEDS = 6000
BLOCK = 500


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_engine_follows_the_definition_for_random_people(first):
    for seed in range(first, first + BLOCK):
        asked = engagement_samples.document(seed)

        answer = evaluate_document(asked)

        assert json.dumps(answer) == json.dumps(engagement_oracle.answer(asked)), seed


def test_random_people_cover_every_standing_and_long_plans():
    people = [
        person
        for seed in range(600)
        for person in evaluate_document(engagement_samples.document(seed))["participants"]
    ]

    assert len({person["standing"] for person in people}) == 6
    assert max(len(person["plan"]["items"]) for person in people if person["plan"]) >= 6
    assert max(room or 0 for person in people for room in person["headroom"].values()) >= 4


def test_engine_answers_many_people_as_one_by_one():
    together = engagement_samples.document(11, people=40)

    answer = evaluate_document(together)

    alone = [
        evaluate_document({**together, "participants": [person]})["participants"][0]
        for person in together["participants"]
    ]
    assert answer["participants"] == alone


def test_engine_does_not_depend_on_the_order_of_items():
    asked = engagement_samples.document(7, people=40)
    turned = [{**p, "items": p["items"][::-1]} for p in asked["participants"]]

    assert evaluate_document({**asked, "participants": turned}) == evaluate_document(asked)
