"""Fills the Cohort tab, and reads it again when its group has changed.

Only notes are written from here: every figure of this tab follows from a mark or a decision that
is made elsewhere.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.cohort import CohortLook, Supposed
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.kit.bus import Bus

if TYPE_CHECKING:
    from npq_desktop.services.cohort.cohort import CohortLooks, CohortService
    from npq_desktop.services.cohort.notes import PersonNotes


class CohortPresenter(QObject):
    """One per tab. Changes of other groups than the one shown are left alone."""

    def __init__(
        self,
        *,
        parent: QObject | None = None,
        tab: CohortTab,
        cohort: "CohortService",
        looks: "CohortLooks",
        notes: "PersonNotes",
        bus: Bus,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._cohort = cohort
        self._looks = looks
        self._notes = notes
        self._supposed: Mapping[str, Supposed] = {}
        self._person = ""
        self._bus = bus
        self._group = ""
        tab.person_selected.connect(self._select)
        tab.nobody_selected.connect(self._select_nobody)
        tab.person_panel.supposed.connect(self._suppose)
        tab.person_panel.notes.note_asked.connect(self._add_note)
        tab.person_panel.notes.draft_typed.connect(self._keep_draft)
        tab.table.look_changed.connect(self._keep_look)
        self.hearing = bus.hearing(tab)
        self.hearing.group_opened.connect(self.show_group)
        self.hearing.changed.connect(self._react)

    def show_group(self, group: str | None) -> None:
        """Show a group from the top; "" or None when there is none."""
        is_other = group != self._group
        if is_other and self._person:
            self._tab.person_panel.notes.flush()
            self._person, self._supposed = "", {}
        self._group = group or ""
        if is_other:
            self._tab.clear_filters()
        self.refresh()
        if is_other and self._group:
            self._tab.wear(self._looks.of(self._group))

    def refresh(self) -> None:
        """Read the group again; where that fails, the tab and the status bar show why."""
        self._tab.person_panel.notes.flush()  # what was just typed is not read yet
        if not self._group:
            self._tab.show_no_group()
            return
        try:
            view = self._cohort.view(self._group)
        except NpqDesktopError as error:
            self._tab.show_trouble(str(error))
            self._bus.failed.emit(str(error))
            return
        self._tab.show_view(view)
        selected = self._tab.selected_person()
        if selected is not None:
            self._select(selected)

    def _select(self, person: str) -> None:
        if person != self._person:
            if self._person:
                self._tab.person_panel.notes.flush()
            self._person, self._supposed = person, {}
        self._show_person(person)

    def _select_nobody(self) -> None:
        if self._person:
            self._tab.person_panel.notes.flush()
        self._person, self._supposed = "", {}

    def _suppose(self, supposed: Mapping[str, Supposed]) -> None:
        self._supposed = supposed
        self._show_person(self._person)

    def _add_note(self, text: str) -> None:
        changes = self._bus.read(lambda: self._notes.add(self._group, self._person, text))
        if changes is not None:
            self._bus.changed.emit(changes)

    def _keep_draft(self, text: str) -> None:
        self._bus.attempt(lambda: self._notes.keep_draft(self._group, self._person, text))

    def _show_person(self, person: str) -> None:
        try:
            view = self._cohort.person(self._group, person, self._supposed)
            notes = self._notes.of(self._group, person)
            draft = self._notes.draft(self._group, person)
        except NpqDesktopError as error:
            self._tab.person_panel.show_nobody()
            self._bus.failed.emit(str(error))
            return
        self._tab.person_panel.show_person(view)
        self._tab.person_panel.show_notes(notes, draft)

    def _keep_look(self, look: CohortLook) -> None:
        if self._group:
            self._bus.attempt(lambda: self._looks.keep(self._group, look))

    def _react(self, changes: Changes) -> None:
        if self._group and changes.group == self._group:
            self.refresh()
