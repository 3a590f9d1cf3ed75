"""Times of day as people write them: read whole, or left open with the reason."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.interchange.cells.hours import Hours, read_hours


def said(hours: Hours) -> str:
    start = f"{hours.start:%H:%M}" if hours.start else "?"
    return f"{start}-{hours.end:%H:%M}" if hours.end else start


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("4:00-5:30pm", "16:00-17:30"),
        ("4–5.30pm", "16:00-17:30"),
        ("4pm to 5:30pm", "16:00-17:30"),
        ("3.45 - 5.15pm", "15:45-17:15"),
        ("16:00-17:30", "16:00-17:30"),
        ("1600-1730", "16:00-17:30"),
        ("1600hrs – 1730hrs", "16:00-17:30"),
        ("16.00 until 17.30", "16:00-17:30"),
        ("from 4pm until 6pm", "16:00-18:00"),
        ("4.30 p.m. - 6 p.m.", "16:30-18:00"),
        ("4pm-6", "16:00-18:00"),
        ("4-17:30", "16:00-17:30"),
        ("16:00-5.30", "16:00-17:30"),
        ("9-12", "09:00-12:00"),
        ("9.30am–12.30pm", "09:30-12:30"),
        ("9.30-3", "09:30-15:00"),
        ("11-1pm", "11:00-13:00"),
        ("10-12pm", "10:00-12:00"),
        ("noon-1.30", "12:00-13:30"),
        ("16:00-17:30 (UK time)", "16:00-17:30"),
        ("4\u202fPM – 5:30\u202fPM", "16:00-17:30"),
    ],
)
def test_start_and_end_are_read_whole(text: str, hours: str) -> None:
    assert said(read_hours(text)) == hours


@pytest.mark.parametrize(
    ("text", "start"),
    [
        *(("4pm", 16), ("4 PM", 16), ("4p.m.", 16), ("16:00", 16), ("1600", 16), ("16h", 16)),
        *(("4.00 p.m.", 16), ("16:00:00", 16), ("12 noon", 12), ("midday", 12), ("12pm", 12)),
        *(("9", 9), ("9am", 9), ("09:00", 9), ("0900", 9), ("12am", 0)),
    ],
)
def test_single_time_is_a_start(text: str, start: int) -> None:
    assert read_hours(text) == Hours(time(start))


@pytest.mark.parametrize("text", ["4", "4:00", "4.30", "4-5.30", "1-3", "4:00-5:30", "7.30", "430"])
def test_half_of_the_day_that_nothing_says_is_left_open(text: str) -> None:
    hours = read_hours(text)

    assert (hours.start, hours.end) == (None, None)
    assert hours.unsure == f"“{text}” could be in the morning or in the afternoon."


@pytest.mark.parametrize(
    "text",
    ["", "tbc", "25:00", "4.60pm", "13pm", "0pm", "after school", "4pm 5pm", "4pm?", "half past 4"],
)
def test_what_is_no_time_of_day_says_so(text: str) -> None:
    assert read_hours(text).unsure == f"“{text}” is no time of day that can be read."


@pytest.mark.parametrize("text", ["17:30-16:00", "5.30pm-4pm", "1730 to 1600"])
def test_end_before_its_start_says_so(text: str) -> None:
    assert read_hours(text).unsure == "It ends at 16:00, before it begins at 17:30."


def test_end_at_its_start_says_so() -> None:
    assert read_hours("16:00-16:00").unsure == "It ends when it begins, at 16:00."


@pytest.mark.slow
@given(st.text(max_size=30))
def test_any_text_is_read_or_left_open(text: str) -> None:
    hours = read_hours(text)

    assert bool(hours.unsure) == (hours.start is None)
    assert hours.end is None or hours.start < hours.end


@given(st.times(), st.times())
def test_two_times_of_24_hours_are_read_as_they_are(start: time, end: time) -> None:
    hours = read_hours(f"{start:%H:%M}-{end:%H:%M}")

    if (start.hour, start.minute) < (end.hour, end.minute) and start.hour in {0, *range(13, 24)}:
        assert said(hours) == f"{start:%H:%M}-{end:%H:%M}" or end.hour - start.hour > 12
