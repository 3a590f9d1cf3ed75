"""What is known of one person at each round: who may sit and why, what was handed in, outcomes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from npq_desktop.rows.assessment import DecisionWorkings, PersonAssessment, ResponseRow
from npq_desktop.services.cohort.item_words import behind
from npq_desktop.services.office.assessment.words import GATE_WORDS, days_words
from npq_desktop.ui.kit.dialogs.opening_lines import OpeningLines
from npq_desktop.ui.kit.page.scrolled import Page, cleared, scrolled, selectable
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text


class PersonAssessmentPage(QWidget):
    """``count_asked`` carries a round and the digest of a response that is to count.

    ``filled``: what can be pressed on it is new.
    """

    filled = Signal()
    count_asked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._said: list[str] = []
        self._inside = Page(self)
        metrics = metrics_of(self.font())
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, metrics.space, 0, metrics.space)
        self._column.setSpacing(metrics.gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self._inside, self, "Assessment"))

    def show_rounds(self, rounds: tuple[PersonAssessment, ...], *, may_count: bool) -> None:
        """Show a person's rounds, the newest last; ``may_count``: offer to let responses count."""
        cleared(self._column)
        self._said = []
        if not rounds:
            self._say("No round of the assessment is announced yet.", tone="muted")
        for each in rounds:
            self._show_round(each, may_count=may_count)
        self._column.addStretch(1)
        self.filled.emit()

    def _show_round(self, each: PersonAssessment, *, may_count: bool) -> None:
        row = each.row
        self._column.addWidget(Text(each.round.words, self._inside, heavy=True))
        self._say(GATE_WORDS[row.gate])
        for sentence in row.why_words:
            self._say(sentence)
        if row.warning:
            self._say(row.warning, tone="warn")
        self._labelled("Decision", _decision(each))
        if each.workings is not None:
            self._show_workings(each.workings)
        self._labelled("Own window", _own(each))
        self._labelled("Case study", row.case_study)
        for response in each.responses:
            self._show_response(each, response, may_count=may_count)
        if each.outcome_lines:
            self._labelled("Outcome", "\n".join(each.outcome_lines))
        elif row.outcome:
            self._labelled("Outcome", row.outcome)
        self._labelled("History", "\n".join(each.history))
        self._column.addSpacing(metrics_of(self.font()).space)

    def _show_workings(self, workings: DecisionWorkings) -> None:
        """What the decision rests on, with the sums of that day, which open."""
        self._labelled("Worked out", workings.words)
        sums = OpeningLines(self._inside)
        sums.show_lines(behind(workings.sums))
        self._column.addWidget(sums)

    def _show_response(
        self, each: PersonAssessment, response: ResponseRow, *, may_count: bool
    ) -> None:
        counts = "counts" if response.counts else "does not count"
        self._labelled("Response", f"{response.name}\n{response.said}\nThis response {counts}.")
        if may_count and not response.counts:
            button = Button("Count it all the same…", self._inside)
            key, content = each.round.key, response.content
            button.clicked.connect(lambda: self.count_asked.emit(key, content))
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _labelled(self, label: str, words: str) -> None:
        if not words:
            return
        self._column.addSpacing(metrics_of(self.font()).gap)
        self._column.addWidget(Text(label, self._inside, size=CAPTION, tone="muted"))
        self._said.append(words)
        text = selectable(Text(words, self._inside))
        text.setAccessibleName(f"{label}: {words}")
        self._column.addWidget(text)

    def _say(self, words: str, *, tone: str = "text") -> None:
        self._said.append(words)
        self._column.addWidget(selectable(Text(words, self._inside, tone=tone)))

    def words(self) -> str:
        """Everything the page says, as one text."""
        return "\n".join(self._said)


def _decision(each: PersonAssessment) -> str:
    private = f"Private reason: {each.private_reason}" if each.private_reason else ""
    return "\n".join(filter(None, (each.row.decision, private)))


def _own(each: PersonAssessment) -> str:
    if each.own is None:
        return ""
    why = f"Why: {each.own_why}" if each.own_why else ""
    return "\n".join(filter(None, (days_words(each.own), why)))
