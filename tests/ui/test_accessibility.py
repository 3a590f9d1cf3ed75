"""The whole window as a screen reader and a keyboard meet it: names, roles, Tab, no key trap."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from support.accessibility import complaints, heard, named_round

from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.application import Application
from npq_desktop.ui.cohort.table.table import CohortTable
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

WIDE = (2400, 1000)


def ask_for_no_file(*_arguments: object) -> None:
    """The native file dialog is not ours to test."""


def shown(application: Application, qtbot: QtBot) -> MainWindow:
    window = build_window(application, choose_file=ask_for_no_file)
    window.resize(*WIDE)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def first(application: Application, qtbot: QtBot) -> Iterator[MainWindow]:
    made = shown(application, qtbot)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def window(application: Application, example: str, qtbot: QtBot) -> Iterator[MainWindow]:
    made = shown(application, qtbot)
    yield made
    made.close()
    made.deleteLater()


def register_of(window: MainWindow) -> RegisterTab:
    tab = window.tabs.widget(Tab.REGISTER)
    assert isinstance(tab, RegisterTab)
    return tab


def open_dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def cells(table: QWidget) -> list[str]:
    table_heard = heard(table)
    each = (table_heard.child(at) for at in range(table_heard.childCount()))
    return [c.text(QAccessible.Text.Name) for c in each if c.role() == QAccessible.Role.Cell]


def test_first_run_is_named_and_walked_round(first: MainWindow) -> None:
    assert complaints(first) == []


@pytest.mark.parametrize("page", list(Tab))
def test_every_tab_is_named_and_walked_round(window: MainWindow, page: Tab) -> None:
    window.show_page(page)

    assert complaints(window) == []


@pytest.mark.parametrize("page", list(Tab))
def test_every_tab_without_a_group_is_named_and_walked_round(first: MainWindow, page: Tab) -> None:
    first.show_tabs()
    first.show_page(page)

    assert complaints(first) == []


def test_tab_follows_the_eye_over_the_register(window: MainWindow) -> None:
    tab = register_of(window)
    tab.table.setFocus()

    order = named_round(window)

    start = order.index("Dates of the events")
    assert [*order[start:], *order[:start]] == [
        "Dates of the events",
        "Events",
        "Find a person",
        "More about this event and the chosen person",
        tab.rest_button.text().replace("&", ""),
        "Sign off…",
        "Register",
        "Example group",
        "Seminar register",
        window.header.chip.text(),
    ]


def test_a_row_of_the_register_says_number_name_and_state(
    window: MainWindow, application: Application, example: str
) -> None:
    event = application.register.opening_event(example)
    tab = register_of(window)
    shown = tab.table.register_model.rows[2]
    application.register.mark(example, event, shown.person, Mark(MarkState.LATE, 12))
    tab.event_chosen.emit(event)

    assert f"3, {shown.name}, late 12 min" in cells(tab.table)


def test_a_row_of_the_cohort_says_name_and_standing(window: MainWindow) -> None:
    window.show_page(Tab.COHORT)

    told = cells(window.findChild(CohortTable))

    assert any(
        each.startswith("Niamh Ní Bhriain. Cannot tell yet whether on track.") for each in told
    )
    assert "Behind, can still reach 90%" in told


def actions_with_dialogs(window: MainWindow) -> list[QAction]:
    """What every menu offers now, but to leave, to undo, to open a menu of groups and to ask the
    system for a printer, which is the system's dialog.
    """
    more = register_of(window).more_button.menu()
    more.aboutToShow.emit()  # it chooses what it offers
    more.aboutToHide.emit()
    menus: list[QMenu] = [more, *window.menuBar().findChildren(QMenu)]
    of_the_system = window.commands.action("print_register")
    not_asked = {window.undo_action, window.redo_action, of_the_system}
    keys = {"Ctrl+Q", "Ctrl+G"}
    return [
        action
        for action in dict.fromkeys(each for menu in menus for each in menu.actions())
        if action.isVisible()
        and action.isEnabled()
        and not action.isSeparator()
        and action not in not_asked
        and action.shortcut().toString() not in keys
    ]


def test_every_dialog_of_the_menus_is_named_walked_round_and_closed_by_escape(
    window: MainWindow,
) -> None:
    tab = register_of(window)
    tab.event_chosen.emit(next(e.id for e in tab.events_model.events if e.marked > 20))
    found, wrong = 0, []

    for action in actions_with_dialogs(window):
        window.show_page(Tab.REGISTER)
        action.trigger()
        for dialog in open_dialogs():
            found += 1
            wrong += complaints(dialog)
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        wrong += [f"{d.windowTitle()}: stays after Escape" for d in open_dialogs()]

    assert wrong == []
    assert found >= 8


@pytest.mark.parametrize("name", ["signoff_button", "rest_button"])
def test_the_dialogs_of_the_register_are_named_and_walked_round(
    window: MainWindow, name: str
) -> None:
    QTest.keyClick(getattr(register_of(window), name), Qt.Key.Key_Space)

    [dialog] = open_dialogs()

    assert complaints(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert open_dialogs() == []


def test_arrows_walk_along_the_tabs_without_leaving_them(window: MainWindow) -> None:
    bar = window.header.navigation
    bar.setFocus()

    QTest.keyClick(bar, Qt.Key.Key_Right)

    assert window.tabs.currentIndex() == Tab.REVIEW
    assert window.focusWidget() is bar


def test_the_whole_way_from_first_run_to_sign_off_needs_no_mouse(
    first: MainWindow, application: Application, qtbot: QtBot
) -> None:
    def press(*keys: str | Qt.Key) -> None:
        for key in keys:
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, key)
            if isinstance(key, str):
                register_of(first).table.other_key_pressed.emit()  # a pause between commands

    press(Qt.Key.Key_Tab, Qt.Key.Key_Space)
    tab = register_of(first)
    qtbot.waitUntil(tab.table.hasFocus)
    group = application.groups.all()[0].id
    before = len(list(application.store.events(group)))

    press("p", "a", "l", "5", Qt.Key.Key_Return)
    states = [row.state for row in tab.table.register_model.rows[:3]]
    tab.rest_button.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: [QApplication.activeWindow()] == open_dialogs())
    press(Qt.Key.Key_Tab, Qt.Key.Key_Space)
    first.activateWindow()  # a real desktop does when a dialog closes
    qtbot.waitUntil(tab.table.hasFocus)
    press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: [QApplication.activeWindow()] == open_dialogs())
    words = heard(open_dialogs()[0]).text(QAccessible.Text.Description)
    press(Qt.Key.Key_Return)

    assert states == [MarkState.PRESENT, MarkState.ABSENT, MarkState.LATE]
    assert "Everyone is marked" in words
    event = application.register.opening_event(group)
    assert application.register.view(group, event).signoffs[0].who == "Alex Morgan"
    assert len(list(application.store.events(group))) > before + 25


def test_arrows_walk_along_the_events_and_enter_goes_to_the_rows(window: MainWindow) -> None:
    tab = register_of(window)
    tab.events.setFocus()
    start = tab.events.currentIndex().row()

    for _ in range(2):
        QTest.keyClick(tab.events, Qt.Key.Key_Up)

    assert tab.events.currentIndex().row() == start - 2
    assert window.focusWidget() is tab.events
    QTest.keyClick(tab.events, Qt.Key.Key_Return)
    assert window.focusWidget() is tab.table
