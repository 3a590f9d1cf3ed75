"""The pane to read in: what was handed in, as plain text in a comfortable size.

Mark-up in a text is shown as it was typed, so that nothing in a submission is loaded or run.
"""

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QComboBox, QLabel, QTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.review import Attempt, SubmissionView
from npq_desktop.ui.kit.metrics import bold, larger
from npq_desktop.ui.review.states import WORDS, count_words, handed_in_words, moment_words

_LINE_HEIGHT_PERCENT = 135


class SubmissionPane(QWidget):
    """One piece of work, its newest attempt in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attempts: tuple[Attempt, ...] = ()
        self.heading = _label(self)
        self.heading.setFont(bold(larger(self.font(), 1.25)))
        self.subheading = _label(self)
        self.attempt_box = QComboBox(self)
        self.attempt_box.setAccessibleName("Attempt")
        self.facts = _label(self)
        self.text = _ReadingText(self)
        self.text.setAccessibleName("What was handed in")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.heading, self.subheading, self.attempt_box, self.facts):
            column.addWidget(widget)
        column.addWidget(self.text, 1)
        self.attempt_box.currentIndexChanged.connect(self._show_attempt)

    def show_view(self, view: SubmissionView) -> None:
        """Show a submission; an attempt being read stays in front while it is there."""
        row = view.row
        self.heading.setText(row.name)
        parts = (row.title, WORDS[row.state])
        self.subheading.setText(" · ".join(part for part in parts if part))
        if view.attempts == self._attempts:
            return
        with QSignalBlocker(self.attempt_box):
            self._attempts = view.attempts
            self.attempt_box.clear()
            for at, attempt in enumerate(view.attempts):
                self.attempt_box.addItem(self._attempt_title(len(view.attempts) - at, attempt))
        self.attempt_box.setVisible(len(view.attempts) > 1)
        self._show_attempt()

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self._attempts = ()
        with QSignalBlocker(self.attempt_box):
            self.attempt_box.clear()
        self.attempt_box.hide()
        self.heading.setText("")
        self.subheading.setText("Choose a piece of work on the left.")
        self.facts.setText("")
        self.text.show_text("")

    def _attempt_title(self, number: int, attempt: Attempt) -> str:
        when = moment_words(attempt.handed_in)
        if not when and attempt.brought_in is not None:
            when = "time not known"
        title = f"Attempt {number} of {len(self._attempts)}"
        return f"{title} · {when}" if when else title

    def _show_attempt(self) -> None:
        at = max(0, self.attempt_box.currentIndex())
        if not self._attempts:
            self.facts.setText("Nothing has been handed in yet.")
            self.text.show_text("")
            return
        attempt = self._attempts[at]
        handed_in = handed_in_words(attempt.handed_in, attempt.brought_in)
        words = count_words(attempt.words) if attempt.text else ""
        parts = [words, handed_in, attempt.where or attempt.name]
        if attempt.is_cut:
            letters = f"{len(attempt.text):,} characters"
            parts.insert(1, f"only the first {letters} are here: read on in the file")
        self.facts.setText(" · ".join(part for part in parts if part))
        file = "There is no text: only a file was handed in."
        nothing = file if handed_in else "Nothing has been handed in yet."
        self.text.show_text(attempt.text)
        self.text.setPlaceholderText("" if attempt.text else nothing)


class _ReadingText(QTextEdit):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setFont(larger(self.font(), 1.12))
        self.document().setDocumentMargin(self.fontMetrics().height())

    def show_text(self, text: str) -> None:
        self.setPlainText(text)
        spacing = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight
        spacing.setLineHeight(_LINE_HEIGHT_PERCENT, proportional.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 10, self.fontMetrics().height() * 6)


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
