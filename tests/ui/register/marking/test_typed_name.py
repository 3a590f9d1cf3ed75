"""A name typed on the register is not a row of commands."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.marking.letters import TypedName

pytestmark = pytest.mark.slow

Show = Callable


def burst_of(*letters: tuple[str, int]):
    typed = TypedName()
    last = None
    for char, at_ms in letters:
        last = typed.add(char, at_ms=at_ms, person=f"at {at_ms}")
        typed.cost()
    return last


def test_three_letters_within_half_a_second_are_a_name() -> None:
    burst = burst_of(("p", 0), ("a", 250), ("u", 500))

    assert burst is not None
    assert (burst.text, burst.steps, burst.began_at) == ("pau", 2, "at 0")


def test_three_letters_in_more_than_half_a_second_are_commands() -> None:
    assert burst_of(("p", 0), ("a", 250), ("u", 501)) is None


def test_the_same_letter_three_times_is_a_quick_marker() -> None:
    assert burst_of(("p", 0), ("p", 50), ("p", 100)) is None


def test_a_name_may_follow_slow_commands() -> None:
    burst = burst_of(("p", 0), ("p", 900), ("a", 1000), ("u", 1100))

    assert burst is not None
    assert (burst.text, burst.steps) == ("pau", 2)


def test_a_name_of_command_letters_takes_its_marks_back(show: Show) -> None:
    opened = show()

    opened.type("p", "a", "n")

    assert {opened.state(f"p{n}") for n in range(1, 31)} == {MarkState.UNMARKED}
    assert opened.tab.find_bar.field.text() == "pan"
    assert opened.tab.window().focusWidget() is opened.tab.find_bar.field


def test_quick_marks_that_are_nobodys_name_stay(show: Show) -> None:
    opened = show()

    opened.type("p", "p", "a")

    states = [opened.state(f"p{n}") for n in (1, 2, 3)]
    assert states == [MarkState.PRESENT, MarkState.PRESENT, MarkState.ABSENT]


def test_a_name_on_no_register_makes_no_marks(show: Show) -> None:
    opened = show()

    opened.type("p", "a", "b")

    assert opened.state("p1") is MarkState.UNMARKED
    assert opened.tab.find_bar.answer.text() == (
        "Nobody here matches “pab”. Enter: a walk-in of this name?"
    )


def test_a_name_goes_on_in_the_find_box(show: Show) -> None:
    opened = show()

    opened.type("p", "a", "u", "l")

    assert opened.tab.find_bar.field.text() == "paul"
    assert opened.current == "p2"


def test_a_name_whose_second_letter_opens_find_is_whole(show: Show) -> None:
    opened = show()

    opened.type("p", "o", "p")

    assert opened.tab.find_bar.field.text() == "pop"
    assert opened.state("p1") is MarkState.UNMARKED


def test_a_name_that_begins_with_late_closes_the_minutes(show: Show) -> None:
    opened = show()

    opened.type("l", "a", "p")

    assert not opened.tab.minutes.isVisible()
    assert opened.tab.find_bar.field.text() == "lap"
    assert opened.current == "p6"
    assert opened.service.rows["p1"].state is MarkState.UNMARKED


def test_a_name_that_begins_with_reason_closes_the_reasons(show: Show) -> None:
    opened = show()

    opened.type("r", "o", "s")

    assert not opened.tab.reasons.isVisible()
    assert opened.tab.find_bar.field.text() == "ros"
    assert opened.current == "p8"


def test_a_name_that_begins_with_note_closes_the_note(show: Show) -> None:
    opened = show()

    opened.type("n", "o", "r")

    assert not opened.tab.notes.isVisible()
    assert opened.tab.find_bar.field.text() == "nor"
    assert opened.current == "p9"


def test_a_quick_note_that_is_nobodys_name_stays_a_note(show: Show) -> None:
    opened = show()

    opened.type("n", "x", "q", Qt.Key.Key_Return)

    assert opened.service.rows["p1"].note == "xq"


def test_arrows_between_letters_make_them_commands(show: Show) -> None:
    opened = show()

    opened.type("p", Qt.Key.Key_Down, "a", Qt.Key.Key_Down, "p")

    assert opened.service.writes == 3


def test_the_take_back_leaves_earlier_marks_alone(show: Show) -> None:
    opened = show()
    opened.press("p", "p")

    opened.type("p", "a", "n")

    assert [opened.state(f"p{n}") for n in (1, 2, 3)] == [
        MarkState.PRESENT,
        MarkState.PRESENT,
        MarkState.UNMARKED,
    ]
