"""Windows and decisions by their dialogs: set, move, call off, admit, override, defer, own days."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from npq_desktop.ui.office.dialogs.assessment.decide_dialog import (
    DEFERRED,
    NO,
    OVERRIDE,
    TAKEN_BACK,
)

pytestmark = pytest.mark.slow


def rounds(office) -> dict:
    found = office.group.office.windows.rounds(office.group.group)
    return {each.key: each for each in found}


def choose(box, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def test_the_end_of_a_window_follows_from_its_start_and_a_late_one_asks_why(begun) -> None:
    dialog = begun.run("windows")
    dialog.start_box.setDate(QDate(2027, 7, 5))
    assert dialog.end.text() == "Open 5 to 12 July 2027, until 23:59 on the last day."
    assert dialog.question.text().startswith("Participants were promised these dates")
    assert not dialog.set_button.isEnabled()

    dialog.reason_box.setPlainText("The venue closed.")
    dialog.set_button.click()

    assert rounds(begun)["r1"].start == date(2027, 7, 5)
    assert begun.page.table.isVisible()


def test_a_window_that_overlaps_is_refused_with_a_sentence(office) -> None:
    dialog = office.run("windows")
    choose(dialog.round_box, "r2")
    dialog.start_box.setDate(QDate(2027, 7, 8))
    dialog.set_button.click()

    assert "“Main round” runs 5 to 12 July 2027" in dialog.trouble.words()
    assert rounds(office)["r2"].start == date(2027, 8, 30)


def test_calling_a_round_off_takes_two_presses(office) -> None:
    dialog = office.run("windows")
    dialog.off_button.click()
    assert rounds(office)["r1"].start == date(2027, 7, 5)

    dialog.off_button.click()

    assert rounds(office)["r1"].called_off
    assert office.group.place("Ann Ash")["status"] == "called_off"


def test_everyone_who_can_be_admitted_is_with_one_press_of_enter(office) -> None:
    dialog = office.run("admit")
    assert dialog.admit_button.text() == "&Admit 3 people"
    QTest.qWait(160)
    QTest.keyClick(dialog.admit_button, Qt.Key.Key_Return)

    assert [office.row(who).status for who in ("Ann Ash", "Ben Bell", "Cara Cole")] == [
        "admitted"
    ] * 3
    assert office.row("Dev Dale").status == "undecided"
    assert office.said() == "3 people admitted to the main round."
    assert office.page.step_button.isHidden()


def test_admitting_where_nobody_is_left_says_so(office) -> None:
    office.run("admit").admit_button.click()

    dialog = office.run("admit")

    assert dialog.nobody.isVisible()
    assert dialog.admit_button.isHidden()


def test_an_offer_that_has_become_old_is_shown_again(office) -> None:
    dialog = office.run("admit")
    office.group.admit("Ann Ash")
    dialog.admit_button.click()

    assert dialog.admit_button.text() == "&Admit 2 people"
    assert dialog.isVisible()


def test_a_decision_needs_a_person(office) -> None:
    assert office.run("decide") is None
    assert office.said() == "Choose a person first."


def test_an_override_needs_a_name_and_ten_characters(office) -> None:
    office.select("Dev Dale")
    dialog = office.run("decide")
    assert "Choose a decision" in dialog.footer.words()
    choose(dialog.what_box, OVERRIDE)
    assert dialog.footer.words() == "Type who approved it"
    dialog.by_box.setText("Dana Reed")
    dialog.reason_box.setText("Too short")
    assert not dialog.record_button.isEnabled()
    assert "Everyone in the group can read this" in dialog.note.text()
    dialog.reason_box.setText("Agreed by the office")
    dialog.private_box.setPlainText("In hospital in March")
    dialog.record_button.click()

    row = office.row("Dev Dale")
    assert (row.gate, row.status) == ("override", "admitted")


def test_somebody_below_the_percentage_is_not_admitted_and_the_dialog_says_why(office) -> None:
    office.select("Dev Dale")
    dialog = office.run("decide")
    choose(dialog.what_box, "yes")
    dialog.record_button.click()

    assert dialog.trouble.words().startswith("85.0% is below 90%.")


def test_a_no_needs_a_reason(office) -> None:
    office.select("Dev Dale")
    dialog = office.run("decide")
    choose(dialog.what_box, NO)
    assert not dialog.record_button.isEnabled()
    dialog.reason_box.setText("Below the percentage")
    dialog.record_button.click()

    assert office.row("Dev Dale").status == "refused"


def test_deferring_asks_for_a_later_round_and_a_private_reason(office) -> None:
    office.select("Ann Ash")
    dialog = office.run("defer")
    assert dialog.what_box.currentData() == DEFERRED
    assert [dialog.to_box.itemData(at) for at in range(dialog.to_box.count())] == ["r2"]
    dialog.private_box.setPlainText("Expecting a child")
    dialog.record_button.click()

    assert office.row("Ann Ash").decision == "Deferred to Resit round"


def test_a_decision_can_be_taken_back(office) -> None:
    office.group.admit("Ann Ash")
    office.run("windows").reject()
    office.select("Ann Ash")
    dialog = office.run("decide")
    choose(dialog.what_box, TAKEN_BACK)
    dialog.record_button.click()

    assert office.row("Ann Ash").status == "undecided"


def test_an_own_window_is_set_and_taken_back(office) -> None:
    office.select("Ben Bell")
    dialog = office.run("own_window")
    dialog.end_box.setDate(QDate(2027, 7, 15))
    assert not dialog.set_button.isEnabled()
    choose(dialog.why_box, "illness")
    dialog.set_button.click()
    assert office.row("Ben Bell").window == "5 to 15 July 2027, own"

    office.run("own_window").back_button.click()

    assert not office.row("Ben Bell").has_own_window


def test_an_own_window_that_ends_too_early_is_refused(office) -> None:
    office.select("Ben Bell")
    dialog = office.run("own_window")
    dialog.end_box.setDate(QDate(2027, 7, 10))
    choose(dialog.why_box, "other")
    dialog.set_button.click()

    assert "An own window starts on 5 July 2027 or later" in dialog.trouble.words()
