"""What a tab offers in a menu and by keys, and what is told of a write."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.keys.actions import NOWHERE, Commands, MenuEntry, TabActions

MARKED = Changes("g1", frozenset({"mark"}), frozenset({"e1", "p1"}))
NOTHING = Changes("g1", frozenset(), frozenset())


HERE, THERE = 0, 1
ENTRIES = (
    MenuEntry("link", "Link…", "Alt+J"),
    MenuEntry("did_run", "It ran after all", hides=True),
    MenuEntry("history", "History…", letter="H", pages=(HERE,)),
    MenuEntry("print", "Print…", "Ctrl+P", keys_on=(THERE,)),
    MenuEntry("open", "Open…", "Ctrl+O", always=True),
)


@dataclass
class Stage:
    """A tab with a menu; ``heard`` keeps what its bus carried, ``done`` what was acted on."""

    tab: QWidget
    menu: QMenu
    commands: Commands
    actions: TabActions
    possible: bool = True
    heard: list[object] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def offer(self, name: str = "link"):
        action = self.actions.offer(name, self.act, when=lambda: self.possible)
        self.commands.fill(self.menu, [name])
        return action

    def act(self) -> None:
        self.done.append("joined")

    def press(self) -> None:
        QTest.keyClick(self.tab, Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    tab = QWidget()
    qtbot.addWidget(tab)
    bus = Bus(tab)
    commands = Commands(tab, ENTRIES)
    commands.show_page(HERE)
    actions = TabActions(tab=tab, bus=bus, commands=commands.on(HERE))
    made = Stage(tab, QMenu(tab), commands, actions)
    for signal in (bus.changed, bus.failed, bus.said):
        signal.connect(made.heard.append)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.setFocus()
    return made


def test_a_command_is_done_by_its_menu_and_by_its_keys(stage: Stage) -> None:
    action = stage.offer()

    action.trigger()
    stage.press()

    assert stage.done == ["joined", "joined"]
    assert stage.menu.actions() == [action]


def test_an_alternative_is_left_out_of_a_menu_that_opens_when_it_cannot_be_done(
    stage: Stage,
) -> None:
    action, shown = stage.offer("did_run"), []

    for stage.possible in (False, True):
        stage.menu.aboutToShow.emit()
        shown.append(action.isVisible())
        stage.menu.aboutToHide.emit()

    assert shown == [False, True]


def test_a_command_is_greyed_while_the_menu_is_open_and_hears_its_keys_again_after(
    stage: Stage,
) -> None:
    action = stage.offer()
    stage.possible = False

    stage.menu.aboutToShow.emit()
    assert (action.isVisible(), action.isEnabled()) == (True, False)
    stage.menu.aboutToHide.emit()
    stage.press()

    assert stage.done == ["joined"]


def test_a_command_is_enabled_where_its_entry_says_and_it_is_bound(stage: Stage) -> None:
    bound = stage.commands.bind
    for name in ("history", "open"):
        bound(name, stage.act)

    def enabled() -> list[str]:
        return [each.name for each in ENTRIES if stage.commands.action(each.name).isEnabled()]

    here = enabled()
    stage.commands.show_page(THERE)
    there = enabled()
    stage.commands.show_page(NOWHERE)

    assert (here, there, enabled()) == (["history", "open"], ["open"], ["open"])
    assert stage.commands.unbound() == ["link", "did_run", "print"]


def test_the_page_in_front_decides_who_acts_and_what_the_menu_says(stage: Stage) -> None:
    stage.commands.bind("link", lambda: stage.done.append("here"), page=HERE)
    there = stage.commands.on(THERE)
    there.bind("link", lambda: stage.done.append("there"), words=lambda: "Link & go…")
    stage.commands.fill(stage.menu, ["link"])
    action, said = stage.commands.action("link"), []

    for page in (HERE, THERE):
        stage.commands.show_page(page)
        action.trigger()
        stage.menu.aboutToShow.emit()
        said.append(action.text().removeprefix("&"))
        stage.menu.aboutToHide.emit()

    assert stage.done == ["here", "there"]
    assert said == ["Link…", "Link && go…"]


def test_keys_hold_only_on_the_pages_that_the_entry_names(stage: Stage) -> None:
    action = stage.commands.bind("print", stage.act)
    here = action.shortcut().toString()

    stage.commands.show_page(THERE)

    assert (here, action.shortcut().toString()) == ("", "Ctrl+P")


def test_a_letter_is_shown_by_the_menu_and_heard_by_the_page(stage: Stage) -> None:
    action = stage.commands.bind("history", stage.act)

    QTest.keyClick(stage.tab, Qt.Key.Key_H)

    assert (action.text(), stage.done) == ("History…\tH", [])


def test_a_command_switched_off_hears_no_keys(stage: Stage) -> None:
    stage.offer()
    stage.commands.enable("link", enabled=False)
    stage.press()
    stage.commands.enable("link", enabled=True)
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
    assert not stage.offer().autoRepeat()
