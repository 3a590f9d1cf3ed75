"""Proposes whether a place is funded, records who pays, and lists the invoices to raise.

The Department says at registration who is eligible; the rule only says where it differs. Only
coordinators read any of it.
Source: programme/DOMAIN.md, "The programme" (money).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.exports.table_writing import write_csv
from npq_desktop.journal.kinds.entries import EVIDENCE
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.office import FundingDecision, FundingRow, InvoiceRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import WITHDRAWN, Enrolment
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import save_export
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import clean, count, no_longer_here
from npq_desktop.services.intake.schools import SchoolsService
from npq_desktop.services.office import record_words as words
from npq_desktop.services.office.lists import ListsService, listed_words
from npq_desktop.services.office.roles import OfficeRoles
from npq_desktop.services.office.rules.funded import Proposal, is_publicly_funded, propose
from npq_desktop.services.office.settings import office_settings
from npq_desktop.services.office.statements import (
    Opened,
    PrivateStatement,
    PrivateStatements,
    sides_of,
    uncounted_words,
)

PAYERS = ("school", "trust", "self", "employer", "other")
_PAYER_WORDS = {"self": "themselves", "other": "someone else"}
_PLACES = ("funded", "paid")
_VERB = "decide on money"
_WELSH = "30"
_HEADER = (
    "Group", "Participant", "Payer", "URN", "School", "Amount", "Reason", "Reference",
)  # fmt: skip


class FundingService:
    """Writes one private statement for each person; coordinators only."""

    def __init__(
        self, core: Core, *, roles: OfficeRoles, lists: ListsService, schools: SchoolsService
    ) -> None:
        self._core = core
        self._roles = roles
        self._lists = lists
        self._schools = schools
        self._statements = PrivateStatements(core, roles.sealed, EVIDENCE, "funding")

    def rows(self, group: str) -> tuple[FundingRow, ...]:
        """Everybody with a proposal and what was decided; nobody where this is private."""
        if not self._roles.is_coordinator(group):
            return ()
        facts = self._core.facts.of(group)
        people = (person for person in facts.participants.values() if not person.erased)
        return tuple(self._row(facts, person) for person in people)

    def decide(self, group: str, person: str, decision: FundingDecision) -> Changes:
        """Record who pays for a place.

        Raises:
            ServiceError: this laptop does not coordinate the group, or something is missing.
        """
        self._roles.check(group, _VERB)
        facts = self._core.facts.of(group)
        if person not in facts.participants:
            raise ServiceError(no_longer_here())
        _check(decision)
        drafts = self._drafts(facts, person, decision)
        words = f"money of {facts.names[person]}"
        return self._write(group, drafts, words, person)

    def choose(self, group: str, person: str, head: str) -> Changes:
        """Let one of two statements hold.

        Raises:
            ServiceError: this laptop does not coordinate the group, or the side is gone.
        """
        self._roles.check(group, "choose between two records")
        return self._statements.choose(self._core.facts.of(group), person, head)

    def withdrawal_words(self, group: str, person: str) -> str:
        """What a withdrawal means for the money of a person; "" where it is not known here."""
        facts = self._core.facts.of(group)
        decision = _decision(self._statements.of(facts, person).said)
        if decision is None:
            return ""
        if decision.place == "funded":
            named = decision.list_name
            return words.withdrawing_from_funded(f"{named}, {decision.list_date}" if named else "")
        return words.withdrawing_from_paid(decision.pence)

    def invoices(self, group: str) -> tuple[InvoiceRow, ...]:
        """What is to be paid and was not invoiced yet.

        Raises:
            ServiceError: this laptop does not coordinate the group.
        """
        self._roles.check(group, _VERB)
        facts = self._core.facts.of(group)
        rows = []
        for person in facts.participants.values():
            decision = _decision(self._statements.of(facts, person.id).said)
            if decision is None or decision.place != "paid" or decision.invoiced_on:
                continue
            payer = decision.invoice_to or _payer(decision.by)
            school = person.fields.get("school", "")
            urn = decision.urn or person.fields.get("urn", "")
            amount = f"{decision.pence // 100}.{decision.pence % 100:02}"
            rows.append(
                InvoiceRow(
                    person.id, facts.names[person.id], payer, urn, school, amount,
                    decision.reason, decision.invoice_ref,
                )
            )  # fmt: skip
        return tuple(rows)

    def save_invoices(self, groups: Sequence[str], path: Path, *, raised: bool) -> None:
        """Write the invoices to raise of these groups; ``raised`` notes them as raised today.

        Raises:
            ServiceError: this laptop does not coordinate one, or there is none to raise.
            BundleError: it was not saved, and nothing was noted.
        """
        found = [(group, row) for group in groups for row in self.invoices(group)]
        if not found:
            raise ServiceError("There is no invoice to raise.")
        titles = {group: clean(self._core.facts.of(group).group.title) for group in groups}
        lines = [
            (titles[group], *(clean(str(text)) for text in list(asdict(row).values())[1:]))
            for group, row in found
        ]
        data = write_csv(_HEADER, lines)

        def note() -> None:
            for group in groups if raised else ():
                self._note(group, [row.person for one, row in found if one == group])

        save_export(path, data, store=self._core.store, group=groups[0], what="invoices", also=note)

    # ---- how rows are made ---------------------------------------------------------------------

    def _row(self, facts: GroupFacts, person: PersonFact) -> FundingRow:
        found = self._statements.of(facts, person.id)
        decision = _decision(found.said)
        proposal = self._proposal(facts, person, decision)
        urn = person.fields.get("urn", "")
        return FundingRow(
            person=person.id,
            name=facts.names[person.id],
            school=person.fields.get("school", ""),
            urn=urn,
            proposal=proposal.answer if proposal else "",
            proposal_words=self._proposal_words(facts, person, proposal),
            decision=decision,
            words=_words(found, decision),
            sides=sides_of(facts, found, lambda said: _words(found, _decision(said))),
            uncounted=uncounted_words(facts, found),
        )

    def _proposal(
        self, facts: GroupFacts, person: PersonFact, decision: FundingDecision | None
    ) -> Proposal | None:
        """What the rule gives; None where the school or its type is not known here."""
        urn, rule = person.fields.get("urn", ""), office_settings(facts).money
        school = self._schools.of(urn)
        setting = person.fields.get("setting", "") or ("school" if school else "")
        if school is None and setting in ("", "school", "trust", "16-19"):
            return None
        listed = {name: self._lists.look_up(name, urn) for name in rule.lists}
        on = {name for name, each in listed.items() if each is not None and each.is_on}
        return propose(
            rule.funding.value,
            in_england=school is None or school.type_code.lstrip("0") != _WELSH,
            setting=setting,
            previously=self._was_funded(facts, person.id, decision),
            rise="RISE" in on,
            pp50=bool(on - {"RISE"}),
            publicly_funded=school is not None and is_publicly_funded(school.type_code),
        )

    def _was_funded(self, facts: GroupFacts, person: str, decision: FundingDecision | None) -> bool:
        """Whether an earlier place was funded: one that is recorded, or this one, withdrawn."""
        if decision is None:
            return False
        enrolment = Enrolment(facts.enrolments.get(person, ()))
        gone = enrolment.status(self._core.today(facts.id)) == WITHDRAWN
        return decision.previously or (decision.place == "funded" and gone)

    def _proposal_words(
        self, facts: GroupFacts, person: PersonFact, proposal: Proposal | None
    ) -> str:
        said = person.fields.get("eligible_for_funding", "")
        funded = person.fields.get("funded_place", "")
        rule = f"{proposal.answer}, {proposal.reason}" if proposal else words.BY_HAND
        if said:
            is_yes = said.casefold() in ("true", "yes")
            has_place = funded.casefold() in ("true", "yes")
            told = words.department_says(is_eligible=is_yes, has_place=has_place)
            differs = proposal is not None and (proposal.answer == "yes") != is_yes
            return words.rule_says(told, rule) if differs else told
        urn = person.fields.get("urn", "")
        names = office_settings(facts).money.lists
        listed = (self._lists.look_up(name, urn) for name in names if urn)
        on = next((each for each in listed if each is not None and each.is_on), None)
        return f"{rule} ({listed_words(on, urn)})" if on is not None else rule

    # ---- what is written -----------------------------------------------------------------------

    def _drafts(self, facts: GroupFacts, person: str, decision: FundingDecision) -> list[NewEntry]:
        said = {_KEYS.get(n, n): v for n, v in asdict(decision).items() if v not in ("", False)}
        return self._statements.draft(facts, person, said, clear={"about": "funding"})

    def _note(self, group: str, people: Sequence[str]) -> None:
        facts, today = self._core.facts.of(group), self._core.today(group).isoformat()
        drafts: list[NewEntry] = []
        for person in people:
            decision = _decision(self._statements.of(facts, person).said)
            if decision is not None:
                raised = FundingDecision(**{**asdict(decision), "invoiced_on": today})
                drafts += self._drafts(facts, person, raised)
        if drafts:
            self._write(group, drafts, f"{count(len(people), 'invoice')} raised")

    def _write(
        self, group: str, drafts: Sequence[NewEntry], step: str, person: str | None = None
    ) -> Changes:
        recorded = self._core.recorder.write(group, drafts)
        self._core.undo.remember(group, UndoStep(step, recorded.ids, person=person))
        return recorded.changes


_TYPES: Mapping[str, type] = {"pence": int, "previously": bool}
_KEYS = {"list_name": "list"}
"""How a member is called in the record where that is not its name here."""


def _decision(said: Opened | None) -> FundingDecision | None:
    """A statement as it is recorded, whatever else is in it."""
    if said is None or said.get("place") not in _PLACES:
        return None
    found: dict[str, object] = {}
    for each in fields(FundingDecision):
        value = said.get(_KEYS.get(each.name, each.name))
        if value is not None and isinstance(value, _TYPES.get(each.name, str)):
            found[each.name] = value
    return FundingDecision(**found)  # type: ignore[arg-type]


def _check(decision: FundingDecision) -> None:
    if decision.place not in _PLACES:
        raise ServiceError("Choose whether the place is funded or paid for.")
    if not decision.reason.strip():
        raise ServiceError("Write what this was decided on.")
    if decision.place == "paid" and decision.by not in PAYERS:
        raise ServiceError("Choose who pays.")
    if decision.place == "paid" and not 0 < decision.pence <= 100_000_00:
        raise ServiceError("Type the amount in pounds and pence.")


def _words(found: PrivateStatement, decision: FundingDecision | None) -> str:
    """For example "Funded, PP50, September 2025" or "£899.00, paid by school"."""
    if decision is None:
        if found.differs:
            return words.TWO_RECORDS
        return words.PRIVATE_BEFORE if found.is_sealed else ""
    if decision.place == "funded":
        return words.funded_place(decision.list_name, decision.list_date)
    return words.paid_place(decision.pence, _payer(decision.by), decision.invoiced_on)


def _payer(by: str) -> str:
    return _PAYER_WORDS.get(by, by)
