"""The office's rules with plain values: times of a window, the gate, the sample."""

import hashlib
import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from npq_desktop.engagement import evaluate_document
from npq_desktop.services.office.rules.gate import FrozenWorkings, gate, workings_hold
from npq_desktop.services.office.rules.sample import (
    MarkedResponse,
    draw,
    draw_key,
    same_name,
    seed_digest,
)
from npq_desktop.services.office.rules.window_times import handed_in_at, last_day, window_times

LONDON = ZoneInfo("Europe/London")


def place(start: date, handed_in: str) -> str:
    times = window_times(start, last_day(start, 8), LONDON)
    return times.place(handed_in_at(handed_in, LONDON)).value


def test_a_window_of_eight_days_in_july() -> None:
    start = date(2027, 7, 5)
    times = window_times(start, last_day(start, 8), LONDON)

    assert last_day(start, 8) == date(2027, 7, 12)
    assert times.opens.isoformat() == "2027-07-05T00:00:00+01:00"
    assert times.closes.isoformat() == "2027-07-13T00:00:00+01:00"


@pytest.mark.parametrize(
    ("start", "handed_in", "found"),
    [
        (date(2027, 7, 5), "2027-07-12T23:59:59+01:00", "inside"),
        (date(2027, 7, 5), "2027-07-13T00:00:00+01:00", "late"),
        (date(2027, 7, 5), "2027-07-04T23:59:59+01:00", "early"),
        (date(2027, 7, 5), "2027-07-05T00:00:00+01:00", "inside"),
        (date(2027, 10, 25), "2027-11-01T23:59:59+00:00", "inside"),
        (date(2027, 10, 25), "2027-11-02T00:30:00+01:00", "inside"),
        (date(2027, 10, 25), "2027-11-01T23:30:00-01:00", "late"),
        (date(2027, 3, 22), "2027-03-29T22:59:59Z", "inside"),
        (date(2027, 3, 22), "2027-03-29T23:00:00Z", "late"),
    ],
)
def test_moments_are_compared_as_instants(start: date, handed_in: str, found: str) -> None:
    assert place(start, handed_in) == found


@pytest.mark.parametrize(
    ("start", "hours"),
    [(date(2027, 7, 5), 192), (date(2027, 10, 25), 193), (date(2027, 3, 22), 191)],
)
def test_a_window_over_a_change_of_clocks_is_as_long_as_it_is(start: date, hours: int) -> None:
    times = window_times(start, last_day(start, 8), LONDON)

    assert times.closes - times.opens == timedelta(hours=hours)


def test_a_time_without_offset_is_londons_and_the_first_of_two() -> None:
    assert handed_in_at("2027-07-05T10:00", LONDON).isoformat() == "2027-07-05T10:00:00+01:00"
    first = datetime.fromisoformat("2027-10-31T01:30:00+01:00")
    assert handed_in_at("2027-10-31T01:30:00", LONDON) == first
    assert handed_in_at("soon", LONDON) is None


# ---- the gate ----------------------------------------------------------------------------------

SOUND = {
    "has_window": True,
    "differs": False,
    "is_apart": False,
    "eligible": "yes",
    "workings": True,
}


@pytest.mark.parametrize(
    ("changed", "state", "why"),
    [
        ({}, "open", ()),
        ({"eligible": "override", "workings": False}, "override", ()),
        ({"eligible": "no"}, "closed", ("refused",)),
        ({"eligible": "deferred"}, "closed", ("deferred",)),
        ({"eligible": None}, "closed", ("undecided",)),
        ({"eligible": "perhaps"}, "closed", ("undecided",)),
        ({"workings": False}, "closed", ("workings",)),
        ({"eligible": "", "differs": True}, "closed", ("differs",)),
        (
            {"has_window": False, "differs": True, "is_apart": True, "eligible": None},
            "closed",
            ("no_window", "differs", "apart", "undecided"),
        ),
    ],
)
def test_the_gate_lists_all_that_closes_it(changed, state: str, why: tuple[str, ...]) -> None:
    found = gate(**{**SOUND, **changed})

    assert (found.state, found.why) == (state, why)


