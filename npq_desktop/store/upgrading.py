"""Brings a file to this version: the durable tables by number, the others by computing anew.

All is computed in one transaction, so a start that is killed meanwhile leaves the file as it was,
and the next one begins again.
"""

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import Connection, select, text

from npq_desktop.journal.state import State
from npq_desktop.store import journalling, live
from npq_desktop.store.columns import COMPUTED, DURABLE
from npq_desktop.store.database import Database
from npq_desktop.store.errors import StoreNewerError
from npq_desktop.store.local import set_setting
from npq_desktop.store.tables import SCHEMA, SETTING

_STAMP = "projections"  # the name in every store since the first version
Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many groups are up to date, and of how many."""


def silent(_done: int, _groups: int) -> None:
    """Progress that is not shown."""


def bring_up_to_date(
    database: Database, *, before: Callable[[], object], progress: Progress = silent
) -> None:
    """Make the tables of a new file; compute those anew that another version wrote.

    ``before`` is called before a file of another version is changed: it makes a backup.

    Raises:
        StoreNewerError: a later version wrote the file; it was not touched.
    """
    with database.reading() as connection:
        version = _version(connection)
        written = _written_stamp(connection) if version else None
    if version > SCHEMA:
        raise StoreNewerError(
            "A newer version of NPQ Desktop wrote this data, so nothing was opened or changed. "
            "Update NPQ Desktop, then try again."
        )
    if version and written != live.stamp():
        with database.reading() as connection:
            progress(0, len(journalling.group_ids(connection)))
        before()
    if version == 0:
        with database.writing() as connection:
            DURABLE.create_all(connection, checkfirst=False)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    if written != live.stamp():
        rebuild(database, progress)


def rebuild(database: Database, progress: Progress = silent) -> None:
    """Throw the computed tables away and write them anew, in one transaction."""
    with database.writing() as connection:
        _drop_computed(connection)
        COMPUTED.create_all(connection, checkfirst=False)
        groups = journalling.group_ids(connection)
        for done, group in enumerate(groups):
            progress(done, len(groups))
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
