"""Events to rows of the journal table and back, in the order of their arrival.

Their signatures were verified where they were parsed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, insert, select, update

from npq_desktop.journal.event import Event, parse_parts
from npq_desktop.store.columns import Row
from npq_desktop.store.tables import JOURNAL

Arrival: TypeAlias = tuple[datetime, str]
"""When an entry came to this laptop, and by which route."""
NO_ARRIVALS: Mapping[str, Arrival] = MappingProxyType({})

RECOVERY = "recovery"
"""The route of what a restore reads in sync files: it says of no laptop that it was heard of."""


def insert_events(
    connection: Connection,
    events: Iterable[Event],
    *,
    arrival: Arrival,
    known: Mapping[str, Arrival],
) -> None:
    """Add events in the given order; ``known`` holds by id which had come here before."""
    found = [_row(event, *known.get(event.id, arrival)) for event in events]
    if found:
        connection.execute(insert(JOURNAL), found)


def set_payloads(connection: Connection, events: Iterable[Event]) -> None:
    """Blank or fill the payloads of events that are here, as in these copies."""
    found = [
        {"b_id": event.id, "b_payload": event.payload, "b_salt": event.salt} for event in events
    ]
    if found:
        connection.execute(_SET_PAYLOAD, found)


def load_events(connection: Connection, group: str) -> Iterator[Event]:
    """A group's events in the order of arrival; their signatures were checked when they came."""
    for header, payload, salt, sig in connection.execute(_LOAD, {"group": group}):
        yield parse_parts(header, payload, salt, sig, verify=False)


def group_ids(connection: Connection) -> tuple[str, ...]:
    """Every group of which something is here."""
    return tuple(connection.execute(select(JOURNAL.c.group_id).distinct()).scalars())


_SET_PAYLOAD = (
    update(JOURNAL)
    .where(JOURNAL.c.id == bindparam("b_id"))
    .values(payload=bindparam("b_payload"), salt=bindparam("b_salt"))
)
_LOAD = (
    select(JOURNAL.c.header, JOURNAL.c.payload, JOURNAL.c.salt, JOURNAL.c.sig)
    .where(JOURNAL.c.group_id == bindparam("group"))
    .order_by(JOURNAL.c.position)
)


def key_columns(event: Event) -> Row:
    """The columns that repeat the header."""
    return {
        "id": event.id,
        "group_id": event.group_id,
        "stream": event.stream,
        "seq": event.seq,
        "prev": event.prev,
        "key": event.key,
        "member": event.actor,
        "kind": event.kind,
        "at": event.at,
    }


def _row(event: Event, arrived_at: datetime, arrived_from: str) -> Row:
    return {
        **key_columns(event),
        "header": event.header,
        "payload": event.payload,
        "salt": event.salt,
        "sig": event.sig,
        "arrived_at": arrived_at,
        "arrived_from": arrived_from,
    }
