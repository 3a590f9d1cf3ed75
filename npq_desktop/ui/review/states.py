"""How the state of a piece of work looks and reads, and how times and counts do."""

from collections.abc import Mapping
from datetime import datetime

from npq_desktop.rows.review import ReviewState
from npq_desktop.ui.kit.shapes import Shape

SHAPES: Mapping[ReviewState, Shape] = {
    ReviewState.AWAITING: Shape.RING,
    ReviewState.RETURNED: Shape.BACK,
    ReviewState.ACCEPTED: Shape.TICK,
    ReviewState.CONFLICT: Shape.FORK,
    ReviewState.AGREED: Shape.DASH,
}

WORDS: Mapping[ReviewState, str] = {
    ReviewState.AWAITING: "to review",
    ReviewState.RETURNED: "returned",
    ReviewState.ACCEPTED: "accepted",
    ReviewState.CONFLICT: "two decisions disagree",
    ReviewState.AGREED: "agreed, nothing handed in yet",
}

OPEN_STATES = (ReviewState.AWAITING, ReviewState.CONFLICT)


def moment_words(moment: datetime | None) -> str:
    """A time: "3 Mar 2026 14:05"; "" when unknown."""
    return f"{moment.day} {moment:%b %Y %H:%M}" if moment else ""


def handed_in_words(handed_in: datetime | None, brought_in: datetime | None) -> str:
    """Such as "handed in 3 Mar 2026 14:05"; where no file says when, what is known instead.

    "" where nothing was handed in.
    """
    if handed_in is not None:
        return f"handed in {moment_words(handed_in)}"
    if brought_in is None:
        return ""
    return f"handed in; time not known · brought in {moment_words(brought_in)}"


def count_words(words: int) -> str:
    """A word count: "1 word", "412 words"."""
    return "1 word" if words == 1 else f"{words:,} words"
