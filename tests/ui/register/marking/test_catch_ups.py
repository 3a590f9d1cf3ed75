"""A catch-up from the absent row to the repaired event: register, Task review, figures, by keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from support.register_screen import ALT, CTRL, EVENT, RegisterScreen, child
from support.scenes import did_not_run

from npq_desktop.rows.review import ReviewState
from npq_desktop.services.cohort.item_words import of_total
from npq_desktop.ui.frame.main_window import Tab
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.review.tab import ReviewTab

pytestmark = pytest.mark.slow

Show = Callable[[], RegisterScreen]
C, TEXT = Qt.Key.Key_C, "What I learnt from Askew (2016)."


@pytest.fixture
def absent(screen: Show) -> RegisterScreen:
    """Ben Ash was absent, and his row is current."""
    register = screen()
    register.select("Ben Ash")
    register.key(Qt.Key.Key_A)
    register.select("Ben Ash")
    return register


def hand_in(register: RegisterScreen) -> None:
    dialog = register.ask(C, ALT)
    QTest.keyClicks(dialog.text_box, TEXT)
    QTest.keyClick(dialog.hand_in_button, Qt.Key.Key_Space)
    assert (dialog.isVisible(), dialog.trouble.words()) == (False, "")


def review(register: RegisterScreen) -> ReviewTab:
    QTest.keyClick(register.window, Qt.Key.Key_3, CTRL)
    tab = child(register.window.tabs.widget(Tab.REVIEW), ReviewTab)
    tab.look_first = 0  # keys come here before anything is painted
    return tab


def back_to_register(register: RegisterScreen) -> str:
    """What the absent row says."""
    QTest.keyClick(register.window, Qt.Key.Key_2, CTRL)
    return register.rows()["Ben Ash"].detail


def queue(register: RegisterScreen) -> list[tuple[str, str, ReviewState]]:
    rows = register.application.review.queue(register.group)
    return [(row.name, row.kind, row.state) for row in rows]


def attendance(register: RegisterScreen) -> tuple[str, str]:
    """Events attended and secured percent of Ben Ash, as the engine has them."""
    [row] = [
        each
        for each in register.application.cohort.view(register.group).rows
        if each.name == "Ben Ash"
    ]
    [part] = [each for each in row.components if each.key == "attendance"]
    assert row.secured is not None
    return of_total(part), row.secured.percent


def test_catch_up_is_agreed_by_a_key_and_return_and_stands_in_task_review(
    absent: RegisterScreen,
) -> None:
    dialog = absent.ask(C, ALT)
    words = dialog.words.text()
    QTest.keyClick(dialog.what_box, Qt.Key.Key_Return)

    assert "2 of 2 catch-ups left" in words
    assert "The programme allows it until 30 November 2026." in words
    assert queue(absent) == [("Ben Ash", "catch-up", ReviewState.AGREED)]
    assert absent.rows()["Ben Ash"].detail == "catch-up agreed on 23 November"
    assert "You find it in Task review" in absent.status
    tab = review(absent)
    QTest.mouseClick(tab.queue.chips.chips["everything"], Qt.MouseButton.LeftButton)
    assert "by 30 November" in tab.submission.facts.text()
    assert tab.submission.text.placeholderText() == "Nothing has been handed in yet."


def test_day_beyond_the_programmes_limit_cannot_be_chosen(absent: RegisterScreen) -> None:
    dialog = absent.ask(C, ALT)

    dialog.by_box.setDate(QDate(2027, 1, 31))

    assert dialog.by_box.date() == QDate(2026, 11, 30)
    dialog.reject()


def test_day_that_is_past_is_refused_and_the_dialog_stays(absent: RegisterScreen) -> None:
    dialog = absent.ask(C, ALT)

    dialog.by_box.setDate(QDate(2026, 11, 1))
    QTest.keyClick(dialog.what_box, Qt.Key.Key_Return)

    assert "That day is past" in dialog.trouble.words()
    assert queue(absent) == []
    dialog.reject()


def test_accepting_in_task_review_repairs_the_event_in_row_and_figures(
    absent: RegisterScreen,
) -> None:
    hand_in(absent)
    before = attendance(absent)
    tab = review(absent)
    shown = tab.submission.text.toPlainText()

    QTest.keyClick(tab, Qt.Key.Key_Return, CTRL)

    assert shown == TEXT
    assert "The missed event counts from now on." in tab.news.words()
    assert back_to_register(absent) == "caught up on 23 November"
    assert (before, attendance(absent)) == (("0 to 5 of 8", "0.0"), ("1 to 5 of 8", "6.2"))
    assert absent.states()["Ben Ash"] == "absent"


def test_returned_catch_up_says_why_and_is_handed_in_again(absent: RegisterScreen) -> None:
    hand_in(absent)
    tab = review(absent)
    QTest.keyClicks(tab.feedback.feedback, "Say what you will change.")
    QTest.keyClick(tab, Qt.Key.Key_R, CTRL)
    QTest.keyClick(tab, Qt.Key.Key_R, CTRL)
    row = back_to_register(absent)
    absent.select("Ben Ash")

    dialog = absent.ask(C, ALT)
    words, text = dialog.words.text(), dialog.text_box.toPlainText()
    unchanged = dialog.hand_in_button.isEnabled()
    QTest.keyClicks(dialog.text_box, "More. ")
    QTest.keyClick(dialog.hand_in_button, Qt.Key.Key_Space)

    assert row == "catch-up returned on 23 November"
    assert words.startswith("Returned on 23 November: Say what you will change.")
    assert (text, unchanged) == (TEXT, False)
    assert queue(absent) == [("Ben Ash", "catch-up", ReviewState.AWAITING)]


def test_catch_up_handed_in_is_shown_and_only_closed(absent: RegisterScreen) -> None:
    hand_in(absent)

    dialog = absent.ask(C, ALT)

    assert dialog.words.text().startswith("Handed in on 23 November. Decide on it in Task review")
    assert _enabled(dialog) == []
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    QTest.keyClick(dialog.what_box, Qt.Key.Key_Return)
    assert (ended, dialog.trouble.words()) == ([Dialog.DialogCode.Rejected], "")


def _enabled(dialog: Dialog) -> list[str]:
    buttons = dialog.footer.ways()
    return [each.text() for each in buttons if each.isEnabled()]


def test_catch_up_is_undone_step_by_step(absent: RegisterScreen) -> None:
    QTest.keyClick(absent.ask(C, ALT).what_box, Qt.Key.Key_Return)
    hand_in(absent)

    promised = [absent.undo(), absent.undo()]

    assert promised == [
        "undo catch-up handed in by Ben Ash",
        "undo catch-up agreed with Ben Ash",
    ]
    assert queue(absent) == []
    assert absent.current == "Ben Ash"
    assert absent.states()["Ben Ash"] == "absent"


def test_catch_up_of_somebody_not_absent_is_refused_with_a_sentence(
    absent: RegisterScreen,
) -> None:
    absent.select("Cat Orr")

    absent.key(C, ALT)

    assert "Cat Orr is not marked absent" in absent.status
    assert absent.dialogs() == []


def test_event_that_did_not_run_has_no_catch_up(absent: RegisterScreen) -> None:
    did_not_run(absent.application, absent.group, EVENT, "snow")

    absent.key(C, ALT)

    assert "recorded as not run" in absent.status
