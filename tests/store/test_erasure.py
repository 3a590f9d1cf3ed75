"""Erasing a participant: her texts leave the rows, the file and the log. Reliability 40."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from support.facts import people
from support.journal import Group, person

from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds.entries import NOTE
from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.store.store import Store

NAME = "Wilhelmina Abernathy"


@pytest.fixture
def told(group: Group) -> list[Event]:
    """What was told about Ann, beside one mark."""
    about = {"person": person("ann")}
    group.mark("sam", "seminar", "ann", "present")
    return [
        group.write("sam", "person.set", {**about, "name": NAME, "known_as": "Mina"}),
        group.write("sam", "note.add", {**about, "id": "n", "text": f"{NAME} left early " * 1500}),
    ]


@pytest.fixture
def erased(store: Store, group: Group, told: list[Event]) -> Store:
    """The store after Ann was erased."""
    store.receive(group.id, group.events, route="file")
    store.append(group.id, [group.erase("olu", "ann", *told)])
    return store


def test_erased_texts_are_gone_from_what_is_read(erased: Store, group: Group) -> None:
    assert erased.reading.facts(NOTE, group.id) == ()
    assert people(erased.reading, group.id)[person("ann")].fields == {}
    assert [one.erased for one in people(erased.reading, group.id).values()] == [True]


def test_marks_of_an_erased_person_stay(erased: Store, group: Group) -> None:
    assert [mark.person for mark in erased.reading.facts(MARK, group.id)] == [person("ann")]


def test_erased_rows_keep_their_chain(erased: Store, group: Group, told: list[Event]) -> None:
    stripped = [event.id for event in erased.events(group.id) if event.is_stripped]

    assert stripped == [event.id for event in told]
    assert erased.verify().problems == ()


def test_erased_bytes_leave_file_and_log(
    erased: Store,
    folder: Path,
    sql: Callable[[Path], dbapi2.Connection],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file is encrypted, so the search goes through a decrypted copy of every page in use and
    not.
    """
    erased.checkpoint()
    assert (folder / "npq.db-wal").stat().st_size == 0
    erased.close()
    connection = sql(folder)

    plain = folder / "plain.db"
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
    connection.execute("SELECT sqlcipher_export('plain')")
    everything = plain.read_bytes()

    assert b"seminar group" in everything
    assert b"Abernathy" not in everything
    assert b"Mina" not in everything
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_vacuum_is_done_once_after_an_erasure(erased: Store) -> None:
    assert erased.local.setting("vacuum_due") is True

    erased.checkpoint()

    assert erased.local.setting("vacuum_due") is None


def test_vacuum_that_is_due_outlives_a_restart(erased: Store, open_store: Callable) -> None:
    erased.close()

    assert open_store().local.setting("vacuum_due") is True


def test_late_copy_with_its_text_is_not_stored(
    erased: Store, group: Group, told: list[Event]
) -> None:
    received = erased.receive(group.id, told, route="old stick")

    assert (received.new, received.filled) == ((), 0)
    assert all(event.is_stripped for event in erased.events(group.id) if event.id in _ids(told))


def test_late_new_entry_about_an_erased_person_is_blanked_on_arrival(
    erased: Store, group: Group, folder: Path, sql: Callable[[Path], dbapi2.Connection]
) -> None:
    late = group.write("sam", "person.set", {"person": person("ann"), "name": NAME})

    received = erased.receive(group.id, [late], route="stick")

    assert received.new == (late.id,)
    erased.close()
    rows = sql(folder).execute("SELECT payload FROM journal WHERE id = ?", (late.id,)).fetchall()
    assert rows == [(None,)]


def test_erase_that_does_not_count_blanks_nothing(
    store: Store, group: Group, told: list[Event]
) -> None:
    """Only a root erases: a facilitator's request is a proposal."""
    store.receive(group.id, group.events, route="file")

    store.append(group.id, [group.erase("sam", "ann", *told)])

    assert people(store.reading, group.id)[person("ann")].fields["name"] == NAME
    assert store.local.setting("vacuum_due") is None


def test_erase_before_its_entries_blanks_them_when_they_come(
    store: Store, group: Group, told: list[Event]
) -> None:
    erase = group.erase("olu", "ann", *told)
    rest = [event for event in group.events if event not in told]
    store.receive(group.id, rest, route="file")
    assert erase in rest

    store.receive(group.id, told, route="stick")

    assert all(event.is_stripped for event in store.events(group.id) if event.id in _ids(told))
    assert store.verify().problems == ()


def _ids(events: list[Event]) -> set[str]:
    return {event.id for event in events}
