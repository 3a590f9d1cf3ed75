"""How long a group's state takes, as ratios to floors measured in the same run; asserts no time.

Run ``python tests/benchmarks/bench_journal.py [events]``. The floor of a whole state is
``json.loads`` of the same headers and payloads; the floor of one mark is signing it with Ed25519
and nothing else.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.journal import AT, Group, author, person  # noqa: E402

from npq_desktop.journal.event import Event  # noqa: E402
from npq_desktop.journal.state import State, digest  # noqa: E402

ROUNDS = 5
SINGLE = 500


def history(count: int) -> list[Event]:
    """Marks of 25 people by three laptops, one in five of them corrected, and some notes."""
    group = Group("bench")
    names = [f"p{number}" for number in range(25)]
    for name in ("sam", "kim"):
        group.add("olu", name)
    while len(group.events) < count:
        number = len(group.events)
        by, who = ("olu", "sam", "kim")[number % 3], names[number % 25]
        mark = group.mark(by, f"event-{number // 75}", who, "present", minutes_late=number % 9)
        if number % 5 == 0:
            group.mark(by, f"event-{number // 75}", who, "absent", rep=[mark])
        if number % 11 == 0:
            note = {"id": f"n{number}", "person": person(who), "text": "went well"}
            group.write(by, "note.add", note)
    return group.events[:count]


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of some runs, in seconds: the one least disturbed."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def one_by_one(events: list[Event]) -> float:
    """Seconds for one ``State.add`` of a mark, on top of all but the last events."""
    state = State.of(events[:-SINGLE])
    start = time.perf_counter()
    for event in events[-SINGLE:]:
        state.add(event)
    return (time.perf_counter() - start) / SINGLE


def main() -> None:
    """Print the times and their ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    events = history(count)
    texts = [text for event in events for text in (event.header, event.payload)]
    floor = best(lambda: [json.loads(text) for text in texts if text])
    whole = best(lambda: State.of(events))
    state = State.of(events)
    hashed = best(lambda: digest(state))
    judged = best(lambda: [state.conflict(cell) for cell in state.cells()])
    signing = best(lambda: [author("sam").sign(AT.encode()) for _ in range(100)]) / 100
    single = min(one_by_one(events) for _ in range(ROUNDS))
    report("json.loads of all texts (floor)", floor, floor)
    report("State.of", whole, floor)
    report("digest", hashed, floor)
    report("conflict of every cell", judged, floor)
    report("signing one event (floor)", signing, signing)
    report("State.add of one entry", single, signing)


def report(what: str, seconds: float, floor: float) -> None:
    """Print one line: milliseconds and the ratio to the floor."""
    sys.stdout.write(f"{what:34}{seconds * 1000:10.3f} ms{seconds / floor:8.2f} x\n")


if __name__ == "__main__":
    main()
