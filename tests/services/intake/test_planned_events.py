"""Dates from calendars and lists: which event each line becomes, and what is never guessed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.scenes import PAST, PRESENT, TO_COME, MakeScene, Scene

from npq_desktop.errors import InterchangeError, ServiceError, StaleError
from npq_desktop.rows.intake import (
    EXTRA,
    LEFT_OUT,
    DateLine,
    DateOutcome,
    DatesPreview,
)
from npq_desktop.rows.register import EventRow
from npq_desktop.services.intake.planned_events import PlannedEventsService

NEXT = TO_COME[0]
Listed = Callable[..., Path]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat")


@pytest.fixture
def listed(tmp_path: Path) -> Listed:
    """``listed("Seminar 5,21 January 2027,16:00,17:30")``: a list of events in a file."""

    def write(*rows: str, name: str = "dates.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(["Event,Date,Start,End,Venue", *rows, ""]), encoding="utf-8")
        return path

    return write


@pytest.fixture
def calendar(tmp_path: Path) -> Listed:
    """``calendar(("Seminar 5", "20270121T160000", ""))``: title, start, further lines."""

    def write(*events: tuple[str, str, str], name: str = "dates.ics") -> Path:
        entries = [
            f"BEGIN:VEVENT\r\nUID:{at}@x\r\nSUMMARY:{title}\r\nDTSTART:{start}\r\n"
            f"DURATION:PT90M\r\n{more}END:VEVENT\r\n"
            for at, (title, start, more) in enumerate(events)
        ]
        text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(entries)}END:VCALENDAR\r\n"
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write


def dates(group: Scene) -> PlannedEventsService:
    return group.application.planned_events


def read(group: Scene, path: Path, choices: Mapping[int, str] | None = None) -> DatesPreview:
    return dates(group).read(path, group.group, choices=choices)


def becomes(preview: DatesPreview) -> dict[str, str]:
    return {line.title: line.event for line in preview.lines}


def only(preview: DatesPreview) -> DateLine:
    (line,) = preview.lines
    return line


def event(group: Scene, key: str) -> EventRow:
    return next(e for e in group.application.register.events(group.group) if e.id == key)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Seminar 5", "m5.seminar"),
        ("NPQLPM Group 07 – Seminar 5 of 6 (online)", "m5.seminar"),
        ("Séminaire 5", "m5.seminar"),
        ("Fifth seminar", "m5.seminar"),
        ("5th face-to-face", "m5.seminar"),
        ("M6 – Professional development", "m6.seminar"),
        ("Seminar six: Group 7", "m6.seminar"),
        ("Seminar: Professional development", "m6.seminar"),
        ("Conference 2", "conference-2"),
        ("NPQ closing conference", "conference-2"),
    ],
)
def test_line_becomes_the_event_its_title_names(group, listed, title: str, key: str) -> None:
    preview = read(group, listed(f"{title},21 January 2028,16:00,17:30,Hall"))

    assert (only(preview).event, only(preview).outcome) == (key, DateOutcome.CHANGED)


@pytest.mark.parametrize(
    "title",
    ["Seminar 7", "Module 5 webinar", "Coaching for M5", "Planning meeting", "Seminar 15:30"],
)
def test_line_that_fits_no_event_is_asked_about(group, listed, title: str) -> None:
    preview = read(group, listed(f"{title},21 January 2028,16:00,17:30,"))

    assert (only(preview).event, only(preview).outcome) == (LEFT_OUT, DateOutcome.ASK)


def test_recorded_dates_stand_and_are_undone_in_one_step(group, listed) -> None:
    before = event(group, "m5.seminar")
    path = listed(
        "Seminar 5,21 January 2027,16:00,17:30,Main Hall", "Seminar 6,4 March 2027,16:00,17:30,"
    )

    dates(group).record(group.group, read(group, path))

    moved = event(group, "m5.seminar")
    assert moved.start == datetime(2027, 1, 21, 16, tzinfo=UTC)
    assert (moved.title, moved.place) == (before.title, "Main Hall")
    assert event(group, "m6.seminar").end == datetime(2027, 3, 4, 17, 30, tzinfo=UTC)
    group.application.undo.undo(group.group)
    assert event(group, "m5.seminar") == before


def test_same_file_again_says_nothing_new(group, listed) -> None:
    path = listed("Seminar 5,21 January 2027,16:00,17:30,Main Hall")
    dates(group).record(group.group, read(group, path))

    again = read(group, path)

    assert only(again).outcome is DateOutcome.SAME
    with pytest.raises(ServiceError, match="Nothing in this file is new"):
        dates(group).record(group.group, again)


def test_looking_writes_nothing(group, listed) -> None:
    read(group, listed("Seminar 5,21 January 2027,16:00,17:30,Main Hall"))

    assert group.application.undo.next_words(group.group) == ""


def test_line_without_an_end_keeps_the_length(group, listed) -> None:
    preview = read(group, listed("Seminar 5,21 January 2027,16:00,,"))

    assert only(preview).end == datetime(2027, 1, 21, 19, tzinfo=UTC)


def test_events_the_file_does_not_mention_are_named_and_stay(group, listed) -> None:
    preview = read(group, listed("Seminar 5,21 January 2027,16:00,17:30,"))

    assert any(said.startswith("Seminar 6") and "stays on" in said for said in preview.gone)
    assert not any(said.startswith("Seminar 5") for said in preview.gone)


def test_lines_of_one_name_become_the_seminars_in_order(group, calendar) -> None:
    starts = [f"2028{month:02}14T160000" for month in (6, 1, 2, 3, 4, 5)]

    preview = read(group, calendar(*[("NPQ in Maths", start, "") for start in starts]))

    found = sorted((line.start, line.event) for line in preview.lines)
    assert [event for _, event in found] == [f"m{number}.seminar" for number in range(1, 7)]


def test_too_few_lines_of_one_name_are_asked_about(group, calendar) -> None:
    lines = [("NPQ in Maths", f"202801{day}T160000", "") for day in (14, 21)]

    preview = read(group, calendar(*lines))

    assert {line.outcome for line in preview.lines} == {DateOutcome.ASK}


def test_private_line_of_a_calendar_is_left_out_unasked(group, calendar) -> None:
    preview = read(
        group,
        calendar(("Dentist", "20280114T160000", ""), ("Seminar 5", "20280115T160000", "")),
    )

    assert becomes(preview) == {"Dentist": LEFT_OUT, "Seminar 5": "m5.seminar"}
    assert preview.count(DateOutcome.OTHER) == 1


def test_other_groups_line_is_left_out_and_says_so(group, listed) -> None:
    preview = read(group, listed("Group 08 – Seminar 5,21 January 2027,16:00,17:30,"))

    assert (only(preview).event, only(preview).outcome) == (LEFT_OUT, DateOutcome.OTHER)
    assert "another group" in only(preview).reason


def test_two_dates_of_one_seminar_are_asked_about(group, listed) -> None:
    path = listed(
        "Seminar 5,21 January 2027,16:00,17:30,", "Seminar 5,28 January 2027,16:00,17:30,"
    )
    assert {line.outcome for line in read(group, path).lines} == {DateOutcome.ASK}

    chosen = read(group, path, {1: "m5.seminar"})

    dates(group).record(group.group, chosen)
    start = event(group, "m5.seminar").start
    assert start is not None
    assert start.day == 28


def test_line_that_stands_twice_counts_once(group, listed) -> None:
    row = "Seminar 5,21 January 2027,16:00,17:30,"

    preview = read(group, listed(row, row))

    assert [line.outcome for line in preview.lines] == [DateOutcome.CHANGED, DateOutcome.REPEAT]


def test_choice_takes_the_event_from_the_line_that_had_it(group, listed) -> None:
    path = listed("Seminar 5,21 January 2027,16:00,17:30,", "Planning,28 January 2027,16:00,17:30,")

    preview = read(group, path, {1: "m5.seminar"})

    assert becomes(preview) == {"Seminar 5": LEFT_OUT, "Planning": "m5.seminar"}


def test_extra_event_is_recorded_once_and_undone_without_a_trace(group, listed) -> None:
    path = listed("Planning meeting,28 January 2027,16:00,17:30,Library")
    before = group.application.register.events(group.group)

    dates(group).record(group.group, read(group, path, {0: EXTRA}))

    (extra,) = set(group.application.register.events(group.group)) - set(before)
    assert (extra.title, extra.place) == ("Planning meeting", "Library")
    assert only(read(group, path)).outcome is DateOutcome.SAME
    group.application.undo.undo(group.group)
    assert group.application.register.events(group.group) == before


def test_two_laptops_make_one_extra_event_of_one_calendar(group, listed) -> None:
    path = listed("Planning meeting,28 January 2027,16:00,17:30,")
    first = read(group, path, {0: EXTRA})

    dates(group).record(group.group, first)
    dates(group).record(group.group, first)

    titles = [e.title for e in group.application.register.events(group.group)]
    assert titles.count("Planning meeting") == 1


def test_event_with_marks_is_moved_only_when_chosen(group, listed) -> None:
    group.mark("Ann", PAST[-1], PRESENT)
    path = listed("Seminar 4,21 January 2027,16:00,17:30,")

    preview = read(group, path)

    assert (only(preview).event, only(preview).outcome) == (LEFT_OUT, DateOutcome.ASK)
    assert "1 mark" in only(preview).reason
    assert only(read(group, path, {0: PAST[-1]})).outcome is DateOutcome.CHANGED


def test_event_marked_meanwhile_is_not_moved_unseen(group, listed) -> None:
    preview = read(group, listed("Seminar 4,21 January 2027,16:00,17:30,"))
    before = event(group, PAST[-1]).start

    group.mark("Ann", PAST[-1], PRESENT)

    with pytest.raises(StaleError):
        dates(group).record(group.group, preview)
    assert event(group, PAST[-1]).start == before


def test_cancelled_event_did_not_run_only_when_chosen(group, calendar) -> None:
    path = calendar(("Seminar 5", "20270121T160000", "STATUS:CANCELLED\r\n"))
    assert only(read(group, path)).outcome is DateOutcome.ASK

    dates(group).record(group.group, read(group, path, {0: "m5.seminar"}))

    assert event(group, "m5.seminar").state == "did_not_run"
    assert only(read(group, path)).outcome is DateOutcome.SAME


def test_cancelled_line_gives_way_to_its_new_date(group, calendar) -> None:
    path = calendar(
        ("Seminar 5", "20270121T160000", "STATUS:CANCELLED\r\n"),
        ("Seminar 5", "20270128T160000", ""),
    )

    preview = read(group, path)

    assert {line.start.day: line.event for line in preview.lines} == {28: "m5.seminar", 21: ""}


def test_half_term_on_a_seminar_is_noted(group, tmp_path: Path) -> None:
    path = tmp_path / "dates.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Seminar 5\n"
        "DTSTART:20270121T160000\nDURATION:PT90M\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\n"
        "SUMMARY:Half term\nDTSTART;VALUE=DATE:20270118\nDTEND;VALUE=DATE:20270123\nEND:VEVENT\n"
        "END:VCALENDAR\n",
        encoding="utf-8",
    )

    (note,) = read(group, path).notes

    assert "21 January 2027 falls into “Half term”" in note


def test_missing_or_foreign_file_is_refused_in_words(group, tmp_path: Path) -> None:
    with pytest.raises(InterchangeError, match="cannot be read"):
        read(group, tmp_path / "gone.ics")

    people = tmp_path / "people.csv"
    people.write_text("Name,Email\nAnn,a@b.example\n", encoding="utf-8")
    with pytest.raises(InterchangeError, match="no columns such as"):
        read(group, people)


def test_sample_calendar_of_outlook_dates_all_six_seminars(group, samples: Path) -> None:
    preview = read(group, samples / "lms" / "18_seminars_outlook.ics")

    assert [line.event for line in preview.lines] == [f"m{n}.seminar" for n in range(1, 7)]


def test_typed_dates_are_one_step_and_leave_the_rest(group) -> None:
    rows = {row.event: row for row in dates(group).rows(group.group)}
    row = rows[NEXT]
    start, end = map(datetime.fromisoformat, ("2027-01-21T16:00", "2027-01-21T17:00"))
    typed = replace(row, start=start, end=end, place="Hall")
    others = [each for each in rows.values() if each.event != NEXT]

    changes = dates(group).record_rows(group.group, [*others, typed])

    assert changes.ids == {NEXT}
    assert event(group, NEXT).place == "Hall"
    assert group.application.undo.next_words(group.group) == "undo dates of 1 event"


def test_typed_dates_as_they_were_write_nothing(group) -> None:
    changes = dates(group).record_rows(group.group, dates(group).rows(group.group))

    assert changes.kinds == frozenset()
    assert group.application.undo.next_words(group.group) == ""


def test_typed_end_before_its_start_is_refused_by_name(group) -> None:
    row = dates(group).rows(group.group)[0]
    wrong = replace(row, start=row.end, end=row.start)

    with pytest.raises(ServiceError, match=f"{row.title} would end before it begins"):
        dates(group).record_rows(group.group, [wrong])
