from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from support.applications import Laptop

from npq_desktop.rows.review import ReviewState

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

Key = Qt.Key


def press(button) -> None:
    QTest.keyClick(button, Key.Key_Space)


def join(desk, desk_of, laptop, tmp_path: Path, qtbot: QtBot):
    """Sam's desk, joined to Alex's open group."""
    desk.chosen = tmp_path / "for Sam.npqsync"
    desk.presenter.invite()
    dialog = desk.dialog()
    QTest.keyClicks(dialog.name_box, "Sam Okafor")
    press(dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    words = dialog.words.accessibleName()
    sam = desk_of(laptop("Sam Okafor").application)
    sam.presenter.open_file(desk.chosen)
    joining = sam.dialog()
    QTest.keyClicks(joining.words_box, words)
    press(joining.go_button)
    qtbot.waitUntil(lambda: not joining.busy, timeout=30_000)
    press(joining.go_button)
    sam.group = desk.group
    return sam


def test_send_says_who_can_open_the_file_before_it_is_saved(desk) -> None:
    desk.presenter.send()

    assert "Sam Okafor (Sam's laptop)" in desk.dialog().openers_words.text()
    assert desk.requests == []


def test_send_opens_on_saving_and_not_on_leaving_it_readable(desk) -> None:
    desk.presenter.send()
    dialog = desk.dialog()
    assert dialog.focusWidget() is dialog.save_button

    press(dialog.focusWidget())

    assert dialog.kinds.current() == "locked"
    assert len(desk.requests) == 1


def test_who_can_open_the_file_by_now_is_shown_before_it_is_saved(desk, tmp_path: Path) -> None:
    desk.chosen = tmp_path / "group.npqsync"
    desk.presenter.send()
    dialog = desk.dialog()

    path = tmp_path / "for Noor.npqsync"
    desk.application.membership.invite(desk.group, "Noor", "facilitator", path)
    press(dialog.save_button)

    assert "Someone changed this" in dialog.trouble.words()
    assert "Noor (invited)" in dialog.openers_words.text()
    assert not desk.chosen.exists()
    press(dialog.save_button)
    assert desk.chosen.exists()


def test_send_says_saved_and_offers_the_mail_text(desk, tmp_path: Path) -> None:
    desk.chosen = tmp_path / "group.npqsync"
    desk.presenter.send()
    dialog = desk.dialog()

    press(dialog.save_button)
    press(dialog.copy_button)

    assert "It is safe to remove the stick." in dialog.outcome.words()
    assert QGuiApplication.clipboard().text() == dialog.mail_text.toPlainText() != ""
    assert desk.chosen.exists()


def test_send_to_nobody_offers_an_invitation(desk, qtbot: QtBot, roster: Path) -> None:
    desk.presenter.set_up_group()
    making = desk.dialog()
    making.read(roster)
    QTest.keyClicks(making.title_box, "Alone")
    with qtbot.waitSignal(desk.presenter.group_opened):
        press(making.apply_button)
    desk.presenter.send()
    sending = desk.dialog()
    assert "Invite someone first" in sending.alone.words()

    press(sending.invite_button)

    assert desk.dialog().heading.text() == "Invite a facilitator to Alone"


def test_readable_file_warns_before_it_is_written(desk, tmp_path: Path) -> None:
    desk.chosen = tmp_path / "group.npqsync.json"
    desk.presenter.send()
    dialog = desk.dialog()

    dialog.kinds.segments["readable"].click()

    assert "Not encrypted" in dialog.readable_warning.words()
    assert "encrypted" not in dialog.windowTitle()
    press(dialog.save_button)
    assert desk.requests[0].suggested.endswith(".npqsync.json")
    assert desk.chosen.read_bytes().startswith(b'{"format":"npq-sync"')


def test_usual_file_is_encrypted(desk, tmp_path: Path) -> None:
    desk.chosen = tmp_path / "group.npqsync"
    desk.presenter.send()

    press(desk.dialog().save_button)

    assert desk.requests[0].suggested == "Example group.npqsync"
    assert b"Umar" not in desk.chosen.read_bytes()


def test_file_that_cannot_be_saved_says_so_and_stays_open(desk, tmp_path: Path) -> None:
    desk.chosen = tmp_path / "no such folder" / "group.npqsync"
    desk.presenter.send()
    dialog = desk.dialog()

    press(dialog.save_button)

    assert dialog.trouble.words()
    assert dialog.save_button.isVisible()


def test_cancelled_save_dialog_changes_nothing(desk) -> None:
    desk.presenter.send()

    press(desk.dialog().save_button)

    assert desk.dialog().outcome.words() == ""


def test_opening_says_what_would_change_and_changes_nothing(
    desk, desk_of, laptop, tmp_path: Path, qtbot: QtBot
) -> None:
    sam = join(desk, desk_of, laptop, tmp_path, qtbot)
    group = desk.group
    queue = sam.application.review.queue(group)
    work = next(row.work for row in queue if row.state is ReviewState.AWAITING)
    sam.application.review.accept(group, work, "Well seen.")
    sam.application.exchange.send(group, tmp_path / "back.npqsync")

    desk.presenter.open_file(tmp_path / "back.npqsync")

    assert "Nothing is changed until you agree" in desk.dialog().words.text()
    before = desk.application.review.view(group, work)
    assert before.row.state is ReviewState.AWAITING

    press(desk.dialog().merge_button)

    assert desk.application.review.view(group, work).row.state is ReviewState.ACCEPTED
    assert desk.dialog().outcome.words().startswith("Done: ")


def test_merge_is_told_to_the_bus_and_opens_the_group(
    desk, desk_of, laptop, tmp_path: Path, qtbot: QtBot
) -> None:
    sam = join(desk, desk_of, laptop, tmp_path, qtbot)
    group = desk.group
    sam.application.exchange.send(group, tmp_path / "back.npqsync")
    desk.presenter.open_file(tmp_path / "back.npqsync")

    with qtbot.waitSignals([desk.bus.changed, desk.presenter.group_opened], order="strict"):
        press(desk.dialog().merge_button)


def test_refused_file_is_explained_and_nothing_changes(desk, tmp_path: Path) -> None:
    picture = tmp_path / "photo.npqsync"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n0000")

    desk.presenter.open_file(picture)

    assert "This file was not opened" in desk.dialog().heading.text()
    assert "not a sync file" in desk.dialog().trouble.words()


def test_file_for_somebody_else_says_so(
    desk, desk_of, laptop, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.application.exchange.send(desk.group, tmp_path / "group.npqsync")
    stranger = desk_of(laptop("Robin Stranger").application)

    stranger.presenter.open_file(tmp_path / "group.npqsync")

    assert "This laptop cannot open the file" in stranger.dialog().trouble.words()


def test_sending_without_a_group_says_what_is_missing(desk, qtbot: QtBot) -> None:
    desk.group = ""

    with qtbot.waitSignal(desk.bus.failed) as failed:
        desk.presenter.send()

    assert "Open a group first" in failed.args[0]


def test_closed_dialog_is_gone(desk, qtbot: QtBot) -> None:
    desk.presenter.send()
    dialog = desk.dialog()

    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, Key.Key_Escape)


def test_join_and_back_again_agree(desk, desk_of, laptop, tmp_path: Path, qtbot: QtBot) -> None:
    sam = join(desk, desk_of, laptop, tmp_path, qtbot)
    group = desk.group
    sam.application.exchange.send(group, tmp_path / "back.npqsync")

    desk.presenter.open_file(tmp_path / "back.npqsync")
    press(desk.dialog().merge_button)

    ours, theirs = desk.application.exchange, sam.application.exchange
    assert ours.digest(group) == theirs.digest(group)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("send", "There is nothing to send yet."),
        ("invite", "An invitation belongs to one."),
        ("set_dates", "Dates belong to one."),
        ("show_differences", "Files are about one."),
    ],
)
def test_commands_of_a_group_ask_for_one_where_none_is_open(
    desk_of, laptop: Callable[[str], Laptop], qtbot: QtBot, command: str, words: str
) -> None:
    desk = desk_of(laptop("Robin Stranger").application)

    with qtbot.waitSignal(desk.bus.failed, timeout=0) as told:
        getattr(desk.presenter, command)()

    assert told.args == [f"Open a group first. {words}"]
    assert not desk.window.findChildren(QDialog)
