"""Does what the keys of Reading ask for, and what the ⋯ button of the queue offers."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from npq_desktop.rows.review import Order, QueueChoice, SubmissionView, WorkId
from npq_desktop.services.review import words
from npq_desktop.services.review.differences import Differences, differences
from npq_desktop.services.review.set_aside import REASONS
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.waiting.background import Background
from npq_desktop.ui.review.answering.phrase_acts import PhraseActs
from npq_desktop.ui.review.batch_dialog import BatchDialog
from npq_desktop.ui.review.modes import Act
from npq_desktop.ui.review.presenter import ReviewPresenter
from npq_desktop.ui.review.queue.list_view import SHOWS
from npq_desktop.ui.review.reading.blocks import paragraphs
from npq_desktop.ui.review.tab import ReviewTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from npq_desktop.services.application import Application

_READ_SECONDS = 2.0
_ORDERS: dict[Order, str] = {
    Order.MATTERS: "What matters next",
    Order.PERSON: "By person",
    Order.TASK: "By task",
    Order.WAITING: "Longest waiting",
    Order.SHORTEST: "Shortest first",
}


class ReadingActs(QObject):
    """One per tab, beside its presenter."""

    def __init__(
        self,
        *,
        tab: ReviewTab,
        presenter: ReviewPresenter,
        services: "Application",
        bus: Bus,
    ) -> None:
        super().__init__(tab)
        self._tab, self._presenter, self._services, self._bus = tab, presenter, services, bus
        self.read: set[WorkId] = set()
        self._comparing = Background(self)
        PhraseActs(tab=tab, presenter=presenter, services=services, bus=bus)
        self._does: dict[Act, Callable[[], object]] = {
            Act.NEXT: lambda: self._step(1),
            Act.PREVIOUS: lambda: self._step(-1),
            Act.TICK: self._tick,
            Act.TICK_NEXT: lambda: self._step(1, tick=True),
            Act.TICK_PREVIOUS: lambda: self._step(-1, tick=True),
            Act.PAGE_DOWN: lambda: tab.submission.text.page(1),
            Act.PAGE_UP: lambda: tab.submission.text.page(-1),
            Act.PARAGRAPH_UP: lambda: tab.submission.text.step_paragraph(-1),
            Act.PARAGRAPH_DOWN: lambda: tab.submission.text.step_paragraph(1),
            Act.PASSAGE: self._toggle_passage,
            Act.DIFFERENCES: self._toggle_differences,
            Act.NEXT_CHANGE: lambda: tab.submission.text.step_change(1),
            Act.PREVIOUS_CHANGE: lambda: tab.submission.text.step_change(-1),
            Act.ASIDE: self._ask_aside,
            Act.BACK: self._back,
            Act.ANSWER: tab.feedback.go_answer,
            Act.LEAVE: self._leave,
            Act.FIND: tab.open_find,
        }
        self._connect()

    def _connect(self) -> None:
        tab = self._tab
        self._comparing.answered.connect(self._show_differences)
        tab.acted.connect(self._act)
        tab.queue.more_menu.aboutToShow.connect(self._fill_more)
        self._presenter.shown.append(self._show_more)

    def _act(self, name: str) -> None:
        self._note_read()
        does = self._does.get(Act(name))
        if does is not None:
            does()

    # ---- moving ----------------------------------------------------------------------------------

    def _step(self, by: int, *, tick: bool = False) -> None:
        self._tab.queue.step(by, tick=tick)

    def _tick(self) -> None:
        work = self._tab.queue.current()
        if work is not None:
            self._tab.queue.rows.tick(work)

    def _back(self) -> None:
        """Go to the work decided last, again to the one before it."""
        decided = self._presenter.decided
        current = self._tab.queue.current()
        at = len(decided) - 1 - decided[::-1].index(current) if current in decided else len(decided)
        for work in reversed(decided[:at]):
            if self._tab.queue.select(work):
                return
        self._bus.said.emit(words.no_way_back(decided_before=bool(decided[:at])))

    def _leave(self) -> None:
        if not self._tab.submission.close_differences():
            self._tab.queue.close_find()
        self._tab.focus_reading()

    def _note_read(self) -> None:
        """A work counts as read once its text was on the screen for long enough."""
        view = self._presenter.view
        if view is not None and self._tab.submission.text.seen_for() >= _READ_SECONDS:
            self.read.add(view.row.work)

    # ---- differences -----------------------------------------------------------------------------

    def _toggle_differences(self) -> None:
        pane = self._tab.submission
        if pane.close_differences():
            return
        pair = pane.pair()
        if pair is None:
            self._bus.said.emit("There is no attempt before this one.")
        elif not self._comparing.is_busy:
            before, after = (paragraphs(each.text) for each in pair)
            key = (pair[0].content, pair[1].content)
            self._comparing.run(lambda: (key, differences(before, after)))

    def _show_differences(self, answer: tuple[tuple[str, str], Differences | None]) -> None:
        (before, after), found = answer
        pair = self._tab.submission.pair()
        if pair is not None and (pair[0].content, pair[1].content) == (before, after):
            self._tab.submission.show_differences(found)

    # ---- passages, setting aside -----------------------------------------------------------------

    def _toggle_passage(self) -> None:
        view, group = self._presenter.view, self._presenter.group
        if view is None:
            return
        passage = self._tab.submission.text.chosen_passage()
        picked = self._bus.read(
            lambda: self._services.review.passages.toggle(group, view.row.work, passage)
        )
        if picked is None:
            return
        said = "Passage kept for the seminar." if picked else "Passage let go."
        self._bus.said.emit(said)
        self._show_passages(view)

    def _show_passages(self, view: SubmissionView) -> None:
        group = self._presenter.group
        passages = self._services.review.passages.of_work(group, view.row.work)
        self._tab.submission.text.show_passages(passages)

    def _ask_aside(self) -> None:
        row = self._tab.queue.current_row()
        if row is None or not row.is_open:
            return
        if row.aside is not None:
            self._set_aside(row.work, None)
            return
        menu = QMenu(self._tab)
        for reason in REASONS:
            words_ = f"Set aside, {reason}" if reason else "Set aside"
            act = menu.addAction(words_)
            act.triggered.connect(
                lambda _=False, work=row.work, why=reason: self._set_aside(work, why)
            )
        view = self._tab.queue.view
        below = view.visualRect(view.currentIndex()).bottomLeft()
        menu.setActiveAction(menu.actions()[0])
        menu.popup(view.viewport().mapToGlobal(below + QPoint(16, 0)))

    def _set_aside(self, work: WorkId, reason: str | None) -> None:
        group = self._presenter.group
        if not self._bus.attempt(lambda: self._services.review.set_aside(group, work, reason)):
            return
        following = self._tab.queue.next_open() if reason is not None else None
        self._presenter.refresh()
        if following is not None:
            self._tab.queue.select(following)
        self._tab.focus_reading()

    def _show_more(self, view: SubmissionView | None) -> None:
        if view is None:
            self._tab.submission.text.show_passages(())
            return
        self._show_passages(view)

    # ---- the ⋯ button ----------------------------------------------------------------------------

    def _fill_more(self) -> None:
        menu, choice = self._tab.queue.more_menu, self._presenter.choice
        menu.clear()
        ticked = self._tab.queue.rows.ticked
        accept = menu.addAction(f"Accept the {len(ticked)} ticked works…")
        accept.setEnabled(bool(ticked))
        accept.triggered.connect(self.accept_ticked)
        menu.addSeparator()
        for show, name in SHOWS.items():
            self._add(menu, name, choice.show is show, replace(choice, show=show))
        menu.addSeparator()
        expected = replace(choice, expected_next=not choice.expected_next)
        self._add(menu, "Only people expected next", choice.expected_next, expected)
        self._add_modules(menu, choice)
        self._add_kinds(menu, choice)
        orders = menu.addMenu("Order")
        for order, name in _ORDERS.items():
            self._add(orders, name, choice.order is order, replace(choice, order=order))

    def _add_modules(self, menu: QMenu, choice: QueueChoice) -> None:
        group = self._presenter.group
        modules = menu.addMenu("Module")
        self._add(modules, "All modules", not choice.module, replace(choice, module=""))
        for key, title in self._services.review.modules(group):
            self._add(modules, title, choice.module == key, replace(choice, module=key))

    def _add_kinds(self, menu: QMenu, choice: QueueChoice) -> None:
        kinds = menu.addMenu("Kind")
        self._add(kinds, "All kinds", not choice.kind, replace(choice, kind=""))
        for kind in ("diagnostic", "reflective", "implementation", "catch-up"):
            self._add(kinds, kind.capitalize(), choice.kind == kind, replace(choice, kind=kind))

    def _add(self, menu: QMenu, name: str, on: bool, choice: QueueChoice) -> None:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda _=False: self._presenter.choose(choice))

    # ---- the batch -------------------------------------------------------------------------------

    def accept_ticked(self) -> None:
        """Ask before the ticked works are accepted; those nobody has read are left."""
        self._note_read()
        rows = [r for r in self._tab.queue.rows.rows if r.work in self._tab.queue.rows.ticked]
        read = [row for row in rows if row.work in self.read]
        left = [row.name for row in rows if row.work not in self.read]
        if not rows:
            self._bus.said.emit("Tick works with X first.")
            return
        group, filled = self._presenter.group, self._services.review.phrases.filled
        dialog = BatchDialog(
            self._tab, read=read, left=left, filled=lambda row, text: filled(group, row, text)
        )

        def accept(feedback: str) -> None:
            works = [row.work for row in read]
            changes = self._services.review.accept_all(group, works, feedback)
            dialog.accept()
            self._presenter.tell_done(changes, words.batch_words(len(works)))

        dialog.confirmed.connect(lambda text: dialog.attempt(lambda: accept(text)))
        dialog.open()
