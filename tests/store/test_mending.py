"""A damaged file is put in order from what is sound of it and its backup. Reliability 4 and 21c."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.journal import Group

from npq_desktop.store.database import MENDED_NAME, Database
from npq_desktop.store.errors import StoreDamagedError
from npq_desktop.store.local import Identity, OwnMembership
from npq_desktop.store.repair.mending import Mended, finish_mending, mend
from npq_desktop.store.repair.recovering import read_found
from npq_desktop.store.store import Store

pytestmark = pytest.mark.slow

KEY = bytes(range(32))
PAGE = 4096
NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
PEOPLE = [f"person {number}" for number in range(40)]


@pytest.fixture
def entries(open_store: Callable, group: Group, folder: Path) -> frozenset[str]:
    """The ids of a closed store's entries: the last ten came after its backup."""
    store: Store = open_store()
    store.receive(group.id, list(group.events), route="file")
    for person in PEOPLE:
        if person == PEOPLE[-10]:
            store.backups.take()
        store.append(group.id, [group.mark("sam", "seminar", person, "present")])
    found = frozenset(event.id for event in store.events(group.id))
    store.close()
    return found


def flip_every(folder: Path, step: int, offset: int) -> None:
    path = folder / "npq.db"
    data = bytearray(path.read_bytes())
    for page in range(offset, len(data) // PAGE, step):
        data[page * PAGE + 100] ^= 1
    path.write_bytes(data)


def mended(folder: Path) -> Mended:
    return mend(folder, KEY, now=lambda: NOW)


def found_in(store: Store, group: Group) -> frozenset[str]:
    assert store.verify().problems == ()
    return frozenset(event.id for event in store.events(group.id))


@pytest.mark.parametrize(("step", "offset"), [(2, 1), (3, 2), (5, 0), (9, 4), (1, 0)])
def test_damaged_pages_cost_at_most_what_came_after_the_backup(
    entries: frozenset[str],
    folder: Path,
    group: Group,
    open_store: Callable,
    step: int,
    offset: int,
) -> None:
    flip_every(folder, step, offset)
    damaged = (folder / "npq.db").read_bytes()

    done = mended(folder)

    found = found_in(open_store(), group)
    assert done.entries == len(found)
    assert found <= entries
    assert len(found) >= len(entries) - 10
    assert done.backup is not None
    assert (done.aside / "npq.db").read_bytes() == damaged


@pytest.mark.parametrize("step", [3, 5])
def test_sound_pages_alone_are_kept_and_the_rest_is_counted(
    entries: frozenset[str], folder: Path, group: Group, open_store: Callable, step: int
) -> None:
    shutil.rmtree(folder / "backups")
    flip_every(folder, step, (folder / "npq.db").stat().st_size // PAGE // 2)

    done = mended(folder)

    found = found_in(open_store(), group)
    assert found <= entries
    assert found
    assert done.missing == len(entries) - len(found) > 0
    assert done.backup is None


def test_the_newest_page_of_entries_is_counted_where_it_cannot_be_read(
    entries: frozenset[str], folder: Path
) -> None:
    """The indexes still know how many entries there were; one page after the other is damaged."""
    shutil.rmtree(folder / "backups")
    whole = (folder / "npq.db").read_bytes()
    lost = []
    for page in range(22, len(whole) // PAGE):
        copy = folder.parent / f"copy {page}"
        copy.mkdir()
        spoilt = bytearray(whole)
        spoilt[page * PAGE + 100] ^= 1
        (copy / "npq.db").write_bytes(spoilt)
        found = read_found(copy, KEY)
        assert found.expected in (0, len(entries)), page
        lost.append(found.expected - len(found.journal))

    assert any(lost)


@pytest.mark.parametrize(("spoilt", "counted"), [(False, 50), (True, None)])
def test_files_that_left_count_for_nothing_once_entries_are_lost(
    entries: frozenset[str],
    folder: Path,
    group: Group,
    open_store: Callable,
    spoilt: bool,
    counted: int | None,
) -> None:
    """Else as many new entries as were lost would pass for sent."""
    shutil.rmtree(folder / "backups")
    store: Store = open_store()
    sent = {"direction": "out", "route": "file", "form": "age", "counts": {"entries": 50}}
    store.local.log_exchange(group.id, **sent)
    store.close()
    if spoilt:
        flip_every(folder, 5, (folder / "npq.db").stat().st_size // PAGE // 2)

    done = mended(folder)

    [line] = open_store().local.exchanges(group.id)
    assert (done.missing > 0) == spoilt
    assert line.counts.get("entries") == counted


def test_a_file_whose_end_was_cut_off_gives_what_is_left(
    entries: frozenset[str], folder: Path, group: Group, open_store: Callable
) -> None:
    shutil.rmtree(folder / "backups")
    data = (folder / "npq.db").read_bytes()
    (folder / "npq.db").write_bytes(data[: -3 * PAGE])

    done = mended(folder)

    found = found_in(open_store(), group)
    assert len(found) + done.missing == len(entries)
    assert len(found) > len(entries) // 2


def test_entries_are_looked_for_no_further_than_the_file_reaches(
    entries: frozenset[str], folder: Path, open_store: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the end of the table and its indexes gone, nothing says how many entries there were."""
    shutil.rmtree(folder / "backups")
    size = (folder / "npq.db").stat().st_size
    flip_every(folder, 2, size // PAGE // 2)
    opened: list[Path] = []
    open_one = Database.open

    def counted(where: Path, key: bytes) -> Database:
        opened.append(where)
        return open_one(where, key)

    monkeypatch.setattr(Database, "open", counted)

    done = mended(folder)

    assert 0 < done.entries < len(entries)
    assert len(opened) < size // 256


def spoil_beginning(folder: Path, first: int, *, through: int = 1) -> None:
    data = bytearray((folder / "npq.db").read_bytes())
    data[first : through * PAGE] = bytes(through * PAGE - first)
    (folder / "npq.db").write_bytes(data)


@pytest.mark.parametrize(("first", "through"), [(16, 1), (16, 2), (PAGE - 1, 1), (PAGE, 2)])
def test_a_file_whose_beginning_is_damaged_loses_nothing_behind_it(
    entries: frozenset[str],
    folder: Path,
    group: Group,
    open_store: Callable,
    first: int,
    through: int,
) -> None:
    shutil.rmtree(folder / "backups")
    store: Store = open_store()
    local = store.local
    local.save_identity(Identity(bytes(32), "age", "laptop", "Sam", "code"))
    local.save_membership(OwnMembership(group.id, "a" * 32, bytes(32), "age"))
    local.save_draft(group.id, "note/1", "half a note")
    local.save_receipt(group.id, by="key", route="file", document='{"own": 3}')
    local.save_attachment(group.id, "scan.pdf", bytes(9_000))
    local.save_setting("limit", {"count": 3})
    sent = {"direction": "out", "route": "file", "form": "age", "counts": {"entries": 50}}
    local.log_exchange(group.id, **sent, for_whom=["Kim"])
    before = local_of(store, group)
    store.close()
    spoil_beginning(folder, first, through=through)

    done = mended(folder)

    after = open_store()
    assert found_in(after, group) == entries
    assert (done.missing, done.has_identity, done.was_unread) == (0, True, False)
    assert local_of(after, group) == before


def local_of(store: Store, group: Group) -> list[object]:
    local = store.local
    return [
        local.identity(),
        local.membership(group.id),
        local.drafts(group.id),
        local.receipts(group.id),
        local.exchanges(group.id),
        [local.attachment(group.id, content) for content in local.attached(group.id)],
        local.setting("limit"),
    ]


def test_what_is_in_the_log_alone_is_read_beside_a_damaged_beginning(
    entries: frozenset[str], folder: Path, group: Group, open_store: Callable
) -> None:
    shutil.rmtree(folder / "backups")
    store: Store = open_store()
    store.append(group.id, [group.mark("sam", "seminar", "one more", "present")])
    copy = folder.parent / "killed"
    shutil.copytree(folder, copy)
    assert (copy / "npq.db-wal").stat().st_size > 0
    spoil_beginning(copy, 16)

    done = mended(copy)

    assert (done.entries, done.missing) == (len(entries) + 1, 0)


def test_a_spoilt_salt_is_said_where_the_backup_is_all_there_is(
    entries: frozenset[str], folder: Path
) -> None:
    """Without the first 16 bytes no page can be told from a damaged one."""
    spoil_beginning(folder, 0)

    done = mended(folder)

    assert (done.entries, done.was_unread) == (len(entries) - 10, True)
    assert done.backup is not None


def test_nothing_is_touched_where_nothing_can_be_read(
    entries: frozenset[str], folder: Path
) -> None:
    shutil.rmtree(folder / "backups")
    flip_every(folder, 1, 0)
    before = (folder / "npq.db").read_bytes()

    with pytest.raises(StoreDamagedError, match="The data file cannot be read"):
        mended(folder)

    assert (folder / "npq.db").read_bytes() == before


def test_damaged_backup_is_named_and_an_older_one_taken(
    entries: frozenset[str], folder: Path, group: Group, open_store: Callable
) -> None:
    """Reliability 12."""
    good = next((folder / "backups").iterdir())
    bad = good.with_name("2026-10-02 080000.npqbackup")
    data = bytearray(good.read_bytes())
    data[5 * PAGE + 9] ^= 1
    bad.write_bytes(data)
    flip_every(folder, 1, 0)

    done = mended(folder)

    assert [file.path for file in done.damaged_backups] == [bad]
    assert done.backup is not None
    assert done.backup.path == good
    assert len(found_in(open_store(), group)) == len(entries) - 10


@pytest.mark.parametrize("is_aside", [False, True])
def test_mending_that_was_killed_before_its_end_is_finished_later(
    entries: frozenset[str], folder: Path, group: Group, open_store: Callable, is_aside: bool
) -> None:
    """Killed between the two moves, or before both: the finished file is there either way."""
    (folder / ".mending left").mkdir()
    shutil.copy(folder / "npq.db", folder / MENDED_NAME)
    flip_every(folder, 1, 0)
    if is_aside:
        (folder / "npq.db").unlink()

    finish_mending(folder, NOW)

    assert found_in(open_store(), group) == entries
    assert not (folder / MENDED_NAME).exists()
