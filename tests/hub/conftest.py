"""A hub to try, on SQLite, on PostgreSQL and on three servers of it, and a small group."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.hubs import TriedHub, sqlite_at, tried_hub
from support.journal import Group
from support.postgres import new_database, postgres_server, spread_database, why_not

ALL = ("sqlite", "postgresql", "three servers")
DATABASES = ALL if os.environ.get("NPQ_LONG") else ("sqlite",)
"""Where the whole protocol is tried; what a database may do otherwise is tried on all always."""


def url_of(request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of an empty database of the kind that a fixture is asked for."""
    if request.param == "sqlite":
        return sqlite_at(folder)
    if request.param == "postgresql":
        return new_database(request.getfixturevalue("postgres"))
    return spread_database(request.getfixturevalue("three_servers"))


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


@pytest.fixture(scope="session")
def three_servers(postgres: str) -> Iterator[tuple[str, ...]]:
    """Three PostgreSQL servers; the hub speaks to the first."""
    with postgres_server() as second, postgres_server() as third:
        yield postgres, second, third


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
