"""A hub to try and a small group."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.hubs import TriedHub, sqlite_at, tried_hub
from support.journal import Group


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[TriedHub]:
    with tried_hub(sqlite_at(tmp_path)) as tried:
        yield tried


@pytest.fixture
def group() -> Group:
    """Olu's group with Sam in it, and a mark."""
    made = Group()
    made.add("olu", "sam")
    made.mark("olu", "m1.seminar", "ann", "present")
    return made
