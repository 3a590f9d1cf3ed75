"""Writes what a change of a mark or an event came to: what counts, what took its place, and why.

Pure functions from text to text.
"""

from collections.abc import Sequence

from npq_desktop.services.core.words import listed

COUNTS_IN_PART, COUNTS_AGAIN, COUNTS_NOW = "counts in part", "counts again", "counts now"
REPLACED, NOTHING_NOW = "replaced", "nothing is recorded now"
NOT_MARKED_NOW, NOT_SIGNED_NOW = "not marked now", "not signed off now"
NO_SUCH_TIME = "The time given does not exist."
CLOCK_WAS_WRONG = "The time given is later than when it reached this laptop, so a clock was wrong."
CLOCK_WAS_CHANGED = "The time given is before the previous change, so a clock was changed."


def undone_or_again(what: str, times: int) -> str:
    """What an undo took back, or did again at every second time."""
    return f"Done again: {what}" if times % 2 == 0 else f"Taken back: {what}"


def on_hold(why: str) -> str:
    """Says that a change does not count, for a reason that is a sentence."""
    return f"on hold. {why}"


def replaced_by(others: Sequence[str]) -> str:
    """What came in the place of a change."""
    return f"{REPLACED} by {listed(others)}" if others else REPLACED


def disagrees_with(others: Sequence[str]) -> str:
    """What was recorded beside a change."""
    return f"disagrees with {listed(others)}"


def brings_back(changes: Sequence[str]) -> str:
    """What counts again after an undo."""
    return f"brings back {listed(changes)}"


def change_by(what: str, who: str) -> str:
    """How one line of a history names another."""
    return f"“{what}” by {who}"
