"""Lists of events: days and times taken, or left to be asked about with the reason."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.calendars.event_lists import CalendarFile, StatedEvent, read_event_list


def read(*rows: str, titles: str = "Title,Date,Start,End,Place", **more) -> CalendarFile:
    return read_event_list("\n".join([titles, *rows]).encode(), file_name="x.csv", **more)


def only(*rows: str, **more) -> StatedEvent:
    (event,) = read(*rows, **more).events
    return event


def test_list_of_events_gives_days_and_times():
    file = read("Seminar 1,06/10/2026,16:00,5.30pm,Hall", "S 2,13/11/2026,4pm,,")

    first, second = file.events
    assert first.start == datetime.fromisoformat("2026-10-06T16:00+01:00")
    assert first.end == datetime.fromisoformat("2026-10-06T17:30+01:00")
    assert first.place == "Hall"
    assert (second.start, second.end) == (datetime(2026, 11, 13, 16, tzinfo=UTC), None)
    assert file.problems == ()


@pytest.mark.parametrize(
    "day",
    [
        *("12-Nov-26", "12-Nov-2026", "12 Nov 26", "12 Nov '26", "Thu 12-Nov-26", "12/Nov/2026"),
        *("Thursday 12 November 2026", "12th of November 2026", "2026/11/12", "2026-11-12"),
        *("Thurs 12/11/2026", "12.11.2026 (Thu)", "November 12 2026"),
    ],
)
def test_days_are_read_as_they_are_written(day: str):
    assert only(f"Seminar 2,{day},16:00,17:30,").day == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("12 November", "no day that can be read with its year"),
        ("31/02/2026", "no day that can be read"),
        ("46338", "no day that can be read"),
        ("Friday 12 November 2026", "12 November 2026 is a Thursday"),
    ],
)
def test_day_that_is_not_sure_is_left_to_be_asked_about(day: str, words: str):
    file = read(f"Seminar 2,{day},16:00,17:30,", "Seminar 3,14 January 2027,16:00,17:30,")

    event = next(each for each in file.events if each.title == "Seminar 2")
    assert event.start is None
    assert words in event.unsure


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("4:00", "5:30", "could be in the morning or in the afternoon"),
        ("4", "", "could be in the morning or in the afternoon"),
        ("after school", "", "no time of day"),
        ("", "", "no time of day"),
        ("16:00", "tbc", "no time of day"),
        ("17:30", "16:00", "It ends at 16:00, before it begins at 17:30."),
        ("04:00", "05:30", "It begins at 04:00, in the night."),
        ("4–5.30pm", "6pm", "It is stated to end at 17:30 and at “6pm”."),
        ("4pm GMT", "", ""),
        ("4pm BST", "", "It is stated in BST, which clocks do not show on that day."),
    ],
)
def test_time_that_is_not_sure_is_left_to_be_asked_about(start: str, end: str, words: str):
    event = only(f"Seminar 2,12 November 2026,{start},{end},")

    assert event.on == date(2026, 11, 12)
    assert words in event.unsure
    assert (event.start is None) == bool(words)


def test_both_times_may_stand_in_one_column():
    event = only("Seminar 2,12 Nov 2026,4–5.30pm,Hall", titles="Title,Date,Time,Place")

    assert f"{event.start:%H:%M}-{event.end:%H:%M}" == "16:00-17:30"


@pytest.mark.parametrize(
    "when",
    [
        *("12/11/2026 16:00 - 17:30", "2026-11-12 16:00-17:30", "12 Nov 2026 4–5.30pm"),
        "Thursday 12 November 2026 at 4pm to 5.30pm",
    ],
)
def test_day_and_times_may_stand_in_one_cell(when: str):
    event = only(f"Seminar 2,{when}", titles="Event,When", known_days=[date(2026, 11, 12)])

    assert (event.start, event.end) == (
        datetime(2026, 11, 12, 16, tzinfo=UTC),
        datetime(2026, 11, 12, 17, 30, tzinfo=UTC),
    )


def test_length_gives_the_end():
    event = only("Seminar 2,12 Nov 2026,4pm,90 mins", titles="Title,Date,Start,Duration")

    assert event.end == datetime(2026, 11, 12, 17, 30, tzinfo=UTC)


def test_row_without_a_day_is_left_out_and_named():
    file = read("Seminar 1,06/10/2026,16:00,,", "Seminar 2,,,,", "Seminar 3,TBC,,,", ",,,,")

    assert [event.title for event in file.events] == ["Seminar 1"]
    assert [(problem.line, problem.message) for problem in file.problems] == [
        (3, "“Seminar 2” has no date; it was left out."),
        (4, "“Seminar 3” has no date; it was left out."),
    ]


@pytest.mark.parametrize(
    ("row", "titles"),
    [
        ("CANCELLED: Seminar 2,12 Nov 2026,16:00", "Title,Date,Start"),
        ("Seminar 2 (cancelled),12 Nov 2026,16:00", "Title,Date,Start"),
        ("Seminar 2,12 Nov 2026,16:00,Cancelled", "Title,Date,Start,Status"),
    ],
)
def test_row_that_says_cancelled_is_a_cancellation(row: str, titles: str):
    assert only(row, titles=titles).cancelled


def test_order_of_days_that_nothing_decides_is_asked_once_for_the_file():
    rows = ("Seminar 2,11/12/2026,16:00,17:30,", "Seminar 3,01/02/2027,16:00,17:30,")

    file = read(*rows)

    (question,) = file.questions
    assert question.answers == (
        ("day first", "11 December 2026"),
        ("month first", "12 November 2026"),
    )
    assert [event.day for event in file.events] == [None, None]
    chosen = read(*rows, answers={"order": "month first"})
    assert [event.day for event in chosen.events] == [date(2026, 11, 12), date(2027, 1, 2)]


def test_order_of_days_follows_from_a_known_day_or_a_weekday():
    known = read("Seminar 2,11/12/2026,16:00,,", known_days=[date(2026, 11, 12)])
    named = read("Seminar 2,Thu 11/12/2026,16:00,,", "Seminar 3,01/02/2027,16:00,,")

    assert [event.day for event in known.events] == [date(2026, 11, 12)]
    assert [event.day for event in named.events] == [date(2026, 11, 12), date(2027, 1, 2)]
    assert known.questions == named.questions == ()


def test_list_without_any_day_is_refused():
    with pytest.raises(InterchangeError, match="12 November"):
        read("Ann,Smith,x,,", "Ben,Jones,y,,")


def test_times_are_those_of_the_programmes_zone():
    event = only("Seminar 1,6 October 2026,16:00,17:30,", zone=ZoneInfo("Asia/Dubai"))

    assert event.start.isoformat() == "2026-10-06T16:00:00+04:00"


def test_hour_that_happens_twice_is_taken_and_named():
    file = read("Seminar 1,25 October 2026,13:30,,")
    assert file.problems == ()

    abroad = read("S,1 November 2026,01:30,,", zone=ZoneInfo("America/New_York"))

    assert "happens twice" in abroad.problems[0].message
