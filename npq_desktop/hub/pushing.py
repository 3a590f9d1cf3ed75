"""One push into one group, inside its transaction: entries, boxes, erasures, stamp."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from npq_desktop.hub.database import HubDatabase
from npq_desktop.hub.limits_of_hub import HubLimits
from npq_desktop.hub.rows import access_in, among, batches, boxes_of, streams_in
from npq_desktop.hub.tables import BOX, GROUP, ITEM
from npq_desktop.relay.backing import Pushed, no_such_group
from npq_desktop.relay.items import DOUBT, MAX_BOXES, OPEN_KINDS, RelayItem
from npq_desktop.relay.replies import RefusalError
from npq_desktop.relay.standing import Access, Rank, is_erasable

_MARK_BYTES = 12


def new_mark() -> str:
    """A stamp, or a mark of access: random, and said nowhere what it means."""
    return secrets.token_urlsafe(_MARK_BYTES)


class Push:
    """Takes items into one group whose row is locked."""

    def __init__(
        self,
        database: HubDatabase,
        connection: Connection,
        row: Row[Any],
        limits: HubLimits,
        now: str,
    ) -> None:
        self._database = database
        self._connection = connection
        self._row = row
        self._group: str = row.group_id
        self._limits = limits
        self._now = now
        self._bytes = 0
        self._filled: set[str] = set()
        self._changed: set[str] = set()
        self._stored = 0
        self.took_away = False

    def take(self, items: Sequence[RelayItem], key: str, before: Access) -> Pushed:
        """Take all in, as far as they are new, if ``key`` may send them.

        Raises:
            RefusalError: it may not, or there is no room.
        """
        by_id = _each_once(items)
        new = self._insert(by_id.values())
        self._fill(by_id, new)
        access = self._access_after(by_id, new, before)
        self._judge(access, key, by_id.values())
        erased = self._take_boxes(by_id, new, key, access)
        self._erase(access.erased - before.erased)
        changed = len(self._changed - new)
        is_other = bool(new or changed or self._stored)
        stamp = new_mark() if is_other else str(self._row.stamp)
        self._note(new, stamp, is_other_access=access is not before)
        streams = {item.event.stream for item in by_id.values()}
        return Pushed(
            new=len(new),
            had=len(by_id) - len(new),
            texts=changed,
            erased=erased,
            stamp=stamp,
            streams=streams_in(self._connection, self._group, streams) if streams else {},
        )

    def take_start(self, start: RelayItem) -> str:
        """Take in the entry that starts the group; the stamp."""
        new = self._insert([start])
        self._note(new, str(self._row.stamp), is_other_access=False)
        return str(self._row.stamp)

    # -- entries ----------------------------------------------------------------------------------

    def _insert(self, items: Iterable[RelayItem]) -> frozenset[str]:
        """The ids that were not here before, now stored, in the order of ids."""
        rows = {item.event.id: self._row_of(item) for item in items}
        new: set[str] = set()
        for some in batches(rows):
            statement = self._database.insert(ITEM).on_conflict_do_nothing()
            stored = self._connection.execute(
                statement.returning(ITEM.c.id), [rows[each] for each in some]
            )
            new.update(stored.scalars())
        self._bytes += sum(_size(rows[each]) for each in new)
        return frozenset(new)

    def _row_of(self, item: RelayItem) -> dict[str, object]:
        event = item.event
        return {
            "group_id": self._group,
            "id": event.id,
            "stream": event.stream,
            "seq": event.seq,
            "key": event.key,
            "kind": event.kind,
            "header": event.header,
            "payload": event.payload,
            "salt": event.salt,
            "sig": event.sig,
            "whole": 0 if event.is_stripped else 1,
            "arrived": self._now,
        }

    def _fill(self, items: dict[str, RelayItem], new: frozenset[str]) -> None:
        """Give open entries that were here without their payload what came now."""
        full = [each for each, item in items.items() if item.event.payload and each not in new]
        for some in batches(full):
            bare = select(ITEM.c.id).where(*self._here(some), ITEM.c.payload.is_(None))
            for each in self._connection.execute(bare).scalars().all():
                event = items[each].event
                values = {"payload": event.payload, "salt": event.salt, "whole": 1}
                self._connection.execute(update(ITEM).where(*self._here([each])).values(**values))
                self._bytes += len((event.payload or "").encode())
                self._filled.add(each)
                self._changed.add(each)

    def _access_after(
        self, items: dict[str, RelayItem], new: frozenset[str], before: Access
    ) -> Access:
        """Who may do what once these are here; the same where nothing of it can have changed."""
        named = before.admission.kept.keys()
        changes = any(
            items[each].event.kind in OPEN_KINDS or items[each].event.key in named
            for each in (*new, *self._filled)
        )
        return access_in(self._connection, self._group) if changes else before

    @staticmethod
    def _judge(access: Access, key: str, items: Iterable[RelayItem]) -> None:
        rank = access.rank(key)
        if rank is Rank.STRANGER:
            raise no_such_group()
        if rank is Rank.REVOKED:
            raise RefusalError(403, "revoked", "This laptop was removed from the group.")
        closed = any(item.event.kind not in OPEN_KINDS for item in items)
        if rank is Rank.CONTESTED and closed:
            raise RefusalError(403, "contested", "Two laptops used one invitation.")

    # -- boxes ------------------------------------------------------------------------------------

    def _take_boxes(
        self, items: dict[str, RelayItem], new: frozenset[str], key: str, access: Access
    ) -> int:
        """Keep the boxes, note the doubts; how many were not taken because they are erased."""
        closed = {each: item for each, item in items.items() if item.boxes}
        here = boxes_of(self._connection, self._group, closed.keys())
        whole = self._whole(closed.keys())
        erased = 0
        first: dict[str, str] = {}
        turned: dict[bool, list[str]] = {True: [], False: []}
        for each in sorted(closed):
            box = closed[each].boxes[0]
            if each in access.erased and is_erasable(closed[each].event.kind):
                erased += box != DOUBT
                continue
            if box != DOUBT and each in here:
                self._keep_box(each, key, box, here[each])
            elif box != DOUBT:
                first[each] = box
            if whole[each] is not (box != DOUBT):
                turned[box != DOUBT].append(each)
        self._keep_first_boxes(first, key)
        for is_whole, ids in turned.items():
            self._set_whole(ids, is_whole=is_whole)
        return erased

    def _keep_first_boxes(self, boxes: dict[str, str], key: str) -> None:
        """The first boxes of entries, many in one statement: most of what is ever sent."""
        for some in batches(boxes):
            common = {"group_id": self._group, "by": key, "number": 1}
            rows = [{**common, "id": each, "data": boxes[each]} for each in some]
            self._connection.execute(BOX.insert(), rows)
        self._bytes += sum(map(len, boxes.values()))
        self._stored += len(boxes)

    def _keep_box(self, each: str, key: str, box: str, here: list[tuple[str, str]]) -> None:
        """A key's later box stands in place of its earlier, a seventeenth in the oldest's."""
        if any(data == box for _, data in here):
            return
        gone = [by for by, _ in here if by == key] or (
            [here[0][0]] if len(here) >= MAX_BOXES else []
        )
        mine = (BOX.c.group_id == self._group, BOX.c.id == each)
        if gone:
            self._connection.execute(delete(BOX).where(*mine, BOX.c.by.in_(gone)))
        highest = select(func.coalesce(func.max(BOX.c.number), 0)).where(*mine)
        number = self._connection.execute(highest).scalar_one() + 1
        row = {"group_id": self._group, "id": each, "by": key, "number": number, "data": box}
        self._connection.execute(BOX.insert().values(**row))
        self._bytes += len(box) - sum(len(data) for by, data in here if by in gone)
        self._stored += 1

    def _whole(self, ids: Collection[str]) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for some in batches(ids):
            asked = select(ITEM.c.id, ITEM.c.whole).where(*self._here(some))
            found |= {each: bool(whole) for each, whole in self._connection.execute(asked)}
        return found

    def _set_whole(self, ids: Iterable[str], *, is_whole: bool) -> None:
        for some in batches(ids):
            values = {"whole": int(is_whole)}
            self._connection.execute(update(ITEM).where(*self._here(some)).values(**values))
            self._changed.update(some)

    def _erase(self, ids: Collection[str]) -> None:
        """Take away the boxes of entries that an erasure lists from now on."""
        for some in batches(ids):
            asked = select(ITEM.c.id, ITEM.c.kind).where(*self._here(some))
            found = self._connection.execute(asked).all()
            erasable = [each for each, kind in found if is_erasable(kind)]
            boxes = boxes_of(self._connection, self._group, erasable)
            if not boxes:
                continue
            gone = (BOX.c.group_id == self._group, BOX.c.id.in_(list(boxes)))
            self._connection.execute(delete(BOX).where(*gone))
            self._connection.execute(update(ITEM).where(*self._here(boxes)).values(whole=0))
            self._bytes -= sum(len(data) for all_of in boxes.values() for _, data in all_of)
            self._stored += 1
            self.took_away = True

    # -- the group's row --------------------------------------------------------------------------

    def _note(self, new: frozenset[str], stamp: str, *, is_other_access: bool) -> None:
        entries, size = self._row.entries + len(new), self._row.bytes + self._bytes
        is_more = self._bytes > 0
        over = entries > self._limits.max_entries or size > self._limits.max_group_bytes
        if over and is_more:
            raise RefusalError(507, "full", "This hub has no room for more of this group.")
        values = {"entries": entries, "bytes": size, "stamp": stamp}
        if is_other_access:
            values["access"] = new_mark()
        self._connection.execute(
            update(GROUP).where(GROUP.c.group_id == self._group).values(**values)
        )

    def _here(self, ids: Iterable[str]) -> tuple[Any, Any]:
        return ITEM.c.group_id == self._group, among(self._connection, ITEM.c.id, ids)


def _each_once(items: Iterable[RelayItem]) -> dict[str, RelayItem]:
    """Of two copies in one bundle the one that says more."""
    found: dict[str, RelayItem] = {}
    for item in items:
        known = found.get(item.event.id)
        if known is None or item.event.payload is not None or (item.boxes and not known.boxes):
            found[item.event.id] = item
    return found


def _size(row: dict[str, object]) -> int:
    return sum(len(str(row[name] or "").encode()) for name in ("header", "payload", "sig"))
