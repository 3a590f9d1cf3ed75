"""Writes what a worker of pytest-xdist measured as soon as its tests are through.

A worker that is slow to exit is killed, and what coverage keeps until the exit would be lost.
"""

import os
import sys


def pytest_unconfigure() -> None:
    """Called by pytest in every process after its last test."""
    if "coverage" not in sys.modules or "PYTEST_XDIST_WORKER" not in os.environ:
        return
    from coverage import Coverage

    measuring = Coverage.current()
    if measuring is not None:
        measuring.stop()
        measuring.save()
