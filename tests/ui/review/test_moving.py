"""Ways through Task review that no decision goes, and what stands there instead of a queue."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from npq_desktop.errors import ServiceError
from npq_desktop.rows.review import ReviewState

pytestmark = pytest.mark.slow


def said_instead(stage) -> str:
    return " ".join(label.text() for label in stage.tab.empty_state.findChildren(QLabel))


def with_works(stage, monkeypatch: pytest.MonkeyPatch, works: Callable[..., object]) -> None:
    monkeypatch.setattr(stage.application.review, "works", works)
    stage.presenter.show_group(stage.group)


def test_a_queue_that_cannot_be_read_says_why(stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ServiceError("The definition of this group is newer.")

    with_works(stage, monkeypatch, broken)

    assert "The definition of this group is newer." in said_instead(stage)


def test_a_queue_without_work_says_what_is_due_next(stage, monkeypatch) -> None:
    with_works(stage, monkeypatch, lambda *_, **__: {})

    assert "Nothing is waiting for you" in said_instead(stage)


def test_enter_in_find_goes_to_the_list(stage) -> None:
    stage.tab.open_find()
    find = stage.tab.queue.find_box
    QTest.keyClicks(find, "a")

    QTest.keyClick(find, Qt.Key.Key_Return)

    assert stage.is_reading()
    assert stage.tab.queue.view.currentIndex().isValid()


def test_tab_in_the_feedback_goes_on_where_no_blank_is_left(stage) -> None:
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    box = stage.tab.feedback.feedback
    stage.type("Done.")

    QTest.keyClick(box, Qt.Key.Key_Tab)

    assert stage.tab.window().focusWidget() is not box
    assert box.toPlainText() == "Done."


def test_in_one_column_the_list_is_come_back_to_from_the_work(stage) -> None:
    stage.tab.resize(560, 700)
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.tab.show_text()

    stage.tab.submission.back_asked.emit()

    assert stage.tab.is_alone()
    assert stage.is_reading()
