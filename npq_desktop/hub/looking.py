"""What a hub's owner can look at: whether everything is sound, and whose laptops are in a group."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from npq_desktop.hub.database import HubDatabase
from npq_desktop.hub.rows import access_in
from npq_desktop.hub.tables import BOX, GROUP, HUB, ITEM, SCHEMA
from npq_desktop.journal.codec import b64decode
from npq_desktop.journal.event import BrokenEventError, parse_parts
from npq_desktop.journal.keys import SigningKey

SILENT_DAYS = 400


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A laptop of a group; ``last`` is the day of its last entry here, "" without any."""

    group: str
    name: str
    device: str
    role: str
    last: str


def check(database: HubDatabase, today: date) -> dict[str, object]:
    """Everything read once: how much there is, what is not sound, and who was not heard of."""
    with database.reading() as connection:
        own = connection.execute(select(HUB)).one_or_none()
        unsound = sorted(_unsound(connection))
        groups = _here(connection)
        return {
            "hub": None if own is None else SigningKey(b64decode(own.seed)).public,
            "schema": SCHEMA,
            "groups": len(groups),
            "entries": connection.execute(select(func.count()).select_from(ITEM)).scalar_one(),
            "boxes": connection.execute(select(func.count()).select_from(BOX)).scalar_one(),
            "unsound": unsound,
            "silent": sorted(_silent(connection, groups, today)),
        }


def devices(database: HubDatabase, group: str | None) -> list[DeviceRow]:
    """Who is in a group, or in every group; no participant, whom a hub does not know."""
    with database.reading() as connection:
        groups = [each for each in _here(connection) if group in (None, each)]
        return [row for each in groups for row in _devices(connection, each)]


def _devices(connection: Connection, group: str) -> Iterator[DeviceRow]:
    asked = select(ITEM.c.key, func.max(ITEM.c.arrived)).where(ITEM.c.group_id == group)
    last: dict[str, str] = {
        key: arrived[:10] for key, arrived in connection.execute(asked.group_by(ITEM.c.key))
    }
    for member in access_in(connection, group).admission.members.values():
        role = "removed" if member.revoked else member.role.value
        yield DeviceRow(group, member.name, member.device, role, last.get(member.key, ""))


def _unsound(connection: Connection) -> Iterator[str]:
    """The ids of entries whose hash or signature does not fit."""
    asked = select(ITEM.c.id, ITEM.c.header, ITEM.c.payload, ITEM.c.salt, ITEM.c.sig)
    for entry, header, payload, salt, sig in connection.execute(asked):
        try:
            if parse_parts(header, payload, salt, sig).id != entry:
                yield entry
        except BrokenEventError:
            yield entry


def _silent(connection: Connection, groups: list[str], today: date) -> Iterator[str]:
    asked = select(ITEM.c.group_id, func.max(ITEM.c.arrived)).group_by(ITEM.c.group_id)
    last: dict[str, str] = {row[0]: row[1] for row in connection.execute(asked)}
    since = (today - timedelta(days=SILENT_DAYS)).isoformat()
    return (group for group in groups if last.get(group, "") < since)


def _here(connection: Connection) -> list[str]:
    asked = select(GROUP.c.group_id).where(GROUP.c.removed == 0).order_by(GROUP.c.group_id)
    return list(connection.execute(asked).scalars())
