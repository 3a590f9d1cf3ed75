import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.calendars.calendars import read_calendar
from npq_desktop.interchange.calendars.event_lists import CalendarFile, is_cancelled

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
    return [event.start.isoformat() if event.start else event.unsure for event in file.events]


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
        if event.start
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


def test_endless_series_is_one_line_with_its_first_date():
    file = read((*SEMINAR, "RRULE:FREQ=DAILY"))

    assert starts(file) == ["2026-10-06T16:00:00+01:00"]
    assert file.events[0].repeats == "It repeats every day without end."
    assert "“Seminar 1” repeats every day without end" in file.problems[0].message


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks without end"),
        ("FREQ=MONTHLY;BYDAY=2TH", "every month without end"),
        ("FREQ=DAILY;COUNT=300", "every day, 300 times"),
        ("FREQ=DAILY;UNTIL=20990101T000000Z", "every day until 2099"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20280101", "every week until 2028"),
        ("FREQ=HOURLY;COUNT=3", "within a day"),
        ("FREQ=SECONDLY", "within a day"),
        ("FREQ=WEEKLY;INTERVAL=0", "within a day"),
        ("FREQ=DAILY;COUNT=5;BYMONTH=2;BYMONTHDAY=30", "rule that is not read"),
        ("FREQ=YEARLY;COUNT=5;BYMONTH=2;BYMONTHDAY=30", "rule that is not read"),
        ("FREQ=MONTHLY;COUNT=5;INTERVAL=12;BYMONTHDAY=32", "rule that is not read"),
        ("FREQ=MONTHLY;COUNT=5;BYDAY=MO;BYSETPOS=6", "rule that is not read"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=WE;COUNT=5", "rule that is not read"),
        ("FREQ=YEARLY;COUNT=5;BYWEEKNO=60", "rule that is not read"),
        ("FREQ=YEARLY;COUNT=5;BYEASTER=1", "rule that is not read"),
        ("FREQ=WEEKLY;UNTIL=never", "damaged"),
    ],
)
def test_rule_that_would_cost_time_is_one_line_that_says_so(rule: str, words: str):
    file = read((*SEMINAR, f"RRULE:{rule}"))

    assert len(file.events) <= 1
    assert words in file.problems[0].message


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["10-06", "10-13", "10-20"]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20261103", ["10-06", "10-20", "11-03"]),
        ("FREQ=WEEKLY;UNTIL=20261020T150000Z", ["10-06", "10-13", "10-20"]),
        ("FREQ=WEEKLY;UNTIL=20261020T145959Z", ["10-06", "10-13"]),
        ("FREQ=WEEKLY;COUNT=9;UNTIL=20261013", ["10-06", "10-13"]),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", ["10-06", "11-03", "12-01"]),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1;COUNT=3", ["10-06", "11-03", "12-01"]),
        ("FREQ=MONTHLY;BYMONTHDAY=6;COUNT=2", ["10-06", "11-06"]),
        ("FREQ=MONTHLY;BYDAY=-1TU;COUNT=2", ["10-06", "10-27", "11-24"]),
        ("FREQ=DAILY;BYDAY=TU,TH;COUNT=3", ["10-06", "10-08", "10-13"]),
        ("FREQ=YEARLY;COUNT=2", ["10-06", "10-06"]),
    ],
)
def test_rule_with_an_end_gives_every_date(rule: str, dates: list[str]):
    file = read((*SEMINAR, f"RRULE:{rule}"))

    assert [text[5:10] for text in starts(file)] == dates
    assert {str(event.end - event.start) for event in file.events if event.end} == {"1:30:00"}


@pytest.mark.parametrize(
    "exception",
    [
        "EXDATE;VALUE=DATE:20261013",
        "EXDATE:20261013T150000Z",
        "EXDATE:20261013T160000",
        "EXDATE;TZID=GMT Standard Time:20261013T160000",
        "EXDATE;TZID=Europe/Paris:20261013T170000",
    ],
)
def test_day_taken_out_of_a_series_is_out_however_it_is_written(exception: str):
    file = read((*SEMINAR, "RRULE:FREQ=WEEKLY;COUNT=3", exception))

    assert [text[5:10] for text in starts(file)] == ["10-06", "10-20"]


