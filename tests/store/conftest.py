"""A store in a temporary folder, and small groups to put into it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.journal import Group

from npq_desktop.store.store import Store

KEY = bytes(range(32))


class Clock:
    """A clock that moves on by a second whenever somebody looks."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """``open_store(name)`` opens the store of that name; whatever is open is closed at the end."""
    opened: list[Store] = []

    def open_one(name: str = "data", key: bytes = KEY) -> Store:
        store = Store.open(tmp_path / name, key, now=Clock())
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    """An empty store."""
    return open_store()


@pytest.fixture
def group() -> Group:
    """A group with a facilitator, Sam, beside Olu who started it."""
    made = Group("seminar group")
    made.add("olu", "sam")
    return made
