import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from npq_desktop.rows.review import ReviewState
from npq_desktop.services.application import Application
from npq_desktop.ui.kit.tables import TableRole
from npq_desktop.ui.review.queue_list import QueueFilter, queue_model, second_line
from npq_desktop.ui.review.states import SHAPES, WORDS, count_words

pytestmark = pytest.mark.slow

Key = Qt.Key


def choose(box, data: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Key.Key_Home)
    while box.currentData() != data:
        before = box.currentIndex()
        QTest.keyClick(box, Key.Key_Down)
        assert box.currentIndex() > before


def shown(stage) -> list:
    proxy = stage.tab.queue.shown
    return [proxy.index(at, 0).data(TableRole.ROW) for at in range(proxy.rowCount())]


def test_queue_is_a_sound_model(
    qtmodeltester: ModelTester, application: Application, example: str
) -> None:
    model = queue_model()
    model.show_rows(application.review.queue(example))

    qtmodeltester.check(model)


def test_queue_filter_is_a_sound_model(
    qtmodeltester: ModelTester, application: Application, example: str
) -> None:
    model = queue_model()
    model.show_rows(application.review.queue(example))
    proxy = QueueFilter()
    proxy.setSourceModel(model)
    proxy.keep(kind="catch-up", states=(), needle="")

    qtmodeltester.check(proxy)


def test_every_state_has_a_shape_and_words() -> None:
    assert set(SHAPES) == set(WORDS) == set(ReviewState)
    assert len(set(SHAPES.values())) == len(ReviewState)


def test_second_line_says_the_state_before_the_title(stage) -> None:
    row = shown(stage)[1]

    assert second_line(row) == f"to review · {row.title}"


def test_word_count_reads_well() -> None:
    assert [count_words(1), count_words(1234)] == ["1 word", "1,234 words"]


def test_kind_filter_keeps_one_kind(stage) -> None:
    choose(stage.tab.queue.kind_box, "catch-up")

    assert {str(row.kind) for row in shown(stage)} == {"catch-up"}


def test_state_filter_keeps_one_state(stage) -> None:
    choose(stage.tab.queue.state_box, "returned")

    assert {row.state for row in shown(stage)} == {ReviewState.RETURNED}


def test_find_needs_no_accents(stage) -> None:
    QTest.keyClicks(stage.tab.queue.find_box, "nunez 3")

    assert {row.name for row in shown(stage)} == {"Tomás García Núñez"}


def test_ctrl_f_goes_to_the_find_box(stage, qtbot: QtBot) -> None:
    QTest.keyClick(stage.tab.queue.view, Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(stage.tab.queue.find_box.hasFocus)


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
    choose(stage.tab.queue.state_box, "returned")
    last = shown(stage)[-1].work
    stage.tab.queue.select(last)

    QTest.keyClick(stage.tab.queue.view, Key.Key_J)

    assert stage.tab.queue.current() == last


def test_no_group_offers_to_open_a_file(stage, qtbot: QtBot) -> None:
    stage.presenter.show_group("")

    with qtbot.waitSignal(stage.tab.open_requested):
        QTest.keyClick(stage.tab.empty_state.findChild(object, "open"), Key.Key_Space)
