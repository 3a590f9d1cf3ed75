from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.differences_dialog import DifferencesDialog
from npq_desktop.ui.intake.roster_dialog import RosterDialog

pytestmark = pytest.mark.slow

Key = Qt.Key
EVENT = "m1.seminar"


@pytest.fixture
def people(desk) -> dict[str, RegisterRow]:
    """Whole name → row of the first seminar, of those who were there."""
    group = desk.group
    facts = desk.application.core.facts.of(group)
    rows = desk.application.register.view(group, EVENT).rows
    there = [row for row in rows if row.state is MarkState.PRESENT]
    return {facts.people[row.person].fields["name"]: row for row in there}


def register(tmp_path: Path, *rows: str, title: str = "Seminar 1") -> Path:
    path = tmp_path / "register.csv"
    path.write_text("\n".join([f"Name,{title}", *rows, ""]), encoding="utf-8")
    return path


def told(table) -> list[tuple[str, ...]]:
    return [tuple(column.text(row) for column in table.lines.columns) for row in table.lines.rows]


def test_register_file_opens_with_what_it_says_beside_what_stands(desk, people, tmp_path) -> None:
    name = next(iter(people))

    desk.presenter.open_file(register(tmp_path, f"{name},P", "Zed Zoe,P"))

    dialog = desk.dialog()
    assert isinstance(dialog, ClaimsDialog)
    results = {row[1]: row[0] for row in told(dialog.table)}
    assert results["Zed Zoe"] == "Unmatched"
    assert "1 not recognised" in dialog.words.text()
    assert dialog.record_button.isEnabled()


def test_cancelled_file_records_nothing(desk, people, tmp_path) -> None:
    desk.presenter.open_file(register(tmp_path, f"{next(iter(people))},A"))

    QTest.keyClick(desk.dialog(), Key.Key_Escape)

    assert desk.application.claims.differences(desk.group) == ()


def test_person_of_a_line_is_chosen_by_key_and_then_counts(desk, people, tmp_path) -> None:
    desk.presenter.open_file(register(tmp_path, "Zed Zoe,P"))
    dialog = desk.dialog()
    assert not dialog.record_button.isEnabled()

    dialog.who_box.setFocus()
    QTest.keyClick(dialog.who_box, Key.Key_Down)

    assert dialog.record_button.isEnabled()
    assert told(dialog.table)[0][0] in ("Matched", "Differs")


def test_session_of_no_event_is_chosen_by_key(desk, people, tmp_path) -> None:
    desk.presenter.open_file(register(tmp_path, f"{next(iter(people))},P", title="Autumn day"))
    dialog = desk.dialog()
    assert told(dialog.table)[0][0] == "To choose"
    assert not dialog.record_button.isEnabled()

    QTest.keyClick(dialog.item_boxes[0], Key.Key_Down)

    assert told(dialog.table)[0][0] in ("Matched", "Differs")
    assert dialog.record_button.isEnabled()


def test_recorded_file_shows_what_differs_and_accepts_it(desk, people, tmp_path, qtbot) -> None:
    group = desk.group
    name, there = next(iter(people.items()))
    desk.presenter.open_file(register(tmp_path, f"{name},A"))

    QTest.keyClick(desk.dialog().record_button, Key.Key_Space)
    dialog = desk.dialog()
    assert isinstance(dialog, DifferencesDialog)
    assert not dialog.selected_button.isEnabled()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    dialog.table.selectionModel().select(dialog.table.lines.index(0, 0), flags)
    with qtbot.waitSignal(desk.bus.changed):
        QTest.keyClick(dialog.selected_button, Key.Key_Space)

    view = desk.application.register.view(group, EVENT)
    now = next(row for row in view.rows if row.person == there.person)
    assert now.state.value == "absent"
    assert "No differences" in dialog.words.text()


def test_a_difference_that_changed_meanwhile_is_shown_before_it_is_accepted(
    desk, people, tmp_path
) -> None:
    name, there = next(iter(people.items()))
    desk.presenter.open_file(register(tmp_path, f"{name},A"))
    QTest.keyClick(desk.dialog().record_button, Key.Key_Space)
    dialog = desk.dialog()

    late = Mark(MarkState.LATE, minutes_late=7)
    desk.application.register.mark(desk.group, EVENT, there.person, late)
    QTest.keyClick(dialog.all_button, Key.Key_Space)

    assert "Someone changed this" in dialog.trouble.words()
    assert [row.stands for row in dialog.table.lines.rows] == ["Late 7 min"]


