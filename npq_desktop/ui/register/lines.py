"""The live line over the register: numbers that reconcile, and a head-count that does not."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from npq_desktop.rows.register import COUNT_LABELS, Counts, SignoffRow
from npq_desktop.services.core.words import listed, listed_briefly
from npq_desktop.ui.kit.banner import Banner

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


class SignedLines(QWidget):
    """Hidden while nobody has signed; *Sign again* beside what the own sign-off lacks."""

    sign_again_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._signed = QLabel(self)
        self._signed.setTextFormat(Qt.TextFormat.PlainText)
        self._signed.setWordWrap(True)
        self._signed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.uncovered = Banner(self)
        self.again = QPushButton("Sign again…  F9", self)
        self.again.setAccessibleName("Sign again")
        self.again.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(self.uncovered, 1)
        line.addWidget(self.again, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._signed)
        column.addLayout(line)
        self.again.clicked.connect(self.sign_again_asked)
        self.hide()

    def show_signoffs(self, signoffs: tuple[SignoffRow, ...], papers: tuple[str, ...] = ()) -> None:
        """Show what was signed by whom, on screen and on paper, and what is missing."""
        lines = [_signed_words(each) for each in signoffs]
        lines += [f"Paper evidence: {each}" for each in papers]
        self._signed.setText("\n".join(lines))
        missing = [_missing_words(each) for each in signoffs if each.uncovered]
        held = next((each.held for each in signoffs if each.held), ())
        if held:
            missing.append(f"Held back, covered by no sign-off: {listed(held)}.")
        self.uncovered.warn("\n".join(missing))
        self.again.setVisible(any(each.own and each.uncovered for each in signoffs))
        self.setVisible(bool(lines))

    def text(self) -> str:
        """Everything it says."""
        return "\n".join(filter(None, (self._signed.text(), self.uncovered.words())))


def _signed_words(signoff: SignoffRow) -> str:
    at = f" on {signoff.at.day} {signoff.at:%b %H:%M}" if signoff.at else ""
    return f"Signed off by {signoff.who}{at}: {signoff.words}"


def _missing_words(signoff: SignoffRow) -> str:
    whose = "your" if signoff.own else f"{signoff.who}’s"
    return f"Not covered by {whose} sign-off: {listed(signoff.uncovered)}."
