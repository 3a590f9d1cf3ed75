"""Ways through Task review that no decision goes, and what stands there instead of a queue."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from support.menu_commands import commands_on
from support.stages import for_this_font

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.review import ReviewState
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.review.work_commands import WorkCommands

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


def test_a_group_opens_where_its_reader_left_it(stage) -> None:
    work = stage.tab.queue.rows.rows[3].work
    stage.application.review.places.keep_place(stage.group, work, 0)
    stage.tab.queue.show_rows((), stage.application.review.today(stage.group))

    stage.presenter.show_group(stage.group)

    assert stage.tab.queue.current() == work


def test_the_arrows_over_the_text_go_to_the_next_work_and_back(stage) -> None:
    first = stage.tab.queue.current()

    stage.tab.submission.next_button.click()
    second = stage.tab.queue.current()
    stage.tab.submission.previous_button.click()

    assert second not in (None, first)
    assert stage.tab.queue.current() == first


def test_a_batch_is_offered_only_while_works_are_ticked(stage) -> None:
    commands = commands_on(stage.tab, Tab.REVIEW)
    made = WorkCommands(
        tab=stage.tab,
        presenter=stage.presenter,
        acts=stage.acts,
        services=stage.application,
        bus=stage.bus,
        choose_file=lambda *_: None,
        commands=commands,
    )

    before = made._ticked()
    stage.tab.queue.rows.tick(stage.tab.queue.rows.rows[0].work)

    assert (before, made._ticked()) == (0, 1)


def test_work_that_cannot_be_read_is_said_and_not_shown(stage, monkeypatch) -> None:
    said: list[str] = []
    stage.bus.failed.connect(said.append)

    def refuse(*_: object) -> None:
        raise StaleError("This work is not there any more.")

    monkeypatch.setattr(stage.application.review, "view", refuse)
    stage.tab.queue.step(1)

    assert said[:1] == ["This work is not there any more."]


def test_the_first_phrases_stand_as_chips_under_the_box(stage) -> None:
    phrases = stage.application.review.phrases
    phrases.keep("A title that is far too long for a chip under the box", "Well done.")
    row = stage.application.review.queue(stage.group)[0]
    chips, chosen = stage.tab.feedback.chips, []
    chips.chosen.connect(chosen.append)

    chips.show_phrases(phrases.phrases(stage.group, row))
    [long] = [each for each in chips.buttons() if each.text().endswith("…")]
    long.click()

    assert [each.text for each in chosen] == ["Well done."]


def test_scrolling_keeps_the_place_after_the_same_pause(stage) -> None:
    pause = stage.presenter._place
    before = pause.interval()

    stage.tab.submission.text.verticalScrollBar().valueChanged.emit(7)

    assert pause.isActive()
    assert pause.interval() == before


def test_in_a_low_window_what_is_used_gets_the_height(stage) -> None:
    stage.tab.resize(*for_this_font((560, 300)))
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))
    stage.tab.show_text()
    stage.tab.focus_reading()
    reading = stage.tab.submission.height()

    stage.tab.feedback.go_answer()
    answering = stage.tab.submission.height()
    stage.tab.focus_reading()

    assert answering < reading
    assert stage.tab.submission.height() == reading
