"""Every reason to refuse a file has its own sentence and next step. Reliability 23."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from support.applications import Laptop
from support.joining import join

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

READABLE = b'{"format":"npq-sync"'


@pytest.fixture
def sent(desk, tmp_path: Path) -> Path:
    """The example group as a readable file."""
    desk.application.exchange.send(desk.group, tmp_path / "g.json", readable=True)
    return tmp_path / "g.json"


def refusal(desk, path: Path) -> str:
    desk.presenter.open_file(path)
    dialog = desk.dialog()
    assert dialog.heading.text() == "This file was not opened"
    return dialog.trouble.words()


def changed(path: Path, old: bytes, new: bytes) -> Path:
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    return path


def test_a_file_for_somebody_else_copies_a_request_for_an_invitation(
    desk, desk_of, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    desk.application.exchange.send(desk.group, tmp_path / "group.npqsync")
    robin = desk_of(laptop("Robin Stranger").application)

    words = refusal(robin, tmp_path / "group.npqsync")
    QTest.keyClick(robin.dialog().copy_button, Qt.Key.Key_Space)

    assert "This laptop cannot open the file" in words
    assert "ask for an invitation" in words
    copied = QGuiApplication.clipboard().text()
    assert "group.npqsync" in copied
    assert "Robin Stranger" in copied


def test_a_damaged_file_is_asked_for_again(desk, sent: Path) -> None:
    words = refusal(desk, changed(sent, b"Sam", b"Tom"))

    assert "damaged or changed" in words
    assert "Ask for it again" in words
    assert desk.dialog().copy_button.isHidden()


def test_a_file_cut_short_is_copied_again(desk, sent: Path) -> None:
    sent.write_bytes(sent.read_bytes()[:5000])

    assert "copying was interrupted" in refusal(desk, sent)


def test_a_newer_file_asks_for_an_update(desk, sent: Path) -> None:
    assert "Update NPQ Desktop" in refusal(desk, changed(sent, b'"v":1', b'"v":2'))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"", "This file is empty"),
        (b"{}", "another program's JSON file"),
    ],
)
def test_a_file_that_is_not_ours_is_named(desk, tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "file.npqsync").write_bytes(content)

    assert what in refusal(desk, tmp_path / "file.npqsync")


def test_what_cannot_be_read_is_said_without_the_systems_words(desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    said = [
        refusal(desk, tmp_path),
        refusal(desk, tmp_path / "gone.npqsync"),
        refusal(desk, tmp_path / "file" / "inside.npqsync"),
    ]

    assert "it is a folder" in said[0]
    assert all("cannot be read. Check that" in words for words in said[1:])
    assert not any("Errno" in words or "directory" in words for words in said)


def test_an_unknown_group_says_who_started_it_and_that_it_opens_read_only(
    desk, desk_of, laptop: Callable[[str], Laptop], sent: Path
) -> None:
    robin = desk_of(laptop("Robin Stranger").application)

    robin.presenter.open_file(sent)

    details = robin.dialog().details.toPlainText()
    assert "It was started by Alex Morgan" in details
    assert "not record in it" in details


def test_a_joiners_first_file_opens_at_once_for_the_inviter_and_for_whoever_stands_above(
    desk, desk_of, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    group = desk.group
    office, noor = laptop("Office"), laptop("Noor")
    join(laptop("Alex Morgan"), office, group, "coordinator")
    join(office, noor, group)
    noor.application.exchange.send(group, tmp_path / "first.npqsync")

    for each in (desk, desk_of(office.application)):
        each.presenter.open_file(tmp_path / "first.npqsync")
        assert each.dialog().words.text().startswith("A sync file: first.npqsync.")
