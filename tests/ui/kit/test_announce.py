"""What is announced: after the key has returned, once a turn, politely unless it failed."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.banner import Banner

pytestmark = pytest.mark.slow


@pytest.fixture
def heard(qapp: QApplication) -> Iterator[list[tuple[str, bool]]]:
    said: list[tuple[str, bool]] = []

    def note(sentence: str, urgent: bool) -> None:
        said.append((sentence, urgent))

    announcer().announced.connect(note)
    yield said
    announcer().announced.disconnect(note)


def test_a_sentence_is_announced_once_and_only_after_the_turn(
    heard: list[tuple[str, bool]], qapp: QApplication
) -> None:
    announcer().say("Present: Dami Adebayo. 24 left.")
    announcer().say("Present: Dami Adebayo. 24 left.")
    at_once = list(heard)
    qapp.processEvents()

    assert (at_once, heard) == ([], [("Present: Dami Adebayo. 24 left.", False)])


def test_a_failure_interrupts_and_news_waits(
    heard: list[tuple[str, bool]], qtbot: QtBot, qapp: QApplication
) -> None:
    banner = Banner()
    qtbot.addWidget(banner)

    banner.say("It is saved.")
    banner.warn("The disk is full.")
    banner.warn("The disk is full.")
    qapp.processEvents()

    assert heard == [("It is saved.", False), ("The disk is full.", True)]


def test_the_window_in_front_tells_assistive_technology(
    heard: list[tuple[str, bool]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, object]] = []

    def note(event: QAccessibleAnnouncementEvent) -> None:
        told.append((event.message(), event.politeness()))

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    announcer().say("1 disagreement settled.", urgent=True)
    qtbot.waitUntil(lambda: bool(heard))

    assert told == [("1 disagreement settled.", QAccessible.AnnouncementPoliteness.Assertive)]
