"""What the journal means, as tables: computed from a group's state, and thrown away at will.

``live`` is an index and no more: a row says that a live head brings a journal entry to a cell, and
the entry says the rest. The other tables hold what no cell says. Rows follow the state within the
caller's transaction, for the cells that an entry touched or for a whole group; both end with the
same rows. They are computed anew when ``stamp`` differs from the one the file was written with.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Delete,
    Integer,
    Table,
    bindparam,
    delete,
    insert,
)
from sqlalchemy import and_ as both

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import START_KIND
from npq_desktop.journal.kinds import FAMILIES, KINDS, MEANING_LEVEL
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.names import MAX_TITLE, NO_NAME, one_line
from npq_desktop.journal.state import State, Value
from npq_desktop.store.columns import COMPUTED, Row, json, key, maybe_text, text, whole

MEANING = 3
"""Count it up when the same journal gives other rows, so that stores compute theirs anew."""


def _of_group(name: str, *columns: Column[Any], with_rowid: bool = True) -> Table:
    return Table(name, COMPUTED, key("group_id"), *columns, sqlite_with_rowid=with_rowid)


LIVE = _of_group(
    "live",
    key("family"),
    key("a"),
    key("b"),
    key("c"),
    Column("number", Integer, primary_key=True),
    text("head"),
    text("source_id"),
    with_rowid=False,
)
"""The values of cells: ``family``, ``a``, ``b`` and ``c`` are the cell's texts, empty where it has
fewer; ``number`` is the order of its heads.
"""

CONFLICT = _of_group("conflict", key("cell"), json("heads"), json("source_ids"))
"""A cell whose values disagree by its kind's comparison; ``cell`` is canonical JSON."""

HELD = _of_group("held", key("source_id"), text("reason"), text("sentence"))
"""An entry that does not count."""

GROUP_START = _of_group("group_start", text("title"), text("cohort"), maybe_text("keep_until"))
"""What a group was started with."""

MEMBER = _of_group(
    "member",
    key("key"),
    whole("turn"),
    text("age"),
    text("member"),
    text("name"),
    text("device"),
    text("role"),
    whole("depth"),
    maybe_text("parent"),
    Column("revoked", Boolean, nullable=False),
    text("recovery"),
    text("shown"),
)
"""``turn`` is the order from the roots down."""

INVITE = _of_group(
    "invite",
    key("id"),
    text("member"),
    text("name"),
    text("role"),
    text("age"),
    text("state"),
)
"""An invitation."""

ERASED = _of_group("erased", key("person"))
"""An erased participant."""

TABLES: tuple[Table, ...] = tuple(COMPUTED.sorted_tables)


def stamp() -> str:
    """What the rows of this version depend on: tables, kinds, and the meaning of the journal."""
    columns = [_shape(column) for table in TABLES for column in table.columns]
    kinds = sorted(f"{kind.name} {kind.family}" for kind in KINDS.values())
    digest = hashlib.sha256("\n".join((*columns, *kinds)).encode()).hexdigest()[:16]
    return f"{MEANING}.{MEANING_LEVEL}.{digest}"


def _shape(column: Column[Any]) -> str:
    kind = type(column.type).__name__
    return f"{column.table.name} {column.name} {kind} {column.nullable} {column.primary_key}"


def write_cells(connection: Connection, group: str, state: State, cells: Iterable[Cell]) -> None:
    """Write the rows of these cells anew."""
    own = [cell for cell in cells if cell[0] in FAMILIES]
    if not own:
        return
    connection.execute(_CLEAR_LIVE, [_bound(_place(group, cell)) for cell in own])
    connection.execute(_CLEAR_CONFLICT, [_bound(_conflict_place(group, cell)) for cell in own])
    found: defaultdict[Table, list[Row]] = defaultdict(list)
    for cell in own:
        _collect(found, group, state, cell)
    for table, new in found.items():
        _insert(connection, table, new)


def write_held(connection: Connection, group: str, state: State, event_ids: Iterable[str]) -> None:
    """Add rows for entries that have just been held."""
    _insert(connection, HELD, [_held(group, state, one) for one in event_ids])


