"""The frame of the dialogs: whom it belongs to, where it opens, and what it asks before it goes."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.keys.presses import PRESSES
from npq_desktop.ui.kit.pieces.text import plain_label

pytestmark = pytest.mark.slow


def test_an_open_dialog_outlives_a_garbage_collection(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sheet = Dialog(window, "Nothing else holds me")
    sheet.body.addWidget(plain_label(sheet, "a sentence"))
    sheet.body.addWidget(QLineEdit(sheet))
    sheet.open()
    left = weakref.ref(sheet)

    del sheet
    gc.collect()

    assert left() is not None


def test_the_keyboard_starts_in_the_first_field_and_ends_at_the_buttons(qtbot: QtBot) -> None:
    sheet = Dialog(None, "Two fields")
    qtbot.addWidget(sheet)
    first, second = QLineEdit(sheet), QPushButton("second", sheet)
    for field in (first, second):
        sheet.body.addWidget(field)
    accept = sheet.add_button("Accept", sheet.accept)
    with qtbot.waitExposed(sheet):
        sheet.open()

    reached = [sheet.focusWidget()]
    for _ in range(3):
        sheet.focusNextChild()
        reached.append(sheet.focusWidget())

    assert reached == [first, second, sheet.cancel_button, accept]


def test_dialog_never_opens_taller_than_the_screen(qtbot: QtBot) -> None:
    sheet = Dialog(None, "A long list")
    for number in range(8):
        sheet.body.addWidget(sentences_box(sheet, f"Sentences {number}"))
    room = sheet.screen().availableGeometry().height()
    assert sheet.sizeHint().height() > room

    with qtbot.waitExposed(sheet):
        sheet.open()

    assert sheet.height() < room
    sheet.close()


@pytest.fixture
def sheet(qtbot: QtBot) -> Iterator[Dialog]:
    """With a danger before everything else, as a dialog may have it."""
    window = QWidget()
    qtbot.addWidget(window)
    made = Dialog(window, "Asks something")
    made.danger = QCheckBox("Not encrypted", made)
    made.danger_button = QPushButton("Move to another date…", made)
    made.body.addWidget(made.danger)
    made.body.addWidget(made.danger_button)
    yield made
    window.deleteLater()


NO = Qt.KeyboardModifier.NoModifier


def opened(qtbot: QtBot, sheet: Dialog) -> Dialog:
    with qtbot.waitExposed(sheet):
        sheet.open()
    return sheet


def test_a_dialog_opens_on_a_field_and_not_on_the_danger_before_it(qtbot: QtBot, sheet) -> None:
    box = QLineEdit(sheet)
    sheet.body.addWidget(box)

    assert opened(qtbot, sheet).focusWidget() is box


def test_a_dialog_without_fields_opens_on_what_it_was_asked_for(qtbot: QtBot, sheet) -> None:
    accept = sheet.add_button("Save", sheet.accept)

    assert opened(qtbot, sheet).focusWidget() is accept


def test_a_dialog_opens_where_it_says(qtbot: QtBot, sheet) -> None:
    QLineEdit(sheet)
    sheet.opens_on = sheet.cancel_button

    assert opened(qtbot, sheet).focusWidget() is sheet.cancel_button


class Register(Dialog):
    """Asks about a number that may change under it."""

    def __init__(self, shown: int) -> None:
        super().__init__(None, "Register")
        self.now = self.shown = shown
        self.gone = False
        self.done: list[int] = []

    def act(self) -> None:
        if self.shown != self.now:
            raise StaleError
        self.done.append(self.shown)

    @override
    def show_again(self) -> None:
        if self.gone:
            raise ServiceError("It is gone.")
        self.shown = self.now


def test_what_has_changed_is_shown_again_and_asked_again(qtbot: QtBot) -> None:
    register = Register(3)
    qtbot.addWidget(register)
    register.now = 4

    assert not register.attempt(register.act)
    assert (register.shown, register.done) == (4, [])
    assert register.trouble.words().startswith("Someone changed this")

    assert register.attempt(register.act)
    assert register.done == [4]


def test_what_is_gone_meanwhile_is_said(qtbot: QtBot) -> None:
    register = Register(3)
    qtbot.addWidget(register)
    register.now, register.gone = 4, True

    register.attempt(register.act)

    assert register.trouble.words() == "It is gone."


def pressed(sheet: Dialog, key: Qt.Key, at_ms: int) -> None:
    """A key as a system sends it, which stamps it."""
    focused = sheet.focusWidget()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, NO)
        event.setTimestamp(at_ms)
        QApplication.sendEvent(focused, event)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_what_was_typed_before_a_dialog_could_be_seen_answers_nothing(
    qtbot: QtBot, sheet, key: Qt.Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    sheet.add_button("Save", lambda: said.append("saved"))
    monkeypatch.setattr(type(PRESSES), "moment_ms", lambda _: 5_000)
    opened(qtbot, sheet)

    pressed(sheet, key, 4_990)
    pressed(sheet, key, 5_100)
    assert said == []

    pressed(sheet, key, 5_400)
    assert said == ["saved"]


def test_a_key_that_is_still_held_down_answers_nothing(qtbot: QtBot, sheet) -> None:
    said: list[str] = []
    sheet.add_button("Save", lambda: said.append("saved"))
    PRESSES.repeats(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NO))  # as the find box does
    opened(qtbot, sheet)

    QTest.keyPress(sheet.focusWidget(), Qt.Key.Key_Return)
    QTest.keyPress(sheet.focusWidget(), Qt.Key.Key_Return)
    QTest.keyRelease(sheet.focusWidget(), Qt.Key.Key_Return)
    assert said == []

    QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Return)
    assert said == ["saved"]


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_escape_asks_before_what_was_typed_is_lost(qtbot: QtBot, sheet, kind: type) -> None:
    box = kind(sheet)
    sheet.keep_typed(box)
    opened(qtbot, sheet)
    QTest.keyClicks(box, "snow")

    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert sheet.trouble.words() == (
        "What you typed is not recorded yet. Closing this discards it. To do it anyway, choose "
        "“Cancel” again."
    )

    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_more_that_is_typed_is_asked_about_again(qtbot: QtBot, sheet) -> None:
    box = QLineEdit(sheet)
    sheet.keep_typed(box)
    opened(qtbot, sheet)
    QTest.keyClicks(box, "snow")
    sheet.close()
    QTest.keyClicks(box, " and ice")

    sheet.close()

    assert sheet.isVisible()


def test_a_dialog_closes_at_once_where_nothing_was_typed(qtbot: QtBot, sheet) -> None:
    box = QLineEdit("as it was", sheet)
    sheet.keep_typed(box)
    opened(qtbot, sheet).reject()

    assert not sheet.isVisible()


def test_a_dialog_that_is_done_closes_at_once(qtbot: QtBot, sheet) -> None:
    box = QLineEdit(sheet)
    sheet.keep_typed(box)
    opened(qtbot, sheet)
    QTest.keyClicks(box, "snow")
    sheet.finish()

    sheet.reject()

    assert not sheet.isVisible()
