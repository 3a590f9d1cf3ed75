"""Keeps the Cohort tab true: reads the group, follows the bus, fetches workings when asked.

It changes nothing: every figure of this tab is the consequence of a mark or a decision elsewhere.
"""

from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.cohort import CohortLook, CohortView, PersonView
from npq_desktop.ui.cohort.tab import CohortTab


class CohortReader(Protocol):
    """What this tab needs of the cohort service."""

    def view(self, group: str) -> CohortView:
        """The table and its summary."""

    def person(self, group: str, person: str) -> PersonView:
        """One person's workings."""


class LookKeeper(Protocol):
    """What remembers how the table of a group is liked."""

    def of(self, group: str) -> CohortLook:
        """The look last kept."""

    def keep(self, group: str, look: CohortLook) -> None:
        """Remember a look."""


class ChangeBus(Protocol):
    """The one bus: what has changed, and what has failed."""

    @property
    def changed(self) -> SignalInstance:
        """Carries ``Changes``."""

    @property
    def failed(self) -> SignalInstance:
        """Carries a sentence fit to show."""


class CohortPresenter(QObject):
    """One per tab; reads again only when the group shown has changed."""

    def __init__(
        self,
        *,
        parent: QObject | None = None,
        tab: CohortTab,
        cohort: CohortReader,
        looks: LookKeeper,
        bus: ChangeBus,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._cohort = cohort
        self._looks = looks
        self._bus = bus
        self._group = ""
        self._threshold = 90
        tab.person_selected.connect(self._show_person)
        tab.table.look_changed.connect(self._keep_look)
        bus.changed.connect(self._react)

    def show_group(self, group: str | None) -> None:
        """Show a group from the top; "" or None when there is none."""
        is_other, self._group = group != self._group, group or ""
        if is_other:
            self._tab.clear_filters()
        self.refresh()
        if is_other and self._group:
            self._tab.wear(self._looks.of(self._group))

    def refresh(self) -> None:
        """Read the group again; a refusal is shown in the tab and told to the bus."""
        if not self._group:
            self._tab.show_no_group()
            return
        try:
            view = self._cohort.view(self._group)
        except NpqDesktopError as error:
            self._tab.show_trouble(str(error))
            self._bus.failed.emit(str(error))
            return
        self._threshold = view.threshold
        self._tab.show_view(view)
        selected = self._tab.selected_person()
        if selected is not None:
            self._show_person(selected)

    def _show_person(self, person: str) -> None:
        try:
            view = self._cohort.person(self._group, person)
        except NpqDesktopError as error:
            self._tab.person_panel.show_nobody()
            self._bus.failed.emit(str(error))
            return
        self._tab.person_panel.show_person(view, self._threshold)

    def _keep_look(self, look: CohortLook) -> None:
        if not self._group:
            return
        try:
            self._looks.keep(self._group, look)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))

    def _react(self, changes: object) -> None:
        if self._group and getattr(changes, "group", None) == self._group:
            self.refresh()
