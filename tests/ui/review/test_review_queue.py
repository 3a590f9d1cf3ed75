from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from npq_desktop.rows.review import ReviewState, Show
from npq_desktop.services.application import Application
from npq_desktop.ui.kit.lists.tables import TableRole
from npq_desktop.ui.review.queue.states import DRAWINGS
from npq_desktop.ui.review.queue.works_model import FoundWorks, QueueModel

pytestmark = pytest.mark.slow

Key = Qt.Key
TODAY = date(2026, 11, 23)


def shown(stage) -> list:
    proxy = stage.tab.queue.shown
    return [proxy.index(at, 0).data(TableRole.ROW) for at in range(proxy.rowCount())]


def test_queue_is_a_sound_model(
    qtmodeltester: ModelTester, application: Application, example: str
) -> None:
    model = QueueModel()
    model.show_rows(application.review.queue(example), TODAY)

    qtmodeltester.check(model)


def test_what_find_keeps_is_a_sound_model(
    qtmodeltester: ModelTester, application: Application, example: str
) -> None:
    model = QueueModel()
    model.show_rows(application.review.queue(example), TODAY)
    proxy = FoundWorks()
    proxy.setSourceModel(model)
    proxy.find("catch-up")

    qtmodeltester.check(proxy)


def test_only_works_that_were_touched_are_compared(application: Application, example: str) -> None:
    model, rows = QueueModel(), application.review.queue(example)
    model.show_rows(rows, TODAY)
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    others = [replace(row, words=row.words + 1) for row in rows]

    model.show_rows(others, TODAY, {rows[2].work})

    assert told == [2]
    assert model.rows[2] == others[2]


def test_a_touched_work_that_left_is_shown_no_more(application: Application, example: str) -> None:
    model, rows = QueueModel(), application.review.queue(example)
    model.show_rows(rows, TODAY)

    model.show_rows(rows[1:], TODAY, {rows[0].work})

    assert model.rows == rows[1:]
    assert model.place(rows[0].work) == -1


def test_every_state_has_a_drawing_of_its_own() -> None:
    assert set(DRAWINGS) == set(ReviewState)
    assert len({drawing for drawing, _ in DRAWINGS.values()}) == len(ReviewState)


def test_the_tab_opens_on_what_is_to_do(stage) -> None:
    assert {row.state for row in shown(stage)} == {ReviewState.CONFLICT, ReviewState.AWAITING}


def test_a_chip_shows_everything(stage) -> None:
    everything = len(stage.application.review.queue(stage.group))

    QTest.mouseClick(stage.tab.queue.chips.chips[Show.EVERYTHING], Qt.MouseButton.LeftButton)

    assert len(shown(stage)) == everything
    assert stage.tab.queue.chips.chips[Show.EVERYTHING].text() == f"All {everything}"
    assert stage.is_reading()


def test_kind_filter_keeps_one_kind(stage) -> None:
    stage.show(Show.EVERYTHING, kind="catch-up")

    assert {str(row.kind) for row in shown(stage)} == {"catch-up"}


def test_state_filter_keeps_one_state(stage) -> None:
    stage.show(Show.RETURNED)

    assert {row.state for row in shown(stage)} == {ReviewState.RETURNED}


def test_the_filter_is_remembered_for_its_group(stage) -> None:
    stage.show(Show.RETURNED)

    stage.presenter.show_group("")
    stage.presenter.show_group(stage.group)

    assert {row.state for row in shown(stage)} == {ReviewState.RETURNED}


def test_the_menu_offers_every_filter_and_ticks_the_one_that_is_on(stage) -> None:
    stage.acts._fill_more()

    on = [each.text() for each in stage.tab.queue.more_menu.actions() if each.isChecked()]
    assert on == ["Awaiting me"]


