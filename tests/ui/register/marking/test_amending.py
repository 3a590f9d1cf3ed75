"""A signed mark asks for a reason before it changes; what a signature lacks is on screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from support.fake_registers import row

from npq_desktop.rows.register import Counts, MarkState, SignoffRow
from npq_desktop.ui.register.lines import mismatch_words

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
    lines = opened.tab.signed
    lacking = SignoffRow("Jo", None, "All.", ("4 marks by Sam",), ("1 mark by Kim",), own=True)

    lines.show_signoffs((lacking,))
    asked = []
    opened.tab.signoff_asked.connect(lambda: asked.append(1))
    lines.again.click()

    assert "Not covered by your sign-off: 4 marks by Sam." in lines.text()
    assert "Held back, covered by no sign-off: 1 mark by Kim." in lines.text()
    assert asked
    opened.type(Qt.Key.Key_Escape)


def test_a_complete_signature_offers_no_signing_again(show) -> None:
    opened = show(SIGNED)
    other = SignoffRow("Sam", None, "All.", ("1 mark by Jo",))

    opened.tab.signed.show_signoffs((SignoffRow("Jo", None, "All.", (), own=True), other))

    assert not opened.tab.signed.again.isVisible()
    assert "Not covered by Sam’s sign-off: 1 mark by Jo." in opened.tab.signed.text()


def test_a_mismatch_says_by_how_many_and_who_is_unmarked() -> None:
    counts = Counts(present=3, head_count=5, unmarked=6)

    said = mismatch_words(counts, ("A", "B", "C", "D", "E", "F"))

    assert "3 people are marked as here, so 2 more in the room." in said
    assert said.endswith("Unmarked: A, B, C, D, E and 1 more.")
