"""What is decided in the roster import: changes line by line, who is who, sheet and group."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from npq_desktop.interchange.files import text_tables
from npq_desktop.rows.rosters import NEW_PERSON, RosterChange
from npq_desktop.services.application import Application
from npq_desktop.ui.intake.roster_dialog import RosterDialog
from npq_desktop.ui.intake.roster_pages import ChangesModel

pytestmark = pytest.mark.slow

Key = Qt.Key


class Open:
    """The window of a group made from the first file of a folder of cases, and its dialog."""

    def __init__(self, desk, application: Application, folder: Path, first: str) -> None:
        self.desk, self.application, self.folder = desk, application, folder
        read = application.setup.read_roster(folder / first)
        self.group = application.setup.create_group(
            read, title="Group 21", cohort="", first_seminar=date(2026, 10, 6)
        )
        desk.open_group(self.group)

    def read(self, name: str) -> RosterDialog:
        self.desk.presenter.import_roster()
        dialog = self.desk.dialog()
        dialog.read(self.folder / name)
        return dialog

    def names(self) -> set[str]:
        return {row.name for row in self.application.cohort.view(self.group).rows}


@pytest.fixture
def files(desk_of: Callable, application: Application, samples: Path) -> Open:
    return Open(desk_of(application), application, samples / "cases" / "files", "00_group21.csv")


@pytest.fixture
def reports(desk_of: Callable, application: Application, samples: Path) -> Open:
    return Open(desk_of(application), application, samples / "cases" / "reports", "00_base.csv")


def title(dialog: RosterDialog) -> str:
    return dialog.pages.tabText(dialog.pages.currentIndex())


def choose(box, words: str) -> None:
    """Pick an item by keyboard, as far down as it stands."""
    box.setFocus()
    at = next(at for at in range(box.count()) if box.itemText(at).startswith(words))
    key = Key.Key_Down if at > box.currentIndex() else Key.Key_Up
    for _ in range(abs(at - box.currentIndex())):
        QTest.keyClick(box, key)


def test_changes_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = ChangesModel()
    change = RosterChange(2, "p", "Ann", "school", "Ash", "Elm", {"school": "Elm"}, preset=True)
    model.show_changes((change,))

    qtmodeltester.check(model)


def test_the_import_opens_on_the_changes_and_makes_only_those_ticked(files: Open) -> None:
    before = files.names()
    dialog = files.read("02_roster_poorer_names.csv")

    assert title(dialog) == "Changes (4)"
    assert not dialog.apply_button.isEnabled()
    QTest.keyClick(dialog.changes.table, Key.Key_Down)
    QTest.keyClick(dialog.changes.table, Key.Key_Space)
    assert dialog.apply_button.isEnabled()
    QTest.keyClick(dialog.apply_button, Key.Key_Space)

    assert files.names() - before == {"Agnieszka ?uk"}
    assert before - files.names() == {"Agnieszka Żuk"}


def test_space_ticks_every_selected_line_and_unticks_them_again(files: Open) -> None:
    dialog = files.read("02_roster_poorer_names.csv")
    table = dialog.changes.table

    table.selectAll()
    QTest.keyClick(table, Key.Key_Space)
    ticked = len(dialog.changes.rows.accepted)
    QTest.keyClick(table, Key.Key_Space)

    assert (ticked, dialog.changes.rows.accepted) == (4, ())


def test_a_tick_stays_when_something_else_is_chosen(files: Open) -> None:
    dialog = files.read("02_roster_poorer_names.csv")
    QTest.keyClick(dialog.changes.table, Key.Key_Space)

    dialog.columns.boxes[2].setFocus()
    QTest.keyClick(dialog.columns.boxes[2], Key.Key_Home)

    assert [change.name for change in dialog.changes.rows.accepted] == ["Bronwen Tallis"]


def test_a_namesake_is_said_to_be_someone_new_by_key(reports: Open) -> None:
    dialog = reports.read("20_namesake_added.csv")

    assert title(dialog) == "Who is who (2)"
    assert not dialog.apply_button.isEnabled()
    choose(dialog.questions.who_box, "Someone new")
    assert dialog.questions.said == {2: NEW_PERSON}
    assert title(dialog).startswith("Who is who")
    QTest.keyClick(dialog.apply_button, Key.Key_Space)

    assert {"Dev Patel (Bryn School)", "Dev Patel (Hillcrest Primary)"} <= reports.names()
    assert "Farah Khan" in reports.names()


def test_the_likely_person_is_offered_first(reports: Open) -> None:
    dialog = reports.read("20_namesake_added.csv")

    texts = [dialog.questions.who_box.itemText(at) for at in range(3)]
    assert texts == ["Left out until you choose", "Someone new: add", "Dev Patel"]


def test_the_group_of_the_file_is_asked_for_before_anybody_is_added(
    reports: Open,
) -> None:
    dialog = reports.read("18_two_classes.zip")

    assert dialog.group_box.isVisible()
    assert "holds several groups" in dialog.file_words.text()
    assert dialog.people.rows.rowCount() == 0
    choose(dialog.group_box, "NPQSL Group 02")
    assert [dialog.questions.table.texts.rows[0][1]] == ["Dev Patel"]
    choose(dialog.group_box, "All of them")
    assert dialog.people.rows.rowCount() == 2


def test_another_sheet_of_a_workbook_is_chosen_by_key(files: Open) -> None:
    dialog = files.read("18_formulas_two_sheets.xlsx")

    assert dialog.sheet_box.currentText() == "Group 21"
    choose(dialog.sheet_box, "2025 old")

    assert dialog.people.rows.rowCount() == 1
    assert dialog.sheet_box.currentText() == "2025 old"
    assert not dialog.group_box.isVisible()


def test_a_padded_trn_of_somebody_new_is_confirmed_with_a_tick(
    desk_of: Callable, application: Application, samples: Path
) -> None:
    desk = desk_of(application)
    desk.presenter.set_up_group()
    dialog = desk.dialog()
    dialog.read(samples / "cases" / "files" / "20_short_trn.csv")
    assert title(dialog) == "Changes (1)"

    QTest.keyClick(dialog.changes.table, Key.Key_Space)
    QTest.keyClicks(dialog.title_box, "Group 21")
    QTest.keyClick(dialog.apply_button, Key.Key_Space)

    [group] = application.groups.all()
    assert application.groups.find_people(group.id, "0214477")


def test_a_file_opened_beside_a_group_is_parsed_once(
    files: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people.csv"
    lines = "".join(f"Person {at},p{at}@x.example,School {at % 9}\n" for at in range(1_200))
    path.write_text(f"Name,Email,School\n{lines}", encoding="utf-8")
    parsed: list[str] = []
    run = text_tables._Parsing.run
    monkeypatch.setattr(
        text_tables._Parsing, "run", lambda self, at: (parsed.append("once"), run(self, at))[1]
    )

    files.desk.presenter.open_file(path)

    assert files.desk.dialog().people.rows.rowCount() == 1_200
    assert parsed == ["once"]


def test_a_click_on_its_box_ticks_a_change(files: Open, qtbot: QtBot) -> None:
    dialog = files.read("02_roster_poorer_names.csv")
    table = dialog.changes.table
    first = table.visualRect(table.model().index(0, 0))

    with qtbot.waitSignal(dialog.changes.rows.ticked):
        QTest.mouseClick(
            table.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPoint(first.left() + 10, first.center().y()),
        )

    assert [change.name for change in dialog.changes.rows.accepted] == ["Bronwen Tallis"]
