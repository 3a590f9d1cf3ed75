"""How fast a hub takes and gives entries, each figure beside its floor in the same run.

    python tests/benchmarks/bench_hub.py [--database URL | --servers N] [--clients 2] [--pages 8]

The hub runs in a process of its own, each client in another, all on this machine: every client
opens a group, pushes pages of 500 closed entries, and, once all have, pulls them back. The floor is
bare Ed25519 on one core, which checks each entry once. ``--servers``: 1 PostgreSQL from the wheel,
or 3 over which the groups are spread.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import httpx  # noqa: E402
from support.hubs import HubLaptop, lines  # noqa: E402
from support.journal import Group, author  # noqa: E402
from support.postgres import postgres_server, spread_database  # noqa: E402

from npq_desktop.journal.event import parse_parts  # noqa: E402

PAGE = 500
ROUNDS = 10
"""Times each client pulls all of its group: a 99th percentile wants more than a few values."""
TO_REACH = {0: 0.25, 1: 0.15, 3: 0.10}
"""By the number of servers: parts of the floor."""


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="")
    parser.add_argument("--servers", type=int, default=0, choices=TO_REACH)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--pages", type=int, default=8)
    given = parser.parse_args()
    with ExitStack() as ending:
        folder = ending.enter_context(tempfile.TemporaryDirectory())
        bases = [ending.enter_context(postgres_server()) for _ in range(given.servers)]
        database = given.database or (spread_database(bases) if bases else f"{folder}/hub.db")
        servers = given.servers or int(database.startswith("postgresql"))
        script = "from npq_desktop.hub.commands import script; script()"
        command, at = [sys.executable, "-c", script], ["--database", database]
        hub = subprocess.Popen(
            [*command, "serve", *at, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert hub.stdout is not None
            said = re.search(r"listening on (\S+)", hub.stdout.readline())
            assert said is not None, "the hub did not start"
            uses = ["code", *at, "--uses", str(given.clients)]
            made = subprocess.run([*command, *uses], capture_output=True, text=True, check=True)
            code = made.stdout.strip().rpartition(".")[2]
            measure(servers, said[1], code, given.clients, given.pages)
            print(f"CPU of the hub in all          {cpu_seconds(hub.pid):8.2f} s")
        finally:
            hub.terminate()
            hub.wait(10)


def measure(servers: int, url: str, code: str, clients: int, pages: int) -> None:
    """Print floor, rates and percentiles of all clients together."""
    floor = bare_signatures()
    began = get_context("spawn").Barrier(clients)
    queue = get_context("spawn").Queue()
    runs = [
        get_context("spawn").Process(target=client, args=(n, url, code, pages, began, queue))
        for n in range(clients)
    ]
    for run in runs:
        run.start()
    found = [queue.get(timeout=300) for _ in runs]
    for run in runs:
        run.join()
    seconds = max(push for push, _, _ in found)
    rate = clients * pages * PAGE / seconds
    kind = f"{servers} PostgreSQL" if servers else "SQLite"
    goal = TO_REACH[servers]
    print(f"bare Ed25519, one core         {floor:8,.0f} a second")
    print(f"push, {kind}, {clients} clients      {rate:8,.0f} a second")
    print(f"  {rate / floor:.2f} of the floor, to reach {goal}")
    pulls = [each for _, pulled, _ in found for each in pulled]
    print(f"pull of 500, 99th percentile   {percentile(pulls, 99) * 1000:8.0f} ms, to reach 80")
    summaries = [each for _, _, summary in found for each in summary]
    median = statistics.median(summaries) * 1000
    print(f"summary, median when cached    {median:8.0f} ms, to reach 10")


def cpu_seconds(process: int) -> float:
    """What a process used of the processors, where Linux says so: it tells a slow hub from a busy
    machine; else 0.
    """
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bare_signatures() -> float:
    """Entries a second whose hash and signature are checked on one core, and nothing else."""
    group = Group("floor")
    events = [group.mark("olu", "m1.seminar", f"p{n}", "present") for n in range(1_000)]
    began = time.perf_counter()
    for event in events:
        parse_parts(event.header, event.payload, event.salt, event.sig)
    return len(events) / (time.perf_counter() - began)


def client(number: int, url: str, code: str, pages: int, began: object, queue: object) -> None:
    """One laptop: opens a group of its own, pushes, pulls, asks."""
    group = Group(f"bench {number}")
    events = [group.mark("olu", "m1.seminar", f"p{n}", "present") for n in range(pages * PAGE)]
    parts = [lines(events[at : at + PAGE]) for at in range(0, len(events), PAGE)]
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        laptop = HubLaptop(http, author("olu")).login()
        status, said = laptop.open(group.events[0], code)
        assert status == 201, said
        began.wait()
        started = time.perf_counter()
        for part in parts:
            status, said = laptop.push(group.id, part)
            assert status == 200, said
        pushed = time.perf_counter() - started
        began.wait()
        places = [f"?from={n * PAGE}" for _ in range(ROUNDS) for n in range(pages)]
        pulled = [timed(laptop.page, group.id, place) for place in places]
        summaries = [timed(laptop.summary, group.id) for _ in range(20)]
    queue.put((pushed, pulled, summaries))


def timed(act: object, *given: str) -> float:
    """How many seconds a request took."""
    began = time.perf_counter()
    status, said = act(*given)
    assert status == 200, said
    return time.perf_counter() - began


def percentile(values: Sequence[float], which: int) -> float:
    """A percentile of what was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * which // 100)]


if __name__ == "__main__":
    main()
