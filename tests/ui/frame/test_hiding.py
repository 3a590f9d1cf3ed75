"""Names hidden on a laptop nobody touches: what is covered, and what brings it back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.rows.register import MarkState
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.hiding import Cover, NamesHiding
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.register.table.table import RegisterTable

pytestmark = pytest.mark.slow

SHORT_MINUTES = 0.0001


@pytest.fixture
def hiding(example_window: MainWindow) -> Iterator[NamesHiding]:
    made = NamesHiding(example_window, after_minutes=None)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def table(example_window: MainWindow) -> RegisterTable:
    return example_window.tabs.widget(Tab.REGISTER).table


@pytest.fixture
def dialog(example_window: MainWindow) -> Iterator[QDialog]:
    """One that is open, with something half typed, named after a person."""
    made = QDialog(example_window)
    made.setWindowTitle("Mark of Li Chen")
    field = QLineEdit(made)
    QVBoxLayout(made).addWidget(field)
    made.open()
    field.setFocus()
    QTest.keyClicks(field, "half a sen")
    yield made
    made.close()
    made.deleteLater()


def covered(window: QWidget) -> bool:
    """Whether nothing of a window is to be seen but the sheet."""
    return any(c.isVisible() and c.geometry() == window.rect() for c in window.findChildren(Cover))


def test_a_window_nobody_touches_hides_its_names(example_window: MainWindow, qtbot: QtBot) -> None:
    hiding = NamesHiding(example_window, after_minutes=SHORT_MINUTES)

    hiding.start()

    qtbot.waitUntil(lambda: covered(example_window))
    hiding.stop()


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_Z, Qt.Key.Key_F1])
def test_the_key_that_shows_names_again_does_nothing_else(
    example_window: MainWindow, hiding: NamesHiding, table: RegisterTable, key: Qt.Key
) -> None:
    hiding.hide_names()
    held = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_Z else None

    QTest.keyClick(table, key, held or Qt.KeyboardModifier.NoModifier)

    assert not covered(example_window)
    assert {row.state for row in table.register_model.rows[:3]} == {MarkState.UNMARKED}
    assert example_window.findChildren(QDialog) == []


def test_the_next_key_is_a_command_again(
    hiding: NamesHiding, table: RegisterTable, application: Application
) -> None:
    hiding.hide_names()
    QTest.keyClick(table, Qt.Key.Key_P)

    QTest.keyClick(table, Qt.Key.Key_P)
    table.other_key_pressed.emit()

    assert [row.state for row in table.register_model.rows[:2]] == [
        MarkState.PRESENT,
        MarkState.UNMARKED,
    ]


def test_a_key_held_down_shows_names_and_marks_nobody(
    hiding: NamesHiding, table: RegisterTable
) -> None:
    hiding.hide_names()
    QTest.keyPress(table, Qt.Key.Key_P)

    for _ in range(3):
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(
            table, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_P, none, "p", autorep=True)
        )
    QTest.keyRelease(table, Qt.Key.Key_P)
    table.other_key_pressed.emit()

    assert {row.state for row in table.register_model.rows} == {MarkState.UNMARKED}


def test_the_click_that_shows_names_again_presses_nothing(
    example_window: MainWindow, hiding: NamesHiding, qtbot: QtBot
) -> None:
    chip = example_window.header.chip
    hiding.hide_names()

    with qtbot.assertNotEmitted(example_window.header.chip_clicked):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert not covered(example_window)


def test_moving_the_mouse_shows_nobody(example_window: MainWindow, hiding: NamesHiding) -> None:
    hiding.hide_names()
    button = Qt.MouseButton.NoButton
    none = Qt.KeyboardModifier.NoModifier

    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(9, 9), QPointF(9, 9), button, button, none)
    QApplication.sendEvent(example_window, moved)

    assert covered(example_window)


def test_what_is_half_typed_stays_and_nothing_takes_it_for_finished(
    dialog: QDialog, hiding: NamesHiding, qtbot: QtBot
) -> None:
    field = dialog.findChild(QLineEdit)

    with qtbot.assertNotEmitted(field.editingFinished):
        hiding.hide_names()
        QTest.keyClick(field, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert not covered(dialog)
    assert field.text() == "half a sen"
    assert dialog.focusWidget() is field


def test_an_open_dialog_is_covered_title_and_all(
    example_window: MainWindow, dialog: QDialog, hiding: NamesHiding
) -> None:
    hiding.hide_names()
    while_hidden = dialog.windowTitle()
    both = covered(dialog) and covered(example_window)

    hiding.show_names()

    assert (both, while_hidden) == (True, "NPQ Desktop")
    assert dialog.windowTitle() == "Mark of Li Chen"


def test_a_dialog_that_opens_meanwhile_is_covered_too(
    example_window: MainWindow, hiding: NamesHiding
) -> None:
    hiding.hide_names()
    late = QInputDialog(example_window)
    late.setLabelText("Li Chen")

    late.open()

    assert covered(late)
    hiding.show_names()
    late.close()
    late.deleteLater()


def test_a_list_that_stands_open_is_closed_and_chooses_nothing(
    example_window: MainWindow, hiding: NamesHiding, example: str
) -> None:
    example_window.header.switcher.showPopup()

    hiding.hide_names()

    assert QApplication.activePopupWidget() is None
    assert example_window.header.switcher.currentData() == example


def test_the_sheet_follows_the_size_of_its_window(
    example_window: MainWindow, hiding: NamesHiding
) -> None:
    hiding.hide_names()

    example_window.resize(700, 500)

    assert covered(example_window)


def test_hiding_and_showing_write_nothing(
    application: Application, hiding: NamesHiding, table: RegisterTable
) -> None:
    before, _ = application.store.reading.grown_since(-1)

    hiding.hide_names()
    QTest.keyClick(table, Qt.Key.Key_P)

    assert application.store.reading.grown_since(-1)[0] == before


def test_the_menu_hides_names_now_and_a_key_shows_them(
    example_window: MainWindow, table: RegisterTable
) -> None:
    example_window.hiding.start()
    example_window.commands.action("hide_names").trigger()
    hidden = covered(example_window)

    QTest.keyClick(table, Qt.Key.Key_P)

    assert (hidden, covered(example_window)) == (True, False)
    assert {row.state for row in table.register_model.rows} == {MarkState.UNMARKED}
    example_window.hiding.stop()