@pytest.mark.parametrize(
    "which",
    [
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20261013T160000",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261013T150000Z",
        "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20261013",
    ],
)
def test_this_and_all_later_dates_move_together(which: str):
    later = (
        *("UID:1", "SUMMARY:Seminar 1", which),
        "DTSTART;TZID=Europe/London:20261014T133000",
        "DTEND;TZID=Europe/London:20261014T150000",
    )

    file = read((*SEMINAR, "RRULE:FREQ=WEEKLY;COUNT=4"), later)

    assert [text[5:16] for text in starts(file)] == [
        *("10-06T16:00", "10-14T13:30", "10-21T13:30", "10-28T13:30")
    ]


def test_one_date_of_a_series_that_is_cancelled_says_so_alone():
    gone = (
        *("UID:1", "SUMMARY:Seminar 1", "STATUS:CANCELLED"),
        "RECURRENCE-ID;TZID=Europe/London:20261013T160000",
        *SEMINAR[2:],
    )
    gone = (*gone[:4], "DTSTART;TZID=Europe/London:20261013T160000", "DURATION:PT90M")

    file = read((*SEMINAR, "RRULE:FREQ=WEEKLY;COUNT=3"), gone)

    assert [event.cancelled for event in file.events] == [False, True, False]


@pytest.mark.parametrize(
    ("added", "ends"),
    [
        ("RDATE;VALUE=PERIOD;TZID=Europe/London:20261203T160000/PT2H", "18:00"),
        ("RDATE;VALUE=PERIOD:20261203T160000Z/20261203T183000Z", "18:30"),
        ("RDATE;TZID=Europe/London:20261203T160000", "17:30"),
        ("RDATE;VALUE=DATE:20261203", "17:30"),
    ],
)
def test_further_date_is_read_with_its_own_length_if_it_has_one(added: str, ends: str):
    event = read((*SEMINAR, added)).events[-1]

    assert event.start == datetime(2026, 12, 3, 16, tzinfo=UTC)
    assert event.end is not None
    assert f"{event.end:%H:%M}" == ends


@pytest.mark.parametrize(
    "zone",
    [
        *("UTC", "Coordinated Universal Time", '"tzone://Microsoft/Utc"', "Etc/UTC", "Zulu"),
        *("(UTC) Coordinated Universal Time", "/example.org/20260101_1/Etc/UTC", '"UTC+00:00"'),
    ],
)
def test_names_of_universal_time_are_read(zone: str):
    file = read(("UID:1", "SUMMARY:S", f"DTSTART;TZID={zone}:20261001T150000", "DURATION:PT1H"))

    assert starts(file) == ["2026-10-01T16:00:00+01:00"]
    assert file.problems == ()


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("America/New_York", "2026-10-01T20:00:00+01:00"),
        ("Eastern Standard Time", "2026-10-01T20:00:00+01:00"),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "2026-10-01T20:00:00+01:00"),
        ("W. Europe Standard Time", "2026-10-01T14:00:00+01:00"),
        ("/freeassociation.sourceforge.net/Europe/Madrid", "2026-10-01T14:00:00+01:00"),
        ('"UTC+02:00"', "2026-10-01T14:00:00+01:00"),
        ("GMT Standard Time", "2026-10-01T15:00:00+01:00"),
        ('"(UTC+00:00) Dublin, Edinburgh, Lisbon, London"', "2026-10-01T15:00:00+01:00"),
        ("europe/london", "2026-10-01T15:00:00+01:00"),
    ],
)
def test_foreign_zones_are_turned_into_british_time(zone: str, start: str):
    file = read(("UID:1", "SUMMARY:S", f"DTSTART;TZID={zone}:20261001T150000", "DURATION:PT1H"))

    assert starts(file) == [start]
    assert bool(file.problems) == (start[11:13] != "15")


