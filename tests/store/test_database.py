"""Opening: settings, lock, keys, versions, places. Reliability 7, 8, 9."""

import contextlib
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from support.journal import Group

from npq_desktop.store.database import DAMAGE_NAME, PRAGMAS, Database
from npq_desktop.store.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreKeyError,
    StoreLocationError,
    StoreNewerError,
    StoreReadOnlyError,
    StoreWriteError,
)
from npq_desktop.store.store import Store

KEY = bytes(range(32))


def test_database_reads_back_every_setting_that_safety_rests_on(folder: Path) -> None:
    database = Database.open(folder, KEY)

    found = database.pragmas()

    database.close()
    assert found == PRAGMAS
    assert {name: found[name] for name in ("locking_mode", "journal_mode", "synchronous")} == {
        "locking_mode": "exclusive",
        "journal_mode": "wal",
        "synchronous": 2,
    }


def test_database_settings_are_those_the_store_relies_on() -> None:
    on = ["fullfsync", "checkpoint_fullfsync", "foreign_keys", "secure_delete", "cell_size_check"]

    assert all(PRAGMAS[name] == 1 for name in on)
    assert PRAGMAS["trusted_schema"] == 0


def test_store_keeps_no_shared_memory_file(store: Store, folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["npq.db", "npq.db-wal"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise on Windows")
def test_store_files_are_readable_by_their_owner_alone(store: Store, folder: Path) -> None:
    rights = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    assert rights == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.slow
def test_second_program_is_refused_with_the_remedy(
    folder: Path, start: Callable, store: Store
) -> None:
    """Reliability 8."""
    store.close()
    other = start("hold", folder)
    assert other.stdout.readline() == "open\n"

    with pytest.raises(StoreBusyError, match="Close NPQ Desktop first") as refused:
        Store.open(folder, KEY, now=store._now)

    assert refused.value.exit_code == 4


@pytest.mark.slow
def test_second_program_may_open_once_the_first_is_gone(
    folder: Path, start: Callable, open_store: Callable
) -> None:
    other = start("hold", folder)
    other.stdout.readline()
    other.communicate("end\n")

    assert open_store().verify().problems == ()


def test_second_opening_in_the_same_program_is_refused(store: Store, open_store: Callable) -> None:
    with pytest.raises(StoreBusyError):
        open_store()


@pytest.mark.slow
def test_first_program_goes_on_after_a_second_was_refused(
    store: Store, open_store: Callable, group: Group
) -> None:
    with pytest.raises(StoreBusyError):
        open_store()

    store.receive(group.id, group.events, route="file")

    assert store.verify().events == len(group.events)


def test_wrong_key_is_told_from_damage(store: Store, open_store: Callable) -> None:
    store.close()

    with pytest.raises(StoreKeyError, match="key does not fit"):
        open_store(key=bytes(32))


@pytest.mark.parametrize("content", [b"hello" * 2000, b"x", b"SQLite format 3\0" + bytes(8000)])
def test_foreign_file_in_the_place_of_the_store_is_refused(
    folder: Path, open_store: Callable, content: bytes
) -> None:
    folder.mkdir()
    (folder / "npq.db").write_bytes(content)

    with pytest.raises((StoreKeyError, StoreDamagedError)):
        open_store()

    assert (folder / "npq.db").read_bytes() == content


def test_newer_file_is_refused_and_left_alone(
    store: Store, folder: Path, open_store: Callable, sql: Callable[[Path], dbapi2.Connection]
) -> None:
    store.close()
    newer = sql(folder)
    newer.execute("PRAGMA user_version = 2")
    newer.close()
    before = (folder / "npq.db").read_bytes()

    with pytest.raises(StoreNewerError, match="Update NPQ Desktop"):
        open_store()

    assert (folder / "npq.db").read_bytes() == before


def test_refused_opening_leaves_the_file_unlocked(store: Store, open_store: Callable) -> None:
    store.close()
    with pytest.raises(StoreKeyError):
        open_store(key=bytes(32))

    assert open_store().verify().problems == ()


def test_closed_store_is_not_opened_again_by_looking_into_it(
    store: Store, open_store: Callable
) -> None:
    """Whatever still asked it would lock the file for the next start."""
    store.close()

    with pytest.raises(StoreWriteError, match="has closed the data file"):
        store.local.setting("anything")

    assert open_store().groups() == ()


@pytest.mark.parametrize("name", ["Ólafur’s Möbel – 数学", "a b'c\"d%20;e", "n" * 200])
def test_store_opens_in_folders_with_any_name(
    tmp_path: Path, open_store: Callable, group: Group, name: str
) -> None:
    folder = tmp_path / name

    with_group = open_store(folder)
    with_group.receive(group.id, group.events, route="file")
    with_group.close()

    assert open_store(folder).verify().events == len(group.events)


def test_too_long_path_is_refused_with_the_remedy(tmp_path: Path, open_store: Callable) -> None:
    """Reliability 7."""
    folder = tmp_path.joinpath(*["deep" * 10] * 12)

    with pytest.raises(StoreLocationError, match="shorter path"):
        open_store(folder)


def test_longest_allowed_path_really_opens(tmp_path: Path, open_store: Callable) -> None:
    rest = 480 - len(str(tmp_path.resolve())) - 1
    folder = tmp_path / Path(*["x" * 99] * (rest // 100)) / ("y" * (rest % 100))

    assert open_store(folder).verify().problems == ()


def test_cloud_folder_is_refused_before_anything_is_written(
    tmp_path: Path, open_store: Callable
) -> None:
    """Reliability 9."""
    folder = tmp_path / "OneDrive - Ash School" / "NPQ"

    with pytest.raises(StoreLocationError, match="OneDrive"):
        open_store(folder)

    assert not folder.exists()


def test_file_in_the_place_of_the_folder_is_refused(folder: Path, open_store: Callable) -> None:
    folder.write_text("not a folder")

    with pytest.raises(StoreReadOnlyError, match="Choose another folder"):
        open_store()


def test_read_only_disk_is_refused_with_the_remedy(
    small_disk: Path, open_store: Callable, remount_read_only: Callable[[Path], None]
) -> None:
    """Reliability 7, with a real read-only disk: rights do not bind an administrator."""
    open_store(small_disk / "data").close()
    remount_read_only(small_disk)

    with pytest.raises(StoreReadOnlyError, match="made or written"):
        open_store(small_disk / "data")


def test_a_key_of_another_length_is_refused_before_anything_is_opened(folder: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Database.open(folder, b"short")


def test_a_statement_that_would_end_an_open_transaction_is_refused(store: Store) -> None:
    database = store._database

    with database.writing(), pytest.raises(RuntimeError, match="would end the transaction"):
        database.vacuum()

    assert not database.is_stopped


def test_nothing_follows_a_write_that_failed_within_the_same_transaction(store: Store) -> None:
    """After a full disk SQLite has ended the transaction: what follows would stand alone."""
    database = store._database

    def fill_and_go_on() -> None:
        with database.writing():
            with contextlib.suppress(StoreFullError), database.writing():
                raise StoreFullError("no space")
            with contextlib.suppress(StoreFullError), database.writing() as connection:
                connection.exec_driver_sql("CREATE TABLE stray (n INTEGER)")

    with pytest.raises(StoreFullError):
        fill_and_go_on()

    assert database.is_full
    assert database._alone("SELECT name FROM sqlite_master WHERE name = 'stray'") == []


def test_a_file_is_not_written_anew_once_the_disk_failed(store: Store) -> None:
    store._database._stopped = True

    with pytest.raises(StoreWriteError, match="open it again"):
        store._database.vacuum()
    store._database.checkpoint()  # does nothing


def test_damage_that_cannot_be_noted_is_logged(
    store: Store,
    folder: Path,
    expect_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expect_log("damage was met and could not be noted")
    monkeypatch.setattr(store._database, "path", folder / "gone" / "npq.db")

    store._database.note_damage()

    assert not list(folder.rglob(DAMAGE_NAME))
