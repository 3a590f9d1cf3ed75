"""What is typed over a row survives Escape and other windows, and is recorded on what was shown."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.fake_registers import row

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import MarkState
from npq_desktop.services.register.drafts import Draft

pytestmark = pytest.mark.slow

SIGNED = replace(row(1), state=MarkState.PRESENT, signed=True)
ESCAPE, ENTER = Qt.Key.Key_Escape, Qt.Key.Key_Return


def changed_by_sam(opened, person: str, **changes: object) -> None:
    opened.service.rows[person] = replace(opened.service.rows[person], **changes)
    opened.bus.changed.emit(Changes("g1", frozenset({"mark"}), frozenset({person})))


def write(opened, text: str) -> None:
    opened.press("n")
    QTest.keyClicks(opened.tab.notes.field, text)


def test_a_note_left_by_escape_is_there_again(show) -> None:
    opened = show(row(1), row(2))
    write(opened, "came with q")

    opened.type(ESCAPE)
    assert opened.sayings[-1] == ("Nothing was recorded. What you typed is kept for next time.")
    opened.press("n")

    assert opened.tab.notes.field.text() == "came with q"
    opened.type(ENTER)
    assert opened.service.rows["p1"].note == "came with q"
    assert opened.service.drafts[Draft.NOTE, "e1", "p1"] == ""


def test_a_note_left_for_another_widget_is_there_again(show) -> None:
    opened = show(row(1), row(2))
    write(opened, "qx")

    opened.tab.find_bar.field.setFocus()

    assert opened.service.drafts[Draft.NOTE, "e1", "p1"] == "qx"


def test_a_note_is_kept_at_a_pause_before_anything_is_left(show, qtbot) -> None:
    opened = show(row(1), row(2))

    write(opened, "qx")

    qtbot.waitUntil(lambda: opened.service.drafts.get((Draft.NOTE, "e1", "p1")) == "qx")


def test_a_note_being_typed_is_kept_when_the_window_closes(show) -> None:
    opened = show(row(1), row(2))
    write(opened, "qx")

    opened.tab.close()

    assert opened.service.drafts[Draft.NOTE, "e1", "p1"] == "qx"


def test_a_note_typed_back_to_what_is_recorded_is_no_draft(show) -> None:
    opened = show(row(1, note="qx"), row(2))

    write(opened, "qx")
    opened.type(ESCAPE)

    assert opened.service.drafts[Draft.NOTE, "e1", "p1"] == ""


def test_a_note_that_arrives_under_the_editor_is_shown_beside_the_typed_one(show) -> None:
    opened = show(row(1), row(2))
    write(opened, "qx")

    changed_by_sam(opened, "p1", note="Train late")
    opened.type(ENTER)

    assert opened.service.rows["p1"].note == "Train late"
    assert opened.tab.notes.field.text() == "Train late · qx"
    opened.type(ENTER)
    assert opened.service.rows["p1"].note == "Train late · qx"


def test_the_reason_for_a_signed_change_is_there_again(show) -> None:
    opened = show(SIGNED, row(2))
    opened.tab.table.select("p1")
    opened.press("a")
    QTest.keyClicks(opened.tab.amendments.field, "bus q")

    opened.type(ESCAPE)
    assert opened.state("p1") is MarkState.PRESENT
    opened.press("a")

    assert opened.tab.amendments.field.text() == "bus q"
    opened.type(ENTER)
    assert opened.service.rows["p1"].amendment == "bus q"
    assert opened.service.drafts[Draft.AMENDMENT, "e1", "p1"] == ""


def test_minutes_are_not_recorded_over_a_mark_that_arrived_under_them(show) -> None:
    opened = show(row(1), row(2))
    opened.press("l")
    QTest.keyClicks(opened.tab.minutes.field, "12")

    changed_by_sam(opened, "p1", state=MarkState.ABSENT)
    opened.type(ENTER)

    assert opened.state("p1") is MarkState.ABSENT
    assert opened.sayings[-1].startswith("Someone changed this while you were looking")


def test_a_reason_is_not_recorded_over_a_mark_that_arrived_under_it(show) -> None:
    opened = show(row(1), row(2))
    opened.press("r")

    changed_by_sam(opened, "p1", state=MarkState.PRESENT)
    opened.type("2")

    assert opened.state("p1") is MarkState.PRESENT


def test_a_signed_mark_that_changed_meanwhile_keeps_its_mark_and_the_reason_is_kept(show) -> None:
    opened = show(SIGNED, row(2))
    opened.tab.table.select("p1")
    opened.press("a")
    QTest.keyClicks(opened.tab.amendments.field, "bus q")

    changed_by_sam(opened, "p1", state=MarkState.LATE, minutes_late=9)
    opened.type(ENTER)

    assert opened.state("p1") is MarkState.LATE
    assert opened.service.drafts[Draft.AMENDMENT, "e1", "p1"] == "bus q"


def test_an_editor_closes_when_another_register_opens_under_it(show) -> None:
    opened = show(row(1), row(2))
    opened.press("l")
    opened.service.shown = opened.service.shown[1:]

    opened.bus.changed.emit(Changes("g1", frozenset({"event"}), frozenset({"e1"})))

    assert not opened.tab.minutes.isVisible()
