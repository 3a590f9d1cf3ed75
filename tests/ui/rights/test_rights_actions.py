"""What is due to a person, asked for with keys on the Cohort tab of the real window."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.screens import Screen

from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.main_window import Tab
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(alex_with_example: tuple[Laptop, str], qtbot: QtBot) -> Iterator[Screen]:
    """Alex's window on the Cohort tab, the first person selected."""
    alex, group = alex_with_example
    made = Screen(alex, group)
    made.window = build_window(alex.application, choose_file=made.choose)
    with qtbot.waitExposed(made.window):
        made.window.show()
    made.window.show_page(Tab.COHORT)
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
    name = cohort(screen).person_panel.name

    QTest.keyClick(cohort(screen).table, Qt.Key.Key_R, CTRL_SHIFT)
    assert screen.dialog().windowTitle() == f"Everything held about {name}"
    screen.dialog().kinds.choose(ending)
    QTest.keyClick(screen.dialog(), Qt.Key.Key_Return)

    qtbot.waitUntil(screen.chosen.exists)
    data = screen.chosen.read_bytes()
    assert data.startswith(b"%PDF") if ending == ".pdf" else json.loads(data)["name"] == name
    assert screen.requests[0].suggested == f"{name} everything held{ending}"


def erase_dialog(screen: Screen) -> QDialog:
    screen.window.commands.action("erase").trigger()
    return screen.dialog()


def test_person_is_erased_once_name_reason_and_authority_are_typed(
    screen: Screen, qtbot: QtBot
) -> None:
    name = cohort(screen).person_panel.name
    person = cohort(screen).selected_person()
    dialog = erase_dialog(screen)
    assert dialog.windowTitle() == f"Erase {name}"
    assert not dialog.erase_button.isEnabled()

    QTest.keyClicks(dialog.reason_box, "asked in writing")
    QTest.keyClicks(dialog.authority_box, "data protection officer")
    QTest.keyClicks(dialog.name_box, name)
    screen.press("Erase for good")

    reading = screen.application.store.reading
    qtbot.waitUntil(lambda: person in reading.erased(screen.group))
    qtbot.waitUntil(lambda: "Erased on this laptop" in dialog.outcome.words())
    assert "Files you sent or saved earlier hold it" in dialog.outcome.words()
    qtbot.waitUntil(dialog.isEnabled)
    assert dialog.cancel_button.text() == "Close"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert name not in [
        cohort(screen).table.filter.index(row, 0).data()
        for row in range(cohort(screen).table.filter.rowCount())
    ]


def test_return_in_any_field_cancels_and_erases_nobody(screen: Screen, qtbot: QtBot) -> None:
    name = cohort(screen).person_panel.name
    person = cohort(screen).selected_person()
    dialog = erase_dialog(screen)
    for box, text in ((dialog.reason_box, "why"), (dialog.authority_box, "who")):
        QTest.keyClicks(box, text)
    QTest.keyClicks(dialog.name_box, name)
    closed = [False]
    dialog.finished.connect(lambda _: closed.append(True))

    QTest.keyClick(dialog.name_box, Qt.Key.Key_Return)
    assert "not recorded yet" in dialog.trouble.words()
    QTest.keyClick(dialog.name_box, Qt.Key.Key_Return)

    assert closed[-1]
    assert person not in screen.application.store.reading.erased(screen.group)


def test_what_came_meanwhile_is_shown_before_anybody_is_erased(
    screen: Screen, qtbot: QtBot
) -> None:
    name, person = cohort(screen).person_panel.name, cohort(screen).selected_person()
    dialog = erase_dialog(screen)
    assert dialog.focusWidget() is dialog.reason_box
    for box, text in ((dialog.reason_box, "why"), (dialog.authority_box, "who")):
        QTest.keyClicks(box, text)
    QTest.keyClicks(dialog.name_box, name)
    before = dialog.words.text()

    screen.application.person_notes.add(screen.group, person, "said goodbye")
    screen.press("Erase for good")

    qtbot.waitUntil(lambda: "Someone changed this" in dialog.trouble.words())
    qtbot.waitUntil(dialog.isEnabled)
    assert dialog.words.text() != before
    assert not screen.application.core.facts.of(screen.group).people[person].erased


def test_wrong_name_is_said_and_the_dialog_stays(screen: Screen, qtbot: QtBot) -> None:
    dialog = erase_dialog(screen)
    for box in (dialog.reason_box, dialog.authority_box, dialog.name_box):
        QTest.keyClicks(box, "somebody")

    screen.press("Erase for good")

    qtbot.waitUntil(lambda: "Type the name exactly as shown" in dialog.trouble.words())
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.isEnabled)


def test_erased_participants_are_listed_with_each_laptops_answer(
    screen: Screen, qtbot: QtBot
) -> None:
    name = cohort(screen).person_panel.name
    erasure = screen.application.erasure
    erasure.erase(
        screen.group,
        erasure.plan(screen.group, cohort(screen).selected_person()),
        typed=name,
        reason="asked in writing",
        authority="DPO",
    )

    screen.window.commands.action("erased").trigger()

    dialog = screen.dialog()
    rows = dialog.table.model().rows
    assert [row[2].partition(",")[0] for row in rows] == ["done", "not confirmed yet"]
    assert rows[1][1] == "Sam Okafor (Sam's laptop)"
    assert "Send them a file" in dialog.said.text()
    assert name not in str(rows)
