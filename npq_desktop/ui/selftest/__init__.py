"""The shipped self-test: does the main job through the real window, by key events, and reports.

It proves an installed program, not a checkout: nothing here needs the tests.
"""

from npq_desktop.ui.selftest.loop import run_loop
from npq_desktop.ui.selftest.run import run_self_test

__all__ = ["run_loop", "run_self_test"]
