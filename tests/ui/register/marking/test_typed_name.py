"""A name typed on the register is not a row of commands, and a command before a name stays one."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from support.fake_registers import conflict, row

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.marking.marking_by_keys import Name, TypedName, begins_a_name

pytestmark = pytest.mark.slow

Show = Callable


def typed(*letters: tuple[str, int]) -> TypedName:
    """Letters that were all taken for commands but the last."""
    name = TypedName()
    for char, at_ms in letters:
        name.add(char, at_ms=at_ms, person=f"at {at_ms}")
        if (char, at_ms) != letters[-1]:
            name.acted(1)
    return name


def test_three_letters_within_half_a_second_may_be_a_name() -> None:
    name = typed(("p", 0), ("a", 250), ("u", 500))

    assert name.is_fast
    assert name.commands == 2
    assert name.after(0) == Name("pau", 2, "at 0")
    assert name.after(1) == Name("au", 1, "at 250")


def test_three_letters_in_more_than_half_a_second_are_commands() -> None:
    assert not typed(("p", 0), ("a", 250), ("u", 501)).is_fast


def test_the_same_letter_three_times_is_a_quick_marker() -> None:
    assert not typed(("p", 0), ("p", 50), ("p", 100)).is_fast


def test_a_name_may_follow_slow_commands() -> None:
    name = typed(("p", 0), ("p", 900), ("a", 1000), ("u", 1100))

    assert name.is_fast
    assert (name.text, name.after(0).steps) == ("pau", 2)


def test_a_run_is_as_long_as_the_letters_come_fast() -> None:
    name = typed(*((char, at * 200) for at, char in enumerate("aboateng")))

    assert name.text == "aboateng"


@pytest.mark.parametrize(
    ("text", "begins"),
    [("khat", True), ("al", True), ("obri", True), ("hatib", False), ("zoe", True), ("oe", False)],
)
def test_a_name_is_begun_by_any_of_its_words(text: str, begins: bool) -> None:
    rows = (row(1, "Mohammed Al-Khatib"), row(2, "Aoife O'Brien"), row(3, "Zoë Hartley"))

    assert begins_a_name(rows, text) is begins


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


def test_the_status_says_which_marks_were_a_name(show: Show) -> None:
    opened = show()

    opened.type("p", "a", "u")

    assert opened.sayings[-1] == (
        "You were typing a name. Taken back: absent for Pauline Adeyemi and present for "
        "Aoife O'Brien."
    )


def test_a_command_before_a_name_keeps_its_mark(show: Show) -> None:
    opened = show(row(1), row(2), row(3, "Kofi Boateng"))

    opened.type("a", "b", "o", "a")

    assert opened.state("p1") is MarkState.ABSENT
    assert opened.tab.find_bar.field.text() == "boa"
    assert opened.current == "p3"


def test_commands_before_a_name_all_keep_their_marks(show: Show) -> None:
    opened = show(row(1), row(2), row(3, "Kofi Boateng"))

    opened.type("p", "a", "b", "o", "a", "t")

    assert (opened.state("p1"), opened.state("p2")) == (MarkState.PRESENT, MarkState.ABSENT)
    assert opened.tab.find_bar.field.text() == "boat"


def test_a_command_before_a_name_of_commands_keeps_its_mark(show: Show) -> None:
    opened = show(row(1), row(2), row(3), row(4, "Ann Lee"))

    opened.type("a", "a", "n", "n")

    assert (opened.state("p1"), opened.state("p2")) == (MarkState.ABSENT, MarkState.UNMARKED)
    assert opened.tab.find_bar.field.text() == "ann"
    assert not opened.tab.notes.isVisible()


def test_a_mark_is_taken_back_once_only_the_whole_can_be_a_name(show: Show) -> None:
    opened = show(row(1), row(2, "Abigail Box"), row(3, "Bo Stone"))

    opened.type("a", "b", "o")
    assert opened.state("p1") is MarkState.ABSENT
    opened.tab.table.setFocus()
    opened.press(Qt.Key.Key_Home)
    opened.type("a", "b", "i")

    assert opened.tab.find_bar.field.text() == "abi"
    assert opened.current == "p2"


def test_a_mark_before_letters_that_find_nobody_stays(show: Show) -> None:
    opened = show(row(1), row(2))

    opened.type("p", "z", "q", "x")

    assert opened.state("p1") is MarkState.PRESENT
    assert opened.tab.find_bar.answer.text() == (
        "Nobody here matches “zqx”. Press Enter for a walk-in."
    )


def test_a_badge_scanned_over_a_disagreement_chooses_no_side(show: Show) -> None:
    opened = show(conflict(1), row(2))
    opened.tab.table.select("p1")

    opened.type(*"1000002")

    assert opened.state("p1") is MarkState.CONFLICT
    assert opened.tab.find_bar.field.text() == "1000002"
    assert opened.current == "p2"


def test_a_name_goes_on_in_the_find_box(show: Show) -> None:
    opened = show()

    opened.type("p", "a", "u", "l")

    assert opened.tab.find_bar.field.text() == "paul"
    assert opened.current == "p2"


def test_a_name_whose_second_letter_opens_find_is_whole(show: Show) -> None:
    opened = show(row(1), row(2), row(3, "Iris Pope"))

    opened.type("p", "o", "p")

    assert opened.tab.find_bar.field.text() == "pop"
    assert opened.state("p1") is MarkState.UNMARKED
    assert opened.current == "p3"


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
