"""The durable tables: the journal, and what this laptop alone knows.

``SCHEMA`` counts their shape. Triggers keep the journal whole: no row is deleted, and of a row only
the payload may be blanked, or filled again. (stream, seq) is not unique, because a restored backup
writes the same place twice, and both entries are kept.
"""

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    event,
)

from npq_desktop.store.columns import DURABLE, json, key, maybe_text, moment, text, whole

SCHEMA = 1

JOURNAL = Table(
    "journal",
    DURABLE,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("group_id", Text, nullable=False, index=True),
    text("stream"),
    whole("seq"),
    maybe_text("prev"),
    text("key"),
    text("member"),
    text("kind"),
    text("at"),
    text("header"),
    maybe_text("payload"),
    maybe_text("salt"),
    text("sig"),
    moment("arrived_at"),
    text("arrived_from"),
    CheckConstraint("(payload IS NULL) = (salt IS NULL)", name="salted"),
    Index(None, "group_id", "key", "arrived_at"),
)
"""An event as received, by order of arrival; ``arrived_from`` is empty where written here."""

_MAY_CHANGE = {"payload", "salt"}
_FIXED = [column.name for column in JOURNAL.columns if column.name not in _MAY_CHANGE]
_SAME = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _FIXED)
_BLANKED_OR_FILLED = "(OLD.payload IS NULL) <> (NEW.payload IS NULL)"
NO_DELETE = """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'journal rows are never deleted'); END"""
"""Lifted only where a whole group leaves: :mod:`npq_desktop.store.leaving`."""
_TRIGGERS = (
    NO_DELETE,
    f"""CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    WHEN NOT ({_SAME} AND {_BLANKED_OR_FILLED})
    BEGIN SELECT RAISE(ABORT, 'of a journal row only the payload is blanked or filled'); END""",
)
for _trigger in _TRIGGERS:
    event.listen(JOURNAL, "after_create", DDL(_trigger))  # type: ignore[no-untyped-call]

IDENTITY = Table(
    "identity",
    DURABLE,
    Column("only", Integer, primary_key=True),
    Column("seed", LargeBinary, nullable=False),
    text("age_secret"),
    text("device"),
    text("name"),
    maybe_text("recovery_code"),
    CheckConstraint("only = 1", name="one_row"),
)
"""The device keys; one row. ``recovery_code`` stays until its sheet is confirmed."""

MEMBERSHIP = Table(
    "membership",
    DURABLE,
    key("group"),
    text("member"),
    Column("seed", LargeBinary),
    maybe_text("age_secret"),
)
"""Who this laptop is in one group, with keys of its own where it has them there."""

DRAFT = Table("draft", DURABLE, key("group"), key("place"), text("text"), moment("saved"))
"""Text being typed."""

RECEIPT = Table(
    "receipt",
    DURABLE,
    key("group"),
    key("by"),
    key("route"),
    text("document"),
    moment("when"),
)
"""The newest proof by each key and route that somebody else holds entries."""

EXCHANGE = Table(
    "exchange",
    DURABLE,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("group", Text, nullable=False, index=True),
    moment("when"),
    text("direction"),
    text("route"),
    text("form"),
    json("for_whom"),
    text("digest"),
    json("counts"),
    text("note"),
)
"""One export or import."""

ATTACHMENT = Table(
    "attachment",
    DURABLE,
    key("group"),
    key("content"),
    text("name"),
    whole("size"),
    Column("data", LargeBinary, nullable=False),
)
"""A file that stays on this laptop, found by the SHA-256 of its bytes."""

SETTING = Table("setting", DURABLE, key("name"), json("value"))
"""What belongs to this data folder: any JSON value by name."""
