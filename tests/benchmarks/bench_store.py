"""Times one mark, a large import and an opening, each beside the least it could cost here.

Run ``python tests/benchmarks/bench_store.py``. The floors are measured in the same run on the same
disk:
a bare insert and commit in SQLCipher, and verifying signatures followed by bare inserts. Not a
test.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sqlcipher3 import dbapi2  # noqa: E402
from support.journal import Group  # noqa: E402

from npq_desktop.journal.event import Event, parse_event  # noqa: E402
from npq_desktop.store.store import Store  # noqa: E402

KEY = bytes(range(32))
MARKS = 1000
IMPORTED = 10_000
OPENINGS = 20


def main() -> None:
    """Measure, print a line for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [event.line() for event in marks_of("imported", IMPORTED).events]
        report("mark", mark_times(folder), bare_mark_times(folder / "bare.db", lines))
        report("import of 10,000", [import_time(folder, lines)], [bare_import(folder, lines)])
        report("opening", opening_times(folder), bare_opening_times(folder / "bare.db"))


def report(what: str, ours: Sequence[float], floor: Sequence[float]) -> None:
    """Median and 99th percentile in milliseconds, and the medians' ratio to the floor."""
    middle, least = statistics.median(ours), statistics.median(floor)
    print(
        f"{what:>18}: median {middle * 1e3:8.2f} ms, p99 {percentile(ours) * 1e3:8.2f} ms; "
        f"floor {least * 1e3:8.2f} ms, p99 {percentile(floor) * 1e3:8.2f} ms; "
        f"ratio {middle / least:.2f}"
    )


def percentile(times: Sequence[float]) -> float:
    """The 99th percentile."""
    return sorted(times)[int(0.99 * (len(times) - 1))]


def marks_of(name: str, count: int) -> Group:
    """A group with a facilitator and so many marks of her."""
    group = Group(name)
    group.add("olu", "sam")
    for number in range(count - len(group.events)):
        seminar, who = f"seminar {number % 50}", f"person {number // 50}"
        group.mark("sam", seminar, who, "present", minutes_late=number % 7, how="typed")
    return group


def timed(work: Callable[[], object]) -> float:
    """How long it takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def open_store(folder: Path) -> Store:
    """The store all measurements share."""
    return Store.open(folder / "store", KEY, now=lambda: datetime.now(UTC))


def mark_times(folder: Path) -> list[float]:
    """Each of many marks in a group of a year's size: heads looked up, appended, durable."""
    store, group = open_store(folder), marks_of("a year", 1400)
    store.receive(group.id, group.events, route="file")
    times = []
    for number in range(MARKS):
        event = group.mark("sam", f"new {number % 8}", f"person {number % 25}", "present")
        times.append(timed(lambda event=event: store.append(group.id, [event])))
    store.close()
    return times


def import_time(folder: Path, lines: Iterable[str]) -> float:
    """Verify and take in."""
    store = open_store(folder)

    def work() -> None:
        events = [parse_event(line) for line in lines]
        store.receive(events[0].group_id, events, route="file")

    spent = timed(work)
    store.close()
    return spent


def opening_times(folder: Path) -> list[float]:
    """Open and close the store with everything in it."""
    times = []
    for _ in range(OPENINGS):
        start = time.perf_counter()
        store = open_store(folder)
        times.append(time.perf_counter() - start)
        store.close()
    return times


def bare(path: Path) -> dbapi2.Connection:
    """SQLCipher alone with the same durability, and one table."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    for pragma in ("locking_mode = exclusive", "journal_mode = wal", "synchronous = full"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS entry (position INTEGER PRIMARY KEY, line TEXT)")
    return connection


def insert(connection: dbapi2.Connection, lines: Iterable[str]) -> None:
    """Insert and commit."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO entry (line) VALUES (?)", [(line,) for line in lines])
    connection.execute("COMMIT")


def bare_mark_times(path: Path, lines: Sequence[str]) -> list[float]:
    """One line inserted and committed, again and again."""
    connection = bare(path)
    times = [timed(lambda line=line: insert(connection, [line])) for line in lines[:MARKS]]
    connection.close()
    return times


def bare_import(folder: Path, lines: Sequence[str]) -> float:
    """Verify, insert all lines, commit."""
    connection = bare(folder / "bare import.db")

    def work() -> list[Event]:
        events = [parse_event(line) for line in lines]
        insert(connection, lines)
        return events

    spent = timed(work)
    connection.close()
    return spent


def bare_opening_times(path: Path) -> list[float]:
    """Open and close a file of the same cipher."""
    times = []
    for _ in range(OPENINGS):
        start = time.perf_counter()
        connection = bare(path)
        times.append(time.perf_counter() - start)
        connection.close()
    return times


if __name__ == "__main__":
    main()
