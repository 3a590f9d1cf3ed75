import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

pytestmark = pytest.mark.slow

Key = Qt.Key


def first_line(stage):
    stage.tab.person_panel.route.try_button.click()
    return next(iter(stage.tab.person_panel.trying.lines.values()))


def pressed(line) -> str:
    """Space, where the keyboard is on the line; what is chosen then."""
    QTest.keyClick(line.segments.segments[line.segments.current()], Key.Key_Space)
    return line.segments.current()


def test_trying_out_shows_at_once_in_the_head_and_saves_nothing(stage) -> None:
    stage.tab.table.select(stage.id_of("Ikram Hussain"))
    panel = stage.tab.person_panel
    recorded = panel.head.number.text()

    assert pressed(first_line(stage)) == "done"

    assert panel.head.number.text() != recorded
    assert panel.head.of_what.text() == "if Reflection 2 were done"
    assert "Trying out, not saved:" in panel.words()
    assert not stage.application.undo.next_words(stage.group)


def test_trying_out_changes_the_pixels_of_a_head_in_sight_in_a_small_window(stage) -> None:
    stage.tab.resize(640, 456)
    stage.tab.table.select(stage.id_of("Ikram Hussain"))
    stage.tab.table.opened.emit()
    head = stage.tab.person_panel.head
    before = head.grab().toImage()

    pressed(first_line(stage))

    assert head.grab().toImage() != before
    assert not head.visibleRegion().isEmpty()


def test_trying_out_ends_with_the_person(stage) -> None:
    stage.tab.table.select(stage.id_of("Umar Farooq"))
    pressed(first_line(stage))

    stage.tab.table.select(stage.id_of("Marcus Bell"))
    stage.tab.table.select(stage.id_of("Umar Farooq"))

    assert "Trying out, not saved" not in stage.tab.person_panel.words()


def test_space_goes_from_done_to_missed_and_back_to_what_is_recorded(stage) -> None:
    stage.tab.table.select(stage.id_of("Umar Farooq"))
    recorded = stage.tab.person_panel.words()
    line = first_line(stage)

    chosen = [(pressed(line), stage.tab.person_panel.words()) for _ in range(3)]

    assert [key for key, _ in chosen] == ["done", "missed", "recorded"]
    assert len({recorded, *(said for _, said in chosen[:2])}) == 3
    assert chosen[2][1] == recorded


def test_stop_trying_out_leads_back_to_what_is_recorded(stage) -> None:
    stage.tab.table.select(stage.id_of("Umar Farooq"))
    recorded = stage.tab.person_panel.words()
    pressed(first_line(stage))

    stage.tab.person_panel.trying.banner.action.click()

    assert stage.tab.person_panel.words() == recorded
    assert stage.tab.person_panel.route.isVisible()


def test_workings_open_in_place_and_stay_open(stage) -> None:
    stage.tab.table.select(stage.id_of("Ikram Hussain"))
    panel = stage.tab.person_panel
    panel.route.workings_button.click()

    QTest.keyClick(panel.workings.lines[2], Key.Key_Space)

    assert panel.workings.lines[2].isChecked()
    texts = [each.text() for each in panel.workings.findChildren(QLabel) if each.isVisible()]
    assert "Seminar 3: Curriculum" in texts
    stage.presenter.refresh()
    assert panel.workings.lines[2].isChecked()


def test_journey_says_each_state_in_words(stage) -> None:
    stage.tab.table.select(stage.id_of("Umar Farooq"))
    journey = stage.tab.person_panel.journey

    journey.grid.setCurrentCell(5, 2)

    assert journey.grid.item(5, 2).text() == "catch-up agreed"
    assert journey.about.text().startswith("Seminar 3: Curriculum: catch-up agreed")


def test_note_is_added_and_can_be_undone(stage) -> None:
    person = stage.id_of("Umar Farooq")
    stage.tab.table.select(person)
    notes = stage.tab.person_panel.notes
    stage.tab.person_panel.pages.setCurrentIndex(3)
    notes.field.setFocus()
    notes.field.setPlainText("Rang the school.")

    QTest.keyClick(notes.field, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert "Rang the school." in notes.words()
    assert notes.field.toPlainText() == ""
    changes, _ = stage.application.undo.undo(stage.group)
    stage.bus.changed.emit(changes)
    assert "Rang the school." not in notes.words()


def test_note_being_typed_waits_for_its_person(stage) -> None:
    stage.tab.table.select(stage.id_of("Umar Farooq"))
    notes = stage.tab.person_panel.notes
    notes.field.setPlainText("Rang the")

    stage.tab.table.select(stage.id_of("Marcus Bell"))
    assert notes.field.toPlainText() == ""
    stage.tab.table.select(stage.id_of("Umar Farooq"))

    assert notes.field.toPlainText() == "Rang the"
