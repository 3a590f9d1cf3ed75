"""The whole window with the register of one past seminar of a small group, worked by keys."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.applications import group_as_planned, preview
from support.scenes import FIRST

from npq_desktop.rows.register import RegisterRow
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import Tab
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.window import build_window

EVENT = "m4.seminar"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


Kind = TypeVar("Kind")


def child(parent: QObject, kind: type[Kind]) -> Kind:
    """The one child of a kind."""
    [found] = [each for each in parent.children() if isinstance(each, kind)]
    return found


NAMES = ("Ann Lee", "Ben Ash", "Cat Orr")


class RegisterScreen:
    """Three people of a new group, or those of the ``group`` that is there."""

    def __init__(self, qtbot: QtBot, application: Application, group: str = "") -> None:
        self.qtbot, self.application = qtbot, application
        self.group = group or group_as_planned(
            application,
            preview(*NAMES),
            title="Group 07",
            cohort="A",
            first_seminar=FIRST,
        )
        application.profile.remember_group(self.group)
        self.window = build_window(application)
        with qtbot.waitExposed(self.window):
            self.window.show()
        tab = self.window.tabs.widget(Tab.REGISTER)
        assert isinstance(tab, RegisterTab)
        self.tab = tab
        tab.event_chosen.emit(EVENT)
        tab.table.setFocus()

    @property
    def status(self) -> str:
        return self.window.status.said.text()

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key on the register's table, in the window that is active again after a dialog."""
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)
        self.tab.table.setFocus()
        QTest.keyClick(self.tab.table, key, held)
        self.tab.table.other_key_pressed.emit()

    def ask(self, key: Qt.Key, held: Qt.KeyboardModifier) -> Dialog:
        """The dialog that a key opens."""
        self.key(key, held)
        return self.dialog()

    def dialog(self) -> Dialog:
        self.qtbot.waitUntil(lambda: bool(self.dialogs()))
        return self.dialogs()[-1]

    def dialogs(self) -> list[Dialog]:
        """The dialog on screen, if any."""
        dialog = QApplication.activeModalWidget()
        return [dialog] if isinstance(dialog, Dialog) else []

    def answer(self, dialog: Dialog, text: str) -> None:
        """Type into what has the focus, then Return."""
        QTest.keyClicks(dialog.focusWidget(), text)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    def rows(self) -> dict[str, RegisterRow]:
        return {row.name: row for row in self.tab.table.register_model.rows}

    def states(self) -> dict[str, str]:
        return {name: row.state.value for name, row in self.rows().items()}

    @property
    def current(self) -> str | None:
        person = self.tab.table.current_person()
        return next((name for name, row in self.rows().items() if row.person == person), None)

    def select(self, name: str) -> None:
        self.tab.table.select(self.rows()[name].person)

    def undo(self) -> str:
        """Ctrl+Z; what the status bar had promised."""
        self.qtbot.waitUntil(self.window.undo_action.isEnabled)
        promised = self.application.undo.next_words(self.group)
        self.qtbot.waitUntil(lambda: self.window.status.undo.text() == promised)
        self.key(Qt.Key.Key_Z, CTRL)
        return promised


def register_screens(
    qtbot: QtBot, application: Application
) -> Iterator[Callable[[], RegisterScreen]]:
    """Makes screens; every window is closed at the end."""
    shown: list[RegisterScreen] = []

    def show() -> RegisterScreen:
        shown.append(RegisterScreen(qtbot, application))
        return shown[-1]

    yield show
    for each in shown:
        each.window.close()
        each.window.deleteLater()
