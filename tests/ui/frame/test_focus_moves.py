"""From tab to tab and view to view the keyboard moves once, to the main widget."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import Tab

pytestmark = pytest.mark.slow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stops(qapp: QApplication) -> Iterator[list[str]]:
    names: list[str] = []

    def note(_before: QWidget | None, now: QWidget | None) -> None:
        names.extend([now.accessibleName() or type(now).__name__] if now is not None else [])

    qapp.focusChanged.connect(note)
    yield names
    qapp.focusChanged.disconnect(note)


def test_each_tab_takes_the_keyboard_at_once(
    qtbot: QtBot, example_window: MainWindow, stops: list[str]
) -> None:
    example_window.resize(1366, 744)
    with qtbot.waitActive(example_window):
        example_window.show()
        example_window.activateWindow()
    example_window.show_page(Tab.REGISTER)
    qtbot.wait(1)
    stops.clear()
    heard = []

    for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_2, Qt.Key.Key_1):
        QTest.keyClick(example_window, key, CTRL)
        QApplication.processEvents()
        heard.append(tuple(stops))
        stops.clear()

    assert heard == [
        ("People of this group",),
        ("Work to review",),
        ("Register",),
        ("People of this group",),
    ]


def test_return_presses_the_chip_as_space_does(example_window: MainWindow) -> None:
    pressed: list[bool] = []
    chip = example_window.header.chip
    chip.clicked.disconnect()
    chip.clicked.connect(lambda: pressed.append(True))
    chip.setFocus()

    QTest.keyClick(chip, Qt.Key.Key_Return)

    assert len(pressed) == 1
