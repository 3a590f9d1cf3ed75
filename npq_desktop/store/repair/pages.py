"""Reads the rows of a store page by page, where a page that leads to the others is damaged.

Each page is looked at as if it were a whole table, in a copy whose first page is that of an empty
store under the same key. What is not a page of rows, or of another table, gives nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Table, create_engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from npq_desktop.store.columns import Row
from npq_desktop.store.database import FILE_NAME, PAGE_BYTES, keyed
from npq_desktop.store.log_frames import pages_in
from npq_desktop.store.tables import (
    ATTACHMENT,
    DRAFT,
    EXCHANGE,
    IDENTITY,
    JOURNAL,
    MEMBERSHIP,
    RECEIPT,
    SETTING,
)

LOCAL = (IDENTITY, MEMBERSHIP, DRAFT, RECEIPT, EXCHANGE, ATTACHMENT, SETTING)
_SALT_BYTES = 16
_PROBES = 25
_SHAPES = {"group": re.compile("[0-9a-f]{64}"), "member": re.compile("[0-9a-f]{32}")}
"""What tells a row of one table from a row of another that has as many columns."""
_COPY_NAME = "pages.db"


def rows_by_page(folder: Path, key: bytes) -> Mapping[str, Sequence[Row]]:
    """The rows of the durable tables in the file in ``folder``, by table; unverified.

    Nothing where the key is another one, or the first 16 bytes of the file are damaged.
    """
    found: dict[str, list[Row]] = {table.name: [] for table in (JOURNAL, *LOCAL)}
    with _opened(folder, key) as (reader, pages):
        if reader.fits(pages):
            for page in pages:
                for table, row in reader.rows(page):
                    found[table.name].append(row)
    return found


def fits_pages(folder: Path, key: bytes) -> bool:
    """Whether a key opens any page of the file in ``folder`` behind a damaged beginning.

    A copy is written beside it for a moment.
    """
    with _opened(folder, key) as (reader, pages):
        return reader.fits(pages)


@contextmanager
def _opened(folder: Path, key: bytes) -> Iterator[tuple["_Pages", Sequence[int]]]:
    """What reads a copy of the file, and the numbers of the pages that hold anything."""
    data = bytearray((folder / FILE_NAME).read_bytes())
    for number, newest in pages_in(folder / f"{FILE_NAME}-wal").items():
        if number * PAGE_BYTES <= len(data):
            data[(number - 1) * PAGE_BYTES : number * PAGE_BYTES] = newest
    every = range(2, len(data) // PAGE_BYTES + 1)
    pages = [page for page in every if any(data[(page - 1) * PAGE_BYTES : page * PAGE_BYTES])]
    path = folder / _COPY_NAME
    _write_copy(path, key, data)
    reader = _Pages(path, key)
    try:
        yield reader, pages
    finally:
        reader.close()
        path.unlink(missing_ok=True)


def _write_copy(path: Path, key: bytes, data: bytearray) -> None:
    """The damaged pages behind the first page of a store that has tables of the same columns."""
    pages = len(data) // PAGE_BYTES
    with closing(keyed(path, key)) as made:
        made.execute(f"PRAGMA cipher_salt = \"x'{data[:_SALT_BYTES].hex()}'\"")
        for table in (JOURNAL, *LOCAL):
            names = ", ".join(_column(column) for column in table.columns)
            made.execute(f'CREATE TABLE "{table.name}" ({names})')
        # The first page has to claim as many pages as follow.
        made.execute("CREATE TABLE filler (data)")
        made.execute("INSERT INTO filler VALUES (zeroblob(?))", (pages * PAGE_BYTES,))
    whole = bytearray(path.read_bytes())
    whole[PAGE_BYTES : pages * PAGE_BYTES] = data[PAGE_BYTES : pages * PAGE_BYTES]
    path.write_bytes(whole)


def _column(column: Column[Any]) -> str:
    """As it lies in a row: a whole number that is the key is the row's own number."""
    is_number = column.primary_key and column.type.python_type is int
    return f'"{column.name}"{" INTEGER PRIMARY KEY" if is_number else ""}'


class _Pages:
    """Looks at one page after the other as the root of every table.

    After a damaged page a connection fails at sound ones too, so it is made anew.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._engine: Engine | None = None
        self._page = 0

    def can_read(self, page: int) -> bool:
        """Whether a page is one of rows and sound."""
        try:
            with self._looking_at(page).connect() as connection:
                connection.execute(select(JOURNAL.c.position)).fetchall()
        except (SQLAlchemyError, dbapi2.Error):
            self.close()
            return False
        return True

    def fits(self, pages: Sequence[int]) -> bool:
        """Whether any of some pages, spread over the file, can be read."""
        return any(map(self.can_read, pages[:: max(1, len(pages) // _PROBES)]))

    def rows(self, page: int) -> Iterator[tuple[Table, Row]]:
        """The rows of a page that have the columns of a table, and which table that is."""
        if not self.can_read(page):
            return
        for table in (JOURNAL, *LOCAL):
            for row in self._read(page, table):
                if _fits(table, row):
                    yield table, row

    def _read(self, page: int, table: Table) -> list[Row]:
        try:
            with self._looking_at(page).connect() as connection:
                return [dict(row) for row in connection.execute(select(table)).mappings()]
        except (SQLAlchemyError, dbapi2.Error):
            self.close()
        except (ValueError, TypeError):  # a text of another table where this one has a date
            pass
        return []

    def _looking_at(self, page: int) -> Engine:
        """An engine to which every table begins, and mostly ends, with a page."""
        if self._engine is None:
            self._engine = create_engine(
                "sqlite://", module=dbapi2, creator=self._connect, poolclass=StaticPool
            )
        if page != self._page:
            with self._engine.connect() as connection:
                run = connection.exec_driver_sql
                run("UPDATE sqlite_master SET rootpage = ? WHERE type = 'table'", (page,))
                run(f"PRAGMA schema_version = {page}")  # else the old pages are remembered
            self._page = page
        return self._engine

    def _connect(self) -> Any:
        connection = keyed(self._path, self._key)
        self._page = 0
        for pragma in ("writable_schema = 1", "synchronous = 0", "journal_mode = memory"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    def close(self) -> None:
        """Let go of the copy; the next look opens it again."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None


def _fits(table: Table, row: Row) -> bool:
    """Whether the values are such as the table's columns have: other tables have columns too."""
    if table is SETTING and _SHAPES["group"].fullmatch(str(row["name"])):
        return False  # the group of a computed row, and a title such as "2026"
    return all(_is_value_of(column, row[column.name]) for column in table.columns)


def _is_value_of(column: Column[Any], value: object) -> bool:
    if value is None:
        return bool(column.nullable)
    if shape := _SHAPES.get(column.name):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    if isinstance(value, datetime):
        return value.tzinfo is not None  # a day alone is no moment
    kind = column.type.python_type
    return kind is dict or isinstance(value, kind)  # any JSON value is one
