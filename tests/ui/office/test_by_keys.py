"""From the window of a round to the resit in the real window, by keys alone.

``OFFICE_PEOPLE=20`` plays it with so many people.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.assessed import AssessedScene, prepared

from npq_desktop.ui.office.dialogs.office_dialog import OfficeDialog

pytestmark = pytest.mark.slow

COUNT = int(os.environ.get("OFFICE_PEOPLE", "4"))
PEOPLE = [f"{letter}nna {letter}shby" for letter in "ABCDEFGHIJKLMNOPQRSTU"[:COUNT]]
READY = PEOPLE[:-1]
"""All but the last are at 90%."""


class Keys:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, office, qtbot: QtBot) -> None:
        self._office, self._qtbot = office, qtbot
        self.presses = 0

    def press(self, *keys: str) -> None:
        for each in keys:
            [combined] = QKeySequence(each)
            QTest.keyPress(self._where(), combined.key(), combined.keyboardModifiers())
            self.presses += 1
            after = self._where()  # a press may close what it was sent to
            open_still = after if after is not None and after.isVisible() else self._office.window
            QTest.keyRelease(open_still, combined.key(), combined.keyboardModifiers())

    def type(self, text: str) -> None:
        for letter in text:  # the first may open an editor, which has the keyboard then
            QTest.keyClicks(self._where(), letter)
        self.presses += len(text)

    def command(self, name: str) -> None:
        """Choose a command of the menu Office by its letter."""
        self.press("Alt+O")
        words = self._office.window.commands.action(name).text()
        self.press(words[words.index("&") + 1])
        self.opened()

    def reach(self, widget: QWidget, key: str) -> None:
        """Press a key until a widget of the page has the keyboard."""
        for _ in range(12):
            if QApplication.focusWidget() is widget:
                return
            self.press(key)
        raise AssertionError(widget.accessibleName())

    def opened(self) -> None:
        """Wait until a dialog has the keyboard."""

        def is_open() -> bool:
            dialog = self._office.dialog()
            return isinstance(dialog, OfficeDialog) and dialog.isActiveWindow()

        self.wait(is_open)

    def closed(self) -> None:
        """Wait until no dialog is open and the window has the keyboard."""
        window = self._office.window
        self.wait(lambda: self._office.dialog() is None)
        window.activateWindow()  # without a screen nobody else does
        self.wait(window.isActiveWindow)

    def wait(self, condition) -> None:
        self._qtbot.waitUntil(condition)

    @staticmethod
    def _where() -> QWidget | None:
        return (
            QApplication.activePopupWidget()
            or QApplication.focusWidget()
            or QApplication.activeWindow()
        )


def _begin(group: AssessedScene) -> None:
    for who in PEOPLE[:-1]:
        group.does(who, 4, 7, 8)
    group.does(PEOPLE[-1], 3, 7, 8)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory):
    return prepared(tmp_path_factory.mktemp("keys"), _begin, *PEOPLE)


@pytest.fixture
def office(stage, open_office, tmp_path: Path) -> Iterator:
    yield from open_office(stage, tmp_path)


@pytest.fixture
def keys(office, qtbot: QtBot) -> Keys:
    office.window.activateWindow()
    qtbot.waitUntil(office.window.isActiveWindow)
    return Keys(office, qtbot)


def set_and_admit(office, keys: Keys) -> None:
    """Set the window of the main round and admit all who reach 90%."""
    keys.command("windows")
    keys.type("5")
    keys.press("Up", "Tab", "Tab")
    keys.type("The venue was lost")
    keys.press("Alt+S")
    keys.closed()
    assert office.page.rounds.currentText().startswith("Main round, 5 to 12 July 2027")

    before = keys.presses
    keys.command("admit")
    keys.press("Return")
    keys.closed()
    assert keys.presses - before <= 8
    assert [row.status for row in office.page.table.people.rows].count("admitted") == len(READY)


def override(office, keys: Keys) -> None:
    """Admit the last one by an override."""
    group = office.group
    keys.press("Home", *["Down"] * len(READY))
    assert office.page.table.current_row().name == PEOPLE[-1]
    keys.command("decide")
    keys.press("Down", "Down", "Down")
    keys.press("Tab")
    keys.type("Dana Reed")
    keys.press("Tab")
    keys.type("Agreed by the office")
    keys.press("Return")
    keys.closed()
    assert group.gate(PEOPLE[-1]) == ("override", [])


def release_and_receive(office, keys: Keys, tmp_path: Path) -> None:
    """Release the case study, and record what was dropped on the view."""
    group = office.group
    group.at(2027, 7, 6)
    keys.command("release")
    keys.press("Return")
    keys.wait(lambda: "released" in office.dialog().trouble.words())
    keys.press("Escape")
    keys.closed()

    files = [tmp_path / f"{who} response.txt" for who in PEOPLE]
    for number, each in enumerate(files):
        each.write_text("word " * (1490 + number), encoding="utf-8")
    office.page.files_dropped.emit(files, "")
    keys.opened()
    dialog = office.dialog()
    keys.wait(dialog.progress.isHidden)
    keys.press("Alt+T")
    keys.type("6 July 14:30")
    keys.press("Return")
    keys.closed()
    assert {row.status for row in office.page.table.people.rows} == {"received"}


def mark(office, keys: Keys) -> None:
    """Give everyone a marker and an outcome; the first has not passed."""
    group = office.group
    group.at(2027, 7, 20)
    keys.command("outcomes")
    keys.type("Dee Dunn")
    keys.press("Tab", "Alt+F")
    keys.wait(lambda: all(line.marker for line in office.dialog().table.lines.lines))
    keys.press("F", *["P"] * len(READY), "Return")
    keys.closed()
    assert office.row(PEOPLE[0]).outcome == "Marked, not passed"


def moderate(office, keys: Keys) -> None:
    """Draw the sample, record the moderator, and make all outcomes final."""
    group = office.group
    keys.command("sample")
    keys.press("Return")
    keys.wait(lambda: bool(group.office.outcomes.sample(group.group, "r1").drawn))
    keys.press("Escape")
    keys.closed()

    keys.command("outcomes")
    keys.press("Right", "Right")
    lines = office.dialog().table.lines
    for row in group.office.outcomes.table(group.group, "r1"):
        if row.in_sample:
            keys.type("Eli East")
            keys.press("Tab", "F" if row.marker_outcome == "failed" else "P", "Up", "Left")
        keys.press("Down")
    keys.press("Alt+T")
    keys.wait(lambda: all(line.outcome for line in lines.lines))
    keys.press("Return")
    keys.closed()


def give_out_and_resit(office, keys: Keys) -> None:
    """Give results out, set the resit, and admit who has not passed."""
    keys.command("results")
    keys.press("Return")
    keys.wait(lambda: "out" in office.dialog().trouble.words())
    keys.press("Escape")
    keys.closed()
    assert office.row(PEOPLE[0]).status == "failed"

    keys.command("windows")
    keys.press("Alt+R", "Down")
    keys.press("Alt+S")
    keys.closed()
    keys.reach(office.page.rounds, "Shift+Tab")
    keys.press("Down")
    keys.reach(office.page.table, "Tab")
    keys.press("Home", *["Up"] * len(PEOPLE))
    keys.command("decide")
    keys.press("Down", "Return")
    keys.closed()


def test_an_assessment_from_its_window_to_the_resit(office, keys: Keys, tmp_path: Path) -> None:
    set_and_admit(office, keys)
    override(office, keys)
    release_and_receive(office, keys, tmp_path)
    mark(office, keys)
    moderate(office, keys)
    give_out_and_resit(office, keys)

    assert office.group.gate(PEOPLE[0], "r2") == ("open", [])
