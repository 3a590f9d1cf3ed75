"""Fills the Task review tab, records its decisions and saves its drafts.

Where a decision cannot be recorded, the text stays where it was typed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import Undone
from npq_desktop.rows.review import QueueRow, SubmissionView, WorkId
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.review.tab import ReviewTab

if TYPE_CHECKING:
    from npq_desktop.services.review.review import ReviewService


Decide = Callable[[str, WorkId, str], Changes]


class ReviewPresenter(QObject):
    """One per tab; knows which work is shown, and so which work a draft belongs to."""

    def __init__(
        self, *, parent: QObject | None = None, tab: ReviewTab, review: "ReviewService", bus: Bus
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._review = review
        self._bus = bus
        self._group = ""
        self._view: SubmissionView | None = None
        self._not_saved: dict[WorkId, str] = {}
        self._last: tuple[WorkId, str] | None = None
        tab.queue.work_chosen.connect(self._choose)
        tab.feedback.draft_typed.connect(self._save_draft)
        tab.feedback.accept_requested.connect(self._accept)
        tab.feedback.return_requested.connect(self._send_back)
        self.hearing = bus.hearing(tab)
        self.hearing.group_opened.connect(self.show_group)
        self.hearing.changed.connect(self._react)
        bus.undone.connect(self._go_to_undone)

    def show_group(self, group: str | None) -> None:
        """Show a group's queue from the top; "" or None when there is none."""
        self._tab.feedback.flush()
        if group != self._group:
            self._show(None)
            self._not_saved, self._last = {}, None
            self._tab.news.say("")
            self._tab.queue.clear_filters()
        self._group = group or ""
        self.refresh()
        if self._group and self._tab.queue.current() is None:
            self._tab.queue.step(1)

    def refresh(self) -> None:
        """Read the queue and the work shown again; text being typed stays as it is."""
        if not self._group:
            self._tab.show_no_group()
            return
        try:
            rows = self._review.queue(self._group)
        except NpqDesktopError as error:
            self._tab.show_trouble(str(error))
            self._bus.failed.emit(str(error))
            return
        self._tab.show_queue(rows)
        if self._view is not None:
            self._read(self._view.row.work)

    def _choose(self, work: WorkId | None) -> None:
        self._tab.feedback.flush()
        if work is None:
            self._show(None)
        elif self._view is None or self._view.row.work != work:
            self._read(work)

    def _read(self, work: WorkId) -> None:
        try:
            view = self._review.view(self._group, work)
        except NpqDesktopError as error:
            self._show(None)
            self._bus.failed.emit(str(error))
            return
        self._show(view)

    def _show(self, view: SubmissionView | None) -> None:
        before = self._view
        self._view = view
        if view is None:
            self._tab.show_nothing()
            return
        same = before is not None and before.row.work == view.row.work
        draft = self._not_saved.get(view.row.work, view.draft)
        self._tab.show_work(replace(view, draft=draft), same_work=same)

    def _save_draft(self, text: str) -> None:
        if self._view is None:
            return
        work = self._view.row.work
        try:
            self._review.save_draft(self._group, work, text)
        except NpqDesktopError as error:
            self._not_saved[work] = text  # it is there again when this work is
            self._tab.feedback.draft_not_saved()
            self._bus.failed.emit(str(error))
            return
        self._not_saved.pop(work, None)
        self._tab.feedback.draft_saved()

    def _accept(self, feedback: str) -> None:
        self._decide(self._review.accept, feedback, "Accepted")

    def _send_back(self, feedback: str) -> None:
        self._decide(self._review.send_back, feedback, "Returned")

    def _decide(self, decide: Decide, feedback: str, done: str) -> None:
        if self._view is None:
            return
        row = self._view.row
        try:
            changes = decide(self._group, row.work, feedback)
        except NpqDesktopError as error:
            self._tab.feedback.trouble.warn(str(error))
            self._bus.failed.emit(str(error))
            return
        self._tab.feedback.forget_draft()
        self._not_saved.pop(row.work, None)
        self._last = (row.work, feedback)
        following = self._tab.queue.next_open()
        self._view = None
        self._bus.changed.emit(changes)
        self._go_on(row, following, done)

    def _go_on(self, row: QueueRow, following: WorkId | None, done: str) -> None:
        words = f"{done}: {row.title}, {row.name}."
        if row.work.catch_up and done == "Accepted":
            words += f" {self._review.words_once_accepted(self._group, row.work)}"
        waiting = self._tab.queue.waiting()
        left = f"{waiting} still awaiting review."
        self._tab.news.say(f"{words} {left if waiting else 'Nothing else awaits review.'}")
        if following is None or not self._tab.queue.select(following):
            self._tab.queue.select(row.work)
        current = self._tab.queue.current()
        if current is not None and self._view is None:
            self._read(current)
        self._tab.focus_queue()

    def _go_to_undone(self, undone: Undone) -> None:
        """What the banner said does not hold any more; the feedback is a draft again."""
        self._tab.news.say("")
        last, self._last = self._last, None
        if last is None or (last[0].person, last[0].item) != (undone.person, undone.event):
            return
        work, feedback = last
        self._tab.feedback.flush()
        if feedback and not self._review.view(self._group, work).draft:
            self._bus.attempt(lambda: self._review.save_draft(self._group, work, feedback))
        self._view = None
        self._tab.queue.select(work)
        self._read(work)

    def _react(self, changes: Changes) -> None:
        if self._group and changes.group == self._group:
            self.refresh()