def write_group(connection: Connection, group: str, state: State) -> None:
    """Write all rows of a group anew."""
    for table in TABLES:
        connection.execute(delete(table).where(table.c.group_id == group))
    for table, found in all_rows(group, state).items():
        _insert(connection, table, found)


def all_rows(group: str, state: State) -> dict[Table, list[Row]]:
    """Every row that a group has, by table."""
    found: defaultdict[Table, list[Row]] = defaultdict(list)
    for cell in state.cells():
        if cell[0] in FAMILIES:
            _collect(found, group, state, cell)
    found[HELD] += (_held(group, state, event_id) for event_id in state.held)
    found[GROUP_START] += _start(group, state)
    found[MEMBER] += _members(group, state)
    found[INVITE] += _invites(group, state)
    found[ERASED] += ({"group_id": group, "person": one} for one in sorted(state.erased_persons))
    return dict(found)


def _collect(found: defaultdict[Table, list[Row]], group: str, state: State, cell: Cell) -> None:
    values = state.values(cell)
    found[LIVE] += _values(group, cell, values)
    if len(values) > 1 and state.conflict(cell):
        found[CONFLICT] += [_conflict(group, state, cell)]


def _values(group: str, cell: Cell, values: tuple[Value, ...]) -> Iterator[Row]:
    """One row for each value; a head that takes its value back has none."""
    place = _place(group, cell)
    for number, value in enumerate(values):
        if not KINDS[value.event.kind].is_null(cell, value.content):
            yield {**place, "number": number, "head": value.head, "source_id": value.event.id}


def _place(group: str, cell: Cell) -> Row:
    family, a, b, c, *_ = (*cell, "", "", "")
    return {"group_id": group, "family": family, "a": a, "b": b, "c": c}


def _conflict_place(group: str, cell: Cell) -> Row:
    return {"group_id": group, "cell": canonical(list(cell))}


def _bound(place: Row) -> Row:
    return {f"b_{name}": value for name, value in place.items()}


def _clearing(table: Table, *names: str) -> Delete:
    return delete(table).where(both(*(table.c[name] == bindparam(f"b_{name}") for name in names)))


_CLEAR_LIVE = _clearing(LIVE, "group_id", "family", "a", "b", "c")
_CLEAR_CONFLICT = _clearing(CONFLICT, "group_id", "cell")


def _insert(connection: Connection, table: Table, found: list[Row]) -> None:
    if found:
        connection.execute(insert(table), found)


def _conflict(group: str, state: State, cell: Cell) -> Row:
    return {
        **_conflict_place(group, cell),
        "heads": list(state.heads(cell)),
        "source_ids": [value.event.id for value in state.values(cell)],
    }


def _held(group: str, state: State, event_id: str) -> Row:
    held = state.held[event_id]
    return {
        "group_id": group,
        "source_id": event_id,
        "reason": held.reason.name.lower(),
        "sentence": held.sentence,
    }


def _start(group: str, state: State) -> Iterator[Row]:
    start = state.events.get(group)
    if start is None or start.kind != START_KIND or group in state.held:
        return
    content = start.content or {}
    yield {
        "group_id": group,
        "title": one_line(str(content["title"]), MAX_TITLE) or NO_NAME,
        "cohort": one_line(str(content["cohort"]), MAX_TITLE),
        "keep_until": content.get("keep_until"),
    }


def _members(group: str, state: State) -> Iterator[Row]:
    for turn, member in enumerate(state.members):
        yield {
            "group_id": group,
            "key": member.key,
            "turn": turn,
            "age": member.age,
            "member": member.member,
            "name": member.name,
            "device": member.device,
            "role": member.role.value,
            "depth": member.depth,
            "parent": member.parent,
            "revoked": member.revoked,
            "recovery": member.recovery,
            "shown": member.shown,
        }


def _invites(group: str, state: State) -> Iterator[Row]:
    for invite in state.invites:
        yield {
            "group_id": group,
            "id": invite.id,
            "member": invite.member,
            "name": invite.name,
            "role": invite.role.value,
            "age": invite.age,
            "state": invite.state.value,
        }
