"""A file of another version is brought up to date: backed up, killed meanwhile, begun again."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from support.journal import Group

from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.store.errors import StoreFullError
from npq_desktop.store.store import Store

pytestmark = pytest.mark.slow

KEY = bytes(range(32))
GROUPS = 4
Sql = Callable[[Path], dbapi2.Connection]


@pytest.fixture
def groups() -> list[Group]:
    """Groups with a mark in each."""
    made = [Group(f"group {number}") for number in range(GROUPS)]
    for each in made:
        each.mark("olu", "seminar", "ann", "present")
    return made


@pytest.fixture
def older(store: Store, groups: list[Group], folder: Path, sql: Sql) -> Path:
    """The folder of a closed store whose tables another version wrote, its own way."""
    return made_older(store, groups, folder, sql)


def made_older(store: Store, groups: list[Group], folder: Path, sql: Sql) -> Path:
    for each in groups:
        store.receive(each.id, each.events, route="file")
    store.close()
    file = sql(folder)
    file.execute("UPDATE setting SET value = '\"older\"' WHERE name = 'projections'")
    file.execute("DROP TABLE live")
    file.execute("CREATE TABLE mark (state TEXT)")
    file.execute("INSERT INTO mark VALUES ('present')")
    file.close()
    return folder


def tables(folder: Path, sql: Sql) -> set[str]:
    file = sql(folder)
    names = file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    file.close()
    return {name for (name,) in names}


def test_progress_is_told_before_the_backup_and_before_each_group(older: Path) -> None:
    heard: list[tuple[int, int, int]] = []

    def hear(done: int, of: int) -> None:
        heard.append((done, of, len(list((older / "backups").glob("*")))))

    Store.open(older, KEY, now=lambda: datetime.now(UTC), progress=hear).close()

    assert heard == [(0, GROUPS, 0), *((done, GROUPS, 1) for done in range(GROUPS))]


def test_progress_is_not_told_where_nothing_has_to_be_done(store: Store, folder: Path) -> None:
    store.close()
    heard: list[int] = []

    Store.open(
        folder, KEY, now=lambda: datetime.now(UTC), progress=lambda *_: heard.append(1)
    ).close()

    assert heard == []


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("moment", ["0", "2", "commit"])
def test_start_killed_while_bringing_groups_up_to_date_is_begun_again(
    older: Path,
    groups: list[Group],
    sql: Sql,
    start: Callable[..., "subprocess.Popen[str]"],
    open_store: Callable[..., Store],
    moment: str,
) -> None:
    process = start("upgrade_and_die", older, moment)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert "mark" in tables(older, sql)  # as it was before

    store = open_store(older)

    assert store.verify().problems == ()
    assert [len(store.reading.facts(MARK, each.id)) for each in groups] == [1] * GROUPS
    assert {file.reason for file in store.backups.files()} == {"before upgrade"}
    store.close()
    assert "mark" not in tables(older, sql)


def test_backup_made_before_holds_what_was_there(
    older: Path, groups: list[Group], open_store: Callable[..., Store], tmp_path: Path
) -> None:
    store = open_store(older)
    (made,) = store.backups.files()
    store.close()
    again = tmp_path / "again"
    again.mkdir()
    (again / "npq.db").write_bytes(made.path.read_bytes())

    restored = open_store(again)

    assert restored.verify().problems == ()
    assert set(restored.groups()) == {each.id for each in groups}


@pytest.mark.parametrize("calls", [1, 2])
def test_disk_that_is_full_meanwhile_leaves_the_file_as_it_was(
    small_disk: Path,
    groups: list[Group],
    open_store: Callable[..., Store],
    sql: Sql,
    calls: int,
) -> None:
    """Reliability 6: full at the backup, or once the tables are being written."""
    folder = made_older(open_store(small_disk / "data"), groups, small_disk / "data", sql)
    filler, heard = small_disk / "filler", 0

    def hear(*_: int) -> None:
        nonlocal heard
        heard += 1
        if heard == calls:
            filler.write_bytes(bytes(shutil.disk_usage(small_disk).free))

    with pytest.raises(StoreFullError):
        Store.open(folder, KEY, now=lambda: datetime.now(UTC), progress=hear)

    filler.unlink()
    assert "mark" in tables(folder, sql)  # as it was before
    store = open_store(folder)
    assert store.verify().problems == ()
    assert [len(store.reading.facts(MARK, each.id)) for each in groups] == [1] * GROUPS
