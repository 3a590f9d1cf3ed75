"""The page of keys against the keys that there are."""

import pytest
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton

from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.frame.shortcuts_sheet import SHEET
from npq_desktop.ui.register.keys import COMMANDS

pytestmark = pytest.mark.slow

SAME_AS_ANOTHER = {"Ctrl+Enter", "Esc"}
"""The second Return key, and what closes or leaves everywhere."""


@pytest.fixture
def underlined(example_window: MainWindow) -> set[str]:
    """Alt with the underlined letter of each menu and button."""
    menus = [action.text() for action in example_window.menuBar().actions()]
    buttons = [button.text() for button in example_window.findChildren(QAbstractButton)]
    return {QKeySequence.mnemonic(text).toString() for text in (*menus, *buttons)}


@pytest.fixture
def keys(example_window: MainWindow) -> set[str]:
    """Every shortcut of the window with all its tabs built."""
    for page in Tab:
        example_window.show_page(page)
    actions = [s for a in example_window.findChildren(QAction) for s in a.shortcuts()]
    shortcuts = [s.key() for s in example_window.findChildren(QShortcut)]
    return {keys.toString() for keys in (*actions, *shortcuts)} - SAME_AS_ANOTHER - {""}


def listed(section: str | None = None) -> set[str]:
    """The keys on the page, or in one section of it."""
    rows = [row for heading, rows in SHEET if section in (None, heading) for row in rows]
    return {key for column, _ in rows for key in column.split()}


def test_every_shortcut_is_on_the_page(keys: set[str]) -> None:
    assert sorted(keys - listed()) == []


def test_the_page_lists_no_shortcut_that_is_gone(keys: set[str], underlined: set[str]) -> None:
    held = {key for key in listed() if "+" in key or (key[0] == "F" and key[1:].isdigit())}

    assert sorted(held - keys - underlined) == []


def test_every_letter_of_the_register_is_on_the_page() -> None:
    assert {letter.upper() for letter in COMMANDS} <= listed("Seminar register")
