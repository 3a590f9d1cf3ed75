"""Names tests that take long and do not carry the mark ``slow``, at the end of a run in CI.

They fail nothing: how long a test takes depends on the machine. Whoever reads the run marks them.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping

import pytest

LONG = 1.0
"""Seconds; twice what ``slow`` asks for, since machines in CI are busy."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Called by pytest after its own summary of failures."""
    stats: Mapping[str, Iterable[object]] = terminalreporter.stats
    reports = [each for of_kind in stats.values() for each in of_kind]
    lines = unmarked([each for each in reports if isinstance(each, pytest.TestReport)])
    if lines and os.environ.get("CI"):
        terminalreporter.section("without the mark slow, and over a second", sep="-")
        for line in lines:
            terminalreporter.write_line(line)


def unmarked(reports: Iterable[pytest.TestReport]) -> list[str]:
    """What to say of the tests these reports are of, the longest first."""
    seconds: Counter[str] = Counter()
    for report in reports:
        if "slow" not in report.keywords:
            seconds[report.nodeid] += report.duration
    return [f"{took:.1f} s {test}" for test, took in seconds.most_common() if took > LONG]
