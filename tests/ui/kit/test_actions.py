"""What a tab offers in a menu and by keys, and what is told of a write."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.ui.kit.actions import TabActions
from npq_desktop.ui.kit.bus import Bus

MARKED = Changes("g1", frozenset({"mark"}), frozenset({"e1", "p1"}))
NOTHING = Changes("g1", frozenset(), frozenset())


@dataclass
class Stage:
    """A tab with a menu; ``heard`` keeps what its bus carried, ``done`` what was acted on."""

    tab: QWidget
    menu: QMenu
    actions: TabActions
    possible: bool = True
    heard: list[object] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def offer(self, keys: str = ""):
        return self.actions.offer(
            "&Join…", self.act, where=self.add, keys=keys, when=lambda: self.possible
        )

    def add(self, action) -> None:
        self.menu.addAction(action)
        self.tab.addAction(action)

    def act(self) -> None:
        self.done.append("joined")

    def press(self) -> None:
        QTest.keyClick(self.tab, Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    tab = QWidget()
    qtbot.addWidget(tab)
    bus = Bus(tab)
    made = Stage(tab, QMenu(tab), TabActions(tab=tab, bus=bus))
    for signal in (bus.changed, bus.failed, bus.said):
        signal.connect(made.heard.append)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.setFocus()
    return made


def test_an_action_is_done_by_its_menu_and_by_its_keys(stage: Stage) -> None:
    action = stage.offer("Alt+J")

    action.trigger()
    stage.press()

    assert stage.done == ["joined", "joined"]
    assert stage.menu.actions() == [action]


def test_an_action_without_keys_is_left_out_of_a_menu_that_opens_when_it_cannot_be_done(
    stage: Stage,
) -> None:
    action, shown = stage.offer(), []

    for stage.possible in (False, True):
        stage.menu.aboutToShow.emit()
        shown.append(action.isVisible())
        stage.menu.aboutToHide.emit()

    assert shown == [False, True]


def test_an_action_with_keys_is_greyed_while_the_menu_is_open_and_hears_its_keys_again_after(
    stage: Stage,
) -> None:
    action = stage.offer("Alt+J")
    stage.possible = False

    stage.menu.aboutToShow.emit()
    assert (action.isVisible(), action.isEnabled()) == (True, False)
    stage.menu.aboutToHide.emit()
    stage.press()

    assert stage.done == ["joined"]


def test_what_was_recorded_is_told_before_the_sentence_about_it(stage: Stage) -> None:
    assert stage.actions.record(lambda: MARKED, "Ann and Bob are one.")

    assert stage.heard == [MARKED, "Ann and Bob are one."]


def test_a_write_that_changed_nothing_is_not_told(stage: Stage) -> None:
    assert stage.actions.record(lambda: NOTHING)

    assert stage.heard == []


def test_a_refused_write_is_told_as_its_sentence_alone(stage: Stage) -> None:
    def write() -> Changes:
        raise ServiceError("Somebody else has joined them.")

    assert not stage.actions.record(write, "Ann and Bob are one.")

    assert stage.heard == ["Somebody else has joined them."]


def test_a_fault_of_the_program_is_no_refusal(stage: Stage) -> None:
    def write() -> Changes:
        raise KeyError("person")

    with pytest.raises(KeyError):
        stage.actions.record(write)


def test_keys_that_are_held_down_act_once(stage: Stage) -> None:
    assert not stage.offer(keys="Alt+J").autoRepeat()
