"""Bringing a file to this version: the durable tables by number, the projections by computing anew.

Owns ``user_version`` and the projections' stamp. Refuses a file that a later version wrote.
"""

from collections.abc import Callable

from sqlalchemy import Connection, select, text

from npq_desktop.journal.state import State
from npq_desktop.store import journalling, live
from npq_desktop.store.columns import COMPUTED, DURABLE
from npq_desktop.store.engine import Database
from npq_desktop.store.errors import StoreNewerError
from npq_desktop.store.local import set_setting
from npq_desktop.store.tables import SCHEMA, SETTING

_STAMP = "projections"


def bring_up_to_date(database: Database, *, before: Callable[[], object]) -> None:
    """Make the tables of a new file; compute projections anew that another version wrote.

    ``before`` is called before a file of another version is changed: it makes a backup.

    Raises:
        StoreNewerError: a later version wrote the file; it was not touched.
    """
    with database.reading() as connection:
        version = _version(connection)
        written = _written_stamp(connection) if version else None
    if version > SCHEMA:
        raise StoreNewerError(
            "This data folder was written by a newer version of NPQ Desktop: update the program, "
            "then open it again. Nothing was changed."
        )
    if version and written != live.stamp():
        before()
    if version == 0:
        with database.writing() as connection:
            DURABLE.create_all(connection, checkfirst=False)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    if written != live.stamp():
        rebuild(database)


def rebuild(database: Database) -> None:
    """Throw the projection tables away and compute them anew, in one transaction."""
    with database.writing() as connection:
        _drop_computed(connection)
        COMPUTED.create_all(connection, checkfirst=False)
        for group in journalling.group_ids(connection):
            state = State.of(journalling.load_events(connection, group))
            live.write_group(connection, group, state)
        set_setting(connection, _STAMP, live.stamp())


def _version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _written_stamp(connection: Connection) -> str | None:
    found = connection.execute(select(SETTING.c.value).where(SETTING.c.name == _STAMP))
    return found.scalar_one_or_none()


def _drop_computed(connection: Connection) -> None:
    """Drop every table that is not durable: another version may have had other ones."""
    listed = text(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for name in connection.execute(listed).scalars().all():
        if name not in DURABLE.tables:
            connection.exec_driver_sql(f'DROP TABLE "{name}"')
