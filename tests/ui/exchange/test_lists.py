from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.applications import Laptop, preview
from support.screens import Screen, hand_over

from npq_desktop.rows.register import Mark, MarkState

pytestmark = pytest.mark.slow

Key = Qt.Key


def open_list(screen: Screen, words: str, qtbot: QtBot):
    screen.panel()
    screen.press(words)
    dialog = screen.dialog()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)  # else no shortcut hears
    return dialog


# ---- disagreements -------------------------------------------------------------------------------


def test_a_number_chooses_and_the_next_disagreement_follows(screen: Screen, qtbot: QtBot) -> None:
    dialog = open_list(screen, "2 disagreements", qtbot)
    assert dialog.heading.text() == "2 disagreements to settle"
    before = screen.application.disagreements.all(screen.group)

    QTest.keyClick(dialog.table, Key.Key_2)

    assert dialog.heading.text() == "1 disagreement to settle"
    assert screen.application.disagreements.all(screen.group) == before[1:]
    view = screen.application.register.view(screen.group, before[0].cell[1])
    row = next(row for row in view.rows if row.person == before[0].cell[2])
    assert before[0].sides[1].words.startswith(row.state.value.capitalize())


def test_a_double_click_settles_one_disagreement_only(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_list(screen, "2 disagreements", qtbot)
    first, second = dialog.sides.buttons.buttons()

    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert dialog.heading.text() == "1 disagreement to settle"

    monkeypatch.setattr(QApplication, "doubleClickInterval", lambda: 0)
    QTest.qWait(2)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert dialog.heading.text() == "No disagreements"


def test_the_last_choice_is_taken_back_inside_the_list(screen: Screen, qtbot: QtBot) -> None:
    dialog = open_list(screen, "2 disagreements", qtbot)
    assert dialog.undo_button.isHidden()
    QTest.keyClick(dialog.table, Key.Key_1)
    assert not dialog.undo_button.isHidden()

    QTest.keyClick(dialog.table, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert dialog.heading.text() == "2 disagreements to settle"
    assert dialog.undo_button.isHidden()


def test_a_list_that_is_done_says_so_and_the_panel_and_chip_follow(
    screen: Screen, qtbot: QtBot
) -> None:
    dialog = open_list(screen, "2 disagreements", qtbot)

    for _ in range(2):
        QTest.keyClick(dialog.table, Key.Key_1)

    assert dialog.heading.text() == "No disagreements"
    assert dialog.sides.isHidden()
    QTest.keyClick(dialog, Key.Key_Escape)
    assert screen.dialog().disagreements_button.isHidden()
    qtbot.waitUntil(lambda: "disagreement" not in screen.window.header.chip.text())


def test_a_number_without_a_side_chooses_nothing(screen: Screen, qtbot: QtBot) -> None:
    dialog = open_list(screen, "2 disagreements", qtbot)

    QTest.keyClick(dialog.table, Key.Key_3)

    assert dialog.heading.text() == "2 disagreements to settle"


def test_each_choice_says_aloud_what_it_chooses(screen: Screen, qtbot: QtBot) -> None:
    dialog = open_list(screen, "2 disagreements", qtbot)

    names = [button.accessibleName() for button in dialog.sides.buttons.buttons()]

    assert len(names) == 2
    assert {"Sam's laptop" in name for name in names} == {True, False}
    assert any("by you" in name for name in names)


# ---- members and held ----------------------------------------------------------------------------


def select(dialog, who: str) -> None:
    rows = [row[0] for row in dialog.table.texts.rows]
    dialog.table.selectRow(rows.index(who))


def test_a_laptop_is_taken_out_only_after_what_it_means_was_read(
    screen: Screen, noor: Laptop, qtbot: QtBot
) -> None:
    dialog = open_list(screen, "People and laptops", qtbot)
    select(dialog, "Noor")

    screen.press("Remove this laptop")
    assert "on hold until a coordinator accepts it" in screen.dialog().words.text()
    QTest.keyClick(screen.dialog(), Key.Key_Return)
    assert standing(dialog, "Noor") == "in the group"

    screen.press("Remove this laptop")
    screen.press("Remove this laptop")

    assert standing(dialog, "Noor") == "removed"


def standing(dialog, who: str) -> str:
    return next(row[-1] for row in dialog.table.texts.rows if row[0] == who)


def test_nothing_is_offered_about_the_own_laptop(screen: Screen, qtbot: QtBot) -> None:
    dialog = open_list(screen, "People and laptops", qtbot)

    select(dialog, "Alex Morgan")

    assert not dialog.act_button.isEnabled()


def test_a_held_entry_is_accepted_and_leaves_the_list(
    screen: Screen, noor: Laptop, qtbot: QtBot
) -> None:
    [event, *_] = screen.application.register.events(screen.group)
    person = screen.application.register.view(screen.group, event.id).rows[0].person
    panel = open_list(screen, "People and laptops", qtbot)
    select(panel, "Noor")
    screen.press("Remove this laptop")
    screen.press("Remove this laptop")
    QTest.keyClick(panel, Key.Key_Escape)
    QTest.keyClick(screen.dialog(), Key.Key_Escape)
    mark = Mark(MarkState.ABSENT)
    noor.application.register.mark(screen.group, event.id, person, mark)
    hand_over(noor, screen.laptop, screen.group)
    dialog = open_list(screen, "1 on hold", qtbot)
    assert dialog.heading.text() == "1 on hold"
    assert "removed from the group" in dialog.table.texts.rows[0][2]

    screen.press("Accept this change")

    assert dialog.heading.text() == "Nothing is on hold"
    assert screen.application.held_entries.all(screen.group) == ()


# ---- trail ---------------------------------------------------------------------------------------


def test_a_table_for_people_is_in_the_trail_without_a_count_of_entries(
    screen: Screen, tmp_path: Path
) -> None:
    screen.application.cohort_files.save_table(screen.group, tmp_path / "cohort.csv")
    screen.panel()

    screen.press("Files saved")

    row = screen.dialog().table.texts.rows[0]
    assert row[1:4] == (
        "Saved: the cohort's engagement (.csv)",
        "for people to read, not encrypted",
        "anyone",
    )


def test_the_trail_is_shown_and_saved(
    screen: Screen, noor: Laptop, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_list(screen, "Files saved", qtbot)
    assert [row[1].split(",")[0] for row in dialog.table.texts.rows] == [
        "Came in by file",
        "Saved in an invitation",
    ]
    screen.chosen = tmp_path / "trail.csv"

    screen.press("Save as CSV")

    assert dialog.outcome.words() == "trail.csv is saved."
    assert b"Noor (invited)" in screen.chosen.read_bytes()
    assert screen.requests[-1].suggested == "Exchanges of Example group.csv"


def test_a_list_without_lines_says_so(screen: Screen, qtbot: QtBot) -> None:
    group = screen.application.setup.create_group(
        preview("Ann"), title="Alone", cohort="", first_seminar=screen.laptop.clock().date()
    )
    screen.window.header.group_chosen.emit(group)

    dialog = open_list(screen, "Files saved", qtbot)

    assert not dialog.empty.isHidden()
    assert not dialog.save_button.isEnabled()
