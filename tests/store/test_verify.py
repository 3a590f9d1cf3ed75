"""The full check, computing anew, and tables of another version."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from support.journal import Group, person

from npq_desktop.journal.kinds.entries import NOTE
from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.store.store import Store

Sql = Callable[[Path], dbapi2.Connection]


@pytest.fixture
def closed(store: Store, group: Group) -> Store:
    """A closed store with two marks that disagree, a held entry and a note."""
    group.mark("sam", "seminar", "ann", "present")
    group.mark("olu", "seminar", "ann", "absent")
    group.mark("kim", "seminar", "ann", "absent")
    group.write("sam", "note.add", {"id": "n", "text": "a note"})
    store.receive(group.id, group.events, route="file")
    store.close()
    return store


def test_verify_of_a_sound_store_counts_and_finds_nothing(
    closed: Store, group: Group, open_store: Callable
) -> None:
    report = open_store().verify()

    assert (report.problems, report.notices) == ((), ())
    assert (report.events, report.groups) == (len(group.events), 1)


UNGUARD = "DROP TRIGGER journal_no_update"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE journal SET payload = replace(payload, 'present', 'absent')", "damaged"),
        ("UPDATE journal SET header = replace(header, '+01:00', '+02:00')", "damaged"),
        ("UPDATE journal SET member = 'x'", "filed under something else"),
        ("UPDATE journal SET seq = 77", "filed under something else"),
        ("UPDATE live SET head = 'x' WHERE family = 'mark'", "“live” does not match the journal"),
        ("DELETE FROM conflict", "“conflict” does not match"),
        ("DELETE FROM held", "“held” does not match"),
        (
            "INSERT INTO erased VALUES ((SELECT group_id FROM member), 'x')",
            "“erased” does not match",
        ),
        ("UPDATE member SET role = 'root'", "“member” does not match"),
    ],
)
def test_verify_finds_what_was_changed_behind_its_back(
    closed: Store, folder: Path, sql: Sql, open_store: Callable, change: str, problem: str
) -> None:
    tampered = sql(folder)
    tampered.execute(UNGUARD)
    tampered.execute(change)
    tampered.close()

    report = open_store().verify()

    assert any(problem in found for found in report.problems)


@pytest.mark.parametrize("table", ["live", "conflict", "held", "member", "group_start"])
def test_rebuild_mends_every_table(
    closed: Store, folder: Path, sql: Sql, open_store: Callable, table: str
) -> None:
    tampered = sql(folder)
    tampered.execute(f"DELETE FROM {table}")
    tampered.close()
    store = open_store()
    assert store.verify().problems

    store.rebuild()

    assert store.verify().problems == ()


def test_tables_of_another_version_are_computed_anew_on_opening(
    closed: Store, folder: Path, sql: Sql, open_store: Callable, group: Group
) -> None:
    older = sql(folder)
    older.execute("UPDATE setting SET value = '\"0.1.older\"' WHERE name = 'projections'")
    older.execute("DROP TABLE live")
    older.execute("CREATE TABLE live (only_column)")
    older.execute("CREATE TABLE no_longer_used (x)")
    older.close()

    store = open_store()

    assert store.verify().problems == ()
    assert len(store.reading.facts(MARK, group.id)) == 2
    store.close()
    tables = sql(folder).execute("SELECT name FROM sqlite_schema").fetchall()
    assert ("no_longer_used",) not in tables


def test_tables_of_this_version_are_left_as_they_are(
    closed: Store, folder: Path, sql: Sql, open_store: Callable, group: Group
) -> None:
    tampered = sql(folder)
    tampered.execute("DELETE FROM live WHERE family = 'note.add'")
    tampered.close()

    assert open_store().reading.facts(NOTE, group.id) == ()


def test_verify_names_missing_predecessors_as_a_notice(store: Store, group: Group) -> None:
    """Reliability 21c: a hole is no damage of this file."""
    marks = [group.mark("sam", "seminar", f"person {n}", "present") for n in range(4)]
    store.receive(group.id, [*group.events[:3], marks[0], marks[3]], route="file")

    report = store.verify()

    assert report.problems == ()
    assert len(report.notices) == 1
    assert "missing here before 1" in report.notices[0]


def test_verify_says_no_names(closed: Store, folder: Path, sql: Sql, open_store: Callable) -> None:
    tampered = sql(folder)
    tampered.execute(UNGUARD)
    tampered.execute("UPDATE journal SET payload = replace(payload, 'a note', 'b note')")
    tampered.close()

    problems = " ".join(open_store().verify().problems)

    assert problems
    assert "b note" not in problems
    assert person("ann") not in problems