def test_only_a_deferral_from_the_programme_leaves_a_response_counting() -> None:
    assert not gate(**{**SOUND, "is_apart": True}).closed_beside_status
    assert gate(**{**SOUND, "is_apart": True, "eligible": "no"}).closed_beside_status


QUESTION = {
    "rule": {"threshold": 90, "components": [{"key": "a", "weight": 100, "minimum": None}]},
    "as_of": "2027-06-21",
    "participants": [
        {
            "id": "p1",
            "items": [
                {"id": f"i{n}", "component": "a", "due": "2027-01-01", "state": state, "minutes": 0}
                for n, state in enumerate(["earned"] * 9 + ["lost"])
            ],
        }
    ],
}


def frozen(**changed: object) -> FrozenWorkings:
    [found] = evaluate_document(QUESTION)["participants"]
    said = {
        "question": json.dumps(QUESTION),
        "standing": found["standing"],
        "secured": found["secured"]["fraction"],
        "possible": found["possible"]["fraction"],
        "threshold": 90,
        "as_of": "2027-06-21",
    }
    return FrozenWorkings(**{**said, **changed})


def test_a_frozen_question_that_gives_its_figures_holds() -> None:
    assert workings_hold(frozen(), frozenset({"p1"}))


@pytest.mark.parametrize(
    "changed",
    [
        {"question": ""},
        {"question": "{}"},
        {"question": json.dumps({**QUESTION, "participants": []})},
        {"secured": "91"},
        {"possible": "91"},
        {"threshold": 80},
        {"as_of": "2027-06-22"},
        {"standing": "behind"},
    ],
)
def test_a_frozen_question_that_does_not_closes_the_gate(changed) -> None:
    assert not workings_hold(frozen(**changed), frozenset({"p1"}))


def test_a_question_about_somebody_else_does_not_hold() -> None:
    assert not workings_hold(frozen(), frozenset({"p2"}))


def test_a_question_below_the_percentage_does_not_hold() -> None:
    below = json.loads(json.dumps(QUESTION))
    below["participants"][0]["items"][0]["state"] = "lost"
    [found] = evaluate_document(below)["participants"]
    said = frozen(
        question=json.dumps(below),
        standing=found["standing"],
        secured=found["secured"]["fraction"],
        possible=found["possible"]["fraction"],
    )

    assert not workings_hold(said, frozenset({"p1"}))


# ---- the sample --------------------------------------------------------------------------------

SEED = "00112233445566778899aabbccddeeff"


def marked(*, over: str = "p10", failed: str = "p03") -> list[MarkedResponse]:
    return [
        MarkedResponse(
            f"p{n:02}",
            "Dee Dunn" if n <= 8 else " eli  EAST ",
            "failed" if f"p{n:02}" == failed else "passed",
            f"p{n:02}" == over,
        )
        for n in range(1, 13)
    ]


def drawn(people: list[MarkedResponse], **changed: object):
    asked = {"seed": SEED, "round_key": "r1", "percent": 20, "least": 2, "all_failed": True}
    return draw(people, **{**asked, **changed})


def test_the_sample_of_the_worked_example() -> None:
    found = drawn(marked())

    assert found.sample == ("p04", "p11", "p06", "p12", "p10", "p03")
    assert set(found.must) == {"p10", "p03"}
    assert found.must == tuple(p for p in found.sample if p in found.must)


def test_failed_ones_may_be_drawn_like_the_rest() -> None:
    assert "p03" not in drawn(marked(), all_failed=False).must


def test_a_sample_takes_the_percentage_rounded_up_and_no_more_than_there_are() -> None:
    people = [MarkedResponse(f"p{n}", "Dee", "passed", False) for n in range(11)]

    assert len(drawn(people, least=0).sample) == 3
    assert len(drawn(people[:1], least=5).sample) == 1
    assert drawn(people, percent=0, least=0).sample == ()


def test_whoever_was_drawn_stays_in() -> None:
    assert set(drawn(marked(), drawn=["p01"]).sample) == {*drawn(marked()).sample, "p01"}


def test_the_key_is_a_digest_anybody_can_work_out() -> None:
    assert draw_key("s", "r", "p") == hashlib.sha256(b"s\nr\np").hexdigest()
    assert len(seed_digest(SEED)) == 64
    assert same_name("  Dee   DUNN ") == "dee dunn"
