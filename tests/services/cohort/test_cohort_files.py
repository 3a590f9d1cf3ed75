"""The cohort as files: exactly the figures of the tab, and nothing that runs."""

import csv
import io
import json
import subprocess
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from support.scenes import PAST, PRESENT, MakeScene, late

from npq_desktop.errors import ServiceError
from npq_desktop.services.application import Application
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.item_words import of_total

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
HOSTILE = ("=cmd|' /C calc'!A0", "+1+2", "@SUM(A1)", " =1")


def plain(words: str) -> str:
    """The same with blanks at which a line may break."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


def table(application: Application, group: str, path: Path) -> list[dict[str, str]]:
    application.cohort_files.save_table(group, path)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def book(application: Application, group: str, path: Path) -> openpyxl.Workbook:
    application.cohort_files.save_table(group, path)
    return openpyxl.load_workbook(path)


def test_csv_has_everybody_by_surname_with_the_figures_of_the_tab(
    application: Application, example: str, tmp_path: Path
) -> None:
    said = table(application, example, tmp_path / "cohort.csv")

    rows = sorted(application.cohort.view(example).rows, key=lambda row: row.sort_name)
    assert [each["Name"] for each in said] == [row.name for row in rows]
    for each, row in zip(said, rows, strict=True):
        assert each["On track?"] == words.cell(row)
        assert each["Course done %"] == (row.secured.percent if row.secured else "")
        assert each["Course done exactly"] == (f"{row.secured.fraction}%" if row.secured else "")
        assert each["Events"] == (of_total(row.components[2]) if row.components else "")


def test_workbook_has_typed_cells_and_a_heading_that_stays(
    application: Application, example: str, tmp_path: Path
) -> None:
    sheets = book(application, example, tmp_path / "cohort.xlsx")

    sheet = sheets["Cohort"]
    assert sheet.freeze_panes == "B2"
    titles = [cell.value for cell in sheet[1]]
    counted = next(r for r in sheet.iter_rows(min_row=2) if r[titles.index("Next due on")].value)
    assert isinstance(counted[titles.index("Course done %")].value, int | float)
    assert isinstance(counted[titles.index("Next due on")].value, datetime)
    assert isinstance(counted[titles.index("Events: total")].value, int)
    assert isinstance(counted[titles.index("TRN")].value, str)


def test_workings_hold_each_item_with_credit_and_the_sums(scene: MakeScene, tmp_path: Path) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)
    ann.mark("Ann", PAST[1], late(90))

    sheets = book(ann.application, ann.group, tmp_path / "cohort.xlsx")

    items = list(sheets["Workings"].iter_rows(min_row=2, values_only=True))
    worth = {row[3]: row[-2:] for row in items}
    assert len(items) == 21
    assert worth["Opening conference"] == (1, 1)
    assert [worth[key] for key in worth if key.startswith("Seminar")][:2] == [
        ("1/2", "1/2"),
        (0, 1),
    ]
    sums = [row[2] for row in sheets["Sums"].iter_rows(min_row=2, values_only=True)]
    assert plain(sums[2]) == "Events: 50 × (1½) ⁄ 8 = 9 3/8 points, 3 open, 3 not known yet"


def test_workings_add_up_to_what_is_secured(
    application: Application, example: str, tmp_path: Path
) -> None:
    sheets = book(application, example, tmp_path / "cohort.xlsx")

    low: dict[str, dict[str, list[Fraction]]] = {}
    for name, _, part, *_, least, _most in sheets["Workings"].iter_rows(2, values_only=True):
        if least is not None:
            low.setdefault(name, {}).setdefault(part, []).append(Fraction(least))
    weights = {"Diagnostics": 30, "Reflections": 20, "Events": 50}
    for row in application.cohort.view(example).rows:
        if row.secured:
            parts = {part: sum(all_) / len(all_) for part, all_ in low[row.name].items()}
            whole = sum(weights[part] for part in parts)
            added = sum(100 * weights[part] * share / whole for part, share in parts.items())
            assert added == Fraction(row.secured.fraction), row.name


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_a_formula(
    scene: MakeScene, tmp_path: Path, name: str, ending: str
) -> None:
    ann = scene("Ann")
    ann.write("person.set", who="Ann", name=name, school=name)
    path = tmp_path / f"cohort.{ending}"

    ann.application.cohort_files.save_table(ann.group, path)

    if ending == "csv":
        [row] = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        assert row["Name"] == row["School"] == f"'{name.strip()}"
        return
    for sheet in openpyxl.load_workbook(path).worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_the_question_is_answered_by_the_engines_own_command_and_names_nobody(
    application: Application, example: str, tmp_path: Path
) -> None:
    path = tmp_path / "question.json"
    application.cohort_files.save_table(example, path)

    command = [sys.executable, "-m", "npq_desktop.engagement"]
    asked = path.read_bytes()
    said = subprocess.run(command, input=asked, capture_output=True, check=True, cwd=ROOT)

    rows = {row.person: row for row in application.cohort.view(example).rows}
    answered = json.loads(said.stdout)["participants"]
    assert {each["id"] for each in answered} == {key for key, row in rows.items() if row.secured}
    assert all(each["standing"] == rows[each["id"]].standing for each in answered)
    assert not any(row.name in asked.decode() for row in rows.values())


def test_a_table_of_another_kind_is_refused(
    application: Application, example: str, tmp_path: Path
) -> None:
    with pytest.raises(ServiceError, match=r"file name: \.xlsx, \.csv or \.json"):
        application.cohort_files.save_table(example, tmp_path / "cohort.ods")


def test_a_statement_of_somebody_else_is_refused(application: Application, example: str) -> None:
    with pytest.raises(ServiceError, match="no longer in this group"):
        application.cohort_files.statement(example, "nobody")
