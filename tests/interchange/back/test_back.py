"""What is given back, read as the platforms' importers read it: only decided rows change."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.back.brightspace import BrightspaceGrades
from npq_desktop.interchange.back.canvas import CanvasGradebook
from npq_desktop.interchange.back.feedback_files import FeedbackFile, feedback_zip
from npq_desktop.interchange.back.giving import Existing, Given
from npq_desktop.interchange.back.moodle_worksheet import MoodleWorksheet, html_of
from npq_desktop.interchange.back.raw_table import RawTable

LMS = Path(__file__).parents[2] / "samples" / "lms"


def sample(start: str) -> tuple[bytes, str]:
    [path] = [path for path in LMS.iterdir() if path.name.startswith(start)]
    return path.read_bytes(), path.name


def place(rows, name: str) -> int:
    return next(row.place for row in rows if name in row.identity.name)


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# ---- Moodle --------------------------------------------------------------------------------------

HEAD = (
    'Identifier,"Full name",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
)


def worksheet(*lines: str, head: str = HEAD) -> MoodleWorksheet:
    return MoodleWorksheet((head + "".join(lines)).encode(), "Grades-A-Task-4471.csv")


def line(
    *, grade: str = "", most: str = "1.00", can: str = "Yes", feedback: str = "", number: int = 7
) -> str:
    return (
        f'"Participant {number}","Ann  Abbott",Submitted,{grade},{most},{can},'
        f'"Thursday, 15 October 2026, 3:11 PM",-,{feedback}\n'
    )


def import_worksheet(original: bytes, given_back: bytes) -> dict[str, tuple[str, str]]:
    """Moodle's rules: PHP's fgetcsv takes a backslash for an escape; unknown titles refuse."""
    text = given_back.decode("utf-8-sig")
    assert '\\"' not in text
    rows = list(csv.reader(io.StringIO(text, newline="")))
    titles = rows[0]
    for title in ("Identifier", "Grade", "Last modified (grade)"):
        assert title in titles
    assert all(len(row) == len(titles) for row in rows)
    changed = {}
    for row in rows[1:]:
        said = dict(zip(titles, row, strict=True))
        changed[re.sub(r"\D", "", said["Identifier"])] = (said["Grade"], said["Feedback comments"])
    assert titles == table(original)[0]
    return changed


def test_only_the_decided_rows_of_a_real_worksheet_change() -> None:
    data, name = sample("07_")
    sheet = MoodleWorksheet(data, name)
    at = place(sheet.rows, "Adeyemi-Clarke")

    back = sheet.write({at: Given("1", "Clear.\n\nA next step.")}, "", Existing.LEAVE)

    assert import_worksheet(data, back.data) == {"51422": ("1", "<p>Clear.</p><p>A next step.</p>")}
    before = next(row for row in table(data) if row[0] == "Participant 51422")
    after = table(back.data)[1]
    titles = table(data)[0]
    differ = [titles[i] for i in range(len(titles)) if before[i] != after[i]]
    assert differ == ["Grade", "Feedback comments"]


def test_untouched_cells_go_back_byte_for_byte() -> None:
    sheet = worksheet(line(number=7), line(number=8))

    back = sheet.write({1: Given("1")}, "", Existing.LEAVE)

    assert back.data == (HEAD + line(number=8, grade="1")).encode()


def test_mark_separator_and_line_ends_stay() -> None:
    text = "\ufeff" + (HEAD + line()).replace('"', "").replace(",", ";").replace("\n", "\r\n")
    text = text.replace("Thursday; 15 October 2026; 3:11 PM", '"Thursday, 15 October 2026"')

    back = MoodleWorksheet(text.encode(), "x-1.csv").write({0: Given("1")}, "", Existing.LEAVE)

    assert back.data.startswith(b"\xef\xbb\xbf")
    assert back.data.count(b"\r\n") == back.data.count(b"\n") == 2
    assert RawTable.read(back.data, "x").separator == ";"


def test_the_number_names_a_participant_of_this_assignment_only() -> None:
    assert worksheet(line()).rows[0].identity.ids == {"moodle_participant.4471": "7"}


@pytest.mark.parametrize(
    ("given", "row", "why"),
    [
        ("0", line(), "ignores a 0"),
        ("0.0", line(), "ignores a 0"),
        ("2", line(), "the maximum is 1.00"),
        ("Meets", line(), "is not a number"),
        ("-1", line(), "below 0"),
        ("1", line(can="No"), "locked on Moodle"),
        ("1", line(feedback='"He said \\""yes\\"""'), "cannot read this row back"),
    ],
)
def test_what_moodle_would_not_take_is_refused(given: str, row: str, why: str) -> None:
    back = worksheet(row).write({0: Given(given)}, "", Existing.LEAVE)

    [outcome] = back.outcomes
    assert why in outcome.refused
    assert back.data == HEAD.encode()


