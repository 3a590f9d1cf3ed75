from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from npq_desktop.ui.exchange.open_dialog import RefusedDialog
from npq_desktop.ui.intake.reading_dialog import ReadingDialog
from npq_desktop.ui.intake.roster_dialog import PEOPLE_COLUMNS
from npq_desktop.ui.kit.lists.tables import RowsModel

pytestmark = pytest.mark.slow

Key = Qt.Key


def page(dialog, title: str) -> str:
    pages = dialog.pages
    at = next(at for at in range(pages.count()) if pages.tabText(at).startswith(title))
    box = pages.widget(at)
    assert isinstance(box, QPlainTextEdit)
    return box.toPlainText()


def test_people_of_a_file_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = RowsModel(PEOPLE_COLUMNS)
    model.show_rows(((2, "Ann Abbott", "ann@example.org", "", ""), (3, "B", "", "", "")))

    qtmodeltester.check(model)


def test_roster_shows_people_problems_and_what_is_not_used(desk, roster: Path) -> None:
    desk.chosen = roster
    desk.presenter.set_up_group()

    QTest.keyClick(desk.dialog().choose_button, Key.Key_Space)

    dialog = desk.dialog()
    assert dialog.people.rows.rowCount() == 2
    assert "Line 3" in page(dialog, "Problems")
    assert "Shoe size" in page(dialog, "Not used")


def test_group_needs_a_name_before_it_can_be_made(desk, roster: Path) -> None:
    desk.presenter.set_up_group()
    dialog = desk.dialog()
    dialog.read(roster)
    assert not dialog.apply_button.isEnabled()

    QTest.keyClicks(dialog.title_box, "Leeds, Group 07")

    assert dialog.apply_button.isEnabled()


def test_group_is_made_with_title_cohort_and_first_seminar(desk, roster: Path, qtbot) -> None:
    desk.presenter.set_up_group()
    dialog = desk.dialog()
    dialog.read(roster)
    QTest.keyClicks(dialog.title_box, "Leeds, Group 07")
    QTest.keyClicks(dialog.cohort_box, "Autumn 2026")
    dialog.date_box.setDate(QDate(2027, 1, 11))

    with qtbot.waitSignal(desk.presenter.group_opened) as opened:
        QTest.keyClick(dialog.apply_button, Key.Key_Space)

    row = next(g for g in desk.application.groups.all() if g.id == opened.args[0])
    starts = [e.start.date() for e in desk.application.register.events(row.id) if e.start]
    assert (row.title, row.cohort, row.people) == ("Leeds, Group 07", "Autumn 2026", 2)
    assert QDate(2027, 1, 11).toPython() in starts


def test_cancelled_roster_stores_nothing(desk, roster: Path) -> None:
    before = desk.application.groups.all()
    desk.presenter.set_up_group()
    dialog = desk.dialog()
    dialog.read(roster)

    QTest.keyClick(dialog, Key.Key_Escape)

    assert desk.application.groups.all() == before


def test_roster_for_an_open_group_says_what_is_new_and_who_is_missing(desk, roster) -> None:
    desk.presenter.import_roster()
    dialog = desk.dialog()

    dialog.read(roster)

    assert page(dialog, "New") == "Ann Abbott\nCerys Ó Brien"
    assert "Umar Farooq" in page(dialog, "Not in this file")


def test_roster_applied_to_a_group_is_told_to_the_bus(desk, roster: Path, qtbot: QtBot) -> None:
    group = desk.group
    desk.presenter.import_roster()
    dialog = desk.dialog()
    dialog.read(roster)

    with qtbot.waitSignal(desk.bus.changed) as changed:
        QTest.keyClick(dialog.apply_button, Key.Key_Space)

    assert changed.args[0].group == group
    names = {row.name for row in desk.application.cohort.view(group).rows}
    assert {"Ann Abbott", "Cerys Ó Brien", "Umar Farooq"} <= names


