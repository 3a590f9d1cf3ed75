"""More about an event and a row, on the whole window and real services, by keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.scenes import did_not_run

from npq_desktop.rows.register import EventRow, EventState, MarkState
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.register.events.event_actions import EventActions
from npq_desktop.ui.register.events.event_dialogs import APOLOGY, NOTHING, VISIT
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow


class Desk:
    """The window with the example group, its register tab and actions."""

    def __init__(self, window: MainWindow, application: Application, group: str) -> None:
        self.window, self.application, self.group = window, application, group
        tab = window.tabs.widget(Tab.REGISTER)
        assert isinstance(tab, RegisterTab)
        self.tab = tab
        self.actions = tab.findChild(EventActions)

    def offers(self, action: QAction) -> bool:
        """Whether More offers an action when it opens now."""
        self.tab.more_button.menu().aboutToShow.emit()
        offered = action.isVisible() and action.isEnabled()
        self.tab.more_button.menu().aboutToHide.emit()
        return offered

    def event(self, key: str) -> EventRow:
        return next(e for e in self.tab.events_model.events if e.id == key)

    def dialog(self) -> Dialog:
        return [each for each in self.window.findChildren(Dialog) if each.isVisible()][-1]

    def ask(self, action: QAction) -> Dialog:
        action.trigger()
        return self.dialog()

    def press(self, *keys: str | Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.tab.table, key)
            self.tab.table.other_key_pressed.emit()

    def unmarked(self) -> list[EventRow]:
        return [e for e in self.tab.events_model.events if not e.marked and e.start]

    def open_unmarked(self) -> EventRow:
        """Open an event that nobody is marked at."""
        chosen = self.unmarked()[0]
        self.tab.event_chosen.emit(chosen.id)
        return chosen


@pytest.fixture
def desk(application: Application, example: str, qtbot: QtBot) -> Iterator[Desk]:
    window = build_window(application)
    with qtbot.waitExposed(window):
        window.show()
    yield Desk(window, application, example)
    window.close()
    window.deleteLater()


def test_did_not_run_is_recorded_with_a_reason_and_undone(desk: Desk, qtbot: QtBot) -> None:
    opened = desk.open_unmarked()
    dialog = desk.ask(desk.actions.did_not_run)
    assert "events become" in dialog.effect.text()
    assert not dialog.record_button.isEnabled()

    QTest.keyClicks(dialog.reason_box, "snow")
    QTest.keyClick(dialog.reason_box, Qt.Key.Key_Return)

    assert desk.event(opened.id).state is EventState.DID_NOT_RUN
    assert desk.tab.card.title.text() == "Did not run: snow."
    assert desk.tab.table.itemDelegate().quiet
    desk.press("p")
    assert not desk.event(opened.id).marked
    qtbot.waitUntil(desk.window.undo_action.isEnabled)
    desk.window.undo_action.trigger()
    assert desk.event(opened.id).state is EventState.PLANNED
    assert not desk.tab.table.itemDelegate().quiet


@pytest.mark.parametrize("key", ["p", "a", "l", "e", "r", Qt.Key.Key_F9])
def test_an_event_that_did_not_run_refuses_marks_and_signature_with_a_sentence(
    desk: Desk, key: str | Qt.Key
) -> None:
    opened = desk.open_unmarked()
    desk.press("p")
    did_not_run(desk.application, desk.group, opened.id, "snow")
    desk.tab.event_chosen.emit(opened.id)

    desk.press(key)

    assert "recorded as not run" in desk.window.status.saved.text()
    assert not any(each.isVisible() for each in (desk.tab.minutes, desk.tab.reasons))
    assert QApplication.activeModalWidget() is None
    assert desk.event(opened.id).marked == 1
    assert not desk.tab.rest_button.isVisible()


def test_it_did_run_is_offered_only_where_it_did_not(desk: Desk) -> None:
    opened = desk.open_unmarked()
    assert not desk.offers(desk.actions.did_run)
    dialog = desk.ask(desk.actions.did_not_run)
    QTest.keyClicks(dialog.reason_box, "snow")
    QTest.keyClick(dialog.reason_box, Qt.Key.Key_Return)
    assert not desk.offers(desk.actions.did_not_run)

    desk.actions.did_run.trigger()

    assert desk.event(opened.id).state is not EventState.DID_NOT_RUN


def test_did_not_run_offers_to_move_first(desk: Desk) -> None:
    desk.open_unmarked()
    dialog = desk.ask(desk.actions.did_not_run)

    QTest.keyClick(dialog.move_button, Qt.Key.Key_Space)

    assert desk.dialog().windowTitle() == "Move to another date"
    desk.dialog().reject()


def test_a_move_takes_the_end_along_and_records_the_place(desk: Desk) -> None:
    before = desk.open_unmarked()
    dialog = desk.ask(desk.actions.move)

    dialog.start_box.setDateTime(dialog.start_box.dateTime().addDays(7))
    QTest.keyClicks(dialog.place_box, " annexe")
    QTest.keyClick(dialog.place_box, Qt.Key.Key_Return)

    moved = desk.event(before.id)
    assert (moved.start.date() - before.start.date()).days == 7
    assert moved.place.endswith(" annexe")
    assert moved.end > moved.start


def test_a_move_that_ends_too_soon_is_refused_in_the_dialog(desk: Desk) -> None:
    desk.open_unmarked()
    dialog = desk.ask(desk.actions.move)
    dialog.end_box.setDateTime(dialog.start_box.dateTime())

    QTest.keyClick(dialog.place_box, Qt.Key.Key_Return)

    assert "end must be after the start" in dialog.trouble.words()
    dialog.reject()


def test_marks_move_to_the_chosen_event_and_back_with_one_undo(desk: Desk, qtbot: QtBot) -> None:
    opened = desk.open_unmarked()
    assert not desk.offers(desk.actions.move_marks)
    desk.press("p", "a")
    other = desk.unmarked()[0].id
    dialog = desk.ask(desk.actions.move_marks)
    assert not dialog.record_button.isEnabled()

    dialog.event_box.setCurrentIndex(dialog.event_box.findData(other))
    assert "2 marks (1 present and 1 absent) go to" in dialog.words.text()
    QTest.keyClick(dialog.record_button, Qt.Key.Key_Space)

    assert (desk.event(opened.id).marked, desk.event(other).marked) == (0, 2)
    qtbot.waitUntil(lambda: "move of" in desk.window.undo_action.text())
    desk.window.commands.action("undo").trigger()
    assert (desk.event(opened.id).marked, desk.event(other).marked) == (2, 0)


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        ((APOLOGY, "travel"), "apologies sent beforehand, travel"),
        ((VISIT, ""), "visiting another group"),
    ],
)
def test_what_is_known_beforehand_shows_on_the_row_and_goes_again(
    desk: Desk, choice: tuple[str, str], shown: str
) -> None:
    desk.open_unmarked()
    person = desk.tab.table.current_person()
    for wanted in (choice, (NOTHING, "")):
        desk.actions.apologies.trigger()
        dialog = desk.dialog()
        dialog.choices[wanted].setChecked(True)
        QTest.keyClick(dialog.choices[wanted], Qt.Key.Key_Return)
        row = next(r for r in desk.tab.table.register_model.rows if r.person == person)
        assert (shown in f"{row.detail}{row.why_not_expected}") == (wanted == choice)
        assert row.state is MarkState.UNMARKED
