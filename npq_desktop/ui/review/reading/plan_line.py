"""Shows a participant's plan of implementation above the text of that task."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.review import SubmissionView
from npq_desktop.services.review import words
from npq_desktop.ui.review.presenter import ReviewPresenter
from npq_desktop.ui.review.tab import ReviewTab

if TYPE_CHECKING:
    from npq_desktop.services.application import Application

_KIND = "implementation"


class PlanLine(QObject):
    """One per tab, beside its presenter; it decides nothing and counts nothing."""

    def __init__(
        self, *, tab: ReviewTab, presenter: ReviewPresenter, services: "Application"
    ) -> None:
        super().__init__(tab)
        self._tab, self._presenter, self._services = tab, presenter, services
        presenter.shown.append(self._show)

    def _show(self, view: SubmissionView | None) -> None:
        about = ""
        self._presenter.missing = ""
        if view is not None and view.row.kind == _KIND:
            about, self._presenter.missing = self._plan(view.row.work.person)
        self._tab.submission.show_plan(about)

    def _plan(self, person: str) -> tuple[str, str]:
        """The plan in a sentence, and what is missing; nothing where it cannot be read."""
        try:
            plan = self._services.office.implementation.plan(self._presenter.group, person)
        except NpqDesktopError:
            return "", ""
        said = " ".join((words.plan_words(plan), *plan.warnings))
        return said, words.plan_missing_words(plan.missing)
