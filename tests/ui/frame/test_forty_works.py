"""Works reviewed in the whole window by keys alone, with every letter struck after each of them.

Nothing is decided that Ctrl did not ask for, and no letter gets into anybody's feedback. The long
run, ``NPQ_LONG=1``, reviews forty.
"""

import os
import string
from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from npq_desktop.rows.review import WorkId
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.review.modes import ReviewMode
from npq_desktop.ui.review.tab import ReviewTab

pytestmark = pytest.mark.slow

IS_LONG = os.environ.get("NPQ_LONG") == "1"
WORKS = 40 if IS_LONG else 4
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
Decided = Mapping[WorkId, tuple[str, str]]


class Reader:
    """One person at the keyboard, whose keys go wherever the keyboard is."""

    def __init__(self, window: MainWindow, application: Application, group: str) -> None:
        self.window, self.application, self.group = window, application, group
        self.tab = window.findChild(ReviewTab)
        self.tab.look_first = 0

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.front(), key, modifiers)
        QApplication.processEvents()

    def front(self) -> QWidget:
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        over = popup or dialog
        return (over.focusWidget() or over) if over else (self.window.focusWidget() or self.window)

    def go_to_next(self) -> WorkId:
        """The next work that awaits a decision, found by J, else from the top."""
        self.key(Key.Key_Home)
        while not self.tab.queue.current_row().is_open:
            before = self.tab.queue.current()
            self.key(Key.Key_J)
            assert self.tab.queue.current() != before, "nothing is left"
        return self.tab.queue.current()

    def answer(self, text: str) -> None:
        self.key(Key.Key_Return)
        QTest.keyClicks(self.front(), text)

    def decided(self) -> Decided:
        facts = self.application.core.facts.of(self.group)
        found = {WorkId(*at): said for at, said in facts.reviews.items()}
        caught_up = {WorkId(*at, True): said for at, said in facts.catchups.items()}
        decisions = {
            work: [(fact.decision, fact.feedback or "") for fact in said]
            for work, said in found.items()
        }
        decisions |= {
            work: [(fact.state, fact.feedback or "") for fact in said]
            for work, said in caught_up.items()
        }
        return {work: said[0] for work, said in decisions.items() if len(said) == 1}

    def drafts(self) -> list[str]:
        kept = self.application.store.local.drafts(self.group)
        return [d.place for d in kept if d.place.startswith(("review/", "catch-up/"))]

    def strike(self, letters: str) -> None:
        """Letters that were meant for another program, and whatever they open closed again."""
        for letter in letters:
            QTest.keyClicks(self.front(), letter)
            while QApplication.activePopupWidget() or QApplication.activeModalWidget():
                self.key(Key.Key_Escape)


@pytest.fixture
def reader(example_window: MainWindow, application: Application, example: str) -> Reader:
    people = application.core.facts.of(example).participants if IS_LONG else ()
    for person in people:
        for task in ("m5.reflective", "m6.reflective"):
            application.review.hand_in(example, person, task, f"{task} of {person}. " * 20)
    example_window.resize(1366, 744)
    QTest.keyClick(example_window, Key.Key_3, CTRL)
    return Reader(example_window, application, example)


@pytest.mark.timeout(300)
def test_no_letter_decides_or_gets_into_feedback(reader: Reader) -> None:
    feedback_before, expected = reader.drafts(), dict(reader.decided())

    for number in range(WORKS):
        work, said = reader.go_to_next(), f"Feedback {number}"
        way = number % 4
        if way == 0:
            reader.key(Key.Key_Return, CTRL)
            expected[work] = ("accepted", "")
        elif way == 1:
            reader.answer(said)
            reader.key(Key.Key_R, CTRL)
            reader.key(Key.Key_R, CTRL)
            expected[work] = ("returned", said)
        else:
            reader.answer(said)
            reader.key(Key.Key_Return, CTRL)
            expected[work] = ("accepted", said)
        if way == 3:
            reader.key(Key.Key_Z, CTRL)
            assert reader.decided().get(work) != expected[work]
            assert reader.tab.feedback.feedback.toPlainText() == said
            reader.key(Key.Key_Return, CTRL)
        assert reader.tab.mode is ReviewMode.READING
        assert reader.window.focusWidget() is reader.tab.queue.view
        reader.strike(string.ascii_letters + string.digits)

    assert reader.decided() == expected
    assert reader.drafts() == feedback_before
