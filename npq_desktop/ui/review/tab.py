"""Lays out the Task review tab: queue, submission and feedback, with the keys of the tab.

What is read, decided and saved is up to the presenter.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.review import QueueRow, SubmissionView
from npq_desktop.ui.kit.actions import PageCommands
from npq_desktop.ui.kit.banner import Banner
from npq_desktop.ui.kit.empty_state import EmptyState
from npq_desktop.ui.kit.layout import Scrolling
from npq_desktop.ui.kit.pages import TabPage
from npq_desktop.ui.review.feedback_pane import FeedbackPane
from npq_desktop.ui.review.queue_list import QueueList
from npq_desktop.ui.review.submission_pane import SubmissionPane

_BESIDE_FROM_CHARACTERS = 110
_KEYS = (
    "J next · K previous · Ctrl+Return accept and next · Ctrl+R return with feedback and next · "
    "Esc leaves the feedback"
)


class ReviewTab(TabPage):
    """J and K move in the queue, Ctrl+Return accepts, Ctrl+R returns, Ctrl+F finds."""

    open_requested = Signal()
    roster_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue = QueueList(self)
        self.submission = SubmissionPane(self)
        self.feedback = FeedbackPane(self)
        self.news = Banner(self)
        self.empty_state = EmptyState(self)
        self._hint = QLabel(_KEYS, self)
        self._filled = QWidget(self)
        self.set_home(self.queue.view)
        self._across = QSplitter(Qt.Orientation.Horizontal, self)
        self._work = QSplitter(Qt.Orientation.Horizontal, self)
        self._pages = QStackedLayout(self)
        self._lay_out()
        self._shortcut("Ctrl+Return", self.feedback.accept)
        self._shortcut("Ctrl+Enter", self.feedback.accept)
        self._shortcut("Ctrl+R", self.feedback.send_back)
        self.empty_state.action_requested.connect(self._act)
        self.feedback.left.connect(self.focus_queue)
        self.show_no_group()

    def bind(self, commands: PageCommands) -> None:
        """Let the tab's own requests be commands of the menus."""
        commands.bind("find", self.focus_find)

    def show_queue(self, rows: tuple[QueueRow, ...]) -> None:
        """Show the queue, or say that nothing has been handed in."""
        self.queue.show_rows(rows)
        if rows:
            self._pages.setCurrentWidget(self._filled)
            return
        self._show_empty(
            "Nothing has been handed in yet",
            (
                "Diagnostic and reflective tasks stand here once they are handed in, those "
                "awaiting review first. Open a file from a colleague or the programme office."
            ),
        )

    def show_no_group(self) -> None:
        """Say that no group is open and how to get one."""
        sentence = "Tasks to review belong to a group. Set one up, or open a file."
        self._show_empty("No group yet", sentence, with_roster=True)

    def show_trouble(self, sentence: str) -> None:
        """Show in place of the queue why it cannot be shown."""
        self.empty_state.tell("The tasks of this group cannot be shown", sentence)
        self._pages.setCurrentWidget(self.empty_state)

    def show_work(self, view: SubmissionView, *, same_work: bool) -> None:
        """Show one piece of work."""
        self.submission.show_view(view)
        self.feedback.show_view(view, same_work=same_work)

    def show_nothing(self) -> None:
        """Show that no work is chosen."""
        self.submission.show_nothing()
        self.feedback.show_nothing()

    def focus_queue(self) -> None:
        """Put the keyboard into the queue, where J and K move."""
        self.queue.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_find(self) -> None:
        """Put the cursor into the find box, its text selected."""
        self.queue.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.queue.find_box.selectAll()

    def _show_empty(self, heading: str, sentence: str, *, with_roster: bool = False) -> None:
        roster = (("roster", "Import a roster…"),) if with_roster else ()
        self.empty_state.tell(heading, sentence, (*roster, ("open", "Open a file…")))
        self._pages.setCurrentWidget(self.empty_state)

    def _act(self, key: str) -> None:
        (self.roster_requested if key == "roster" else self.open_requested).emit()

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)  # Ctrl+Return held down must not accept the whole queue
        shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        self._work.addWidget(self.submission)
        self._work.addWidget(Scrolling(self._work, self.feedback))
        self._work.setStretchFactor(0, 3)
        self._work.setStretchFactor(1, 2)
        self._across.addWidget(self.queue)
        self._across.addWidget(self._work)
        self._across.setStretchFactor(0, 1)
        self._across.setStretchFactor(1, 3)
        queue = self.fontMetrics().averageCharWidth() * 40
        self._across.setSizes([queue, queue * 3])
        for splitter in (self._work, self._across):
            splitter.setChildrenCollapsible(False)
        self._hint.setWordWrap(True)
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self._filled)
        column.addWidget(self.news)
        column.addWidget(self._across, 1)
        column.addWidget(self._hint)
        self._pages.addWidget(self._filled)
        self._pages.addWidget(self.empty_state)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key())) if plain else None
        if step is None:
            super().keyPressEvent(event)
        else:
            self.queue.step(step)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.fontMetrics().averageCharWidth() * _BESIDE_FROM_CHARACTERS
        wide = event.size().width() >= beside
        self._work.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
