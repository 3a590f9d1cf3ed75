"""Dates in the window: typed over in one table, read from a file, and as a step of setting up."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from support.accessibility import complaints

from npq_desktop.interchange.cells.hours import typed_time
from npq_desktop.interchange.cells.moments import typed_day
from npq_desktop.rows.intake import DateOutcome, Earlier
from npq_desktop.ui.exchange.invitations import InviteDialog
from npq_desktop.ui.exchange.open_dialog import RefusedDialog
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.dates_dialog import (
    DateColumn,
    DatesDialog,
    DatesModel,
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


@pytest.mark.parametrize("typed", ["4", "4:30", "4pm-5pm", "tea time"])
def test_time_that_could_be_before_or_after_noon_is_none(typed: str) -> None:
    assert typed_time(typed) is None


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


def test_a_date_that_changed_meanwhile_is_shown_before_the_files_is_recorded(
    desk, dates: Path
) -> None:
    desk.presenter.open_file(dates)
    dialog = desk.dialog()

    changes = desk.application.event_changes
    shown = changes.moving(desk.group, LAST)
    to = (shown.start, shown.end, "Annexe")
    changes.move_to(desk.group, LAST, to, shown)
    QTest.keyClick(dialog.record_button, Key.Key_Space)

    assert "Someone changed this" in dialog.trouble.words()
    assert "Annexe" in next(row.stands for row in dialog.table.lines.rows if row.event == LAST)
    assert event(desk, LAST).place == "Annexe"


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
    assert "No differences" in dialog.words.text()


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
    assert "has marks for 25 people, taken on" in dialog.trouble.words()
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


# ---- what a file leaves open ---------------------------------------------------------------------


@pytest.fixture
def open_calendar(tmp_path: Path) -> Path:
    """A closing conference of a whole day, and one in a zone that nobody knows."""
    path = tmp_path / "seminars.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\n"
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Closing conference\nDTSTART;VALUE=DATE:20280121\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nSUMMARY:NPQ away day\nDTSTART;TZID=Office:20280128T160000\n"
        "DURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    return path


def line_called(dialog: DatesFileDialog, title: str):
    at = [line.title for line in dialog._preview.lines].index(title)
    dialog.table.setCurrentIndex(dialog.table.lines.index(at, 0))
    return dialog._preview.lines[at]


def test_whole_day_is_recorded_once_its_time_is_typed(desk, open_calendar: Path) -> None:
    desk.presenter.open_file(open_calendar)
    dialog = desk.dialog()
    line_called(dialog, "Closing conference")
    assert not dialog.record_button.isEnabled()
    assert dialog.asked.isVisible()
    assert (dialog.asked.day_box.text(), dialog.asked.hours_box.text()) == ("21 January 2028", "")

    QTest.keyClicks(dialog.asked.hours_box, "9.30-3pm")
    QTest.keyClick(dialog.asked.hours_box, Key.Key_Return)

    assert dialog.isVisible()
    assert line_called(dialog, "Closing conference").outcome is DateOutcome.CHANGED
    QTest.keyClick(dialog.record_button, Key.Key_Space)
    held = event(desk, LAST)
    assert f"{held.start:%d.%m.%Y %H:%M}-{held.end:%H:%M}" == "21.01.2028 09:30-15:00"


@pytest.mark.parametrize(
    ("day", "hours", "words"),
    [
        ("21 January 2028", "4-5", "morning or in the afternoon"),
        ("soon", "16:00", "“soon” is not a date"),
        ("21 January 2028", "17:00-16:00", "before it begins"),
    ],
)
def test_unsure_time_is_not_taken(desk, open_calendar: Path, day, hours, words) -> None:
    desk.presenter.open_file(open_calendar)
    dialog = desk.dialog()
    line_called(dialog, "Closing conference")

    dialog.asked.day_box.setText(day)
    dialog.asked.hours_box.setText(hours)
    QTest.keyClick(dialog.asked.take_button, Key.Key_Space)

    assert words in dialog.trouble.words()
    assert line_called(dialog, "Closing conference").outcome is DateOutcome.ASK


def test_unknown_zone_is_chosen_once_for_the_file(desk, open_calendar: Path) -> None:
    desk.presenter.open_file(open_calendar)
    dialog = desk.dialog()
    assert line_called(dialog, "NPQ away day").start is None
    (box,) = dialog.questions._boxes.values()
    assert "“Office” of this file is not known" in box.accessibleName()
    assert box.currentText() == "Choose…"

    box.setFocus()
    QTest.keyClick(box, Key.Key_Down)

    found = line_called(dialog, "NPQ away day")
    assert f"{found.start:%H:%M}" == "16:00"


def test_line_that_is_sure_is_not_asked_when_it_is(desk, dates: Path) -> None:
    desk.presenter.open_file(dates)

    dialog = desk.dialog()

    assert not dialog.asked.isVisible()
    assert not dialog.questions.isVisible()


def test_dialog_that_asks_is_named_and_walked_round(desk, open_calendar: Path) -> None:
    desk.presenter.open_file(open_calendar)

    assert complaints(desk.dialog()) == []


@pytest.fixture
def half_way(desk, roster: Path):
    """The dates of a group that is set up half-way through its course."""
    desk.presenter.set_up_group()
    people = desk.dialog()
    people.read(roster)
    QTest.keyClicks(people.title_box, "Leeds, Group 07")
    today = desk.application.clock().date()
    people.date_box.setDate(QDate.fromString(str(today - timedelta(weeks=10)), Qt.ISODate))
    QTest.keyClick(people.apply_button, Key.Key_Space)
    return desk.dialog()


def answer(dialog: DatesDialog, event: str, what: Earlier, day: str = "") -> None:
    asked = dialog.earlier._asked[event]
    if day:
        asked.day.setText(day)
    asked.what.setCurrentIndex(asked.what.findData(what))
    asked.what.activated.emit(asked.what.currentIndex())


def newest_group(desk) -> str:
    return next(g.id for g in desk.application.groups.all() if g.title == "Leeds, Group 07")


def test_setting_up_asks_about_events_before_today_with_nothing_chosen(desk, half_way) -> None:
    asked = half_way.earlier._asked

    assert half_way.earlier.isVisible()
    assert [*asked] == ["conference-1", "m1.seminar", "m2.seminar"]
    assert {each.what.currentText() for each in asked.values()} == {"Choose…"}
    assert half_way.earlier.answers() == {}


def test_answers_are_recorded_with_the_step(desk, half_way) -> None:
    answer(half_way, "conference-1", Earlier.NOT_HELD)
    answer(half_way, "m1.seminar", Earlier.ELSEWHERE)

    QTest.keyClick(half_way.record_button, Key.Key_Space)

    events = {e.id: e for e in desk.application.register.events(newest_group(desk))}
    assert events["conference-1"].state == "did_not_run"
    assert (events["m1.seminar"].state, events["m1.seminar"].start.hour) == ("held", 13)
    assert events["m2.seminar"].start is None


def test_held_without_a_day_is_asked_for_it(desk, half_way) -> None:
    answer(half_way, "m1.seminar", Earlier.HERE, "one day")

    QTest.keyClick(half_way.record_button, Key.Key_Space)

    assert "Type the day on which Seminar 1" in half_way.trouble.words()
    QTest.keyClick(half_way, Key.Key_Escape)
    assert "not recorded yet" in half_way.trouble.words()
    assert half_way.isVisible()


def test_group_without_a_past_asks_nothing(desk) -> None:
    desk.presenter.set_dates()

    assert not desk.dialog().earlier.isVisible()
    assert not desk.dialog().earlier_words.isVisible()


def test_dialog_that_asks_about_the_past_is_named_and_walked_round(desk, half_way) -> None:
    assert complaints(half_way) == []
