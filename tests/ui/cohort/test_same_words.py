"""The same fact reads the same on screen, in its tip, read aloud, on the statement, in `report`."""

import pytest
from PySide6.QtCore import Qt

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.files import cohort_words
from npq_desktop.ui.cohort.actions.statement import statement

pytestmark = pytest.mark.slow

STANDINGS = ("met", "on_course", "behind", "out_of_reach", "unresolved", "not_started", "deferred")
TIP, ALOUD = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole


def of_standing(stage, standing: str) -> CohortRow:
    rows = stage.application.cohort.view(stage.group).rows
    return next(row for row in rows if row.standing == standing)


def cell(stage, row: CohortRow, key: str, role: Qt.ItemDataRole) -> str:
    model = stage.tab.table.rows
    at = next(at for at, each in enumerate(model.rows) if each.person == row.person)
    return model.index(at, model.column_of(key)).data(role) or ""


@pytest.mark.parametrize("standing", STANDINGS)
def test_one_fact_reads_the_same_in_every_place(stage, standing: str) -> None:
    row = of_standing(stage, standing)
    in_cell, sentence = words.cell(row), words.sentence(row)
    report = next(
        line
        for line in cohort_words(stage.application.cohort.view(stage.group)).split("\n")
        if line.startswith(row.name)
    )
    paper = statement(stage.application.cohort_files.statement(stage.group, row.person))
    stage.tab.table.select(row.person)

    shown = Qt.ItemDataRole.DisplayRole
    assert cell(stage, row, "standing", shown) == words.capital(in_cell)
    assert cell(stage, row, "standing", TIP) == sentence
    assert cell(stage, row, "standing", ALOUD) == words.capital(in_cell)
    assert sentence in cell(stage, row, "name", ALOUD)
    assert sentence in stage.tab.person_panel.head.accessibleName()
    assert stage.tab.person_panel.head.standing.said.text() == words.capital(in_cell)
    assert sentence in paper.lines
    assert in_cell in report
    if row.secured:
        done = words.percent(row.secured.percent)
        assert cell(stage, row, "done", shown).startswith(done)
        assert cell(stage, row, "done", TIP).startswith(f"{done} of the course is done.")
        assert f"{done} done" in report
        assert any(line.startswith(f"{done} of the course done") for line in paper.lines)
    missed = words.can_miss_sentence(row)
    assert cell(stage, row, "can_miss", TIP) == missed
    assert not missed or missed in paper.lines


def test_a_report_begins_with_the_day_and_has_no_percentage_alone(stage) -> None:
    first, *lines = cohort_words(stage.application.cohort.view(stage.group)).split("\n")

    assert first == "Example group, 23 November 2026"
    assert all("% done" in line for line in lines if "%" in line.replace("90%", ""))
