"""How the program starts itself: from Python, and frozen."""

import subprocess
import sys
from pathlib import Path

import pytest

from npq_desktop.resources import own_command


def test_python_is_told_the_package() -> None:
    assert own_command("read-apart") == (sys.executable, "-m", "npq_desktop", "read-apart")


@pytest.mark.parametrize(
    ("program", "answers"),
    [("npq-desktop", "npq-desktop"), ("NPQ Desktop.exe", "npq-desktop.exe")],
)
def test_a_frozen_program_is_told_the_command_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, answers: str
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / program))

    assert own_command("read-apart") == (str(tmp_path / answers), "read-apart")


_LIMITS = """
import resource
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
from npq_desktop.main import main
main(["verify", "--data-dir", "nowhere"])
print("limits", *resource.getrlimit(resource.RLIMIT_CORE))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_no_image_of_memory_is_written_where_the_program_dies(tmp_path: Path) -> None:
    """The reading process is started by the program and has its limits."""
    command = [sys.executable, "-c", _LIMITS]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "limits 0 0" in said.stdout.splitlines(), said.stderr
