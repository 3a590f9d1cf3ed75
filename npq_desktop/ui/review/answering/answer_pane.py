"""The pane to answer in: earlier decisions, the feedback being written, and the two ways on.

A draft is to be saved after a pause in typing, and when the cursor leaves the box.
"""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRect, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.review import Phrase, ReviewState, SubmissionView
from npq_desktop.services.review import words
from npq_desktop.services.review.phrases import first_blank
from npq_desktop.ui.kit.page.layout import Scrolling
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.paint.metrics import CAPTION, TITLE, metrics_of
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind, cap_width, cap_words
from npq_desktop.ui.kit.pieces.cards import Surface, Text
from npq_desktop.ui.kit.pieces.text import plain_tip
from npq_desktop.ui.review.answering.earlier import EarlierDecisions
from npq_desktop.ui.review.answering.effect_line import EffectLine
from npq_desktop.ui.review.answering.feedback_box import FeedbackBox
from npq_desktop.ui.review.answering.phrase_chips import PhraseChips
from npq_desktop.ui.review.answering.phrase_list import PhraseList
from npq_desktop.ui.review.answering.return_line import ReturnLine

DRAFT_DELAY_MS = 600
_SHORT = 2
_LEAST_LINES, _LOW_LINES = 4, 2
_MARGIN = 16
_WAYS = ("&Accept and next", "&Return with feedback")
_SHORT_WAYS = ("&Accept", "&Return")


