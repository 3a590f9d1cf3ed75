"""Two real programs and a real hub, each a process: whatever is killed, nothing that was marked is
lost, and both end equal. ``NPQ_KILLS=20`` kills more often.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.hub_process import HubProcess
from support.hub_seats import HubSeat
from support.joining import join

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("quick_words"),
    pytest.mark.skipif(os.name == "nt", reason="kill -9 is another thing there"),
]

KILLS = int(os.environ.get("NPQ_KILLS", "2"))
PATIENCE_SECONDS = 90
LOOP = (sys.executable, "-m", "npq_desktop", "self-test", "--loop", "--data-dir")


class Program:
    """The program on a laptop's folder, in which somebody marks without end."""

    def __init__(self, seat: HubSeat) -> None:
        self._folder = seat.laptop.folder
        self.printed = self._folder.with_suffix(".txt")
        self.key = seat.application.core.identities.key_in(seat.group)
        seat.rounds.lines.close()
        seat.laptop.close()
        self.start()

    def start(self) -> None:
        with self.printed.open("ab") as out:
            self.running = subprocess.Popen(
                [*LOOP, str(self._folder)], stdout=out, stderr=subprocess.DEVNULL
            )

    def kill(self) -> None:
        self.running.kill()
        self.running.wait(10)

    def hang(self, seconds: float) -> None:
        """The lid is closed for a while."""
        self.running.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.running.send_signal(signal.SIGCONT)

    def marked(self) -> set[str]:
        """The ids of the marks whose ticks were painted."""
        lines = self.printed.read_text(encoding="ascii").splitlines(keepends=True)
        return {each for line in lines if line.endswith("\n") for each in line.split()}


def at_hub(path: Path, key: str) -> int:
    """How many entries of a laptop the hub has."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20) as connection:
        asked = connection.execute("SELECT count(*) FROM item WHERE key = ?", (key,))
        found: int = asked.fetchone()[0]
    connection.close()
    return found


def wait_for(what: str, holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)


@pytest.fixture
def hub(tmp_path: Path):
    hub = HubProcess(str(tmp_path / "hub.db")).start()
    yield hub
    hub.stop()


@pytest.fixture
def seats(hub: HubProcess, laptop: Callable[[str], Laptop]) -> tuple[HubSeat, HubSeat]:
    """Alex's laptop, whose group travels over the hub, and Sam's, who joined and said yes."""
    alex = laptop("Alex Morgan")
    group = alex.application.groups.add_example()
    alex_seat = HubSeat(alex, group, hub.key)
    alex_seat.connect(hub.link())
    sam_seat = HubSeat(join(alex, laptop("Sam"), group), group, hub.key)
    sam_seat.use()
    return alex_seat, sam_seat


def test_whatever_is_killed_in_the_middle_nothing_is_lost_and_both_end_equal(
    hub: HubProcess, seats: tuple[HubSeat, HubSeat], tmp_path: Path
) -> None:
    programs = [Program(seat) for seat in seats]
    choose = random.Random(14)

    def both_sent(more: int = 0) -> None:
        begun = [at_hub(tmp_path / "hub.db", each.key) for each in programs]
        wait_for(
            "both at the hub",
            lambda: all(
                at_hub(tmp_path / "hub.db", each.key) > before * bool(more)
                for each, before in zip(programs, begun, strict=True)
            ),
        )

    try:
        both_sent()
        for _ in range(KILLS):
            time.sleep(choose.uniform(0, 1))
            killed = choose.choice(programs)
            killed.kill()
            hub.kill()
            hub.start()
            killed.start()
            choose.choice(programs).hang(choose.uniform(0, 1))
            hub.hang()
            time.sleep(choose.uniform(0, 2))
            hub.go_on()
        both_sent(more=1)
        wait_for("marks of both", lambda: all(len(each.marked()) > 10 for each in programs))
    finally:
        for program in programs:
            program.kill()

    for seat in (*seats, *seats):
        seat.sync()
    alex, sam = seats
    assert alex.events.keys() == sam.events.keys()
    for seat, program in zip(seats, programs, strict=True):
        assert program.marked() <= seat.events.keys()
        closed = [event for event in seat.events.values() if event.is_stripped]
        assert closed == []
        assert seat.application.store.verify().problems == ()
        assert seat.rounds.view(seat.group).needs_action is False
        seat.rounds.lines.close()
