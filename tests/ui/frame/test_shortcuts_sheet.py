"""The window of keys against the keys that there are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from npq_desktop.ui.frame.letters import PAGE_KEYS
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.frame.shortcuts_sheet import EVERYWHERE, TITLES, ShortcutsSheet, shortcuts
from npq_desktop.ui.register.key_commands import COMMANDS

pytestmark = pytest.mark.slow

SAME_AS_ANOTHER = {"Ctrl+Enter", "Esc"}
"""The second Return key, and what closes or leaves everywhere."""


@pytest.fixture
def underlined(example_window: MainWindow) -> set[str]:
    """Alt with the underlined letter of each button."""
    buttons = example_window.findChildren(QAbstractButton)
    return {QKeySequence.mnemonic(button.text()).toString() for button in buttons}


@pytest.fixture
def keys(example_window: MainWindow) -> set[str]:
    """Every shortcut of the window with all its tabs built."""
    found = set()
    for page in Tab:
        example_window.show_page(page)
        actions = [s for a in example_window.findChildren(QAction) for s in a.shortcuts()]
        shortcuts_ = [s.key() for s in example_window.findChildren(QShortcut)]
        found |= {each.toString() for each in (*actions, *shortcuts_)}
    return found - SAME_AS_ANOTHER - {""}


def listed(window: MainWindow) -> set[str]:
    """The keys in the list."""
    return {key for column, _, _ in shortcuts(window.commands) for key in column.split()}


def test_every_shortcut_is_listed(example_window: MainWindow, keys: set[str]) -> None:
    assert sorted(keys - listed(example_window)) == []


def test_no_shortcut_is_listed_that_is_gone(
    example_window: MainWindow, keys: set[str], underlined: set[str]
) -> None:
    own = {"Shift+Space"}  # heard by the text itself, which has a test of it
    held = {key for key in listed(example_window) if "+" in key or key[1:].isdigit()} - own

    assert sorted(held - keys - underlined) == []


def test_every_letter_of_the_register_is_listed() -> None:
    typed = {each.keys.casefold() for each in PAGE_KEYS[Tab.REGISTER]}

    assert COMMANDS.keys() <= typed


@pytest.mark.parametrize("page", list(Tab))
def test_the_page_in_front_comes_first_and_then_everywhere(
    example_window: MainWindow, page: Tab
) -> None:
    example_window.show_page(page)

    where = list(dict.fromkeys(line[2] for line in shortcuts(example_window.commands)))

    assert where[:2] == [TITLES[page], EVERYWHERE]


def test_no_key_means_two_things_on_one_page(example_window: MainWindow) -> None:
    lines = [(keys, where) for keys, _, where in shortcuts(example_window.commands)]

    assert sorted({line for line in lines if lines.count(line) > 1}) == []


def test_typing_finds_a_key_by_what_it_does(example_window: MainWindow) -> None:
    QTest.keyClick(example_window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = example_window.findChild(ShortcutsSheet)
    assert sheet.focusWidget() is sheet.find_box

    QTest.keyClicks(sheet.find_box, "sign off")

    assert [row[0] for row in sheet.table.texts.rows] == ["F9"]
    key = sheet.table.texts.index(0, 0)
    assert key.data(Qt.ItemDataRole.AccessibleTextRole) == "F9: Sign off"
    sheet.reject()
