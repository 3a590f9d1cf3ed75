"""What the tables of this package share: naming of constraints, and how types are kept.

Owns the two bases: durable tables stay for ever, projections are thrown away and computed anew.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Dialect, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase
from typing_extensions import override

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


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


Json = JSON(none_as_null=True)


class Durable(DeclarativeBase):
    """Tables whose rows nothing else could give back."""

    metadata = MetaData(naming_convention=_NAMES)


class Projection(DeclarativeBase):
    """Tables that say what the journal means; disposable."""

    metadata = MetaData(naming_convention=_NAMES)
