from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.differences_dialog import DifferencesDialog
from npq_desktop.ui.intake.roster_dialog import RosterDialog

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
    assert "1 unmatched" in dialog.words.text()
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
    assert dialog.table.lines.rowCount() == 0

    QTest.keyClick(dialog.item_boxes[0], Key.Key_Down)

    assert dialog.table.lines.rowCount() == 1


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
    assert "Nothing differs" in dialog.words.text()


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

    words = " ".join(
        label.text() for label in desk.dialog().findChildren(type(desk.dialog().heading))
    )
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