class AnswerPane(Surface):
    """Each signal asks for something to be done with the feedback it carries.

    ``return_requested`` also carries the day, or None. ``left``: Escape was pressed in the box.
    ``phrase_chosen`` carries a ``Phrase`` to fill in.
    """

    accept_requested = Signal(str)
    return_requested = Signal(str, object)
    draft_typed = Signal(str)
    answering = Signal(bool)
    left = Signal()
    phrases_asked = Signal()
    phrase_chosen = Signal(object)
    keep_asked = Signal(str)
    hand_in_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, edge=Qt.Edge.LeftEdge)
        self.title = Text("Feedback", self, size=TITLE, heavy=True)
        self.draft_words = Text("", self, size=CAPTION, tone="muted", wraps=False)
        self.notice = Banner(self)
        self.earlier = EarlierDecisions(self)
        self.feedback = FeedbackBox(self)
        self.trouble = Banner(self)
        self.return_line = ReturnLine(self)
        self.chips = PhraseChips(self)
        self.accept_button = Button(
            _WAYS[0], self, kind=ButtonKind.PRIMARY, key="Ctrl+Return", drawing="present"
        )
        self.return_button = Button(_WAYS[1], self, key="Ctrl+R", drawing="undo")
        self.hand_in_button = Button("It has been handed in…", self)
        self.effect = EffectLine(self)
        self.phrase_list = PhraseList(self)
        self._name, self._is_accepted = "", False
        self._today, self._days = date.min, 14
        self._answers: Callable[[], None] | None = None
        self._unsaved = False
        self._pause = QTimer(self, singleShot=True, interval=DRAFT_DELAY_MS)
        _name_controls(self)
        self._buttons, self.upper = _lay_out(self)
        self._connect()
        in_turn(*self.tab_order())

    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab reaches, from above."""
        return _in_order(self)

    # ---- showing ---------------------------------------------------------------------------------

    def show_view(self, view: SubmissionView, *, same_work: bool) -> None:
        """Show decisions and draft; what is being typed on the same work is never replaced."""
        conflict = view.row.state is ReviewState.CONFLICT
        self._name = view.row.name
        self._is_accepted = view.row.state is ReviewState.ACCEPTED
        self.notice.say(view.notice, kind=BannerKind.WARN if conflict else BannerKind.INFO)
        self.earlier.show_reviews(view.reviews)
        self._enable(view.row.state is not ReviewState.AGREED)
        self.hand_in_button.setVisible(view.row.state is ReviewState.AGREED)
        if same_work:
            return
        self._ask_nothing()
        self.close_return()
        self._fill(view.draft)
        self.draft_words.setText("Draft kept on this laptop" if view.draft else "")

    def await_effect(self) -> None:
        """Leave room for what accepting does, until that is known: nothing moves meanwhile."""
        self.effect.await_sentences()
        self.accept_button.setToolTip("")

    def show_effect(self, accepting: str, returning: str = "") -> None:
        """Show what accepting does, or returning while the return line is open."""
        self.effect.show_sentences(accepting, returning)
        self.accept_button.setToolTip(plain_tip(accepting))

    def show_return(self, *, today: date, days: int) -> None:
        """What the return line begins with when it is opened."""
        self._today, self._days = today, days

    def show_nothing(self) -> None:
        """Nothing is chosen: nothing can be decided."""
        self.notice.say("")
        self._ask_nothing()
        self.close_return()
        self.earlier.show_reviews(())
        self._fill("")
        self.draft_words.setText("")
        self.show_effect("")
        self.hand_in_button.hide()
        self._enable(False)

    def open_phrases(self, phrases: Sequence[Phrase]) -> None:
        """Open the list of phrases over the box."""
        corner = self.feedback.mapTo(self, QPoint(0, 0))
        self.phrase_list.setGeometry(QRect(corner, self.feedback.size()))
        self.phrase_list.open_with(phrases)

    def go_answer(self) -> None:
        """Put the cursor at the end of the feedback."""
        if not self.feedback.isEnabled():
            return
        cursor = self.feedback.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.feedback.setTextCursor(cursor)
        self.feedback.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def be_narrow(self, *, narrow: bool, low: bool) -> None:
        """Set the two buttons side by side; where it is low, too, what accepting does is a tip."""
        self.effect.give_way(is_low=low)
        lines = _LOW_LINES if low else _LEAST_LINES
        self.upper.setMinimumHeight(metrics_of(self.font()).line * lines)
        _show_head(self, draft=True)
        way = QBoxLayout.Direction.LeftToRight if narrow else QBoxLayout.Direction.TopToBottom
        self._buttons.setDirection(way)
        self.chips.setVisible(not narrow)
        self._fit_ways()

    def _fit_ways(self) -> None:
        beside = self._buttons.direction() == QBoxLayout.Direction.LeftToRight
        room = self.width() - 2 * metrics_of(self.font()).scaled(_MARGIN) - self._buttons.spacing()
        _fit_beside(self.accept_button, self.return_button, room if beside else None)

    # ---- drafts ----------------------------------------------------------------------------------

    def flush(self) -> None:
        """Ask for the draft to be saved now, if it has changed."""
        self._pause.stop()
        if self._unsaved:
            self._unsaved = False
            self.draft_typed.emit(self.feedback.toPlainText())

    def draft_saved(self, at: str) -> None:
        """Show that the draft is saved, and when."""
        self.draft_words.setText(f"Draft saved {at}" if self.feedback.toPlainText() else "")

    def draft_not_saved(self) -> None:
        """Show that the draft is not saved; the next pause tries again."""
        self._unsaved = True
        self.draft_words.setText("Draft not saved yet")

    def forget_draft(self) -> None:
        """Save no draft of this text: it was recorded with the decision."""
        self._pause.stop()
        self._unsaved = False

    # ---- deciding --------------------------------------------------------------------------------

    def accept(self) -> None:
        """Ask for the work to be accepted, with the feedback in the box, if there is any."""
        if not self.accept_button.isEnabled():
            return
        if self.return_line.is_open:
            self.warn("You are returning this. Ctrl+R returns it, Esc leaves it as it is.")
            return
        text = self.feedback.toPlainText().strip()
        if self._is_accepted and not text:
            self.warn(words.ACCEPTED_ALREADY)
            return
        if self._has_blank(text):
            return
        if 0 < len(text) <= _SHORT:
            self._ask(words.asked_short(text), lambda: self.accept_requested.emit(text))
            return
        self.accept_requested.emit(text)

    def send_back(self) -> None:
        """Open the return line; where it is open, ask for the work to be returned."""
        if not self.return_button.isEnabled():
            return
        text = self.feedback.toPlainText().strip()
        if not self.return_line.is_open:
            self._ask_nothing()
            name, _, _ = self._name.partition(" (")
            self.return_button.hide()  # the line has one with the same key
            self.return_line.ask(name, today=self._today, days=self._days)
            self.accept_button.become(ButtonKind.SECONDARY)
            self.effect.turn_to(returning=True)
            if text:
                self.return_line.return_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            else:
                self.go_answer()
            return
        if not text:
            self.warn("Write what is missing first.")
            self.go_answer()
        elif not self._has_blank(text):
            self.return_requested.emit(text, self.return_line.due)

    def warn(self, sentence: str) -> None:
        """Show under the box why nothing was recorded."""
        self._answers = None
        self.trouble.say(sentence, kind=BannerKind.WARN)

    def close_return(self) -> None:
        """Return nothing."""
        self.return_line.close_line()
        self.return_button.show()
        self.accept_button.become(ButtonKind.PRIMARY)
        self.effect.turn_to(returning=False)

    def _has_blank(self, text: str) -> bool:
        blank = first_blank(text)
        if blank:
            self.warn(words.not_filled_in(blank))
            self.feedback.select_blank(from_=0)
            self.feedback.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(blank)

    def _ask(self, sentence: str, yes: Callable[[], None]) -> None:
        self.trouble.say(sentence, kind=BannerKind.WARN)
        self._answers = yes
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_nothing(self) -> None:
        self._answers = None
        self.trouble.say("")
        self.accept_button.become(ButtonKind.PRIMARY)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter says yes to the question under the box, Escape no; Escape leaves a return line."""
        key = Qt.Key(event.key())
        if self._answers is None and self.return_line.is_open and key == Qt.Key.Key_Escape:
            self._escaped()
        elif self._answers is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                yes = self._answers
                self._ask_nothing()
                yes()
        elif key == Qt.Key.Key_Escape:
            self._ask_nothing()
            self.go_answer()

    # ---- making ----------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._unsaved = True
        self._ask_nothing() if not self.return_line.is_open else self.trouble.say("")
        self.draft_words.setText("Draft not saved yet")
        self._pause.start()

    def _entered(self) -> None:
        self.title.setText(f"Answering {self._name} · Esc back to reading")
        self.feedback.setAccessibleName(f"Feedback to {self._name}")
        self.answering.emit(True)

    def _box_left(self) -> None:
        self.flush()
        self.title.setText("Feedback")
        self.answering.emit(False)

    def _escaped(self) -> None:
        self.close_return()
        self.trouble.say("")
        self.left.emit()

    def _fill(self, text: str) -> None:
        with QSignalBlocker(self.feedback):
            self.feedback.setPlainText(text)
        self.forget_draft()

    def _enable(self, enabled: bool) -> None:
        for widget in (self.feedback, self.accept_button, self.return_button):
            widget.setEnabled(enabled)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_ways()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()  # a window that closes does not always take the focus away first
        super().hideEvent(event)

    def _connect(self) -> None:
        self.feedback.textChanged.connect(self._typed)
        self.feedback.entered.connect(self._entered)
        self.feedback.left.connect(self._box_left)
        self.feedback.escaped.connect(self._escaped)
        self._pause.timeout.connect(self.flush)
        self.accept_button.clicked.connect(self.accept)
        self.return_button.clicked.connect(self.send_back)
        self.hand_in_button.clicked.connect(self.hand_in_asked)
        self.return_line.confirmed.connect(self.send_back)
        self.return_line.cancelled.connect(self._escaped)
        self.phrase_list.chosen.connect(self.phrase_chosen)
        self.chips.chosen.connect(self.phrase_chosen)
        self.chips.all_asked.connect(self.phrases_asked)
        self.chips.made_anew.connect(lambda: in_turn(*self.tab_order()))
        self.phrase_list.closed.connect(self.go_answer)
        self.phrase_list.keep_asked.connect(self._keep)

    def _keep(self) -> None:
        chosen = self.feedback.textCursor().selection().toPlainText()
        self.keep_asked.emit(chosen or self.feedback.toPlainText())


