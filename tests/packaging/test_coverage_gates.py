"""What the tests have to reach, and what is said where they do not."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from support.children import unwatched

pytestmark = pytest.mark.slow

PACKAGE = Path(__file__).resolve().parents[2] / "npq_desktop"
SETTINGS = """\
[tool.coverage.run]
branch = true
source_dirs = ["npq_desktop"]
patch = ["subprocess"]
data_file = "build/coverage/data"
"""


def test_every_gate_is_about_a_folder_that_is_there(coverage_gates: ModuleType) -> None:
    assert [gate for gate in coverage_gates.GATES if not (PACKAGE / gate).is_dir()] == []


def test_lines_and_branches_count_alike(coverage_gates: ModuleType) -> None:
    summary = {
        "covered_lines": 8,
        "num_statements": 10,
        "covered_branches": 1,
        "num_branches": 2,
    }

    assert coverage_gates.reach(summary).percent == 75.0


def test_nearly_all_is_not_all(coverage_gates: ModuleType) -> None:
    assert coverage_gates.Reach(9_999, 10_000).percent == 99.9


def test_folder_at_its_gate_passes(coverage_gates: ModuleType) -> None:
    files = {"store/store.py": coverage_gates.Reach(97, 100)}

    assert list(coverage_gates.failures(files, {"store": 97})) == []


def test_folder_below_its_gate_is_named_with_the_file_that_lacks_most(
    coverage_gates: ModuleType,
) -> None:
    files = {
        "store/database.py": coverage_gates.Reach(95, 100),
        "store/store.py": coverage_gates.Reach(80, 100),
        "storeroom.py": coverage_gates.Reach(0, 100),
    }

    assert list(coverage_gates.failures(files, {"store": 97})) == [
        "store: 87.5 % reached, 97 % wanted. See store/store.py 80.0 %, store/database.py 95.0 %."
    ]


def test_folder_nobody_measured_fails_its_gate(coverage_gates: ModuleType) -> None:
    assert list(coverage_gates.failures({}, {"store": 97})) == [
        "store: nothing was measured. Correct GATES if it was moved."
    ]


def test_package_that_loses_nothing_is_offered_a_gate(coverage_gates: ModuleType) -> None:
    all_of_it, most = coverage_gates.Reach(9, 9), coverage_gates.Reach(8, 9)
    files = {"bundle/a.py": all_of_it, "sync/a.py": all_of_it, "sync/b.py": most, "main.py": most}

    assert list(coverage_gates.could_join(files, {})) == [
        "bundle: everything is reached. Add it to GATES, so that it stays so."
    ]
    assert list(coverage_gates.could_join(files, {"bundle": 100})) == []


def test_what_a_child_process_reaches_is_counted(
    coverage_gates: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "npq_desktop").mkdir()
    (tmp_path / "npq_desktop" / "__init__.py").touch()
    (tmp_path / "npq_desktop" / "child.py").write_text("if len('ab') > 1:\n    print('reached')\n")
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'npq_desktop.child'])"
    (tmp_path / "parent.py").write_text(parent, encoding="utf-8")

    command = [sys.executable, "-m", "coverage", "run", "parent.py"]
    subprocess.run(command, cwd=tmp_path, env=unwatched(), capture_output=True, check=True)
    monkeypatch.chdir(tmp_path)
    files = coverage_gates.measured()

    assert files["child.py"] == coverage_gates.Reach(3, 4)
