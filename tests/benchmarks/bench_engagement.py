"""How long the engine takes, as ratios to floors measured in the same run; asserts no time.

Run ``python tests/benchmarks/bench_engagement.py [participants]``. The floors are ``json.loads`` of
the same document with nothing checked, and a bare loop that adds up the items' credits as whole
numbers.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from npq_desktop.engagement import document_from, evaluate, read_document  # noqa: E402

SIDES = (("diagnostic", 8), ("reflective", 8), ("attendance", 14))
STATES = ("earned", "open", "lost", "part", "unknown", "excused")
LIKELY = (60, 26, 3, 3, 7, 1)
ROUNDS = 5


def document(people: int) -> dict[str, object]:
    """People half-way through a course of 30 items, everyone's a little different."""
    chance = random.Random(2026)
    parts = [{"key": k, "weight": w} for k, w in zip(dict(SIDES), (30, 20, 50), strict=True)]
    return {
        "rule": {"threshold": 90, "components": parts},
        "as_of": "2026-11-23",
        "participants": [{"id": f"p{n}", "items": _items(chance)} for n in range(people)],
    }


def _items(chance: random.Random) -> list[dict[str, object]]:
    items = []
    for key, count in SIDES:
        for number in range(count):
            state = chance.choices(STATES, LIKELY)[0]
            due = f"2026-{number % 12 + 1:02}-15"
            item = {"id": f"{key}-{number}", "component": key, "due": due, "state": state}
            if state == "part":
                item["credit"] = [chance.randint(1, 3), 4]
            if state == "open":
                item["minutes"] = chance.choice((0, 30, 45, 60))
            items.append(item)
    return items


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the shortest of some runs, in seconds: the one least disturbed."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def bare_sum(raw: dict) -> int:
    """The floor: look at every item once and add up what it is worth."""
    total = 0
    for person in raw["participants"]:
        for item in person["items"]:
            if item["state"] == "earned":
                total += 12
            elif item["state"] == "part":
                total += 12 * item["credit"][0] // item["credit"][1]
    return total


def command(text: str) -> None:
    """Run the whole command, start of the interpreter included."""
    subprocess.run(
        [sys.executable, "-m", "npq_desktop.engagement"],
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
        check=True,
    )


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    raw = document(people)
    text = json.dumps(raw)
    asked = document_from(raw)
    group = asked.participants[:30]

    def answered(participants) -> None:
        for person in participants:
            evaluate(asked.rule, asked.as_of, person)

    loads = best(lambda: json.loads(text))
    adding = best(lambda: bare_sum(raw))
    figures = {
        "evaluate": best(lambda: answered(asked.participants)),
        "read_document": best(lambda: read_document(text), 3),
        "whole command": best(lambda: command(text), 3),
    }
    print(f"{people} participants of 30 items, best of several runs")
    print(f"  floor json.loads  {loads * 1000:8.0f} ms")
    print(f"  floor bare sum    {adding * 1000:8.0f} ms")
    for name, took in figures.items():
        ratios = f"{took / loads:5.1f} x json.loads {took / adding:6.1f} x bare sum"
        print(f"  {name:<17} {took * 1000:8.0f} ms  = {ratios}")
    print(
        f"  evaluate, one group of {len(group)}: {best(lambda: answered(group), 50) * 1000:.2f} ms"
    )


if __name__ == "__main__":
    main()
