"""Two modes: no plain letter decides or records, and the guards against keys meant for before."""

import string

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.rows.review import ReviewState
from npq_desktop.services.review import words
from npq_desktop.ui.review.answering.phrase_list import KeepPhraseDialog
from npq_desktop.ui.review.batch_dialog import BatchDialog
from npq_desktop.ui.review.modes import KEY_LINES, ReviewMode

pytestmark = pytest.mark.slow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LETTERS = string.ascii_letters + string.digits + " .,;:-+=[]{}()!?'"


def undo(stage) -> None:
    """As the window does it."""
    changes, undone = stage.application.undo.undo(stage.group)
    stage.bus.changed.emit(changes)
    stage.bus.undone.emit(undone)


def events(stage) -> int:
    return len(list(stage.application.store.events(stage.group)))


def drafts(stage) -> list[str]:
    kept = stage.application.store.local.drafts(stage.group)
    return [each.place for each in kept if each.place.startswith(("review/", "catch-up/"))]


def accept(stage) -> None:
    stage.key(Key.Key_Return, CTRL)


def send_back(stage) -> None:
    stage.key(Key.Key_Return)
    QTest.keyClicks(stage.tab.feedback.feedback, "Say more about it.")
    stage.key(Key.Key_R, CTRL)
    stage.key(Key.Key_R, CTRL)


def accept_and_undo(stage) -> None:
    accept(stage)
    undo(stage)


def filter_all(stage) -> None:
    chip = stage.tab.queue.chips.chips["everything"]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)


def answer_and_leave(stage) -> None:
    stage.key(Key.Key_Return)
    stage.key(Key.Key_Escape)


@pytest.mark.parametrize("act", [accept, send_back, accept_and_undo, filter_all, answer_and_leave])
def test_after_each_action_the_tab_is_in_reading_and_letters_do_nothing(stage, act) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    act(stage)
    assert stage.is_reading()
    assert stage.tab.mode is ReviewMode.READING
    recorded, kept = events(stage), drafts(stage)

    for letter in LETTERS.replace("/", ""):
        QTest.keyClicks(stage.tab.window().focusWidget(), letter)
        stage.tab.focus_reading()

    assert (events(stage), drafts(stage)) == (recorded, kept)


def test_enter_answers_and_escape_goes_back_with_the_draft_saved(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)

    stage.key(Key.Key_Return)
    assert stage.tab.feedback.feedback.hasFocus()
    assert stage.tab.mode is ReviewMode.ANSWERING
    assert stage.tab.feedback.title.text().startswith("Answering ")
    QTest.keyClicks(stage.tab.feedback.feedback, "just jk")
    stage.key(Key.Key_Escape)

    assert stage.is_reading()
    assert stage.tab.feedback.title.text() == "Feedback"
    assert stage.view(work).draft == "just jk"


def test_the_status_line_is_told_the_keys_of_the_mode(stage) -> None:
    heard: list[tuple] = []
    stage.tab.keys_changed.connect(heard.append)

    stage.key(Key.Key_Return)
    stage.key(Key.Key_Escape)

    assert heard == [KEY_LINES[ReviewMode.ANSWERING], KEY_LINES[ReviewMode.READING]]


@pytest.mark.parametrize("text", ["j", "ok"])
def test_one_or_two_letters_are_asked_about(stage, text: str) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type(text)

    accept(stage)
    assert stage.view(work).row.state is ReviewState.AWAITING
    assert f"only “{text}”" in stage.tab.feedback.trouble.words()
    stage.key(Key.Key_Escape)
    assert stage.view(work).row.state is ReviewState.AWAITING
    accept(stage)
    stage.key(Key.Key_Return)

    assert stage.view(work).row.state is ReviewState.ACCEPTED
    assert stage.view(work).reviews[-1].feedback == text


def test_a_blank_that_is_left_refuses(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Hand it in by {by}.")

    accept(stage)

    assert stage.tab.feedback.trouble.words() == "“{by}” is not filled in."
    assert stage.view(work).row.state is ReviewState.AWAITING
    assert stage.tab.feedback.feedback.textCursor().selectedText() == "{by}"


def test_a_decision_before_the_work_was_seen_is_not_taken(stage, qtbot: QtBot) -> None:
    stage.tab.look_first = 0.25
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)

    accept(stage)
    assert stage.tab.feedback.trouble.words() == "Look at it first."
    assert stage.view(work).row.state is ReviewState.AWAITING
    qtbot.waitUntil(lambda: stage.tab.submission.text.seen_for() > 0.25)
    accept(stage)

    assert stage.view(work).row.state is ReviewState.ACCEPTED


