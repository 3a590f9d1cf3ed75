"""Writing this laptop's own entries."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from support.journal import Group, person

from npq_desktop.errors import StoreError
from npq_desktop.journal.kinds.exemption import EXEMPTION
from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.journal.kinds.register import REGISTER
from npq_desktop.journal.state import digest
from npq_desktop.rows.changes import EVERYTHING
from npq_desktop.store.store import Store


@pytest.fixture
def filled(store: Store, group: Group) -> Store:
    """The store with the group in it."""
    store.receive(group.id, group.events, route="file")
    return store


def test_append_is_there_after_opening_again(
    filled: Store, group: Group, open_store: Callable
) -> None:
    mark = group.mark("sam", "seminar", "ann", "present")

    filled.append(group.id, [mark])

    filled.close()
    again = open_store()
    assert [event.id for event in again.events(group.id)] == [event.id for event in group.events]
    assert again.reading.facts(MARK, group.id)[0].head == mark.id


def test_append_keeps_every_byte_of_the_event(
    filled: Store, group: Group, open_store: Callable
) -> None:
    note = group.write("sam", "note.add", {"id": "n", "text": "Möbius ≤ 1\n\t\"'"})

    filled.append(group.id, [note])

    filled.close()
    assert [event.line() for event in open_store().events(group.id)][-1] == note.line()


def test_append_says_what_changed(filled: Store, group: Group) -> None:
    changes = filled.append(group.id, [group.mark("sam", "seminar", "ann", "present")])

    assert changes.kinds == {"mark"}
    assert changes.ids == {"seminar", person("ann")}
    assert changes.touches("mark", "seminar")
    assert not changes.touches("mark", "other")
    assert not changes.touches("review")


def test_append_of_a_note_names_the_person_it_is_about(filled: Store, group: Group) -> None:
    note = group.write("sam", "note.add", {"id": "n", "person": person("ann"), "text": "late"})

    changes = filled.append(group.id, [note])

    assert changes.kinds == {"note"}
    assert person("ann") in changes.ids


def test_append_of_an_invitation_says_that_everything_may_have_changed(
    filled: Store, group: Group
) -> None:
    changes = filled.append(group.id, [group.invite("olu", "kim").event])

    assert changes.kinds == EVERYTHING
    assert changes.touches("anything", "at all")


def test_append_of_a_proposal_is_listed_as_held(filled: Store, group: Group) -> None:
    proposal = group.write(
        "sam", "exemption.set", {"person": person("ann"), "item": "seminar", "value": "excused"}
    )

    changes = filled.append(group.id, [proposal])

    assert changes.kinds == {"held"}
    assert [held.id for held in filled.reading.held(group.id)] == [proposal.id]
    assert filled.reading.facts(EXEMPTION, group.id) == ()


def test_append_of_what_is_here_already_is_a_bug(filled: Store, group: Group) -> None:
    with pytest.raises(ValueError, match="not new"):
        filled.append(group.id, group.events[-1:])


def test_append_to_another_group_changes_nothing(filled: Store, group: Group) -> None:
    other = Group("another group")

    with pytest.raises(StoreError, match="another group"):
        filled.append(group.id, [*other.events, group.mark("sam", "seminar", "ann", "present")])

    assert filled.verify().events == 3


def test_several_entries_are_appended_together(filled: Store, group: Group) -> None:
    opened = group.write("sam", "register.open", {"event": "s", "roster": [person("ann")]})
    mark = group.mark("sam", "s", "ann", "present")

    changes = filled.append(group.id, [opened, mark])

    assert changes.kinds == {"register", "mark"}
    assert filled.reading.facts(REGISTER, group.id, "s")[0].people == (person("ann"),)


def test_failed_append_leaves_memory_and_disk_as_they_were(
    filled: Store, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(filled.state(group.id))
    opened = group.write("sam", "register.open", {"event": "s", "roster": [person("ann")]})
    mark = group.mark("sam", "s", "ann", "present")

    with monkeypatch.context() as broken:
        broken.setattr("npq_desktop.store.live.write_held", _fail)
        with pytest.raises(RuntimeError):
            filled.append(group.id, [opened, mark])

    assert digest(filled.state(group.id)) == before
    assert filled.reading.facts(MARK, group.id) == ()
    assert filled.verify().events == 3
    filled.append(group.id, [opened, mark])
    assert len(filled.reading.facts(MARK, group.id)) == 1


def _fail(*_: object) -> None:
    raise RuntimeError("a fault on purpose")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal",
        "UPDATE journal SET header = 'x'",
        "UPDATE journal SET arrived_from = 'elsewhere'",
        "UPDATE journal SET payload = '{}' WHERE payload IS NOT NULL",
        "UPDATE journal SET payload = NULL, salt = NULL, sig = 'x'",
        "UPDATE journal SET position = position + 100",
        "REPLACE INTO journal SELECT * FROM journal",
        "UPDATE OR REPLACE journal SET id = (SELECT min(id) FROM journal)",
    ],
)
def test_journal_rows_cannot_be_deleted_or_changed(
    filled: Store, folder: Path, sql: Callable[[Path], dbapi2.Connection], statement: str
) -> None:
    filled.close()
    connection = sql(folder)
    connection.execute("PRAGMA recursive_triggers = 1")

    with pytest.raises(dbapi2.IntegrityError, match="journal row"):
        connection.execute(statement)


def test_journal_payload_may_be_blanked_and_filled(
    filled: Store, folder: Path, sql: Callable[[Path], dbapi2.Connection]
) -> None:
    filled.close()
    connection = sql(folder)
    kept = connection.execute("SELECT payload, salt, position FROM journal").fetchall()

    connection.execute("UPDATE journal SET payload = NULL, salt = NULL")
    connection.executemany("UPDATE journal SET payload = ?, salt = ? WHERE position = ?", kept)

    assert connection.execute("SELECT payload, salt, position FROM journal").fetchall() == kept


def test_name_of_a_participant_is_never_on_the_disk_in_the_clear(
    filled: Store, group: Group, folder: Path
) -> None:
    name = "Wilhelmina Abernathy"
    event = group.write("sam", "person.set", {"person": person("ann"), "name": name})

    filled.append(group.id, [event])

    log = b"".join(path.read_bytes() for path in folder.iterdir())
    filled.close()
    settled = b"".join(path.read_bytes() for path in folder.iterdir())
    assert filled.path.stat().st_size > 0
    for data in (log, settled):
        assert name.encode() not in data
        assert b"Wilhelmina" not in data
        assert b"person.set" not in data


def test_states_looked_at_longest_ago_leave_the_memory(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reliability 42: memory stays bounded however many groups are looked at."""
    monkeypatch.setattr("npq_desktop.store.store.MAX_CACHED_EVENTS", 3)
    groups = [Group(f"group {number}") for number in range(6)]
    for group in groups:
        store.receive(group.id, group.events, route="file")

    assert list(store._states) == [group.id for group in groups[-3:]]
    assert [event.id for event in store.events(groups[0].id)] == [groups[0].id]
