"""What arrives under a list of the sync panel is shown before anything is decided there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.screens import Screen, hand_over

from npq_desktop.rows.register import Mark, MarkState

pytestmark = pytest.mark.slow

CHANGED = "Someone changed this while you were looking. Check it and choose again."


def test_a_laptop_is_not_taken_out_before_what_came_from_it_is_said(
    screen: Screen, noor: Laptop
) -> None:
    screen.panel()
    screen.press("People and laptops")
    table = screen.dialog().table
    table.selectRow([row[0] for row in table.texts.rows].index("Noor"))
    screen.press("Remove this laptop")
    asking = screen.dialog()
    assert asking.focusWidget() is asking.cancel_button
    assert "The 1 change here stays" in asking.words.text()

    [event, *_] = screen.application.register.events(screen.group)
    person = screen.application.register.view(screen.group, event.id).rows[0].person
    noor.application.register.mark(screen.group, event.id, person, Mark(MarkState.ABSENT))
    hand_over(noor, screen.laptop, screen.group)
    screen.press("Remove this laptop")

    assert asking.trouble.words() == CHANGED
    assert "changes here stay" in asking.words.text()


def test_an_invitation_withdrawn_meanwhile_is_not_withdrawn_again(
    screen: Screen, quick_words: None, tmp_path
) -> None:
    membership = screen.application.membership
    membership.invite(screen.group, "Noor", "facilitator", tmp_path / "for Noor.npqsync")
    screen.panel()
    screen.press("People and laptops")
    table = screen.dialog().table
    table.selectRow([row[0] for row in table.texts.rows].index("Noor"))
    screen.press("Withdraw this invitation")
    asking = screen.dialog()

    members = screen.application.members
    [invited] = [row for row in members.all(screen.group) if row.who == "Noor"]
    members.withdraw(screen.group, invited)
    screen.press("Withdraw this invitation")

    assert "cannot be withdrawn" in asking.trouble.words()


def test_a_disagreement_settled_meanwhile_leaves_the_list(screen: Screen, qtbot: QtBot) -> None:
    screen.panel()
    screen.press("2 disagreements")
    dialog, disagreements = screen.dialog(), screen.application.disagreements
    [first, second] = disagreements.all(screen.group)

    disagreements.choose(screen.group, first, first.sides[0].head)
    QTest.mouseClick(dialog.sides.buttons.button(1), Qt.MouseButton.LeftButton)

    assert dialog.trouble.words() == CHANGED
    assert dialog.heading.text() == "1 disagreement to settle"
    assert disagreements.all(screen.group) == (second,)
