"""Decisions taken before on a work, each with who took it, on which laptop and when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from npq_desktop.rows.review import ReviewRow
from npq_desktop.services.review import words
from npq_desktop.ui.kit.metrics import metrics_of


class EarlierDecisions(QScrollArea):
    """Hidden while there are none; scrolls where feedback is long."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setMargin(metrics_of(self.font()).gap)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWidget(self._words)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMaximumHeight(metrics_of(self.font()).line * 9)
        self.setAccessibleName("Decisions so far")
        self.hide()

    def show_reviews(self, reviews: tuple[ReviewRow, ...]) -> None:
        """Show these, as many lines as there is room for."""
        self._words.setText("\n\n".join(words.review_words(review) for review in reviews))
        lines = 5 if len(reviews) > 1 else 3
        self.setMinimumHeight(metrics_of(self.font()).line * lines)
        self.setVisible(bool(reviews))

    def words(self) -> str:
        """Every decision shown, as text."""
        return self._words.text()
