"""A hub's database: SQLite in one file, or PostgreSQL by its URL; opened, read and written."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from npq_desktop.errors import NpqDesktopError
from npq_desktop.hub.tables import HUB, METADATA, SCHEMA

_TRIES = 20
_TRY_AGAIN = frozenset(("40001", "40P01"))
"""PostgreSQL's words for two transactions in each other's way."""
_BEGIN = "npq_begin"
_PATIENCE = "-c lock_timeout=10s -c statement_timeout=30s"
_Result = TypeVar("_Result")


class HubError(NpqDesktopError):
    """Something the hub's owner can act on; the text says what."""


class HubDatabase:
    """An open database of a hub; close it once."""

    def __init__(self, url: str) -> None:
        self.url = _understood(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(self.url, is_sqlite=self.is_sqlite)

    def make_tables(self) -> None:
        """Make what is not there yet.

        Raises:
            HubError: the database does not answer, or holds another version's tables.
        """
        try:
            METADATA.create_all(self.engine)
        except SQLAlchemyError as error:
            raise _no_answer(self.url, error) from error
        self.check_schema()

    def check_schema(self) -> None:
        """That the tables are those of this version.

        Raises:
            HubError: they are not, or the database does not answer.
        """
        try:
            with self.reading() as connection:
                found = connection.execute(select(HUB.c.schema)).scalar()
        except SQLAlchemyError as error:
            raise _no_answer(self.url, error) from error
        if found is not None and found != SCHEMA:
            raise HubError(
                f"This database was written by another version of npq-hub (its tables have the "
                f"number {found}, this version has {SCHEMA}). Use that version."
            )

    def has_tables(self) -> bool:
        """Whether somebody made the tables."""
        return bool(inspect(self.engine).has_table(HUB.name))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A look at one moment of the database."""
        options: dict[str, Any] = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect().execution_options(**options) as connection:
            yield connection
            connection.rollback()

    def write(self, work: Callable[[Connection], _Result]) -> _Result:
        """What ``work`` gives, durable; it is done again where another transaction was in its way.

        An error inside takes everything back.
        """
        for _ in range(_TRIES - 1):
            try:
                return self._once(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                    raise
                time.sleep(random.uniform(0.005, 0.1))  # noqa: S311 - apart from each other
        return self._once(work)

    def insert(self, table: Any) -> Any:
        """An insert that can say what to do where the row is there already."""
        return (sqlite if self.is_sqlite else postgresql).insert(table)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def empty_log(self) -> None:
        """Leave nothing of what was deleted in SQLite's log."""
        if self.is_sqlite:
            with self.engine.connect().execution_options(**{_BEGIN: None}) as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _once(self, work: Callable[[Connection], _Result]) -> _Result:
        with self.engine.connect().execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}) as connection:
            result = work(connection)
            connection.commit()
            return result


def _understood(url: str) -> URL:
    """A database's URL; the path of a file alone is SQLite's.

    Raises:
        HubError: it is none.
    """
    try:
        read = make_url(url if "://" in url else f"sqlite:///{url}")
    except SQLAlchemyError:
        raise HubError("This is no database URL. Try sqlite:///hub.db or postgresql://…") from None
    if read.get_backend_name() == "postgresql":
        return read.set(drivername="postgresql+psycopg")
    if read.get_backend_name() != "sqlite":
        raise HubError(f"A hub keeps to SQLite or PostgreSQL, not {read.get_backend_name()}.")
    return read


def _engine(url: URL, *, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        try:
            return create_engine(url, connect_args={"options": _PATIENCE}, pool_pre_ping=True)
        except ModuleNotFoundError:
            raise HubError('PostgreSQL needs: pip install "npq-desktop[hub]"') from None
    if url.database and url.database != ":memory:":
        _make_owners(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_owners(path: Path) -> None:
    """An empty file that only its owner reads, where there is none yet.

    Raises:
        HubError: it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise HubError(f"The database {path} cannot be opened: {error.strerror}.") from error


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if begin is not None:
        connection.exec_driver_sql(begin)


def _no_answer(url: URL, error: SQLAlchemyError) -> HubError:
    reason = str(error.orig if isinstance(error, OperationalError) else error).splitlines()[0]
    return HubError(f"The database {url.render_as_string()} does not answer: {reason}")


READY = text("SELECT 1")
