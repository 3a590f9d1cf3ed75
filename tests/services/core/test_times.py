"""Moments in one zone: what the journal claims, and times of day on one clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from npq_desktop.services.core.times import in_zone, local_time, minutes_between, moment

DUBAI = ZoneInfo("Asia/Dubai")
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-10-06T13:30:00+01:00", "2026-10-06T13:30:00+01:00"),
        ("2026-10-06T14:30:00+02:00", "2026-10-06T13:30:00+01:00"),
        ("2026-12-03T08:30:00-05:00", "2026-12-03T13:30:00+00:00"),
        ("2026-10-06T12:30:00Z", "2026-10-06T13:30:00+01:00"),
        ("2026-10-06T13:30:00", "2026-10-06T13:30:00+01:00"),
    ],
)
def test_claimed_times_are_on_british_clocks(text: str, shown: str) -> None:
    found = moment(text, LONDON)

    assert found is not None
    assert found.isoformat() == shown


@pytest.mark.parametrize("text", [None, "", "2026-02-31T13:30:00Z", "0001-01-01T00:00:00+14:00"])
def test_time_that_does_not_exist_is_none(text: str | None) -> None:
    assert moment(text, LONDON) is None


def test_claimed_time_is_in_the_zone_asked_for() -> None:
    found = moment("2026-10-06T13:30:00+01:00", DUBAI)

    assert found is not None
    assert found.isoformat() == "2026-10-06T16:30:00+04:00"


def test_time_of_day_has_the_offset_of_its_day() -> None:
    summer, winter = (local_time(date(2026, month, 6), time(13, 30), LONDON) for month in (10, 11))

    assert (summer.isoformat(), winter.isoformat()) == (
        "2026-10-06T13:30:00+01:00",
        "2026-11-06T13:30:00+00:00",
    )


def test_hour_that_happens_twice_is_the_first_and_one_left_out_is_an_hour_later() -> None:
    twice = local_time(date(2026, 10, 25), time(1, 30), LONDON)
    never = local_time(date(2026, 3, 29), time(1, 30), LONDON)

    assert (twice.isoformat(), never.isoformat()) == (
        "2026-10-25T01:30:00+01:00",
        "2026-03-29T02:30:00+01:00",
    )


def test_minutes_over_a_change_of_the_clocks_are_those_that_passed() -> None:
    start = local_time(date(2026, 10, 25), time(0, 30), LONDON)
    end = in_zone(datetime(2026, 10, 25, 2, 30, tzinfo=UTC), LONDON)

    assert minutes_between(start, end) == 180
    assert end - start == timedelta(hours=3)
