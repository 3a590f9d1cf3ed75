"""The recovery sheet, and what restoring does with files that are not as they should be.

The whole way back from a lost laptop is in ``tests/stories/test_recovery.py``.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop, confirm_sheet, preview

from npq_desktop.bootstrap import open_application
from npq_desktop.bundle.files import save_file
from npq_desktop.bundle.writing import bundle_bytes
from npq_desktop.errors import NpqDesktopError, ServiceError
from npq_desktop.journal.event import Author
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.store.backups.backup import SEAL_BYTES, SEAL_NAME

pytestmark = pytest.mark.slow

Laptops = Callable[[str], Laptop]


@pytest.fixture
def lost(laptop: Laptops) -> Laptop:
    """Alex's laptop with the example group and a backup of it."""
    made = laptop("Alex Morgan")
    made.group = made.application.groups.add_example()
    made.application.backups.at_close()
    made.code = made.application.recovery.sheet().code
    return made


@pytest.fixture
def stick(lost: Laptop, tmp_path: Path) -> Path:
    """A folder with the backup and nothing else."""
    folder = tmp_path / "stick"
    folder.mkdir()
    shutil.copy(backup_of(lost), folder)
    return folder


def backup_of(laptop: Laptop) -> Path:
    return max((laptop.folder / "backups").glob("*.npqbackup"))


def digest(laptop: Laptop, group: str) -> str:
    return laptop.application.exchange.digest(group)


def has_all_of(new: Laptop, lost: Laptop) -> bool:
    """Whether everything is here, beside how the new laptop came in."""
    here = {event.id for event in new.application.store.events(lost.group)}
    return here > {event.id for event in lost.application.store.events(lost.group)}


def refusal(laptop: Laptop, code: str, path: Path) -> str:
    with pytest.raises(NpqDesktopError) as caught:
        laptop.application.recovery.restore(code, path)
    assert laptop.application.groups.all() == ()
    return str(caught.value)


# ---- the sheet ----------------------------------------------------------------------------------


def test_sheet_is_due_until_it_was_offered(lost: Laptop) -> None:
    recovery, first = lost.application.recovery, lost.application.clock().date()
    setup = lost.application.setup
    group = setup.create_group(preview("Li"), title="G", cohort="C", first_seminar=first)

    assert recovery.ask_now(group)
    assert recovery.ask_now(group)
    recovery.offered()
    assert not recovery.ask_now(group)


def test_the_example_group_never_asks_for_the_sheet(lost: Laptop) -> None:
    application, example = lost.application, lost.application.groups.add_example()

    assert not application.recovery.ask_now(example)

    application.recovery.offered()  # after a sign-off of another group
    assert application.recovery.ask_now(example) is False
    assert "recovery sheet" not in application.groups.chips.of(example).words
    assert not application.sync_status.view(example).sheet_due


def test_sheet_that_was_confirmed_is_never_due(lost: Laptop) -> None:
    confirm_sheet(lost.application)

    assert not lost.application.recovery.ask_now(lost.group)


def test_nothing_typed_confirms_nothing(lost: Laptop) -> None:
    recovery = lost.application.recovery

    with pytest.raises(ServiceError, match="not the four characters"):
        recovery.confirm((), "")

    assert recovery.sheet() is not None


def test_seal_that_was_deleted_is_back_after_the_next_start_although_the_code_is_forgotten(
    lost: Laptop, laptop: Laptops
) -> None:
    seal = lost.folder / SEAL_NAME
    before = seal.read_bytes()
    confirm_sheet(lost.application)
    seal.unlink()

    lost.restart()

    assert seal.read_bytes() == before


# ---- what cannot be restored --------------------------------------------------------------------


def test_folder_without_a_copy_is_refused_with_what_to_look_for(
    lost: Laptop, laptop: Laptops, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "holiday.jpg").write_bytes(b"\xff\xd8\xff")

    said = refusal(laptop("New"), lost.code, tmp_path / "empty")

    assert "no backup (.npqbackup) and no sync file (.npqsync) in “empty”" in said


def test_file_that_is_neither_backup_nor_sync_file_is_refused_by_name(
    lost: Laptop, laptop: Laptops, tmp_path: Path
) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff" * 99)

    assert refusal(laptop("New"), lost.code, tmp_path / "holiday.jpg").startswith("holiday.jpg: ")


