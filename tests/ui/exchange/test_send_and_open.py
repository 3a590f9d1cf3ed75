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


def start_sending(desk, folder: Path):
    """The dialog that sends the open group into a folder."""
    desk.chosen = folder
    desk.presenter.send()
    press(desk.dialog().folder_button)
    return desk.dialog()


def saved_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.npqsync*"))


def test_send_says_who_can_open_the_file_before_it_is_saved(desk) -> None:
    desk.presenter.send()

    assert desk.dialog().openers_words.text() == "Only Sam Okafor and you can open it."
    assert desk.requests == []


def test_a_file_is_for_the_one_who_is_chosen(desk, tmp_path: Path) -> None:
    """Whom, who can open it, and the name go together; the last row is everyone."""
    desk.application.membership.invite(desk.group, "Noor", "facilitator", tmp_path / "invitation")
    dialog = start_sending(desk, tmp_path)
    invited = desk.application.exchange.choices(desk.group)[1]
    assert [row.choice.first for row in dialog.whom.rows.values()] == [
        "Sam Okafor",
        "Noor",
        "Everyone in this group",
    ]
    assert dialog.name_box.text() == "Example group 2026-11-23.npqsync"

    dialog.whom.rows[invited.key].click()

    assert dialog.openers_words.text() == "Only Noor and you can open it."
    assert dialog.name_box.text() == "Example group for Noor 2026-11-23.npqsync"
    press(dialog.save_button)
    sent = desk.application.exchange.log(desk.group)[0]
    assert sent.for_whom == ("Recovery sheet", "Noor (invited)")


def test_send_opens_on_saving_and_not_on_leaving_it_readable(desk, tmp_path: Path) -> None:
    dialog = start_sending(desk, tmp_path)
    assert dialog.opens_on is dialog.save_button

    QTest.keyClick(dialog, Key.Key_Return)

    assert dialog.kinds.current() == "locked"
    assert saved_in(tmp_path) == ["Example group for Sam Okafor 2026-11-23.npqsync"]


def test_who_can_open_the_file_by_now_is_shown_before_it_is_saved(desk, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    membership = desk.application.membership
    membership.invite(desk.group, "Olu", "facilitator", tmp_path / "for Olu.npqsync")
    dialog = start_sending(desk, folder)

    membership.invite(desk.group, "Noor", "facilitator", tmp_path / "for Noor.npqsync")
    press(dialog.save_button)

    assert "Someone changed this" in dialog.trouble.words()
    assert "Noor (invited)" in dialog.openers_words.text()
    assert saved_in(folder) == []
    press(dialog.save_button)
    assert saved_in(folder) == ["Example group 2026-11-23.npqsync"]


def test_send_says_saved_and_offers_the_mail_text(desk, tmp_path: Path) -> None:
    dialog = start_sending(desk, tmp_path)

    press(dialog.save_button)
    press(dialog.copy_button)

    assert "It is safe to remove the stick." in dialog.outcome.words()
    assert QGuiApplication.clipboard().text() == dialog.mail_text.toPlainText() != ""
    assert not dialog.whom.isVisible()


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
    assert not sending.whom.isVisible()

    press(sending.invite_button)

    assert desk.dialog().heading.text() == "Invite a facilitator to Alone"


def test_readable_file_warns_before_it_is_written(desk, tmp_path: Path) -> None:
    dialog = start_sending(desk, tmp_path)

    dialog.kinds.segments["readable"].click()

    assert "Not encrypted" in dialog.readable_warning.words()
    assert "encrypted" not in dialog.windowTitle()
    assert not dialog.whom.isVisible()
    press(dialog.save_button)
    (name,) = saved_in(tmp_path)
    assert name == "Example group 2026-11-23.npqsync.json"
    assert (tmp_path / name).read_bytes().startswith(b'{"format":"npq-sync"')


@pytest.mark.parametrize(
    ("typed", "locked", "readable"),
    [
        ("For Sam", "For Sam.npqsync", "For Sam.npqsync.json"),
        ("For Sam.npqsync.json", "For Sam.npqsync", "For Sam.npqsync.json"),
        ("For Sam.xlsx", "For Sam.npqsync", "For Sam.npqsync.json"),
        ("../Ann: 1/2", "Ann 1 2.npqsync", "Ann 1 2.npqsync.json"),
    ],
)
def test_a_typed_name_stays_and_its_ending_follows_the_kind(
    desk, typed: str, locked: str, readable: str, tmp_path: Path
) -> None:
    dialog = start_sending(desk, tmp_path)
    dialog.name_box.selectAll()
    QTest.keyClicks(dialog.name_box, typed)
    dialog.kinds.segments["readable"].click()
    assert dialog.name_box.text() == readable

    dialog.kinds.segments["locked"].click()
    press(dialog.save_button)

    assert saved_in(tmp_path) == [locked]


def test_a_file_without_a_name_is_not_saved(desk, tmp_path: Path) -> None:
    dialog = start_sending(desk, tmp_path)

    dialog.name_box.clear()

    assert not dialog.save_button.isEnabled()
    assert dialog.footer.words() == "Type a name for the file."


def test_a_file_of_that_name_is_replaced_only_when_asked_twice(desk, tmp_path: Path) -> None:
    there = tmp_path / "Example group for Sam Okafor 2026-11-23.npqsync"
    there.write_bytes(b"older")
    dialog = start_sending(desk, tmp_path)

    press(dialog.save_button)

    assert "is already in this folder. Saving replaces it." in dialog.trouble.words()
    assert there.read_bytes() == b"older"
    press(dialog.save_button)
    assert there.read_bytes() != b"older"


def test_usual_file_is_encrypted(desk, tmp_path: Path) -> None:
    press(start_sending(desk, tmp_path).save_button)

    (name,) = saved_in(tmp_path)
    assert b"Umar" not in (tmp_path / name).read_bytes()


def test_file_that_cannot_be_saved_says_so_and_stays_open(desk, tmp_path: Path) -> None:
    dialog = start_sending(desk, tmp_path / "no such folder")

    press(dialog.save_button)

    assert dialog.trouble.words()
    assert dialog.save_button.isVisible()


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

    assert "Nothing changes until you choose “Add”." in desk.dialog().words.text()
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
        ("show_differences", "A file belongs to one."),
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
