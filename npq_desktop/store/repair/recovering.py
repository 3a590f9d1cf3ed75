"""Reads what can be read of a store file, damaged or whole, and puts it into another store.

It works on copies, never on the only file. Every entry is verified before it is passed on; what is
damaged is skipped and counted. Of two sound sides both are kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, Select, Table, func, insert, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from npq_desktop.journal.event import BrokenEventError, Event, parse_parts
from npq_desktop.store.columns import Row
from npq_desktop.store.database import FILE_NAME, Database
from npq_desktop.store.errors import StoreDamagedError, StoreNewerError
from npq_desktop.store.journalling import Arrival, key_columns
from npq_desktop.store.repair.pages import LOCAL, rows_by_page
from npq_desktop.store.tables import EXCHANGE, IDENTITY, JOURNAL, SCHEMA, SETTING

_OF_ONE_FILE = frozenset({"projections", "vacuum_due"})
_MANY = 20_000
"""How many rows to try where a table's own count cannot be read; fewer if the file is small."""
_LEAST_BYTES = 512
"""No entry of the journal takes less: its header, signature and ids alone are longer."""
_PROBES = 25


@dataclass(slots=True)
class Salvage:
    """What is sound in a file.

    ``journal`` holds rows by event id, in the order of arrival; ``local`` the other durable tables'
    rows; ``expected`` is how many entries the file had.
    """

    journal: dict[str, Row] = field(default_factory=dict)
    local: dict[str, Sequence[Row]] = field(default_factory=dict)
    expected: int = 0

    def events(self) -> Mapping[str, Sequence[Event]]:
        """The entries by group."""
        groups: dict[str, list[Event]] = {}
        for row in self.journal.values():
            groups.setdefault(row["group_id"], []).append(_event(row))
        return groups

    def arrivals(self) -> Mapping[str, Arrival]:
        """When and by which route each entry had come to the laptop that wrote the file, by id."""
        return {key: (row["arrived_at"], row["arrived_from"]) for key, row in self.journal.items()}

    def with_more(self, other: "Salvage") -> "Salvage":
        """Itself with what only another reading of the same file found."""
        every = sorted({**other.journal, **self.journal}.values(), key=lambda row: row["position"])
        names = self.local.keys() | other.local.keys()
        return Salvage(
            {row["id"]: row for row in every},
            {name: (*self.local.get(name, ()), *other.local.get(name, ())) for name in names},
            max(self.expected, other.expected),
        )

    @property
    def has_identity(self) -> bool:
        """Whether the keys of its laptop are in it."""
        return bool(self.local.get(IDENTITY.name))


def read_found(folder: Path, key: bytes, *, whole: bool = False) -> Salvage:
    """All that is sound in the store in ``folder``; damage leaves less, never an error.

    Raises:
        StoreDamagedError: a page is damaged and ``whole`` was asked for.
        StoreError: the file cannot be opened at all, or is in use, or from a newer version.
    """
    reader = _Reader(folder, key)
    try:
        reader.refuse_unfit(whole=whole)
        rows = tuple(reader.rows(JOURNAL))
        found = Salvage({row["id"]: row for row in rows if _is_sound(row)})
        # Numbers have no gaps: nothing is ever deleted from the journal.
        last = reader.last(JOURNAL)
        found.expected = max((row["position"] for row in rows), default=0) if last is None else last
        found.local = {table.name: tuple(reader.rows(table)) for table in LOCAL}
    finally:
        reader.close()
    return found


def read_pages(folder: Path, key: bytes) -> Salvage:
    """All that is sound in a file of which a page that leads to others is damaged."""
    rows = rows_by_page(folder, key)
    journal = rows[JOURNAL.name]
    found = Salvage({row["id"]: row for row in journal if _is_sound(row)})
    found.expected = max((row["position"] for row in journal), default=0)
    found.local = {table.name: tuple(rows[table.name]) for table in LOCAL}
    return found


def put_local(database: Database, found: Salvage, *, replace: bool = False) -> None:
    """Write the durable tables beside the journal; what is there already stays, or is replaced."""
    with database.writing() as connection:
        for table in LOCAL:
            rows = [row for row in found.local.get(table.name, ()) if _belongs(table, row)]
            for row in rows:
                values = {name: row[name] for name in row if name != "position"}
                statement = upsert(table).values(values)
                connection.execute(
                    statement.on_conflict_do_update(set_=values)
                    if replace and table is not EXCHANGE
                    else statement.on_conflict_do_nothing()
                )


