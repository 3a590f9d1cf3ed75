"""All my groups: from the switcher or by key, and into the one chosen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.services.application import Application
from npq_desktop.ui.frame.all_groups_dialog import AllGroupsDialog
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.window import build_window


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
        row[1] == "26" and "Seminar 4" in row[2] and "disagreement" in row[3] for row in rows
    )
    assert window.header.switcher.currentData() == first
    place = [row.id for row in application.all_groups.rows()].index(second)
    dialog.table.selectRow(place)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)

    assert window.header.switcher.currentData() == second
    assert not dialog.isVisible()
    window.close()
    window.deleteLater()