@pytest.mark.parametrize("zone", ["Customized Time Zone", "tzone://Microsoft/Custom", "BST", "X"])
def test_times_of_an_unknown_zone_are_asked_for(zone: str):
    entry = ("UID:1", "SUMMARY:S", f'DTSTART;TZID="{zone}":20261001T150000', "DURATION:PT1H")

    (event,) = read(entry).events

    assert (event.start, event.on) == (None, date(2026, 10, 1))
    assert event.unsure == f"The time zone “{zone}” is not known; it says 15:00 there."


def test_unknown_zone_is_asked_about_once_for_the_whole_file():
    entry = ("UID:1", "SUMMARY:S", "DTSTART;TZID=X:20261001T150000", "RRULE:FREQ=WEEKLY;COUNT=3")
    (question,) = read(entry).questions

    file = read_calendar(calendar(entry), file_name="x.ics", answers={question.key: "UTC"})

    assert {event.start.hour for event in file.events if event.start} == {16}
    assert "UTC" in dict(question.answers)


def test_zone_that_only_its_block_explains_is_read_from_the_place_beside_it():
    block = (
        *("BEGIN:VTIMEZONE", "TZID:Office", "X-LIC-LOCATION:Europe/Madrid", "BEGIN:STANDARD"),
        *("DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD"),
        "END:VTIMEZONE",
    )
    entry = ("UID:1", "SUMMARY:S", "DTSTART;TZID=Office:20261001T150000", "DURATION:PT1H")

    assert starts(read(entry, head=block)) == ["2026-10-01T14:00:00+01:00"]


def test_block_of_a_zone_is_never_believed_against_its_name():
    block = (
        *("BEGIN:VTIMEZONE", "TZID:Europe/London", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0500", "TZOFFSETTO:+0500", "END:STANDARD", "END:VTIMEZONE"),
    )

    assert starts(read(SEMINAR, head=block)) == ["2026-10-06T16:00:00+01:00"]


def test_times_without_a_zone_are_in_the_calendars_own():
    entry = ("UID:1", "SUMMARY:S", "DTSTART:20261001T150000", "DURATION:PT1H")

    assert starts(read(entry)) == ["2026-10-01T15:00:00+01:00"]
    abroad = read(entry, head=("X-WR-TIMEZONE:Europe/Madrid",))
    assert starts(abroad) == ["2026-10-01T14:00:00+01:00"]
    unknown = read(entry, head=("X-WR-TIMEZONE:Nowhere",))
    assert [event.start for event in unknown.events] == [None]


def test_repeated_universal_time_keeps_the_hour_of_its_calendar():
    entry = ("UID:1", "SUMMARY:S", "DTSTART:20261020T150000Z", "RRULE:FREQ=WEEKLY;COUNT=2")

    file = read(entry, head=("X-WR-TIMEZONE:Europe/London",))

    assert {event.start.hour for event in file.events if event.start} == {16}


@pytest.mark.parametrize(
    ("start", "taken", "words"),
    [
        ("20261025T013000", "2026-10-25T01:30:00+01:00", "happens twice"),
        ("20260329T013000", "2026-03-29T02:30:00+01:00", "does not happen"),
    ],
)
def test_hour_of_the_change_of_clocks_is_taken_and_named(start: str, taken: str, words: str):
    file = read(("UID:1", "SUMMARY:S", f"DTSTART;TZID=Europe/London:{start}", "DURATION:PT1H"))

    assert starts(file) == [taken]
    assert words in file.problems[0].message


def test_both_of_the_hours_that_happen_twice_are_told_apart_by_their_universal_time():
    entries = [
        (f"UID:{hour}", "SUMMARY:S", f"DTSTART:20261025T{hour}3000Z", "DURATION:PT1H")
        for hour in ("00", "01")
    ]

    assert starts(read(*entries)) == ["2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"]


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (
            "DTEND;TZID=Europe/London:20261006T143000",
            "It ends at 14:30, before it begins at 16:00.",
        ),
        ("DTEND:20261006T133000Z", "It ends at 14:30, before it begins at 16:00."),
        (
            "DTEND;TZID=Europe/London:20261005T173000",
            "It ends on 5 October 2026, before it begins.",
        ),
        ("DURATION:-PT1H", "It ends at 15:00, before it begins at 16:00."),
    ],
)
def test_entry_that_ends_before_it_begins_is_asked_about(end: str, words: str):
    (event,) = read((*SEMINAR[:3], end)).events

    assert (event.start, event.on, event.unsure) == (None, date(2026, 10, 6), words)


