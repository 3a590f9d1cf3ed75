"""Reliability 1 and 2: killed at any moment, what showed a tick is on the disk.

The long run: ``NPQ_KILLS=200 python -m pytest tests/stories/test_kill.py``.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from npq_desktop.bootstrap import open_application
from npq_desktop.services.core.laptop.places import Places

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("NPQ_KILLS", "6"))
PATIENCE_SECONDS = 60
LOOP = (sys.executable, "-m", "npq_desktop", "self-test", "--loop", "--data-dir")


def killed_loop(folder: Path, printed: Path, *, after_seconds: float) -> list[str]:
    """Let the loop mark, kill it without warning, and return the ids it had printed."""
    with printed.open("wb") as out:
        process = subprocess.Popen([*LOOP, str(folder)], stdout=out, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not printed.stat().st_size and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(after_seconds)
        process.kill()
        process.wait()
    assert printed.stat().st_size, "the loop painted no mark"
    lines = printed.read_text(encoding="ascii").splitlines(keepends=True)
    return [line.strip() for line in lines if line.endswith("\n")]


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is another thing there")
def test_no_painted_mark_is_missing_after_any_of_many_kills(tmp_path: Path) -> None:
    folder, moments = tmp_path / "data", random.Random(9)
    printed: list[str] = []

    for kill in range(KILLS):
        printed += killed_loop(
            folder, tmp_path / f"{kill}.txt", after_seconds=moments.uniform(0, 0.6)
        )
    application = open_application(Places.under(folder))
    [group] = application.groups.all()
    stored = application.store.state(group.id).events.keys()
    problems = application.store.verify().problems
    application.close()

    assert len(printed) >= KILLS
    assert set(printed) <= stored
    assert problems == ()
