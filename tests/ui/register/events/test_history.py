"""The history of a mark and of an event, by keys; and names that begin with H."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.fake_registers import moment, row

from npq_desktop.rows.events import HistoryLine
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.register.events.history_actions import HistoryActions
from npq_desktop.ui.register.events.history_dialog import (
    HistoryDialog,
    became_words,
    what_words,
    where_words,
)
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

Show = Callable
LINE = HistoryLine(
    id="a",
    person="p1",
    about="",
    what="Late 12 min",
    who="Sam Okafor",
    laptop="Sam's laptop",
    claimed=moment(9, 2),
    first_seen=moment(12, 40),
    route="file",
    how="scanned",
    replaced="“Present” by Jo Marsh",
    standing="counts now",
    amendment="",
)


@pytest.fixture
def window(application: Application, example: str, qtbot: QtBot) -> Iterator[MainWindow]:
    made = build_window(application)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    made.deleteLater()


def register_of(window: MainWindow) -> RegisterTab:
    tab = window.tabs.widget(Tab.REGISTER)
    assert isinstance(tab, RegisterTab)
    return tab


def opened(window: MainWindow) -> list[HistoryDialog]:
    return [each for each in window.findChildren(HistoryDialog) if each.isVisible()]


def test_h_shows_what_was_said_of_the_row_and_escape_goes_back(
    window: MainWindow, application: Application, example: str, qtbot: QtBot
) -> None:
    tab = register_of(window)
    person, event = tab.table.current_person(), application.register.opening_event(example)
    application.register.mark(example, event, person, Mark(MarkState.ABSENT))
    application.register.mark(example, event, person, Mark(MarkState.LATE, 12))

    QTest.keyClick(tab.table, "h")
    qtbot.waitUntil(lambda: bool(opened(window)))
    [dialog] = opened(window)
    text = dialog.page.toPlainText()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert text.index("Late 12 min – counts now") < text.index("Absent – replaced by")
    assert "In place of “Absent” by Alex Morgan." in text
    assert opened(window) == []
    assert window.focusWidget() is tab.table


def test_looking_at_a_history_records_nothing(
    window: MainWindow, application: Application, example: str, qtbot: QtBot
) -> None:
    before = len(list(application.store.events(example)))

    QTest.keyClick(register_of(window).table, "h")
    qtbot.waitUntil(lambda: bool(opened(window)))
    opened(window)[0].reject()
    register_of(window).findChild(HistoryActions).of_mark.trigger()
    [again] = opened(window)
    again.reject()

    assert len(list(application.store.events(example))) == before


def test_the_history_of_an_event_is_read_and_scrolled_with_the_keyboard(
    window: MainWindow, application: Application, example: str
) -> None:
    tab = register_of(window)
    marked = next(event for event in tab.events_model.events if event.marked > 20)
    tab.event_chosen.emit(marked.id)

    tab.findChild(HistoryActions).of_event.trigger()

    [dialog] = opened(window)
    assert dialog.focusWidget() is dialog.page
    assert dialog.page.verticalScrollBar().value() == 0
    QTest.keyClick(dialog.page, Qt.Key.Key_PageDown)
    assert dialog.page.verticalScrollBar().value() > 0
    QTest.keyClick(dialog.page, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.cancel_button
    assert "Register opened for" in dialog.page.toPlainText()
    dialog.reject()


def test_h_waits_for_a_name_before_it_shows(show: Show, qtbot: QtBot) -> None:
    tab = show().tab

    with qtbot.waitSignal(tab.history_asked, timeout=2_000) as asked:
        QTest.keyClick(tab.table, "h")

    assert asked.args == ["p1"]


@pytest.mark.parametrize("name", ["har", "hal", "hea", "hph", "pha"])
def test_names_with_h_are_found_by_three_quick_letters(show: Show, qtbot: QtBot, name: str) -> None:
    people = ("Aoife O'Brien", "Halima Raza", "Zoë Hartley", "Heather Hphasi")
    window = show(*(row(number, person) for number, person in enumerate(people, start=1)))

    with qtbot.assertNotEmitted(window.tab.history_asked, wait=600):
        window.type(*name)

    assert window.tab.find_bar.field.text() == name
    assert window.current != "p1"
    assert {each.state for each in window.service.rows.values()} == {MarkState.UNMARKED}


def test_another_key_after_h_is_what_was_meant(show: Show, qtbot: QtBot) -> None:
    window = show()

    with qtbot.assertNotEmitted(window.tab.history_asked, wait=600):
        window.type("h", Qt.Key.Key_Down)

    assert window.current == "p2"


def test_a_line_says_who_where_when_and_by_which_route() -> None:
    assert what_words(LINE) == "Late 12 min – counts now"
    assert where_words(LINE) == (
        "Sam Okafor on Sam's laptop · scanned · time given 24 November 2026, 09:02 · "
        "reached here 12:40, by file"
    )
    assert became_words(LINE) == "In place of “Present” by Jo Marsh."


def test_a_line_of_this_laptop_names_no_route() -> None:
    own = replace(LINE, route="", first_seen=LINE.first_seen + timedelta(days=1))

    assert where_words(own).endswith("recorded on this laptop 25 November 2026, 12:40")


def test_a_change_after_the_sign_off_gives_its_reason() -> None:
    amended = replace(LINE, replaced="", amendment="She came at ten")

    assert became_words(amended) == "Changed after sign-off: She came at ten"
