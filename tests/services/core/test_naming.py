"""How days are written in sentences."""

from datetime import datetime

from npq_desktop.services.core.words import day_and_time


def test_a_day_and_time_are_written_in_full_and_without_a_leading_zero() -> None:
    assert day_and_time(datetime(2026, 3, 3, 9, 5).astimezone()) == "3 March 09:05"
