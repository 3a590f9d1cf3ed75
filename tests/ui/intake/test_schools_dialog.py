"""A register of schools opened like any file."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.ui.intake.schools_dialog import SchoolsDialog

pytestmark = pytest.mark.slow


def test_a_register_of_schools_is_previewed_and_kept(desk, samples: Path, qtbot: QtBot) -> None:
    desk.presenter.open_file(samples / "dfe" / "gias_sample.csv")
    dialog = desk.dialog()
    assert isinstance(dialog, SchoolsDialog)
    assert desk.application.schools.of("100000") is None

    with qtbot.waitSignal(desk.bus.said):
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert desk.application.schools.of("100000").name == "The Aldgate School"


def test_escape_keeps_no_school(desk, samples: Path) -> None:
    desk.presenter.open_file(samples / "dfe" / "gias_sample.csv")

    QTest.keyClick(desk.dialog(), Qt.Key.Key_Escape)

    assert desk.application.schools.of("100000") is None


def test_changed_and_spoilt_lines_of_a_register_are_listed(desk, samples: Path) -> None:
    schools = desk.application.schools
    schools.keep(schools.read(samples / "dfe" / "gias_sample.csv"))
    desk.presenter.open_file(samples / "dfe" / "gias_update.csv")
    pages = desk.dialog().pages

    titles = [pages.tabText(at) for at in range(pages.count())]

    assert titles[0].startswith("Changed (")
    assert pages.widget(0).toPlainText()


def test_register_with_nothing_new_offers_nothing_to_keep(desk, samples: Path) -> None:
    schools = desk.application.schools
    schools.keep(schools.read(samples / "dfe" / "gias_sample.csv"))

    desk.presenter.open_file(samples / "dfe" / "gias_sample.csv")

    dialog = desk.dialog()
    assert not dialog.keep_button.isVisible()
    assert not dialog.pages.isVisible()
    assert dialog.cancel_button.isVisible()
