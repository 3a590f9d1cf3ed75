"""The live line over the register: numbers that reconcile, and a head-count that does not."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from npq_desktop.rows.register import COUNT_LABELS, Counts
from npq_desktop.services.core.naming import listed_briefly

_ALWAYS = ("expected", "present", "late", "absent", "unmarked")


def count_parts(counts: Counts) -> tuple[tuple[str, str], ...]:
    """Labels and numbers in reading order; what is nought is left out unless always asked for."""
    parts = [
        (label, str(getattr(counts, key)))
        for key, label in COUNT_LABELS.items()
        if key in _ALWAYS or getattr(counts, key)
    ]
    if counts.walk_ins:
        parts.append(("walk-ins", str(counts.walk_ins)))
    if counts.extra > counts.walk_ins:
        parts.append(("not expected but here", str(counts.extra - counts.walk_ins)))
    if counts.not_expected:
        parts.append(("not expected", str(counts.not_expected)))
    if counts.head_count is not None:
        parts.append(("head-count", str(counts.head_count)))
    return tuple(parts)


def mismatch_words(counts: Counts, unmarked: tuple[str, ...] = ()) -> str:
    """What to say when heads and marks differ: by how many, and who has no mark yet.

    "" when they agree or nobody counted.
    """
    if counts.head_count is None or counts.head_count == counts.in_room:
        return ""
    difference = counts.head_count - counts.in_room
    side = "more" if difference > 0 else "fewer"
    people = "person is" if counts.in_room == 1 else "people are"
    said = (
        f"The head-count {counts.head_count} does not agree: {counts.in_room} {people} marked "
        f"as here, so {abs(difference)} {side} in the room."
    )
    if unmarked:
        return f"{said} Unmarked: {listed_briefly(unmarked)}."
    return f"{said} Count again or look for a wrong mark."


class CountsLine(QLabel):
    """One line that wraps; numbers bold, words beside them."""

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def show_counts(self, counts: Counts) -> None:
        """Show the numbers of one register."""
        parts = count_parts(counts)
        spoken = " · ".join(f"{label} {number}" for label, number in parts)
        self.setText(
            " &nbsp;·&nbsp; ".join(
                f"{escape(label)}&nbsp;<b>{number}</b>" for label, number in parts
            )
        )
        self.setAccessibleName(spoken)
