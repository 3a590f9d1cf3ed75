"""A note being typed about somebody is kept, whatever happens before it is added."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.errors import StoreError
from npq_desktop.rows.changes import EVERYTHING, Changes

from .conftest import Stage

pytestmark = pytest.mark.slow


def typing(stage: Stage, text: str) -> str:
    """Somebody is selected, and this is typed about them; returns who."""
    panel = stage.tab.person_panel
    stage.tab.table.select(stage.tab.table.first_person())
    panel.pages.setCurrentIndex(panel.pages.count() - 1)
    QTest.keyClicks(panel.notes.field, text)
    return stage.tab.selected_person()


def draft(stage: Stage, person: str) -> str:
    return stage.application.person_notes.draft(stage.group, person)


def test_a_note_is_kept_at_a_pause(stage: Stage, qtbot: QtBot) -> None:
    person = typing(stage, "spoke of the b")

    qtbot.waitUntil(lambda: draft(stage, person) == "spoke of the b")


def test_what_was_just_typed_outlives_news_from_a_colleague(stage: Stage) -> None:
    typing(stage, "spoke of the b")

    stage.bus.changed.emit(Changes(stage.group, EVERYTHING, frozenset()))

    assert stage.tab.person_panel.notes.field.toPlainText() == "spoke of the b"


def test_what_was_just_typed_outlives_the_window(stage: Stage) -> None:
    person = typing(stage, "spoke of the b")

    stage.tab.close()

    assert draft(stage, person) == "spoke of the b"


def test_a_note_belongs_to_whom_it_was_typed_about(stage: Stage) -> None:
    person = typing(stage, "spoke of the b")

    stage.tab.table.select(stage.id_of(stage.names()[3]))

    assert draft(stage, person) == "spoke of the b"
    assert stage.tab.person_panel.notes.field.toPlainText() == ""


def test_a_note_that_cannot_be_added_stays(stage: Stage, qtbot: QtBot, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("There is no space left on the disk.")

    person = typing(stage, "spoke of the b")
    monkeypatch.setattr(stage.application.core.recorder, "write", refuse)

    with qtbot.waitSignal(stage.bus.failed):
        stage.tab.person_panel.notes.add_button.click()

    assert stage.tab.person_panel.notes.field.toPlainText() == "spoke of the b"
    assert draft(stage, person) == "spoke of the b"


def test_a_note_that_was_added_is_no_draft(stage: Stage) -> None:
    person = typing(stage, "spoke of the bus")

    stage.tab.person_panel.notes.add_button.click()

    assert "spoke of the bus" in stage.tab.person_panel.notes.words()
    assert draft(stage, person) == ""
