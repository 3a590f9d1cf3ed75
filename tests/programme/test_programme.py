"""What the shipped programme asks for, and what a programme answers."""

import copy
import json
import re
from datetime import date, time
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.engagement import Component, Rule
from npq_desktop.errors import ProgrammeError
from npq_desktop.programme import ItemKind, Programme, load_programme
from npq_desktop.resources import resource

NPQLPM = load_programme(resource("programmes/npqlpm.toml"))
SEMINAR = date(2026, 11, 27)


def with_attendance(document: dict, **settings: object) -> Programme:
    document["attendance"].update(settings)
    return Programme.from_document(document, source="mine.toml")


def test_shipped_rule_is_the_published_one(npqlpm: Programme) -> None:
    components = (
        Component("diagnostic", 30),
        Component("reflective", 20),
        Component("attendance", 50),
    )

    assert npqlpm.rule() == Rule(90, components)


def test_shipped_work_adds_up_to_the_hours_of_learning(npqlpm: Programme) -> None:
    content = npqlpm.cycle.content_minutes * len(npqlpm.modules)
    counted = sum(item.minutes for item in npqlpm.items)

    assert content + counted + npqlpm.implementation.content_minutes == 60 * npqlpm.hours


def test_times_of_the_shipped_programme_are_british_ones(npqlpm: Programme) -> None:
    assert npqlpm.zone == ZoneInfo("Europe/London")


def test_times_are_british_where_a_definition_says_nothing_of_them(document: dict) -> None:
    del document["time_zone"]

    programme = Programme.from_document(document, source="old.toml")

    assert programme.zone == ZoneInfo("Europe/London")


@pytest.mark.parametrize("name", ["Europe/Londinium", "Europe", "../etc/passwd", "BST"])
def test_unknown_time_zone_is_refused(document: dict, name: str) -> None:
    document["time_zone"] = name

    with pytest.raises(ProgrammeError, match=r"time_zone must be a time zone like"):
        Programme.from_document(document, source="mine.toml")


def test_shipped_assessment_is_the_published_one(npqlpm: Programme) -> None:
    assert (npqlpm.assessment.window_days, npqlpm.assessment.word_limit) == (8, 1500)


def test_shipped_events_lie_within_the_months_of_delivery(npqlpm: Programme) -> None:
    assert max(item.week for item in npqlpm.items) < 52 * npqlpm.delivery_months // 12


def test_every_shipped_value_says_where_it_comes_from(shipped: Path) -> None:
    lines = shipped.read_text(encoding="utf-8").splitlines()
    values = [line for line in lines if re.match(r"\w+ =", line)]

    assert [line for line in values if not re.search(r"# (Source|Setting|…)", line)] == []


def test_items_have_stable_keys_in_the_order_of_the_course(npqlpm: Programme) -> None:
    keys = [item.key for item in npqlpm.items]

    assert keys[:3] == ["m1.diagnostic", "m1.seminar", "m1.reflective"]
    assert keys[-3:] == ["implementation.plan", "conference-1", "conference-2"]


def test_item_keys_are_distinct(npqlpm: Programme) -> None:
    assert len({item.key for item in npqlpm.items}) == len(npqlpm.items) == 21


def test_item_is_found_by_its_key(npqlpm: Programme) -> None:
    item = npqlpm.item("m3.reflective")

    assert (item.kind, item.module, item.component) == (ItemKind.REFLECTIVE, "m3", "reflective")


def test_unknown_item_is_named(npqlpm: Programme) -> None:
    with pytest.raises(ProgrammeError, match=r"NPQLPM has no item “m9\.seminar”"):
        npqlpm.item("m9.seminar")


def test_only_seminars_and_conferences_are_events(npqlpm: Programme) -> None:
    events = {item.component for item in npqlpm.items if item.is_event}

    assert events == {"attendance"}
    assert sum(item.is_event for item in npqlpm.items) == 8


def test_order_of_the_cycle_is_the_order_of_the_items(document: dict) -> None:
    document["cycle"]["steps"] = ["seminar", "reflective", "content", "diagnostic"]

    programme = Programme.from_document(document, source="mine.toml")

    assert [item.key for item in programme.items[:2]] == ["m1.seminar", "m1.reflective"]


@pytest.mark.parametrize(
    ("key", "due"),
    [
        ("m2.seminar", date(2026, 11, 27)),
        ("m2.diagnostic", date(2026, 11, 20)),
        ("m2.reflective", date(2026, 12, 18)),
        ("m3.reflective", None),
    ],
)
def test_task_is_due_by_days_from_its_seminar(
    npqlpm: Programme, key: str, due: date | None
) -> None:
    assert npqlpm.due_date(npqlpm.item(key), {"m2.seminar": SEMINAR}) == due


def test_implementation_is_due_by_days_from_its_event(npqlpm: Programme) -> None:
    dates = {"conference-2": date(2027, 7, 9)}

    assert npqlpm.due_date(npqlpm.item("implementation.plan"), dates) == date(2027, 6, 25)