def test_differences_stay_open_when_the_file_they_came_from_is_gone(
    desk, people, tmp_path, qtbot
) -> None:
    desk.presenter.open_file(register(tmp_path, f"{next(iter(people))},A"))
    file = desk.dialog()

    with qtbot.waitSignal(file.destroyed):
        QTest.keyClick(file.record_button, Key.Key_Space)

    assert isinstance(desk.dialog(), DifferencesDialog)


def test_return_in_the_differences_accepts_nothing(desk, people, tmp_path) -> None:
    group = desk.group
    desk.presenter.open_file(register(tmp_path, f"{next(iter(people))},A"))
    QTest.keyClick(desk.dialog().record_button, Key.Key_Space)

    QTest.keyClick(desk.dialog(), Key.Key_Return)

    assert len(desk.application.claims.differences(group)) == 1


def test_list_of_people_still_opens_as_a_roster(desk, roster) -> None:
    desk.presenter.open_file(roster)

    assert isinstance(desk.dialog(), RosterDialog)


def test_archive_of_something_else_is_refused_with_a_sentence(desk, tmp_path) -> None:
    import zipfile

    path = tmp_path / "holiday.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "x")

    desk.presenter.open_file(path)

    words = " ".join(label.text() for label in desk.dialog().findChildren(QLabel))
    assert "holiday.zip" in words


def test_unknown_code_is_explained_by_key(desk, people, tmp_path) -> None:
    first, second = list(people)[:2]
    desk.presenter.open_file(register(tmp_path, f"{first},P", f"{second},O"))
    dialog = desk.dialog()
    assert len(told(dialog.table)) == 1
    assert "“O”" in dialog.problems.toPlainText()

    box = dialog.code_boxes["O"]
    box.setFocus()
    QTest.keyClicks(box, "L")

    assert {row[2] for row in told(dialog.table)} == {"present (“P”)", "late (“O”)"}
    assert not dialog.problems.toPlainText()


def test_a_register_of_codes_nobody_knows_asks_what_they_mean(desk, people, tmp_path) -> None:
    one, other = list(people)[:2]

    desk.presenter.open_file(register(tmp_path, f"{one},Q", f"{other},W"))

    dialog = desk.dialog()
    assert isinstance(dialog, ClaimsDialog)
    assert not dialog.record_button.isEnabled()
    box = dialog.code_boxes["Q"]
    assert box.accessibleName() == "The code Q means"
    QTest.keyClicks(box, "P")
    QTest.keyClick(box, Key.Key_Return)

    assert dialog.record_button.isEnabled()
    assert [(row[1], row[2]) for row in told(dialog.table)] == [(one, "present (“Q”)")]


ZOOM = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest"


def zoom(tmp_path: Path, desk, *stays: str) -> Path:
    """A report of the first seminar's meeting; a stay is "name,minutes after the start,minutes"."""
    event = next(row for row in desk.application.register.events(desk.group) if row.id == EVENT)
    lines = [ZOOM]
    for stay in stays:
        name, after, minutes = stay.split(",")
        joined = event.start.replace(tzinfo=None) + timedelta(minutes=int(after))
        left = joined + timedelta(minutes=int(minutes))
        lines.append(f"{name},,{joined},{left},{minutes},No")
    path = tmp_path / "zoom.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def column(table, key: str) -> list[str]:
    return [
        each.text(row)
        for row in table.lines.rows
        for each in table.lines.columns
        if each.key == key
    ]


def test_minutes_and_source_stand_beside_what_can_be_accepted(desk, people, tmp_path) -> None:
    name = next(iter(people))
    desk.presenter.open_file(zoom(tmp_path, desk, f"{name},0,12"))

    dialog = desk.dialog()
    (minutes,) = column(dialog.table, "minutes")
    assert minutes.startswith("12 of ")
    assert column(dialog.table, "source") == ["Zoom, “Meeting”, line 2"]
    assert "12 of " in dialog.about_line.text()

    QTest.keyClick(dialog.record_button, Key.Key_Space)
    differences = desk.dialog()
    assert isinstance(differences, DifferencesDialog)
    assert column(differences.table, "minutes") == [minutes]
    assert column(differences.table, "accept")[0].startswith("Left ")
    assert "zoom.csv" in differences.about_line.text()


