"""A group made today is not behind: what dates are proposed, and what is asked about the past."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.applications import Laptop, preview

from npq_desktop.errors import ProgrammeError, ServiceError
from npq_desktop.programme.holidays import Holidays
from npq_desktop.resources import resource
from npq_desktop.rows.intake import Earlier, EarlierAnswer
from npq_desktop.services.application import Application

HOLIDAYS = Holidays.load(resource("holidays.toml"))
DAYS = ("2026-09-02", "2026-10-21", "2026-11-26", "2026-12-19", "2027-03-20", "2027-07-25")


@pytest.fixture(params=DAYS)
def today(request: pytest.FixtureRequest) -> date:
    return date.fromisoformat(request.param)


@pytest.fixture
def here(laptop, today: date) -> Laptop:
    return at(laptop, today)


def at(laptop, today: date) -> Laptop:
    made: Laptop = laptop("Alex Morgan")
    made.clock.now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    return made


def new_group(application: Application, first: date | None = None) -> str:
    first = first or application.setup.proposed_first_seminar()
    return application.setup.create_group(
        preview("Ann", "Ben"), title="Group 07", cohort="", first_seminar=first
    )


def days(application: Application, group: str) -> dict[str, date]:
    rows = application.planned_events.rows(group)
    return {row.event: row.start.date() for row in rows if row.start}


def standings(application: Application, group: str) -> set[str]:
    return {row.standing for row in application.cohort.view(group).rows}


# ---- what is proposed ----------------------------------------------------------------------------


def test_proposed_group_has_every_date_to_come_and_on_a_school_day(here: Laptop, today) -> None:
    application = here.application

    dated = days(application, new_group(application))

    assert len(dated) == 8
    assert min(dated.values()) > today
    assert not [day for day in dated.values() if HOLIDAYS.include(day) or day.weekday() > 4]
    assert dated["conference-1"] < dated["m1.seminar"] < dated["m6.seminar"] < dated["conference-2"]


def test_proposed_group_has_nothing_due_and_nobody_behind(here: Laptop) -> None:
    group = new_group(here.application)

    assert standings(here.application, group) == {"not_started"}


def test_proposal_is_not_far_from_today(here: Laptop, today) -> None:
    first = here.application.setup.proposed_first_seminar()

    assert (first - today).days < 70


@pytest.mark.parametrize("first", [date(2026, 6, 8), date(2026, 10, 6), date(2025, 11, 3)])
def test_no_date_in_the_past_is_proposed_from_a_first_seminar_in_the_past(laptop, first) -> None:
    application = at(laptop, date(2026, 11, 26)).application

    group = new_group(application, first)

    dated = days(application, group)
    assert all(day > date(2026, 11, 26) and not HOLIDAYS.include(day) for day in dated.values())
    assert standings(application, group) == {"not_started"}


def test_first_seminar_stays_where_it_was_put(laptop) -> None:
    application = at(laptop, date(2026, 9, 2)).application
    half_term = date(2026, 10, 28)

    dated = days(application, new_group(application, half_term))

    assert dated["m1.seminar"] == half_term


def test_planned_event_in_a_holiday_goes_to_the_nearest_week_of_school(laptop) -> None:
    application = at(laptop, date(2026, 8, 3)).application
    first = date(2026, 9, 8)
    plan = application.setup.programme.planned_days(first)
    assert [key for key, day in plan.items() if HOLIDAYS.include(day)] == [
        *("conference-1", "m2.seminar")
    ]

    dated = days(application, new_group(application, first))

    moved = {key: day for key, day in dated.items() if day != plan[key]}
    assert moved == {"m2.seminar": date(2026, 10, 20)}
    assert "conference-1" not in dated  # no school day is left between today and the first seminar


# ---- the list of holidays ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "free"),
    [
        *(("2026-10-26", True), ("2026-10-30", True), ("2026-11-02", False), ("2026-12-25", True)),
        *(("2027-05-03", True), ("2027-05-04", False), ("2027-08-11", True), ("2027-09-06", False)),
    ],
)
def test_shipped_holidays_are_englands(day: str, free: bool) -> None:
    assert HOLIDAYS.include(date.fromisoformat(day)) is free


def test_other_list_of_holidays_takes_its_place(laptop, tmp_path: Path) -> None:
    path = tmp_path / "holidays.toml"
    path.write_text(
        "bank_holidays = [2027-01-13]\n[[school_holidays]]\nname = 'x'\n"
        "first = 2027-01-04\nlast = 2027-01-08\n",
        encoding="utf-8",
    )
    setup = at(laptop, date(2026, 11, 26)).application.setup
    setup.holidays = Holidays.load(path)

    group = setup.create_group(
        preview("Ann"), title="G", cohort="", first_seminar=date(2026, 12, 16)
    )

    first, second = (
        days(laptop("Alex Morgan").application, group)[key] for key in ("m1.seminar", "m2.seminar")
    )
    assert (first, second) == (date(2026, 12, 16), date(2027, 2, 3))


@pytest.mark.parametrize(
    "text", ["", "x", "bank_holidays = ['Easter']\nschool_holidays = []", "bank_holidays = 3"]
)
def test_broken_list_of_holidays_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "holidays.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ProgrammeError, match=r"The list of holidays holidays\.toml cannot be used"):
        Holidays.load(path)


# ---- events from before --------------------------------------------------------------------------


@pytest.fixture
def half_way(laptop) -> tuple[Application, str]:
    """A group set up half-way through its course, on 26 November."""
    application = at(laptop, date(2026, 11, 26)).application
    return application, new_group(application, date(2026, 9, 15))


def test_events_before_the_first_day_are_asked_about_with_their_planned_day(half_way) -> None:
    application, group = half_way

    asked = application.planned_events.earlier(group)

    assert [(each.event, each.planned) for each in asked] == [
        ("conference-1", date(2026, 8, 25)),
        ("m1.seminar", date(2026, 9, 15)),
        ("m2.seminar", date(2026, 11, 3)),
    ]


def answered(half_way, **answers: EarlierAnswer) -> tuple[Application, str]:
    application, group = half_way
    named = {key.replace("_", "."): said for key, said in answers.items()}
    application.planned_events.record_rows(group, (), earlier=named)
    return application, group


HELD = date(2026, 9, 16)


@pytest.mark.parametrize("what", [Earlier.ELSEWHERE, Earlier.HERE])
def test_event_held_before_makes_nobody_behind(half_way, what: Earlier) -> None:
    application, group = answered(half_way, m1_seminar=EarlierAnswer(what, HELD))

    held = next(e for e in application.register.events(group) if e.id == "m1.seminar")
    assert held.start == datetime(2026, 9, 16, 12, 30, tzinfo=UTC)
    assert held.state == "held"
    assert standings(application, group) == {"unresolved"}
    assert (
        "Held before this group was set up here"
        in application.register.view(group, "m1.seminar").banner
    )
    assert "m1.seminar" not in {each.event for each in application.planned_events.earlier(group)}


def test_work_of_a_module_from_before_is_not_late(half_way) -> None:
    application, group = answered(half_way, m1_seminar=EarlierAnswer(Earlier.ELSEWHERE, HELD))

    person = application.cohort.view(group).rows[0].person
    found = {line.item: line for line in application.cohort.person(group, person).items}

    assert "not handed in here" in found["m1.diagnostic"].words


def test_event_not_held_counts_for_nobody(half_way) -> None:
    application, group = answered(half_way, m1_seminar=EarlierAnswer(Earlier.NOT_HELD))

    gone = next(e for e in application.register.events(group) if e.id == "m1.seminar")
    assert gone.state == "did_not_run"
    assert standings(application, group) == {"not_started"}


def test_answers_are_one_step_of_undo(half_way) -> None:
    application, group = answered(
        half_way,
        m1_seminar=EarlierAnswer(Earlier.HERE, HELD),
        m2_seminar=EarlierAnswer(Earlier.NOT_HELD),
    )

    application.undo.undo(group)

    assert len(application.planned_events.earlier(group)) == 3


@pytest.mark.parametrize("on", [None, date(2026, 11, 26), date(2027, 1, 5)])
def test_event_held_before_needs_a_day_before_today(half_way, on: date | None) -> None:
    with pytest.raises(ServiceError, match="Type the day on which"):
        answered(half_way, m1_seminar=EarlierAnswer(Earlier.HERE, on))


def test_group_whose_course_is_over_is_asked_about_every_event(laptop) -> None:
    application = at(laptop, date(2026, 11, 26)).application

    group = new_group(application, date(2025, 1, 7))

    asked = application.planned_events.earlier(group)
    assert len(asked) == 8
    assert {each.planned for each in asked} == {None}
