"""Fills the Task review tab, records its decisions and saves its drafts.

Where a decision cannot be recorded, the text stays where it was typed.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import Undone
from npq_desktop.rows.review import QueueChoice, QueueRow, Show, SubmissionView, WorkId
from npq_desktop.services.review import words
from npq_desktop.services.review.queue import Sitting, counts
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.pieces.banner import BannerKind
from npq_desktop.ui.kit.waiting.pause import once_after
from npq_desktop.ui.review.reading.blocks import lines_of
from npq_desktop.ui.review.tab import ReviewTab

if TYPE_CHECKING:
    from npq_desktop.services.review.review import ReviewService


_EFFECT_MS = 60
"""The work is painted first; what a decision does takes the engine three answers."""
_PLACE_MS = 500


class ReviewPresenter(QObject):
    """One per tab; knows which work is shown, and so which work a draft belongs to.

    ``shown`` are called with each work that comes to the front, None for none. ``missing`` says
    what the work in front lacks beside its text.
    """

    def __init__(
        self, *, parent: QObject | None = None, tab: ReviewTab, review: "ReviewService", bus: Bus
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._review = review
        self._bus = bus
        self.group = ""
        self.choice = QueueChoice()
        self.decided: list[WorkId] = []
        self.shown: list[Callable[[SubmissionView | None], None]] = []
        self._sitting = Sitting((), self.choice)
        self._version = 0
        self._days = 0
        self.missing = ""
        self._view: SubmissionView | None = None
        self._not_saved: dict[WorkId, str] = {}
        self._effect = once_after(self, _EFFECT_MS, self._show_effect)
        self._place = once_after(self, _PLACE_MS, self._keep_place)
        self._connect()

    @property
    def view(self) -> SubmissionView | None:
        """The work in front."""
        return self._view

    # ---- the queue -------------------------------------------------------------------------------

    def show_group(self, group: str | None) -> None:
        """Show a group's queue, at the work that was read last; "" or None when there is none."""
        self._tab.feedback.flush()
        if self._place.isActive():
            self._place.stop()
            self._keep_place()
        if group != self.group:
            self._show(None)
            self._not_saved, self.decided = {}, []
            self._tab.news.say("")
            self._tab.queue.close_find()
            self._tab.queue.rows.untick_all()
        self.group = group or ""
        if self.group:
            self.choice = self._review.places.choice(self.group)
        self.build_anew()

    def build_anew(self) -> None:
        """Read the queue again and build the list: decided works leave, new ones come."""
        rows = self._rows()
        if rows is None:
            return
        self._days = self._review.days_to_return()
        current = self._tab.queue.current()
        self._version, _ = self._review.touched_since(self.group, self._version)
        self._sitting = Sitting(rows.values(), self.choice)
        self._show_sitting(rows)
        if self._tab.queue.current() is None and not self._tab.queue.select(current):
            self._go_to_last_place()

    def refresh(self) -> None:
        """Read queue and work again; rows keep their places, text being typed stays as it is."""
        rows = self._rows()
        if rows is None:
            return
        self._version, touched = self._review.touched_since(self.group, self._version)
        self._sitting.update(rows, touched)
        self._show_sitting(rows, touched)
        if self._view is not None:
            self._read(self._view.row.work)

    def choose(self, choice: QueueChoice) -> None:
        """Show other works, or in another order, and remember that for this group."""
        self.choice = choice
        self._bus.attempt(lambda: self._review.places.keep_choice(self.group, choice))
        self._tab.queue.close_find()
        self.build_anew()
        self._tab.focus_reading()

    def _rows(self) -> Mapping[WorkId, QueueRow] | None:
        if not self.group:
            self._tab.show_no_group()
            return None
        try:
            return self._review.works(self.group)
        except NpqDesktopError as error:
            self._tab.show_trouble(str(error))
            self._bus.failed.emit(str(error))
            return None

    def _show_sitting(
        self, rows: Mapping[WorkId, QueueRow], touched: Iterable[WorkId] | None = None
    ) -> None:
        if not rows:
            self._tab.show_nothing_yet(self._review.next_due_words(self.group))
            return
        today = self._review.today(self.group)
        self._tab.show_filled()
        self._tab.queue.show_counts(dict(counts(rows.values(), self.choice)), self.choice.show)
        self._tab.queue.show_progress(self._sitting.progress, self._sitting.arrived)
        self._tab.queue.show_rows(self._sitting.rows, today, touched)

    def _go_to_last_place(self) -> None:
        place = self._review.places.place(self.group)
        if place is None or not self._tab.queue.select(place[0]):
            self._tab.queue.step(1)
            return
        self._tab.submission.text.scroll_to(place[1])

    # ---- the work in front -----------------------------------------------------------------------

    def _choose_work(self, work: WorkId | None) -> None:
        self._tab.feedback.flush()
        self._place.start()
        if self._tab.news.words() and self._view is not None:
            self._tab.news.say("")  # it is about the work before
        if work is None:
            self._show(None)
        elif self._view is None or self._view.row.work != work:
            self._read(work)

    def _keep_place(self) -> None:
        if self._view is None or not self.group:
            return
        work, scrolled = self._view.row.work, self._tab.submission.text.scroll_position()
        group = self.group
        self._bus.attempt(lambda: self._review.places.keep_place(group, work, scrolled))

    def _read(self, work: WorkId) -> None:
        try:
            view = self._review.view(self.group, work)
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
        else:
            same = before is not None and before.row.work == view.row.work
            draft = self._not_saved.get(view.row.work, view.draft)
            self._tab.show_work(replace(view, draft=draft), same_work=same)
            today = self._review.today(self.group)
            self._tab.feedback.show_return(today=today, days=self._days)
            if not same:
                self._tab.feedback.await_effect()
            self._effect.start()
        for hear in self.shown:
            hear(view)

    def _show_effect(self) -> None:
        view = self._view
        if view is not None:
            effect = self._bus.read(lambda: self._review.effect(self.group, view.row.work))
            said = " ".join(filter(None, (self.missing, words.effect_words(effect))))
            self._tab.feedback.show_effect(said, words.return_words(effect))
            self._prepare_neighbours()

    def _prepare_neighbours(self) -> None:
        """Build the texts of the next and previous work, which are likely to be read next."""
        works = filter(None, (self._tab.queue.neighbour(by) for by in (1, -1)))
        texts = []
        for work in works:
            with suppress(NpqDesktopError):
                attempts = self._review.view(self.group, work).attempts
                texts += [lines_of(attempts[0])] if attempts else []
        self._tab.submission.text.prepare(*texts)

    def _save_draft(self, text: str) -> None:
        if self._view is None:
            return
        work = self._view.row.work
        try:
            self._review.save_draft(self.group, work, text)
        except NpqDesktopError as error:
            self._not_saved[work] = text  # it is there again when this work is
            self._tab.feedback.draft_not_saved()
            self._bus.failed.emit(str(error))
            return
        self._not_saved.pop(work, None)
        self._tab.feedback.draft_saved(self._review.time_now(self.group))

    # ---- deciding --------------------------------------------------------------------------------

    def _accept(self, feedback: str) -> None:
        self._decide(lambda work: self._review.accept(self.group, work, feedback), "accepted")

    def _send_back(self, feedback: str, due: date | None) -> None:
        self._decide(
            lambda work: self._review.send_back(self.group, work, feedback, due), "returned"
        )

    def _decide(self, decide: Callable[[WorkId], Changes], decision: str) -> None:
        if self._view is None:
            return
        row = self._view.row
        try:
            changes = decide(row.work)
        except NpqDesktopError as error:
            self._tab.feedback.warn(str(error))
            self._bus.failed.emit(str(error))
            return
        self._days = self._review.days_to_return() if decision == "returned" else self._days
        self._tab.feedback.close_return()
        self._tab.feedback.forget_draft()
        self._not_saved.pop(row.work, None)
        self.decided.append(row.work)
        following = self._tab.queue.next_open()
        self._view = None
        self._bus.changed.emit(changes)
        self._go_on(row, following, decision)

    def _go_on(self, row: QueueRow, following: WorkId | None, decision: str) -> None:
        if following is None or not self._tab.queue.select(following):
            self._tab.queue.select(row.work)
        current = self._tab.queue.current()
        if current is not None and self._view is None:
            self._read(current)
        repaired = ""
        if row.work.catch_up and decision == "accepted":
            repaired = self._review.words_once_accepted(self.group, row.work)
        left = self._sitting.progress.left
        said = words.decided_words(row, decision, left, repaired)
        if not left:
            elsewhere = self._bus.read(lambda: self._review.elsewhere(self.group)) or ()
            said = " ".join(filter(None, (said, words.elsewhere_words(elsewhere))))
        self._tab.news.say(said, kind=BannerKind.OK)
        self._tab.focus_reading()

    def tell_done(self, changes: Changes, sentence: str) -> None:
        """Tell of a batch that was recorded, and say what it was."""
        self._tab.queue.rows.untick_all()
        self._bus.changed.emit(changes)
        self._tab.news.say(sentence, kind=BannerKind.OK)
        self._tab.focus_reading()

    def _go_to_undone(self, undone: Undone) -> None:
        """Select what was undone, its feedback a draft again, and say what awaits review."""
        if not self.group:
            return
        again = self._bus.read(lambda: self._review.done_again(self.group)) or ()
        works = again or self._bus.read(lambda: self._review.taken_back(self.group))
        if not works:
            self._tab.news.say("")
            return
        self._tab.feedback.flush()
        self._view = None
        self.refresh()
        if not self._tab.queue.select(works[0]):
            if self.choice.show is not Show.TO_DO:
                self.choice = replace(self.choice, show=Show.EVERYTHING)
            self.build_anew()
            self._tab.queue.select(works[0])
        if self._view is None:
            self._read(works[0])
        rows = [row for row in self._tab.queue.rows.rows if row.work in works]
        if rows:
            left = self._sitting.progress.left
            said = words.redone_words(rows, left) if again else words.undone_words(rows, left)
            self._tab.news.say(said, kind=BannerKind.INFO, instead_of=undone.words)
        self._tab.focus_reading()

    def _react(self, changes: Changes) -> None:
        if self.group and changes.group == self.group:
            self.refresh()

    def _connect(self) -> None:
        tab, bus = self._tab, self._bus
        tab.queue.work_chosen.connect(self._choose_work)
        tab.queue.show_chosen.connect(lambda key: self.choose(replace(self.choice, show=Show(key))))
        tab.refresh_requested.connect(self.build_anew)
        scrolled = tab.submission.text.verticalScrollBar().valueChanged
        scrolled.connect(lambda _: self._place.start())  # its value is no interval
        tab.feedback.draft_typed.connect(self._save_draft)
        tab.feedback.accept_requested.connect(self._accept)
        tab.feedback.return_requested.connect(self._send_back)
        self.hearing = bus.hearing(tab)
        self.hearing.group_opened.connect(self.show_group)
        self.hearing.changed.connect(self._react)
        bus.undone.connect(self._go_to_undone)
