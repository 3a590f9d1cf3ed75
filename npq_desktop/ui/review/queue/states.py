"""How the state of a piece of work is drawn: an icon and the colour of its meaning."""

from collections.abc import Mapping

from npq_desktop.rows.review import QueueRow, ReviewState

DRAWINGS: Mapping[ReviewState, tuple[str, str]] = {
    ReviewState.AWAITING: ("inbox", "accent"),
    ReviewState.RETURNED: ("undo", "warn"),
    ReviewState.ACCEPTED: ("saved", "ok"),
    ReviewState.CONFLICT: ("conflict", "warn"),
    ReviewState.AGREED: ("ring", "muted"),
}
ASIDE = ("pause", "muted")


def drawing_of(row: QueueRow) -> tuple[str, str]:
    """The icon of a work, and the name of its colour among the tokens."""
    return ASIDE if row.aside is not None and row.is_open else DRAWINGS[row.state]