@pytest.mark.parametrize("lines", [(), ("DTEND;VALUE=DATE:20261006",), ("DURATION:PT0S",)])
def test_entry_without_an_end_has_a_start(lines: tuple[str, ...]):
    (event,) = read((*SEMINAR[:3], *lines)).events

    assert event.start is not None
    assert event.end is None


def test_entry_of_whole_days_is_asked_for_its_time():
    file = read(
        ("UID:1", "SUMMARY:Seminar 1", "DTSTART;VALUE=DATE:20261006"),
        ("UID:2", "SUMMARY:Half term", "DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031"),
    )

    assert [(event.start, event.on) for event in file.events] == [
        (None, date(2026, 10, 6)),
        (None, date(2026, 10, 26)),
    ]
    assert file.events[1].unsure == "It is stated for 5 whole days."


def test_repeated_whole_days_are_each_a_line():
    rule = ("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261013")
    file = read(("UID:1", "SUMMARY:S", "DTSTART;VALUE=DATE:20261006", *rule))

    assert [event.on for event in file.events] == [date(2026, 10, 6), date(2026, 10, 20)]


@pytest.mark.parametrize(
    "title",
    [
        *("Canceled: Seminar 1", "Cancelled: Seminar 1", "CANCELLED - Seminar 1"),
        *("Seminar 1 (cancelled)", "[Canceled] Seminar 1", "Seminar 1 – POSTPONED"),
        *("Annulé : Seminar 1", "Abgesagt: Seminar 1", "*CANCELLED* Seminar 1"),
    ],
)
def test_title_that_says_cancelled_is_a_cancellation(title: str):
    assert read(("UID:1", f"SUMMARY:{title}", *SEMINAR[2:])).events[0].cancelled


@pytest.mark.parametrize("title", ["Seminar 1 (not cancelled)", "Cancellation policy", "Seminar 1"])
def test_title_that_does_not_say_cancelled_is_none(title: str):
    assert not is_cancelled(title)


def test_dates_of_many_series_are_cut_and_single_ones_are_not():
    series = [
        (f"UID:{at}", f"SUMMARY:S{at}", *SEMINAR[2:], "RRULE:FREQ=WEEKLY;COUNT=50")
        for at in range(60)
    ]

    file = read(*series, ("UID:last", "SUMMARY:Seminar 2", *SEMINAR[2:]))

    titles = [event.title for event in file.events]
    assert (len(titles), titles.count("S0"), titles.count("S59")) == (2_021, 50, 1)
    assert "Seminar 2" in titles
    assert "“S59” repeats, as too many others of this file do" in file.problems[-1].message


def test_series_without_any_date_is_named():
    before = read((*SEMINAR, "RRULE:FREQ=WEEKLY;UNTIL=20260101"))
    emptied = read((*SEMINAR, "EXDATE;VALUE=DATE:20261006", "RRULE:FREQ=WEEKLY;COUNT=1"))

    for file in (before, emptied):
        assert file.events == ()
        assert "“Seminar 1” has no date" in file.problems[0].message


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


@pytest.mark.slow
@given(st.lists(st.sampled_from(ODD_LINES) | st.text(max_size=20), max_size=6))
def test_any_lines_of_an_event_are_read_or_refused(lines):
    try:
        file = read(tuple(lines))
    except InterchangeError as error:
        refusal, file = str(error), None
    assert "x.ics" in refusal if file is None else len(file.events) <= 500
