"""The tree that assistive technology reads, over every page and dialog of the program."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.accessibility import (
    complaints,
    heard,
    names_in_turn,
    small_targets,
    tree_complaints,
)
from support.stages import staged

from npq_desktop.ui.selftest.gallery.views import DIALOGS, LAST_PAGES, PAGES, START_DIALOGS

pytestmark = pytest.mark.slow


def test_every_page_is_named_and_can_be_acted_on(qapp: object, tmp_path: Path) -> None:
    wrong = []

    with staged(tmp_path) as stage:
        for page in (*PAGES, *LAST_PAGES):
            page.show(stage)
            found = (*tree_complaints(stage.window), *small_targets(stage.window))
            wrong += [f"{page.name}: {each}" for each in found]

    assert wrong == []


def test_every_dialog_is_named_and_can_be_acted_on(qapp: object, tmp_path: Path) -> None:
    wrong = []

    with staged(tmp_path) as stage, stage.behind_dialogs():
        for view in (*START_DIALOGS, *DIALOGS):
            with view.on(stage) as dialog:
                found = (*complaints(dialog), *tree_complaints(dialog), *small_targets(dialog))
                wrong += [f"{view.name}: {each}" for each in found]

    assert wrong == []


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
