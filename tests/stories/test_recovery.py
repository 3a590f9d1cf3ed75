"""A laptop is gone: the sheet of paper and one file bring its groups back. Reliability 11."""

import shutil
from pathlib import Path

import pytest
from support.applications import Laptop, preview

from npq_desktop.errors import NpqDesktopError
from npq_desktop.journal.keys import RecoveryCode
from npq_desktop.rows.register import Mark, MarkState

EVENT = "m1.seminar"
NAMES = ("Wilhelmina Featherstone", "Bartholomew Okonkwo")


@pytest.fixture
def lost(laptop):
    """Alex's laptop with one group and one mark; its code was written down."""
    alex = laptop("Alex Morgan")
    setup = alex.application.setup
    alex.group = setup.create_group(
        preview(*NAMES), title="Group 07", cohort="C", first_seminar=alex.clock().date()
    )
    mark(alex, alex.group, 0)
    alex.code = alex.application.recovery.sheet().code
    return alex


def mark(laptop: Laptop, group: str, row: int) -> None:
    register = laptop.application.register
    person = register.view(group, EVENT).rows[row].person
    register.mark(group, EVENT, person, Mark(MarkState.PRESENT), how="typed")


def marked(laptop: Laptop, group: str) -> int:
    rows = laptop.application.register.view(group, EVENT).rows
    return sum(row.state is MarkState.PRESENT for row in rows)


def test_code_and_a_backup_bring_the_group_to_a_new_laptop(lost, laptop, tmp_path, quick_words):
    lost.application.backups.at_close()
    backup = next((lost.folder / "backups").iterdir())
    shutil.copy(backup, tmp_path / "stick")
    new = laptop("Alex M.")

    restored = new.application.recovery.restore(lost.code.lower(), tmp_path / "stick")

    assert restored.group == lost.group
    assert marked(new, lost.group) == 1
    assert_whole_member(new, lost, tmp_path)


def test_code_and_a_sent_file_bring_the_group_to_a_new_laptop(lost, laptop, tmp_path, quick_words):
    lost.application.exchange.send(lost.group, tmp_path / "sent.npqsync")
    new = laptop("Alex M.")

    restored = new.application.recovery.restore(lost.code, tmp_path / "sent.npqsync")

    assert restored.words[0].startswith("Group 07: ")
    assert marked(new, lost.group) == 1
    assert_whole_member(new, lost, tmp_path)


def assert_whole_member(new, lost, tmp_path):
    """New marks count everywhere, invitations are possible, and the same sheet works once more."""
    mark(new, lost.group, 1)
    assert not new.application.store.state(lost.group).held
    new.application.exchange.send(lost.group, tmp_path / "from new.npqsync")
    exchange = lost.application.exchange
    exchange.merge(exchange.preview(tmp_path / "from new.npqsync"))
    assert marked(lost, lost.group) == 2
    invited = new.application.membership.invite(lost.group, "Sam", "facilitator", tmp_path / "inv")
    assert invited.words
    new.application.backups.at_close()
    backup = next((new.folder / "backups").iterdir())
    third = Laptop(tmp_path / "third", "Alex")
    third.application.recovery.restore(lost.code, backup)
    assert marked(third, lost.group) == 2
    assert third.application.recovery.sheet() is None
    third.close()


def test_folder_gives_the_newest_good_backup_and_all_files(lost, laptop, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    lost.application.backups.at_close()
    lost.clock.move(days=1)
    mark(lost, lost.group, 1)
    lost.application.backups.at_close()
    lost.application.exchange.send(lost.group, folder / "sent.npqsync")
    for backup in (lost.folder / "backups").iterdir():
        shutil.copy(backup, folder)
    newest = max(folder.glob("*.npqbackup"))
    data = bytearray(newest.read_bytes())
    data[9 * 4096 + 7] ^= 1
    newest.write_bytes(data)
    new = laptop("Alex M.")

    restored = new.application.recovery.restore(lost.code, folder)

    assert any(newest.name in sentence for sentence in restored.words)
    assert marked(new, lost.group) == 2


def test_yesterdays_backup_and_new_marks_end_with_both_histories_everywhere(lost, laptop, tmp_path):
    """Reliability 15: the backup forgets today's mark; the other laptop gives it back."""
    lost.application.backups.at_close()
    backup = next((lost.folder / "backups").iterdir())
    lost.clock.move(days=1)
    mark(lost, lost.group, 1)
    new = laptop("Alex M.")
    new.application.recovery.restore(lost.code, backup)
    assert marked(new, lost.group) == 1
    new.application.register.set_note(
        lost.group,
        EVENT,
        new.application.register.view(lost.group, EVENT).rows[0].person,
        "here",
        "",
    )

    for giver, taker in ((lost, new), (new, lost)):
        path = tmp_path / f"by {giver.person}"
        giver.application.exchange.send(lost.group, path)
        taker.application.exchange.merge(taker.application.exchange.preview(path))

    assert marked(new, lost.group) == 2
    digests = {each.application.exchange.digest(lost.group) for each in (lost, new)}
    assert len(digests) == 1


def test_wrong_code_is_refused_with_the_check_that_failed(lost, laptop, tmp_path):
    lost.application.backups.at_close()
    backup = next((lost.folder / "backups").iterdir())
    lost.application.exchange.send(lost.group, tmp_path / "sent.npqsync")
    new = laptop("Alex M.")
    restore = new.application.recovery.restore
    other = RecoveryCode(bytes(16)).text()
    slip = lost.code[:-1] + ("A" if lost.code[-1] != "A" else "B")

    for code, path, sentence in (
        (lost.code[:9], backup, "27 characters; 7 were typed"),
        (slip, backup, "slip"),
        (other, backup, f"locked for sheet {lost.application.recovery.number}"),
        (other, tmp_path / "sent.npqsync", "not locked for sheet"),
        (lost.code, tmp_path / "nowhere", "not there any more"),
    ):
        with pytest.raises(NpqDesktopError, match=sentence):
            restore(code, path)
    assert new.application.groups.all() == ()


def test_backup_of_somebody_who_was_invited_gives_her_place_back(
    lost, laptop, tmp_path: Path, quick_words
):
    """The sheet of somebody who was invited is no root of the group, but a backup has her keys."""
    sam, new = laptop("Sam Okafor"), laptop("Sam O.")
    made = lost.application.membership.invite(lost.group, "Sam", "facilitator", tmp_path / "inv")
    joining = sam.application.membership
    joining.join(joining.preview_invitation(made.path, made.words))
    sam.application.backups.at_close()
    code = sam.application.recovery.sheet().code

    new.application.recovery.restore(code, sam.folder)

    mark(new, lost.group, 1)
    assert marked(new, lost.group) == 2
    assert not new.application.store.state(lost.group).held


def test_confirmed_sheet_leaves_no_code_behind_and_still_restores(lost, laptop):
    recovery, code = lost.application.recovery, lost.code
    places = recovery.places_to_ask()
    letters = code.replace("-", "")
    with pytest.raises(NpqDesktopError, match="not the four characters"):
        recovery.confirm(places, "????")
    recovery.confirm(places, " ".join(letters[place - 1] for place in places).lower())
    assert recovery.sheet() is None
    lost.restart().backups.at_close()

    laptop("Alex M.").application.recovery.restore(code, lost.folder / "backups")

    assert marked(laptop("Alex M."), lost.group) == 1