def test_while_the_return_line_is_open_ctrl_return_does_nothing(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Say why.")
    stage.key(Key.Key_R, CTRL)

    accept(stage)

    assert stage.view(work).row.state is ReviewState.AWAITING
    assert stage.tab.feedback.trouble.words().startswith("You are returning this.")
    stage.key(Key.Key_Escape)
    assert not stage.tab.feedback.return_line.is_open
    assert stage.tab.feedback.return_button.isVisible()


def test_escape_leaves_the_return_line_from_every_button_of_the_pane(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    answer = stage.tab.feedback
    answer.show_effect("Accepting counts it.", "Returned, it does not count.")
    stage.key(Key.Key_R, CTRL)
    assert answer.effect.text() == "Returned, it does not count."
    answer.accept_button.setFocus()

    QTest.keyClick(answer.accept_button, Key.Key_Escape)

    assert not answer.return_line.is_open
    assert answer.effect.text() == "Accepting counts it."


def test_the_return_line_sets_the_day(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Say why.")
    stage.key(Key.Key_R, CTRL)
    line = stage.tab.feedback.return_line
    first = line.due
    assert line.return_button.hasFocus()
    assert not stage.tab.feedback.return_button.isVisible()

    stage.key(Key.Key_Plus)
    stage.key(Key.Key_Plus)
    stage.key(Key.Key_Minus)
    stage.key(Key.Key_Return)

    [review] = stage.view(work).reviews
    assert review.due is not None
    assert QDate(review.due.year, review.due.month, review.due.day) == QDate(
        first.year, first.month, first.day
    ).addDays(1)


def test_no_day_can_be_asked_for(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Say why.")
    stage.key(Key.Key_R, CTRL)

    stage.tab.feedback.return_line.no_date_button.click()
    stage.key(Key.Key_R, CTRL)

    assert stage.view(work).reviews[-1].due is None


def test_s_sets_aside_and_takes_back_in(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.acts._set_aside(work, "second look")
    assert "1 set aside" in stage.tab.queue.progress.text()
    assert stage.tab.queue.current() != work
    stage.tab.queue.select(work)

    stage.key(Key.Key_S)

    assert stage.view(work).row.aside is None


def test_b_goes_back_through_what_was_decided(stage) -> None:
    works = []
    for _ in range(2):
        works.append(stage.tab.queue.current())
        accept(stage)

    stage.key(Key.Key_B)
    assert stage.tab.queue.current() == works[1]
    stage.key(Key.Key_B)
    assert stage.tab.queue.current() == works[0]
    stage.key(Key.Key_J)

    assert stage.tab.queue.current() not in (None, works[0])


def test_an_accepted_work_is_not_accepted_again_without_feedback(stage) -> None:
    work = stage.tab.queue.current()
    stage.tab.feedback.feedback.setPlainText("Well argued.")
    accept(stage)
    stage.key(Key.Key_B)
    before = events(stage)

    stage.key(Key.Key_Return, CTRL)

    assert stage.tab.queue.current() == work
    assert events(stage) == before
    assert stage.tab.feedback.trouble.words() == words.ACCEPTED_ALREADY
    assert [review.feedback for review in stage.view(work).reviews] == ["Well argued."]


def test_b_says_where_to_find_what_left_the_list(stage) -> None:
    accept(stage)
    stage.presenter.build_anew()
    said: list[str] = []
    stage.bus.said.connect(said.append)

    stage.key(Key.Key_B)

    assert said == [words.no_way_back(decided_before=True)]


def test_only_works_that_were_read_are_accepted_together(stage, qtbot: QtBot) -> None:
    rows = [row for row in stage.tab.queue.rows.rows if row.state is ReviewState.AWAITING]
    read, unread = rows[0], rows[1]
    for row in (read, unread):
        stage.tab.queue.select(row.work)
        stage.key(Key.Key_X)
    stage.acts.read.add(read.work)
    stage.acts.accept_ticked()
    dialog = stage.tab.findChild(BatchDialog)
    assert unread.name in dialog.purpose.text()

    QTest.keyClicks(dialog.feedback, "Thank you.")
    assert dialog.first.text() == f"{read.name} will read: “Thank you.”"
    dialog.accept_button.click()

    assert stage.view(read.work).row.state is ReviewState.ACCEPTED
    assert stage.view(unread.work).row.state is ReviewState.AWAITING
    undo(stage)
    assert stage.view(read.work).row.state is ReviewState.AWAITING
    assert stage.view(read.work).draft == "Thank you."


def test_works_that_nobody_read_are_named_with_nothing_to_accept(stage) -> None:
    row = next(r for r in stage.tab.queue.rows.rows if r.state is ReviewState.AWAITING)
    stage.tab.queue.select(row.work)
    stage.key(Key.Key_X)
    stage.acts.read.clear()

    stage.acts.accept_ticked()

    dialog = stage.tab.findChild(BatchDialog)
    assert dialog.windowTitle() == "Nothing to accept yet"
    assert "you had open for two seconds" in dialog.purpose.text()
    assert dialog.purpose.text().endswith(f"so left: {row.name}.")
    assert not hasattr(dialog, "accept_button")


def test_a_blank_is_filled_in_before_works_are_accepted_together(stage) -> None:
    row = next(r for r in stage.tab.queue.rows.rows if r.state is ReviewState.AWAITING)
    stage.tab.queue.select(row.work)
    stage.key(Key.Key_X)
    stage.acts.read.add(row.work)
    stage.acts.accept_ticked()
    dialog = stage.tab.findChild(BatchDialog)

    QTest.keyClicks(dialog.feedback, "{known_as}, say {what}.")

    assert dialog.footer.words() == "“{what}” is not filled in."
    assert row.name.split()[0] in dialog.first.text()
    assert not dialog.accept_button.isEnabled()


def test_ticking_records_nothing(stage) -> None:
    before = events(stage)

    stage.key(Key.Key_J, SHIFT)
    stage.key(Key.Key_K, SHIFT)
    stage.key(Key.Key_X)

    assert events(stage) == before


def test_a_phrase_is_found_inserted_and_its_blank_selected(stage) -> None:
    stage.application.review.phrases.keep("Say what changed", "{known_as}, say {what}.")
    stage.application.review.phrases.keep("Other", "No.")
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))

    stage.key(Key.Key_K, CTRL)
    box = stage.tab.feedback.phrase_list.find_box
    assert box.hasFocus()
    QTest.keyClicks(box, "changed")
    QTest.keyClick(box, Key.Key_Return)

    text = stage.tab.feedback.feedback.toPlainText()
    assert text.endswith(", say {what}.")
    assert "{known_as}" not in text
    assert stage.tab.feedback.feedback.textCursor().selectedText() == "{what}"


def test_ctrl_k_in_the_box_opens_phrases_and_deletes_nothing(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.type("one two")
    stage.tab.feedback.feedback.moveCursor(
        stage.tab.feedback.feedback.textCursor().MoveOperation.Start
    )

    stage.key(Key.Key_K, CTRL)

    assert stage.tab.feedback.phrase_list.isVisible()
    assert stage.tab.feedback.feedback.toPlainText() == "one two"


def test_a_phrase_is_changed_and_forgotten_from_the_list(stage) -> None:
    phrases = stage.application.review.phrases
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.bus.changed.emit(phrases.share(stage.group, "Say why", "Say why."))
    row = stage.tab.queue.current_row()
    stage.key(Key.Key_K, CTRL)
    QTest.keyClick(stage.tab.feedback.phrase_list.find_box, Key.Key_F2)
    dialog = stage.tab.findChild(KeepPhraseDialog)

    QTest.keyClicks(dialog.title_box, "Say why it works")  # what stood there is selected
    dialog.keep_button.click()

    assert [p.title for p in phrases.phrases(stage.group, row)] == ["Say why it works"]
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    stage.key(Key.Key_K, CTRL)
    QTest.keyClick(stage.tab.feedback.phrase_list.find_box, Key.Key_F2)
    stage.tab.findChild(KeepPhraseDialog).forget_button.click()
    assert phrases.phrases(stage.group, row) == ()


def test_text_is_kept_as_a_phrase(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.type("Which question would make the drawing necessary?")
    stage.key(Key.Key_K, CTRL)
    box = stage.tab.feedback.phrase_list.find_box
    QTest.keyClick(box, Key.Key_Return)
    dialog = stage.tab.findChild(KeepPhraseDialog)

    QTest.keyClicks(dialog.text_box, "So: ")
    QTest.keyClick(dialog, Key.Key_Escape)
    assert "not recorded yet" in dialog.trouble.words()
    QTest.keyClicks(dialog.title_box, "Necessary drawing")
    dialog.keep_button.click()

    chips = stage.tab.feedback.chips.findChildren(object, "")
    assert chips
    row = stage.tab.queue.current_row()
    assert [p.title for p in stage.application.review.phrases.phrases(stage.group, row)] == [
        "Necessary drawing"
    ]
