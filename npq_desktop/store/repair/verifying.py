"""Checks a whole store: pages, structure, every event, and the tables against the journal.

Problems are told by ids and counts, never by names, and nothing is mended.
"""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, Table, select

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import BrokenEventError, Event, parse_parts
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import VerifyReport
from npq_desktop.store import journalling, live
from npq_desktop.store.columns import Row
from npq_desktop.store.database import Database
from npq_desktop.store.errors import StoreDamagedError
from npq_desktop.store.tables import JOURNAL

_MAX_PER_GROUP = 20


def verify(database: Database) -> VerifyReport:
    """Check everything; never raises because of damage."""
    problems = list(database.check_pages())
    notices: list[str] = []
    events = groups = 0
    try:
        with database.reading() as connection:
            for group in journalling.group_ids(connection):
                found = _GroupCheck(connection, group)
                problems += found.problems()
                notices += found.notices()
                events += len(found.events)
                groups += 1
    except StoreDamagedError as error:
        problems.append(str(error))
    return VerifyReport(tuple(problems), events, groups, tuple(notices))


class _GroupCheck:
    """One group's events as they are on the disk, and what is wrong with them."""

    def __init__(self, connection: Connection, group: str) -> None:
        self._connection = connection
        self._group = group
        self.events: dict[str, Event] = {}

    def problems(self) -> list[str]:
        """At most so many sentences; a group that cannot be read has no tables to compare."""
        found = list(self._unsound()) or list(self._stale_tables())
        more = [f"Group {self._group[:8]}: and {len(found) - _MAX_PER_GROUP} more problems."]
        return found[:_MAX_PER_GROUP] + (more if len(found) > _MAX_PER_GROUP else [])

    def _unsound(self) -> Iterator[str]:
        query = select(JOURNAL).where(JOURNAL.c.group_id == self._group)
        for row in self._connection.execute(query.order_by(JOURNAL.c.position)).mappings():
            short = row["id"][:8]
            try:
                event = parse_parts(row["header"], row["payload"], row["salt"], row["sig"])
            except BrokenEventError as error:
                yield f"Change {short}: {error}"
                continue
            self.events[event.id] = event
            if journalling.key_columns(event) != {name: row[name] for name in _KEY_COLUMNS}:
                yield f"Change {short} is filed under something else than it says."

    def notices(self) -> list[str]:
        """What is odd about predecessors: missing here, or another laptop's."""
        named = [(event, event.prev) for event in self.events.values() if event.prev is not None]
        missing = sum(prev not in self.events for _, prev in named)
        foreign = sum(
            self.events[prev].key != event.key for event, prev in named if prev in self.events
        )
        short = f"Group {self._group[:8]}:"
        return [
            *([f"{short} changes are missing here before {missing} others."] if missing else []),
            *([f"{short} {foreign} changes follow another laptop's."] if foreign else []),
        ]

    def _stale_tables(self) -> Iterator[str]:
        right = live.all_rows(self._group, State.of(self.events.values()))
        for table in live.TABLES:
            if _lines(table, right.get(table, [])) != _lines(table, self._rows(table)):
                yield (
                    f"Group {self._group[:8]}, table “{table.name}” does not match the journal. "
                    "Computing it anew mends that."
                )

    def _rows(self, table: Table) -> list[Row]:
        query = select(table).where(table.c.group_id == self._group)
        return [dict(row) for row in self._connection.execute(query).mappings()]


def _lines(table: Table, found: list[Row]) -> Counter[str]:
    names = table.columns.keys()
    return Counter(canonical([row[name] for name in names]) for row in found)


_KEY_COLUMNS = ("id", "group_id", "stream", "seq", "prev", "key", "member", "kind", "at")
