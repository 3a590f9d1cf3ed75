"""Groups kept in a hub's database: who may come in, what is there, and what a push changes."""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from npq_desktop.hub import codes
from npq_desktop.hub.database import READY, HubDatabase
from npq_desktop.hub.limits_of_hub import HubLimits
from npq_desktop.hub.pushing import Push, new_mark
from npq_desktop.hub.rows import access_in, item_lines, streams_in
from npq_desktop.hub.tables import BOX, GROUP, HUB, ITEM, SCHEMA
from npq_desktop.journal.codec import b64decode, b64encode
from npq_desktop.journal.keys import KEY_BYTES, SigningKey
from npq_desktop.relay.backing import Backing, GroupSummary, ItemPage, Pushed, no_such_group
from npq_desktop.relay.items import RelayItem
from npq_desktop.relay.replies import RefusalError
from npq_desktop.relay.standing import Access

_KEPT = 500
_Clock = Callable[[], float]
_Kept = TypeVar("_Kept")


class HubBacking(Backing):
    """A hub on its database. Access is remembered by its mark, a summary by its stamp."""

    def __init__(
        self, database: HubDatabase, *, limits: HubLimits, clock: _Clock, name: str = ""
    ) -> None:
        self.database = database
        self._limits = limits
        self._clock = clock
        self._access: OrderedDict[tuple[str, str], Access] = OrderedDict()
        self._summaries: OrderedDict[tuple[str, str], GroupSummary] = OrderedDict()
        self._lock = Lock()
        row = database.write(_own_row)
        self.key = SigningKey(b64decode(row.seed, KEY_BYTES))
        self.name = name or row.name or "Hub"

    @override
    def access(self, group: str) -> Access | None:
        with self.database.reading() as connection:
            row = _group(connection, group)
            return None if row is None else self._access_in(connection, row)

    @override
    def summary(self, group: str) -> GroupSummary:
        with self.database.reading() as connection:
            row = _group(connection, group)
            if row is None:
                raise no_such_group()
            place = (group, row.stamp)
            found = self._recall(self._summaries, place)
            if found is None:
                streams = streams_in(connection, group)
                found = GroupSummary(row.stamp, streams, row.delete_on)
                self._remember(self._summaries, place, found)
            return found

    @override
    def page(self, group: str, stream: str | None, first: int) -> ItemPage:
        with self.database.reading() as connection:
            return item_lines(connection, group, stream, first)

    @override
    def push(self, group: str, key: str, items: Sequence[RelayItem]) -> Pushed:
        def work(connection: Connection) -> tuple[Pushed, bool]:
            row = _group(connection, group, locked=True)
            if row is None:
                raise no_such_group()
            before = self._access_in(connection, row)
            push = Push(self.database, connection, row, self._limits, self._now())
            done = push.take(items, key, before)
            return done, push.took_away

        done, took_away = self.database.write(work)
        if took_away:
            self.database.empty_log()
        return done

    @override
    def stamps(self, groups: Iterable[str]) -> Mapping[str, str]:
        asked = select(GROUP.c.group_id, GROUP.c.stamp).where(GROUP.c.group_id.in_(list(groups)))
        with self.database.reading() as connection:
            return {row.group_id: row.stamp for row in connection.execute(asked)}

    @override
    def open_group(self, start: RelayItem, code: str | None) -> tuple[bool, str]:
        group = start.event.id

        def work(connection: Connection) -> tuple[bool, str]:
            row = _group(connection, group, locked=True)
            if row is not None:
                return False, str(row.stamp)
            if code is not None:
                codes.use(connection, code, self._today())
            self._check_room(connection)
            fresh = self._new_group(start)
            connection.execute(GROUP.insert().values(**fresh))
            row = _group(connection, group, locked=True)
            assert row is not None  # noqa: S101  it was inserted
            push = Push(self.database, connection, row, self._limits, self._now())
            return True, push.take_start(start)

        return self.database.write(work)

    @override
    def remove(self, group: str) -> None:
        def work(connection: Connection) -> None:
            if _group(connection, group, locked=True) is not None:
                forget(connection, group)

        self.database.write(work)
        self.database.empty_log()

    @override
    def is_ready(self) -> bool:
        try:
            with self.database.reading() as connection:
                connection.execute(READY)
                return connection.execute(select(HUB.c.schema)).scalar() == SCHEMA
        except SQLAlchemyError:
            return False

    def end_of_life(self) -> list[str]:
        """Forget the groups whose day is over; their ids."""
        today = self._today().isoformat()
        asked = select(GROUP.c.group_id).where(GROUP.c.delete_on < today, GROUP.c.removed == 0)
        with self.database.reading() as connection:
            over = list(connection.execute(asked).scalars())
        for group in over:
            self.remove(group)
        return over

    def _new_group(self, start: RelayItem) -> dict[str, object]:
        return {
            "group_id": start.event.id,
            "stamp": new_mark(),
            "access": new_mark(),
            "entries": 0,
            "bytes": 0,
            "opened_at": self._now(),
            "opened_by": start.event.key,
            "delete_on": self._last_day(start),
            "removed": 0,
        }

    def _last_day(self, start: RelayItem) -> str | None:
        keep_until = (start.event.content or {}).get("keep_until")
        try:
            last = date.fromisoformat(str(keep_until)) + timedelta(days=self._limits.keep_days)
        except (ValueError, OverflowError):
            return None
        return last.isoformat()

    def _check_room(self, connection: Connection) -> None:
        count = select(func.count()).select_from(GROUP).where(GROUP.c.removed == 0)
        if connection.execute(count).scalar_one() >= self._limits.max_groups:
            raise RefusalError(507, "full", "This hub has no room for another group.")

    def _access_in(self, connection: Connection, row: Row[Any]) -> Access:
        place = (str(row.group_id), str(row.access))
        found = self._recall(self._access, place)
        if found is None:
            found = access_in(connection, place[0])
            self._remember(self._access, place, found)
        return found

    def _recall(
        self, kept: OrderedDict[tuple[str, str], _Kept], place: tuple[str, str]
    ) -> _Kept | None:
        with self._lock:
            found = kept.get(place)
            if found is not None:
                kept.move_to_end(place)
            return found

    def _remember(
        self, kept: OrderedDict[tuple[str, str], _Kept], place: tuple[str, str], found: _Kept
    ) -> None:
        with self._lock:
            kept[place] = found
            while len(kept) > _KEPT:
                kept.popitem(last=False)

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock(), UTC).date()

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="seconds")


