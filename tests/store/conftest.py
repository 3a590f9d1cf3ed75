"""Stores in temporary folders, groups to put into them, disks that are full or read-only."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from sqlcipher3 import dbapi2
from support.journal import Group

from npq_desktop.store.store import Store

KEY = bytes(range(32))
PROGRAM = Path(__file__).parent / "store_process.py"


class Clock:
    """A clock that moves on by a second whenever somebody looks."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder that ``store`` lives in."""
    return tmp_path / "data"


@pytest.fixture
def open_store(folder: Path) -> Iterator[Callable[..., Store]]:
    """``open_store(folder)`` opens a store; whatever is open is closed at the end."""
    opened: list[Store] = []

    def open_one(where: Path = folder, key: bytes = KEY) -> Store:
        store = Store.open(where, key, now=Clock())
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


@pytest.fixture
def sql() -> Iterator[Callable[[Path], dbapi2.Connection]]:
    """``sql(folder)``: the closed store's file, decrypted, for looking at and tampering with."""
    opened: list[dbapi2.Connection] = []

    def connect(folder: Path) -> dbapi2.Connection:
        connection = dbapi2.connect(str(folder / "npq.db"), isolation_level=None)
        opened.append(connection)
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        return connection

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def program() -> ModuleType:
    """The module of the program that :func:`start` runs."""
    spec = importlib.util.spec_from_file_location("store_process", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """``start(task, folder, *more)`` runs the program; what still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def run(task: str, folder: Path, *more: str) -> "subprocess.Popen[str]":
        command = [sys.executable, str(PROGRAM), task, str(folder), *more]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB of its own; it takes an administrator on Linux to make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, check=False).returncode
    ):
        pytest.skip("a disk of its own cannot be made here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def remount_read_only() -> Callable[[Path], None]:
    """Make a ``small_disk`` read-only."""
    return lambda disk: (
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True) and None
    )
