"""What is due to a person, asked for with keys on the Cohort tab of the real window."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.screens import Screen

from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.main_window import Page
from npq_desktop.ui.window import build_window

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(laptop: Callable[[str], Laptop], qtbot: QtBot) -> Iterator[Screen]:
    """Alex's window on the Cohort tab, the first person selected."""
    alex = laptop("Alex Morgan")
    made = Screen(alex, alex.application.groups.add_example())
    made.window = build_window(alex.application, choose_file=made.choose)
    with qtbot.waitExposed(made.window):
        made.window.show()
    made.window.show_page(Page.COHORT)
    tab = cohort(made)
    tab.table.select(tab.table.first_person())
    yield made
    made.window.close()
    made.window.deleteLater()


def cohort(screen: Screen) -> CohortTab:
    return screen.window.findChild(CohortTab)


@pytest.mark.parametrize("ending", [".pdf", ".json"])
def test_report_of_everything_held_is_saved_by_keys(
    screen: Screen, tmp_path: Path, qtbot: QtBot, ending: str
) -> None:
    screen.chosen = tmp_path / f"report{ending}"
    name = cohort(screen).person_panel._name.text()

    QTest.keyClick(cohort(screen).table, Qt.Key.Key_R, CTRL_SHIFT)
    assert screen.dialog().windowTitle() == f"Everything held about {name}, not encrypted"
    QTest.keyClick(screen.dialog(), Qt.Key.Key_Return)

    qtbot.waitUntil(screen.chosen.exists)
    data = screen.chosen.read_bytes()
    assert data.startswith(b"%PDF") if ending == ".pdf" else json.loads(data)["name"] == name
    assert screen.requests[0].suggested == f"{name} everything held.pdf"