def test_find_needs_no_accents(stage) -> None:
    stage.show(Show.EVERYTHING)
    QTest.keyClicks(stage.tab.queue.find_box, "nunez 3")

    assert {row.name for row in shown(stage)} == {"Tomás García Núñez"}


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Key.Key_F, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_Slash, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_find_opens_and_escape_empties_it(stage, qtbot: QtBot, key, modifier) -> None:
    stage.tab.queue.view.setFocus()
    QTest.keyClick(stage.tab.queue.view, key, modifier)
    qtbot.waitUntil(stage.tab.queue.find_box.hasFocus)
    QTest.keyClicks(stage.tab.queue.find_box, "nobody of that name")
    assert shown(stage) == []

    QTest.keyClick(stage.tab.queue.find_box, Key.Key_Escape)

    assert shown(stage)
    assert stage.tab.queue.find_box.isHidden()
    assert stage.is_reading()


def test_j_and_k_move_in_the_queue(stage) -> None:
    rows = shown(stage)

    QTest.keyClick(stage.tab.queue.view, Key.Key_J)
    QTest.keyClick(stage.tab.queue.view, Key.Key_J)
    QTest.keyClick(stage.tab.queue.view, Key.Key_K)

    assert stage.tab.queue.current() == rows[1].work


def test_j_moves_while_the_text_is_being_read(stage) -> None:
    stage.tab.submission.text.setFocus()

    QTest.keyClick(stage.tab.submission.text, Key.Key_J)

    assert stage.tab.queue.current() == shown(stage)[1].work


def test_j_is_a_letter_while_feedback_is_typed(stage) -> None:
    QTest.keyClicks(stage.tab.feedback.feedback, "just")

    assert stage.tab.feedback.feedback.toPlainText() == "just"
    assert stage.tab.queue.current() == shown(stage)[0].work


def test_j_stays_at_the_end_of_the_queue(stage) -> None:
    last = shown(stage)[-1].work
    stage.tab.queue.select(last)

    QTest.keyClick(stage.tab.queue.view, Key.Key_J)

    assert stage.tab.queue.current() == last


def test_a_decided_work_keeps_its_place_until_f5(stage) -> None:
    before = [row.work for row in shown(stage)]
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)

    stage.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [row.work for row in shown(stage)] == before

    stage.key(Key.Key_F5)
    assert [row.work for row in shown(stage)] == [each for each in before if each != work]


def test_progress_is_shown_above_the_list(stage) -> None:
    total = len(shown(stage))
    assert stage.tab.queue.progress.text() == f"0 of {total} decided · {total} left"
    stage.tab.queue.select(stage.work(ReviewState.AWAITING))

    stage.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert stage.tab.queue.progress.text() == f"1 of {total} decided · {total - 1} left"


def test_work_that_comes_in_is_announced_and_added_by_f5(stage) -> None:
    review = stage.application.review
    row = shown(stage)[-1]
    count = len(shown(stage))
    task = next(
        item.key
        for item in stage.application.core.facts.of(stage.group).programme.items
        if not item.is_event
        and (row.work.person, item.key)
        not in stage.application.core.facts.of(stage.group).submissions
    )

    stage.bus.changed.emit(review.hand_in(stage.group, row.work.person, task, "New work."))
    assert stage.tab.queue.arrived.text() == "1 new work. Press F5 to show."
    assert len(shown(stage)) == count

    QTest.keyClick(stage.tab.queue.view, Key.Key_F5)
    assert len(shown(stage)) == count + 1
    assert stage.tab.queue.arrived.isHidden()


def test_the_work_read_last_is_in_front_again(stage) -> None:
    work = shown(stage)[3].work
    stage.tab.queue.select(work)
    stage.tab.queue.step(1)
    stage.tab.queue.step(-1)

    stage.presenter.show_group("")
    stage.presenter.show_group(stage.group)

    assert stage.tab.queue.current() == work


def test_no_group_offers_to_open_a_file(stage, qtbot: QtBot) -> None:
    stage.presenter.show_group("")

    with qtbot.waitSignal(stage.tab.open_requested):
        QTest.keyClick(stage.tab.empty_state.findChild(object, "open"), Key.Key_Space)


def test_entering_the_tab_builds_the_list_anew(stage) -> None:
    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    stage.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert work in [row.work for row in shown(stage)]
    current = stage.tab.queue.current()

    stage.tab.hide()
    stage.tab.show()

    assert work not in [row.work for row in shown(stage)]
    assert stage.tab.queue.current() == current
