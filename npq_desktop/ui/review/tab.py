"""Lays out the Task review tab: queue, text and feedback, and says which mode it is in.

What is read, decided and saved is up to the presenter.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.review import SubmissionView
from npq_desktop.ui.kit.keys.actions import PageCommands
from npq_desktop.ui.kit.page.pages import TabPage
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.empty_state import EmptyState
from npq_desktop.ui.review.answering.answer_pane import AnswerPane, rest
from npq_desktop.ui.review.modes import KEY_LINES, Act, ReadingKeys, ReviewMode
from npq_desktop.ui.review.queue.list_view import WIDTH, QueueList
from npq_desktop.ui.review.reading.reading_pane import ReadingPane

_ANSWER, _ANSWER_NARROW = 360, 300
_LOW = 330
_NARROW, _ONE_COLUMN = 1_200, 900
"""Widths at text 100%: below the first the feedback is narrower, below the second it is under the
text and the queue is a page of its own."""


class ReviewTab(TabPage):
    """``acted`` carries an ``Act`` that a key of Reading asked for.

    ``look_first`` is for how many seconds a text must have been on the screen before its work can
    be decided. ``keys_changed`` carries the keys of the mode, for the status line.
    """

    acted = Signal(str)
    keys_changed = Signal(tuple)
    open_requested = Signal()
    roster_requested = Signal()
    refresh_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look_first = 0.25
        self.mode = ReviewMode.READING
        self.queue = QueueList(self)
        self.submission = ReadingPane(self)
        self.feedback = AnswerPane(self)
        self.news = self.submission.news
        self.empty_state = EmptyState(self, drawing="inbox")
        self._one_column = False
        self._shows_list = False
        self._filled = QWidget(self)
        self._work = QSplitter(Qt.Orientation.Horizontal, self)
        self._is_low = False
        self._pages = QStackedLayout(self)
        self.set_home(self.queue.view)
        self._lay_out()
        self._keys = ReadingKeys(self, self._act, self.queue.view, self.submission.text)
        self._shortcut("Ctrl+Return", self._accept)
        self._shortcut("Ctrl+Enter", self._accept)
        self._shortcut("Ctrl+R", self._send_back)
        self._shortcut("Ctrl+K", self.feedback.phrases_asked.emit)
        self._shortcut("F5", self.refresh_requested.emit)
        self.empty_state.action_requested.connect(self._empty_act)
        self.feedback.left.connect(self.focus_reading)
        self.queue.find_left.connect(self.focus_reading)
        self.feedback.answering.connect(self._set_mode)
        self.submission.stepped.connect(self._stepped)
        self.submission.back_asked.connect(self.show_list)
        queue, read = self.queue, self.submission
        in_turn(
            *(*queue.tab_order(), read.back_button, read.attempt_box),
            *(read.previous_button, read.next_button, read.text, *self.feedback.tab_order()),
        )
        self._arrange()  # for the least width, or the window would have to grow
        self.show_no_group()

    def bind(self, commands: PageCommands) -> None:
        """Let the tab's own requests be commands of the menus."""
        commands.bind("find", self.open_find)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys of the mode, for the status line."""
        return KEY_LINES[self.mode]

    # ---- pages -----------------------------------------------------------------------------------

    def show_filled(self) -> None:
        """Show queue, text and feedback."""
        self._pages.setCurrentWidget(self._filled)

    def show_nothing_yet(self, next_due: str) -> None:
        """Say that nothing has been handed in, and when the next is due."""
        sentence = "Tasks appear here once they are handed in, those for the next seminar first."
        self._show_empty("Nothing is waiting for you", " ".join(filter(None, (sentence, next_due))))

    def show_no_group(self) -> None:
        """Say that no group is open and how to get one."""
        sentence = "Tasks to review belong to a group. Set one up, or open a file."
        self._show_empty("No group yet", sentence, with_list=True)

    def show_trouble(self, sentence: str) -> None:
        """Show in place of the queue why it cannot be shown."""
        self.empty_state.tell("The tasks of this group cannot be shown", sentence)
        self._pages.setCurrentWidget(self.empty_state)

    def show_work(self, view: SubmissionView, *, same_work: bool) -> None:
        """Show one piece of work."""
        self.submission.show_view(view)
        self.feedback.show_view(view, same_work=same_work)
        if self._is_low:
            self._share_height()

    def show_nothing(self) -> None:
        """Show that no work is chosen."""
        self.submission.show_nothing()
        self.feedback.show_nothing()

    # ---- focus -----------------------------------------------------------------------------------

    def focus_reading(self) -> None:
        """Be in Reading: the keyboard in the list, or in the text where that is a page alone."""
        home = self.submission.text if self.queue.isHidden() else self.queue.view
        home.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list(self) -> None:
        """Where the queue is a page of its own, go to it."""
        self._shows_list = True
        self._arrange()
        self.focus_reading()

    def show_text(self) -> None:
        """Where the queue is a page of its own, go to the work."""
        self._shows_list = False
        self._arrange()

    def open_find(self) -> None:
        """Put the cursor into the find field."""
        if self._one_column:
            self.show_list()
        self.queue.open_find()

    def is_alone(self) -> bool:
        """Whether the queue is a page of its own and in front."""
        return self._one_column and self._shows_list

    def _set_mode(self, answering: bool) -> None:
        mode = ReviewMode.ANSWERING if answering else ReviewMode.READING
        if mode is not self.mode:
            self.mode = mode
            if self._is_low:
                self._share_height()
            self.keys_changed.emit(self.keys)

    def _act(self, act: Act) -> None:
        if act is Act.ANSWER and self.is_alone():
            self.show_text()
            self.focus_reading()
            return
        self.acted.emit(act)

    def _stepped(self, by: int) -> None:
        self.acted.emit(Act.NEXT if by > 0 else Act.PREVIOUS)

    def _accept(self) -> None:
        if self._is_looked_at():
            self.feedback.accept()

    def _send_back(self) -> None:
        if self._is_looked_at():
            self.feedback.send_back()

    def _is_looked_at(self) -> bool:
        """Guards against a key that was meant for the work before."""
        if self.submission.text.seen_for() >= self.look_first:
            return True
        self.feedback.warn("Look at it first.")
        return False

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)  # Ctrl+Return held down must not accept the whole queue
        shortcut.activated.connect(act)

    # ---- making ----------------------------------------------------------------------------------

    def _show_empty(self, heading: str, sentence: str, *, with_list: bool = False) -> None:
        people = (("roster", "List of people from a file…"),) if with_list else ()
        opens = ("open", "Open a file…") if with_list else ("open", "Bring in work…")
        self.empty_state.tell(heading, sentence, (*people, opens))
        self._pages.setCurrentWidget(self.empty_state)

    def _empty_act(self, key: str) -> None:
        (self.roster_requested if key == "roster" else self.open_requested).emit()

    def _lay_out(self) -> None:
        self._work.addWidget(self.submission)
        self._work.addWidget(self.feedback)
        self.feedback.raise_()  # a screen reader meets the answer after the work
        self._work.setStretchFactor(0, 3)
        self._work.setStretchFactor(1, 2)
        self._work.setChildrenCollapsible(False)
        self._work.setHandleWidth(1)
        line = QHBoxLayout(self._filled)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.queue)
        line.addWidget(self._work, 1)
        self._pages.addWidget(self._filled)
        self._pages.addWidget(self.empty_state)

    def _arrange(self) -> None:
        """What gives way in a narrow window."""
        metrics = metrics_of(self.font())
        width = metrics.wide_at_full_text(self.width())
        self._one_column = width < _ONE_COLUMN
        alone = self._one_column
        self.queue.setVisible(not alone or self._shows_list)
        self._work.setVisible(not alone or not self._shows_list)
        self.set_home(self.submission.text if self.queue.isHidden() else self.queue.view)
        way = Qt.Orientation.Vertical if alone else Qt.Orientation.Horizontal
        low = alone and metrics.high_at_full_text(self.height()) < _LOW
        self.submission.be_alone(alone=alone, low=low)
        is_new = way != self._work.orientation() or low != self._is_low
        self._work.setOrientation(way)
        self._work.setHandleWidth(metrics.gap if alone else 1)
        self.feedback.be_narrow(narrow=alone, low=low)
        self._is_low = low
        if is_new or low:
            self._share_height()
        largest = 16_777_215
        if alone:
            self.queue.setMinimumWidth(0)
            self.queue.setMaximumWidth(largest)
            self.feedback.setMinimumWidth(0)
            self.feedback.setMaximumWidth(largest)
            return
        self.queue.setFixedWidth(metrics.wide(WIDTH))
        answer = _ANSWER_NARROW if width < _NARROW else _ANSWER
        self.feedback.setFixedWidth(metrics.wide(answer))

    def _share_height(self) -> None:
        """Where it is low, the one that is used gets what there is: the text or the feedback."""
        half = self.height() // 2
        is_read = self.mode is ReviewMode.READING
        if self._is_low:
            rest(self.feedback, resting=is_read, width=self.width())
        most = self.height() if self._is_low and is_read else 0 if self._is_low else half
        self._work.setSizes([most, self.height() - most])

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Entering the tab builds the list anew; a window that comes back changes nothing."""
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh_requested.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
