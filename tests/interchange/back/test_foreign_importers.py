"""What is given back, as platforms take it: exactly the decided rows change, to those values."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from support.platform_importers import (
    BrightspaceCourse,
    CanvasCourse,
    MoodleAssignment,
    MoodleRow,
    WholeFileRefusedError,
)

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.back.brightspace import BrightspaceGrades
from npq_desktop.interchange.back.canvas import CanvasGradebook
from npq_desktop.interchange.back.giving import Existing, Given
from npq_desktop.interchange.back.moodle_worksheet import MoodleWorksheet, html_of

pytestmark = pytest.mark.slow

LMS = Path(__file__).parents[2] / "samples" / "lms"
TITLES = [
    "Identifier", "Full name", "Status", "Grade", "Maximum grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
]  # fmt: skip
DAY = "Thursday, 15 October 2026, 3:11 PM"

said = st.text(st.sampled_from("aé\\\"',;=<&>\n\r\t |-+@0“字\u2028"), max_size=14)
grades = st.sampled_from(
    ["", "1", "0.5", "7,5", "10", "0", "11", "Meets", "1e1", "1_0", "١", "NaN"]
)


def sample(start: str) -> tuple[bytes, str]:
    [path] = [path for path in LMS.iterdir() if path.name.startswith(start)]
    return path.read_bytes(), path.name


def table(data: bytes, separator: str = ",") -> list[list[str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=separator))


def written(rows: list[list[str]], ending: str, separator: str) -> bytes:
    """As PHP writes a table: in quotation marks what has a blank, a mark or a separator."""
    lines = []
    for row in rows:
        cells = [
            '"' + cell.replace('"', '""') + '"'
            if set(cell) & set(f' "\\\t\r\n{separator}')
            else cell
            for cell in row
        ]
        lines.append(separator.join(cells))
    return ending.join(lines).encode()


@st.composite
def worksheets(draw: st.DrawFn) -> tuple[bytes, dict[str, MoodleRow], str]:
    """A worksheet as Moodle writes it, and what Moodle holds; the last line may have no end."""
    separator = draw(st.sampled_from(",;"))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    held: dict[str, MoodleRow] = {}
    rows = [TITLES]
    for number in range(draw(st.integers(1, 5))):
        feedback = draw(st.just("") | st.builds(html_of, said) | said.map(lambda s: s.strip()))
        feedback = feedback.replace("\r", "\n").strip()
        grade = draw(st.sampled_from(["", "1.00", "7.50"]))
        locked = draw(st.booleans()) and draw(st.booleans())
        held[str(number)] = MoodleRow(grade, feedback, None, locked)
        can = "No" if locked else "Yes"
        rows.append(
            [f"Participant {number}", f"Ann {number}", "-", grade, "10.00", can, DAY, "-", feedback]
        )
    return (
        written(rows, ending, separator) + draw(st.sampled_from([b"", ending.encode()])),
        held,
        separator,
    )


@drawn(worksheets(), st.data(), st.sampled_from(list(Existing)))
def test_moodle_takes_the_decided_rows_and_no_other(
    sheet: tuple[bytes, dict[str, MoodleRow], str], data: st.DataObject, existing: Existing
) -> None:
    original, held, separator = sheet
    file = MoodleWorksheet(original, "Grades-A-Task-4471.csv")
    places = data.draw(st.lists(st.sampled_from(range(len(held))), unique=True))
    given = {at: Given(data.draw(grades), data.draw(said)) for at in places}

    back = file.write(given, "", existing)

    wanted = {}
    for each in back.outcomes:
        if not each.changes:
            continue
        before = held[str(each.place)]
        grade = before.grade if each.grade is None else each.grade.replace(",", ".")
        feedback = before.feedback if each.feedback is None else each.feedback
        wanted[str(each.place)] = (Decimal(grade or 0), feedback)
    moodle = MoodleAssignment(held, Decimal(10))
    taken = moodle.takes(back.data, separator=separator)
    assert {who: (Decimal(row.grade or 0), row.feedback) for who, row in taken.items()} == wanted
    assert set(wanted) <= set(map(str, places))


@drawn(worksheets(), st.data())
def test_cells_that_nobody_decided_go_back_byte_for_byte(
    sheet: tuple[bytes, dict[str, MoodleRow], str], data: st.DataObject
) -> None:
    original, held, separator = sheet
    places = data.draw(st.permutations(range(len(held))))
    given = {at: Given("2", "New.") for at in places}

    back = MoodleWorksheet(original, "x-1.csv").write(given, "", Existing.REPLACE)

    ending = b"\r\n" if b"\r\n" in original else b"\n"
    head, *rows = table(original, separator)
    changed = {each.place for each in back.outcomes if each.changes}
    for at in changed:
        rows[at][3], rows[at][-1] = "2", "<p>New.</p>"
    kept = [head, *(row for at, row in enumerate(rows) if at in changed)]
    assert back.data == written(kept, ending.decode(), separator) + ending


def test_the_last_column_of_a_title_is_the_one_moodle_reads() -> None:
    titles = ["Grade", *TITLES]
    row = ["Year 5", "Participant 7", "Ann", "-", "", "10.00", "Yes", DAY, "-", ""]
    original = written([titles, row], "\n", ",")

    back = MoodleWorksheet(original, "x-1.csv").write({0: Given("2")}, "", Existing.LEAVE)

    assert table(back.data)[1][0] == "Year 5"
    assert MoodleAssignment({"7": MoodleRow("", "")}).takes(back.data)["7"].grade == "2"


def test_titles_in_other_letters_are_none_that_moodle_reads() -> None:
    with pytest.raises(InterchangeError, match="“Grade” is missing"):
        MoodleWorksheet(",".join(TITLES).replace(",Grade,", ",GRADE,").encode(), "x-1.csv")


def test_a_row_with_too_few_cells_is_refused_and_costs_no_other() -> None:
    whole = ["Participant 7", "Ann", "-", "", "10.00", "Yes", DAY, "-", ""]
    original = written([TITLES, whole, ["Participant 8", "Ben", "-", ""]], "\n", ",")

    back = MoodleWorksheet(original, "x-1.csv").write(
        {0: Given("2", "New."), 1: Given("2", "New.")}, "", Existing.LEAVE
    )

    assert "cannot read this row back" in back.outcomes[1].refused
    assert list(MoodleAssignment({"7": MoodleRow("", "")}).takes(back.data)) == ["7"]


def test_a_row_graded_since_the_download_is_skipped_unless_allowed() -> None:
    file = MoodleWorksheet(*sample("07_"))
    at = next(row.place for row in file.rows if "Adeyemi-Clarke" in row.identity.name)
    back = file.write({at: Given("1", "Clear.")}, "", Existing.LEAVE)
    later = MoodleRow("", "Somebody else's.", modified=datetime(2027, 1, 1, tzinfo=UTC))
    moodle = MoodleAssignment({"51422": later})

    assert moodle.takes(back.data) == {}
    assert moodle.takes(back.data, allow_older=True)["51422"].feedback == "<p>Clear.</p>"


@pytest.mark.parametrize("gone", ["Identifier", "Grade", "Last modified (grade)"])
def test_titles_that_moodle_does_not_know_refuse_the_file(gone: str) -> None:
    with pytest.raises(WholeFileRefusedError):
        MoodleAssignment({}).takes(",".join(t for t in TITLES if t != gone).encode())


def course_of(data: bytes) -> CanvasCourse:
    titles, *rows = table(data)
    scores = {}
    for row in rows:
        for title, cell in zip(titles[5:], row[5:], strict=True):
            if row[1] and title.endswith(")"):
                scores[row[1], title.rpartition("(")[2].rstrip(")")] = cell
    return CanvasCourse(scores)


@drawn(st.data())
def test_canvas_takes_the_decided_scores_and_no_other(data: st.DataObject) -> None:
    original, name = sample("11_")
    book = CanvasGradebook(original, name)
    column = data.draw(st.sampled_from(book.columns))
    places = data.draw(st.lists(st.sampled_from([row.place for row in book.rows]), unique=True))
    given = {at: Given(data.draw(grades), "Clear.") for at in places}

    back = book.write(given, column, Existing.LEAVE)

    number = {row.place: row.identity.ids["canvas"] for row in book.rows}
    task = column.rpartition("(")[2].rstrip(")")
    wanted = {
        (number[each.place], task): Decimal(each.grade or 0)
        for each in back.outcomes
        if each.changes
    }
    taken = course_of(original).takes(back.data)
    assert {key: Decimal(value) for key, value in taken.items()} == wanted


def test_canvas_takes_a_gradebook_with_first_and_last_names() -> None:
    book = CanvasGradebook(
        b"LastName;FirstName;ID;SIS Login ID;Section;Task, first (5);Old (6)\n"
        b"    Points Possible;;;;;10;10\n"
        b'Abbott;Ann;1;a@x.org;"S;1";"1,50";9\nCole;Ben;2;b@x.org;S;;\n',
        "x.csv",
    )

    back = book.write({1: Given("7,5"), 0: Given("2")}, "Task, first (5)", Existing.LEAVE)

    canvas = CanvasCourse({(who, task): "" for who in "12" for task in "56"})
    assert canvas.takes(back.data) == {("1", "5"): "2", ("2", "5"): "7.5"}


@drawn(st.data())
def test_brightspace_takes_the_decided_values_and_no_other(data: st.DataObject) -> None:
    original, name = sample("02_")
    export = BrightspaceGrades(original, name)
    column = data.draw(st.sampled_from(export.columns))
    places = data.draw(st.lists(st.sampled_from([row.place for row in export.rows]), unique=True))
    given = {at: Given(data.draw(grades), "Clear.") for at in places}

    back = export.write(given, column, Existing.LEAVE)

    titles, *rows = table(original)
    items = {title.partition(" <")[0]: at for at, title in enumerate(titles)}
    values = {(row[0], title): row[at] for row in rows for title, at in items.items()}
    most = {
        title.partition(" <")[0]: Decimal(
            title.partition("MaxPoints:")[2].split(" ")[0].rstrip(">")
        )
        for title in titles
        if "MaxPoints:" in title
    }
    wanted = {(rows[each.place][0], column): each.grade for each in back.outcomes if each.changes}
    assert BrightspaceCourse(values, most).takes(back.data) == wanted
