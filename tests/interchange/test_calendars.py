import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.calendars import read_calendar
from npq_desktop.interchange.event_lists import CalendarFile, read_event_list, without_repeats

OUTLOOK = "18_seminars_outlook.ics"
BRIGHTSPACE = "19_brightspace_feed.ics"
SEMINAR = (
    "UID:1",
    "SUMMARY:Seminar 1",
    "DTSTART;TZID=Europe/London:20261006T160000",
    "DTEND;TZID=Europe/London:20261006T173000",
)

ODD_LINES = """DTSTART:20261006T160000
DTSTART;VALUE=DATE:20261006
DTSTART:99991231T235959Z
DTEND:20260101T000000Z
DURATION:-P1W
RRULE:FREQ=DAILY
RRULE:FREQ=DAILY;COUNT=9999
RRULE:FREQ=SECONDLY
RRULE:FREQ=WEEKLY;INTERVAL=0
RRULE:FREQ=YEARLY;UNTIL=2099
EXDATE:20261006
RECURRENCE-ID:x
UID:1
SEQUENCE:x
SUMMARY:a - Due""".splitlines()


def calendar(*events: tuple[str, ...], head: tuple[str, ...] = ()) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*events: tuple[str, ...], **more) -> CalendarFile:
    return read_calendar(calendar(*events, **more), file_name="x.ics")


def starts(file: CalendarFile) -> list[str]:
    return [event.start.isoformat() for event in file.events]


@pytest.mark.parametrize("name", [OUTLOOK, BRIGHTSPACE])
def test_sample_calendar_gives_the_six_seminars_in_summer_and_winter_time(lms, name):
    expected = json.loads((lms / "expected.json").read_text(encoding="utf-8"))["files"]
    file = read_calendar((lms / name).read_bytes(), file_name=name)

    found = [
        (
            event.start.date().isoformat(),
            f"{event.start:%H:%M}-{event.end:%H:%M} Europe/London" if event.end else "",
            f"{event.start.astimezone(UTC):%H:%M}Z",
        )
        for event in file.events
    ]

    assert found == [
        (each["date"], each["local"], each["start_utc"]) for each in expected[OUTLOOK]["seminars"]
    ]


def test_outlook_sample_keeps_the_place_and_the_last_day_of_half_term(lms):
    file = read_calendar((lms / OUTLOOK).read_bytes(), file_name=OUTLOOK)

    assert file.events[0].place == "Fernhill Teaching Hub, Main Hall, Fernhill Road"
    assert file.events[0].title == "NPQLPM Group 07 – Seminar 1"
    assert [(day.first, day.last) for day in file.days] == [
        (date(2026, 10, 26), date(2026, 10, 30))
    ]


def test_brightspace_sample_tells_deadlines_from_what_says_nothing(lms):
    expected = json.loads((lms / "expected.json").read_text(encoding="utf-8"))["files"]
    file = read_calendar((lms / BRIGHTSPACE).read_bytes(), file_name=BRIGHTSPACE)

    assert file.entries == expected[BRIGHTSPACE]["events"]
    assert {each.title: f"{each.due:%Y-%m-%d %H:%M} local" for each in file.deadlines} == expected[
        BRIGHTSPACE
    ]["deadlines"]
    assert all(title.endswith(tuple(expected[BRIGHTSPACE]["ignore"])) for title in file.ignored)
    assert {event.place for event in file.events} == {""}


def test_two_calendars_of_the_same_seminars_give_each_once(lms):
    files = [
        read_calendar((lms / name).read_bytes(), file_name=name) for name in (OUTLOOK, BRIGHTSPACE)
    ]

    assert len(without_repeats(files[0].events + files[1].events)) == 6


def test_newer_version_of_an_event_replaces_the_older_whatever_the_order():
    moved = (*SEMINAR[:2], "DTSTART:20261007T150000Z", "DTEND:20261007T163000Z", "SEQUENCE:2")

    assert starts(read(moved, SEMINAR)) == starts(read(SEMINAR, moved))
    assert starts(read(moved, SEMINAR)) == ["2026-10-07T16:00:00+01:00"]


