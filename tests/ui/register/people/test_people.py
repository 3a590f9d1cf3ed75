"""People who are not on the list: walk-ins, guests, joining and parting, by keys in the window."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.applications import group_as_planned, preview
from support.register_screen import ALT, CTRL, EVENT, SHIFT, RegisterScreen, child
from support.scenes import FIRST, did_not_run

from npq_desktop.services.application import Application
from npq_desktop.ui.register.marking.row_actions import RowActions
from npq_desktop.ui.register.people.people_actions import PeopleActions

pytestmark = pytest.mark.slow

Show = Callable[[], RegisterScreen]
N, J, U = Qt.Key.Key_N, Qt.Key.Key_J, Qt.Key.Key_U


@pytest.fixture
def other_group(application: Application) -> str:
    """Another group on this laptop."""
    return group_as_planned(
        application,
        preview("Gwen Guest", "Ann Leigh"),
        title="Group 08",
        cohort="A",
        first_seminar=FIRST,
    )


def walk_in(screen: RegisterScreen, name: str) -> None:
    """Somebody new, whatever names are alike."""
    dialog = screen.ask(N, CTRL)
    QTest.keyClicks(dialog.name_box, name)
    QTest.keyClick(dialog.new_button, Qt.Key.Key_Space)


# ---- walk-ins ----------------------------------------------------------------------------------


def test_walk_in_is_here_after_a_key_a_name_and_return(screen: Show) -> None:
    register = screen()

    register.answer(register.ask(N, CTRL), "Wes Walker")

    assert list(register.states()) == ["Ben Ash", "Ann Lee", "Cat Orr", "Wes Walker"]
    assert register.states()["Wes Walker"] == "present"
    assert register.current == "Wes Walker"
    assert "1 walk-in" in register.tab.card.counts.accessibleName()
    assert "Wes Walker is here as a walk-in" in register.status
    assert register.dialogs() == []


def test_walk_in_is_taken_back_by_one_undo(screen: Show) -> None:
    register = screen()
    register.answer(register.ask(N, CTRL), "Wes Walker")

    promised = register.undo()

    assert promised == "undo walk-in Wes Walker"
    assert "Wes Walker" not in register.rows()
    assert "walk-in" not in register.tab.card.counts.accessibleName()


def test_walk_in_without_a_name_keeps_the_dialog_and_says_why(screen: Show) -> None:
    register = screen()
    dialog = register.ask(N, CTRL)

    register.answer(dialog, " ")

    assert "Type a name" in dialog.trouble.words()
    QTest.keyClick(dialog.name_box, Qt.Key.Key_Escape)
    assert register.dialogs() == []


def test_walk_in_named_like_somebody_on_the_register_is_led_to_their_row(screen: Show) -> None:
    register = screen()
    dialog = register.ask(N, CTRL)

    QTest.keyClicks(dialog.name_box, "Cat Or")
    offered = dialog.list.chosen(), dialog.words.text(), dialog.known_button.isDefault()
    QTest.keyClick(dialog.name_box, Qt.Key.Key_Return)

    assert offered[0].name == "Cat Orr"
    assert "is already on this register" in offered[1]
    assert offered[2]
    assert register.current == "Cat Orr"
    assert set(register.states().values()) == {"unmarked"}


def test_walk_in_of_the_very_same_name_is_told_apart_by_a_school(screen: Show) -> None:
    register = screen()
    dialog = register.ask(N, CTRL)
    QTest.keyClicks(dialog.name_box, "ann lee")

    QTest.keyClick(dialog.new_button, Qt.Key.Key_Space)
    refused = dialog.trouble.words()
    QTest.keyClicks(dialog.school_box, "Hill Primary")
    QTest.keyClick(dialog.new_button, Qt.Key.Key_Space)

    assert "Mark that row" in refused
    assert register.rows()["ann lee (Hill Primary)"].school == "Hill Primary"


def test_name_that_is_no_longer_alike_offers_nobody(screen: Show) -> None:
    register = screen()
    dialog = register.ask(N, CTRL)

    QTest.keyClicks(dialog.name_box, "Ann")
    offered = dialog.list.isVisibleTo(dialog)
    QTest.keyClicks(dialog.name_box, "abel Stone")

    assert offered
    assert not dialog.list.isVisibleTo(dialog)
    assert dialog.new_button.isDefault()
    dialog.reject()


def test_name_that_find_does_not_find_becomes_a_walk_in_by_enter(screen: Show) -> None:
    register = screen()
    register.key(Qt.Key.Key_Slash)
    field = register.tab.find_bar.field

    QTest.keyClicks(field, "wes walker")
    answer = register.tab.find_bar.answer.text()
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(register.dialog().name_box, Qt.Key.Key_Return)

    assert "Press Enter for a walk-in." in answer
    assert register.states()["Wes Walker"] == "present"
    assert field.text() == ""


@pytest.mark.parametrize("scanned", ["7654321", "AB-77"])
def test_scanned_code_that_find_does_not_know_asks_nothing(screen: Show, scanned: str) -> None:
    register = screen()
    register.key(Qt.Key.Key_Slash)

    QTest.keyClicks(register.tab.find_bar.field, scanned)
    QTest.keyClick(register.tab.find_bar.field, Qt.Key.Key_Return)

    assert register.dialogs() == []
    assert register.tab.find_bar.answer.text().endswith("Press Ctrl+N for a walk-in.")


@pytest.mark.parametrize("held", [CTRL, CTRL | SHIFT])
def test_event_that_did_not_run_takes_nobody(
    screen: Show, other_group: str, held: Qt.KeyboardModifier
) -> None:
    register = screen()
    did_not_run(register.application, register.group, EVENT, "snow")

    register.key(N, held)

    assert register.dialogs() == []
    assert "recorded as not run" in register.window.status.saved.text()


# ---- guests ------------------------------------------------------------------------------------


def test_guest_of_another_group_is_here_after_a_name_and_return(
    screen: Show, other_group: str
) -> None:
    register = screen()

    register.answer(register.ask(N, CTRL | SHIFT), "gwen")

    row = register.rows()["Gwen Guest"]
    assert (row.state.value, row.note) == ("present", "guest from Group 08")
    assert "credited" in register.status


def test_guest_is_offered_for_a_walk_in_of_their_name(screen: Show, other_group: str) -> None:
    register = screen()
    dialog = register.ask(N, CTRL)

    QTest.keyClicks(dialog.name_box, "Gwen Gest")
    words, button = dialog.words.text(), dialog.known_button.text()
    QTest.keyClick(dialog.name_box, Qt.Key.Key_Return)

    assert "In Group 08 the visit is noted" in words
    assert button == "Mark as &guest"
    assert register.rows()["Gwen Guest"].note == "guest from Group 08"


def test_arrows_choose_among_names_that_are_alike(screen: Show, other_group: str) -> None:
    register = screen()
    dialog = register.ask(N, CTRL)

    QTest.keyClicks(dialog.name_box, "Ann Le")
    first = dialog.list.chosen().name
    QTest.keyClick(dialog.name_box, Qt.Key.Key_Down)

    assert (first, dialog.list.chosen().name) == ("Ann Lee", "Ann Leigh")
    dialog.reject()


def test_guest_without_another_group_is_told_what_to_do_instead(screen: Show) -> None:
    register = screen()

    register.key(N, CTRL | SHIFT)

    assert register.dialogs() == []
    assert "Record a walk-in with Ctrl+N" in register.status


# ---- joining and parting -----------------------------------------------------------------------


def test_walk_in_is_joined_and_parted_by_keys_and_each_is_undone(screen: Show) -> None:
    register = screen()
    walk_in(register, "Ann Le")
    apart = register.states()
    register.select("Ann Le")

    dialog = register.ask(J, ALT)
    words = dialog.words.text()
    QTest.keyClick(dialog.find_box, Qt.Key.Key_Return)
    joined = register.states()
    register.key(U, ALT)

    assert "Ann Le's mark" in words
    assert "will count for Ann Lee" in words
    assert joined == {"Ben Ash": "unmarked", "Ann Lee": "present", "Cat Orr": "unmarked"}
    assert register.states() == apart
    assert register.undo() == "undo unlinking Ann Le from Ann Lee"
    assert register.states() == joined
    assert register.undo() == "undo linking Ann Le to Ann Lee"
    assert register.states() == apart


def test_joining_with_a_mark_that_differs_leaves_both_to_choose_from(screen: Show) -> None:
    register = screen()
    register.select("Ann Lee")
    register.key(Qt.Key.Key_A)
    walk_in(register, "Ann Le")
    register.select("Ann Le")

    dialog = register.ask(J, ALT)
    words = dialog.words.text()
    QTest.keyClick(dialog.find_box, Qt.Key.Key_Return)
    conflict = register.states()["Ann Lee"]
    register.key(Qt.Key.Key_1)

    assert "they have different marks, present for Ann Le and absent for Ann Lee" in words
    assert conflict == "conflict"
    assert register.states()["Ann Lee"] in ("present", "absent")


@pytest.mark.parametrize(
    ("key", "says"), [(J, "You can only link a walk-in"), (U, "is not linked to a walk-in")]
)
def test_key_that_makes_no_sense_on_a_row_is_answered(screen: Show, key: Qt.Key, says: str) -> None:
    register = screen()
    register.select("Cat Orr")

    register.key(key, ALT)

    assert register.status.startswith("Cat Orr is ")
    assert says in register.status
    assert register.dialogs() == []


# ---- where it is offered -----------------------------------------------------------------------


def test_more_offers_the_same_by_mouse_with_the_row_by_name(screen: Show) -> None:
    register = screen()
    register.select("Cat Orr")
    offers = register.tab.more_button.menu()
    offers.aboutToShow.emit()

    shown = [each for each in offers.actions() if each.isVisible()]
    people, row = child(register.tab, PeopleActions), child(register.tab, RowActions)

    [section] = [at for at, each in enumerate(shown) if each.text() == "Cat Orr"]
    assert shown[:2] == [people.walk_in, people.guest]
    assert {row.join, row.catch_up} <= set(shown[section + 1 :])
    assert row.part not in shown


def test_menus_grey_what_the_current_row_cannot_do_and_keys_still_answer(screen: Show) -> None:
    register = screen()
    walk_in(register, "Wes Walker")
    actions = child(register.tab, RowActions)
    offered = {}

    for name in ("Wes Walker", "Ann Lee"):
        register.select(name)
        register.tab.more_button.menu().aboutToShow.emit()
        offered[name] = actions.join.isEnabled(), actions.part.isVisible()
        register.tab.more_button.menu().aboutToHide.emit()
    register.key(J, ALT)

    assert offered == {"Wes Walker": (True, False), "Ann Lee": (False, False)}
    assert "You can only link a walk-in" in register.status


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_button_with_the_keyboard_answers_return_as_well_as_space(
    screen: Show, key: Qt.Key
) -> None:
    register = screen()
    asked: list[bool] = []
    register.tab.rest_asked.connect(lambda: asked.append(True))
    register.tab.rest_button.setFocus()

    QTest.keyClick(register.tab.rest_button, key)

    assert asked == [True]
    QApplication.activeModalWidget().close()
