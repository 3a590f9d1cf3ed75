"""The pane to read in: who handed in what and when, its attempts, and the text."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from npq_desktop.rows.review import Attempt, QueueRow, SubmissionView
from npq_desktop.services.review import words
from npq_desktop.services.review.differences import TOO_DIFFERENT, Differences
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.paint.metrics import TITLE, metrics_of
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import ElidedText, Surface, Text
from npq_desktop.ui.review.reading.blocks import lines_of
from npq_desktop.ui.review.reading.reading_text import ReadingText

_BETWEEN = 2


class ReadingPane(Surface):
    """One piece of work, its newest attempt in front.

    ``stepped`` carries 1 or -1: the next or previous work was asked for. ``back_asked``: where
    the queue is a page of its own, it was asked for.
    """

    stepped = Signal(int)
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attempts: tuple[Attempt, ...] = ()
        self._row: QueueRow | None = None
        self.shows_differences = False
        self._head = Surface(self, edge=Qt.Edge.BottomEdge)
        self._line = QHBoxLayout(self._head)
        self._title, self._above = QVBoxLayout(), QVBoxLayout()
        self.back_button = Button("Works", self._head, kind=ButtonKind.GHOST, drawing="left")
        self.heading = ElidedText(self._head, size=TITLE, heavy=True, wraps=True)
        self.facts = ElidedText(self._head, tone="muted", wraps=True)
        self.attempt_box = QComboBox(self._head)
        self.previous_button = Button("", self._head, kind=ButtonKind.GHOST, drawing="left")
        self.next_button = Button("", self._head, kind=ButtonKind.GHOST, drawing="right")
        self.news = Banner(self)
        self.plan = Text("", self)
        self.text = ReadingText(self)
        self._name_controls()
        self._lay_out()
        self.attempt_box.currentIndexChanged.connect(self._show_attempt)
        self.previous_button.clicked.connect(lambda: self.stepped.emit(-1))
        self.next_button.clicked.connect(lambda: self.stepped.emit(1))
        self.back_button.clicked.connect(self.back_asked)

    def show_view(self, view: SubmissionView) -> None:
        """Show a work; an attempt being read stays in front while it is there."""
        same_row = self._row is not None and self._row.work == view.row.work
        self._row = view.row
        self.heading.setText(view.row.name)
        if same_row and view.attempts == self._attempts:
            self._tell_facts()
            return
        with QSignalBlocker(self.attempt_box):
            self._attempts = view.attempts
            self.attempt_box.clear()
            for at, attempt in enumerate(view.attempts):
                number = len(view.attempts) - at
                self.attempt_box.addItem(words.attempt_title(number, len(view.attempts), attempt))
        self.attempt_box.setVisible(len(view.attempts) > 1)
        self._show_attempt()

    def show_plan(self, sentence: str) -> None:
        """Show what is recorded of a plan above its text; "" for nothing."""
        self.plan.setText(sentence)
        self.plan.setVisible(bool(sentence))

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self._attempts, self._row = (), None
        with QSignalBlocker(self.attempt_box):
            self.attempt_box.clear()
        self.attempt_box.hide()
        self.heading.setText("")
        self.facts.setText("Choose a piece of work on the left.")
        self.text.show_text("")

    def pair(self) -> tuple[Attempt, Attempt] | None:
        """The attempt before the one in front, and that one; None where there is none before."""
        at = max(0, self.attempt_box.currentIndex())
        if at + 1 >= len(self._attempts):
            return None
        return self._attempts[at + 1], self._attempts[at]

    def show_differences(self, found: Differences | None) -> None:
        """Mark what has changed since the attempt before; None where too much has."""
        self.shows_differences = True
        if found is None:
            self.news.say(TOO_DIFFERENT, kind=BannerKind.INFO)
            pair = self.pair()
            if pair is not None:
                self.text.show_text(f"{pair[1].text}\n\n———\n\n{pair[0].text}")
            return
        self.news.say(found.words, lead="Differences.", kind=BannerKind.INFO)
        self.text.show_differences(found)

    def close_differences(self) -> bool:
        """Show the attempt alone again; says whether differences were shown."""
        was = self.shows_differences
        if was:
            self.news.say("")
            self._show_attempt()
        return was

    def attempt(self) -> Attempt | None:
        """The attempt in front."""
        at = max(0, self.attempt_box.currentIndex())
        return self._attempts[at] if self._attempts else None

    def be_alone(self, *, alone: bool, low: bool) -> None:
        """Where the queue is a page of its own, offer a way back, and spare height.

        Where it is low, too, name and facts share one line, and the text has less room round it.
        """
        metrics = metrics_of(self.font())
        way = QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom
        self._title.setDirection(way)
        self._title.setSpacing(metrics.space if low else _BETWEEN)
        around, close = metrics.space, metrics.gap if low else metrics.space
        self._line.setContentsMargins(metrics.scaled(16), close, around, close)
        self._above.setContentsMargins(around, 0 if low else around, around, 0)
        self.text.spare_height(low)
        self.back_button.setVisible(alone)
        for label in (self.heading, self.facts):
            label.keep_to_line(only=alone)

    def _show_attempt(self) -> None:
        self.shows_differences = False
        self._tell_facts()
        attempt = self.attempt()
        self.text.show_lines(lines_of(attempt) if attempt else ())
        handed_in = attempt is not None and (attempt.handed_in or attempt.brought_in)
        nothing = "There is no text. Only a file was handed in."
        nothing = nothing if handed_in else "Nothing has been handed in yet."
        self.text.setPlaceholderText("" if attempt and attempt.text else nothing)

    def _tell_facts(self) -> None:
        if self._row is not None:
            self.facts.setText(words.facts_words(self._row, self.attempt()))

    def _name_controls(self) -> None:
        name_box(self.attempt_box, "Attempt")
        shortest = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.attempt_box.setSizeAdjustPolicy(shortest)
        self.attempt_box.setMinimumContentsLength(14)
        self.attempt_box.hide()
        self.back_button.setAccessibleName("Back to the list of works")
        self.back_button.hide()
        self.plan.hide()
        self.previous_button.setAccessibleName("Previous work")
        self.previous_button.setToolTip("Previous work (K)")
        self.next_button.setAccessibleName("Next work")
        self.next_button.setToolTip("Next work (J)")
        for label in (self.heading, self.facts):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        self._title.addWidget(self.heading, 2)
        self._title.addWidget(self.facts, 3)
        line = self._line
        line.setSpacing(metrics.gap)
        line.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._title, 1)
        for widget in (self.attempt_box, self.previous_button, self.next_button):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        self._above.addWidget(self.news)
        self._above.addWidget(self.plan)
        column.addLayout(self._above)
        column.addWidget(self.text, 1)
