"""A blind facilitator takes a register: what is announced after each key, as a transcript."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.fake_registers import conflict, row

from npq_desktop.ui.kit.pieces.announce import announcer

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