def test_the_decimal_sign_of_the_file_is_kept() -> None:
    back = worksheet(line(most='"10,00"')).write({0: Given("7.5")}, "", Existing.LEAVE)

    assert table(back.data)[1][3] == "7,5"


@pytest.mark.parametrize(("value", "refused"), [("Meets", False), ("meets", True), ("1", True)])
def test_a_scale_takes_its_own_words_letter_for_letter(value: str, refused: bool) -> None:
    head = HEAD.replace('"Maximum grade"', "Scale")

    back = worksheet(line(most='"Not yet, Meets"'), head=head).write(
        {0: Given(value)}, "", Existing.LEAVE
    )

    assert bool(back.outcomes[0].refused) is refused


@pytest.mark.parametrize(
    ("existing", "after"),
    [
        (Existing.LEAVE, None),
        (Existing.ADD, "<p>Old</p><p>New</p>"),
        (Existing.REPLACE, "<p>New</p>"),
    ],
)
def test_feedback_that_is_there(existing: Existing, after: str | None) -> None:
    sheet = worksheet(line(feedback="<p>Old</p>"))

    back = sheet.write({0: Given("", "New")}, "", existing)

    assert back.outcomes[0].feedback == after
    assert len(table(back.data)) == (1 if after is None else 2)


def test_an_empty_feedback_never_replaces_anything() -> None:
    sheet = worksheet(line(feedback="<p>Old</p>"))

    back = sheet.write({0: Given("1", "  ")}, "", Existing.REPLACE)

    assert table(back.data)[1][-1] == "<p>Old</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("=1+1", "<p>=1+1</p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ('C:\\temp\\"x"', '<p>C:&#92;temp&#92;"x"</p>'),
        ("one\ntwo\n\n\nthree", "<p>one<br>two</p><p>three</p>"),
    ],
)
def test_feedback_is_kept_letter_by_letter(text: str, html: str) -> None:
    assert html_of(text) == html
    sheet = worksheet(line())

    back = sheet.write({0: Given("", text)}, "", Existing.LEAVE)

    assert import_worksheet(HEAD.encode(), back.data) == {"7": ("", html)}


def test_a_file_that_moodle_would_not_take_back_says_what_is_missing() -> None:
    with pytest.raises(InterchangeError, match=r"“Last modified \(grade\)” is missing"):
        worksheet(line(), head=HEAD.replace(',"Last modified (grade)"', ""))


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b'Identifier,"Grade\n', b"PK\x03\x04\x00"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(InterchangeError):
        MoodleWorksheet(data, "x.csv")


def test_a_worksheet_in_another_language_asks_to_allow_updates() -> None:
    text = (HEAD + line()).replace("Thursday, 15 October 2026, 3:11 PM", "jeudi 15 octobre 2026")

    back = MoodleWorksheet(text.encode(), "x-1.csv").write({0: Given("1")}, "", Existing.LEAVE)

    assert "Allow updating records" in back.outcomes[0].remark


# ---- Brightspace ---------------------------------------------------------------------------------

POINTS = "M1 Diagnostic Points Grade"
TEXT = "M1 Reflective Task Text Grade"


def test_brightspace_takes_back_one_column_of_those_who_change() -> None:
    data, name = sample("02_")
    grades = BrightspaceGrades(data, name)
    at = place(grades.rows, "Thandiwe")

    back = grades.write({at: Given("12,5")}, POINTS, Existing.LEAVE)

    assert back.data.startswith(b"\xef\xbb\xbf")
    assert back.data.count(b"\r\n") == back.data.count(b"\n")
    assert table(back.data) == [
        ["OrgDefinedId", "Username", POINTS, "End-of-Line Indicator"],
        ["#P0260831", "#thandiwe", "12.5", "#"],
    ]


def test_brightspace_offers_only_what_it_takes_back() -> None:
    grades = BrightspaceGrades(*sample("02_"))

    assert TEXT in grades.columns
    assert not any("Calculated" in each or "Subtotal" in each for each in grades.columns)
    assert "Meets" in grades.values(TEXT)


@pytest.mark.parametrize(
    ("value", "column", "why"),
    [
        ("21", POINTS, "Brightspace would cut it to 20"),
        ("Meets", POINTS, "is not a number"),
        ("=1+1", TEXT, "a spreadsheet would run"),
    ],
)
def test_what_brightspace_would_change_is_refused(value: str, column: str, why: str) -> None:
    back = BrightspaceGrades(*sample("02_")).write({0: Given(value)}, column, Existing.LEAVE)

    assert why in back.outcomes[0].refused
    assert len(table(back.data)) == 1


