"""Takes one whole group out of the store: the only place where journal rows are deleted.

The trigger that forbids it is lifted and put back inside one transaction, which is checked before
it ends: not a row of the group is left, not a row of any other group is missing, and the trigger
forbids again. Killed at any moment, all of the group is here or none of it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, delete, func, select, text

from npq_desktop.errors import StoreError
from npq_desktop.store.columns import COMPUTED, DURABLE
from npq_desktop.store.local import set_setting
from npq_desktop.store.tables import NO_DELETE, SETTING

_TRIGGER = "journal_no_delete"
_GROUP_NAMES = ("group_id", "group")


def drop_group(connection: Connection, group: str, settings: Mapping[str, Any]) -> None:
    """Delete everything of a group; ``settings`` are written with it, None forgets one.

    Raises:
        StoreError: something else would have gone, or something stayed; take it all back.
    """
    others = _others(connection, group)
    connection.exec_driver_sql(f"DROP TRIGGER {_TRIGGER}")
    for column in _group_columns():
        connection.execute(delete(column.table).where(column == group))
    connection.exec_driver_sql(NO_DELETE)
    names = select(SETTING.c.name).where(SETTING.c.name.contains(group, autoescape=True))
    forgotten = dict.fromkeys(connection.execute(names).scalars().all())
    for name, value in {**forgotten, **settings}.items():
        set_setting(connection, name, value)
    if _others(connection, group) != others or _left(connection, group) or not _forbids(connection):
        raise StoreError(
            "The group was not removed, because the check before the end found something else "
            "changed. Nothing is lost. Close NPQ Desktop, open it again and try once more."
        )


def _group_columns() -> list[Column[str]]:
    tables = [*DURABLE.sorted_tables, *COMPUTED.sorted_tables]
    return [table.c[name] for table in tables for name in _GROUP_NAMES if name in table.c]


def _others(connection: Connection, group: str) -> Mapping[str, int]:
    """How many rows of other groups there are in each table."""
    return {
        column.table.name: connection.execute(
            select(func.count()).select_from(column.table).where(column != group)
        ).scalar_one()
        for column in _group_columns()
    }


def _left(connection: Connection, group: str) -> bool:
    queries = (select(column).where(column == group).limit(1) for column in _group_columns())
    return any(connection.execute(query).first() is not None for query in queries)


def _forbids(connection: Connection) -> bool:
    listed = text("SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = :name")
    return connection.execute(listed, {"name": _TRIGGER}).first() is not None
