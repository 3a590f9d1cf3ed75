"""What the recovery code can do in the window of a laptop that was restored with it; and inviting
a member again.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.screens import Screen, hand_over

from npq_desktop.rows.events import Announced
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

Key = Qt.Key
EVENT = "m6.seminar"


@pytest.fixture
def lost(alex_with_example: tuple[Laptop, str]) -> Laptop:
    """Alex's first laptop with the example group, which somebody has found."""
    made, made.group = alex_with_example
    made.code = made.application.recovery.sheet().code
    return made


@pytest.fixture
def restored(
    lost: Laptop, laptop: Callable[[str], Laptop], tmp_path: Path, qtbot: QtBot
) -> Iterator[Screen]:
    """The window of Alex's new laptop, restored with the code from a file: a coordinator."""
    lost.application.exchange.send(lost.group, tmp_path / "sent")
    new = laptop("Alex M.")
    new.application.recovery.restore(lost.code, tmp_path / "sent")
    made = Screen(new, lost.group)
    made.window = build_window(new.application, choose_file=made.choose)
    with qtbot.waitExposed(made.window):
        made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()


def select(dialog, number: int) -> None:
    dialog.table.selectRow(number)


def test_the_lost_laptop_is_taken_out_with_the_code(
    restored: Screen, lost: Laptop, laptop: Callable[[str], Laptop], qtbot: QtBot
) -> None:
    key = lost.application.core.identities.key_in(lost.group)
    restored.panel()
    restored.press("People and laptops")
    members = restored.dialog()
    rows = restored.application.members.all(lost.group)
    place = next(number for number, row in enumerate(rows) if row.id == key)
    select(members, place)
    restored.press("Remove this laptop")
    asking = restored.dialog()
    assert asking.code_box.isVisible()

    other = laptop("Robin").application.recovery.sheet().code
    for typed, told in (("", "27 characters"), (other, "cannot remove that laptop")):
        asking.code_box.setText(typed)
        asking.act_button.click()
        assert told in asking.trouble.words()
        assert members.table.texts.rows[place][-1] == "in the group"
    asking.code_box.setText(lost.code.lower().replace("-", " "))
    asking.act_button.click()

    assert members.table.texts.rows[place][-1] == "removed"


def test_a_change_on_hold_is_accepted_with_the_code(
    restored: Screen, lost: Laptop, qtbot: QtBot
) -> None:
    application, key = restored.application, lost.application.core.identities.key_in(lost.group)
    application.recovery.lost.take_out(lost.code, lost.group, key)
    person = application.register.view(lost.group, EVENT).rows[0].person
    lost.application.register.mark(lost.group, EVENT, person, Mark(MarkState.ABSENT))
    hand_over(lost, restored.laptop, lost.group)
    held = application.held_entries.all(lost.group)
    place = next(number for number, row in enumerate(held) if "bsent" in row.what)
    restored.window.commands.action("on_hold").trigger()
    dialog = restored.dialog()
    select(dialog, place)
    assert dialog.code_box.isVisible()

    dialog.accept_button.click()
    assert "Type the recovery code" in dialog.trouble.words()
    dialog.code_box.setText(lost.code)
    dialog.accept_button.click()

    rows = application.register.view(lost.group, EVENT).rows
    assert next(row.state for row in rows if row.person == person) is MarkState.ABSENT
    assert held[place].id not in {row.id for row in application.held_entries.all(lost.group)}


def test_somebody_is_erased_with_the_code(restored: Screen, lost: Laptop, qtbot: QtBot) -> None:
    restored.window.show_page(Tab.COHORT)
    tab = restored.window.findChild(CohortTab)
    tab.table.select(tab.table.first_person())
    person, name = tab.selected_person(), tab.person_panel.name
    restored.window.commands.action("erase").trigger()
    dialog = restored.dialog()
    assert dialog.code_box.isVisible()
    dialog.reason_box.setText("asked in writing")
    dialog.authority_box.setText("data protection officer")
    dialog.name_box.setText(name)
    assert not dialog.erase_button.isEnabled()

    dialog.code_box.setText(lost.code)
    restored.press("Erase for good")

    reading = restored.application.store.reading
    qtbot.waitUntil(lambda: person in reading.erased(lost.group))
    qtbot.waitUntil(lambda: "Erased on this laptop" in dialog.outcome.words())
    qtbot.waitUntil(dialog.isEnabled)
    QTest.keyClick(dialog, Key.Key_Escape)

    announced = lost.application.announcements
    place = (lost.group, EVENT, person)
    announced.announce(*place, Announced("apology", "travel"), announced.known(*place))
    hand_over(lost, restored.laptop, lost.group)
    restored.window.commands.action("erased").trigger()
    dialog = restored.dialog()
    assert dialog.late_words.text().startswith("1 record about erased people arrived later.")
    dialog.code_box.setText(lost.code)
    restored.press("Erase these too")
    qtbot.waitUntil(dialog.isEnabled)
    qtbot.waitUntil(lambda: not dialog.code_box.isVisible())


def test_a_member_is_invited_again_by_the_button_in_members(
    screen: Screen, noor: Laptop, laptop: Callable[[str], Laptop], tmp_path: Path, qtbot: QtBot
) -> None:
    rows = screen.application.members.all(screen.group)
    before = next(row for row in rows if row.who == "Noor")
    screen.panel()
    screen.press("People and laptops")
    members = screen.dialog()
    select(members, rows.index(before))
    screen.chosen = tmp_path / "again.npqsync"

    screen.press("Invite them again")
    inviting = screen.dialog()
    assert (inviting.name_box.text(), inviting.role_box.currentData()) == ("Noor", "facilitator")
    screen.press("Save the invitation")
    qtbot.waitUntil(lambda: inviting.words.accessibleName() != "")
    qtbot.waitUntil(inviting.isEnabled)
    words = inviting.words.accessibleName()
    QTest.keyClick(inviting, Key.Key_Escape)

    assert ("Noor", "invited, not joined yet") in [
        (row[0], row[-1]) for row in members.table.texts.rows
    ]
    second = laptop("Noor's other laptop").application
    second.membership.join(second.membership.preview_invitation(screen.chosen, words))
    own = second.core.identities.key_in(screen.group)
    members_there = second.core.facts.of(screen.group).members
    assert members_there[own].member == before.member
