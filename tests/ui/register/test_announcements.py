"""A blind facilitator takes a register: what is announced after each key, as a transcript."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.fake_registers import conflict, row

from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.register.dialogs import SignoffDialog

pytestmark = pytest.mark.slow

Show = Callable


@pytest.fixture
def transcript(qapp: QApplication) -> Iterator[list[str]]:
    said: list[str] = []

    def note(sentence: str, _urgent: bool) -> None:
        said.append(sentence)

    announcer().announced.connect(note)
    yield said
    announcer().announced.disconnect(note)


def after(said: list[str]) -> list[str]:
    for _ in range(3):  # a signal that waits its turn, then the announcement that does
        QApplication.processEvents()
    heard = list(said)
    said.clear()
    return heard


def test_the_main_job_is_announced_key_by_key(show: Show, transcript: list[str]) -> None:
    opened = show(row(1, "Dami Adebayo"), row(2, "Farid Al-Masri"), row(3, "Grace Appiah"))
    after(transcript)

    opened.press("p")
    present = after(transcript)
    opened.press("a")
    absent = after(transcript)
    opened.press("l")
    opened.tab.minutes.field.clear()
    QTest.keyClick(opened.tab.minutes.field, Qt.Key.Key_Return)
    refused = after(transcript)
    for key in ("5", Qt.Key.Key_Return):
        QTest.keyClick(opened.tab.minutes.field, key)
    late = after(transcript)

    assert present == ["Present: Dami Adebayo. 2 left."]
    assert absent == ["Absent: Farid Al-Masri. 1 left."]
    assert refused == ["Type the minutes first."]
    assert late == ["Late 5 min: Grace Appiah. Everyone is marked."]


def test_what_find_found_and_what_enter_will_do_is_announced(
    show: Show, transcript: list[str]
) -> None:
    opened = show(row(1, "Dami Adebayo"), row(2, "Farid Al-Masri"))
    after(transcript)

    opened.type(*"fari")
    [*_, found] = after(transcript)

    assert found.startswith("Farid Al-Masri: not marked.")
    assert "Enter" in found


def test_a_settled_disagreement_is_announced(show: Show, transcript: list[str]) -> None:
    opened = show(row(1), conflict(2))
    opened.tab.table.select("p2")
    after(transcript)

    opened.press("2")

    assert after(transcript)[0].startswith("Absent: ")


def test_a_note_is_said_to_be_recorded_and_removed(show: Show) -> None:
    opened = show(row(1, "Dami Adebayo"))

    opened.press("n")
    QTest.keyClicks(opened.tab.notes.field, "Rang at eight")
    QTest.keyClick(opened.tab.notes.field, Qt.Key.Key_Return)
    opened.press("n")
    opened.tab.notes.field.clear()
    QTest.keyClick(opened.tab.notes.field, Qt.Key.Key_Return)

    assert opened.sayings == [
        "Note on Dami Adebayo recorded.",
        "Note on Dami Adebayo removed.",
    ]


def test_an_editor_that_closes_hands_the_keyboard_straight_back(
    show: Show, qapp: QApplication
) -> None:
    opened = show(row(1, "Dami Adebayo"), row(2, "Farid Al-Masri"))
    stops: list[QWidget] = []

    def note(_before: QWidget | None, now: QWidget | None) -> None:
        stops.extend([now] if now is not None else [])

    qapp.focusChanged.connect(note)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        opened.press("l")
        QTest.keyClicks(opened.tab.minutes.field, "5")
        stops.clear()
        QTest.keyClick(opened.tab.minutes.field, key)
        assert stops == [opened.tab.table]
    qapp.focusChanged.disconnect(note)


def test_the_row_that_is_next_says_whose_it_is(show: Show) -> None:
    opened = show(row(1, "Dami Adebayo"), row(2, "Farid Al-Masri"))

    opened.press("p")

    heard = QAccessible.queryAccessibleInterface(opened.tab.table).focusChild()
    assert heard is not None
    assert heard.text(QAccessible.Text.Name) == "2, Farid Al-Masri, not marked"


def test_a_headcount_is_compared_aloud_once_no_digit_follows(
    show: Show, transcript: list[str], qtbot: QtBot
) -> None:
    opened = show(row(1, "Dami Adebayo"), row(2, "Farid Al-Masri"))
    opened.tab.signoff_asked.emit()
    [dialog] = opened.tab.findChildren(SignoffDialog)
    after(transcript)

    QTest.keyClicks(dialog.heads, "12")
    qtbot.waitUntil(lambda: bool(transcript))

    assert after(transcript) == [dialog.words.text()]
    assert "12" in dialog.words.text()
    dialog.close()
