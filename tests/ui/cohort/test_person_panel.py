import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

pytestmark = pytest.mark.slow

Key = Qt.Key


def test_what_if_is_computed_at_once_and_marked_as_not_saved(stage) -> None:
    person = stage.id_of("Marcus Bell")
    stage.tab.table.select(person)
    offered = stage.tab.person_panel.route.what_if
    offered.setCurrentIndex(offered.model().index(0, 0))

    QTest.keyClick(offered, Key.Key_Space)

    assert "Trying out, not saved" in stage.tab.person_panel.words()
    assert not stage.application.undo.next_words(stage.group)


def test_what_if_ends_with_the_person(stage) -> None:
    stage.tab.table.select(stage.id_of("Umar Farooq"))
    offered = stage.tab.person_panel.route.what_if
    offered.setCurrentIndex(offered.model().index(0, 0))
    QTest.keyClick(offered, Key.Key_Space)

    stage.tab.table.select(stage.id_of("Marcus Bell"))
    stage.tab.table.select(stage.id_of("Umar Farooq"))

    assert "Trying out, not saved" not in stage.tab.person_panel.words()


def test_what_if_goes_from_done_to_missed_and_back_to_what_is(stage) -> None:
    person = stage.id_of("Umar Farooq")
    stage.tab.table.select(person)
    recorded = stage.tab.person_panel.words()
    offered = stage.tab.person_panel.route.what_if
    offered.setCurrentIndex(offered.model().index(0, 0))
    said = []

    for _ in range(3):
        QTest.keyClick(offered, Key.Key_Return)
        said.append(stage.tab.person_panel.words())

    assert len({recorded, *said[:2]}) == 3
    assert said[2] == recorded


def test_journey_says_each_state_in_words(stage) -> None:
    stage.tab.table.select(stage.id_of("Umar Farooq"))
    journey = stage.tab.person_panel.journey

    journey.grid.setCurrentCell(5, 1)

    assert journey.grid.item(5, 1).text() == "catch-up agreed"
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
