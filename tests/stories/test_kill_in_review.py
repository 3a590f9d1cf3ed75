"""Killed at any moment while reviewing: no feedback that was saved is lost, nothing decided twice.

The long run: ``NPQ_KILLS=50 python -m pytest tests/stories/test_kill_in_review.py``.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from npq_desktop.bootstrap import open_application
from npq_desktop.rows.review import WorkId
from npq_desktop.services.core.laptop.places import Places

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("NPQ_KILLS", "2"))
PATIENCE_SECONDS = 60
PROGRAM = Path(__file__).with_name("reviewing_process.py")
Line = tuple[str, WorkId, str]


def killed(folder: Path, told: Path, seed: int, *, after_seconds: float) -> list[Line]:
    """Let somebody review, kill the program, and return what it had told."""
    with told.open("wb") as out:
        command = [sys.executable, str(PROGRAM), str(folder), str(seed)]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while told.read_bytes().count(b"\n") < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(after_seconds)
        process.kill()
        process.wait()
    lines = [line for line in told.read_text("utf-8").splitlines(keepends=True) if "\n" in line]
    assert lines, "nothing was reviewed"
    found = (line.split() for line in lines)
    return [
        (what, WorkId(person, item.removeprefix("~"), item.startswith("~")), text)
        for what, person, item, text in found
    ]


@pytest.mark.timeout(PATIENCE_SECONDS * (KILLS + 1))
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is another thing there")
def test_no_saved_feedback_is_lost_and_nothing_is_decided_twice(tmp_path: Path) -> None:
    folder, moments = tmp_path / "data", random.Random(7)
    told: list[Line] = []

    for kill in range(KILLS):
        pause = moments.uniform(0, 1.0)
        told += killed(folder, tmp_path / f"{kill}.txt", kill, after_seconds=pause)

    application = open_application(Places.under(folder))
    [group] = application.groups.all()
    facts = application.core.facts.of(group.id)
    own = application.core.identities.key_in(group.id)
    said = {
        (WorkId(*key), fact.decision, fact.feedback)
        for key, values in facts.reviews.items()
        for fact in values
    }
    said |= {
        (WorkId(*key, True), fact.state, fact.feedback)
        for key, values in facts.catchups.items()
        for fact in values
    }
    kept = {work: application.review.view(group.id, work).draft for _, work, _ in told}
    written = Counter(
        event.content["feedback"]
        for event in application.store.state(group.id).events.values()
        if event.kind in ("review.set", "catchup.set") and event.key == own
        if str((event.content or {}).get("feedback", "")).startswith("fb")
    )
    problems = application.store.verify().problems
    application.close()

    last = {work: (what, text) for what, work, text in told}
    for work, (what, text) in last.items():
        decided = {(work, way, text) for way in ("accepted", "returned")} & said
        if what == "saved":
            # Saved and not decided, or decided in the moment before the end.
            assert kept[work] == text or decided, (work, text)
        else:
            assert (work, what, text) in said
    assert set(written.values()) <= {1}
    assert problems == ()
