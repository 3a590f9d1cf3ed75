"""One recogniser for window and commands: every sample is known for what it is, by content."""

from pathlib import Path

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.recognising import START_BYTES, recognise_file, recognise_start
from npq_desktop.rows.intake import FileKind

SAMPLES = {
    "lms/01_brightspace_classlist.csv": "a list of people",
    "lms/02_NPQ Leading Primary Mathematics 2026b_GradesExport_2026-11-20-09-41.csv": (
        "a Brightspace grades export"
    ),
    "lms/03_M1 Diagnostic - Attempt Details.csv": "a Brightspace quiz report",
    "lms/04_Seminars_Attendance.csv": "a Brightspace attendance register",
    "lms/05_M1 Reflective Task Download Nov 20, 2026 0941 AM.zip": "an archive of work handed in",
    "lms/06_courseid_218_participants.csv": "a list of people",
    "lms/07_Grades-NPQLPM-2026B-M1 Reflective Task-Group 07-4471.csv": "a Moodle grading worksheet",
    "lms/09_NPQLPM-2026B_Attendances_20261120-0941.xlsx": "a Moodle attendance register",
    "lms/10_progress.npqlpm-2026b.csv": "a Moodle completion report",
    "lms/11_2026-11-20T0941_Grades-NPQLPM-2026B.csv": "a Canvas gradebook",
    "lms/12_submissions.zip": "an archive of work handed in",
    "lms/13_oneroster_1p1.zip": "a OneRoster archive",
    "lms/14_Seminar 2 - Attendance report 11-12-26.csv": "a Microsoft Teams attendance report",
    "lms/15_participants_81234567890.csv": "a Zoom participants report",
    "lms/16_Seminar 2 exit ticket(1-18).xlsx": "answers to a Microsoft form",
    "lms/17_NPQLPM 2026b Group 07 roster.xlsx": "a list of people",
    "lms/18_seminars_outlook.ics": "a calendar",
    "lms/20_catch_up_log_excel_uk.csv": "a log of catch-ups",
    "cases/files/01_bookings_attendee_number.csv": "a list of people",
    "cases/files/03_gradebook_two_name_columns.csv": "a Canvas gradebook",
    "cases/files/04_zoom_catchup_other_day.csv": "a Zoom participants report",
    "cases/files/05_teams_short_stay.csv": "a Microsoft Teams attendance report",
    "cases/files/06_two_columns_one_seminar.csv": "a Brightspace attendance register",
    "cases/files/07_classroom_grades.csv": "a Google Classroom grades export",
    "cases/files/09_moodle_attendance.txt": "a Moodle attendance register",
    "cases/files/11_moodle_quiz_report.csv": "a Moodle quiz report",
    "cases/files/12_meet_attendance.csv": "a Google Meet attendance report",
    "cases/files/14_grades_symbol.csv": "a Brightspace grades export",
    "cases/files/15_M1 Diagnostic - Attempt Details.csv": "a Brightspace quiz report",
    "cases/files/17_endless_backwards_allday.ics": "a calendar",
    "cases/files/23_courseid_9_participants.csv": "a list of people",
    "cases/reports/07_days_as_excel_saves.csv": "a list of events",
    "cases/reports/09_teams_minutes.csv": "a Microsoft Teams attendance report",
    "cases/reports/09_zoom_devices_and_names.csv": "a Zoom participants report",
    "cases/reports/10_google_meet.csv": "a Google Meet attendance report",
}


@pytest.mark.parametrize(("name", "what"), SAMPLES.items())
def test_a_sample_is_known_for_what_it_is_whatever_its_name(
    samples: Path, name: str, what: str
) -> None:
    data = (samples / name).read_bytes()

    assert recognise_file(data, file_name="file.dat").what == what


def test_a_form_that_asks_for_the_school_may_be_how_people_signed_up() -> None:
    titles = "Id,Start time,Completion time,Email,Name,School\n"
    row = "1,2026-09-01 10:00,2026-09-01 10:05,ann@x.org,Ann Lee,Ash\n"

    found = recognise_file((titles + row).encode(), file_name="form.csv")

    assert found.kind is FileKind.PEOPLE


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"age-encryption.org/v1\n-> X25519 abc", FileKind.SYNC),
        (b"URN,LA (code),EstablishmentName\n", FileKind.SCHOOLS),
        (b"Name,Email\nWei Li,wei@x.org\n", None),
        (b"PK\x03\x04", None),
    ],
)
def test_a_large_file_is_told_by_its_start(start: bytes, kind: FileKind | None) -> None:
    assert recognise_start(start[:START_BYTES]) is kind


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"%PDF-1.7 and more", "a PDF"),
        (b"<html><body><table><tr><td>Name</td></tr></table></body></html>", "web page with a"),
        (b"<html><form><input type='password'><table></table></form></html>", "log-in page"),
        (b"", "empty"),
        (b"Identifier,Status,Grade,Maximum grade\nParticipant 5,No submission,,1\n", "1 row"),
    ],
)
def test_what_cannot_be_read_is_refused_for_what_it_is(data: bytes, fault: str) -> None:
    with pytest.raises(InterchangeError, match=fault):
        recognise_file(data, file_name="roster.xls")
