"""What the tables of this package share: naming, kinds of column, how types are kept.

Durable tables stay for ever; computed ones are thrown away and written anew. Plain tables without
SQLAlchemy's object mapper: every statement speaks of columns.
"""

from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, Column, Dialect, Integer, MetaData, Text, TypeDecorator
from typing_extensions import override

Row: TypeAlias = dict[str, Any]
"""One row of a table, by column."""

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

DURABLE = MetaData(naming_convention=_NAMES)
"""Tables whose rows nothing else could give back."""

COMPUTED = MetaData(naming_convention=_NAMES)
"""Tables that say what the journal means; disposable."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept as text in UTC, so that sorting the text sorts the moments."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def key(name: str) -> Column[str]:
    """A text that is part of the primary key."""
    return Column(name, Text, primary_key=True)


def text(name: str) -> Column[str]:
    """A text that is always there."""
    return Column(name, Text, nullable=False)


def maybe_text(name: str) -> Column[str | None]:
    """A text, or NULL."""
    return Column(name, Text)


def whole(name: str) -> Column[int]:
    """A whole number that is always there."""
    return Column(name, Integer, nullable=False)


def moment(name: str) -> Column[datetime]:
    """An aware moment that is always there."""
    return Column(name, UtcDateTime, nullable=False)


def json(name: str) -> Column[Any]:
    """Any JSON value but null."""
    return Column(name, JSON(none_as_null=True), nullable=False)