def rest(pane: AnswerPane, *, resting: bool, width: int) -> None:
    """Leave the height to the text where it is low: notice, word of a draft and ways on stay.

    The box is still there for the keyboard, which brings all of it back. ``width`` is that which
    the pane gets.
    """
    _show_head(pane, title=not resting, draft=not resting or bool(pane.draft_words.text()))
    metrics = metrics_of(pane.font())
    if not resting:
        pane.upper.setMinimumHeight(metrics.line * _LOW_LINES)
        return
    room = width - 2 * metrics.scaled(_MARGIN) - pane.upper.verticalScrollBar().sizeHint().width()
    told = pane.notice.heightForWidth(room) if pane.notice.words() else 0
    if pane.draft_words.text():
        told += pane.draft_words.sizeHint().height() + metrics.space
    pane.upper.setMinimumHeight(max(told, 1))
    pane.upper.verticalScrollBar().setValue(0)


def _show_head(pane: AnswerPane, *, title: bool = True, draft: bool) -> None:
    pane.title.setVisible(title)
    pane.draft_words.setVisible(draft)


def _name_controls(pane: AnswerPane) -> None:
    pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    pane.feedback.setAccessibleName("Feedback")
    pane.feedback.setPlaceholderText("Feedback to the participant")
    pane.accept_button.setAccessibleName("Accept and next")
    pane.return_button.setAccessibleName("Return with feedback")
    pane.hand_in_button.hide()
    pane.effect.hide()


