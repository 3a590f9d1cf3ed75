"""A list or table that gets the keyboard tells of its current row, not of itself alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.lists.rows_told import RowsTold

pytestmark = pytest.mark.slow


@pytest.fixture
def told(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    names: list[str] = []

    def note(event: QAccessibleEvent) -> None:
        if event.type() == QAccessible.Event.Focus:
            names.append(event.accessibleInterface().text(QAccessible.Text.Name))

    watching = RowsTold(qapp)
    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    yield names
    watching.deleteLater()
    qapp.focusChanged.disconnect(watching._entered)


def a_window(qtbot: QtBot) -> tuple[QWidget, QLineEdit, QListWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    field, names = QLineEdit(window), QListWidget(window)
    names.addItems(["Ann Lee", "Ben Ash"])
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(names)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    return window, field, names


def test_the_current_row_is_told(qtbot: QtBot, told: list[str]) -> None:
    _window, _, names = a_window(qtbot)
    names.setCurrentRow(1)
    told.clear()

    names.setFocus()
    qtbot.waitUntil(lambda: bool(told))

    assert told == ["Ben Ash"]


def test_nothing_is_told_once_the_keyboard_is_elsewhere(qtbot: QtBot, told: list[str]) -> None:
    _window, field, names = a_window(qtbot)
    names.setCurrentRow(1)
    told.clear()

    names.setFocus()
    field.setFocus()
    QApplication.processEvents()

    assert told == []
