"""A blind facilitator does the whole job: what is announced from the first start to a sent file.

Everything is typed; the only thing looked at is what assistive technology is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.safety.restore_dialog import RestoreDialog
from npq_desktop.ui.starting import qt_application
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass
class Ear:
    """Types into whatever has the keyboard, and hears what follows."""

    window: MainWindow
    qtbot: QtBot
    said: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)

    def note(self, sentence: str, _urgent: bool) -> None:
        self.said.append(sentence)

    def moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            told = QAccessible.queryAccessibleInterface(now)
            self.stops.append(told.text(QAccessible.Text.Name))

    def press(self, *keys: Key | str, held: Qt.KeyboardModifier | None = None) -> list[str]:
        """What is announced after these keys."""
        for key in keys:
            target = QApplication.focusWidget()
            assert target is not None
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)
        return self.heard()

    def heard(self) -> list[str]:
        for _ in range(4):
            QApplication.processEvents()
        heard, self.said = self.said, []
        return heard

    def waits_for(self, words: str) -> str:
        """The sentence with these words, once it is announced."""
        self.qtbot.waitUntil(lambda: any(words in each for each in self.said))
        return next(each for each in self.heard() if words in each)

    def row(self) -> str:
        """What the keyboard stands on, in words."""
        widget = QApplication.focusWidget()
        assert widget is not None
        told = QAccessible.queryAccessibleInterface(widget)
        inner = told.focusChild()
        return (inner if inner is not None else told).text(QAccessible.Text.Name)

    def dialog(self) -> QDialog:
        """The dialog in front, which has the keyboard."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QDialog))
        [dialog] = [each for each in self.window.findChildren(QDialog) if each.isVisible()]
        return dialog

    def comes_back(self) -> None:
        """A real desktop activates the window when a dialog closes."""
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)


@pytest.fixture
def ear(application: Application, qtbot: QtBot, tmp_path: Path) -> Iterator[Ear]:
    qt = qt_application()
    application.preferences.choose_save_folder(str(tmp_path))
    window = build_window(application)
    window.resize(1366, 744)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    heard = Ear(window, qtbot)
    announcer().announced.connect(heard.note)
    qt.focusChanged.connect(heard.moved)
    yield heard
    announcer().announced.disconnect(heard.note)
    qt.focusChanged.disconnect(heard.moved)
    window.close()
    window.deleteLater()


def test_the_whole_job_is_heard(ear: Ear, application: Application, tmp_path: Path) -> None:
    starts(ear, application)
    marks(ear)
    signs_off(ear)
    looks_at_the_cohort(ear)
    reviews(ear)
    sends(ear)
    [sent] = tmp_path.glob("*.npqsync")
    mistypes_a_recovery_code(ear, sent)


def starts(ear: Ear, application: Application) -> None:
    window = ear.window
    window.first_run.name.clear()
    assert ear.press(Key.Key_Return) == [
        "Type your name first. Colleagues see it beside the marks you make."
    ]
    ear.press("Alex Morgan", Key.Key_Return)
    assert ear.row() == "Try the example group"
    assert application.groups.all() == ()  # Return only moves on
    ear.press(Key.Key_Space)
    ear.qtbot.waitUntil(lambda: ear.row() == "1, Dami Adebayo, not marked")
    ear.heard()


def slowly(ear: Ear, *letters: str) -> list[str]:
    """Letters far enough apart to be commands, not a name."""
    heard: list[str] = []
    for letter in letters:
        heard += ear.press(letter)
        QTest.keyClick(ear.window, Key.Key_Shift)
        ear.qtbot.wait(550)
    return heard


def marks(ear: Ear) -> None:
    assert slowly(ear, "p", "a") == [
        "Present: Dami Adebayo. 24 left.",
        "Absent: Farid Al-Masri. 23 left.",
    ]
    assert ear.row() == "3, Bethan ap Rhys, not marked"
    slowly(ear, "l")
    assert ear.row() == "Minutes late"
    ear.press("0")
    assert ear.press(Key.Key_Return) == ["Type the minutes first."]
    assert ear.press("12", Key.Key_Return) == ["Late 12 min: Bethan ap Rhys. 22 left."]
    assert ear.press(Key.Key_Z, held=CTRL) == ["Undone: late 12 min for Bethan ap Rhys"]
    redone = ear.press(Key.Key_Z, held=CTRL | SHIFT)
    assert redone == ["Done again: late 12 min for Bethan ap Rhys"]
    ear.press("/", "gra")
    assert ear.press(Key.Key_Return)[-1] == "Present: Grace Appiah. 21 left."
    ear.press(Key.Key_Escape)
    ear.press(Key.Key_Escape)


def signs_off(ear: Ear) -> None:
    ear.window.commands.action("mark_rest").trigger()
    dialog = ear.dialog()
    assert dialog.accessibleDescription().startswith("Not marked yet: ")
    ear.press(Key.Key_Tab, Key.Key_Space)
    ear.comes_back()
    ear.press(Key.Key_F9)
    assert ear.dialog().accessibleDescription().startswith("25 expected: ")
    ear.press("24")
    assert "Headcount 24 matches." in ear.waits_for("Headcount")
    assert "Signed off." in ear.press(Key.Key_Return)
    ear.comes_back()


def looks_at_the_cohort(ear: Ear) -> None:
    ear.press(Key.Key_1, held=CTRL)
    assert ear.row() == "People of this group"
    assert ear.press("o") == ["Sorted by Name."]
    ear.press(Key.Key_Down)
    assert ". " in ear.row()  # a name and a standing


def reviews(ear: Ear) -> None:
    ear.press(Key.Key_3, held=CTRL)
    assert ear.row().startswith("Tomás García Núñez, two decisions to settle.")
    ear.press(Key.Key_Down)
    ear.qtbot.wait(300)  # a decision counts once the work was seen
    who = ear.row().partition(",")[0]
    [decided] = ear.press(Key.Key_Return, held=CTRL)
    assert decided.startswith("Accepted: ")
    assert who in decided


def sends(ear: Ear) -> None:
    ear.press(Key.Key_E, held=CTRL)
    dialog = ear.dialog()
    assert dialog.accessibleDescription().startswith("Saves one file.")
    assert ear.row() == "Save file"
    ear.stops.clear()
    assert any("read back" in each for each in ear.press(Key.Key_Return))
    assert ear.stops == ["Close"]  # the keyboard moves once
    dialog.close()
    ear.heard()


def mistypes_a_recovery_code(ear: Ear, sent: Path) -> None:
    ear.comes_back()
    for each in ear.window.findChildren(QDialog):
        each.close()
    ear.window.commands.action("restore").trigger()
    dialog = ear.dialog()
    assert isinstance(dialog, RestoreDialog)
    assert ear.row() == "Recovery code"
    ear.press("ABC-DEF")
    dialog.restore_from(sent)
    assert "code" in ear.waits_for("code")
