"""What is painted in a row can be done from the menus, too: a way for assistive technology."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.rows.register import MarkState
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow


@pytest.fixture
def window(application: Application, example: str, qtbot: QtBot) -> MainWindow:
    made = build_window(application)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def tab_of(window: MainWindow) -> RegisterTab:
    tab = window.tabs.widget(Tab.REGISTER)
    assert isinstance(tab, RegisterTab)
    return tab


def state_of(tab: RegisterTab, person: str) -> MarkState:
    row = tab.table.row_of(person)
    assert row is not None
    return row.state


def offered(tab: RegisterTab) -> list[str]:
    """What the row's menu offers now."""
    tab.row_menu.aboutToShow.emit()
    texts = [each.text().replace("&", "") for each in tab.row_menu.actions() if each.isVisible()]
    shown = [each.partition("\t")[0] for each in texts]
    tab.row_menu.aboutToHide.emit()
    return shown


@pytest.mark.parametrize(
    ("name", "state"),
    [("mark_present", MarkState.PRESENT), ("mark_absent", MarkState.ABSENT)],
)
def test_a_mark_is_made_from_the_menu(window: MainWindow, name: str, state: MarkState) -> None:
    tab = tab_of(window)
    person = tab.table.current_person()
    assert person is not None

    window.commands.action(name).trigger()

    assert state_of(tab, person) is state


def test_late_asks_for_the_minutes(window: MainWindow) -> None:
    tab = tab_of(window)

    window.commands.action("mark_late").trigger()

    assert tab.minutes.isVisible()
    QTest.keyClick(tab.minutes.field, Qt.Key.Key_Escape)


def test_somebody_not_expected_is_marked_at_once(window: MainWindow) -> None:
    tab = tab_of(window)
    person = next(r.person for r in tab.table.register_model.rows if not r.expected)
    tab.table.select(person)

    window.commands.action("mark_present").trigger()

    assert state_of(tab, person) is MarkState.PRESENT


def test_the_sides_of_a_disagreement_are_offered_by_their_words(window: MainWindow) -> None:
    tab = tab_of(window)
    assert not any(each.startswith("Choose 1") for each in offered(tab))
    events = {each.short: each.id for each in tab.events_model.events}
    tab.event_chosen.emit(events["Seminar 3"])
    rows = tab.table.register_model.rows
    person = next(r.person for r in rows if r.state is MarkState.CONFLICT)
    tab.table.select(person)

    said = [each for each in offered(tab) if each.startswith("Choose")]
    window.commands.action("choose_second").trigger()

    assert {each[3 + len("Choose") :].lstrip() for each in said} == {
        "Present, Alex Morgan",
        "Absent, Sam Okafor",
    }
    wanted = MarkState.ABSENT if "Absent" in said[1] else MarkState.PRESENT
    assert state_of(tab, person) is wanted