def test_unreadable_roster_says_why_and_keeps_the_last_one(desk, roster: Path, tmp_path) -> None:
    picture = tmp_path / "photo.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n0000")
    desk.presenter.set_up_group()
    dialog = desk.dialog()
    dialog.read(roster)

    dialog.read(picture)

    assert dialog.trouble.words()
    assert dialog.people.rows.rowCount() == 2


def test_dropped_spreadsheet_opens_as_a_roster(desk, roster: Path) -> None:
    desk.presenter.open_file(roster)

    assert desk.dialog().people.rows.rowCount() == 2


def test_return_adds_nobody_of_a_roster_that_is_another_groups(desk, roster: Path) -> None:
    group = desk.group
    before = len(desk.application.cohort.view(group).rows)
    desk.presenter.import_roster()
    dialog = desk.dialog()

    dialog.read(roster)
    assert dialog.wrong_group.words().startswith("Is this the wrong group?")
    QTest.keyClick(dialog, Key.Key_Return)

    assert len(desk.application.cohort.view(group).rows) == before


def test_a_roster_that_fits_asks_nothing(desk, tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    path.write_text("Name\nUmar Farooq\nNew Person\n", encoding="utf-8")
    desk.presenter.import_roster()
    dialog = desk.dialog()

    dialog.read(path)

    assert dialog.wrong_group.words() == ""
    assert dialog.apply_button.isDefault()


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A list under titles nobody knows."""
    path = tmp_path / "liste.csv"
    path.write_text("Wer,Kontakt\nWei Li,wei@x.example\nJo Ng,\n", encoding="utf-8")
    return path


def test_unknown_columns_are_explained_by_key_and_remembered(desk, strange: Path) -> None:
    desk.presenter.set_up_group()
    dialog = desk.dialog()
    dialog.read(strange)
    assert dialog.pages.currentWidget() is dialog.columns
    assert not dialog.apply_button.isEnabled()

    box = dialog.columns.boxes[0]
    box.setFocus()
    QTest.keyClick(box, Key.Key_Down)
    assert dialog.people.rows.rowCount() == 2
    assert dialog.trouble.words() == ""
    QTest.keyClicks(dialog.title_box, "Leeds, Group 07")
    QTest.keyClick(dialog.apply_button, Key.Key_Space)

    assert len(desk.application.setup.read_roster(strange).people) == 2


def test_field_is_read_from_one_column_only(desk, strange: Path) -> None:
    desk.presenter.set_up_group()
    dialog = desk.dialog()
    dialog.read(strange)
    first, second = dialog.columns.boxes.values()

    for box in (first, second):
        box.setFocus()
        QTest.keyClick(box, Key.Key_Down)

    assert (first.currentData(), second.currentData()) == ("", "name")
    assert dialog.people.rows.rowCount() == 1


REPORTS = (
    "cases/files/05_teams_short_stay.csv",
    "cases/files/11_moodle_quiz_report.csv",
    "lms/11_2026-11-20T0941_Grades-NPQLPM-2026B.csv",
    "lms/12_submissions.zip",
)


@pytest.mark.parametrize("name", REPORTS)
def test_report_opened_without_a_group_is_explained_and_is_no_list_of_people(
    desk_of, application, samples: Path, name: str, qtbot: QtBot
) -> None:
    desk = desk_of(application)

    desk.presenter.open_file(samples / name)

    qtbot.waitUntil(lambda: not isinstance(desk.dialog(), ReadingDialog))  # one of them is large
    dialog = desk.dialog()
    assert isinstance(dialog, RefusedDialog)
    assert "Open the group it is about" in dialog.trouble.words()


def test_list_of_people_is_opened_by_its_content_whatever_its_name(desk, tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text("Name\tEmail\nAnn Abbott\tann@example.org\n", encoding="utf-8")

    desk.presenter.open_file(path)

    assert desk.dialog().people.rows.rowCount() == 1
