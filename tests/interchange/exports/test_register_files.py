"""A register as CSV and XLSX: exactly the data, and nothing that runs."""

import csv
import io

import openpyxl
import pytest

from npq_desktop.interchange.exports.register_files import register_csv, register_workbook
from npq_desktop.rows.paper import RegisterReport, ReportRow, ReportSide

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+2",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "<b>Ann</b>",
    '"quoted", and; more',
    "A" * 300,
    "Zoë Łąška 李",
)


def person(number: int = 1, name: str = "Ann Ash", **more: object) -> ReportRow:
    said = {
        "trn": "0012345",
        "email": "ann@example.org",
        "school": "Oak Primary",
        "expected": True,
        "why_not_expected": "",
        "mark": "Late 20 min",
        "minutes_late": 20,
        "minutes_early": 0,
        "reason": "",
        "note": "",
        "how": "paper",
        "recorded_at": "2026-11-23 13:20:00 UTC+00:00",
        "recorded_by": "Alex Morgan",
        "laptop": "Alex's laptop",
        "amendment": "",
        "earlier": (),
        "sides": (),
        **more,
    }
    return ReportRow(number=number, name=name, **said)


def register(*rows: ReportRow, **more: object) -> RegisterReport:
    said = {
        "group": "Group 07",
        "event": "Module 4 seminar",
        "start": "2026-11-23 13:00",
        "end": "2026-11-23 14:30",
        "time_zone": "UTC+00:00",
        "day": "Monday 23 November 2026, 13:00 to 14:30",
        "place": "Room 4",
        "facilitator": "Alex Morgan",
        "state": "Held",
        "made": "2026-11-23 15:00:00 UTC+00:00",
        "with_notes": True,
        "sheet": "7F3A",
        "counts": "1 expected",
        "signoffs": ("Signed off by Alex", "Signed off by Sam"),
        "evidence": (),
        **more,
    }
    return RegisterReport(rows=rows or (person(),), **said)


def csv_rows(report: RegisterReport) -> list[dict[str, str]]:
    text = register_csv(report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet_rows(report: RegisterReport, name: str = "Register") -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(register_workbook(report)))
    return list(book[name].iter_rows(values_only=True))


def test_the_csv_begins_with_the_mark_that_lets_excel_read_accents() -> None:
    assert register_csv(register()).startswith(b'\xef\xbb\xbf"No.","Name","TRN"')


def test_the_csv_gives_exactly_the_data() -> None:
    [row] = csv_rows(register())

    assert (row["No."], row["Name"], row["TRN"]) == ("1", "Ann Ash", "0012345")
    assert (row["Mark"], row["Minutes late"], row["Minutes left early"]) == (
        "Late 20 min",
        "20",
        "",
    )
    assert (row["Recorded by"], row["How"]) == ("Alex Morgan", "paper")
    assert (row["State"], row["Saved at"]) == ("Held", "2026-11-23 15:00:00 UTC+00:00")
    assert (row["Event"], row["Time zone"]) == ("Module 4 seminar", "UTC+00:00")
    assert row["Sign-offs"] == "Signed off by Alex | Signed off by Sam"


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_begins_a_formula_in_csv(name: str) -> None:
    [row] = csv_rows(register(person(name=name, note=name, school=name), place=name))

    risky = name.lstrip(" ")[0] in "=+-@\t\r"
    wanted = f"'{name}" if risky else name
    assert [row[key] for key in ("Name", "Note", "School", "Place")] == [wanted] * 4


@pytest.mark.parametrize("name", [name for name in HOSTILE if "\r" not in name])
def test_every_name_is_text_in_the_workbook_and_reads_back_whole(name: str) -> None:
    made = register_workbook(register(person(name=name)))

    cell = openpyxl.load_workbook(io.BytesIO(made))["Register"]["B2"]
    assert (cell.value, cell.data_type) == (name, "s")
    assert cell.quotePrefix == (name.lstrip(" ")[0] in "=+-@\t")


def test_the_workbook_gives_exactly_the_data() -> None:
    header, row = sheet_rows(register())
    read = dict(zip(header, row, strict=True))

    assert (read["No."], read["TRN"], read["Minutes late"]) == (1, "0012345", 20)
    assert (read["Mark"], read["How"], read["Laptop"]) == ("Late 20 min", "paper", "Alex's laptop")


def test_the_workbook_says_the_event_on_a_sheet_of_its_own() -> None:
    said = dict(sheet_rows(register(), "Event"))

    assert (said["Event"], said["Place"], said["Counts"]) == (
        *("Module 4 seminar", "Room 4", "1 expected"),
    )


def test_both_sides_of_a_disagreement_are_in_the_files() -> None:
    sides = (
        ReportSide("Present", "Alex", "Alex's laptop", "13:20"),
        ReportSide("Absent", "Sam", "Sam's laptop", "13:25"),
    )

    [row] = csv_rows(register(person(sides=sides)))

    assert row["Marks that disagree"] == (
        "Present by Alex on Alex's laptop, 13:20 | Absent by Sam on Sam's laptop, 13:25"
    )


def test_amendments_and_the_marks_before_them_are_in_the_files() -> None:
    before = (ReportSide("Present", "Alex", "Alex's laptop", "13:20"),)

    [row] = csv_rows(register(person(amendment="left early", earlier=before)))

    assert row["Changed after sign-off because"] == "left early"
    assert row["Earlier marks"] == "Present by Alex on Alex's laptop, 13:20"


def test_without_notes_there_is_no_column_for_them() -> None:
    report = register(person(note="tired"), with_notes=False)

    assert "Note" not in csv_rows(report)[0]
    assert "Note" not in sheet_rows(report)[0]
    assert b"tired" not in register_csv(report)


@pytest.mark.slow
def test_three_hundred_people_are_three_hundred_lines() -> None:
    report = register(*(person(number, f"Person {number}") for number in range(1, 301)))

    assert [row["No."] for row in csv_rows(report)] == [str(n) for n in range(1, 301)]
    assert [row[0] for row in sheet_rows(report)[1:]] == list(range(1, 301))
