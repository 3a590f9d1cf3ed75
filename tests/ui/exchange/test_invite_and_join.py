from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

Key = Qt.Key


def press(button) -> None:
    QTest.keyClick(button, Key.Key_Space)


@pytest.fixture
def invitation(desk, tmp_path: Path, qtbot: QtBot) -> tuple[Path, str]:
    """The file for Sam and its six words."""
    desk.chosen = tmp_path / "for Sam.npqsync"
    desk.presenter.invite()
    dialog = desk.dialog()
    QTest.keyClicks(dialog.name_box, "Sam Okafor")
    press(dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    return desk.chosen, dialog.words.accessibleName()


@pytest.fixture
def sam(desk_of, laptop):
    """Another laptop's window, without a group."""
    return desk_of(laptop("Sam Okafor").application)


def test_joining_starts_in_the_six_words_and_tabs_to_its_button(sam, invitation) -> None:
    sam.presenter.open_file(invitation[0])
    dialog = sam.dialog()
    assert dialog.focusWidget() is dialog.words_box

    QTest.keyClicks(dialog.focusWidget(), "six words")
    for _ in range(2):  # past Cancel, which stands on the left
        QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)

    assert dialog.focusWidget() is dialog.go_button


def test_inviting_starts_in_the_name(desk) -> None:
    desk.presenter.invite()

    assert desk.dialog().focusWidget() is desk.dialog().name_box


def test_invitation_needs_a_name(desk) -> None:
    desk.presenter.invite()

    assert not desk.dialog().save_button.isEnabled()


def test_invitation_shows_six_words_large(desk, invitation: tuple[Path, str]) -> None:
    words = desk.dialog().words

    assert len(invitation[1].split()) == 6
    assert words.text().split() == invitation[1].split()
    assert words.font().pointSizeF() >= 1.8 * desk.window.font().pointSizeF()


def test_words_do_not_stand_in_the_file_or_its_name(desk, invitation: tuple[Path, str]) -> None:
    path, words = invitation

    assert words.encode() not in path.read_bytes()
    # The group's title is left out: its words, "example" and "group", may be among the six.
    own = desk.requests[0].suggested.replace(".", " ").removeprefix("Example group")
    assert not set(words.split()) & set(own.split())


def test_role_is_what_was_chosen(desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.chosen = tmp_path / "for Office.npqsync"
    desk.presenter.invite()
    dialog = desk.dialog()
    QTest.keyClicks(dialog.name_box, "Office")
    QTest.keyClick(dialog.role_box, Key.Key_Down)

    press(dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)

    invites = desk.application.membership.invites(desk.group)
    assert [i.role for i in invites if i.name == "Office"] == ["coordinator"]


def test_right_words_say_what_is_offered_before_joining(sam, invitation, qtbot: QtBot) -> None:
    path, words = invitation
    sam.presenter.open_file(path)
    dialog = sam.dialog()

    QTest.keyClicks(dialog.words_box, words)
    QTest.keyClick(dialog.words_box, Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)

    assert "Example group" in dialog.offer.text()
    assert sam.application.groups.all() == ()


def test_second_return_joins_and_opens_the_group(sam, invitation, qtbot: QtBot, desk) -> None:
    path, words = invitation
    sam.presenter.open_file(path)
    dialog = sam.dialog()
    QTest.keyClicks(dialog.words_box, words)
    QTest.keyClick(dialog.words_box, Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)

    with qtbot.waitSignal(sam.presenter.group_opened) as opened:
        QTest.keyClick(dialog.words_box, Key.Key_Return)

    assert opened.args == [desk.group]
    assert [row.title for row in sam.application.groups.all()] == ["Example group"]


def test_wrong_words_say_so_and_leave_them_to_be_mended(sam, invitation, qtbot: QtBot) -> None:
    sam.presenter.open_file(invitation[0])
    dialog = sam.dialog()

    QTest.keyClicks(dialog.words_box, "six wrong words")
    press(dialog.go_button)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)

    assert "word" in dialog.trouble.words()
    assert dialog.words_box.text() == "six wrong words"
    assert sam.application.groups.all() == ()


def test_changed_words_withdraw_the_offer(sam, invitation, qtbot: QtBot) -> None:
    path, words = invitation
    sam.presenter.open_file(path)
    dialog = sam.dialog()
    QTest.keyClicks(dialog.words_box, words)
    press(dialog.go_button)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)

    QTest.keyClicks(dialog.words_box, "x")

    assert not dialog.offer.isVisible()
    assert dialog.go_button.text() == "&Open"


def test_locking_announces_itself_before_the_window_stands_still(
    desk, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.chosen = tmp_path / "for Sam.npqsync"
    desk.presenter.invite()
    dialog = desk.dialog()
    QTest.keyClicks(dialog.name_box, "Sam Okafor")

    press(dialog.save_button)

    assert "few seconds" in dialog.trouble.words()
    assert dialog.cursor().shape() is Qt.CursorShape.WaitCursor
    assert dialog.busy
    assert not desk.chosen.exists()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    assert not dialog.trouble.words()


def test_wrong_words_leave_the_keyboard_in_their_field(sam, invitation, qtbot: QtBot) -> None:
    sam.presenter.open_file(invitation[0])
    dialog = sam.dialog()
    dialog.words_box.setFocus()
    QTest.keyClicks(dialog.words_box, "six wrong words")

    QTest.keyClick(dialog.words_box, Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)

    assert dialog.focusWidget() is dialog.words_box
    assert dialog.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_invitation_that_is_gone_is_said_in_the_dialog(sam, invitation, qtbot: QtBot) -> None:
    path, words = invitation
    sam.presenter.open_file(path)
    path.unlink()
    dialog = sam.dialog()
    QTest.keyClicks(dialog.words_box, words)

    press(dialog.go_button)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)

    assert "still there" in dialog.trouble.words()
