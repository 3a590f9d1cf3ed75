"""A hub's tables from one database into another: backup, restore and the move to PostgreSQL."""

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from npq_desktop.hub.database import HubDatabase, HubError
from npq_desktop.hub.keeping import forget
from npq_desktop.hub.pushing import new_mark
from npq_desktop.hub.rows import access_in, batches, streams_in
from npq_desktop.hub.tables import BOX, CODE, GROUP, HUB, ITEM
from npq_desktop.relay.standing import is_erasable

_AT_ONCE = 200


def back_up(source: HubDatabase, path: Path) -> None:
    """One SQLite file of all tables: written beside, compared, then renamed.

    Raises:
        HubError: it could not be written; a file that was there before is as it was.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        target = HubDatabase(f"sqlite:///{temporary}")
        target.make_tables()
        merge(source, target)
        compare(source, target, exactly=True)
        with target.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
            connection.exec_driver_sql("BEGIN")
        target.engine.dispose()
        _flush(temporary)
        temporary.replace(path)
        _flush(path.parent)
    except (OSError, SQLAlchemyError) as error:
        raise HubError(f"{path} was not written: {error}.") from error
    finally:
        for left in path.parent.glob(f"{temporary.name}*"):
            left.unlink(missing_ok=True)


def merge(source: HubDatabase, target: HubDatabase) -> None:
    """Everything of ``source`` into ``target``, which is empty or the same hub's; the most that one
    of them has stands, and what was removed in one is removed in both.

    Raises:
        HubError: the target is another hub's.
    """
    with source.reading() as reading:
        own = next(_rows(reading, HUB), None)
        if own is None:
            raise HubError("There is no hub in this database yet.")
        codes = list(_rows(reading, CODE))
        target.write(lambda connection: _take_hub(connection, own))
        target.write(lambda connection: _add(target, connection, CODE, codes))
        for group in list(_rows(reading, GROUP)):
            target.write(partial(_merge_group, reading, target, group))


def compare(source: HubDatabase, target: HubDatabase, *, exactly: bool) -> int:
    """That the target has everything of the source, ``exactly`` or with more beside it, but for
    groups that were removed; how many groups were compared.

    Raises:
        HubError: it has not.
    """
    with source.reading() as one, target.reading() as other:
        gone = {row["group_id"] for row in _rows(other, GROUP) if row["removed"]}
        here = [row["group_id"] for row in _rows(one, GROUP) if not row["removed"]]
        groups = [group for group in here if exactly or group not in gone]
        for group in groups:
            if not _has_all(one, other, group, exactly=exactly):
                raise HubError(
                    f"The group {group[:8]}… is not the same on both sides. Was the hub still "
                    "serving? Stop it and do this again. Nothing was lost."
                )
    return len(groups)


def _has_all(one: Connection, other: Connection, group: str, *, exactly: bool) -> bool:
    if exactly:
        return streams_in(one, group) == streams_in(other, group)
    places = select(ITEM.c.id, ITEM.c.whole).where(ITEM.c.group_id == group)
    there = {row[0]: row[1] for row in other.execute(places)}
    erased = access_in(other, group).erased
    return all(
        there.get(entry, -1) >= (0 if entry in erased else whole)
        for entry, whole in one.execute(places)
    )


def _take_hub(connection: Connection, own: Mapping[str, Any]) -> None:
    here = connection.execute(select(HUB)).one_or_none()
    if here is None:
        connection.execute(HUB.insert().values(**own))
    elif here.seed != own["seed"]:
        raise HubError("The database that this would go into belongs to another hub.")


def _merge_group(
    reading: Connection, target: HubDatabase, row: Mapping[str, Any], connection: Connection
) -> None:
    group = row["group_id"]
    mine = GROUP.c.group_id == group
    here = connection.execute(select(GROUP).where(mine)).one_or_none()
    if here is None:
        connection.execute(GROUP.insert().values(**row))
    if row["removed"] or (here is not None and here.removed):
        if here is not None and not here.removed:
            forget(connection, group)
        return
    for some in _in_parts(reading, ITEM, group):
        _add(target, connection, ITEM, some)
        if here is not None:
            _fill(connection, some)
    for some in _in_parts(reading, BOX, group):
        _add(target, connection, BOX, some)
    _erase(connection, group)
    counted = select(func.count()).select_from(ITEM).where(ITEM.c.group_id == group)
    entries = connection.execute(counted).scalar_one()
    values: dict[str, Any] = {"entries": entries}
    if here is not None:
        most = max(here.bytes, row["bytes"])
        values |= {"stamp": new_mark(), "access": new_mark(), "bytes": most}
    connection.execute(update(GROUP).where(mine).values(**values))


def _erase(connection: Connection, group: str) -> None:
    """Take away again what came back of entries that are erased."""
    for some in batches(access_in(connection, group).erased):
        here = (ITEM.c.group_id == group, ITEM.c.id.in_(some))
        found = connection.execute(select(ITEM.c.id, ITEM.c.kind).where(*here))
        gone = [entry for entry, kind in found if is_erasable(kind)]
        boxes = (BOX.c.group_id == group, BOX.c.id.in_(gone))
        had = connection.execute(select(BOX.c.id).where(*boxes)).scalars().all()
        connection.execute(delete(BOX).where(*boxes))
        here = (ITEM.c.group_id == group, ITEM.c.id.in_(had))
        connection.execute(update(ITEM).where(*here).values(whole=0))


def _fill(connection: Connection, rows: list[Mapping[str, Any]]) -> None:
    """Give entries that are here what only the other side knows of them."""
    for row in rows:
        if row["payload"] is None and not row["whole"]:
            continue
        bare = (
            ITEM.c.group_id == row["group_id"],
            ITEM.c.id == row["id"],
            ITEM.c.whole == 0,
        )
        values = {name: row[name] for name in ("payload", "salt", "whole")}
        connection.execute(update(ITEM).where(*bare).values(**values))


def _add(
    database: HubDatabase, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    if not rows:
        return
    connection.execute(
        database.insert(table).values([dict(row) for row in rows]).on_conflict_do_nothing()
    )


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table)).mappings():
        yield dict(row)


def _in_parts(
    connection: Connection, table: Table, group: str
) -> Iterator[list[Mapping[str, Any]]]:
    asked = select(table).where(table.c.group_id == group).order_by(table.c.id)
    found = connection.execute(asked).mappings()
    while some := found.fetchmany(_AT_ONCE):
        yield [dict(row) for row in some]


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
