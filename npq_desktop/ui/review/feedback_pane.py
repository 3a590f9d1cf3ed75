"""The pane to decide in: earlier decisions, the feedback being written, two buttons.

A draft is to be saved after a pause in typing, and when the cursor leaves the box.
"""

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.review import ReviewRow, ReviewState, SubmissionView
from npq_desktop.ui.kit.banner import Banner
from npq_desktop.ui.kit.layout import FlowLayout
from npq_desktop.ui.kit.own_undo import leaves_undo
from npq_desktop.ui.kit.shapes import Shape
from npq_desktop.ui.review.states import moment_words

DRAFT_DELAY_MS = 600


class FeedbackPane(QWidget):
    """Each signal asks for something to be done with the feedback it carries.

    ``left``: Escape was pressed in the feedback.
    """

    accept_requested = Signal(str)
    return_requested = Signal(str)
    draft_typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Banner(self)
        self.trouble = Banner(self)
        self.earlier = _Earlier(self)
        self.feedback = _FeedbackBox(self)
        self.draft_words = QLabel(self)
        self.accept_button = QPushButton("&Accept and next", self)
        self.return_button = QPushButton("&Return with feedback and next", self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_DELAY_MS)
        self._unsaved = False
        self._name_controls()
        self._lay_out()
        self.feedback.textChanged.connect(self._typed)
        self.feedback.left.connect(self.flush)
        self.feedback.escaped.connect(self.left)
        self._pause.timeout.connect(self.flush)
        self.accept_button.clicked.connect(self.accept)
        self.return_button.clicked.connect(self.send_back)

    def show_view(self, view: SubmissionView, *, same_work: bool) -> None:
        """Show decisions and draft; what is being typed on the same work is never replaced."""
        conflict = view.row.state is ReviewState.CONFLICT
        self.notice.say(view.notice, shape=Shape.FORK if conflict else Shape.WARNING)
        self.earlier.show_reviews(view.reviews)
        self._enable(view.row.state is not ReviewState.AGREED)
        if same_work:
            return
        self.trouble.say("")
        self._fill(view.draft)
        self.draft_words.setText("Draft kept on this laptop" if view.draft else "")

    def show_nothing(self) -> None:
        """Nothing is chosen: nothing can be decided."""
        self.notice.say("")
        self.trouble.say("")
        self.earlier.show_reviews(())
        self._fill("")
        self.draft_words.setText("")
        self._enable(False)

    def flush(self) -> None:
        """Ask for the draft to be saved now, if it has changed."""
        self._pause.stop()
        if self._unsaved:
            self._unsaved = False
            self.draft_typed.emit(self.feedback.toPlainText())

    def draft_saved(self) -> None:
        """Show that the draft is saved."""
        text = self.feedback.toPlainText()
        self.draft_words.setText("Draft saved on this laptop" if text else "")

    def draft_not_saved(self) -> None:
        """Show that the draft is not saved; the next pause tries again."""
        self._unsaved = True
        self.draft_words.setText("Draft not saved yet")

    def forget_draft(self) -> None:
        """Save no draft of this text: it was recorded with the decision."""
        self._pause.stop()
        self._unsaved = False

    def accept(self) -> None:
        """Ask for the work to be accepted, with the feedback in the box, if there is any."""
        if self.accept_button.isEnabled():
            self.accept_requested.emit(self.feedback.toPlainText().strip())

    def send_back(self) -> None:
        """Ask for the work to be returned; without feedback, show that some is needed."""
        if not self.return_button.isEnabled():
            return
        text = self.feedback.toPlainText().strip()
        if text:
            self.return_requested.emit(text)
            return
        self.trouble.warn(
            "Write what to change before you return this: the participant will read it."
        )
        self.feedback.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self._unsaved = True
        self.trouble.say("")
        self.draft_words.setText("Draft not saved yet")
        self._pause.start()

    def _fill(self, text: str) -> None:
        with QSignalBlocker(self.feedback):
            self.feedback.setPlainText(text)
        self.forget_draft()

    def _enable(self, enabled: bool) -> None:
        for widget in (self.feedback, self.accept_button, self.return_button):
            widget.setEnabled(enabled)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()  # a window that closes does not always take the focus away first
        super().hideEvent(event)

    def _name_controls(self) -> None:
        self.feedback.setAccessibleName("Feedback")
        self.feedback.setPlaceholderText("Feedback to the participant")
        self.accept_button.setToolTip("Ctrl+Return")
        self.return_button.setToolTip("Ctrl+R, needs feedback")
        self.earlier.setAccessibleName("Decisions so far")

    def _lay_out(self) -> None:
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(self.fontMetrics().height() // 2)
        flow.addWidget(self.accept_button)
        flow.addWidget(self.return_button)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        title = QLabel("&Feedback", self)
        title.setBuddy(self.feedback)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self.earlier)
        column.addWidget(title)
        column.addWidget(self.feedback, 1)
        for widget in (self.draft_words, self.trouble, buttons):
            column.addWidget(widget)


class _FeedbackBox(QPlainTextEdit):
    left = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Undo in a box where nothing was typed takes the decision back."""
        text = self.document()
        can_undo, can_redo = text.isUndoAvailable(), text.isRedoAvailable()
        if leaves_undo(event, can_undo=can_undo, can_redo=can_redo):
            return False
        return super().event(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 8, self.fontMetrics().height() * 3)

    @override
    def sizeHint(self) -> QSize:
        # The layout stretches the box into the room there is; asking for more would push the
        # buttons out of a low window.
        return self.minimumSizeHint()


class _Earlier(QScrollArea):
    """Earlier decisions, each with who took it, on which laptop and when."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setMargin(self.fontMetrics().height() // 3)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWidget(self._words)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMaximumHeight(self.fontMetrics().height() * 11)
        self.hide()

    def show_reviews(self, reviews: tuple[ReviewRow, ...]) -> None:
        self._words.setText("\n\n".join(_review_words(review) for review in reviews))
        lines = 6 if len(reviews) > 1 else 3
        self.setMinimumHeight(self.fontMetrics().height() * lines)
        self.setVisible(bool(reviews))

    def words(self) -> str:
        """Every decision shown, as text."""
        return self._words.text()


def _review_words(review: ReviewRow) -> str:
    by = review.by
    when = f" on {moment_words(by.claimed)}" if by.claimed else ""
    laptop = f" ({by.laptop})" if by.laptop else ""
    line = f"{by.who}{laptop} {review.decision} this{when}."
    if by.first_seen and moment_words(by.first_seen) != moment_words(by.claimed):
        line += f" First seen here {moment_words(by.first_seen)}."
    return f"{line}\n“{review.feedback}”" if review.feedback else line
