"""Opens, locks, reads and writes the SQLCipher file, over its one connection.

Every transaction is ``BEGIN IMMEDIATE``, and durable when it returns or taken back whole. After the
disk has failed once nothing more is written.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from npq_desktop.store.errors import (
    CLOSED,
    DAMAGED,
    STOPPED,
    StoreDamagedError,
    StoreFullError,
    StoreKeyError,
    StoreReadOnlyError,
    StoreWriteError,
    translated,
)
from npq_desktop.store.location import refuse_unfit
from npq_desktop.store.log_frames import is_damaged

FILE_NAME = "npq.db"
MENDED_NAME = FILE_NAME + ".mended"
"""A damaged file's successor, finished, until it is in its place."""
DAMAGE_NAME = FILE_NAME + ".damaged"
"""An empty file that says that damage was met: the next start looks at every page first."""
KEY_BYTES = 32
PAGE_BYTES = 4096

# Exclusive locking comes before the first use of the log, which then needs no shared file.
PRAGMAS: Mapping[str, str | int] = {
    "locking_mode": "exclusive",
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "recursive_triggers": 1,  # else INSERT OR REPLACE passes the trigger on DELETE
    "wal_autocheckpoint": 4000,  # pages; idle moments come first, this only bounds the log
    "temp_store": 2,  # MEMORY: no plaintext in temporary files
}
_LOG_MARK = "application_id"
"""A number in the file's head that SQLite leaves to programs; ours says whether there is a log."""
_NOT_A_DATABASE = 26
_IO_ERROR = 10
_LOGGER = logging.getLogger(__name__)


class Database:
    """An open store file; close it once."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.key = key
        self._engine = _engine(path, key, self._refuse_closed)
        self._is_closed = False
        self._stopped = False
        self._full = False
        self._met_damage = False
        self._open: Connection | None = None
        self._failure: BaseException | None = None
        self._log_is_marked = False
        self.log_is_missing = False
        self.log_is_damaged = False

    @classmethod
    def open(cls, directory: Path, key: bytes) -> "Database":
        """Open or create the file in ``directory``, locked for this process; ``key`` is 32 bytes.

        Raises:
            StoreError: one of its children, for each thing that can be wrong.
        """
        refuse_unfit(directory)
        path = directory / FILE_NAME
        _make_private(directory, path)
        _refuse_stub(path)
        database, log_is_there = cls(path, key), _log_of(path).exists()
        log_is_damaged = is_damaged(_log_of(path))  # before SQLite takes what it can of it
        try:
            with translated(), database._engine.begin():
                pass  # takes the lock
            database._log_is_marked = database._alone(f"PRAGMA {_LOG_MARK}")[0][0] == 1
            database.log_is_missing = database._log_is_marked and not log_is_there
            database.log_is_damaged = log_is_damaged
        except BaseException:
            database._engine.dispose()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries; within a transaction it sees what that has written."""
        with self._telling():
            if self._open is not None:
                yield self._open
            else:
                with self._engine.begin() as connection:
                    yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: durable when the block is left, taken back whole on any error.

        Inside another one it is a part of that: an error in any part takes all of it back, also
        where somebody went on after it.

        Raises:
            StoreWriteError: the disk failed, now or earlier.
            StoreError: what else the system said.
        """
        if self._stopped:
            raise StoreWriteError(STOPPED)
        if self._open is not None:
            with self._part_of(self._open) as connection:
                yield connection
            return
        try:
            self._mark_log()
            with self._telling(), self._engine.begin() as connection:
                self._open, self._failure = connection, None
                try:
                    yield connection
                    if self._failure is not None:
                        raise self._failure
                finally:
                    self._open = None
        except (StoreWriteError, StoreDamagedError):
            self._stopped = True
            raise
        except StoreFullError:
            self._full = True
            raise
        self._full = False

    @contextmanager
    def _part_of(self, connection: Connection) -> Iterator[Connection]:
        # After SQLITE_FULL SQLite has ended the transaction: what follows would stand alone.
        if self._failure is not None:
            raise self._failure
        try:
            with self._telling():
                yield connection
        except BaseException as error:
            self._failure = error
            raise

    @property
    def is_stopped(self) -> bool:
        """Whether the disk failed: nothing more is written until the store is opened anew."""
        return self._stopped

    @property
    def is_full(self) -> bool:
        """Whether the last write found no space on the disk."""
        return self._full

    def checkpoint(self) -> None:
        """Empty the log into the file, when idle; does nothing after a failure.

        On a full disk the log stays as it is: everything in it is durable.
        """
        if self._stopped or self._open is not None:
            return
        try:
            self._empty_log()
            if self._log_is_marked:
                self._alone(f"PRAGMA {_LOG_MARK} = 0")
                self._empty_log()
                self._log_is_marked = False
        except StoreFullError:
            _LOGGER.info("no space to empty the log into the file; it stays")

    def copy_to(self, path: Path) -> None:
        """A copy of everything in a new file under the same key, read back page by page.

        Raises:
            StoreDamagedError: a page of this file, or of the copy, is not what was written.
        """
        # SQLCipher copies a damaged page as a sound one that is empty, and says nothing.
        if self.check_pages():
            self.note_damage()
            raise StoreDamagedError(DAMAGED)
        with translated():
            pooled = self._engine.raw_connection()
            copy = keyed(path, self.key)  # without a log: closing must have nothing to do
            try:
                pooled.driver_connection.backup(copy)  # type: ignore[union-attr]
            finally:
                copy.close()
                pooled.close()
            self._refuse_bad_copy(path)

    def vacuum(self) -> None:
        """Write the file anew without what was deleted, and empty the log."""
        if self._stopped:
            raise StoreWriteError(STOPPED)
        self._alone("VACUUM")
        self.checkpoint()

    def pragmas(self) -> Mapping[str, str | int]:
        """The settings that are in force, as read back from the connection."""
        return {name: self._alone(f"PRAGMA {name}")[0][0] for name in PRAGMAS}

    def check_pages(self) -> tuple[str, ...]:
        """Complaints about pages and their structure; none if the file is whole."""
        try:
            bad = self._alone("PRAGMA cipher_integrity_check")
            rows = bad or self._alone("PRAGMA integrity_check")
        except StoreDamagedError as error:
            return (str(error),)
        return tuple(str(row[0]) for row in rows if row[0] != "ok")

    def note_damage(self) -> None:
        """Have the next start look at every page."""
        try:
            self.path.with_name(DAMAGE_NAME).touch()
        except OSError:
            _LOGGER.exception("damage was met and could not be noted")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            with translated():
                yield
        except StoreDamagedError:
            self._met_damage = True
            self.note_damage()
            raise

    def close(self) -> None:
        """Empty the log and release the lock. A second call does nothing."""
        try:
            if not self._met_damage:  # SQLCipher cannot go on after it: the log stays for mending
                self.checkpoint()
        finally:
            self._is_closed = True
            self._engine.dispose()
            self._stopped = True

    def _refuse_closed(self) -> None:
        # The engine would connect anew, and the next to open the file would find it locked.
        if self._is_closed:
            raise StoreWriteError(CLOSED)

    def _refuse_bad_copy(self, path: Path) -> None:
        copy = keyed(path, self.key)
        try:
            bad = copy.execute("PRAGMA cipher_integrity_check").fetchall()
            pages = copy.execute("PRAGMA page_count").fetchone()[0]
        finally:
            copy.close()
        if bad or path.stat().st_size != pages * PAGE_BYTES:
            raise StoreDamagedError(DAMAGED)

    def _mark_log(self) -> None:
        """Write into the file itself that from now on the log belongs to it.

        A file that was copied without its log then says so, instead of forgetting silently.
        """
        if not self._log_is_marked:
            self._alone(f"PRAGMA {_LOG_MARK} = 1")
            self._empty_log()
            self._log_is_marked = True

    def _empty_log(self) -> None:
        self._alone("PRAGMA wal_checkpoint(TRUNCATE)")

    def _alone(self, statement: str) -> list[Any]:
        """Run one statement outside a transaction."""
        if self._open is not None:
            raise RuntimeError(f"{statement} would end the transaction that is open")
        with self._telling():
            pooled = self._engine.raw_connection()
            try:
                cursor = pooled.cursor()
                cursor.execute(statement)
                return list(cursor.fetchall())
            except dbapi2.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF == _IO_ERROR:
                    self._stopped = True
                raise
            finally:
                pooled.close()


def _make_private(directory: Path, path: Path) -> None:
    """Make folder and file, readable by this user alone; the log takes over the file's rights."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreReadOnlyError(
            f"The data file {path} cannot be made or written ({error.strerror}). Choose another "
            "folder, or ask the person who looks after this laptop to let you write there."
        ) from error


