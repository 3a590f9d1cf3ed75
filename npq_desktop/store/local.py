"""What this laptop alone knows: its keys, drafts, receipts, exchange log, attachments, settings.

Nothing here is ever synced.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from npq_desktop.store.columns import Row
from npq_desktop.store.database import Database
from npq_desktop.store.tables import (
    ATTACHMENT,
    DRAFT,
    EXCHANGE,
    IDENTITY,
    MEMBERSHIP,
    RECEIPT,
    SETTING,
)

# Asked again and again while somebody works, so they are built once.
_AT_PLACE = (DRAFT.c.group == bindparam("group"), DRAFT.c.place == bindparam("place"))
_DRAFT_AT = select(*DRAFT.columns).where(*_AT_PLACE)
_FORGET_DRAFT = delete(DRAFT).where(*_AT_PLACE)
_MEMBERSHIP_OF = select(*MEMBERSHIP.columns).where(MEMBERSHIP.c.group == bindparam("group"))
_RECEIPTS_OF = (
    select(*RECEIPT.columns)
    .where(RECEIPT.c.group == bindparam("group"))
    .order_by(RECEIPT.c.by, RECEIPT.c.route)
)
_SETTING_OF = select(SETTING.c.value).where(SETTING.c.name == bindparam("name"))


@dataclass(frozen=True, slots=True)
class Identity:
    """A laptop's Ed25519 seed, age identity, names; its recovery code until that is confirmed."""

    seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)
    device: str
    name: str
    recovery_code: str | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class OwnMembership:
    """Who this laptop is in one group; keys only where it has its own for that group."""

    group: str
    member: str
    seed: bytes | None = field(repr=False, default=None)
    age_secret: str | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class ExchangeFact:
    """One line of the exchange log: ``direction`` is in or out, ``when`` in UTC."""

    id: str
    group: str
    when: datetime
    direction: str
    route: str
    form: str
    for_whom: tuple[str, ...]
    digest: str
    counts: Mapping[str, int]
    note: str


@dataclass(frozen=True, slots=True)
class DraftFact:
    """Text being typed, kept on this laptop only; ``place`` is the caller's field."""

    group: str
    place: str
    text: str
    saved: datetime


@dataclass(frozen=True, slots=True)
class ReceiptFact:
    """A proof that another laptop holds entries: the signed document as it came, by whose key."""

    group: str
    by: str
    route: str
    document: str
    when: datetime


@dataclass(frozen=True, slots=True)
class AttachmentFact:
    """A file kept on this laptop, found by the SHA-256 of its bytes; ``size`` in bytes."""

    group: str
    content: str
    name: str
    size: int
    data: bytes = field(repr=False)


