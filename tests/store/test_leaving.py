"""One whole group leaves the store: all of it, nothing else, at any moment all or nothing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from support.journal import Group

from npq_desktop.errors import StoreError
from npq_desktop.store import leaving
from npq_desktop.store.store import Store

KEY = bytes(range(32))
KILLED_AT = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import Connection
from npq_desktop.store.store import Store

folder, group, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = Store.open(folder, bytes(range(32)), now=lambda: datetime.now(UTC))
done = 0

def counted(run):
    def counting(*given, **more):
        global done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(*given, **more)
    return counting

Connection.execute = counted(Connection.execute)
Connection.exec_driver_sql = counted(Connection.exec_driver_sql)
store.drop(group, settings={})
print(done)
"""


@pytest.fixture
def other(store: Store, group: Group) -> Group:
    """Two groups with entries, drafts, receipts, files and log lines; the second one is here."""
    second = Group()
    for each in (group, second):
        for number in range(20):
            each.mark("sam", "seminar", f"person {number}", "present")
        store.receive(each.id, each.events, route="file")
        store.local.save_draft(each.id, "review/x", "half a sentence")
        store.local.save_receipt(each.id, by="k", route="file", document="{}")
        store.local.save_attachment(each.id, "sheet.pdf", b"sheet of " + each.id.encode())
        store.local.log_exchange(each.id, direction="out", route="file", form="age")
        store.local.save_setting(f"cohort look {each.id}", {"hidden": []})
    return second


def known(store: Store, group: str) -> list[object]:
    local = store.local
    return [
        *store.events(group),
        *local.drafts(group),
        *local.receipts(group),
        *local.attached(group),
        *local.exchanges(group),
        *([look] if (look := local.setting(f"cohort look {group}")) else []),
    ]


def test_group_leaves_with_everything_and_the_other_one_is_untouched(
    store: Store, group: Group, other: Group
) -> None:
    before = known(store, other.id)

    store.drop(group.id, settings={"invitations": ["kept"]})

    assert known(store, group.id) == []
    assert known(store, other.id) == before
    assert store.groups() == (other.id,)
    assert store.local.setting("invitations") == ["kept"]
    assert store.verify().problems == ()


def test_journal_forbids_deleting_again_afterwards(
    store: Store, group: Group, other: Group
) -> None:
    store.drop(group.id, settings={})

    with (
        pytest.raises(IntegrityError, match="never deleted"),
        store._database.writing() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM journal")
    assert store.groups() == (other.id,)


def test_check_that_fails_takes_everything_back(
    store: Store, group: Group, other: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = known(store, group.id)
    monkeypatch.setattr(leaving, "_forbids", lambda _: False)

    with pytest.raises(StoreError, match="not removed"):
        store.drop(group.id, settings={})

    assert known(store, group.id) == before
    with (
        pytest.raises(IntegrityError, match="never deleted"),
        store._database.writing() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM journal")


def test_no_byte_of_the_group_stays_in_the_file(
    store: Store, group: Group, other: Group, folder: Path, sql: Callable
) -> None:
    store.drop(group.id, settings={})
    store.checkpoint()
    store.close()

    connection = sql(folder)
    plain = folder / "plain.db"
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
    connection.execute("SELECT sqlcipher_export('plain')")
    assert other.id.encode() in plain.read_bytes()
    assert group.id.encode() not in plain.read_bytes()
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_draft_of_a_group_that_left_is_not_kept_until_it_comes_back(
    store: Store, group: Group, other: Group
) -> None:
    store.drop(group.id, settings={})
    store.local.save_draft(group.id, "review/x", "still on screen")
    assert store.local.drafts(group.id) == ()

    store.receive(group.id, group.events, route="file")
    store.local.save_draft(group.id, "review/x", "typed anew")

    assert [draft.text for draft in store.local.drafts(group.id)] == ["typed anew"]
    assert len(known(store, group.id)) == len(group.events) + 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 on Windows")
def test_kill_at_any_statement_leaves_all_or_nothing(
    store: Store, group: Group, other: Group, open_store: Callable
) -> None:
    folder, before = store.path.parent, (known(store, group.id), known(store, other.id))
    store.close()
    killed = 0
    for statement in range(1, 400, 17):
        command = [sys.executable, "-c", KILLED_AT, str(folder), group.id, str(statement)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        again = open_store()
        assert known(again, other.id) == before[1]
        if ended.returncode == 0:
            assert known(again, group.id) == []
            break
        killed += 1
        assert known(again, group.id) == before[0]
        assert again.verify().problems == ()
        again.close()
    assert killed > 3
    assert again.groups() == (other.id,)
