"""A hub to try, on SQLite and on PostgreSQL, and a small group."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.hubs import TriedHub, sqlite_at, tried_hub
from support.journal import Group
from support.postgres import new_database, postgres_server, why_not

DATABASES = ("sqlite", "postgresql") if os.environ.get("NPQ_LONG") else ("sqlite",)
"""Where the whole protocol is tried; what a database may do otherwise is tried on both always."""


def url_of(request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of an empty database of the kind that a fixture is asked for."""
    if request.param == "sqlite":
        return sqlite_at(folder)
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture(params=DATABASES)
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TriedHub]:
    with tried_hub(url_of(request, tmp_path)) as tried:
        yield tried


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server."""
    if why_not():
        pytest.skip(f"without PostgreSQL: {why_not()}")
    with postgres_server() as base:
        yield base


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of either kind."""
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
