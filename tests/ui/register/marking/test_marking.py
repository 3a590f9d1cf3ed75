"""Marks by key and click, through the real widgets."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from support.fake_registers import conflict, row

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.table.cells import anyway_rect, side_rects
from npq_desktop.ui.register.table.mark_control import look_of, mark_rects
from npq_desktop.ui.register.table.model import RegisterColumn

Show = Callable


def click(opened, position: int, rect_of: Callable) -> None:
    table = opened.tab.table
    cell = table.visualRect(table.register_model.index(position, RegisterColumn.MARK))
    point: QPoint = rect_of(cell, look_of(table)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=point)


@pytest.mark.parametrize(("key", "state"), [("p", MarkState.PRESENT), ("a", MarkState.ABSENT)])
def test_a_letter_marks_the_current_person(show: Show, key: str, state: MarkState) -> None:
    opened = show()

    opened.press(key)

    assert opened.state("p1") is state


def test_marking_moves_on_to_the_next_unmarked_person(show: Show) -> None:
    opened = show(row(1), row(2, state=MarkState.PRESENT), row(3, expected=False), row(4), row(5))

    opened.press("p")

    assert opened.current == "p4"


def test_marking_the_last_row_stays_there_and_says_who_is_left(show: Show) -> None:
    opened = show(row(1), row(2), row(3))

    opened.press(Qt.Key.Key_End, "p")

    assert opened.current == "p3"
    assert opened.sayings == ["2 not marked yet further up."]


def test_a_held_down_key_marks_once(show: Show) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    opened = show()
    opened.press("p")

    repeat = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "p", True
    )
    QApplication.sendEvent(opened.tab.table, repeat)
    QTest.keyRelease(opened.tab.table, Qt.Key.Key_P)

    assert opened.state("p2") is MarkState.UNMARKED


def test_a_key_held_down_whose_repeats_nobody_marks_marks_once(show: Show) -> None:
    opened = show()

    for _ in range(20):
        QTest.keyPress(opened.tab.table, Qt.Key.Key_P)
    QTest.keyRelease(opened.tab.table, Qt.Key.Key_P)

    assert opened.service.writes == 1
    opened.press("p")
    assert opened.state("p2") is MarkState.PRESENT


def test_enter_held_down_in_find_does_not_accept_the_late_that_it_asked_for(show: Show) -> None:
    opened = show()
    opened.service.late = 23
    opened.tab.find_bar.open("")
    QTest.keyClicks(opened.tab.find_bar.field, "pauline")

    for _ in range(20):
        QTest.keyPress(opened.tab.find_bar.field, Qt.Key.Key_Return)
    QTest.keyRelease(opened.tab.find_bar.field, Qt.Key.Key_Return)

    assert opened.service.writes == 0
    assert "late 23 min?" in opened.tab.find_bar.answer.text()


def test_late_takes_digits_and_enter(show: Show) -> None:
    opened = show()

    opened.press("l", "1", "2", Qt.Key.Key_Return)

    assert opened.state("p1") is MarkState.LATE
    assert opened.service.rows["p1"].minutes_late == 12


def test_late_offers_the_minutes_of_the_clock(show: Show) -> None:
    opened = show()
    opened.service.offered = 23

    opened.press("l", Qt.Key.Key_Return)

    assert opened.service.rows["p1"].minutes_late == 23


def test_late_without_minutes_records_nothing(show: Show) -> None:
    opened = show()
    opened.service.offered = None

    opened.press("l", Qt.Key.Key_Return)

    assert opened.state("p1") is MarkState.UNMARKED
    assert opened.tab.minutes.isVisible()


def test_late_left_with_escape_records_nothing_and_says_so(show: Show) -> None:
    opened = show()

    opened.press("l", "7", Qt.Key.Key_Escape)

    assert opened.state("p1") is MarkState.UNMARKED
    assert opened.sayings == ["Nothing was recorded. Press Enter to record."]


def test_left_early_keeps_the_minutes_late(show: Show) -> None:
    opened = show(row(1, state=MarkState.LATE, minutes_late=9), row(2))
    opened.tab.table.select("p1")

    opened.press("e", "2", "0", Qt.Key.Key_Return)

    marked = opened.service.rows["p1"]
    assert (marked.state, marked.minutes_late, marked.minutes_early) == (MarkState.LATE, 9, 20)


def test_reason_is_chosen_by_a_digit(show: Show) -> None:
    opened = show()

    opened.press("r", "2")

    assert opened.state("p1") is MarkState.ABSENT
    assert opened.service.rows["p1"].reason == "school_duty"


def test_reason_is_chosen_by_enter(show: Show) -> None:
    opened = show()

    opened.press("r", Qt.Key.Key_Return)

    assert opened.service.rows["p1"].reason == "notified"


def test_a_note_is_kept_with_enter(show: Show) -> None:
    opened = show()

    opened.press("n", "x", "y", Qt.Key.Key_Return)

    assert opened.service.rows["p1"].note == "xy"


def test_backspace_takes_the_mark_back(show: Show) -> None:
    opened = show(row(1, state=MarkState.ABSENT), row(2))
    opened.tab.table.select("p1")

    opened.press(Qt.Key.Key_Backspace)

    assert opened.state("p1") is MarkState.UNMARKED


def test_a_refused_mark_is_told_and_shows_no_tick(show: Show) -> None:
    opened = show()
    opened.service.refusal = "The disk is full. Make room, then mark again."

    opened.press("p")

    assert opened.failures == ["The disk is full. Make room, then mark again."]
    assert opened.tab.table.register_model.rows[0].state is MarkState.UNMARKED
    assert opened.current == "p1"


def test_a_bug_in_a_service_is_not_swallowed(show: Show, qtbot) -> None:
    opened = show()

    def broken(*_: object, **__: object) -> None:
        raise KeyError("ours")

    opened.service.mark = broken

    with qtbot.captureExceptions() as bugs:
        opened.press("p")

    assert [kind for kind, _, _ in bugs] == [KeyError]


def test_marking_somebody_not_expected_needs_the_key_twice(show: Show) -> None:
    opened = show(row(1, expected=False, why_not_expected="deferred"), row(2))
    opened.tab.table.select("p1")

    opened.press("p")
    once = opened.state("p1")
    opened.press("p")

    assert once is MarkState.UNMARKED
    assert opened.state("p1") is MarkState.PRESENT


def test_a_letter_on_a_disagreement_marks_nothing(show: Show) -> None:
    opened = show(conflict(1), row(2))
    opened.tab.table.select("p1")

    opened.press("p")

    assert opened.state("p1") is MarkState.CONFLICT
    assert "Press 1 or 2" in opened.sayings[0]


@pytest.mark.parametrize(("key", "state"), [("1", MarkState.PRESENT), ("2", MarkState.ABSENT)])
def test_a_digit_chooses_a_side(show: Show, key: str, state: MarkState) -> None:
    opened = show(conflict(1), row(2))
    opened.tab.table.select("p1")

    opened.press(key)

    assert opened.state("p1") is state


def test_a_click_on_a_button_marks_and_stays(show: Show) -> None:
    opened = show()

    click(opened, 3, lambda cell, look: mark_rects(cell, look)[MarkState.ABSENT])

    assert opened.state("p4") is MarkState.ABSENT
    assert opened.current == "p4"


def test_a_click_on_late_asks_for_minutes(show: Show) -> None:
    opened = show()

    click(opened, 3, lambda cell, look: mark_rects(cell, look)[MarkState.LATE])

    assert opened.tab.minutes.isVisible()
    assert opened.state("p4") is MarkState.UNMARKED


def test_a_click_beside_the_buttons_marks_nothing(show: Show) -> None:
    opened = show()
    table = opened.tab.table
    cell = table.visualRect(table.register_model.index(3, RegisterColumn.MARK))

    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft())

    assert opened.service.writes == 0


def test_a_click_on_a_side_chooses_it(show: Show) -> None:
    opened = show(row(1), conflict(2))
    shown = opened.service.rows["p2"]

    click(opened, 1, lambda cell, look: side_rects(cell, shown, look.metrics)[1])

    assert opened.state("p2") is MarkState.ABSENT


def test_mark_anyway_offers_the_buttons(show: Show) -> None:
    opened = show(row(1), row(2, expected=False, why_not_expected="deferred"))

    click(opened, 1, lambda cell, look: anyway_rect(cell, opened.service.rows["p2"], look))
    click(opened, 1, lambda cell, look: mark_rects(cell, look)[MarkState.PRESENT])

    assert opened.state("p2") is MarkState.PRESENT


def test_a_mark_is_told_once_its_row_is_painted(show: Show, qtbot) -> None:
    opened = show()

    with qtbot.waitSignal(opened.tab.mark_painted) as painted:
        opened.press("p")

    assert painted.args == ["e1", "p1"]


def test_a_mark_far_from_the_next_row_is_painted_before_the_view_moves(show: Show, qtbot) -> None:
    rows = [row(n, state=MarkState.PRESENT) for n in range(1, 101)]
    rows[2], rows[90] = row(3), row(91)
    opened = show(*rows)

    with qtbot.waitSignal(opened.tab.mark_painted) as painted:
        opened.press("p")

    assert painted.args == ["e1", "p3"]
    assert opened.current == "p91"


def test_showing_another_register_is_not_a_painted_mark(show: Show, qtbot) -> None:
    opened = show()

    with qtbot.assertNotEmitted(opened.tab.mark_painted, wait=50):
        opened.service.rows["p1"] = row(1, state=MarkState.PRESENT)
        opened.tab.event_chosen.emit("e2")
