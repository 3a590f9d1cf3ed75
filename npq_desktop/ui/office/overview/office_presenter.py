"""Fills the view Office and the page about a person, and reads them again after a change."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.contact import ContactRow
from npq_desktop.services.cohort.words import capital
from npq_desktop.services.core.words import day_and_year
from npq_desktop.services.office.record_words import follow_up_is_done
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.keys.actions import Commands, Writes
from npq_desktop.ui.office.overview.office_page import OfficePage
from npq_desktop.ui.office.overview.person_office_page import Part, PersonOfficePage
from npq_desktop.ui.office.place import OfficePlace

if TYPE_CHECKING:
    from npq_desktop.services.office.office import OfficeServices

_MOST_CONTACTS = 8
_PRIVATE = "Who pays is private to coordinators."


class OfficePresenter(Writes):
    """One for the view."""

    def __init__(
        self,
        *,
        page: OfficePage,
        office: "OfficeServices",
        bus: Bus,
        place: OfficePlace,
        commands: Commands,
    ) -> None:
        super().__init__(parent=page, bus=bus)
        self._page, self._office, self._place = page, office, place
        page.person_chosen.connect(place.choose_person)
        page.person_opened.connect(lambda: place.open_person("Office"))
        page.due.done_asked.connect(self._done)
        page.discussion_asked.connect(commands.action("discussion").trigger)
        place.person_changed.connect(lambda: page.select(place.person()))
        self.hearing = bus.hearing(page)
        self.hearing.group_opened.connect(lambda _: self.refresh())
        self.hearing.changed.connect(self._react)

    def refresh(self) -> None:
        """Read the group again."""
        group = self._place.group()
        rows = self._bus.read(lambda: self._office.overview.rows(group)) if group else ()
        unread = self._office.discussion.unread(group) if group else 0
        is_private = bool(group) and not self._office.roles.is_coordinator(group)
        due = self._bus.read(lambda: self._office.contacts.due(group)) if group else ()
        note = _PRIVATE if is_private else ""
        self._page.show_rows(rows or (), unread=unread, follow_ups=due or (), note=note)
        self._page.select(self._place.person())

    def _react(self, changes: Changes) -> None:
        if changes.group == self._place.group():
            self.refresh()

    def _done(self, row: ContactRow) -> None:
        act, group = self._office.contacts.done, self._place.group()
        self.record(lambda: act(group, row.id), follow_up_is_done(name=row.name))


class PersonOfficePresenter(QObject):
    """Fills the page about the person chosen, while it is in front."""

    def __init__(
        self,
        *,
        page: PersonOfficePage,
        office: "OfficeServices",
        bus: Bus,
        place: OfficePlace,
        commands: Commands,
    ) -> None:
        super().__init__(page)
        self._page, self._office, self._bus, self._place = page, office, bus, place
        page.asked.connect(lambda name: commands.action(name).trigger())
        place.person_changed.connect(self._look)
        self.hearing = bus.hearing(page)
        self.hearing.group_opened.connect(lambda _: self._look())
        self.hearing.changed.connect(lambda _: self._look())

    def _look(self) -> None:
        group, person = self._place.group(), self._place.person()
        if not (group and person) or not self._page.isVisible():
            return
        parts = self._bus.read(lambda: self._parts(group, person))
        if parts is not None:
            self._page.show_parts(parts)

    def _parts(self, group: str, person: str) -> list[Part]:
        office = self._office
        plan, support = office.implementation.plan(group, person), office.support.row(group, person)
        on = f"on {day_and_year(support.asked)}" if support.asked else "in the application"
        asked = f"Asked {on}." if support.has_asked else ""
        contacts = office.contacts.of(group, person)[:_MOST_CONTACTS]
        parts: list[Part] = [
            (
                "Plan of implementation",
                (plan.recorded.focus, plan.words, *plan.warnings),
                "plan",
                "Edit plan…",
            ),
            (
                "One-to-one support",
                (asked, support.basis, *support.lines, capital(support.due), support.private),
                "support_person",
                "Record support…",
            ),
            ("Contacts", [row.words for row in contacts], "contact", "Log a contact…"),
        ]
        if office.roles.is_coordinator(group):
            money = next((r for r in office.funding.rows(group) if r.person == person), None)
            said = (money.words, money.proposal_words) if money is not None else ()
            parts.append(("Place", said, "funding", "Who pays…"))
            declared = office.declarations.declared(group, person)
            parts.append(("Declared to the DfE", declared or ("Nothing yet.",), "", ""))
        return parts
