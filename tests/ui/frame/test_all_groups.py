"""All my groups: from the switcher or by key, and into the one chosen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.rows.groups import GroupOverview
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.all_groups_dialog import AllGroupsDialog
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow


def shown(window: MainWindow) -> AllGroupsDialog:
    [dialog] = [each for each in window.findChildren(AllGroupsDialog) if each.isVisible()]
    return dialog


def test_all_my_groups_says_what_waits_and_opens_the_chosen_one(
    application: Application, qtbot: QtBot
) -> None:
    first, second = application.groups.add_example(), application.groups.add_example()
    application.profile.remember_group(first)
    window = build_window(application)
    with qtbot.waitExposed(window):
        window.show()

    window.header.switcher.setCurrentIndex(window.header.switcher.count() - 1)
    window.header.switcher.activated.emit(window.header.switcher.count() - 1)
    dialog = shown(window)
    rows = dialog.table.texts.rows
    assert len(rows) == 2
    assert all(
        row[1] == "26" and "Seminar 4" in row[2] and "disagreement" in row[4] for row in rows
    )
    assert all("to decide" in row[3] for row in rows)
    assert window.header.switcher.currentData() == first
    place = [row.id for row in application.all_groups.rows()].index(second)
    dialog.table.selectRow(place)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)

    assert window.header.switcher.currentData() == second
    assert not dialog.isVisible()
    window.close()
    window.deleteLater()


SPRING_15 = (150, 152, 154, 156, 158)
"""The even ones with 15 in their number."""


def overview(number: int) -> GroupOverview:
    return GroupOverview(
        id=f"g{number}",
        title=f"Group {number:03}",
        cohort="Autumn 2026" if number % 2 else "Spring 2027",
        people=25,
        next_event="",
        unsigned=0,
        disagreements=0,
    )


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[AllGroupsDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    rows = tuple(overview(number) for number in range(200))
    made = AllGroupsDialog(parent=window, rows=rows, current="g150")
    made.open()
    yield made
    window.close()


def test_typing_leaves_the_groups_with_every_word(dialog: AllGroupsDialog, qtbot: QtBot) -> None:
    assert dialog.table.current() == 150

    QTest.keyClicks(dialog.find_box, "spring 15")

    shown = [row[0].splitlines()[0] for row in dialog.table.texts.rows]
    assert shown == [f"Group {number:03}" for number in SPRING_15]
    with qtbot.waitSignal(dialog.chosen) as heard:
        QTest.keyClick(dialog.find_box, Qt.Key.Key_Return)
    assert heard.args == ["g150"]


def test_the_arrow_down_leads_from_the_find_box_to_the_groups(dialog: AllGroupsDialog) -> None:
    dialog.find_box.setFocus()

    QTest.keyClick(dialog.find_box, Qt.Key.Key_Down)

    assert dialog.table.hasFocus()
    assert dialog.table.current() == 150


def test_what_is_in_no_group_leaves_nothing_to_open(dialog: AllGroupsDialog) -> None:
    QTest.keyClicks(dialog.find_box, "nowhere")

    assert dialog.table.texts.rows == ()
    assert not dialog.open_button.isEnabled()

    dialog.find_box.clear()
    assert len(dialog.table.texts.rows) == 200
    assert dialog.open_button.isEnabled()
