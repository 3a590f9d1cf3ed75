"""Hand over and remove in the real window, by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.screens import Screen

pytestmark = pytest.mark.slow


def test_group_leaves_after_its_last_file_and_its_typed_name(
    screen: Screen, tmp_path: Path, qtbot: QtBot
) -> None:
    screen.window.commands.action("hand_over").trigger()
    dialog = screen.dialog()
    QTest.keyClicks(dialog.title_box, "Example group")
    assert not dialog.remove_button.isEnabled()
    screen.chosen = tmp_path / "last.npqsync"

    screen.press("Save the last file")
    qtbot.waitUntil(lambda: "read back" in dialog.outcome.words() and dialog.isEnabled())
    assert "saved in a file" in dialog.words.text()
    assert "only the recovery sheet opens the file" in dialog.words.text()
    screen.press("Remove from this laptop")

    qtbot.waitUntil(lambda: "has left this laptop" in dialog.outcome.words())
    qtbot.waitUntil(dialog.isEnabled)
    assert screen.application.store.groups() == ()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(screen.window.first_run.isVisible)


def test_return_removes_nothing(screen: Screen, tmp_path: Path) -> None:
    screen.application.exchange.send(screen.group, tmp_path / "last.npqsync")
    screen.window.commands.action("hand_over").trigger()
    dialog = screen.dialog()
    QTest.keyClicks(dialog.title_box, "Example group")
    assert dialog.remove_button.isEnabled()

    QTest.keyClick(dialog.title_box, Qt.Key.Key_Return)

    assert screen.application.store.groups() == (screen.group,)


def test_what_came_meanwhile_is_shown_before_a_group_leaves(
    screen: Screen, tmp_path: Path, qtbot: QtBot
) -> None:
    screen.application.exchange.send(screen.group, tmp_path / "last.npqsync")
    screen.window.commands.action("hand_over").trigger()
    dialog = screen.dialog()
    QTest.keyClicks(dialog.title_box, "Example group")
    person = screen.application.cohort.view(screen.group).rows[0].person

    screen.application.person_notes.add(screen.group, person, "said goodbye")
    screen.press("Remove from this laptop")

    qtbot.waitUntil(lambda: "Someone changed this" in dialog.trouble.words())
    qtbot.waitUntil(dialog.isEnabled)
    assert "No file saved from this laptop has everything" in dialog.words.text()
    assert not dialog.remove_button.isEnabled()
    assert screen.application.store.groups() == (screen.group,)


def test_evidence_packs_are_offered_before_a_group_leaves(screen: Screen) -> None:
    screen.window.commands.action("hand_over").trigger()
    screen.press("Evidence packs")

    assert screen.dialog().heading.text() == "Evidence packs"
