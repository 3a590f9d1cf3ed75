"""Dates in the window: typed over in one table, read from a file, and as a step of setting up."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from support.accessibility import complaints

from npq_desktop.rows.intake import DateOutcome
from npq_desktop.ui.exchange.invitations import InviteDialog
from npq_desktop.ui.exchange.open_dialog import RefusedDialog
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.dates_dialog import (
    DateColumn,
    DatesDialog,
    DatesModel,
    typed_day,
    typed_time,
)
from npq_desktop.ui.intake.dates_presenter import DatesFileDialog
from npq_desktop.ui.intake.differences_dialog import DifferencesDialog
from npq_desktop.ui.intake.roster_dialog import RosterDialog

pytestmark = pytest.mark.slow

Key = Qt.Key
LAST = "conference-2"


@pytest.fixture
def dates(tmp_path: Path) -> Path:
    """The closing conference on another day, and a line nobody can place."""
    path = tmp_path / "dates.csv"
    path.write_text(
        "Event,Date,Start,End,Venue\n"
        "Closing conference,21 January 2028,09:30,12:00,Town Hall\n"
        "Planning,28 January 2028,16:00,17:00,Library\n",
        encoding="utf-8",
    )
    return path


def event(desk, key: str):
    events = desk.application.register.events(desk.group)
    return next(each for each in events if each.id == key)


def row_of(desk, dialog: DatesDialog, key: str) -> int:
    rows = desk.application.planned_events.rows(desk.group)
    return [row.event for row in rows].index(key)


def type_into(qtbot: QtBot, table, row: int, column: DateColumn, keys: str) -> None:
    def boxes() -> list[QLineEdit]:
        return table.viewport().findChildren(QLineEdit)

    table.setCurrentIndex(table.rows.index(row, column))
    QTest.keyClick(table, Key.Key_F2)
    editor = boxes()[0]
    QTest.keyClicks(editor, keys)
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: not boxes())


def test_dates_are_a_sound_model(desk, qtmodeltester: ModelTester) -> None:
    model = DatesModel(date(2026, 11, 23))
    model.show_rows(desk.application.planned_events.rows(desk.group))

    qtmodeltester.check(model)


def test_typed_date_time_and_place_are_recorded_together(desk, qtbot) -> None:
    desk.presenter.set_dates()
    dialog = desk.dialog()
    row = row_of(desk, dialog, LAST)
    assert not dialog.record_button.isEnabled()

    type_into(qtbot, dialog.table, row, DateColumn.DAY, "21/1/28")
    type_into(qtbot, dialog.table, row, DateColumn.START, "0930")
    type_into(qtbot, dialog.table, row, DateColumn.PLACE, "Town Hall")
    QTest.keyClick(dialog.record_button, Key.Key_Space)

    held = event(desk, LAST)
    assert (held.start.date().isoformat(), held.start.hour) == ("2028-01-21", 9)
    assert (held.end - held.start).total_seconds() == 3 * 3600
    assert held.place == "Town Hall"
    undo = desk.application.undo.next_words(desk.group)
    assert undo == "undo dates of 1 event"


@pytest.mark.parametrize(
    ("column", "typed"), [(DateColumn.DAY, "31/2"), (DateColumn.START, "25:00")]
)
def test_what_cannot_be_read_leaves_the_cell_and_says_how_to_type(
    desk, qtbot, column: DateColumn, typed: str
) -> None:
    desk.presenter.set_dates()
    dialog = desk.dialog()
    row = row_of(desk, dialog, LAST)
    before = dialog.table.rows.index(row, column).data()

    type_into(qtbot, dialog.table, row, column, typed)

    assert dialog.table.rows.index(row, column).data() == before
    assert f"“{typed}” is no" in dialog.trouble.words()


@pytest.mark.parametrize("typed", ["21/1/2028", "21.1.28", "21 Jan", "Fri 21 January 2028", "21-1"])
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert typed_day(typed, date(2027, 12, 9)) == date(2028, 1, 21)


@pytest.mark.parametrize("typed", ["1600", "16:00", "4pm", "4.00 p.m.", "16"])
def test_times_are_read_as_people_write_them(typed: str) -> None:
    assert typed_time(typed) == time(16)


def test_date_typed_back_leaves_nothing_to_record(desk) -> None:
    desk.presenter.set_dates()
    dialog = desk.dialog()
    model = dialog.table.rows
    cell = model.index(row_of(desk, dialog, LAST), DateColumn.DAY)
    before = cell.data(Qt.ItemDataRole.EditRole)

    model.setData(cell, "21 January 2028")
    assert dialog.record_button.isEnabled()
    model.setData(cell, before)

    assert not dialog.record_button.isEnabled()


def test_end_before_its_start_is_refused_and_stays_to_be_mended(desk, qtbot) -> None:
    desk.presenter.set_dates()
    dialog = desk.dialog()
    type_into(qtbot, dialog.table, row_of(desk, dialog, LAST), DateColumn.END, "0100")

    QTest.keyClick(dialog.record_button, Key.Key_Space)

    assert "would end before it begins" in dialog.trouble.words()
    assert dialog.isVisible()


def test_cancelled_dates_record_nothing(desk, qtbot) -> None:
    before = event(desk, LAST)
    desk.presenter.set_dates()
    dialog = desk.dialog()
    type_into(qtbot, dialog.table, row_of(desk, dialog, LAST), DateColumn.DAY, "21/1/28")

    QTest.keyClick(dialog, Key.Key_Escape)

    assert event(desk, LAST) == before


def test_list_of_dates_opens_beside_what_is_recorded(desk, dates: Path) -> None:
    desk.presenter.open_file(dates)

    dialog = desk.dialog()
    assert isinstance(dialog, DatesFileDialog)
    assert "1 date to record" in dialog.words.text()
    assert "1 to choose" in dialog.words.text()
    assert event(desk, LAST).start.year != 2028


def test_line_becomes_an_extra_event_by_key(desk, dates: Path) -> None:
    desk.presenter.open_file(dates)
    dialog = desk.dialog()

    dialog.event_box.setFocus()
    QTest.keyClick(dialog.event_box, Key.Key_Down)
    assert dialog._preview.count(DateOutcome.EXTRA) == 1
    QTest.keyClick(dialog.record_button, Key.Key_Space)

    events = desk.application.register.events(desk.group)
    assert "Planning" in {each.title for each in events}
    assert event(desk, LAST).place == "Town Hall"


def test_calendar_opens_for_the_open_group(desk, samples: Path) -> None:
    desk.presenter.open_file(samples / "lms" / "18_seminars_outlook.ics")

    dialog = desk.dialog()
    assert isinstance(dialog, DatesFileDialog)
    assert len(dialog._preview.lines) == 6


def test_calendar_without_a_group_says_what_to_do(desk_of, application, samples, qtbot) -> None:
    desk = desk_of(application)

    with qtbot.waitSignal(desk.bus.failed) as failed:
        desk.presenter.open_file(samples / "lms" / "18_seminars_outlook.ics")

    assert "Open a group first" in failed.args[0]


def test_broken_calendar_is_explained(desk, tmp_path: Path) -> None:
    path = tmp_path / "seminars.ics"
    path.write_text("<html>Log in</html>", encoding="utf-8")

    desk.presenter.open_file(path)

    assert isinstance(desk.dialog(), RefusedDialog)


def test_file_read_from_the_table_shows_in_the_table(desk, dates: Path) -> None:
    desk.presenter.set_dates()
    table = desk.dialog()
    desk.chosen = dates
    QTest.keyClick(table.file_button, Key.Key_Space)

    QTest.keyClick(desk.dialog().record_button, Key.Key_Space)

    cell = table.table.rows.index(row_of(desk, table, LAST), DateColumn.PLACE)
    assert cell.data() == "Town Hall"


def test_file_that_is_no_list_is_explained_in_the_table(desk, tmp_path: Path) -> None:
    desk.presenter.set_dates()
    dialog = desk.dialog()
    desk.chosen = tmp_path / "gone.ics"

    QTest.keyClick(dialog.file_button, Key.Key_Space)

    assert "cannot be read" in dialog.trouble.words()


def test_register_file_still_opens_as_claims(desk, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("Name,Seminar 1\nUmar Farooq,P\n", encoding="utf-8")

    desk.presenter.open_file(path)

    assert isinstance(desk.dialog(), ClaimsDialog)


def test_setting_up_goes_from_people_to_dates_to_an_invitation(desk, roster: Path, qtbot) -> None:
    desk.presenter.set_up_group()
    people = desk.dialog()
    people.read(roster)
    QTest.keyClicks(people.title_box, "Leeds, Group 07")
    QTest.keyClick(people.apply_button, Key.Key_Space)

    dates = desk.dialog()
    assert isinstance(dates, DatesDialog)
    assert "Leeds, Group 07" in dates.heading.text()
    type_into(qtbot, dates.table, 0, DateColumn.PLACE, "Town Hall")
    QTest.keyClick(dates.record_button, Key.Key_Space)

    invitation = desk.dialog()
    assert isinstance(invitation, InviteDialog)
    assert "Leeds, Group 07" in invitation.windowTitle()
    group = next(g.id for g in desk.application.groups.all() if g.title == "Leeds, Group 07")
    assert desk.application.register.events(group)[0].place == "Town Hall"


def test_setting_up_may_end_with_the_people(desk, roster: Path) -> None:
    desk.presenter.set_up_group()
    people = desk.dialog()
    people.read(roster)
    QTest.keyClicks(people.title_box, "Leeds, Group 07")
    QTest.keyClick(people.apply_button, Key.Key_Space)

    QTest.keyClick(desk.dialog(), Key.Key_Escape)

    assert not [d for d in desk.window.findChildren(InviteDialog) if d.isVisible()]
    assert not [d for d in desk.window.findChildren(RosterDialog) if d.isVisible()]


def test_differences_open_at_any_time(desk) -> None:
    desk.presenter.show_differences()

    dialog = desk.dialog()
    assert isinstance(dialog, DifferencesDialog)
    assert "Nothing differs" in dialog.words.text()


def test_dates_dialogs_are_named_and_walked_round(desk, dates: Path) -> None:
    desk.presenter.set_dates()
    assert complaints(desk.dialog()) == []
    desk.dialog().reject()

    desk.presenter.open_file(dates)

    assert complaints(desk.dialog()) == []


def test_marks_that_would_move_to_another_day_are_named_first(desk, qtbot) -> None:
    desk.presenter.set_dates()
    dialog = desk.dialog()
    first = event(desk, "m1.seminar")
    to = first.start.date() + timedelta(days=1)
    row = row_of(desk, dialog, "m1.seminar")
    type_into(qtbot, dialog.table, row, DateColumn.DAY, f"{to:%d/%m/%Y}")

    QTest.keyClick(dialog.record_button, Key.Key_Space)

    assert dialog.isVisible()
    assert "has marks of 25 people taken on" in dialog.trouble.words()
    assert event(desk, "m1.seminar").start == first.start
    QTest.keyClick(dialog.record_button, Key.Key_Space)
    assert event(desk, "m1.seminar").start.date() == to


def test_another_place_moves_no_marks_and_asks_nothing(desk, qtbot) -> None:
    desk.presenter.set_dates()
    dialog = desk.dialog()
    row = row_of(desk, dialog, "m1.seminar")
    type_into(qtbot, dialog.table, row, DateColumn.PLACE, "Hall")

    QTest.keyClick(dialog.record_button, Key.Key_Space)

    assert event(desk, "m1.seminar").place == "Hall"
