"""The find box: who is found, what Enter does, what it never does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from support.fake_registers import NAMES, row

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.marking.finder import matches

pytestmark = pytest.mark.slow

Show = Callable
ROWS = tuple(row(number) for number in range(1, len(NAMES) + 1))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("brien", "p1"),
        ("O'BRIEN", "p1"),
        ("sian", "p4"),
        ("zoe", "p10"),
        ("wei li", "p3"),
        ("1000007", "p7"),
    ],
)
def test_find_goes_by_any_part_of_name_or_number(text: str, first: str) -> None:
    assert matches(ROWS, text)[0] == first


def test_find_puts_names_that_begin_so_first() -> None:
    assert matches(ROWS, "pa")[:2] == ("p2", "p9")


@pytest.mark.parametrize("text", ["", "  ", "qqq"])
def test_find_of_nothing_finds_nobody(text: str) -> None:
    assert matches(ROWS, text) == ()


@pytest.mark.parametrize("key", ["/", "o", "7"])
def test_find_opens_with_what_is_no_command(show: Show, key: str) -> None:
    opened = show()

    opened.type(key)

    assert opened.tab.window().focusWidget() is opened.tab.find_bar.field
    assert opened.tab.find_bar.field.text() == key.strip("/")


def test_enter_marks_the_found_person_present_and_stays_ready(show: Show) -> None:
    opened = show()

    opened.type("/", *"hart", Qt.Key.Key_Return)

    assert opened.state("p10") is MarkState.PRESENT
    assert opened.tab.find_bar.field.text() == ""
    assert opened.tab.window().focusWidget() is opened.tab.find_bar.field


def test_enter_never_overwrites_a_mark_and_shows_it(show: Show) -> None:
    opened = show(row(1, state=MarkState.LATE, minutes_late=12), row(2))

    opened.type("/", *"brien", Qt.Key.Key_Return)

    assert opened.state("p1") is MarkState.LATE
    assert opened.tab.find_bar.answer.text() == (
        "Aoife O'Brien is already marked: late 12 min. Nothing was changed. "
        "Esc, then a letter, changes it."
    )


def test_enter_does_not_mark_somebody_not_expected(show: Show) -> None:
    opened = show(row(1, expected=False, why_not_expected="deferred"), row(2))

    opened.type("/", *"brien", Qt.Key.Key_Return)

    assert opened.state("p1") is MarkState.UNMARKED
    assert "not expected: deferred" in opened.tab.find_bar.answer.text()


def test_enter_with_nobody_found_marks_nobody(show: Show) -> None:
    opened = show()

    opened.type("/", *"qqq", Qt.Key.Key_Return)

    assert opened.service.writes == 0
    assert opened.tab.find_bar.answer.text() == (
        "Nobody here matches “qqq”. Press Enter for a walk-in."
    )


def test_down_goes_to_the_next_match(show: Show) -> None:
    opened = show()

    opened.type("/", *"pa", Qt.Key.Key_Down)

    assert opened.current == "p9"


def test_a_scan_after_a_scan_marks_both(show: Show) -> None:
    opened = show()

    opened.type(*"1000007", Qt.Key.Key_Return, *"1000003", Qt.Key.Key_Return)

    assert opened.state("p7") is MarkState.PRESENT
    assert opened.state("p3") is MarkState.PRESENT


def test_escape_leaves_find_for_the_table(show: Show) -> None:
    opened = show()

    opened.type("/", "x", Qt.Key.Key_Escape)

    assert opened.tab.window().focusWidget() is opened.tab.table
    assert opened.tab.find_bar.field.text() == ""


def test_enter_after_the_tolerance_offers_late_and_enter_again_accepts(show: Show) -> None:
    opened = show()
    opened.service.late = 23

    opened.type("/", *"hart", Qt.Key.Key_Return)
    offered, first = opened.tab.find_bar.answer.text(), opened.state("p10")
    opened.type(Qt.Key.Key_Return)

    assert first is MarkState.UNMARKED
    assert offered.startswith("Zoë Hartley: late 23 min? Press Enter again to record")
    assert opened.service.rows["p10"].minutes_late == 23


def test_an_offer_of_late_is_for_one_person_only(show: Show) -> None:
    opened = show()
    opened.service.late = 23

    opened.type("/", *"pa", Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert opened.service.writes == 0
    assert opened.tab.find_bar.answer.text().startswith("Nora Panesar: late 23 min?")


def test_a_second_scan_of_the_same_badge_accepts_late(show: Show) -> None:
    opened = show()
    opened.service.late = 23

    opened.type(*"1000007", Qt.Key.Key_Return, *"1000007", Qt.Key.Key_Return)

    assert opened.service.rows["p7"].minutes_late == 23
