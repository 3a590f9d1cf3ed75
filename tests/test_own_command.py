"""How the program starts itself: from Python, and frozen."""

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
