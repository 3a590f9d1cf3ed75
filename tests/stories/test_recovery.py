"""A laptop is gone: the sheet of paper and one file bring its groups back. Reliability 11."""

import shutil
from pathlib import Path

import pytest
from support.applications import Laptop, preview
from support.lost_laptop import EVENT, NAMES, held_of, mark, marked

from npq_desktop.errors import NpqDesktopError, StoreError
from npq_desktop.journal.recovery_code import RecoveryCode
from npq_desktop.services.exchange import members
from npq_desktop.ui.safety.sheet_dialog import paper_of

pytestmark = pytest.mark.slow


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
        (slip, backup, "typing mistake"),
        (other, backup, f"data needs sheet {lost.application.recovery.number}"),
        (other, tmp_path / "sent.npqsync", "does not open with sheet"),
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


# ---- a laptop that somebody else may have --------------------------------------------------------


def stolen_entry(lost, taker, tmp_path, name):
    """The thief records something and sends it; returns the file."""
    mark(lost, lost.group, 1)
    path = tmp_path / name
    lost.application.exchange.send(lost.group, path, readable=True)
    exchange = taker.application.exchange
    exchange.merge(exchange.preview(path))


@pytest.mark.parametrize("source", ["a backup", "a sent file"])
def test_restoring_offers_to_take_the_lost_laptop_out(lost, laptop, tmp_path, source, quick_words):
    """Reliability 11a: what the stolen laptop goes on to record is held, by whatever it is sent."""
    if source == "a backup":
        lost.application.backups.at_close()
        path = next((lost.folder / "backups").iterdir())
    else:
        path = tmp_path / "sent.npqsync"
        lost.application.exchange.send(lost.group, path)
    new = laptop("Alex M.")
    [offered] = new.application.recovery.restore(lost.code, path).lost
    assert offered.is_sure
    assert offered.words.startswith("Group 07: Alex Morgan (")

    new.application.recovery.lost.take_out(lost.code, offered.group, offered.key)

    assert marked(new, lost.group) == 1
    stolen_entry(lost, new, tmp_path, "stolen")
    assert marked(new, lost.group) == 1
    assert held_of(new, lost.group)
    mark(new, lost.group, 1)
    assert marked(new, lost.group) == 2
    assert new.application.membership.invite(
        lost.group, "Sam", "facilitator", tmp_path / "inv"
    ).words
    assert new.application.recovery.lost.found(lost.code) == ()
    assert not new.application.store.verify().problems


def test_a_lost_laptop_is_taken_out_later_with_the_code(lost, laptop, tmp_path):
    lost.application.backups.at_close()
    new = laptop("Alex M.")
    new.application.recovery.restore(lost.code, next((lost.folder / "backups").iterdir()))
    mark(new, lost.group, 1)
    new.restart()
    key = lost.application.core.identities.key_in(lost.group)
    row = next(r for r in new.application.members.all(lost.group) if r.id == key)
    assert (row.act, row.by_code) == ("Remove this laptop…", True)

    new.application.recovery.lost.take_out(lost.code, lost.group, row.id)

    assert marked(new, lost.group) == 2
    states = {row.id: row.state for row in new.application.members.all(lost.group)}
    assert states[row.id] == "removed"


def test_the_stolen_laptop_cannot_take_the_sheet_out(lost):
    state = lost.application.store.state(lost.group)
    sheet = next(each for each in state.members if each.is_sheet)

    assert not state.may_revoke(lost.application.core.identities.key_in(lost.group), sheet.key)
    assert state.may_revoke(sheet.key, lost.application.core.identities.key_in(lost.group))


def test_a_failing_disk_leaves_the_lost_laptop_in_and_this_one_as_it_was(lost, laptop, monkeypatch):
    lost.application.backups.at_close()
    new = laptop("Alex M.")
    restored = new.application.recovery.restore(lost.code, lost.folder / "backups")
    [offered] = restored.lost

    def full(*_args):
        raise StoreError("The disk is full: nothing was recorded.")

    monkeypatch.setattr(new.application.store, "append", full)
    with pytest.raises(StoreError):
        new.application.recovery.lost.take_out(lost.code, offered.group, offered.key)
    monkeypatch.undo()

    assert new.application.recovery.lost.found(lost.code) == (offered,)
    mark(new, lost.group, 1)
    assert marked(new, lost.group) == 2


