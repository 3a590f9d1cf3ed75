"""Pythons that a test starts."""

import os

_HOOKS = frozenset({"COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"})


def unwatched() -> dict[str, str]:
    """The environment for a child whose imports are counted: no coverage is measured in it.

    Measuring would import modules that nothing else asked for.
    """
    return {name: value for name, value in os.environ.items() if name not in _HOOKS}
