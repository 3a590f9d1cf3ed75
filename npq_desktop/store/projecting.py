"""Keeping the projection tables at what a group's state says, within the caller's transaction.

Owns the two ways: the cells an entry touched, or a whole group. Both end with the same rows.
Refuses to read the tables it writes: the state alone decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Delete, Table, bindparam, delete, insert
from sqlalchemy import and_ as both

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import START_KIND
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.state import State
from npq_desktop.store import projections as rows
from npq_desktop.store.columns import PROJECTIONS
from npq_desktop.store.plans import PLANS, Plan, Row

TABLES: tuple[Table, ...] = tuple(PROJECTIONS.sorted_tables)


def project_cells(connection: Connection, group: str, state: State, cells: Iterable[Cell]) -> None:
    """Write the rows of these cells anew."""
    by_plan: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell[0] in PLANS:
            by_plan[cell[0]].append(cell)
    for family, own in by_plan.items():
        plan = PLANS[family]
        old = [{"b_group_id": group, **_bound(plan, cell)} for cell in own]
        connection.execute(_CLEAR[family], old)
        connection.execute(_CLEAR_CONFLICT, [_conflict_place(group, cell) for cell in own])
        found: defaultdict[Table, list[Row]] = defaultdict(list)
        for cell in own:
            _collect(found, group, state, cell)
        for table, new in found.items():
            _insert(connection, table, new)


def project_held(
    connection: Connection, group: str, state: State, event_ids: Iterable[str]
) -> None:
    """Add rows for entries that have just been held."""
    _insert(connection, rows.HELD, [_held(group, state, one) for one in event_ids])


def project_group(connection: Connection, group: str, state: State) -> None:
    """Write all rows of a group anew."""
    for table in TABLES:
        connection.execute(delete(table).where(table.c.group_id == group))
    for table, found in all_rows(group, state).items():
        _insert(connection, table, found)


def all_rows(group: str, state: State) -> dict[Table, list[Row]]:
    """Every row that a group has, by table."""
    found: defaultdict[Table, list[Row]] = defaultdict(list)
    for cell in state.cells():
        if cell[0] in PLANS:
            _collect(found, group, state, cell)
    found[rows.HELD] += (_held(group, state, event_id) for event_id in state.held)
    for table, standing in _standing(group, state).items():
        found[table] += standing
    return dict(found)


def _collect(found: defaultdict[Table, list[Row]], group: str, state: State, cell: Cell) -> None:
    plan, values = PLANS[cell[0]], state.values(cell)
    found[plan.table] += plan.rows(group, cell, values)
    if len(values) > 1 and state.conflict(cell):
        found[rows.CONFLICT] += [_conflict(group, state, cell)]


def _bound(plan: Plan, cell: Cell) -> Row:
    return {f"b_{name}": value for name, value in plan.place(cell).items()}


def _clearing(table: Table, names: Iterable[str]) -> Delete:
    places = [table.c[name] == bindparam(f"b_{name}") for name in ("group_id", *names)]
    return delete(table).where(both(*places))


_CLEAR = {family: _clearing(plan.table, plan.keys) for family, plan in PLANS.items()}
_CLEAR_CONFLICT = _clearing(rows.CONFLICT, ("cell",))


def _insert(connection: Connection, table: Table, found: list[Row]) -> None:
    if found:
        connection.execute(insert(table), found)


def _conflict_place(group: str, cell: Cell) -> Row:
    return {"b_group_id": group, "b_cell": canonical(list(cell))}


def _conflict(group: str, state: State, cell: Cell) -> Row:
    return {
        "group_id": group,
        "cell": canonical(list(cell)),
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


def _standing(group: str, state: State) -> dict[Table, list[Row]]:
    """What does not come from cells: the start, members, invitations, the erased."""
    return {
        rows.GROUP_START: list(_start(group, state)),
        rows.MEMBER: list(_members(group, state)),
        rows.INVITE: list(_invites(group, state)),
        rows.ERASED: [
            {"group_id": group, "person": person} for person in sorted(state.erased_persons)
        ],
    }


def _start(group: str, state: State) -> Iterator[Row]:
    start = state.events.get(group)
    if start is None or start.kind != START_KIND or group in state.held:
        return
    content = start.content or {}
    yield {
        "group_id": group,
        "title": content["title"],
        "cohort": content["cohort"],
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