def test_due_date_beyond_the_calendar_is_none(npqlpm: Programme) -> None:
    dates = {"m2.seminar": date.max}

    assert npqlpm.due_date(npqlpm.item("m2.reflective"), dates) is None


def test_planned_day_counts_weeks_from_the_start_of_the_cohort(npqlpm: Programme) -> None:
    assert npqlpm.item("m1.diagnostic").planned(date(2026, 9, 14)) == date(2026, 10, 5)


def test_planned_days_put_the_first_seminar_on_its_day(npqlpm: Programme) -> None:
    days = npqlpm.planned_days(date(2026, 10, 9))

    assert days["m1.seminar"] == date(2026, 10, 9)
    assert days["m2.seminar"] == SEMINAR
    assert days["conference-1"] == date(2026, 9, 18)


def test_events_start_and_last_as_the_cycle_says(npqlpm: Programme) -> None:
    assert (npqlpm.usual_start, npqlpm.usual_minutes) == (time(13, 30), 180)


def test_no_cut_off_is_set_by_default(npqlpm: Programme) -> None:
    assert npqlpm.cut_off_date(npqlpm.item("m2.reflective"), {"m2.seminar": SEMINAR}) is None


@pytest.mark.parametrize(
    ("key", "last"), [("m2.reflective", date(2027, 1, 1)), ("m2.seminar", None)]
)
def test_cut_off_counts_days_from_the_due_date_of_a_task(
    document: dict, key: str, last: date | None
) -> None:
    document["tasks"]["cut_off_days"] = 14
    programme = Programme.from_document(document, source="mine.toml")

    assert programme.cut_off_date(programme.item(key), {"m2.seminar": SEMINAR}) == last


@pytest.mark.parametrize(
    ("late", "early", "credit"),
    [
        (None, None, Fraction(1)),
        (15, 0, Fraction(1)),
        (8, 8, Fraction(164, 180)),
        (16, None, Fraction(164, 180)),
        (0, 90, Fraction(1, 2)),
        (180, 0, Fraction(0)),
        (500, 0, Fraction(0)),
    ],
)
def test_proportional_credit_is_the_share_attended_beyond_the_tolerance(
    npqlpm: Programme, late: int | None, early: int | None, credit: Fraction
) -> None:
    assert npqlpm.attendance_credit(late, early, 180) == credit


def test_lost_credit_is_nothing_beyond_the_tolerance(document: dict) -> None:
    programme = with_attendance(document, beyond_tolerance="lost")

    assert [programme.attendance_credit(late, 0, 180) for late in (15, 16)] == [1, 0]


def test_part_credit_is_the_fraction_set_beyond_the_tolerance(document: dict) -> None:
    programme = with_attendance(document, beyond_tolerance="part", part_credit=[2, 3])

    earned = [programme.attendance_credit(late, 0, 180) for late in (15, 16, 180)]

    assert earned == [1, Fraction(2, 3), 0]


def test_event_of_unknown_length_is_taken_as_a_seminar(npqlpm: Programme) -> None:
    assert npqlpm.attendance_credit(90, 0, None) == Fraction(1, 2)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 500))
def test_missing_more_never_earns_more(late: int, early: int, duration: int) -> None:
    credit = NPQLPM.attendance_credit(late, early, duration)

    assert 0 <= NPQLPM.attendance_credit(late + 1, early, duration) <= credit <= 1


def test_json_comes_back_as_the_same_programme(npqlpm: Programme) -> None:
    assert Programme.from_json(npqlpm.to_json()) == npqlpm


def test_json_comes_back_as_the_same_text(npqlpm: Programme) -> None:
    assert Programme.from_json(npqlpm.to_json()).to_json() == npqlpm.to_json()


def test_json_is_canonical_with_texts_and_integers_only(npqlpm: Programme) -> None:
    text = npqlpm.to_json()
    document = json.loads(text)

    assert text == json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert not re.search(r"\b(true|false|null)\b|[0-9]\.[0-9]", text)


def test_json_says_what_the_file_says(npqlpm: Programme, document: dict) -> None:
    assert json.loads(npqlpm.to_json()) == document


@given(
    title=st.text(min_size=1, max_size=200).filter(lambda t: t.isprintable() and t == t.strip()),
    minimum=st.integers(1, 100) | st.just("none"),
    credit=st.tuples(st.integers(0, 9), st.integers(9, 20)),
)
def test_any_good_definition_survives_the_journal(
    title: str, minimum: int | str, credit: tuple[int, int]
) -> None:
    document = copy.deepcopy(json.loads(NPQLPM.to_json()))
    document["title"] = title
    document["engagement"]["components"][0]["minimum"] = minimum
    document["attendance"]["part_credit"] = list(credit)

    programme = Programme.from_document(document, source="mine.toml")

    assert Programme.from_json(programme.to_json()) == programme
