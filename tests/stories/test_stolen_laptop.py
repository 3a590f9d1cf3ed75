"""A laptop is stolen and its group restored from paper: the thief is left with what was on it.

Reliability 11a.
"""

import shutil

import pytest
from support.applications import confirm_sheet, preview
from support.lost_laptop import EVENT, NAMES, mark, marked

from npq_desktop.bundle.errors import LockedFileError
from npq_desktop.errors import ServiceError
from npq_desktop.services.core.recorder import NewEntry

pytestmark = pytest.mark.slow

SOURCES = ("a backup", "a sent file", "a folder")


def source_of(lost, folder, source):
    """What the owner still has of the stolen laptop, on which the code is no longer kept."""
    folder.mkdir()
    confirm_sheet(lost.application)
    lost.application.backups.at_close()
    if source != "a sent file":
        shutil.copy(next((lost.folder / "backups").iterdir()), folder / "kept.npqbackup")
    if source != "a backup":
        lost.application.exchange.send(lost.group, folder / "sent.npqsync")
    return folder if source == "a folder" else next(folder.iterdir())


def key_in(laptop, group):
    return laptop.application.core.identities.key_in(group)


def hand_over(giver, taker, group, path, **how):
    """A file from one laptop to the other."""
    giver.application.exchange.send(group, path, **how)
    taker.application.exchange.merge(taker.application.exchange.preview(path))


def restored(laptop, lost, path):
    """The owner's new laptop; the lost one went out while the code was typed, unasked."""
    new = laptop("Alex M.")
    done = new.application.recovery.restore(lost.code, path, takes_lost_out=True)
    assert [each.key for each in done.removed] == [key_in(lost, lost.group)]
    assert done.lost == ()
    return new


@pytest.mark.parametrize("source", SOURCES)
def test_the_thief_opens_records_revokes_and_erases_nothing(lost, sam, laptop, tmp_path, source):
    new = restored(laptop, lost, source_of(lost, tmp_path / "kept", source))
    hand_over(new, sam, lost.group, tmp_path / "to sam")
    group = lost.group

    # opens nothing new, of this group or of one that is started later
    mark(new, group, 1)
    later = new.application.setup.create_group(
        preview(*NAMES), title="Group 08", cohort="C", first_seminar=new.clock().date()
    )
    for each in (group, later):
        new.application.exchange.send(each, tmp_path / each)
        with pytest.raises(LockedFileError):
            lost.application.exchange.preview(tmp_path / each)

    # records, revokes and erases nothing that counts with anybody
    mark(lost, group, 1)
    person = lost.application.register.view(group, EVENT).rows[0].person
    sheet = next(m for m in lost.application.membership.members(group) if m.is_sheet)
    lost.application.core.recorder.write(
        group,
        [
            NewEntry("erase", {"person": person, "ids": []}),
            *(
                NewEntry("revoke", {"key": key, "keep": []})
                for key in (key_in(sam, group), sheet.key)
            ),
        ],
    )
    for taker in (new, sam):
        taker_path = tmp_path / f"by the thief to {taker.person}"
        lost.application.exchange.send(group, taker_path, readable=True)
        taker.application.exchange.merge(taker.application.exchange.preview(taker_path))
        out = [m.key for m in taker.application.membership.members(group) if m.revoked]
        assert out == [key_in(lost, group)]
        assert taker.application.erasure.all(group) == ()
        assert NAMES[0] in [row.name for row in taker.application.register.view(group, EVENT).rows]
    hand_over(new, sam, group, tmp_path / "at the end")
    assert marked(new, group) == marked(sam, group) == 2


def test_a_laptop_in_use_is_never_taken_out_for_a_lost_one(lost, laptop, tmp_path):
    """A second restore, with the same code, beside the laptop of the first one."""
    path = source_of(lost, tmp_path / "kept", "a sent file")
    first = restored(laptop, lost, path)
    first.application.exchange.send(lost.group, tmp_path / "by the first")
    second = laptop("Alex on a third laptop")

    done = second.application.recovery.restore(
        lost.code, tmp_path / "by the first", takes_lost_out=True
    )

    assert done.removed == ()
    assert [each.key for each in done.lost] == [key_in(first, lost.group)]


@pytest.mark.parametrize("source", SOURCES)
def test_a_restored_laptop_has_a_key_of_its_own_everywhere(lost, laptop, tmp_path, source):
    """Also where nobody says that the old laptop may be in other hands."""
    path = source_of(lost, tmp_path / "kept", source)
    new = laptop("Alex M.")

    new.application.recovery.restore(lost.code, path)

    mark(new, lost.group, 1)
    assert marked(new, lost.group) == 2
    later = new.application.setup.create_group(
        preview(*NAMES), title="Group 08", cohort="C", first_seminar=new.clock().date()
    )
    keys = {key_in(new, lost.group), key_in(new, later), new.application.core.identities.device.key}
    assert key_in(lost, lost.group) not in keys
    new.restart()
    mark(new, lost.group, 0)
    assert not new.application.store.state(lost.group).held


def test_a_restored_laptop_opens_what_was_locked_for_the_lost_one(lost, sam, laptop, tmp_path):
    """Sam has not heard of the restore yet."""
    path = source_of(lost, tmp_path / "kept", "a backup")
    mark(sam, lost.group, 1)
    sam.application.exchange.send(lost.group, tmp_path / "by sam")
    new = laptop("Alex M.")
    new.application.recovery.restore(lost.code, path)

    new.application.exchange.merge(new.application.exchange.preview(tmp_path / "by sam"))

    assert marked(new, lost.group) == 2


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_restore_says_that_the_code_was_still_on_the_lost_laptop(
    lost, laptop, tmp_path, is_confirmed
):
    if is_confirmed:
        confirm_sheet(lost.application)
    lost.application.backups.at_close()

    restored = laptop("Alex M.").application.recovery.restore(lost.code, lost.folder / "backups")

    said = any("still held this code" in sentence for sentence in restored.words)
    assert said is not is_confirmed


def test_a_member_who_restores_keeps_her_place_and_starts_groups_by_other_keys(
    lost, sam, laptop, tmp_path
):
    """Her sheet is no root: it cannot invite her again, so a coordinator has to."""
    sam.application.backups.at_close()
    stolen = key_in(sam, lost.group)
    new = laptop("Sam O.")

    new.application.recovery.restore(sam.code, sam.folder)

    assert key_in(new, lost.group) == stolen
    mark(new, lost.group, 1)
    assert not new.application.store.state(lost.group).held
    later = new.application.setup.create_group(
        preview(*NAMES), title="Group 08", cohort="C", first_seminar=new.clock().date()
    )
    assert stolen != key_in(new, later)
    with pytest.raises(ServiceError):
        new.application.recovery.lost.take_out(sam.code, lost.group, stolen)
