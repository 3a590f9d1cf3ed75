import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.errors import StaleError, StoreError
from npq_desktop.rows.register import Undone
from npq_desktop.rows.review import ReviewState, Show
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.recorder import NewEntry

pytestmark = pytest.mark.slow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_return_accepts_with_the_feedback_and_goes_on(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("A clear next step.")

    QTest.keyClick(stage.tab.feedback.feedback, Key.Key_Return, CTRL)

    after = stage.view(work)
    assert after.row.state is ReviewState.ACCEPTED
    assert after.reviews[-1].feedback == "A clear next step."
    assert stage.tab.queue.current() not in (None, work)


def test_next_work_starts_without_the_last_feedback(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.type("A clear next step.")

    QTest.keyClick(stage.tab.feedback.feedback, Key.Key_Return, CTRL)

    assert stage.tab.feedback.feedback.toPlainText() == ""


def test_ctrl_r_returns_with_feedback(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Say what you will do differently.")

    QTest.keyClick(stage.tab.feedback.feedback, Key.Key_R, CTRL)
    assert stage.view(work).row.state is ReviewState.AWAITING
    stage.key(Key.Key_R, CTRL)

    assert stage.view(work).row.state is ReviewState.RETURNED


def test_ctrl_r_without_feedback_says_what_is_missing(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)

    stage.tab.queue.view.setFocus()
    stage.key(Key.Key_R, CTRL)
    assert stage.tab.feedback.feedback.hasFocus()
    stage.key(Key.Key_R, CTRL)

    assert stage.view(work).row.state is ReviewState.AWAITING
    assert stage.tab.feedback.trouble.words() == "Write what is missing first."


def test_decision_is_told_to_the_bus_after_it_is_durable(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    heard: list[ReviewState] = []
    stage.bus.changed.connect(lambda _: heard.append(stage.view(work).row.state))

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert heard == [ReviewState.ACCEPTED]


def test_accepted_catch_up_says_that_the_event_counts(stage) -> None:
    work = stage.work(ReviewState.AWAITING, kind="catch-up")
    stage.tab.queue.select(work)

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert "The missed event counts from now on." in stage.tab.news.words()


def test_catch_up_accepted_beyond_the_limit_says_that_the_event_does_not_count(stage) -> None:
    work = stage.work(ReviewState.AWAITING, kind="catch-up")
    core = stage.application.core
    events = [event.id for event in group_events(core.facts.of(stage.group))]
    for event in events[: events.index(work.item)]:
        about = {"person": work.person, "event": event}
        missed = NewEntry("mark.set", {**about, "state": "absent"})
        core.recorder.write(
            stage.group, [missed, NewEntry("catchup.set", {**about, "state": "accepted"})]
        )
    stage.presenter.refresh()
    stage.tab.queue.select(work)

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert "It does not count, because the programme allows" in stage.tab.news.words()


def test_news_say_how_many_still_wait(stage) -> None:
    waiting = sum(row.is_open for row in stage.tab.queue.rows.rows)
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert f"{waiting - 1} left." in stage.tab.news.words()


def test_agreed_catch_up_without_work_cannot_be_decided(stage) -> None:
    stage.show(Show.EVERYTHING)
    work = stage.work(ReviewState.AGREED)
    stage.tab.queue.select(work)

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert stage.view(work).row.state is ReviewState.AGREED


def test_conflict_shows_both_decisions_with_who(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.CONFLICT))

    words = stage.tab.feedback.earlier.words()
    assert "Sam Okafor (Sam's laptop) returned this" in words
    assert "You accepted this" in words
    assert "A clear next step." in words
    assert "Decide again to settle it" in stage.tab.feedback.notice.words()


def test_deciding_again_settles_a_conflict(stage) -> None:
    work = stage.work(ReviewState.CONFLICT)
    stage.tab.queue.select(work)

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert stage.view(work).row.state is ReviewState.ACCEPTED


def test_refused_decision_keeps_the_text(
    stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StaleError

    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.type("Kept whatever happens.")
    monkeypatch.setattr(stage.application.review, "accept", refuse)

    with qtbot.waitSignal(stage.bus.failed):
        QTest.keyClick(stage.tab.feedback.feedback, Key.Key_Return, CTRL)

    assert stage.tab.feedback.feedback.toPlainText() == "Kept whatever happens."
    assert "Check it and choose again" in stage.tab.feedback.trouble.words()
    stage.tab.feedback.forget_draft()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_R])
def test_the_keyboard_is_back_in_the_queue_after_a_decision(stage, key: Qt.Key) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.type("A clear next step.")
    before = stage.tab.queue.current()

    QTest.keyClick(stage.tab.feedback.feedback, key, CTRL)
    if key == Key.Key_R:
        stage.key(key, CTRL)

    assert stage.tab.window().focusWidget() is stage.tab.queue.view
    here = stage.tab.queue.current()
    assert here != before
    QTest.keyClick(stage.tab.queue.view, Key.Key_J)
    assert stage.tab.queue.current() != here


def test_the_keyboard_is_back_in_the_queue_after_a_click(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.tab.feedback.feedback.setFocus()

    QTest.mouseClick(stage.tab.feedback.accept_button, Qt.MouseButton.LeftButton)

    assert stage.tab.window().focusWidget() is stage.tab.queue.view


def test_escape_leaves_the_feedback_for_the_queue_and_keeps_its_draft(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Half a thought")

    QTest.keyClick(stage.tab.feedback.feedback, Key.Key_Escape)

    assert stage.tab.window().focusWidget() is stage.tab.queue.view
    assert stage.view(work).draft == "Half a thought"


def test_a_key_held_down_accepts_one_piece_of_work(stage) -> None:
    waiting = sum(row.is_open for row in stage.tab.queue.rows.rows)
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))

    for shortcut in stage.tab.findChildren(QShortcut):
        assert not shortcut.autoRepeat()
    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert sum(row.is_open for row in stage.tab.queue.rows.rows) == waiting - 1


def undo(stage) -> None:
    """As the window does it."""
    changes, undone = stage.application.undo.undo(stage.group)
    stage.bus.changed.emit(changes)
    stage.bus.undone.emit(undone)


def test_undo_takes_the_banner_away_and_goes_back_to_the_work(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)
    assert stage.tab.news.words().startswith("Accepted")

    undo(stage)

    assert stage.tab.news.words().startswith("Undone: ")
    assert "awaits review again" in stage.tab.news.words()
    assert stage.is_reading()
    assert stage.tab.queue.current() == work
    assert stage.view(work).row.state is ReviewState.AWAITING


def test_feedback_of_an_undone_decision_is_a_draft_again(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.type("Say what you will do differently.")
    QTest.keyClick(stage.tab.feedback.feedback, Key.Key_R, CTRL)
    stage.key(Key.Key_R, CTRL)

    undo(stage)

    assert stage.tab.feedback.feedback.toPlainText() == "Say what you will do differently."
    assert stage.view(work).draft == "Say what you will do differently."


def test_undo_of_something_else_leaves_the_work_that_is_shown(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    shown = stage.tab.queue.current()

    stage.bus.undone.emit(Undone("Undone: a mark", "m1.seminar", "somebody"))

    assert stage.tab.queue.current() == shown


def test_feedback_that_the_disk_refuses_is_there_again_with_its_work(
    stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("There is no space left on the disk.")

    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    with monkeypatch.context() as full:
        full.setattr(stage.application.review, "save_draft", refuse)
        stage.type("Half a thought")
        with qtbot.waitSignal(stage.bus.failed):
            stage.tab.queue.step(1)

    stage.tab.queue.select(work)

    assert stage.tab.feedback.feedback.toPlainText() == "Half a thought"
