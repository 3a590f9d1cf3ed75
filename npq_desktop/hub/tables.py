"""What a hub keeps, in five tables that any SQLite or PostgreSQL can hold.

No sequences, no foreign keys, and no transaction over two groups, so that the tables of groups can
be spread over several servers by ``group_id``.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
)
from typing_extensions import override

SCHEMA = 1

METADATA = MetaData()


class _Ordered(TypeDecorator[str]):
    """Text that is ordered by its bytes on every database."""

    impl = Text
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Any) -> Any:
        collated = Text(collation="C") if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(collated)


HUB = Table(
    "hub",
    METADATA,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("seed", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("schema", Integer, nullable=False),
)
CODE = Table(
    "code",
    METADATA,
    Column("digest", _Ordered, primary_key=True),
    Column("note", Text, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("expires", Text, nullable=False),
)
GROUP = Table(
    "grp",
    METADATA,
    Column("group_id", _Ordered, primary_key=True),
    Column("stamp", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("delete_on", Text),
    Column("removed", Integer, nullable=False),
)
ITEM = Table(
    "item",
    METADATA,
    Column("group_id", _Ordered, nullable=False),
    Column("id", _Ordered, nullable=False),
    Column("stream", _Ordered, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("header", Text, nullable=False),
    Column("payload", Text),
    Column("salt", Text),
    Column("sig", Text, nullable=False),
    Column("whole", Integer, nullable=False),
    Column("arrived", Text, nullable=False),
    PrimaryKeyConstraint("group_id", "id"),
    Index("item_in_order", "group_id", "stream", "seq", "id"),
)
BOX = Table(
    "box",
    METADATA,
    Column("group_id", _Ordered, nullable=False),
    Column("id", _Ordered, nullable=False),
    Column("by", _Ordered, nullable=False),
    Column("number", Integer, nullable=False),  # in the order in which an entry's boxes came
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("group_id", "id", "by"),
)
OF_GROUPS = (GROUP, ITEM, BOX)
"""The tables that can be spread by ``group_id``."""