def _refuse_stub(path: Path) -> None:
    """SQLite takes a file shorter than a page for an empty one and would throw its log away."""
    log = _log_of(path)
    size = path.stat().st_size
    if 0 < size < PAGE_BYTES or (size == 0 and log.exists() and log.stat().st_size > 0):
        raise StoreDamagedError(
            f"The data file {path} has been cut off. Leave it where it is and start NPQ Desktop "
            "with its window, which offers to put the last backup in its place."
        )


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _engine(path: Path, key: bytes, refuse: Callable[[], None]) -> Engine:
    """Connects at the first need, unless ``refuse`` raises first."""

    def connect() -> Any:
        refuse()
        return _connect(path, key)

    if len(key) != KEY_BYTES:
        raise ValueError("a store's key has 32 bytes")
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _connect(path: Path, key: bytes) -> Any:
    """The one connection; the driver's own transactions are off and it never waits for a lock."""
    connection = keyed(path, key)
    try:
        _unlock(connection, path)
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
    except BaseException:
        connection.close()
        raise
    return connection


def keyed(path: Path, key: bytes) -> Any:
    """A bare connection of the driver to a file under a key, which need not be a whole store."""
    connection = dbapi2.connect(str(path), isolation_level=None, timeout=0)
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _unlock(connection: Any, path: Path) -> None:
    connection.execute("PRAGMA locking_mode = exclusive")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == _NOT_A_DATABASE:
            raise StoreKeyError(
                f"The data file {path} cannot be opened, because this laptop's key does not fit "
                "it or its beginning is damaged. Leave it where it is and start NPQ Desktop with "
                "its window, which offers the last backup or asks for the recovery code."
            ) from error
        raise
