"""The tree that assistive technology reads, over every page and dialog of the program."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.accessibility import heard, names_in_turn, tree_complaints
from support.stages import staged
from support.walk import Walk

from npq_desktop.ui.selftest.gallery.views import PAGES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("walk")]


def test_every_page_is_named_and_can_be_acted_on(walk: Walk) -> None:
    assert walk.pages["tree"] == []


def test_every_dialog_is_named_and_can_be_acted_on(walk: Walk) -> None:
    assert walk.dialogs["tree"] == []


def test_the_walk_finds_what_has_no_name(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for widget in (QPushButton(window), QPushButton("Save", window), QListWidget(window)):
        column.addWidget(widget)
    window.setWindowTitle("Window")
    window.show()

    assert tree_complaints(window) == [
        "Window: Button without a name",
        "Window: List without a name",
    ]


def test_a_work_is_met_before_its_answer_and_the_ways_on_last(qapp: object, tmp_path: Path) -> None:
    [review] = [page for page in PAGES if page.name == "review"]
    met = ("What was handed in", "Feedback", "Accept and next")

    with staged(tmp_path) as stage:
        review.show(stage)
        names = names_in_turn(heard(stage.window))

    assert list(dict.fromkeys(each for each in names if each in met)) == list(met)
