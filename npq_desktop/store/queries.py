"""Live values read out as facts, each with the entry it comes from."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, or_, select

from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.kind import Kind, LiveValue
from npq_desktop.store.database import Database
from npq_desktop.store.live import LIVE
from npq_desktop.store.tables import JOURNAL

Fact = TypeVar("Fact")

SOURCE_COLUMNS = (
    JOURNAL.c.id,
    JOURNAL.c.member,
    JOURNAL.c.key,
    JOURNAL.c.at,
    JOURNAL.c.arrived_at,
    JOURNAL.c.arrived_from,
)
_WIDTH = len(SOURCE_COLUMNS)
_FAMILY = _WIDTH + 2

_VALUES = (
    select(*SOURCE_COLUMNS, JOURNAL.c.payload, LIVE.c.head, LIVE.c.family)
    .add_columns(LIVE.c.a, LIVE.c.b, LIVE.c.c)
    .join_from(LIVE, JOURNAL, JOURNAL.c.id == LIVE.c.source_id)
    .where(LIVE.c.group_id == bindparam("group_id"))
    .order_by(LIVE.c.family, LIVE.c.a, LIVE.c.b, LIVE.c.c, LIVE.c.number)
)
_OF_FAMILY = _VALUES.where(LIVE.c.family == bindparam("family"))
_OF_A = _OF_FAMILY.where(LIVE.c.a == bindparam("a"))
_OF_B = _OF_A.where(LIVE.c.b == bindparam("b"))


@cache
def _of_families(families: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return _VALUES.where(or_(*(LIVE.c.family == family for family in families)))


class Queries:
    """Runs queries; each call is one short transaction."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    def all(self, query: Select[*tuple[Any, ...]], **asked: object) -> list[Any]:
        """Every row of a query; ``asked`` fills its parameters."""
        with self._database.reading() as connection:
            return list(connection.execute(query, asked))

    def facts(self, kind: Kind[Fact], group: str, a: str = "", b: str = "") -> tuple[Fact, ...]:
        """The live facts of a kind, in the order of their cells and heads.

        ``a``, or ``a`` and ``b``, narrow them to cells whose first texts after the family those
        are.
        """
        query = _OF_B if b else _OF_A if a else _OF_FAMILY
        places = {name: said for name, said in (("a", a), ("b", b)) if said}
        found = self.all(query, group_id=group, family=kind.family, **places)
        return kind.facts(_values(found, len(kind.key)))

    def facts_of(self, kinds: Iterable[Kind[Any]], group: str) -> Mapping[str, tuple[Any, ...]]:
        """The live facts of several kinds, by kind, in one query."""
        asked = {kind.family: kind for kind in kinds}
        found = self.all(_of_families(tuple(asked)), group_id=group)
        facts: dict[str, tuple[Any, ...]] = {kind.name: () for kind in asked.values()}
        for family, own in groupby(found, key=lambda row: row[_FAMILY]):
            kind = asked[family]
            facts[kind.name] = kind.facts(_values(own, len(kind.key)))
        return facts

    def sources(self, ids: Iterable[str]) -> dict[str, Source]:
        """The sources of entries, by id."""
        wanted = list(ids)
        if not wanted:
            return {}
        query = select(*SOURCE_COLUMNS).where(JOURNAL.c.id.in_(wanted))
        return {row[0]: Source(*row) for row in self.all(query)}


def _values(found: Iterable[Any], width: int) -> Iterator[LiveValue]:
    """Live values of cells with so many texts after the family."""
    entries: dict[str, tuple[Mapping[str, object], Source]] = {}
    for row in found:
        entry = entries.get(row[0])
        if entry is None:  # an entry about a person or an event has a value for each field
            entry = entries[row[0]] = json.loads(row[_WIDTH]), Source(*row[:_WIDTH])
        content, source = entry
        yield tuple(row[_FAMILY : _FAMILY + 1 + width]), content, row[_WIDTH + 1], source
