"""Filters and alternatives: what is shown, what moves them, what they tell."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.pieces.buttons import ChipBar, Segmented

pytestmark = pytest.mark.slow


@pytest.fixture
def bar(qtbot: QtBot) -> ChipBar:
    made = ChipBar(None, "Who is shown")  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.offer((("all", "All"), ("behind", "Behind"), ("met", "Reached")), drawings={})
    made.show()
    return made


def test_a_filter_that_finds_nothing_is_hidden_but_the_first(bar: ChipBar) -> None:
    bar.show_counts({"all": 0, "behind": 3, "met": 0})

    shown = [key for key, chip in bar.chips.items() if chip.isVisible()]
    assert shown == ["all", "behind"]
    assert bar.chips["behind"].text() == "Behind 3"


def test_a_filter_that_is_on_stays_though_it_finds_nothing_now(bar: ChipBar) -> None:
    bar.choose("met")
    bar.show_counts({"all": 4})

    assert bar.chips["met"].isVisible()


def test_only_what_a_person_chooses_is_told(bar: ChipBar, qtbot: QtBot) -> None:
    told: list[str] = []
    bar.chosen.connect(told.append)
    bar.show_counts({"all": 4, "behind": 1, "met": 3})

    bar.choose("met")
    qtbot.mouseClick(bar.chips["behind"], Qt.MouseButton.LeftButton)

    assert told == ["behind"]
    assert bar.current() == "behind"


def test_arrows_move_between_alternatives_and_are_told(qtbot: QtBot) -> None:
    choice = Segmented(None, "Kind", (("a", "One"), ("b", "Two"), ("c", "Three")))  # type: ignore[arg-type]
    qtbot.addWidget(choice)
    told: list[str] = []
    choice.chosen.connect(told.append)
    with qtbot.waitActive(choice):
        choice.show()
        choice.activateWindow()
    choice.segments["a"].setFocus()

    qtbot.keyClick(choice.segments["a"], Qt.Key.Key_Right)

    assert (choice.current(), told) == ("b", ["b"])
