"""Which tests a run names as long, and which of them one process takes together."""

from pathlib import Path

import pytest
from support.slow import unmarked


def report(test: str, when: str, seconds: float, *marks: str) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=test,
        location=("test_it.py", 1, test),
        keywords=dict.fromkeys(marks, 1),
        outcome="passed",
        longrepr=None,
        when=when,
        duration=seconds,
    )


def test_tests_over_a_second_are_named_longest_first() -> None:
    reports = [report("test_b", "call", 1.5), report("test_a", "call", 12.25)]

    assert unmarked(reports) == ["12.2 s test_a", "1.5 s test_b"]


def test_preparing_and_cleaning_up_count_with_the_test() -> None:
    reports = [report("test_a", phase, 0.4) for phase in ("setup", "call", "teardown")]

    assert unmarked(reports) == ["1.2 s test_a"]


def test_marked_and_quick_tests_are_not_named() -> None:
    assert unmarked([report("test_a", "call", 9, "slow"), report("test_b", "call", 0.9)]) == []


TESTS = Path(__file__).parent
SLOW = ("stories", "ui", "packaging")
"""What starts processes, lives through terms or opens the window."""
QUICK = (
    "packaging/test_coverage_gates.py",
    "packaging/test_qt_libraries.py",
    "packaging/test_start.py",
    "ui/kit/",
    "ui/register/marking/test_marking.py",
    "ui/register/table/test_model.py",
)
"""What stands among them and does none of it."""


def test_files_of_the_slow_folders_carry_the_mark() -> None:
    files = (path for folder in SLOW for path in sorted(TESTS.joinpath(folder).rglob("test_*.py")))
    named = {path.relative_to(TESTS).as_posix(): path for path in files}

    unmarked_files = [
        name
        for name, path in named.items()
        if not name.startswith(QUICK) and "pytest.mark.slow" not in path.read_text("utf-8")
    ]
    assert unmarked_files == []


def test_what_is_made_once_for_a_file_is_made_in_one_process() -> None:
    apart = [
        path.relative_to(TESTS).as_posix()
        for path in sorted(TESTS.rglob("test_*.py"))
        if 'scope="' + 'module"' in (text := path.read_text("utf-8"))
        and "pytest.mark.slow" in text
        and "pytest.mark.xdist_group" not in text
    ]

    assert apart == []


@pytest.mark.xdist_group("together")
def test_processes_keep_groups_together(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("loadgroup", False):
        pytest.skip("one process has all tests")

    assert request.node.nodeid.endswith("@together")
