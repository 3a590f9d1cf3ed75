"""Reports of meetings: stays are intervals, joined for each person, one session for each day."""

from datetime import date

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.claims.claims import read_claims
from npq_desktop.interchange.claims.rows import ClaimFile, ClaimState, Stay

ZOOM = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest"
TEAMS = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"
MEET = "First name,Last name,Email,Duration,Time joined,Time exited"
DAY = (date(2026, 10, 6),)


def read(*lines: str, file_name: str = "x.csv", **more) -> ClaimFile:
    return read_claims("\n".join(lines).encode(), file_name=file_name, **more)


def minutes(file: ClaimFile) -> dict[str, int | None]:
    return {file.people[claim.person].identity.name: claim.minutes for claim in file.claims}


def test_two_devices_at_once_are_one_stay():
    row = "Ada Okafor,ada@x.org,13/10/2026 16:00:00,13/10/2026 16:40:00,40,Yes"

    assert minutes(read(ZOOM, row, row)) == {"Ada Okafor": 40}


def test_devices_that_overlap_in_part_count_each_minute_once():
    file = read(
        ZOOM,
        "Ada Okafor,,13/10/2026 16:00:00,13/10/2026 16:40:00,40,Yes",
        "Ada Okafor,,13/10/2026 16:30:00,13/10/2026 17:00:00,30,Yes",
    )

    assert minutes(file) == {"Ada Okafor": 60}


def test_rejoining_adds_up_for_a_bare_name_too():
    file = read(
        ZOOM,
        "Kofi Amoah,,13/10/2026 15:58:00,13/10/2026 16:20:00,22,Yes",
        "Kofi Amoah,,13/10/2026 16:22:00,13/10/2026 17:30:00,68,Yes",
    )

    (claim,) = file.claims
    assert (claim.minutes, len(claim.stays)) == (90, 2)


def test_devices_without_times_may_overlap_so_their_minutes_are_not_known():
    header = "Name (original name),Email,Total duration (minutes),Guest"

    assert minutes(read(header, "Ada,a@x.org,40,No", "Ada,a@x.org,50,No")) == {"Ada": None}
    assert minutes(read(header, "Ada,a@x.org,40,No")) == {"Ada": 40}


def test_each_day_of_a_report_is_a_session_of_its_own():
    file = read(
        ZOOM,
        "Ada,,13/10/2026 16:00:00,13/10/2026 17:00:00,60,Yes",
        "Ada,,20/10/2026 16:00:00,20/10/2026 16:30:00,30,Yes",
    )

    assert [item.on for item in file.items] == [date(2026, 10, 13), date(2026, 10, 20)]
    assert [(claim.item, claim.minutes) for claim in file.claims] == [(0, 60), (1, 30)]


def test_names_stay_as_they_are_written():
    file = read(
        ZOOM,
        "Bronwen Tallis (she/her),,13/10/2026 16:00:00,13/10/2026 17:00:00,60,Yes",
        '"MacDermott, Fionn (Stile Lane)",,13/10/2026 16:00:00,13/10/2026 17:00:00,60,Yes',
        "Dev Patel - Bryn School,,13/10/2026 16:00:00,13/10/2026 17:00:00,60,Yes",
    )

    assert list(minutes(file)) == [
        "Bronwen Tallis (she/her)",
        "MacDermott, Fionn (Stile Lane)",
        "Dev Patel - Bryn School",
    ]


def test_teams_counts_less_than_the_time_between_first_and_last():
    row = "Carys Llwyd\t13/10/2026, 16:00:00\t13/10/2026, 17:30:00\t12m\tc@x.org\t\tAttendee"

    assert minutes(read(TEAMS, row)) == {"Carys Llwyd": 12}


def test_the_activities_of_a_teams_report_tell_each_stay():
    row = "Linh\t13/10/2026, 15:58:00\t13/10/2026, 17:30:00\t1h 28m\tl@x.org\t\tAttendee"
    file = read(
        "2. Participants",
        TEAMS,
        row,
        "",
        "3. In-Meeting Activities",
        "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole",
        "Linh\t13/10/2026, 15:58:00\t13/10/2026, 16:20:00\t22m\tl@x.org\tAttendee",
        "Linh\t13/10/2026, 16:24:00\t13/10/2026, 17:30:00\t1h 6m\tl@x.org\tAttendee",
    )

    (claim,) = file.claims
    assert [stay.text() for stay in claim.stays] == [
        "2026-10-13T15:58:00/2026-10-13T16:20:00",
        "2026-10-13T16:24:00/2026-10-13T17:30:00",
    ]
    assert claim.minutes == 88


def test_the_older_teams_list_pairs_joining_with_leaving():
    file = read(
        "Full Name\tUser Action\tTimestamp",
        "Ada Okafor\tJoined\t13/10/2026, 16:00:00",
        "Ben Holt\tJoined before\t13/10/2026, 16:01:00",
        "Ada Okafor\tLeft\t13/10/2026, 16:20:00",
        "Ada Okafor\tJoined\t13/10/2026, 16:30:00",
        "Ada Okafor\tLeft\t13/10/2026, 17:00:00",
    )

    assert minutes(file) == {"Ada Okafor": 50, "Ben Holt": None}


def test_meet_tells_times_of_no_day():
    file = read(MEET, "Ada,Okafor,ada@x.org,1 hr 32 min,3:58 PM,5:30 PM")

    (claim,) = file.claims
    assert (file.system, claim.state, claim.minutes) == ("google meet", ClaimState.PRESENT, 92)
    assert (claim.on, file.items[0].on) == (None, None)
    assert [stay.text() for stay in claim.stays] == ["15:58:00/17:30:00"]


def test_meet_takes_its_day_from_the_file_name():
    file = read(
        MEET, "Ada,Okafor,ada@x.org,45 min,16:00,16:45", file_name="2026-10-06 16_00 Seminar.csv"
    )

    assert file.items[0].on == date(2026, 10, 6)


def test_a_day_that_can_be_read_in_two_ways_keeps_the_times():
    file = read(ZOOM, "Ada,,11/12/2026 16:00:00,11/12/2026 17:00:00,60,Yes")

    (claim,) = file.claims
    assert (claim.on, [stay.text() for stay in claim.stays]) == (None, ["16:00:00/17:00:00"])
    assert any("two days" in problem.message for problem in file.problems)


def test_a_meeting_past_midnight_ends_on_the_next_day():
    file = read(MEET, "Ada,Okafor,ada@x.org,,23:30,00:15")

    assert file.claims[0].minutes == 45


@pytest.mark.parametrize("text", ["", "x/y", "16:00:00", "2026-10-06T16:00:00/17:00:00"])
def test_a_stay_that_was_not_written_here_is_none(text):
    assert Stay.read(text) is None


def test_a_stay_is_read_as_it_was_written():
    for text in ("15:58:00/17:30:00", "2026-10-13T15:58:00/2026-10-13T16:20:00"):
        stay = Stay.read(text)
        assert stay is not None
        assert stay.text() == text


def test_a_report_in_which_nobody_was_there_is_refused():
    with pytest.raises(InterchangeError, match="no attendance or work"):
        read(ZOOM)


def test_a_known_seminar_decides_the_day():
    file = read(ZOOM, "Ada,,06/10/2026 16:00:00,06/10/2026 17:00:00,60,Yes", known_days=DAY)

    assert file.items[0].on == DAY[0]
