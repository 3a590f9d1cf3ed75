"""Decisions taken before on a work, each with who took it, on which laptop and when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from npq_desktop.rows.review import ReviewRow
from npq_desktop.services.review import words
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.cards import Card, Text


class EarlierDecisions(Card):
    """Hidden while there are none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Text("", self)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        gap = metrics_of(self.font()).space
        column = QVBoxLayout(self)
        column.setContentsMargins(gap, gap, gap, gap)
        column.addWidget(self._words)
        self.setAccessibleName("Decisions so far")
        self.hide()

    def show_reviews(self, reviews: tuple[ReviewRow, ...]) -> None:
        """Show these, one under the other."""
        self._words.setText("\n\n".join(words.review_words(review) for review in reviews))
        self.setVisible(bool(reviews))

    def words(self) -> str:
        """Every decision shown, as text."""
        return self._words.text()
