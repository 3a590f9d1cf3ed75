"""From projection rows to facts, in one way, since columns are named like the facts' fields.

Owns the join with the journal that gives every fact its source. No row object leaves this package.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, select

from npq_desktop.journal.kinds.fact import Source
from npq_desktop.store.engine import Database
from npq_desktop.store.tables import JOURNAL

Fact = TypeVar("Fact")
Converters = Mapping[str, Callable[[Any], Any]]

SOURCE_COLUMNS = (
    JOURNAL.c.id,
    JOURNAL.c.member,
    JOURNAL.c.key,
    JOURNAL.c.at,
    JOURNAL.c.arrived_at,
    JOURNAL.c.arrived_from,
)
_WIDTH = len(SOURCE_COLUMNS)


class Queries:
    """Runs queries; each call is one short transaction."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    def all(self, query: Select[*tuple[Any, ...]]) -> list[Any]:
        """Every row of a query."""
        with self._database.reading() as connection:
            return list(connection.execute(query))

    def sourced(
        self,
        table: Table,
        names: Iterable[str],
        group: str,
        *,
        order: Iterable[str] = (),
        **equal: str | None,
    ) -> list[tuple[Source, tuple[Any, ...]]]:
        """Rows of a group with their sources; what is None in ``equal`` is not asked for."""
        query = (
            select(*SOURCE_COLUMNS, *(table.c[name] for name in names))
            .join_from(table, JOURNAL, JOURNAL.c.id == table.c.source_id)
            .where(*where(table, group, equal))
            .order_by(*(table.c[name] for name in order))
        )
        return [(Source(*row[:_WIDTH]), tuple(row[_WIDTH:])) for row in self.all(query)]

    def facts(
        self,
        fact: Callable[..., Fact],
        table: Table,
        group: str,
        *,
        order: Iterable[str],
        convert: Converters | None = None,
        **equal: str | None,
    ) -> tuple[Fact, ...]:
        """Rows of a group as facts with a ``source``, in the order of these columns and heads."""
        names = [one.name for one in fields(fact) if one.name in table.c]  # type: ignore[arg-type]
        converters = convert or {}
        found = self.sourced(table, names, group, order=(*order, "number"), **equal)
        return tuple(
            fact(source=source, **_converted(dict(zip(names, row, strict=True)), converters))
            for source, row in found
        )

    def sources(self, ids: Iterable[str]) -> dict[str, Source]:
        """The sources of entries, by id."""
        query = select(*SOURCE_COLUMNS).where(JOURNAL.c.id.in_(list(ids)))
        return {row[0]: Source(*row) for row in self.all(query)}


def where(table: Table, group: str, equal: Mapping[str, str | None]) -> list[ColumnElement[bool]]:
    """The conditions: this group, and every column for which something is asked."""
    asked = {"group_id": group, **equal}
    return [table.c[name] == value for name, value in asked.items() if value is not None]


def _converted(row: dict[str, Any], converters: Converters) -> dict[str, Any]:
    for name, convert in converters.items():
        if row[name] is not None:
            row[name] = convert(row[name])
    return row