def test_cancelled_event_is_kept_and_says_so():
    file = read(SEMINAR, head=("METHOD:CANCEL",))

    assert [event.cancelled for event in file.events] == [True]


def test_weekly_seminar_keeps_its_hour_when_the_clocks_change_and_leaves_out_half_term():
    rule = ("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/London:20261027T160000")
    file = read(
        ("UID:1", "SUMMARY:S", "DTSTART;TZID=Europe/London:20261020T160000", "DURATION:PT1H", *rule)
    )

    assert starts(file) == [
        "2026-10-20T16:00:00+01:00",
        "2026-11-03T16:00:00+00:00",
        "2026-11-10T16:00:00+00:00",
    ]
    assert {str(event.end - event.start) for event in file.events if event.end} == {"1:00:00"}


def test_one_instance_of_a_series_that_was_moved_stands_on_its_new_day():
    series = (*SEMINAR, "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = (
        "UID:1",
        "SUMMARY:Seminar 1",
        "RECURRENCE-ID;TZID=Europe/London:20261013T160000",
        "DTSTART;TZID=Europe/London:20261014T160000",
        "DTEND;TZID=Europe/London:20261014T173000",
    )

    assert [text[:10] for text in starts(read(series, moved))] == ["2026-10-06", "2026-10-14"]


def test_endless_series_ends_on_the_day_given_and_after_500():
    data = calendar((*SEMINAR, "RRULE:FREQ=DAILY"))

    short = read_calendar(data, file_name="x.ics", until=date(2026, 10, 8))

    assert len(short.events) == 3
    assert len(read_calendar(data, file_name="x.ics").events) == 500


def test_unknown_zone_is_taken_for_the_united_kingdom_and_named():
    file = read(("UID:1", "SUMMARY:S", "DTSTART;TZID=Customized Time Zone:20261006T160000"))

    assert starts(file) == ["2026-10-06T16:00:00+01:00"]
    assert "Customized Time Zone" in file.problems[0].message


def test_broken_event_costs_no_other():
    file = read(("UID:2", "SUMMARY:No start"), SEMINAR)

    assert len(file.events) == 1
    assert "No start" in file.problems[0].message


def test_fold_inside_a_letter_is_mended():
    data = calendar(("UID:1", "SUMMARY:Zoë", "DTSTART:20261006T150000Z", "DURATION:PT1H"))
    data = data.replace(b"Zo\xc3\xab", b"Zo\xc3\r\n\t\xab")

    assert read_calendar(data, file_name="x.ics").events[0].title == "Zoë"


@pytest.mark.parametrize("data", [b"", b"Name,Email\n", b"<html>", b"%PDF"])
def test_what_is_no_calendar_is_refused(data):
    with pytest.raises(InterchangeError, match=r"x\.ics"):
        read_calendar(data, file_name="x.ics")


@given(st.lists(st.sampled_from(ODD_LINES) | st.text(max_size=20), max_size=6))
def test_any_lines_of_an_event_are_read_or_refused(lines):
    try:
        file = read(tuple(lines))
    except InterchangeError as error:
        refusal, file = str(error), None
    assert "x.ics" in refusal if file is None else len(file.events) <= 500


def test_list_of_events_gives_days_and_times():
    text = (
        "Title,Date,Start,End,Place\nSeminar 1,06/10/2026,16:00,5.30pm,Hall\nS 2,13/11/2026,4pm,,\n"
    )

    file = read_event_list(text.encode(), file_name="x.csv")

    (event,) = file.events
    assert event.start == datetime.fromisoformat("2026-10-06T16:00+01:00")
    assert event.end == datetime.fromisoformat("2026-10-06T17:30+01:00")
    assert event.place == "Hall"
    assert file.problems[0].line == 3


def test_list_of_events_that_could_be_read_two_ways_is_refused_unless_a_day_is_known():
    data = b"Title,Date,Start\nSeminar 2,11/12/2026,16:00\n"

    with pytest.raises(InterchangeError, match="12 November"):
        read_event_list(data, file_name="x.csv")
    known = read_event_list(data, file_name="x.csv", known_days=[date(2026, 11, 12)])
    assert known.events[0].start.date() == date(2026, 11, 12)
