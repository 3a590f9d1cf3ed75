"""What is done with phrases: offer, put into the feedback, keep, change and forget them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.review import Phrase, QueueRow, SubmissionView
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.waiting.pause import once_after
from npq_desktop.ui.review.answering.phrase_list import KeepPhraseDialog
from npq_desktop.ui.review.presenter import ReviewPresenter
from npq_desktop.ui.review.tab import ReviewTab

if TYPE_CHECKING:
    from npq_desktop.services.application import Application

_CHIPS_MS = 60
"""The work is painted first; its phrases need not be there at once."""


class PhraseActs(QObject):
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
        self._chips = once_after(self, _CHIPS_MS, self._show_chips)
        tab.feedback.phrases_asked.connect(self._open_phrases)
        tab.feedback.phrase_chosen.connect(self._insert)
        tab.feedback.keep_asked.connect(self._ask_keep)
        tab.feedback.phrase_list.change_asked.connect(self._ask_change)
        presenter.shown.append(self._show_later)

    def _show_later(self, view: SubmissionView | None) -> None:
        if view is not None:
            self._chips.start()

    def _show_chips(self) -> None:
        view = self._presenter.view
        if view is not None:
            self._tab.feedback.chips.show_phrases(self._phrases(view))

    def _phrases(self, view: SubmissionView) -> tuple[Phrase, ...]:
        return self._services.review.phrases.phrases(self._presenter.group, view.row)

    def _open_phrases(self) -> None:
        view = self._presenter.view
        if view is not None and self._tab.feedback.feedback.isEnabled():
            self._tab.feedback.open_phrases(self._phrases(view))

    def _insert(self, phrase: Phrase) -> None:
        view, pane = self._presenter.view, self._tab.feedback
        if view is None:
            return
        due = pane.return_line.due if pane.return_line.is_open else None
        text = self._services.review.phrases.filled(
            self._presenter.group, view.row, phrase.text, due
        )
        pane.go_answer()
        pane.feedback.insert_phrase(text)
        self._bus.attempt(lambda: self._services.review.phrases.note_use(phrase.id))

    def _ask_keep(self, text: str) -> None:
        view = self._presenter.view
        if view is None:
            return
        dialog = KeepPhraseDialog(self._tab, text, _scopes(view.row))
        dialog.kept.connect(
            lambda title, said, scope, team: self._keep(dialog, title, said, scope, team=team)
        )
        dialog.open()

    def _ask_change(self, phrase: Phrase) -> None:
        view, group = self._presenter.view, self._presenter.group
        if view is None:
            return
        phrases = self._services.review.phrases
        dialog = KeepPhraseDialog(self._tab, "", _scopes(view.row))
        dialog.change(phrase)
        dialog.kept.connect(
            lambda title, said, scope, _: self._end_phrase(
                dialog, lambda: phrases.change(group, phrase, title, said, scope)
            )
        )
        dialog.forgotten.connect(
            lambda: self._end_phrase(dialog, lambda: phrases.forget(group, phrase))
        )
        dialog.open()

    def _end_phrase(self, dialog: KeepPhraseDialog, act: Callable[[], Changes | None]) -> None:
        made: list[Changes | None] = []
        if dialog.attempt(lambda: made.append(act())):
            for changes in filter(None, made):
                self._bus.changed.emit(changes)
            dialog.accept()
            self._show_chips()
            self._tab.feedback.go_answer()

    def _keep(
        self, dialog: KeepPhraseDialog, title: str, text: str, scope: str, *, team: bool
    ) -> None:
        phrases, group = self._services.review.phrases, self._presenter.group

        def keep() -> Changes | None:
            if team:
                return phrases.share(group, title, text, scope)
            phrases.keep(title, text, scope)
            return None

        self._end_phrase(dialog, keep)


def _scopes(row: QueueRow) -> tuple[tuple[str, str], ...]:
    """Where a phrase can be offered, seen from a work."""
    return (("", "All work"), (str(row.kind), f"Every {row.kind}"), (row.work.item, row.title))
