"""A hub to try, on SQLite, on PostgreSQL and on three servers of it, and a small group."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.databases import ALL, USUAL, postgres, three_servers, url_of
from support.hubs import TriedHub, tried_hub
from support.journal import Group

__all__ = ["postgres", "three_servers"]


@pytest.fixture(params=USUAL)
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TriedHub]:
    with tried_hub(url_of(request, tmp_path)) as tried:
        yield tried


@pytest.fixture(params=ALL)
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    return url_of(request, tmp_path)


@pytest.fixture
def any_hub(any_url: str) -> Iterator[TriedHub]:
    with tried_hub(any_url) as tried:
        yield tried


@pytest.fixture
def group() -> Group:
    """Olu's group with Sam in it, and a mark."""
    made = Group()
    made.add("olu", "sam")
    made.mark("olu", "m1.seminar", "ann", "present")
    return made
