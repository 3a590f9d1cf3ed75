"""What a calendar or a list leaves open: named, asked about, and recorded only once it is said."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.scenes import PRESENT, MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.intake import EXTRA, DateLine, DateOutcome, DatesPreview
from npq_desktop.rows.register import EventRow
from npq_desktop.services.intake.planned_events import PlannedEventsService

ASK, CHANGED, OTHER = DateOutcome.ASK, DateOutcome.CHANGED, DateOutcome.OTHER
Cases = Callable[[str], Path]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ada", "Ben", first=date(2027, 9, 7))


@pytest.fixture
def case(samples: Path) -> Cases:
    """``case("files/17_")``: the one file that begins so."""

    def found(start: str) -> Path:
        (path,) = (samples / "cases").glob(f"{start}*")
        return path

    return found


def dates(group: Scene) -> PlannedEventsService:
    return group.application.planned_events


def read(group: Scene, path: Path, **more) -> DatesPreview:
    return dates(group).read(path, group.group, **more)


def lines(preview: DatesPreview) -> dict[str, DateLine]:
    return {line.title: line for line in preview.lines}


def event(group: Scene, key: str) -> EventRow:
    return next(e for e in group.application.register.events(group.group) if e.id == key)


def when(line: DateLine) -> str:
    return f"{line.start:%d.%m.%y %H:%M}-{line.end:%H:%M}" if line.start else "?"


def typed(text: str) -> datetime:
    """A time as it is typed, without an offset."""
    return datetime.fromisoformat(text)


def ics(folder: Path, *entries: tuple[str, ...]) -> Path:
    lines = [line for entry in entries for line in ("BEGIN:VEVENT", *entry, "END:VEVENT")]
    path = folder / "dates.ics"
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]), encoding="utf-8")
    return path


# ---- the files of the cases ----------------------------------------------------------------------


def test_endless_break_is_one_line_and_only_sure_seminars_are_offered(group, case: Cases) -> None:
    preview = read(group, case("files/17_"))

    found = lines(preview)
    assert len(preview.lines) == 4
    assert found["Daily break"].outcome is OTHER
    assert "every day without end" in found["Daily break"].reason
    assert found["NPQLPM Seminar 2"].outcome is ASK
    assert "ends at 16:00, before it begins at 17:30" in found["NPQLPM Seminar 2"].reason
    assert found["NPQLPM Seminar 3"].outcome is ASK
    assert "whole day" in found["NPQLPM Seminar 3"].reason
    assert found["NPQLPM Seminar 4"].outcome is CHANGED
    assert any("“Daily break” repeats every day without end" in note for note in preview.notes)


def test_only_what_is_sure_is_recorded(group, case: Cases) -> None:
    before = {key: event(group, key) for key in ("m2.seminar", "m3.seminar")}

    dates(group).record(group.group, read(group, case("files/17_")))

    assert event(group, "m4.seminar").start == datetime(2027, 3, 23, 16, tzinfo=UTC)
    assert {key: event(group, key) for key in before} == before


def test_asked_times_are_typed_and_then_recorded(group, case: Cases) -> None:
    path = case("files/17_")
    asked = {line.title: line.place for line in read(group, path).lines if line.asks_when}
    times = {
        asked["NPQLPM Seminar 2"]: (typed("2026-11-12 16:00"), None),
        asked["NPQLPM Seminar 3"]: (typed("2027-01-20 09:30"), typed("2027-01-20 12:00")),
    }

    preview = read(group, path, times=times)
    dates(group).record(group.group, preview)

    assert lines(preview)["NPQLPM Seminar 3"].outcome is CHANGED
    second, third = event(group, "m2.seminar"), event(group, "m3.seminar")
    assert second.start == datetime(2026, 11, 12, 16, tzinfo=UTC)
    assert (third.start, third.end) == (
        datetime(2027, 1, 20, 9, 30, tzinfo=UTC),
        datetime(2027, 1, 20, 12, tzinfo=UTC),
    )


def test_typed_end_before_its_start_is_refused(group, case: Cases) -> None:
    backwards = (typed("2026-11-12 16:00"), typed("2026-11-12 15:00"))

    with pytest.raises(ServiceError, match="would end before it begins"):
        read(group, case("files/17_"), times={0: backwards})


def test_day_taken_out_by_its_date_is_out(group, case: Cases) -> None:
    preview = read(group, case("reports/03_"))

    assert [when(line) for line in preview.lines] == [
        "01.10.26 16:00-17:30",
        "29.10.26 16:00-17:30",
        "12.11.26 16:00-17:30",
    ]


def test_this_and_all_later_moves_all_later(group, case: Cases) -> None:
    preview = read(group, case("reports/04_"))

    assert [when(line) for line in preview.lines] == [
        "01.10.26 16:00-17:30",
        "15.10.26 13:30-15:00",
        "29.10.26 13:30-15:00",
        "12.11.26 13:30-15:00",
    ]


@pytest.mark.parametrize("name", ["reports/05_utc_by_name", "reports/05_utc_by_path"])
def test_universal_time_by_any_name_is_four_in_british_summer(group, case: Cases, name) -> None:
    (line,) = read(group, case(name)).lines

    assert (line.event, when(line)) == ("m1.seminar", "01.10.26 16:00-17:30")


def test_cancelled_in_the_title_is_no_new_date(group, case: Cases) -> None:
    preview = read(group, case("reports/06_"))

    second = lines(preview)["Canceled: NPQLPM seminar 2"]
    assert (second.event, second.outcome) == ("", ASK)
    assert "Cancelled in the file" in second.reason
    assert lines(preview)["NPQLPM seminar 3"].outcome is CHANGED
    chosen = read(group, case("reports/06_"), choices={second.place: "m2.seminar"})
    dates(group).record(group.group, chosen)
    assert event(group, "m2.seminar").state == "did_not_run"


def test_days_as_excel_saves_them_are_read(group, case: Cases) -> None:
    preview = read(group, case("reports/07_days"))

    assert [when(line) for line in preview.lines] == [
        "01.10.26 16:00-17:30",
        "12.11.26 16:00-17:30",
        "14.01.27 16:00-17:30",
    ]


def test_times_as_people_write_them_are_read(group, case: Cases) -> None:
    found = lines(read(group, case("reports/07_times")))

    assert {title[-1]: when(line)[9:] for title, line in found.items()} == {
        **dict.fromkeys("1236", "16:00-17:30"),
        "4": "15:45-17:15",
        "5": "16:00-19:00",  # a start; it lasts as long as the programme says
        "7": "16:00-17:30",
    }


def test_list_of_one_seminar_dates_it(group, case: Cases) -> None:
    (line,) = read(group, case("reports/09_dates")).lines

    assert (line.event, when(line)) == ("m2.seminar", "12.11.26 16:00-17:30")


def test_seminar_of_a_whole_day_is_asked_for_its_time(group, case: Cases) -> None:
    preview = read(group, case("reports/17_all_day"))

    found = lines(preview)
    assert set(found) == {"NPQLPM seminar 2", "NPQLPM seminar 3"}
    asked = found["NPQLPM seminar 2"]
    assert (asked.outcome, asked.start, asked.on) == (ASK, None, date(2026, 11, 12))
    assert asked.event == "m2.seminar"
    assert found["NPQLPM seminar 3"].outcome is CHANGED
    assert preview.notes == (
        "Left out, because they last whole days and name no event: Half term.",
    )


def test_entries_that_say_nothing_of_use_are_counted(group, samples: Path) -> None:
    notes = read(group, samples / "lms" / "19_brightspace_feed.ics").notes

    assert any("only say when something opens or closes" in note for note in notes)
    assert any("2 deadlines in this file" in note for note in notes)


def test_dates_with_a_length_of_their_own_are_read(group, case: Cases) -> None:
    found = [when(line) for line in read(group, case("reports/17_periods")).lines]

    assert "03.12.26 16:00-17:30" in found
    assert len(found) == 5


# ---- others of their kinds -----------------------------------------------------------------------


def test_unknown_zone_is_asked_about_once_and_then_read(group, tmp_path: Path) -> None:
    path = ics(
        tmp_path,
        ("UID:1", "SUMMARY:Seminar 1", "DTSTART;TZID=Office:20261001T150000", "DURATION:PT90M"),
        ("UID:2", "SUMMARY:Seminar 2", "DTSTART;TZID=Office:20261112T150000", "DURATION:PT90M"),
    )
    preview = read(group, path)
    assert {line.outcome for line in preview.lines} == {ASK}
    assert all("“Office” is not known; it says 15:00" in line.reason for line in preview.lines)

    answered = read(group, path, answers={preview.questions[0].key: "UTC"})

    assert [when(line) for line in answered.lines] == [
        "01.10.26 16:00-17:30",
        "12.11.26 15:00-16:30",
    ]


def test_line_of_an_unknown_zone_may_be_typed_instead(group, tmp_path: Path) -> None:
    path = ics(tmp_path, ("UID:1", "SUMMARY:Seminar 1", "DTSTART;TZID=X:20261001T150000"))

    (line,) = read(group, path, times={0: (typed("2026-10-01 16:00"), None)}).lines

    assert (line.outcome, when(line)) == (CHANGED, "01.10.26 16:00-19:00")


def test_order_of_days_is_asked_once_and_then_read(group, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("Title,Date,Start\nSeminar 2,11/12/2028,16:00\n", encoding="utf-8")
    preview = read(group, path)
    assert preview.lines[0].outcome is ASK

    (line,) = read(group, path, answers={"order": "month first"}).lines

    assert (line.outcome, line.day) == (CHANGED, date(2028, 11, 12))


def test_endless_seminar_is_one_line_to_choose(group, tmp_path: Path) -> None:
    path = ics(
        tmp_path,
        ("UID:1", "SUMMARY:NPQLPM seminar", "DTSTART:20271001T150000Z", "RRULE:FREQ=WEEKLY"),
    )

    (line,) = read(group, path).lines

    assert (line.event, line.outcome) == ("", ASK)
    assert line.reason == "It repeats every week without end."


def test_series_of_somebodys_own_is_one_line(group, tmp_path: Path) -> None:
    path = ics(
        tmp_path,
        ("UID:1", "SUMMARY:Lunch", "DTSTART:20271001T110000Z", "RRULE:FREQ=DAILY;COUNT=20"),
        ("UID:2", "SUMMARY:Seminar 2", "DTSTART:20281001T110000Z", "DURATION:PT1H"),
    )

    preview = read(group, path)

    assert [(line.title, line.outcome) for line in preview.lines] == [
        ("Seminar 2", CHANGED),
        ("Lunch", OTHER),
    ]
    assert lines(preview)["Lunch"].reason == "It has 20 dates."


def test_whole_day_beside_its_timed_entry_is_that_entry(group, tmp_path: Path) -> None:
    path = ics(
        tmp_path,
        ("UID:1", "SUMMARY:Seminar 2", "DTSTART;VALUE=DATE:20281001"),
        ("UID:2", "SUMMARY:Seminar 2", "DTSTART:20281001T110000Z", "DURATION:PT1H"),
    )

    outcomes = {line.asks_when: line.outcome for line in read(group, path).lines}

    assert outcomes == {True: DateOutcome.REPEAT, False: CHANGED}


def test_extra_event_is_not_recorded_before_its_time_is_typed(group, tmp_path: Path) -> None:
    path = ics(tmp_path, ("UID:1", "SUMMARY:NPQ away day", "DTSTART;VALUE=DATE:20281001"))
    chosen = read(group, path, choices={0: EXTRA})
    assert chosen.lines[0].outcome is ASK
    with pytest.raises(ServiceError, match="Nothing can be recorded yet"):
        dates(group).record(group.group, chosen)

    times = {0: (typed("2028-10-01 10:00"), typed("2028-10-01 15:00"))}
    dates(group).record(group.group, read(group, path, choices={0: EXTRA}, times=times))

    held = [e for e in group.application.register.events(group.group) if e.title == "NPQ away day"]
    assert [e.start for e in held] == [datetime(2028, 10, 1, 9, tzinfo=UTC)]


def test_task_of_a_module_is_not_taken_for_its_seminar(group, tmp_path: Path) -> None:
    path = ics(
        tmp_path,
        ("UID:1", "SUMMARY:M3 Diagnostic", "DTSTART:20281001T110000Z", "DURATION:PT1H"),
        ("UID:2", "SUMMARY:Seminar 2", "DTSTART:20281001T110000Z", "DURATION:PT1H"),
    )

    assert {line.event for line in read(group, path).lines} == {"m2.seminar", ""}


def test_seminar_with_marks_is_asked_about_before_its_whole_day(group, tmp_path: Path) -> None:
    group.mark("Ada", "m2.seminar", PRESENT)
    path = ics(tmp_path, ("UID:1", "SUMMARY:Seminar 2", "DTSTART;VALUE=DATE:20281001"))

    (line,) = read(group, path).lines

    assert (line.event, line.outcome) == ("", ASK)
    assert "1 mark" in line.reason
    assert "whole day" in line.reason


def test_notes_on_many_lines_are_cut_and_counted(group, tmp_path: Path) -> None:
    lunches = [
        (f"UID:{at}", f"SUMMARY:Lunch {at}", "DTSTART:20271001T110000Z", "RRULE:FREQ=DAILY")
        for at in range(60)
    ]
    path = ics(tmp_path, *lunches, ("UID:s", "SUMMARY:Seminar 2", "DTSTART:20281001T110000Z"))

    notes = read(group, path).notes

    assert (len(notes), notes[-1]) == (51, "10 more like these.")
