"""Stays in a meeting beside the times of the event: what mark they make, or why none."""

from datetime import date, datetime, time, timedelta

import pytest

from npq_desktop.interchange.claims.rows import Stay
from npq_desktop.programme import Programme
from npq_desktop.services.core.events import GroupEvent
from npq_desktop.services.intake.claims.attended import Attended, attended

DAY = date(2026, 10, 6)
START = datetime.fromisoformat("2026-10-06T16:00:00+01:00")
END = START + timedelta(minutes=90)


@pytest.fixture
def programme(application) -> Programme:
    return application.setup.programme


def event(start: datetime | None = START, end: datetime | None = END) -> GroupEvent:
    return GroupEvent(
        "m1.seminar", "Seminar 1", start, end, "", None, disagrees=False, reason="", counts=True
    )


def stay(joined: str, left: str, day: date = DAY) -> Stay:
    return Stay(
        datetime.combine(day, time.fromisoformat(joined)),
        datetime.combine(day, time.fromisoformat(left)),
    )


def there(minutes: int | None, *stays: Stay, of: GroupEvent | None = None) -> Attended:
    return attended(of or event(), 90, minutes, stays)


@pytest.mark.parametrize(
    ("minutes", "stays", "mark"),
    [
        (92, [stay("15:58", "17:30")], {"state": "present"}),
        (90, [stay("16:00:40", "17:29:30")], {"state": "present"}),
        (80, [stay("16:10", "17:30")], {"state": "present", "minutes_late": 10}),
        (70, [stay("16:00", "17:10")], {"state": "present", "minutes_early": 20}),
        (
            40,
            [stay("16:30", "17:10")],
            {"state": "present", "minutes_late": 30, "minutes_early": 20},
        ),
        (82, [stay("16:00", "16:40"), stay("16:48", "17:30")], {"state": "present"}),
        (45, [stay("16:00", "16:20"), stay("17:05", "17:30")], {}),
        (12, [stay("16:00", "17:30")], {}),
        (1, [stay("15:58", "15:59")], {}),
        (90, [stay("16:00", "17:30", date(2026, 10, 15))], {}),
        (90, [Stay(time(16), time(17, 30))], {"state": "present"}),
        (32, [Stay(time(15, 59), time(16, 31))], {"state": "present", "minutes_early": 59}),
        (80, [], {"state": "present"}),
        (40, [], {}),
        (None, [], {}),
    ],
)
def test_a_stay_makes_the_mark_that_the_times_of_the_event_tell(minutes, stays, mark, programme):
    assert there(minutes, *stays).mark(programme) == mark


def test_time_before_and_after_the_event_is_none_of_it():
    found = there(60, stay("15:00", "16:00"), stay("17:30", "18:00"))

    assert (found.inside, found.missed) == (0, 90)


def test_minutes_that_the_report_does_not_count_are_taken_off():
    assert there(100, stay("15:40", "17:30")).inside == 80


def test_an_event_without_times_knows_only_how_long_somebody_stayed(programme):
    found = there(80, stay("16:20", "17:30"), of=event(None, None))

    assert (found.late, found.early, found.inside) == (0, 0, 80)


def test_an_event_without_an_end_is_as_long_as_usual(programme):
    found = attended(event(end=None), 60, 30, [stay("16:00", "16:30")])

    assert (found.of, found.early) == (60, 30)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "under 1 of 90 min"),
        (32, "32 of 90 min"),
        (90, "90 min"),
        (120, "120 min"),
        (None, "not known"),
    ],
)
def test_minutes_are_said_beside_how_long_the_event_is(minutes, words):
    assert there(minutes).words == words


def test_why_there_is_no_mark_is_said():
    assert there(None).why_not(event()) == "How long is not known."
    elsewhere = there(20, stay("10:00", "10:20"))
    assert elsewhere.why_not(event()) == "Not there from 16:00 to 17:30 on 6 October."
    assert elsewhere.why_not(event(None, None)) == "Not there during the event."
    between = there(12, stay("16:00", "17:30"))
    assert between.why_not(event()) == "There for 12 of 90 min, away in between."