def test_a_line_that_brightspace_could_not_find_is_refused() -> None:
    grades = BrightspaceGrades(b"OrgDefinedId,Last Name,T Points Grade\n#,Abbott,\n", "x.csv")

    back = grades.write({0: Given("1")}, "T Points Grade", Existing.LEAVE)

    assert "no number" in back.outcomes[0].refused
    assert len(table(back.data)) == 1


def test_an_export_without_people_is_refused() -> None:
    with pytest.raises(InterchangeError, match="OrgDefinedId"):
        BrightspaceGrades(b"Name,Task Points Grade\nAnn,1\n", "x.csv")


# ---- Canvas --------------------------------------------------------------------------------------

ASSIGNMENT = "M1 Reflective Task (90212)"


def test_canvas_takes_back_one_assignment_of_those_who_change() -> None:
    data, name = sample("11_")
    book = CanvasGradebook(data, name)
    at = place(book.rows, "Adeyemi-Clarke")

    back = book.write({at: Given("1")}, ASSIGNMENT, Existing.LEAVE)

    rows = table(back.data)
    assert not back.data.startswith(b"\xef\xbb\xbf")
    assert rows[0] == [*table(data)[0][:5], ASSIGNMENT]
    assert rows[1:] == [
        [*next(row for row in table(data) if row[1] == "12567")[:5], "1"],
    ]


def test_canvas_gets_no_points_possible_row_and_no_test_student() -> None:
    data, name = sample("11_")
    book = CanvasGradebook(data, name)

    everybody = {row.place: Given("1") for row in book.rows}
    rows = table(book.write(everybody, ASSIGNMENT, Existing.LEAVE).data)

    assert not any("Points Possible" in row[0] or "Test" in row[0] for row in rows)


BOOK = (
    "Student,ID,SIS Login ID,Section,Task (5),Own,Total (6)\n"
    "    Points Possible,,,,10,,(read only)\n"
)


def canvas(line_: str) -> CanvasGradebook:
    return CanvasGradebook((BOOK + line_).encode(), "x.csv")


@pytest.mark.parametrize(
    ("cell", "value", "why"),
    [("EX", "1", "exempt"), ("", "11", "10 points"), ("", "good", "not a number")],
)
def test_what_canvas_would_spoil_is_refused(cell: str, value: str, why: str) -> None:
    back = canvas(f'"Abbott, Ann",1,a@x.org,S,{cell},,\n').write(
        {0: Given(value)}, "Task (5)", Existing.LEAVE
    )

    assert why in back.outcomes[0].refused


def test_an_empty_cell_would_clear_a_score_so_none_is_written() -> None:
    back = canvas("Ann,1,a@x.org,S,7,,\n").write({0: Given("")}, "Task (5)", Existing.LEAVE)

    assert len(table(back.data)) == 1


def test_columns_without_a_number_or_read_only_are_not_offered() -> None:
    assert canvas("Ann,1,a@x.org,S,,,\n").columns == ("Task (5)",)
    with pytest.raises(InterchangeError, match="new assignment"):
        CanvasGradebook(b"Student,ID,Section,Task\nAnn,1,S,\n", "x.csv")


# ---- Moodle's feedback files ---------------------------------------------------------------------


def moodle_takes(data: bytes) -> dict[str, tuple[str, str]]:
    """Moodle's rule: between the first four underscores are name, number, type and plugin."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            folder, _, file = name.partition("/")
            parts = folder.split("_", 4)
            assert len(parts) == 4
            assert parts[2:] == ["assignfeedback", "file"]
            found[parts[1]] = (file, archive.read(name).decode("utf-8-sig"))
    return found


def test_feedback_files_are_found_by_their_number() -> None:
    data = feedback_zip(
        "Reflection 1: Culture",
        [
            FeedbackFile("Ann_Marie Abbott", "51422", "Clear.\n\nA next step."),
            FeedbackFile("../O'Brien: \\ Zoë", "7", "Say why."),
        ],
    )

    assert moodle_takes(data) == {
        "51422": ("Feedback - Reflection 1 Culture.txt", "Clear.\r\n\r\nA next step.\r\n"),
        "7": ("Feedback - Reflection 1 Culture.txt", "Say why.\r\n"),
    }
    assert b"../" not in data


def test_the_number_of_a_worksheets_line_is_known() -> None:
    assert worksheet(line(number=51422)).number(0) == "51422"