def test_columns_without_a_text_are_left_out(desk, people, tmp_path) -> None:
    desk.presenter.open_file(register(tmp_path, f"{next(iter(people))},P"))

    keys = [each.key for each in desk.dialog().table.lines.columns]
    assert "minutes" not in keys
    assert "remark" not in keys


def test_what_has_to_be_chosen_says_why_and_is_not_preset(desk, people, tmp_path) -> None:
    path = tmp_path / "register.csv"
    name = next(iter(people))
    path.write_text(f"Name,Seminar 1 am,Seminar 1 pm\n{name},P,A\n", encoding="utf-8")
    desk.presenter.open_file(path)
    dialog = desk.dialog()

    assert [box.currentText() for box in dialog.item_boxes] == ["Choose…", "Choose…"]
    assert "seem to be one event" in dialog.item_boxes[0].accessibleDescription()
    assert not dialog.record_button.isEnabled()

    for box in dialog.item_boxes:
        box.setCurrentIndex(box.findData(EVENT))
        box.activated.emit(box.currentIndex())
    assert {row[0] for row in told(dialog.table)} == {"Contradicts"}
    assert "2 contradict each other" in dialog.words.text()
    assert not dialog.record_button.isEnabled()

    dialog.item_boxes[1].setCurrentText("Not used")
    dialog.item_boxes[1].activated.emit(dialog.item_boxes[1].currentIndex())
    assert len(told(dialog.table)) == 1
    assert dialog.record_button.isEnabled()


def test_anybody_of_the_group_can_be_chosen_the_likeliest_first(desk, people, tmp_path) -> None:
    name = next(iter(people))
    first, _, last = name.partition(" ")
    desk.presenter.open_file(register(tmp_path, f"x{first[:3]} {last},P"))
    dialog = desk.dialog()

    assert dialog.who_box.itemText(1) == dialog._preview.rows[0].candidates[0][1]
    offered = [dialog.who_box.itemData(at) for at in range(dialog.who_box.count())]
    assert {key for key, _ in dialog._preview.people} <= set(offered)


def test_accepting_all_leaves_out_what_another_file_contradicts(desk, people, tmp_path) -> None:
    group, claims = desk.group, desk.application.claims
    first, second = list(people)[:2]
    for row in (f"{first},A", f"{second},A"):
        claims.record(group, claims.read(register(tmp_path, row), group))
    view = desk.application.register.view(group, EVENT)
    desk.application.register.mark(
        group, EVENT, people[first].person, Mark(MarkState.UNMARKED), amendment="x"
    )
    assert view.rows
    claims.record(group, claims.read(register(tmp_path, f"{first},P", "Zed Zoe,P"), group))
    desk.presenter.show_differences()
    dialog = desk.dialog()
    assert "2 lines contradict another file" in dialog.words.text()

    QTest.keyClick(dialog.all_button, Key.Key_Space)

    assert [row.against != "" for row in dialog.table.lines.rows] == [True, True]
    assert not dialog.all_button.isEnabled()


def test_another_sheet_is_chosen_by_key(desk, people, tmp_path) -> None:
    import openpyxl

    name = next(iter(people))
    workbook = openpyxl.Workbook()
    for title, code in (("Autumn", "P"), ("Spring", "A")):
        sheet = workbook.create_sheet(title)
        sheet.append(["Name", f"{title} day"])
        sheet.append([name, code])
        sheet.append(["Zed Zoe", "P"])
    workbook.remove(workbook.worksheets[0])
    path = tmp_path / "register.xlsx"
    workbook.save(path)
    desk.presenter.open_file(path)
    dialog = desk.dialog()
    assert dialog.sheet_box.currentText() == "Autumn"

    dialog.sheet_box.setFocus()
    QTest.keyClick(dialog.sheet_box, Key.Key_Down)

    assert "absent (“A”)" in column(dialog.table, "says")
    assert [item.title for item in dialog._preview.items] == ["Spring day"]
