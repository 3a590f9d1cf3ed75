"""A signed mark asks for a reason before it changes; what a signature lacks is on screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.fake_registers import row

from npq_desktop.rows.register import MarkState, SignoffRow
from npq_desktop.ui.register.key_commands import LOCKED_KEYS
from npq_desktop.ui.register.table.delegate import HitKind
from npq_desktop.ui.register.table.model import RegisterColumn

pytestmark = pytest.mark.slow

SIGNED = replace(row(1), state=MarkState.PRESENT, signed=True)


def test_changing_a_signed_mark_asks_first_and_records_with_the_reason(show) -> None:
    opened = show(SIGNED, row(2))
    opened.tab.table.select("p1")

    opened.press("a")
    assert opened.state("p1") is MarkState.PRESENT
    assert opened.tab.amendments.field.hasFocus()
    opened.type(*"bus", Qt.Key.Key_Return)

    assert opened.state("p1") is MarkState.ABSENT
    assert opened.service.rows["p1"].amendment == "bus"
    assert opened.tab.table.hasFocus()
    assert not opened.tab.change_menu.isVisible()  # the same Enter is none of the table


def test_escape_and_an_empty_reason_record_nothing(show) -> None:
    opened = show(SIGNED)

    opened.press("a")
    opened.type(Qt.Key.Key_Return)
    assert opened.tab.amendments.isVisible()
    opened.type(Qt.Key.Key_Escape)

    assert opened.service.writes == 0
    assert opened.tab.table.hasFocus()


def test_backspace_on_a_signed_mark_asks_too(show) -> None:
    opened = show(SIGNED)

    opened.press(Qt.Key.Key_Backspace)

    assert opened.tab.amendments.isVisible()
    assert opened.service.writes == 0


def test_the_same_mark_again_asks_nothing(show) -> None:
    opened = show(SIGNED, row(2))

    opened.tab.table.select("p1")
    opened.press("p")

    assert not opened.tab.amendments.isVisible()


def test_a_name_typed_over_a_signed_mark_is_still_a_name(show) -> None:
    opened = show(SIGNED, row(2, "Ahmed Khan"))
    opened.tab.table.select("p1")

    opened.type(*"ahm")

    assert not opened.tab.amendments.isVisible()
    assert opened.tab.find_bar.field.text() == "ahm"
    assert opened.service.writes == 0


def test_sign_again_stands_beside_what_my_signature_lacks_and_asks(show) -> None:
    opened = show(SIGNED)
    card = opened.tab.card
    lacking = SignoffRow("Jo", None, "All.", ("4 marks by Sam",), ("1 mark by Kim",), own=True)

    card.show_view(replace(opened.service.view("g1", "e1"), signoffs=(lacking,)))
    asked = []
    opened.tab.signoff_asked.connect(lambda: asked.append(1))
    card.again_button.click()

    assert "Changed since your sign-off: 4 marks by Sam." in card.text()
    assert "On hold, so not part of any sign-off: 1 mark by Kim." in card.text()
    assert asked
    opened.type(Qt.Key.Key_Escape)


def test_a_complete_signature_offers_no_signing_again(show) -> None:
    opened = show(SIGNED)
    other = SignoffRow("Sam", None, "All.", ("1 mark by Jo",))

    signed = (SignoffRow("Jo", None, "All.", (), own=True), other)
    card = opened.tab.card
    card.show_view(replace(opened.service.view("g1", "e1"), signoffs=signed))

    assert not card.again_button.isVisible()
    assert "Changed since Sam's sign-off: 1 mark by Jo." in card.text()


@pytest.mark.parametrize(("signed", "opened_menus"), [(True, 1), (False, 0)])
def test_enter_offers_to_change_a_signed_mark_only(show, signed, opened_menus) -> None:
    table = show(replace(SIGNED, signed=signed), row(2)).tab.table
    hits: list[HitKind] = []
    table.hit.disconnect()
    table.hit.connect(lambda _, hit: hits.append(hit.kind))
    table.select("p1")

    QTest.keyClick(table, Qt.Key.Key_Return)

    assert hits == [HitKind.CHANGE] * opened_menus


def test_one_click_then_p_asks_why_a_signed_mark_changes(show) -> None:
    late = replace(SIGNED, state=MarkState.LATE, minutes_late=9)
    tab = show(row(2), late).tab
    name = tab.table.visualRect(tab.table.model().index(1, RegisterColumn.NAME))

    QTest.mouseClick(tab.table.viewport(), Qt.MouseButton.LeftButton, pos=name.center())
    QTest.keyClick(tab.table, Qt.Key.Key_P)

    assert tab.amendments.isVisible()


def test_a_signed_register_shows_its_own_keys(show) -> None:
    opened = show(SIGNED)
    keys: list[tuple[tuple[str, str], ...]] = []
    opened.tab.keys_changed.connect(keys.append)
    view = opened.service.view("g1", "e1")
    mine = SignoffRow("Jo", None, "All.", (), own=True)

    opened.tab.show_view(replace(view, signoffs=(mine,)))
    opened.tab.show_view(replace(view, signoffs=()))

    assert keys == [LOCKED_KEYS, ()]