def forget(connection: Connection, group: str) -> None:
    """Take everything of a group away but that it was here."""
    for table in (BOX, ITEM):
        connection.execute(delete(table).where(table.c.group_id == group))
    connection.execute(
        update(GROUP)
        .where(GROUP.c.group_id == group)
        .values(removed=1, entries=0, bytes=0, opened_by="", stamp=new_mark(), access=new_mark())
    )


def _group(connection: Connection, group: str, *, locked: bool = False) -> Row[Any] | None:
    """The group's row; ``locked`` until the transaction ends.

    Raises:
        RefusalError: the group was removed.
    """
    asked = select(GROUP).where(GROUP.c.group_id == group)
    row = connection.execute(asked.with_for_update() if locked else asked).one_or_none()
    if row is not None and row.removed:
        raise RefusalError(410, "removed", "This group was removed from this hub on purpose.")
    return row


def _own_row(connection: Connection) -> Row[Any]:
    """The hub's one row, made at its first start."""
    row = connection.execute(select(HUB)).one_or_none()
    if row is None:
        seed = b64encode(secrets.token_bytes(KEY_BYTES))
        connection.execute(HUB.insert().values(only=1, seed=seed, name="", schema=SCHEMA))
        row = connection.execute(select(HUB)).one()
    return row
