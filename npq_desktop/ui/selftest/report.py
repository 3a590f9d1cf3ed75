"""The self-test's report on one page: what was tried on which system, and how it ended."""

import platform
import sys
from collections.abc import Mapping

from npq_desktop.ui.frame.about_dialog import version_lines


def report_text(summary: Mapping[str, object], checks: Mapping[str, str]) -> str:
    """The page as plain text, for the person who decides whether to hand this build out."""
    passed = bool(summary.get("passed"))
    seconds = summary.get("seconds")
    steps = seconds if isinstance(seconds, Mapping) else {}
    kind = "frozen" if getattr(sys, "frozen", False) else "Python package"
    lines = [
        "NPQ Desktop: self-test",
        f"Result: {'PASSED' if passed else 'FAILED'}",
        *([] if passed else [f"Why: {summary.get('failure') or 'the two laptops do not agree'}"]),
        "",
        *version_lines(),
        f"{platform.machine()}, {kind}",
        "",
        "Parts",
        *(f"  {words}: {answer}" for words, answer in checks.items()),
        "",
        "Steps, in seconds",
        *(f"  {took:8.2f}  {step}" for step, took in steps.items()),
        "",
        f"Participants: {summary.get('participants', 0)}. Marks: {summary.get('marks', {})}",
        f"State of both laptops: {summary.get('state_digests', 'not reached')}",
        f"Problems of the stores: {summary.get('problems') or 'none'}",
    ]
    return "\n".join(lines) + "\n"
