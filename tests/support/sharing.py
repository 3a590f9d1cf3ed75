"""Lets the tests of one process share what each of them would work out anew, with the same result.

Every test opens a store of its own, and SQLAlchemy keeps what it compiled for one engine only: each
would compile the same statements again. And most read the same signed entries.
"""

from functools import lru_cache
from typing import Any

import sqlalchemy
from sqlalchemy import Engine, event

from npq_desktop.journal import keys

_SIGNATURES = 50_000
_create = sqlalchemy.create_engine
_first: dict[object, Engine] = {}


def create_engine(url: Any, **options: Any) -> Engine:
    """An engine that knows the statements of the first one of its driver that was connected."""
    engine = _create(url, **options)
    driver = options.get("module")
    if url != "sqlite://" or driver is None:
        return engine
    if driver in _first:
        engine.dialect = engine.pool._dialect = _first[driver].dialect
        engine._compiled_cache = _first[driver]._compiled_cache
    else:
        event.listen(engine, "engine_connect", lambda _: _first.setdefault(driver, engine))
    return engine


sqlalchemy.create_engine = create_engine  # before any module that is tested asks for it
keys.signature_holds = lru_cache(_SIGNATURES)(keys.signature_holds)
