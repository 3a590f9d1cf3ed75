"""The frame of the dialogs: whom it belongs to while it is open."""

import gc
import weakref

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.dialog import Dialog, plain_label, sentences_box

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

    assert reached == [first, second, accept, sheet.cancel_button]


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
