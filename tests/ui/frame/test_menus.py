"""The menus: every command once, bound, and letters that nothing on a page takes away."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from npq_desktop.ui.cohort.table.table import CohortTable
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import MENUS, Tab

pytestmark = pytest.mark.slow


def letter(words: str) -> str:
    return QKeySequence.mnemonic(words).toString()


def entries(window: MainWindow) -> list[QAction]:
    """Every entry of the menu bar."""
    menus = [action.menu() for action in window.menuBar().actions()]
    return [each for menu in menus for each in menu.actions() if not each.isSeparator()]


def test_every_command_is_bound_once_its_tab_is_built(example_window: MainWindow) -> None:
    for page in Tab:
        example_window.show_page(page)

    assert example_window.commands.unbound() == []


def test_every_command_is_in_the_menu_bar_once(example_window: MainWindow) -> None:
    names = [entry.name for _, menu in MENUS for entry in menu if entry]
    shown = entries(example_window)

    assert [name for name, often in Counter(names).items() if often > 1] == []
    assert len(shown) == len(set(shown)) == len(names)


def test_every_entry_of_an_open_menu_has_a_letter_of_its_own(example_window: MainWindow) -> None:
    wrong = []
    for page in Tab:
        example_window.show_page(page)
        for opener in example_window.menuBar().actions():
            opener.menu().aboutToShow.emit()
            shown = [each for each in opener.menu().actions() if each.isVisible()]
            texts = [each.text() for each in shown if not each.isSeparator()]
            if opener.text() == "&Person":
                del texts[0]  # the name of who is chosen
            letters = [letter(text) for text in texts]
            taken = {key.removeprefix("Alt+").casefold() for key in letters}
            wrong += [text for text in texts if "&" not in text and _has_free(text, taken)]
            wrong += [key for key, often in Counter(filter(None, letters)).items() if often > 1]
            opener.menu().aboutToHide.emit()

    assert wrong == []


def _has_free(text: str, taken: set[str]) -> bool:
    """Whether a letter of an entry is none of those taken by others."""
    own = {each for each in text.partition("\t")[0].casefold() if each.isascii() and each.isalnum()}
    return bool(own - taken)


def test_a_letter_chooses_the_dark_look(example_window: MainWindow, qtbot: QtBot) -> None:
    [view] = [a.menu() for a in example_window.menuBar().actions() if a.text() == "&View"]
    view.popup(example_window.pos())
    qtbot.keyClick(view, Qt.Key.Key_D)

    assert example_window.commands.action("dark").isChecked()


def test_no_key_is_heard_twice_on_a_page(example_window: MainWindow) -> None:
    for page in Tab:
        example_window.show_page(page)
        on = [action for action in entries(example_window) if action.isEnabled()]
        keys = Counter(action.shortcut().toString() for action in on)
        del keys[""]

        assert [key for key, often in keys.items() if often > 1] == []


@pytest.mark.parametrize("page", list(Tab))
def test_no_page_underlines_a_letter_of_the_menu_bar(example_window: MainWindow, page: Tab) -> None:
    example_window.show_page(page)
    parts = [*example_window.findChildren(QAbstractButton), *example_window.findChildren(QLabel)]
    taken = {letter(action.text()) for action in example_window.menuBar().actions()}
    taken |= {"Alt+W", "Alt+O"}  # for two menus to come

    texts = [each.text() for each in parts if "<b>" not in each.text()]
    wrong = [text for text in texts if letter(text) in taken]
    assert wrong == []


def test_a_person_chosen_on_either_page_heads_the_person_menu(example_window: MainWindow) -> None:
    said = []
    for page in (Tab.REGISTER, Tab.COHORT):
        example_window.show_page(page)
        if page == Tab.COHORT:
            example_window.findChild(CohortTable).selectRow(0)
        [menu] = [a.menu() for a in example_window.menuBar().actions() if a.text() == "&Person"]
        menu.aboutToShow.emit()
        said.append(menu.actions()[0].text())
        assert not menu.actions()[0].isEnabled()

    assert "Nobody chosen" not in said
    assert example_window.commands.action("training_status").isEnabled()
