"""The command a user runs to see whether the program works here does the whole main job."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SELF_TEST = (sys.executable, "-m", "npq_desktop", "self-test", "--out")
PICTURES = ("cohort.png", "register.png", "review.png")


def test_the_self_test_does_the_main_job_and_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [*SELF_TEST, str(tmp_path)], check=False, capture_output=True, text=True, timeout=120
    )

    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert summary["passed"], summary.get("failure", done.stderr)
    assert done.returncode == 0
    assert summary["participants"] == 10
    assert sum(summary["marks"].values()) == 10
    assert sum(summary["standings"].values()) == 10
    first, second = summary["state_digests"]
    assert first == second
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in PICTURES)
    assert (tmp_path / "group.npqsync").stat().st_size > 0
    assert len(summary["checks"]) == 5
    report = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "Result: PASSED" in report
    assert "Europe/London: winter +00:00, summer +01:00" in report
