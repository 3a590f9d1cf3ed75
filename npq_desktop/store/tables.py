"""The durable tables: the journal, and what this laptop alone knows.

Owns their shape (``SCHEMA`` counts it) and the triggers that keep the journal whole: no row is ever
deleted, and of a row only the payload may be blanked, or filled again. Refuses uniqueness of
(stream, seq): a restored backup writes the same place twice, and both entries are kept.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, Index, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from npq_desktop.store.columns import Durable, Json, UtcDateTime

SCHEMA = 1


class JournalRow(Durable):
    """An event as received, by order of arrival; ``arrived_from`` is empty where written here."""

    __tablename__ = "journal"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    group_id: Mapped[str] = mapped_column(Text, index=True)
    stream: Mapped[str] = mapped_column(Text)
    seq: Mapped[int]
    prev: Mapped[str | None] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    member: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(Text)
    header: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(Text)
    sig: Mapped[str] = mapped_column(Text)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrived_from: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("(payload IS NULL) = (salt IS NULL)", name="salted"),
        Index(None, "group_id", "key", "arrived_at"),
    )


_MAY_CHANGE = {"payload", "salt"}
_FIXED = [column.name for column in JournalRow.__table__.columns if column.name not in _MAY_CHANGE]
_SAME = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _FIXED)
_BLANKED_OR_FILLED = "(OLD.payload IS NULL) <> (NEW.payload IS NULL)"
_TRIGGERS = (
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'journal rows are never deleted'); END""",
    f"""CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    WHEN NOT ({_SAME} AND {_BLANKED_OR_FILLED})
    BEGIN SELECT RAISE(ABORT, 'of a journal row only the payload is blanked or filled'); END""",
)
for _trigger in _TRIGGERS:
    event.listen(JournalRow.__table__, "after_create", DDL(_trigger))  # type: ignore[no-untyped-call]


class IdentityRow(Durable):
    """The device keys; one row. ``recovery_code`` stays until its sheet is confirmed."""

    __tablename__ = "identity"

    only: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[bytes]
    age_secret: Mapped[str] = mapped_column(Text)
    device: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    recovery_code: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (CheckConstraint("only = 1", name="one_row"),)


class MembershipRow(Durable):
    """Who this laptop is in one group, with keys of its own where it has them there."""

    __tablename__ = "membership"

    group: Mapped[str] = mapped_column(Text, primary_key=True)
    member: Mapped[str] = mapped_column(Text)
    seed: Mapped[bytes | None]
    age_secret: Mapped[str | None] = mapped_column(Text)


class DraftRow(Durable):
    """Text being typed."""

    __tablename__ = "draft"

    group: Mapped[str] = mapped_column(Text, primary_key=True)
    place: Mapped[str] = mapped_column(Text, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime] = mapped_column(UtcDateTime)


class ReceiptRow(Durable):
    """The newest proof by each key and route that somebody else holds entries."""

    __tablename__ = "receipt"

    group: Mapped[str] = mapped_column(Text, primary_key=True)
    by: Mapped[str] = mapped_column(Text, primary_key=True)
    route: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    when: Mapped[datetime] = mapped_column(UtcDateTime)


class ExchangeRow(Durable):
    """One export or import."""

    __tablename__ = "exchange"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    group: Mapped[str] = mapped_column(Text, index=True)
    when: Mapped[datetime] = mapped_column(UtcDateTime)
    direction: Mapped[str] = mapped_column(Text)
    route: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(Text)
    for_whom: Mapped[list[str]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(Text)
    counts: Mapped[dict[str, int]] = mapped_column(Json)
    note: Mapped[str] = mapped_column(Text)


class AttachmentRow(Durable):
    """A file that stays on this laptop, found by the SHA-256 of its bytes."""

    __tablename__ = "attachment"

    group: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    data: Mapped[bytes]


class SettingRow(Durable):
    """What belongs to this data folder: any JSON value by name."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