def test_a_group_that_began_with_its_laptop_keeps_its_order(lost, laptop, tmp_path, monkeypatch):
    """The sheet of an older group stands below the laptop and cannot take it out."""
    setup = lost.application.setup
    begin = setup.start_content

    def older(*said):
        content = dict(begin(*said))
        return {**content, "roots": content["roots"][::-1]}

    monkeypatch.setattr(setup, "start_content", older)
    group = setup.create_group(
        preview(*NAMES), title="Older", cohort="C", first_seminar=lost.clock().date()
    )
    lost.application.exchange.send(group, tmp_path / "sent.npqsync")
    new = laptop("Alex M.")

    restored = new.application.recovery.restore(lost.code, tmp_path / "sent.npqsync")

    assert restored.lost == ()
    owner = next(m for m in lost.application.membership.members(group) if not m.is_sheet)
    assert new.application.core.identities.member(group) == owner.member
    mark(new, group, 0)
    assert marked(new, group) == 1
    with pytest.raises(NpqDesktopError, match="cannot remove that laptop"):
        new.application.recovery.lost.take_out(lost.code, group, owner.key)


# ---- the sheet of somebody who was invited -------------------------------------------------------


def test_the_code_of_a_member_opens_any_file_sent_since_the_join(lost, sam, laptop, tmp_path):
    lost.application.exchange.send(lost.group, tmp_path / "by alex")

    restored = laptop("Sam O.").application.recovery.restore(sam.code, tmp_path / "by alex")

    assert restored.group == lost.group
    assert "You can look at Group 07 but not record in it" in " ".join(restored.words)
    assert marked(laptop("Sam O."), lost.group) == 1


def test_the_code_of_a_member_who_is_out_opens_no_new_file(lost, sam, laptop, tmp_path):
    key = sam.application.core.identities.key_in(lost.group)
    shown = lost.application.members.one(lost.group, key)
    assert shown is not None
    lost.application.members.revoke(lost.group, shown)
    lost.application.exchange.send(lost.group, tmp_path / "by alex")

    with pytest.raises(NpqDesktopError, match="does not open with sheet"):
        laptop("Sam O.").application.recovery.restore(sam.code, tmp_path / "by alex")


def test_a_sheet_says_of_each_group_what_it_opens(lost, sam):
    [own] = lost.application.recovery.sheet().opens
    [joined] = sam.application.recovery.sheet().opens

    assert own.startswith("Group 07: opens from a backup of this laptop, or from any file of the")
    assert "From a file saved after this laptop joined, you can only look at the group." in joined
    assert any(own in line for line in paper_of(lost.application.recovery.sheet()).closing)


@pytest.mark.parametrize("recovery", [None, "", "age1nonsense", 7, ["age1"]])
def test_a_join_with_a_recovery_that_is_none_counts_and_harms_no_file(
    lost, laptop, tmp_path, quick_words, monkeypatch, recovery
):
    """Also one that says none, as every join did before."""
    sam = laptop("Sam Okafor")
    said = members.join_content

    def saying(*args, **named):
        content = {**said(*args, **named), "recovery": recovery}
        return {name: value for name, value in content.items() if value is not None}

    monkeypatch.setattr(members, "join_content", saying)
    made = lost.application.membership.invite(lost.group, "Sam", "facilitator", tmp_path / "inv")
    joining = sam.application.membership
    joining.join(joining.preview_invitation(made.path, made.words))
    mark(sam, lost.group, 1)
    sam.application.exchange.send(lost.group, tmp_path / "by sam")

    lost.application.exchange.merge(lost.application.exchange.preview(tmp_path / "by sam"))

    assert marked(lost, lost.group) == 2
    assert lost.application.held_entries.all(lost.group) == ()
    assert lost.application.exchange.send(lost.group, tmp_path / "by alex").events
    [opens] = sam.application.recovery.sheet().opens
    assert opens.endswith("only. The new laptop then takes the place of this one.")


def test_four_characters_of_the_code_are_taken_with_a_nought_for_an_o(lost):
    recovery = lost.application.recovery
    letters = lost.code.replace("-", "")
    typed = letters.replace("O", "0").replace("I", "1").replace("B", "8").lower()
    places = [at for at, (a, b) in enumerate(zip(letters.lower(), typed, strict=True), 1) if a != b]
    places = [*places, 1, 2, 3, 4][:4]

    recovery.confirm(places, "".join(typed[place - 1] for place in places))

    assert recovery.sheet() is None
