"""What a colleague records while a dialog is open is neither signed for nor marked over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.register_screen import ALT, CTRL, EVENT
from support.scenes import ABSENT, PRESENT

from npq_desktop.rows.people import WalkIn
from npq_desktop.ui.register.dialogs import MarkRestDialog, SignoffDialog

pytestmark = pytest.mark.slow

NO = Qt.KeyboardModifier.NoModifier
CHANGED = "Someone changed this while you were looking. Check it and choose again."


def test_a_mark_that_arrives_under_the_sign_off_is_shown_before_it_is_signed(shared) -> None:
    shared.scene.mark_rest(EVENT, PRESENT)
    dialog = shared.screen.ask(Qt.Key.Key_F9, NO)
    assert isinstance(dialog, SignoffDialog)

    shared.arrives("mark.set", who="Ann Lee", event=EVENT, state="absent", how="typed")
    QTest.keyClick(dialog.sign, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert dialog.trouble.words() == CHANGED
    assert "1 with two different marks" in dialog.words.text()
    assert dialog.cancel_button.isDefault()
    assert not shared.scene.facts.signoffs


def test_a_sign_off_asked_again_is_signed_as_it_is_now(shared) -> None:
    shared.scene.mark_rest(EVENT, PRESENT)
    dialog = shared.screen.ask(Qt.Key.Key_F9, NO)
    shared.arrives("note.add", id="n1", who="Ann Lee", event=EVENT, text="no mark")
    shared.arrives("mark.set", who="Ann Lee", event=EVENT, state="absent", how="typed")
    dialog.sign.click()

    dialog.sign.click()

    [signed] = shared.scene.facts.signoffs[EVENT]
    assert "1 with two different marks" in signed.words
    assert not shared.screen.dialogs()


def test_a_headcount_typed_before_is_kept_when_the_sign_off_is_asked_again(shared) -> None:
    shared.scene.mark_rest(EVENT, PRESENT)
    dialog = shared.screen.ask(Qt.Key.Key_F9, NO)
    QTest.keyClick(dialog, Qt.Key.Key_4)
    shared.arrives("mark.set", who="Ann Lee", event=EVENT, state="absent", how="typed")

    dialog.sign.click()

    assert dialog.heads.value() == 4
    assert "Headcount 4" in dialog.words.text()


def test_only_those_who_were_named_are_marked_with_the_rest(shared) -> None:
    shared.scene.mark("Ann Lee", EVENT, PRESENT)
    shared.screen.tab.event_chosen.emit(EVENT)
    dialog = shared.screen.ask(Qt.Key.Key_K, ALT)
    assert isinstance(dialog, MarkRestDialog)
    assert dialog.heading.text() == "Mark the 2 not marked"

    shared.scene.application.undo.undo(shared.scene.group)
    dialog.absent.click()

    assert dialog.trouble.words() == CHANGED
    assert "Ben Ash, Ann Lee and Cat Orr" in dialog.words.text()
    assert set(shared.screen.states().values()) == {"unmarked"}


def test_the_rest_is_marked_once_it_was_shown_again(shared) -> None:
    dialog = shared.screen.ask(Qt.Key.Key_K, ALT)
    shared.arrives("mark.set", who="Ben Ash", event=EVENT, state="absent", how="typed")
    dialog.present.click()

    dialog.present.click()

    assert shared.screen.states() == {
        "Ann Lee": "present",
        "Ben Ash": "absent",
        "Cat Orr": "present",
    }


def test_a_question_nobody_is_left_for_says_so(shared) -> None:
    dialog = shared.screen.ask(Qt.Key.Key_K, ALT)
    for name in ("Ann Lee", "Ben Ash", "Cat Orr"):
        shared.arrives("mark.set", who=name, event=EVENT, state="absent", how="typed")

    dialog.present.click()
    dialog.present.click()

    assert dialog.trouble.words().startswith("Everyone is already marked")
    assert set(shared.screen.states().values()) == {"absent"}


def test_an_event_does_not_count_as_not_run_before_the_marks_made_meanwhile_are_shown(
    shared,
) -> None:
    dialog = shared.opens("did_not_run")
    QTest.keyClicks(dialog.reason_box, "snow")

    shared.arrives("mark.set", who="Ben Ash", event=EVENT, state="absent", how="typed")
    dialog.record_button.click()

    assert dialog.trouble.words() == CHANGED
    assert "1 person already marked" in dialog.effect.text()
    dialog.record_button.click()
    assert shared.screen.tab.card.title.text() == "Did not run: snow."


def test_a_moved_event_is_shown_where_it_is_and_what_was_chosen_stays(shared) -> None:
    dialog = shared.opens("move")
    dialog.place_box.setText("Annexe")

    shared.arrives("event.set", event=EVENT, place="Hall 2")
    dialog.record_button.click()

    assert dialog.trouble.words() == CHANGED
    assert "Hall 2" in dialog.words.text()
    assert dialog.place_box.text() == "Annexe"
    dialog.reject()


def test_marks_move_only_as_they_were_shown(shared) -> None:
    shared.scene.mark("Ann Lee", EVENT, PRESENT)
    dialog = shared.opens("move_marks")
    dialog.event_box.setCurrentIndex(0)
    assert dialog.words.text().startswith("1 mark (1 present)")

    shared.arrives("mark.set", who="Ben Ash", event=EVENT, state="absent", how="typed")
    dialog.record_button.click()

    assert dialog.trouble.words() == CHANGED
    assert dialog.words.text().startswith("2 marks (1 present and 1 absent)")
    assert shared.screen.states()["Ann Lee"] == "present"
    dialog.reject()


def test_an_apology_that_arrives_meanwhile_is_shown_first(shared) -> None:
    dialog = shared.opens("apologies")

    shared.arrives("expected.set", who="Ann Lee", event=EVENT, expects="apology", reason="travel")
    shared.arrives("expected.set", who="Ben Ash", event=EVENT, expects="apology", reason="travel")
    dialog.record_button.click()

    assert dialog.trouble.words() == CHANGED
    assert dialog.choices["apology", "travel"].isChecked()
    dialog.reject()


def test_a_catch_up_that_a_colleague_agreed_meanwhile_is_shown_first(shared) -> None:
    shared.scene.mark("Ann Lee", EVENT, ABSENT)
    shared.screen.tab.event_chosen.emit(EVENT)
    shared.screen.select("Ann Lee")
    dialog = shared.screen.ask(Qt.Key.Key_C, ALT)
    dialog.text_box.setPlainText("What I learnt.")

    shared.arrives("catchup.set", who="Ann Lee", event=EVENT, state="agreed", by="2026-12-05")
    dialog.hand_in_button.click()

    assert dialog.trouble.words() == CHANGED
    assert dialog.words.text().startswith("Agreed on 23 November.")
    assert dialog.text_box.toPlainText() == "What I learnt."
    dialog.hand_in_button.click()
    [catch_up] = shared.scene.facts.catchups[shared.scene.people["Ann Lee"], EVENT]
    assert catch_up.state == "handed_in"


def test_a_walk_in_is_joined_as_the_marks_were_shown(shared) -> None:
    people = shared.scene.application.people
    people.walk_in(shared.scene.group, EVENT, WalkIn("Ann Le"))
    shared.screen.tab.event_chosen.emit(EVENT)
    shared.screen.select("Ann Le")
    dialog = shared.screen.ask(Qt.Key.Key_J, ALT)
    assert "will count for Ann Lee" in dialog.words.text()

    shared.arrives("mark.set", who="Ann Lee", event=EVENT, state="absent", how="typed")
    dialog.choose_button.click()

    assert dialog.trouble.words() == CHANGED
    assert "they have different marks" in dialog.words.text()
    dialog.reject()


def test_numbers_that_mean_others_by_now_are_not_transcribed(shared) -> None:
    dialog = shared.screen.ask(Qt.Key.Key_T, CTRL)
    QTest.keyClicks(dialog.typed_box, "1p")
    assert "1 → Ben Ash" in dialog.understood_box.toPlainText()

    shared.arrives("person.set", person="a" * 32, name="Aaron Aan")
    dialog.record_button.click()

    assert dialog.trouble.words() == CHANGED
    assert "1 → Aaron Aan" in dialog.understood_box.toPlainText()
    dialog.reject()
