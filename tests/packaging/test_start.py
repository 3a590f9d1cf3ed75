"""The decisions of the set-up script: what it keeps, what it repairs, what it says."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.slow

INPUTS = {
    "constraints": b"pytest==9.1.1\n",
    "project": b"[project]\n",
    "root": Path("/home/é x"),
    "version": "3.11",
}


def test_fingerprint_is_the_same_for_the_same_inputs(start: ModuleType) -> None:
    assert start.fingerprint(**INPUTS) == start.fingerprint(**INPUTS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("constraints", b"pytest==9.1.2\n"),
        ("project", b"[project]\nname = 'x'\n"),
        ("root", Path("/home/elsewhere")),
        ("version", "3.12"),
    ],
)
def test_fingerprint_changes_with_every_input(start: ModuleType, name: str, value: object) -> None:
    assert start.fingerprint(**INPUTS) != start.fingerprint(**{**INPUTS, name: value})


@pytest.mark.parametrize(
    ("stamp", "tools", "current"),
    [
        ({}, False, False),
        ({"inputs": "old", "tools": True}, True, False),
        ({"inputs": "new", "tools": False}, False, True),
        ({"inputs": "new", "tools": False}, True, False),
        ({"inputs": "new", "tools": True}, False, True),
    ],
)
def test_stamp_serves_when_inputs_agree_and_tools_suffice(
    start: ModuleType, stamp: dict[str, object], tools: bool, current: bool
) -> None:
    assert start.is_current(stamp, "new", tools=tools) is current


def test_stamp_written_is_the_stamp_read(start: ModuleType, tmp_path: Path) -> None:
    start.write_stamp(tmp_path, {"inputs": "new", "tools": True})

    assert start.read_stamp(tmp_path) == {"inputs": "new", "tools": True}


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00"])
def test_damaged_stamp_reads_as_none(start: ModuleType, tmp_path: Path, text: str) -> None:
    (tmp_path / start.STAMP).write_text(text, encoding="utf-8")

    assert start.read_stamp(tmp_path) == {}


def test_missing_environment_has_no_stamp(start: ModuleType, tmp_path: Path) -> None:
    assert start.read_stamp(tmp_path / "none") == {}


def test_emptying_keeps_the_note_that_it_is_unfinished(start: ModuleType, tmp_path: Path) -> None:
    (tmp_path / start.UNFINISHED).touch()
    (tmp_path / "lib" / "half").mkdir(parents=True)
    (tmp_path / "pyvenv.cfg").touch()

    start.empty(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [start.UNFINISHED]


def test_emptying_removes_a_link_and_not_what_it_points_to(
    start: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious").touch()
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "lib64").symlink_to(tmp_path / "elsewhere")

    start.empty(tmp_path / "venv")

    assert (tmp_path / "elsewhere" / "precious").exists()


@pytest.mark.parametrize(
    ("windows", "python"), [(True, "Scripts/python.exe"), (False, "bin/python")]
)
def test_interpreter_lies_where_the_system_puts_it(
    start: ModuleType, windows: bool, python: str
) -> None:
    assert start.venv_python(Path("v"), windows=windows) == Path("v") / python


def test_child_environment_drops_what_leads_to_other_packages(start: ModuleType) -> None:
    child = start.child_environment({"PYTHONPATH": "/x", "PYTHONHOME": "/y", "LANG": "C"})

    assert child.keys() & {"PYTHONPATH", "PYTHONHOME", "LANG"} == {"LANG"}


def test_child_environment_lets_compiled_files_be_kept(start: ModuleType) -> None:
    assert (
        start.child_environment({"PYTHONDONTWRITEBYTECODE": "1"})
        .keys()
        .isdisjoint({"PYTHONDONTWRITEBYTECODE"})
    )


def test_child_environment_keeps_the_index_a_person_chose(start: ModuleType) -> None:
    assert start.child_environment({"PIP_INDEX_URL": "chosen"})["PIP_INDEX_URL"] == "chosen"


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "vnc"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_only_linux_is_ever_without_a_display(
    start: ModuleType, environment: dict[str, str], platform: str, shown: bool
) -> None:
    assert start.has_display(environment, platform) is shown


@pytest.mark.parametrize(
    ("present", "manager"),
    [({"apt-get", "dnf"}, "apt-get"), ({"dnf"}, "dnf"), ({"pacman"}, ""), (set(), "")],
)
def test_package_command_is_the_first_one_known(
    start: ModuleType, present: set[str], manager: str
) -> None:
    assert start.package_manager(lambda name: name if name in present else None) == manager


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("apt-get", "    sudo apt-get install libxcb-icccm4"),
        ("dnf", "    sudo dnf install xcb-util-wm"),
    ],
)
def test_missing_library_is_answered_with_the_line_to_type(
    start: ModuleType, manager: str, line: str
) -> None:
    assert line in start.libraries_sentence(["libxcb-icccm.so.4"], manager).splitlines()


def test_missing_library_on_an_unknown_system_is_named_by_file(start: ModuleType) -> None:
    text = start.libraries_sentence(["libxcb-icccm.so.4"], "")

    assert text.endswith("Install the packages that hold libxcb-icccm.so.4.")
    assert "sudo" not in text


def test_python_without_environments_is_answered_with_the_line_to_type(start: ModuleType) -> None:
    text = start.venv_sentence("python3.11-venv", "apt-get")

    assert "    sudo apt-get install python3.11-venv" in text.splitlines()


def names(checks: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    return [name for name, _ in checks]


def pytest_line(start: ModuleType, *arguments: str) -> str:
    return next(" ".join(command) for name, command in start.checks(arguments) if name == "pytest")


def test_every_check_is_made_and_pytest_is_followed_only_by_the_types(start: ModuleType) -> None:
    assert names(start.checks([])) == [
        "ruff check",
        "ruff format",
        "lint-imports",
        "pytest",
        "mypy",
    ]


def test_a_check_made_beside_the_others_keeps_its_words_and_its_code(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "VENV", Path(sys.prefix))
    code = "import sys; print('one'); print('two', file=sys.stderr, flush=True); sys.exit(3)"

    assert start.heard("-u", "-c", code) == (3, f"one{os.linesep}two{os.linesep}")


def test_fast_leaves_out_types_slow_tests_and_most_examples(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    assert "mypy" not in names(start.checks(["--fast"]))
    assert pytest_line(start, "--fast", "-x") == (
        "-m pytest -m not slow --hypothesis-profile fast -n 3 --dist loadgroup -x"
    )


def test_coverage_measures_pytest_and_ends_with_the_gates(start: ModuleType) -> None:
    assert names(start.checks(["--coverage"]))[-3:] == ["pytest", "mypy", "coverage"]
    assert pytest_line(start, "--coverage").startswith("-m coverage run -m pytest -n")


@pytest.mark.parametrize("arguments", [[], ["-x"], ["-k", "nothing of that name"]])
def test_whole_suite_runs_in_several_processes(start: ModuleType, arguments: list[str]) -> None:
    assert "-n" in start.processes(arguments)


@pytest.mark.parametrize(("cores", "processes"), [(None, "2"), (1, "2"), (2, "3"), (64, "4")])
def test_one_process_more_than_cores_and_never_a_crowd(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, cores: int | None, processes: str
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)

    assert start.processes([])[:2] == ("-n", processes)


@pytest.mark.parametrize(
    "arguments",
    [["tests/engagement"], ["tests/test_commands.py::test_one"], ["-n", "1"], ["--numprocesses=0"]],
)
def test_a_named_part_or_number_is_left_as_it_is(start: ModuleType, arguments: list[str]) -> None:
    assert start.processes(arguments) == ()


@pytest.mark.parametrize("arguments", [[], ["nonsense"]])
def test_unknown_command_prints_the_usage(
    start: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code = start.main(arguments)

    assert (code, capsys.readouterr().out.strip()) == (2, start.USAGE)


def test_script_starts_with_the_standard_library_alone(start: ModuleType) -> None:
    command = [sys.executable, "-S", "-E", start.__file__]

    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (answer.returncode, answer.stderr) == (2, "")


@pytest.mark.parametrize("file", [".github/workflows/checks.yml", ".ci/run"])
def test_ci_makes_the_checks_of_a_developer_and_names_no_index(
    start: ModuleType, file: str
) -> None:
    text = (start.ROOT / file).read_text(encoding="utf-8")

    assert re.search(r"python3? packaging/start\.py test\b", text)
    assert "://" not in text
    assert "pip install" not in text


def test_ci_holds_the_coverage_gates_on_one_system(start: ModuleType) -> None:
    text = (start.ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8")

    assert text.count(start.COVERAGE) == 1


def test_tests_write_in_memory_only_where_there_is_plenty(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)

    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=8 << 30))
    assert start.quick_folder(tmp_path) == {"PYTEST_DEBUG_TEMPROOT": str(tmp_path)}

    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=64 << 20))
    assert start.quick_folder(tmp_path) == {}


def test_without_a_folder_in_memory_tests_write_as_ever(start: ModuleType, tmp_path: Path) -> None:
    assert start.quick_folder(tmp_path / "missing") == {}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stdin", "unattended", "allowed"),
    [
        (Terminal("y\n"), "", True),
        (Terminal("\n"), "", False),
        (Terminal(""), "", False),
        (Terminal(""), "true", True),
        (io.StringIO(""), "", True),
    ],
)
def test_nothing_is_installed_as_root_without_asking_whoever_sits_there(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    stdin: io.StringIO,
    unattended: str,
    allowed: bool,
) -> None:
    monkeypatch.setenv("CI", unattended)
    monkeypatch.setattr("sys.stdin", stdin)

    assert start.is_allowed(("libxcb-icccm4",)) is allowed


def test_a_tool_of_the_system_is_not_one_from_the_path(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "apt-get"
    fake.write_text("#!/bin/sh\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert start.system_tool("apt-get") != str(fake)
