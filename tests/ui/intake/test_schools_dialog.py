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
