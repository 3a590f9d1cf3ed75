"""Databases to try a hub on: SQLite, PostgreSQL, and three servers of it.

Imported into the ``conftest.py`` of a folder whose tests need one.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.hubs import sqlite_at
from support.postgres import new_database, postgres_server, spread_database, why_not

ALL = ("sqlite", "postgresql", "three servers")
USUAL = ALL if os.environ.get("NPQ_LONG") else ("sqlite",)
"""Where the whole protocol is tried; what a database may do otherwise is tried on all always."""


def url_of(request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of an empty database of the kind that a fixture is asked for."""
    if request.param == "sqlite":
        return sqlite_at(folder)
    if request.param == "postgresql":
        return new_database(request.getfixturevalue("postgres"))
    return spread_database(request.getfixturevalue("three_servers"))


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