def put_journal(database: Database, found: Salvage) -> None:
    """Write the entries into an empty journal as they had arrived; tables are computed after."""
    rows = [{**row} for row in found.journal.values()]
    for row in rows:
        del row["position"]
    if rows:
        with database.writing() as connection:
            connection.execute(insert(JOURNAL), rows)


def _last(source: str) -> Executable:
    return text(f"SELECT max(rowid) FROM {source}")  # noqa: S608  of our own names


def _row(table: Table, number: int) -> Select[Any]:
    return (
        select(func.count())
        .select_from(table)
        .where(text("rowid = :number").bindparams(number=number))
    )


class _Reader:
    """Reads tables in halves around what is damaged.

    After the first damaged page a connection fails at sound ones too, so it is made anew.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._key = folder, key
        self._database = Database.open(folder, key)

    def refuse_unfit(self, *, whole: bool) -> None:
        """Raise for a file of a newer version and, if ``whole``, for a damaged one."""
        if whole and (problems := self._database.check_pages()):
            raise StoreDamagedError(problems[0])
        with self._database.reading() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version == 0:
            raise StoreDamagedError(
                "There is no data in this file. It was cut off, or is another kind of file."
            )
        if version > SCHEMA:
            raise StoreNewerError(
                "A newer version of NPQ Desktop wrote this file. Update NPQ Desktop, "
                "then try again."
            )

    def close(self) -> None:
        """Close a file that may be too damaged to be closed properly: it is only a copy."""
        try:
            self._database.close()
        except StoreDamagedError:
            return

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows that can be read, by their number."""
        last = self._number(_last(table.name))
        if last is None:
            last = self.last(table) or self._at_most(table)
            places = range(1, last + 1, max(1, last // _PROBES))
            if all(self._number(_row(table, at)) is None for at in places):
                return  # the page that leads to all others: row by row this would take minutes
        yield from self._between(table, 1, last)

    def last(self, table: Table) -> int | None:
        """The highest number of a row, from the table or from an index; None if neither has it."""
        # As text: the dialect leaves hints out, and each of these reads other pages of the file.
        names = sorted(str(index.name) for index in table.indexes)
        sources = [table.name, *(f"{table.name} INDEXED BY {name}" for name in names)]
        numbers = (self._number(_last(source)) for source in sources)
        return next((number for number in numbers if number is not None), None)

    def _at_most(self, table: Table) -> int:
        if table is not JOURNAL:
            return _MANY
        return min(_MANY, (self._folder / FILE_NAME).stat().st_size // _LEAST_BYTES)

    def _number(self, query: Executable) -> int | None:
        try:
            with self._database.reading() as connection:
                return connection.execute(query).scalar() or 0
        except StoreDamagedError:
            self._reopen()
            return None

    def _between(self, table: Table, low: int, high: int) -> Iterator[Row]:
        if low > high:
            return
        part = text("rowid BETWEEN :low AND :high").bindparams(low=low, high=high)
        try:
            with self._database.reading() as connection:
                query = select(table).where(part).order_by(text("rowid"))
                found = [dict(row) for row in connection.execute(query).mappings()]
        except StoreDamagedError:
            self._reopen()
            if low < high:
                middle = (low + high) // 2
                yield from self._between(table, low, middle)
                yield from self._between(table, middle + 1, high)
            return
        yield from found

    def _reopen(self) -> None:
        self.close()
        self._database = Database.open(self._folder, self._key)


def _event(row: Row, *, verify: bool = False) -> Event:
    return parse_parts(row["header"], row["payload"], row["salt"], row["sig"], verify=verify)


def _is_sound(row: Row) -> bool:
    try:
        event = _event(row, verify=True)
    except BrokenEventError:
        return False
    columns = key_columns(event)
    return columns == {name: row[name] for name in columns}


def _belongs(table: Table, row: Row) -> bool:
    return table is not SETTING or row["name"] not in _OF_ONE_FILE
