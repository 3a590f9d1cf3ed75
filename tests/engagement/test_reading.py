"""Reading documents: what JSON text and objects are accepted, and what a refusal says."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from engagement_faults import GOOD

from npq_desktop.engagement import (
    EngagementInputError,
    document_from,
    evaluate_document,
    read_document,
)


def with_items(*items):
    asked = deepcopy(GOOD)
    asked["participants"] = [{"id": f"p{n}", "items": [item]} for n, item in enumerate(items)]
    return asked


EVENT = {"id": "e1", "component": "events", "due": "2026-10-02", "state": "open"}


def test_text_bytes_and_objects_read_the_same():
    text = json.dumps(GOOD)

    assert read_document(text) == read_document(text.encode()) == document_from(GOOD)


def test_largest_integer_is_accepted():
    document = document_from(with_items({**EVENT, "minutes": 2**53}))

    assert document.participants[0].items[0].minutes == 2**53


@pytest.mark.parametrize("minutes", [True, 1.0])
def test_what_equals_1_is_refused_after_a_good_1(minutes):
    asked = with_items({**EVENT, "minutes": 1}, {**EVENT, "minutes": minutes})

    with pytest.raises(EngagementInputError) as refusal:
        document_from(asked)

    assert (refusal.value.participant, refusal.value.field) == ("p1", "minutes")


@pytest.mark.parametrize("missing", ["id", "component", "due", "state"])
def test_item_that_lacks_a_member_is_refused_after_a_good_one(missing):
    lacking = {name: value for name, value in EVENT.items() if name != missing}

    with pytest.raises(EngagementInputError) as refusal:
        document_from(with_items(EVENT, lacking, {**lacking, "minutes": 0}))

    assert refusal.value.field == missing


def test_item_with_a_strange_member_is_refused_after_a_good_one():
    with pytest.raises(EngagementInputError, match="title"):
        document_from(with_items(EVENT, {**EVENT, "title": "x"}))


def test_item_with_a_credit_is_not_mistaken_for_one_without():
    lost = {**EVENT, "state": "unknown"}
    asked = with_items(lost, {**lost, "low": [1, 2]}, {**lost, "high": [1, 2]})

    answer = evaluate_document(asked)

    secured = [person["secured"]["fraction"] for person in answer["participants"]]
    possible = [person["possible"]["fraction"] for person in answer["participants"]]
    assert (secured, possible) == (["0", "50", "0"], ["100", "100", "50"])


def test_bytes_that_are_not_utf_8_are_refused():
    text = json.dumps(GOOD).replace("p1", "pé").encode("latin-1")
    text = text if b"\xe9" in text else b"\xe9" + text

    with pytest.raises(EngagementInputError, match="UTF-8"):
        read_document(text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_text_in_another_encoding_is_refused(encoding):
    with pytest.raises(EngagementInputError):
        read_document(json.dumps(GOOD).encode(encoding))


def test_refusal_says_where_and_what_in_one_sentence():
    asked = with_items({**EVENT, "due": "2026-02-30"})

    with pytest.raises(EngagementInputError) as refusal:
        document_from(asked)

    assert str(refusal.value) == (
        "The engagement input cannot be used. Participant 'p0', item 'e1', 'due': "
        "must be a real date written YYYY-MM-DD, not '2026-02-30'."
    )


@pytest.mark.parametrize("written", ["1.0", "1e2", "9E9999", "NaN", "-Infinity"])
def test_refusal_shows_a_number_as_it_was_written(written):
    text = json.dumps(GOOD).replace("90", written)

    with pytest.raises(EngagementInputError) as refusal:
        read_document(text)

    assert refusal.value.reason.endswith(f"not {written}")


def test_refusal_stays_short_whatever_is_in_the_input():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    for value in ("x" * 10_000, 10**5000, deep, {"a": deep}):
        with pytest.raises(EngagementInputError) as refusal:
            document_from(with_items({**EVENT, "id": "y" * 10_000, "minutes": value}))

        assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_nesting_is_counted_and_not_left_to_the_interpreter(opening, closing):
    each = 101 if len(opening) < 6 else 51
    for text in (opening * each + "1" + closing * each, opening * 5000, opening * each + "1 x"):
        with pytest.raises(EngagementInputError, match="nested more than 100 deep"):
            read_document(text)


def test_question_is_not_changed_by_asking():
    asked = with_items({**EVENT, "minutes": 5})
    before = deepcopy(asked)

    evaluate_document(asked)

    assert asked == before
