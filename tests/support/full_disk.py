"""A disk that is full at the n-th write: each statement that changes a row, and each commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlcipher3 import dbapi2

from npq_desktop.errors import NpqDesktopError
from npq_desktop.services.application import Application
from npq_desktop.store.store import Store

_CHANGES = ("INSERT", "UPDATE", "DELETE")


class FullDisk:
    """Counts the writes of one store from 1, and fails number ``at``."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.writes = 0
        self._is_changed = False

    @contextmanager
    def under(self, store: Store) -> Iterator[None]:
        engine = store._database._engine
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "commit", self._commit)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", self._statement)
            event.remove(engine, "commit", self._commit)

    def _statement(self, connection: Any, cursor: Any, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(_CHANGES):
            self._write(cursor)
            self._is_changed = True

    def _commit(self, connection: Any) -> None:
        if self._is_changed:  # others only read
            self._is_changed = False
            self._write(connection.connection.cursor())

    def _write(self, cursor: Any) -> None:
        self.writes += 1
        if self.writes == self.at:
            cursor.execute("ROLLBACK")  # as SQLite itself does, and says nothing
            raise dbapi2.OperationalError("database or disk is full")


def fails_whole_at_every_write(
    application: Application, act: Callable[[], object], *files: Path
) -> int:
    """Let ``act`` meet a full disk at its first write, its second, and so on, until it is through.

    After each failure nothing may have changed, neither on the disk nor in what the program shows,
    and it goes through at last. Returns at how many writes it failed.
    """
    for number in range(1, 500):
        before = everything(application, *files)
        disk = FullDisk(number)
        refusal: NpqDesktopError | None = None
        try:
            with disk.under(application.store):
                act()
        except NpqDesktopError as error:
            refusal = error
        if refusal is not None:
            assert disk.writes >= number, refusal
            assert everything(application, *files) == before, f"write {number}: {refusal}"
            continue
        assert disk.writes < number, "it went through over a failed write"
        assert everything(application, *files) != before
        assert application.store.verify().problems == ()
        return number - 1
    pytest.fail("it never went through")


def everything(application: Application, *files: Path) -> object:
    """All rows, what the groups mean in memory, who this laptop is, and these files."""
    store = application.store
    with store._database.reading() as connection:
        asked = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        tables = [row[0] for row in connection.exec_driver_sql(asked)]
        rows = {
            name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"')))
            for name in tables
            if not name.startswith("sqlite_")
        }
    groups = store.groups()
    return (
        rows,
        {group: application.exchange.digest(group) for group in groups},
        {group: len(application.core.facts.of(group).participants) for group in groups},
        (application.profile.name, application.core.identities.device.key),
        store.backups.seal,
        {path: path.read_bytes() if path.exists() else None for path in files},
    )