class Local:
    """Reads and writes of what is never synced; each write is its own transaction."""

    def __init__(self, *, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self.gone: set[str] = set()
        """Groups that left in this run: a screen that still showed one keeps no draft of it."""
        self.draft_writes = 0
        """How often a draft was kept or forgotten in this run."""

    def identity(self) -> Identity | None:
        """The identity of this laptop; None before its first start is through."""
        row = self._one(select(*_columns(IDENTITY, leave_out="only")))
        return None if row is None else Identity(**row)

    def save_identity(self, identity: Identity) -> None:
        """Keep the identity, in place of any other."""
        self._put(IDENTITY, {"only": 1, **_fields(identity)})

    def start_as(self, identity: Identity, settings: Mapping[str, Any]) -> None:
        """Keep the identity of a first start and the settings that belong to it, all or none."""
        with self._database.writing():
            self.save_settings(settings)
            self.save_identity(identity)

    def confirm_recovery_code(self) -> None:
        """Forget the recovery code: its sheet is printed and put away."""
        with self._database.writing() as connection:
            connection.execute(update(IDENTITY).values(recovery_code=None))

    def membership(self, group: str) -> OwnMembership | None:
        """Who this laptop is in the group; None where it is not a member."""
        row = self._one(_MEMBERSHIP_OF, group=group)
        return None if row is None else OwnMembership(**row)

    def memberships(self) -> tuple[OwnMembership, ...]:
        """Who this laptop is in every group it is a member of."""
        return tuple(OwnMembership(**row) for row in self._all(select(*_columns(MEMBERSHIP))))

    def save_membership(self, membership: OwnMembership) -> None:
        """Keep who this laptop is in a group."""
        self._put(MEMBERSHIP, _fields(membership))

    def put_back_membership(self, group: str, before: OwnMembership | None) -> None:
        """Put back who this laptop was in a group, or that it was not in it."""
        if before is not None:
            self.save_membership(before)
            return
        with self._database.writing() as connection:
            connection.execute(delete(MEMBERSHIP).where(MEMBERSHIP.c.group == group))

    def draft(self, group: str, place: str) -> DraftFact | None:
        """The text being typed at a place."""
        row = self._one(_DRAFT_AT, group=group, place=place)
        return None if row is None else DraftFact(**row)

    def drafts(self, group: str) -> tuple[DraftFact, ...]:
        """All texts being typed in a group."""
        columns = select(*_columns(DRAFT)).where(DRAFT.c.group == group)
        return tuple(DraftFact(**row) for row in self._all(columns.order_by(DRAFT.c.place)))

    def save_draft(self, group: str, place: str, text: str) -> None:
        """Keep what has been typed so far; an empty text forgets the draft."""
        if group in self.gone:
            return
        if text:
            self.draft_writes += 1
            draft = {"group": group, "place": place, "text": text, "saved": self._now()}
            self._put(DRAFT, draft)
            return
        asked = {"group": group, "place": place}
        with self._database.writing() as connection:
            self.draft_writes += connection.execute(_FORGET_DRAFT, asked).rowcount

    def forget_people(self, group: str, people: Iterable[str]) -> None:
        """Drop what was being typed about these people; a draft's place names its person."""
        wanted = tuple(people)
        places = [d.place for d in self.drafts(group) if any(each in d.place for each in wanted)]
        for place in places:
            self.save_draft(group, place, "")

    def exchanges(self, group: str | None = None) -> tuple[ExchangeFact, ...]:
        """The exchange log, newest first."""
        columns = select(*_columns(EXCHANGE, leave_out="position"))
        if group is not None:
            columns = columns.where(EXCHANGE.c.group == group)
        found = self._all(columns.order_by(EXCHANGE.c.position.desc()))
        return tuple(ExchangeFact(**{**row, "for_whom": tuple(row["for_whom"])}) for row in found)

    def log_exchange(
        self,
        group: str,
        *,
        direction: str,
        route: str,
        form: str,
        for_whom: Sequence[str] = (),
        digest: str = "",
        counts: Mapping[str, int] | None = None,
        note: str = "",
    ) -> ExchangeFact:
        """Write a line of the exchange log; ``direction`` is ``in`` or ``out``."""
        line = ExchangeFact(
            id=uuid4().hex,
            group=group,
            when=self._now(),
            direction=direction,
            route=route,
            form=form,
            for_whom=tuple(for_whom),
            digest=digest,
            counts=dict(counts or {}),
            note=note,
        )
        with self._database.writing() as connection:
            connection.execute(insert(EXCHANGE), [_fields(line)])
        return line

    def receipts(self, group: str) -> tuple[ReceiptFact, ...]:
        """The newest receipt of each key and route."""
        return tuple(ReceiptFact(**row) for row in self._all(_RECEIPTS_OF, group=group))

    def forget_sent(self, group: str) -> None:
        """Forget how much was sent and confirmed, which does not hold for a new key; when it was
        stays.
        """
        sent = update(EXCHANGE).where(EXCHANGE.c.group == group, EXCHANGE.c.direction == "out")
        proved = update(RECEIPT).where(RECEIPT.c.group == group)
        with self._database.writing() as connection:
            connection.execute(sent.values(counts={}))
            connection.execute(proved.values(document="{}"))

    def save_receipt(
        self, group: str, *, by: str, route: str, document: str, when: datetime | None = None
    ) -> None:
        """Keep a verified receipt, in place of an older one by the same key and route; ``when``
        it came, if that was not now.
        """
        receipt = {"group": group, "by": by, "route": route, "document": document}
        self._put(RECEIPT, {**receipt, "when": when or self._now()})

    def attachment(self, group: str, content: str) -> AttachmentFact | None:
        """A kept file by the SHA-256 of its bytes; None where it is on another laptop."""
        columns = select(*_columns(ATTACHMENT)).where(ATTACHMENT.c.group == group)
        row = self._one(columns.where(ATTACHMENT.c.content == content))
        return None if row is None else AttachmentFact(**row)

    def save_attachment(self, group: str, name: str, data: bytes) -> AttachmentFact:
        """Keep a file; its digest finds it again."""
        digest = hashlib.sha256(data).hexdigest()
        kept = AttachmentFact(group=group, content=digest, name=name, size=len(data), data=data)
        self._put(ATTACHMENT, _fields(kept))
        return kept

    def attached(self, group: str) -> tuple[str, ...]:
        """The digests of the files kept for a group."""
        return tuple(
            row["content"]
            for row in self._all(select(ATTACHMENT.c.content).where(ATTACHMENT.c.group == group))
        )

    def attached_sizes(self, group: str | None = None) -> Mapping[str, int]:
        """The bytes of each kept file by its digest, of one group or of all."""
        columns = select(ATTACHMENT.c.content, ATTACHMENT.c.size)
        if group is not None:
            columns = columns.where(ATTACHMENT.c.group == group)
        return {row["content"]: row["size"] for row in self._all(columns)}

    def forget_attachment(self, group: str, content: str) -> None:
        """Drop a kept file."""
        gone = delete(ATTACHMENT).where(ATTACHMENT.c.group == group)
        with self._database.writing() as connection:
            connection.execute(gone.where(ATTACHMENT.c.content == content))

    def setting(self, name: str) -> Any:
        """A setting of this data folder, any JSON value; None where it was never set."""
        row = self._one(_SETTING_OF, name=name)
        return None if row is None else row["value"]

    def save_setting(self, name: str, value: Any) -> None:
        """Keep a setting; None forgets it."""
        with self._database.writing() as connection:
            set_setting(connection, name, value)

    def settings(self, start: str) -> Mapping[str, Any]:
        """The settings whose names begin so, by name."""
        named = SETTING.c.name.startswith(start, autoescape=True)
        return {row["name"]: row["value"] for row in self._all(select(SETTING).where(named))}

    def save_settings(self, values: Mapping[str, Any]) -> None:
        """Keep many settings, all or none."""
        rows = [{"name": name, "value": value} for name, value in values.items()]
        if not rows:
            return
        statement = upsert(SETTING)
        kept = statement.on_conflict_do_update(set_={"value": statement.excluded.value})
        with self._database.writing() as connection:
            connection.execute(kept, rows)

    def _put(self, table: Table, row: Row) -> None:
        statement = upsert(table).values(row)
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(set_=row))

    def _one(self, query: Any, **places: str) -> Row | None:
        found = self._all(query, **places)
        return found[0] if found else None

    def _all(self, query: Any, **places: str) -> list[Row]:
        with self._database.reading() as connection:
            return [dict(row) for row in connection.execute(query, places).mappings()]


def set_setting(connection: Connection, name: str, value: Any) -> None:
    """Keep a setting within the caller's transaction; None forgets it."""
    connection.execute(delete(SETTING).where(SETTING.c.name == name))
    if value is not None:
        connection.execute(insert(SETTING), [{"name": name, "value": value}])


def _columns(table: Table, leave_out: str = "") -> list[Any]:
    return [column for column in table.columns if column.name != leave_out]


def _fields(fact: Any) -> Row:
    return {name: getattr(fact, name) for name in fact.__slots__}
