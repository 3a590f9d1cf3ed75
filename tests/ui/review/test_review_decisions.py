import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.rows.review import ReviewState
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

    assert stage.view(work).row.state is ReviewState.RETURNED


def test_ctrl_r_without_feedback_says_what_is_missing(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)

    QTest.keyClick(stage.tab.queue.view, Key.Key_R, CTRL)

    assert stage.view(work).row.state is ReviewState.AWAITING
    assert "Write what to change" in stage.tab.feedback.trouble.words()


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
    waiting = stage.tab.queue.waiting()
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert f"{waiting - 1} still awaiting review" in stage.tab.news.words()


def test_agreed_catch_up_without_work_cannot_be_decided(stage) -> None:
    work = stage.work(ReviewState.AGREED)
    stage.tab.queue.select(work)

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert stage.view(work).row.state is ReviewState.AGREED


def test_conflict_shows_both_decisions_with_who(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.CONFLICT))

    words = stage.tab.feedback.earlier.words()
    assert "Sam Okafor (Sam's laptop) returned this" in words
    assert "Alex Morgan" in words
    assert "A clear next step." in words
    assert "Two decisions differ" in stage.tab.feedback.notice.words()


def test_deciding_again_settles_a_conflict(stage) -> None:
    work = stage.work(ReviewState.CONFLICT)
    stage.tab.queue.select(work)

    QTest.keyClick(stage.tab.queue.view, Key.Key_Return, CTRL)

    assert stage.view(work).row.state is ReviewState.ACCEPTED


def test_refused_decision_keeps_the_text(stage, qtbot: QtBot) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.type("Kept whatever happens.")
    stage.presenter._group = "no such group"

    with qtbot.waitSignal(stage.bus.failed):
        QTest.keyClick(stage.tab.feedback.feedback, Key.Key_Return, CTRL)

    assert stage.tab.feedback.feedback.toPlainText() == "Kept whatever happens."
    assert "not in the group any more" in stage.tab.feedback.trouble.words()
    stage.tab.feedback.forget_draft()
