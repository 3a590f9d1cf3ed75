"""How the state of a piece of work looks and reads: a shape and words, never a colour alone."""

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


def count_words(words: int) -> str:
    """A word count: "1 word", "412 words"."""
    return "1 word" if words == 1 else f"{words:,} words"
