"""Rows of a hub's tables and what they mean: access, summaries, pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from npq_desktop.hub.tables import BOX, ITEM
from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import Event, parse_parts
from npq_desktop.relay.backing import ItemPage
from npq_desktop.relay.items import DOUBT, OPEN_KINDS
from npq_desktop.relay.limits import MAX_BODY_BYTES, MAX_ITEMS
from npq_desktop.relay.standing import Access
from npq_desktop.relay.summaries import Place, StreamSummary

AT_ONCE = 500
"""Values in one statement: a page, or a push."""

_PARTS = (ITEM.c.header, ITEM.c.payload, ITEM.c.salt, ITEM.c.sig)


def access_in(connection: Connection, group: str) -> Access:
    """Who may do what in a group, from its open entries, and from all entries of laptops that
    somebody took out.
    """
    asked = select(*_PARTS).where(ITEM.c.group_id == group, ITEM.c.kind.in_(OPEN_KINDS))
    events = [_event(*row) for row in connection.execute(asked)]
    named = {
        str(event.content["key"])
        for event in events
        if event.kind == "revoke" and event.content is not None and "key" in event.content
    }
    if named:
        others = select(*_PARTS).where(
            ITEM.c.group_id == group, ITEM.c.key.in_(named), ITEM.c.kind.not_in(OPEN_KINDS)
        )
        events += [_event(*row) for row in connection.execute(others)]
    return Access.of(events)


def streams_in(
    connection: Connection, group: str, streams: Collection[str] | None = None
) -> dict[str, list[object]]:
    """The summary of a group's streams, all of them or these, as a reply says it."""
    asked = select(ITEM.c.stream, ITEM.c.seq, ITEM.c.id, ITEM.c.whole).where(
        ITEM.c.group_id == group
    )
    if streams is not None:
        asked = asked.where(ITEM.c.stream.in_(list(streams)))
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for stream, seq, entry, whole in connection.execute(
        asked.order_by(ITEM.c.stream, ITEM.c.seq, ITEM.c.id)
    ):
        found[stream].append(Place(seq, entry, bool(whole)))
    return {stream: StreamSummary.of(places).as_list() for stream, places in found.items()}


def item_lines(connection: Connection, group: str, stream: str | None, first: int) -> ItemPage:
    """A page of a stream, or of the whole group: 500 items or 1 MiB at most, one at least."""
    ids = _ids_from(connection, group, stream, first)
    page = ids[:MAX_ITEMS]
    asked = select(ITEM.c.id, ITEM.c.whole, *_PARTS).where(
        ITEM.c.group_id == group, among(connection, ITEM.c.id, page)
    )
    rows = {row.id: row for row in connection.execute(asked)}
    boxes = boxes_of(connection, group, page)
    lines: list[str] = []
    size = 0
    for each in page:
        row, closed = rows[each], [data for _, data in boxes.get(each, [])]
        if closed and not row.whole:
            closed.append(DOUBT)
        line = canonical([row.header, row.payload, row.salt, row.sig, *closed])
        size += len(line.encode()) + 2
        if lines and size > MAX_BODY_BYTES:
            break
        lines.append(line)
    following = first + len(lines)
    return ItemPage(lines, following if len(lines) < len(ids) else None)


def _ids_from(connection: Connection, group: str, stream: str | None, first: int) -> list[str]:
    """The ids of a page and one more, in order: from the index alone, since a database that sorts
    a group's texts to skip most of them takes ten times as long.
    """
    order = (ITEM.c.seq, ITEM.c.id) if stream else (ITEM.c.stream, ITEM.c.seq, ITEM.c.id)
    asked = select(ITEM.c.id).where(ITEM.c.group_id == group)
    if stream is not None:
        asked = asked.where(ITEM.c.stream == stream)
    ordered = asked.order_by(*order).offset(first).limit(MAX_ITEMS + 1)
    return list(connection.execute(ordered).scalars())


def boxes_of(
    connection: Connection, group: str, ids: Collection[str]
) -> dict[str, list[tuple[str, str]]]:
    """Whose boxes an entry has, in the order in which they came, by its id."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for some in batches(ids):
        asked = select(BOX.c.id, BOX.c.by, BOX.c.data).where(
            BOX.c.group_id == group, among(connection, BOX.c.id, some)
        )
        for entry, by, data in connection.execute(asked.order_by(BOX.c.id, BOX.c.number)):
            found[entry].append((by, data))
    return found


def among(connection: Connection, column: ColumnElement[str], ids: Iterable[str]) -> Any:
    """That a column is one of these, given as one list: a value for each takes twice as long."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(ids), ARRAY(Text)))
    each = func.json_each(canonical(list(ids))).table_valued("value")
    return column.in_(select(each.c.value))


def batches(ids: Iterable[str]) -> Iterable[list[str]]:
    """The ids in parts that fit into one statement."""
    every = sorted(ids)
    return (every[first : first + AT_ONCE] for first in range(0, len(every), AT_ONCE))


def _event(header: str, payload: str | None, salt: str | None, sig: str) -> Event:
    return parse_parts(header, payload, salt, sig, verify=False)
