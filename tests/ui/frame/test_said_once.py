"""What is announced where the page and the status line both tell it: once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.review.tab import ReviewTab

pytestmark = pytest.mark.slow

_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_SHIFT = _CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def heard(qapp: QApplication) -> Iterator[list[str]]:
    said: list[str] = []

    def note(sentence: str, _urgent: bool) -> None:
        said.append(sentence)

    announcer().announced.connect(note)
    yield said
    announcer().announced.disconnect(note)


def _press(key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, held)


def test_undo_and_redo_in_task_review_are_announced_once(
    example_window: MainWindow, heard: list[str], qtbot: QtBot
) -> None:
    QTest.keyClick(example_window, Qt.Key.Key_3, _CTRL)
    review = example_window.findChild(ReviewTab)
    review.look_first = 0  # keys are pressed before a text could be painted
    QTest.keyClick(review.queue.view, Qt.Key.Key_Return, _CTRL)
    qtbot.waitUntil(lambda: any(said.startswith("Accepted") for said in heard))

    _press(Qt.Key.Key_Z, _CTRL)
    qtbot.waitUntil(lambda: any(said.startswith("Undone: ") for said in heard))
    _press(Qt.Key.Key_Z, _CTRL_SHIFT)
    qtbot.waitUntil(lambda: any(said.startswith("Done again: ") for said in heard))

    [undone] = [said for said in heard if said.startswith("Undone: ")]
    [again] = [said for said in heard if said.startswith("Done again: ")]
    assert "awaits review again" in undone
    assert again == review.news.words()


def test_undo_of_a_mark_is_announced_by_the_status_line(
    example_window: MainWindow, heard: list[str], qtbot: QtBot
) -> None:
    QTest.keyClick(example_window, Qt.Key.Key_2, _CTRL)
    _press(Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(example_window.undo_action.isEnabled)
    QApplication.processEvents()

    heard.clear()
    _press(Qt.Key.Key_Z, _CTRL)
    qtbot.waitUntil(lambda: bool(heard))

    assert heard == [example_window.status.said.text()]
    assert heard[0].startswith("Undone: ")