def _in_order(pane: AnswerPane) -> tuple[QWidget, ...]:
    line = pane.return_line
    return (
        *(pane.feedback, *pane.chips.buttons()),
        *(line.earlier_button, line.later_button, line.no_date_button, line.return_button),
        *(pane.hand_in_button, pane.accept_button, pane.return_button),
    )


def _fit_beside(accept: Button, back: Button, room: int | None) -> None:
    """Side by side the two do without caps, then say less, where there is no room for both."""
    ways = (accept, back)
    needed = sum(map(_width, ways, _WAYS))
    words = _WAYS if room is None or needed <= room else _SHORT_WAYS
    for button, said in zip(ways, words, strict=True):
        button.leave_cap(out=room is not None and needed + sum(map(_cap_room, ways)) > room)
        if button.text() != said:
            button.setText(said)


def _width(button: Button, words: str) -> int:
    """How wide a button would be with these words and without a cap."""
    bare = Button(words, kind=button.kind, drawing=button.drawing)
    bare.setFont(button.font())
    return bare.sizeHint().width()


def _cap_room(button: Button) -> int:
    return cap_width(button.font(), cap_words(button.key)) + metrics_of(button.font()).space


def _lay_out(pane: AnswerPane) -> tuple[QVBoxLayout, Scrolling]:
    """Set everything in its place; returns the layout of the two ways on, and what scrolls.

    They stay in view while what is above them scrolls.
    """
    metrics = metrics_of(pane.font())
    buttons = QVBoxLayout()
    buttons.setSpacing(metrics.space)
    buttons.addWidget(pane.accept_button)
    buttons.addWidget(pane.return_button)
    head = QHBoxLayout()
    head.addWidget(pane.title, 1)
    head.addWidget(pane.draft_words)
    upper = Surface()
    column = QVBoxLayout(upper)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(metrics.space)
    column.addLayout(head)
    column.addWidget(pane.notice)
    column.addWidget(pane.earlier)
    column.addWidget(pane.feedback, 1)
    column.addWidget(pane.chips)
    scrolling = Scrolling(pane, upper)
    scrolling.lower()  # a screen reader meets the two ways on after what they are about
    margin = metrics.scaled(_MARGIN)
    whole = QVBoxLayout(pane)
    whole.setContentsMargins(margin, metrics.space, margin, metrics.space)
    whole.setSpacing(metrics.space)
    whole.addWidget(scrolling, 1)
    whole.addWidget(pane.trouble)
    whole.addWidget(pane.return_line)
    whole.addWidget(pane.hand_in_button)
    whole.addLayout(buttons)
    whole.addWidget(pane.effect)
    return buttons, scrolling
