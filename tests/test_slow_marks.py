"""Which tests a run in CI names because they take long without saying so."""

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