def test_backup_that_was_cut_off_is_refused_as_such(
    lost: Laptop, laptop: Laptops, stick: Path
) -> None:
    [backup] = stick.iterdir()
    backup.write_bytes(backup.read_bytes()[: -SEAL_BYTES // 2])

    assert "this backup was cut off" in refusal(laptop("New"), lost.code, stick)


@pytest.mark.parametrize(
    ("old", "new"), [(b'"v":1', b'"v";1'), (b'"box":"', b'"box":"A'), (b'"sheet"', b'"shoot"')]
)
def test_damaged_seal_is_told_from_a_wrong_code(
    lost: Laptop, laptop: Laptops, stick: Path, old: bytes, new: bytes
) -> None:
    [backup] = stick.iterdir()
    body, seal = backup.read_bytes()[:-SEAL_BYTES], backup.read_bytes()[-SEAL_BYTES:]
    assert old in seal
    damaged = seal.replace(old, new)[:SEAL_BYTES].ljust(SEAL_BYTES)
    backup.write_bytes(body + damaged)

    said = refusal(laptop("New"), lost.code, stick)

    assert "The recovery code is right, but the part of this file that it opens is damaged" in said


def test_seal_with_another_key_in_its_box_is_damaged(
    lost: Laptop, laptop: Laptops, stick: Path
) -> None:
    [backup] = stick.iterdir()
    data = bytearray(backup.read_bytes())
    place = len(data) - SEAL_BYTES + len('{"box":"') + 20
    data[place] = ord("A") if data[place] != ord("A") else ord("B")
    backup.write_bytes(data)

    assert "that it opens is damaged" in refusal(laptop("New"), lost.code, stick)


# ---- what is restored beside it -----------------------------------------------------------------


def test_file_of_a_stranger_beside_the_backup_is_named_and_costs_nothing(
    lost: Laptop, laptop: Laptops, stick: Path
) -> None:
    stranger = Author(b"\7" * 32, "7" * 32)
    events = list(lost.application.store.events(lost.group))
    at = lost.clock().isoformat(timespec="seconds")
    data = bundle_bytes(events, author=stranger, group=lost.group, at=at)
    save_file(stick / "strange.npqsync.json", [data])
    new = laptop("New")

    restored = new.application.recovery.restore(lost.code, stick)

    assert restored.group == lost.group
    assert [line for line in restored.words if line.startswith("strange.npqsync.json: ")]
    assert has_all_of(new, lost)


def test_file_that_is_damaged_beside_the_backup_is_named_and_costs_nothing(
    lost: Laptop, laptop: Laptops, stick: Path
) -> None:
    (stick / "half.npqsync").write_bytes(b"age-encryption.org/v1\n-> X2")
    new = laptop("New")

    restored = new.application.recovery.restore(lost.code, stick)

    assert [line for line in restored.words if line.startswith("half.npqsync: ")]
    assert has_all_of(new, lost)


def test_laptop_with_groups_keeps_them_its_name_and_its_own_sheet(
    lost: Laptop, laptop: Laptops, stick: Path
) -> None:
    new = laptop("Sam Okafor")
    own = new.application.setup.create_group(
        preview("Li"), title="Own", cohort="C", first_seminar=new.clock().date()
    )
    number = new.application.recovery.number
    before = digest(new, own)

    restored = new.application.recovery.restore(lost.code, stick)

    assert new.application.recovery.number == number != lost.application.recovery.number
    assert new.application.profile.name == "Sam Okafor"
    assert digest(new, own) == before
    assert {each.id for each in new.application.groups.all()} == {own, lost.group}
    assert any("may invite others" in line for line in restored.words)


def test_laptop_with_groups_opens_files_that_were_locked_for_the_lost_sheet(
    lost: Laptop, laptop: Laptops, stick: Path, tmp_path: Path
) -> None:
    new = laptop("Sam Okafor")
    new.application.groups.add_example()
    lost.application.exchange.send(lost.group, tmp_path / "sent.npqsync")
    new.application.recovery.restore(lost.code, stick)

    assert new.application.exchange.preview(tmp_path / "sent.npqsync").group == lost.group


def test_group_whose_sheet_it_is_not_stays_read_only(
    lost: Laptop, laptop: Laptops, tmp_path: Path, quick_words: None
) -> None:
    """Sam was invited; on a laptop that is somebody's already, the backup gives no keys."""
    sam, new = laptop("Sam Okafor"), laptop("New")
    made = lost.application.membership.invite(lost.group, "Sam", "facilitator", tmp_path / "inv")
    joining = sam.application.membership
    joining.join(joining.preview_invitation(made.path, made.words))
    sam.application.backups.at_close()
    new.application.groups.add_example()

    restored = new.application.recovery.restore(
        sam.application.recovery.sheet().code, backup_of(sam)
    )

    assert any(
        "but not record in it, because this is not its sheet" in line for line in restored.words
    )
    with pytest.raises(ServiceError, match="is not in the group"):
        new.application.exchange.send(lost.group, tmp_path / "sent.npqsync")


def test_name_typed_here_stays_where_the_backup_has_none(laptop: Laptops, tmp_path: Path) -> None:
    nobody = open_application(Places.under(tmp_path / "nobody"), clock=laptop("New").clock)
    nobody.groups.add_example()
    nobody.backups.at_close()
    code = nobody.recovery.sheet().code
    nobody.close()
    new = laptop("New")
    assert new.application.groups.all() == ()

    new.application.recovery.restore(code, tmp_path / "nobody")

    assert new.application.profile.name == "New"
