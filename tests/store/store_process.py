"""A program that tests start, kill and starve: ``python store_process.py TASK FOLDER``.

It talks by lines on its standard output, flushed; nothing is said before it is durable.
"""

import ctypes
import os
import platform
import signal
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.event import listen

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.journal import AT, Group, author, person  # noqa: E402

from npq_desktop.errors import StoreError  # noqa: E402
from npq_desktop.journal.event import Event, Pen  # noqa: E402
from npq_desktop.journal.kinds.mark import MARK  # noqa: E402
from npq_desktop.store.store import Store  # noqa: E402

KEY = bytes(range(32))
IMPORTED = 1500
RECEIVED = 500


def say(words: str) -> None:
    print(words, flush=True)


def open_store(folder: Path) -> Store:
    return Store.open(folder, KEY, now=lambda: datetime.now(UTC))


def group() -> Group:
    """The group all tasks write in; the same in every run."""
    return Group("crash")


def imported(marks: int = IMPORTED) -> list[Event]:
    """The group with many marks, as a file would bring it."""
    made = group()
    for number in range(marks):
        made.mark("olu", f"seminar-{number % 50}", f"person {number // 50}", "present")
    return made.events


def pen_for(store: Store, made: Group) -> Pen:
    last = store.state(made.id).last_of(author("olu").key)
    return Pen(author("olu"), made.id, last_prev=last)


def mark_for_ever(folder: Path) -> None:
    """Mark one person after the other and say each entry's id once ``append`` has returned."""
    store, made = open_store(folder), group()
    store.receive(made.id, made.events, route="start")
    pen, number = pen_for(store, made), 0
    while True:
        number += 1
        cell = ("mark", "seminar", person(f"person {number % 25}"))
        content = {"event": cell[1], "person": cell[2], "state": "present", "minutes_late": number}
        event = pen.write("mark.set", content, rep=store.state(made.id).heads(cell), at=AT)
        store.append(made.id, [event])
        pen.commit(event)
        say(event.id)


def mark_and_die(folder: Path, moment: str) -> None:
    """Mark somebody, killed at a moment: before and after each statement, before the commit, and
    once ``append`` has returned; the mark's id is said where there are fewer moments.
    """
    store, made = open_store(folder), group()
    store.receive(made.id, made.events, route="start")
    pen, moments = pen_for(store, made), count(1)

    def pass_moment(*_: object) -> None:
        if next(moments) == int(moment):
            os.kill(os.getpid(), signal.SIGKILL)

    content = {"event": "seminar", "person": person(f"person {moment}"), "state": "present"}
    event = pen.write("mark.set", content, at=AT)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        listen(Engine, name, pass_moment)
    store.append(made.id, [event])
    pass_moment()
    say(event.id)


def hold(folder: Path) -> None:
    """Keep the store open until a line comes."""
    store = open_store(folder)
    say("open")
    sys.stdin.readline()
    store.close()


def receive(folder: Path) -> None:
    """Take in a large file."""
    events, store = imported(RECEIVED), open_store(folder)
    say("ready")
    store.receive(events[0].id, events, route="file")
    say("done")


def fail_to_sync(folder: Path) -> None:
    """Append a mark, break fsync for good, append two more, say what happened to each."""
    store, made = open_store(folder), group()
    store.receive(made.id, made.events, route="start")
    for number in range(3):
        event = made.mark("olu", "seminar", f"person {number}", "present")
        try:
            store.append(made.id, [event])
        except StoreError as error:
            say(f"{type(error).__name__} {event.id} stopped={store.is_stopped}")
        else:
            say(f"durable {event.id}")
        if number == 0:
            break_fsync()
    marks = len(store.reading.facts(MARK, made.id))
    say(f"readable {marks}")


class _Filter(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("jt", ctypes.c_ubyte),
        ("jf", ctypes.c_ubyte),
        ("k", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.POINTER(_Filter)))


def upgrade_and_die(folder: Path, moment: str) -> None:
    """Open a store of another version, killed before a group is brought up to date, or at the
    commit.
    """

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def hear(done: int, groups: int) -> None:
        if moment == "commit" and done == groups - 1:
            listen(Engine, "commit", die)
        elif str(done) == moment:
            die()

    Store.open(folder, KEY, now=lambda: datetime.now(UTC), progress=hear)


def break_fsync() -> None:
    """From now on the kernel answers fsync and fdatasync with EIO: a seccomp filter, for this
    process.
    """
    fsync, fdatasync = {"x86_64": (74, 75), "aarch64": (82, 83)}[platform.machine()]
    load_number, equal, answer = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
    fail, allow = 0x00050000 | 5, 0x7FFF0000  # SECCOMP_RET_ERRNO | EIO, SECCOMP_RET_ALLOW
    steps = (_Filter * 5)(
        _Filter(load_number, 0, 0, 0),
        _Filter(equal, 2, 0, fsync),
        _Filter(equal, 1, 0, fdatasync),
        _Filter(answer, 0, 0, allow),
        _Filter(answer, 0, 0, fail),
    )
    program = _Program(len(steps), steps)
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_filter, mode = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(
        set_filter, mode, ctypes.byref(program), 0, 0
    ):
        say("cannot break fsync here")
        sys.exit()


TASKS = {
    task.__name__: task
    for task in (mark_for_ever, mark_and_die, hold, receive, upgrade_and_die, fail_to_sync)
}

if __name__ == "__main__":
    TASKS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
