import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.rows.review import (
    Attempt,
    QueueRow,
    ReviewState,
    SubmissionView,
    WorkId,
)
from npq_desktop.ui.review.reading.reading_pane import ReadingPane

pytestmark = pytest.mark.slow

Key = Qt.Key


def submission(text: str, *, attempts: int = 1, where: str = "") -> SubmissionView:
    work = WorkId("p1", "m1.reflective")
    row = QueueRow(
        work, "Ann Abbott", "Reflection 1", "m1", "reflective", ReviewState.AWAITING,
        None, 2, False, "ann abbott",
    )  # fmt: skip
    handed_in = tuple(
        Attempt(f"c{at}", "", f"{text} {at}", 2, None, where) for at in range(attempts, 0, -1)
    )
    return SubmissionView(row, handed_in, (), "", "")


def test_draft_is_saved_after_a_pause(stage, qtbot: QtBot) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)

    stage.type("Half a thought")

    qtbot.waitUntil(lambda: stage.view(work).draft == "Half a thought")
    assert stage.tab.feedback.draft_words.text().startswith("Draft saved ")


def test_draft_is_saved_when_the_cursor_leaves(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Half a thought")

    stage.tab.queue.view.setFocus()

    assert stage.view(work).draft == "Half a thought"


def test_draft_is_saved_when_the_window_closes(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.tab.feedback.feedback.insertPlainText("Half a thought")

    stage.tab.close()

    assert stage.view(work).draft == "Half a thought"


def test_draft_belongs_to_the_work_it_was_typed_on(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("For the first")

    stage.tab.queue.step(1)

    assert stage.view(work).draft == "For the first"
    assert stage.tab.feedback.feedback.toPlainText() == ""
    assert stage.view(stage.tab.queue.current()).draft == ""


def test_draft_comes_back_with_its_work(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("For the first")
    stage.tab.queue.step(1)

    stage.tab.queue.select(work)

    assert stage.tab.feedback.feedback.toPlainText() == "For the first"


def test_change_from_elsewhere_leaves_what_is_being_typed(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Still typing")

    changes = stage.application.review.accept(stage.group, work, "decided elsewhere")
    stage.bus.changed.emit(changes)

    assert stage.tab.feedback.feedback.toPlainText() == "Still typing"
    assert "decided elsewhere" in stage.tab.feedback.earlier.words()


def test_submission_shows_mark_up_letter_by_letter(qtbot: QtBot) -> None:
    pane = ReadingPane()
    qtbot.addWidget(pane)

    pane.show_view(submission("<b>bold</b> <img src='http://example.org/x.png'> & more"))

    assert pane.text.toPlainText().startswith("<b>bold</b> <img src='http")
    assert "http" not in str(pane.text.document().allFormats())


def test_name_with_mark_up_stays_text(qtbot: QtBot) -> None:
    pane = ReadingPane()
    qtbot.addWidget(pane)

    pane.show_view(submission("text"))

    assert pane.heading.textFormat() is Qt.TextFormat.PlainText


def test_submission_cannot_be_changed(stage) -> None:
    before = stage.tab.submission.text.toPlainText()

    QTest.keyClicks(stage.tab.submission.text, "xyz")

    assert stage.tab.submission.text.toPlainText() == before


def test_newest_attempt_stands_in_front_and_the_first_is_reachable(qtbot: QtBot) -> None:
    pane = ReadingPane()
    qtbot.addWidget(pane)
    pane.show_view(submission("attempt", attempts=2))
    assert pane.text.toPlainText() == "attempt 2"
    assert pane.attempt_box.currentText() == "Attempt 2 of 2"

    QTest.keyClick(pane.attempt_box, Key.Key_Down)

    assert pane.text.toPlainText() == "attempt 1"


def test_word_count_and_place_of_the_file_are_told(qtbot: QtBot) -> None:
    pane = ReadingPane()
    qtbot.addWidget(pane)

    pane.show_view(submission("text", where="plan.docx, brought in on Sam's laptop"))

    assert pane.facts.text() == "Reflection 1 · 2 words · plan.docx, brought in on Sam's laptop"
