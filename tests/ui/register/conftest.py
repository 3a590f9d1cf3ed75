from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.fake_registers import FakeRegister, row
from support.menu_commands import commands_on
from support.register_screen import NAMES, RegisterScreen, register_screens
from support.scenes import Colleague, MakeScene, NewScenes, Scene, scenes

from npq_desktop.rows.changes import EVERYTHING, Changes
from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.register.events.event_actions import EventActions
from npq_desktop.ui.register.presenter import RegisterPresenter
from npq_desktop.ui.register.tab import RegisterTab


@dataclass
class Opened:
    """A register on screen, and what its bus said."""

    tab: RegisterTab
    bus: Bus
    service: FakeRegister
    failures: list[str]
    sayings: list[str]

    def press(self, *keys: str | Qt.Key) -> None:
        """Press keys on the table, far enough apart in time to be commands."""
        for key in keys:
            self.type(key)
            self.tab.table.other_key_pressed.emit()

    def type(self, *keys: str | Qt.Key) -> None:
        """Press keys at once, wherever the focus is."""
        for key in keys:
            target = self.tab.window().focusWidget() or self.tab.table
            QTest.keyClick(target, key)

    def state(self, person: str) -> MarkState:
        return self.service.rows[person].state

    @property
    def current(self) -> str | None:
        return self.tab.table.current_person()


Show = Callable[..., Opened]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    tabs: list[RegisterTab] = []

    def make(*rows: RegisterRow, size: tuple[int, int] = (1300, 700)) -> Opened:
        service = FakeRegister(rows or tuple(row(number) for number in range(1, 31)))
        tab = RegisterTab()
        tabs.append(tab)
        bus = Bus(tab)
        presenter = RegisterPresenter(
            parent=tab,
            tab=tab,
            register=service,
            signoff=service,
            undo=service,
            drafts=service,
            last_chances=service.last_chances,
            bus=bus,
        )
        tab.bind(commands_on(tab, Tab.REGISTER))
        opened = Opened(tab, bus, service, [], [])
        bus.failed.connect(opened.failures.append)
        bus.said.connect(opened.sayings.append)
        tab.resize(*size)
        with qtbot.waitExposed(tab):
            tab.show()
        presenter.show_group("g1")
        tab.table.setFocus()
        return opened

    yield make
    for tab in tabs:
        tab.close()
        tab.deleteLater()


@dataclass
class Shared:
    """The whole window on a group that Sam is in too; what Sam says arrives under any dialog."""

    screen: RegisterScreen
    scene: Scene
    sam: Colleague

    def opens(self, action: str) -> Dialog:
        """The dialog of an action about the event or the row."""
        [actions] = self.screen.tab.findChildren(EventActions)
        getattr(actions, action).trigger()
        return self.screen.dialog()

    def arrives(self, kind: str, **content: object) -> None:
        """Sam's file is taken in, as the shared folder does it."""
        self.sam.tell(kind, **content)
        [bus] = self.screen.window.findChildren(Bus)
        bus.changed.emit(Changes(self.scene.group, EVERYTHING, frozenset()))


@pytest.fixture
def shared(qtbot: QtBot, scene: MakeScene) -> Iterator[Shared]:
    made = scene(*NAMES)
    sam = made.colleague()
    screen = RegisterScreen(qtbot, made.application, made.group)
    yield Shared(screen, made, sam)
    screen.window.close()
    screen.window.deleteLater()


@pytest.fixture
def scene(laptop: Callable[[str], Laptop], new_scenes: NewScenes) -> MakeScene:
    return scenes(laptop, new_scenes)


@pytest.fixture
def screen(qtbot: QtBot, application: Application) -> Iterator[Callable[[], RegisterScreen]]:
    """``screen()``: the whole window on real services, at the register of a past seminar."""
    yield from register_screens(qtbot, application)
