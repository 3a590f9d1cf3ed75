"""Power cuts, torn logs, flipped bits, full disks, failing disks. Reliability 1, 3, 4, 6, 10, 29.

A power cut itself cannot be produced here: ``kill -9`` shows that nothing waits in the program, and
cut logs show what a disk may keep of the last writes.
"""

import platform
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest
from support.journal import Group, person

from npq_desktop.journal.kinds.entries import NOTE
from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.store.database import Database
from npq_desktop.store.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreKeyError,
    StoreWriteError,
)
from npq_desktop.store.store import Store

pytestmark = pytest.mark.slow

KEY = bytes(range(32))
PAGE = 4096
ROUNDS = 12
IMPORTS = 8
CHANCE = random.Random(20261001)

Start = Callable[..., "subprocess.Popen[str]"]
only_posix = pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 on Windows")


def killed_after(process: "subprocess.Popen[str]", seconds: float) -> list[str]:
    """The lines that a process got out before it was killed at that moment."""
    first = process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()  # communicate() would lose what readline() had read ahead
    process.communicate()
    return [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


@only_posix
def test_marks_survive_kill_at_any_moment(
    folder: Path, start: Start, open_store: Callable, program: ModuleType
) -> None:
    """Reliability 1: whatever was ticked is there, again and again over the same store."""
    group, ticked = program.group(), []
    for _ in range(ROUNDS):
        process = start("mark_for_ever", folder)
        ticked += [line.strip() for line in killed_after(process, CHANCE.uniform(0, 0.25))]

        store = open_store()

        there = {event.id for event in store.events(group.id)}
        assert set(ticked) <= there
        assert len(there) <= len(ticked) + 1 + ROUNDS  # at most one a round that nobody ticked
        assert store.verify().problems == ()
        assert store.state(group.id).gaps().holes == ()
        store.close()
    assert len(ticked) > ROUNDS


@only_posix
def test_mark_killed_at_each_statement_is_there_whole_or_not_at_all(
    folder: Path, start: Start, open_store: Callable, program: ModuleType
) -> None:
    """Reliability 1: the journal and what the register shows never come apart."""
    group, outcomes = program.group(), []
    for moment in count(1):
        said, _ = start("mark_and_die", folder, str(moment)).communicate()

        store = open_store()
        marked = {mark.person for mark in store.reading.facts(MARK, group.id)}
        written = {e.content["person"] for e in store.events(group.id) if e.kind == "mark.set"}
        assert marked == written
        assert store.verify().problems == ()
        store.close()
        outcomes.append(person(f"person {moment}") in marked)
        if said:
            break
    assert outcomes == sorted(outcomes)  # nothing is there before the commit, all of it after
    assert outcomes[-2:] == [True, True]
    assert outcomes.count(False) > 4


@only_posix
def test_import_killed_at_any_moment_is_all_or_nothing(
    tmp_path: Path, start: Start, open_store: Callable, program: ModuleType
) -> None:
    """Reliability 29."""
    seen = set()
    for number in count():
        if (number >= IMPORTS and len(seen) > 1) or number >= 10 * IMPORTS:
            break  # on a busy machine an import takes longer: later kills find it done
        folder = tmp_path / f"import {number}"
        killed_after(start("receive", folder), number * 0.015)

        store = open_store(folder)

        report = store.verify()
        assert report.events in (0, program.RECEIVED + 1)
        assert report.problems == ()
        seen.add(report.events)
        store.close()
    assert seen == {0, program.RECEIVED + 1}


@pytest.fixture
def torn(folder: Path, tmp_path: Path, start: Start) -> tuple[Path, list[str]]:
    """The folder of a killed store with everything in its log, and the ids ticked, in order."""
    ticked = [line.strip() for line in killed_after(start("mark_for_ever", folder), 0.15)]
    return folder, ticked


def copied(folder: Path, to: Path, log: bytes) -> Path:
    """Another folder with the same file and this log."""
    to.mkdir()
    shutil.copy(folder / "npq.db", to / "npq.db")
    (to / "npq.db-wal").write_bytes(log)
    return to


@only_posix
def test_truncated_log_opens_on_a_clean_prefix(
    torn: tuple[Path, list[str]], tmp_path: Path, open_store: Callable, program: ModuleType
) -> None:
    """Reliability 3: a prefix is kept, so receipts can tell what is missing."""
    folder, ticked = torn
    log, group = (folder / "npq.db-wal").read_bytes(), program.group().id
    kept = []
    for number, cut in enumerate(range(len(log) // 3, len(log), len(log) // 17)):
        store = open_store(copied(folder, tmp_path / f"cut {number}", log[:cut]))
        there = [event.id for event in store.events(group)][1:]

        assert there == ticked[: len(there)]
        assert store.verify().problems == ()
        kept.append(len(there))
        store.close()
    assert kept == sorted(kept)
    assert kept[0] < kept[-1] < len(ticked) + 1


@only_posix
def test_torn_page_in_the_log_opens_on_a_clean_prefix(
    torn: tuple[Path, list[str]], tmp_path: Path, open_store: Callable, program: ModuleType
) -> None:
    folder, ticked = torn
    log, group = (folder / "npq.db-wal").read_bytes(), program.group().id
    for number in range(8):
        place = CHANCE.randrange(len(log) // 2, len(log))
        torn_log = log[:place] + bytes(512) + log[place + 512 :]

        store = open_store(copied(folder, tmp_path / f"torn {number}", torn_log))

        there = [event.id for event in store.events(group)][1:]
        assert there == ticked[: len(there)]
        assert store.verify().problems == ()
        store.close()


@pytest.fixture
def settled(store: Store, group: Group, folder: Path) -> bytes:
    """The bytes of a closed store with marks in it."""
    for number in range(120):
        group.mark("sam", f"seminar {number % 4}", f"person {number}", "present")
    store.receive(group.id, group.events, route="file")
    store.close()
    return (folder / "npq.db").read_bytes()


def test_flipped_bit_in_any_page_is_detected(settled: bytes, folder: Path) -> None:
    """Reliability 4."""
    pages = len(settled) // PAGE
    assert pages > 60
    for page in range(pages):
        place = page * PAGE + CHANCE.randrange(PAGE)
        flipped = bytearray(settled)
        flipped[place] ^= 1 << CHANCE.randrange(8)
        (folder / "npq.db").write_bytes(flipped)

        assert complaint(folder), f"a flipped bit in page {page + 1} went unnoticed"


def complaint(folder: Path) -> str:
    """What is said about a file: on opening, or by checking its pages."""
    try:
        database = Database.open(folder, KEY)
    except (StoreKeyError, StoreDamagedError) as error:
        return str(error)
    try:
        return " ".join(database.check_pages())
    finally:
        database.close()


def test_verify_reports_a_damaged_page_without_raising(
    settled: bytes, folder: Path, open_store: Callable
) -> None:
    flipped = bytearray(settled)
    for page in range(40, len(settled) // PAGE, 3):  # behind the first page of each table
        flipped[page * PAGE + 100] ^= 1
    (folder / "npq.db").write_bytes(flipped)
    store = open_store()

    report = store.verify()

    assert any("HMAC" in problem for problem in report.problems)


def test_reading_a_damaged_page_says_so(settled: bytes, folder: Path, open_store: Callable) -> None:
    flipped = bytearray(settled)
    for page in range(4, len(settled) // PAGE):
        flipped[page * PAGE + 100] ^= 1
    (folder / "npq.db").write_bytes(flipped)

    with pytest.raises(StoreDamagedError, match="bring back the last backup"):
        open_store().reading.groups()


@pytest.mark.parametrize("size", [0, 1, 512, 4095])
def test_file_cut_to_less_than_a_page_is_not_taken_for_a_new_one(
    settled: bytes, folder: Path, size: int
) -> None:
    (folder / "npq.db").write_bytes(settled[:size])
    (folder / "npq.db-wal").write_bytes(b"log" * 3000)

    with pytest.raises(StoreDamagedError, match="cut off"):
        Database.open(folder, KEY)

    assert (folder / "npq.db-wal").stat().st_size == 9000


@pytest.mark.parametrize("pages", [1, 5, 30])
def test_file_cut_at_a_page_is_detected(settled: bytes, folder: Path, pages: int) -> None:
    (folder / "npq.db").write_bytes(settled[: pages * PAGE])

    assert complaint(folder)


def fill(disk: Path, *, leave: int) -> Path:
    """A file that takes all the space of a disk but so many bytes."""
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free - leave))
    assert shutil.disk_usage(disk).free <= leave
    return filler


def test_full_disk_at_a_mark_takes_it_back_and_works_again(
    small_disk: Path, open_store: Callable, group: Group
) -> None:
    """Reliability 6."""
    store = open_store(small_disk / "data")
    store.receive(group.id, group.events, route="file")
    mark = group.mark("sam", "seminar", "ann", "present")
    filler = fill(small_disk, leave=0)

    with pytest.raises(StoreFullError, match="Free some space"):
        store.append(group.id, [mark])

    assert store.reading.facts(MARK, group.id) == ()
    assert store.state(group.id).heads(("mark", "seminar", person("ann"))) == ()
    assert not store.is_stopped
    filler.unlink()
    store.append(group.id, [mark])
    assert [one.head for one in store.reading.facts(MARK, group.id)] == [mark.id]
    assert store.verify().problems == ()


@pytest.mark.parametrize("leave", [0, 50_000, 400_000, 1_200_000])
def test_full_disk_in_the_middle_of_an_import_takes_all_of_it_back(
    small_disk: Path, open_store: Callable, program: ModuleType, leave: int
) -> None:
    """Reliability 6: SQLite ends the transaction silently; going on would store the second half."""
    store, events = open_store(small_disk / "data"), program.imported()
    group = events[0].id
    store.receive(group, events[:1], route="file")
    filler = fill(small_disk, leave=leave)

    with pytest.raises(StoreFullError, match="this was not saved"):
        store.receive(group, events, route="file")

    assert store.verify().events == 1
    assert store.verify().problems == ()
    filler.unlink()
    assert len(store.receive(group, events, route="file").new) == program.IMPORTED
    store.close()  # the disk holds the log or the file, not both: the log stays
    assert open_store(small_disk / "data").verify().events == program.IMPORTED + 1


def test_store_that_cannot_be_made_on_a_full_disk_can_be_made_later(
    small_disk: Path, open_store: Callable
) -> None:
    filler = fill(small_disk, leave=40_000)
    with pytest.raises(StoreError):
        open_store(small_disk / "data")
    filler.unlink()

    assert open_store(small_disk / "data").verify().problems == ()


def test_full_file_without_a_disk_of_its_own_is_taken_back(store: Store, group: Group) -> None:
    """Where no small disk can be mounted: SQLite's own limit on pages gives the same answer."""
    store.receive(group.id, group.events, route="file")
    pages = store._database._alone("PRAGMA page_count")[0][0]
    store._database._alone(f"PRAGMA max_page_count = {pages}")
    events = [group.write("sam", "note.add", {"id": f"{n}", "text": "x" * 9000}) for n in range(9)]

    with pytest.raises(StoreFullError):
        store.receive(group.id, events, route="file")

    assert store.reading.facts(NOTE, group.id) == ()
    store._database._alone("PRAGMA max_page_count = 1000000")
    store.receive(group.id, events, route="file")
    assert len(store.reading.facts(NOTE, group.id)) == 9


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="a kernel that can be told to fail fsync",
)
def test_failed_fsync_stops_writing_until_opened_again(
    folder: Path, start: Start, open_store: Callable, program: ModuleType
) -> None:
    """Reliability 10, with the kernel's own EIO."""
    output, _ = start("fail_to_sync", folder).communicate(timeout=60)
    if "cannot break" in output:
        pytest.skip(output)
    first, second, third, readable = (line.split() for line in output.splitlines())

    assert (first[0], second[0], third[0]) == ("durable", "StoreWriteError", "StoreWriteError")
    assert second[2] == third[2] == "stopped=True"
    assert readable == ["readable", "1"]
    store = open_store()
    there = {event.id for event in store.events(program.group().id)}
    assert first[1] in there
    assert third[1] not in there  # nothing was tried after the failure
    assert store.verify().problems == ()
    store.append(program.group().id, [_another(store, program)])


def _another(store: Store, program: ModuleType) -> object:
    made = program.group()
    content = {"event": "later", "person": person("ann"), "state": "present"}
    return program.pen_for(store, made).write("mark.set", content, at=program.AT)


def test_every_write_is_refused_after_a_failure(store: Store, group: Group) -> None:
    store.receive(group.id, group.events, route="file")
    store._database._stopped = True

    for write in (
        lambda: store.append(group.id, [group.mark("sam", "s", "ann", "present")]),
        lambda: store.local.save_draft(group.id, "feedback", "text"),
        store.rebuild,
    ):
        with pytest.raises(StoreWriteError, match="open it again"):
            write()

    assert len(store.reading.members(group.id)) == 3
