from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.applications import Laptop, confirm_sheet, preview
from support.full_disk import FullDisk
from support.screens import Screen, hand_over, press

from npq_desktop.ui.frame.menus import Tab

pytestmark = pytest.mark.slow


def rows_of(panel) -> dict[str, str]:
    """Laptop → what it has."""
    return {f"{who}, {laptop}": has for who, laptop, _, has in panel.laptops.texts.rows}


def test_the_chip_and_a_key_open_the_panel(screen: Screen, qtbot: QtBot) -> None:
    QTest.keyClick(screen.window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    panel = screen.dialog()
    assert panel.heading.text() == "Sync Example group"

    with qtbot.waitSignal(panel.destroyed):
        QTest.keyClick(panel, Qt.Key.Key_Escape)

    assert screen.panel().situation.text().startswith("In the same room? Save to a stick")


def test_a_sending_is_told_in_the_panel_at_once(screen: Screen, tmp_path: Path) -> None:
    panel = screen.panel()
    assert "not sent yet" in rows_of(panel)["Sam Okafor, Sam's laptop"]
    screen.chosen = tmp_path

    screen.press("Send")
    sending = screen.dialog()
    press(sending.folder_button)
    press(sending.save_button)
    QTest.keyClick(sending, Qt.Key.Key_Escape)

    assert (
        rows_of(panel)["Sam Okafor, Sam's laptop"] == "saved in a file at 13:20, not confirmed yet"
    )
    assert panel.isVisible()


def test_the_chip_hears_of_a_sending(screen: Screen, tmp_path: Path, qtbot: QtBot) -> None:
    alone = screen.application.setup.create_group(
        preview("Ann"), title="Alone", cohort="", first_seminar=date(2026, 10, 6)
    )
    screen.window.header.group_chosen.emit(alone)
    assert "not sent to anyone yet" in screen.window.header.chip.text()
    confirm_sheet(screen.application)
    screen.chosen = tmp_path

    screen.window.commands.action("send").trigger()
    screen.press("Folder")
    screen.press("Save")

    qtbot.waitUntil(lambda: "· file of " in screen.window.header.chip.text())


def test_the_chip_says_that_the_disk_is_full_until_something_is_saved(
    screen: Screen, qtbot: QtBot
) -> None:
    chip, table = screen.window.header.chip, screen.window.tabs.widget(Tab.REGISTER).table

    with FullDisk(1).under(screen.application.store):
        QTest.keyClick(table, "a")
        table.other_key_pressed.emit()
        qtbot.waitUntil(lambda: chip.text() == "Not saved · the disk is full")

    QTest.keyClick(table, "a")
    table.other_key_pressed.emit()
    qtbot.waitUntil(lambda: chip.text().startswith("Saved"))


def test_a_file_of_theirs_that_holds_everything_confirms(screen: Screen, noor: Laptop) -> None:
    hand_over(screen.laptop, noor, screen.group)
    screen.take_from(noor)

    assert rows_of(screen.panel())[f"Noor, {noor_device(screen)}"] == "everything"


def noor_device(screen: Screen) -> str:
    members = screen.application.membership.members(screen.group)
    return next(member.device for member in members if member.name == "Noor")


def test_a_file_opened_from_the_panel_is_shown_in_it(
    screen: Screen, noor: Laptop, tmp_path: Path
) -> None:
    hand_over(screen.laptop, noor, screen.group)
    screen.chosen = tmp_path / "back.npqsync"
    noor.application.exchange.send(screen.group, screen.chosen)
    panel = screen.panel()

    screen.press("Open file")
    press(screen.dialog().merge_button)

    assert rows_of(panel)[f"Noor, {noor_device(screen)}"] == "everything"


def test_inviting_from_a_group_of_one_keeps_the_panel(screen: Screen, tmp_path: Path) -> None:
    alone = screen.application.setup.create_group(
        preview("Ann"), title="Alone", cohort="", first_seminar=date(2026, 10, 6)
    )
    panel = screen.panel()
    screen.window.header.group_chosen.emit(alone)
    assert panel.situation.text().startswith("Nobody else is in this group yet")

    screen.press("Invite")

    assert "Invite a facilitator to Alone" in screen.dialog().heading.text()
    assert panel.isVisible()


def test_the_shared_folder_is_reached_from_the_panel(screen: Screen) -> None:
    screen.panel()

    screen.press("Shared folder")

    assert screen.dialog().heading.text() == "Shared folder"


def test_another_group_is_chosen_in_the_panel_for_the_whole_window(screen: Screen) -> None:
    assert screen.panel().group_box.isHidden()
    QTest.keyClick(screen.dialog(), Qt.Key.Key_Escape)
    screen.application.setup.create_group(
        preview("Ann"), title="Another", cohort="", first_seminar=date(2026, 10, 6)
    )
    panel = screen.panel()

    panel.group_box.setFocus()
    QTest.keyClick(panel.group_box, Qt.Key.Key_Up)

    assert panel.heading.text() == "Sync Another"
    assert screen.window.header.switcher.currentText() == "Another"


def test_nothing_in_the_panel_is_without_a_name(screen: Screen) -> None:
    panel = screen.panel()

    assert panel.laptops.accessibleName() == "Other laptops"
    assert panel.group_box.accessibleName() == "Group"


def test_the_panel_says_how_the_shared_folder_stands(
    screen: Screen, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "Shared with Noor"
    folder.mkdir()
    panel = screen.panel()
    assert panel.folder.isHidden()
    screen.chosen = folder

    screen.press("Shared folder")
    screen.press("Choose")
    screen.press("Close")

    qtbot.waitUntil(lambda: "Checked “Shared with Noor” at 13:20" in panel.folder.text())
    folder.rmdir()
    qtbot.waitUntil(lambda: "not been reachable since 13:20" in panel.folder.text(), timeout=8_000)


def test_where_the_key_is_is_told_once(screen: Screen) -> None:
    panel = screen.panel()
    assert "key to your data is a file on this laptop" in panel.key_notice.words()

    panel.understood_button.click()

    assert panel.key_notice.words() == ""
    panel.reject()
    assert screen.panel().understood_button.isHidden()
