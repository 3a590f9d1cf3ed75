"""What the office has to do with each person of a group, a line each."""

from collections.abc import Mapping

from npq_desktop.rows.contact import ContactRow
from npq_desktop.rows.office import FundingRow, OfficeRow, SupportRow
from npq_desktop.services.cohort.words import capital
from npq_desktop.services.core.core import Core
from npq_desktop.services.office import record_words as words
from npq_desktop.services.office.contacts import ContactsService
from npq_desktop.services.office.funding import FundingService
from npq_desktop.services.office.implementation import PARTS_OF_PLAN, ImplementationService
from npq_desktop.services.office.support import SupportService

_ENTITLED = {"yes": "Entitled", "no": "Not entitled"}


class OverviewService:
    """Reads only; what is private here stays out of it."""

    def __init__(
        self,
        core: Core,
        *,
        contacts: ContactsService,
        funding: FundingService,
        implementation: ImplementationService,
        support: SupportService,
    ) -> None:
        self._core = core
        self._contacts, self._funding = contacts, funding
        self._implementation, self._support = implementation, support

    def rows(self, group: str) -> tuple[OfficeRow, ...]:
        """Everybody of the group by name, with what is due next."""
        facts = self._core.facts.of(group)
        money = {row.person: row for row in self._funding.rows(group)}
        support = {row.person: row for row in self._support.rows(group)}
        due: dict[str, ContactRow] = {}
        for contact in self._contacts.due(group):
            due.setdefault(contact.person, contact)
        people = [person.id for person in facts.participants.values() if not person.erased]
        return tuple(
            self._row(group, person, facts.names, money.get(person), support.get(person), due)
            for person in sorted(people, key=lambda one: facts.names[one].casefold())
        )

    def _row(
        self,
        group: str,
        person: str,
        names: Mapping[str, str],
        money: FundingRow | None,
        support: SupportRow | None,
        due: Mapping[str, ContactRow],
    ) -> OfficeRow:
        contact = due.get(person)
        follow_up = words.ring_or_write(contact.due) if contact and contact.due else ""
        waits = support.due if support is not None else ""
        return OfficeRow(
            person=person,
            name=names[person],
            due=follow_up or capital(waits),
            is_overdue=bool(contact and contact.overdue) or bool(waits),
            support=_support_words(support) if support is not None else "",
            place=money.words if money is not None else "",
            plan=_plan_words(self._implementation.plan(group, person).missing),
        )


def _plan_words(missing: tuple[str, ...]) -> str:
    """How much of a plan is given, in a few words."""
    given = PARTS_OF_PLAN - len(missing)
    if not given:
        return "Nothing yet"
    return f"{given} of {PARTS_OF_PLAN} parts" if missing else "Complete"


def _support_words(row: SupportRow) -> str:
    entitled = _ENTITLED.get(row.entitled, "")
    asked = "Asked" if row.has_asked else ""
    return " · ".join(filter(None, (capital(row.step) or entitled or asked, row.coach)))
