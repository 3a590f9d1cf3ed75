"""Declares to the Department: chosen people, each line with its evidence and every rule.

It writes a file and keeps what was declared; the program never calls the Department. A declaration
triggers a payment, so nobody is chosen beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.exports.declaration_file import declaration_csv
from npq_desktop.journal.kinds.entries import EVIDENCE
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.declarations import DeclarationLine
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import DEFERRED, WITHDRAWN, Enrolment, since
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import save_export
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import day_of, local_time, moment
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, day_and_year, no_longer_here
from npq_desktop.services.intake.schools import SchoolsService
from npq_desktop.services.office import record_words as words
from npq_desktop.services.office.assessment.judging import AssessmentAt
from npq_desktop.services.office.evidence import now_words, signed_evidence
from npq_desktop.services.office.roles import OfficeRoles
from npq_desktop.services.office.rules import declaration_rules as rule
from npq_desktop.services.office.settings import office_settings
from npq_desktop.services.office.statements import Opened, PrivateStatements

_VERB = "declare to the Department"
_WELSH = "30"
_NOON = time(12)
COST = "It triggers a payment."
_MAIL = "The Department emails each participant whether they passed."


@dataclass(frozen=True, slots=True)
class _Basis:
    """What one line rests on."""

    moment: datetime | None = None
    words: str = ""
    evidence: tuple[str, ...] = ()
    has_passed: bool | None = None
    is_final: bool = False
    results_out: bool = False


class DeclarationsService:
    """Offers lines, writes the file, and keeps what was declared."""

    def __init__(self, core: Core, *, roles: OfficeRoles, schools: SchoolsService) -> None:
        self._core = core
        self._roles = roles
        self._schools = schools
        self._statements = PrivateStatements(core, roles.sealed, EVIDENCE, "declared")

    def lines(
        self, group: str, kind: str, until: date | None = None
    ) -> tuple[DeclarationLine, ...]:
        """What could be declared of everybody; ``until`` is the last day for a retention.

        Raises:
            ServiceError: this laptop does not coordinate the group.
        """
        self._roles.check(group, _VERB)
        judged = self._judged(group)
        return tuple(self._line(judged, person, kind, until) for person in judged.people)

    def summary(self, lines: Sequence[DeclarationLine]) -> str:
        """For example "It triggers a payment. 12 lines, 2 left out."."""
        sound = sum(each.is_sound for each in lines)
        left = len(lines) - sound
        said = f"{COST} {count(sound, 'line')}{f', {left} left out' if left else ''}."
        return f"{said} {_MAIL}" if any(each.kind == rule.COMPLETED for each in lines) else said

    def save(self, group: str, lines: Sequence[DeclarationLine], path: Path) -> Changes:
        """Write the sound ones of these lines and keep them as declared, both or neither.

        Raises:
            ServiceError: this laptop does not coordinate the group, or none is sound as it stands
                now.
            BundleError: it was not saved, and nothing was kept.
        """
        self._roles.check(group, _VERB)
        judged = self._judged(group)
        sound = [each for each in lines if each.is_sound and self._stands(judged, each)]
        if not sound:
            raise ServiceError("None of these can be declared. Look at the rules beside each line.")
        data = declaration_csv(rule.HEADER, (self._row(judged.facts, each) for each in sound))
        written: list[Changes] = []

        def keep() -> None:
            written.append(self._keep(judged, sound, sha256(data).hexdigest()))

        what = "declarations to the Department"
        save_export(path, data, store=self._core.store, group=group, what=what, also=keep)
        return written[0]

    def void(self, group: str, kind: str, person: str) -> Changes:
        """Note that a declaration was voided with the Department; it may be declared again.

        Raises:
            ServiceError: this laptop does not coordinate the group, or nothing was declared.
        """
        self._roles.check(group, _VERB)
        facts = self._core.facts.of(group)
        said = self._statements.of(facts, person, kind).said
        if said is None or said.get("voided"):
            raise ServiceError(no_longer_here("This declaration"))
        data = {**said, "voided": self._core.today(group).isoformat()}
        drafts = self._statements.draft(facts, person, data, more=kind, clear={"about": "declared"})
        return self._write(group, drafts, f"{kind} of {facts.names[person]} voided")

    def declared(self, group: str, person: str) -> tuple[str, ...]:
        """What was declared of a person, in words, where this laptop may read it."""
        facts = self._core.facts.of(group)
        found = ((k, self._statements.of(facts, person, k).said) for k in rule.SPECIALIST_TYPES)
        return tuple(f"{k}: {_declared_words(facts, said)}" for k, said in found if said)

    # ---- one line ------------------------------------------------------------------------------

    def _line(
        self, judged: AssessmentAt, person: PersonFact, kind: str, until: date | None
    ) -> DeclarationLine:
        facts = judged.facts
        basis = self._basis(judged, person.id, kind, until)
        found = self._statements.of(facts, person.id, kind)
        said = found.said
        line = self._facts(judged, person, kind, basis)
        return DeclarationLine(
            person=person.id,
            name=facts.names[person.id],
            kind=kind,
            moment=basis.moment,
            has_passed=basis.has_passed,
            rests_on=basis.words,
            evidence=basis.evidence,
            rules=rule.rules(line),
            warnings=rule.warnings(line),
            declared=_declared_words(facts, said) if said else "",
            since=self._since(facts, person.id, said),
            stands=line.declared_already,
        )

    def _basis(self, judged: AssessmentAt, person: str, kind: str, until: date | None) -> _Basis:
        facts = judged.facts
        if kind == rule.COMPLETED:
            return self._completion(judged, person)
        found = signed_evidence(facts, person)
        if kind == rule.RETAINED:
            limit = until or judged.today
            found = [each for each in found if each.moment.date() <= limit][-1:]
        else:
            found = [each for each in found if each.is_event][:1]
        if not found:
            return _Basis()
        return _Basis(found[0].moment, found[0].words, found[0].entries)

    def _completion(self, judged: AssessmentAt, person: str) -> _Basis:
        """The first round with a final outcome, on the day that the settings name."""
        place = judged.completed(person)
        if place is None or place.outcome is None:
            return _Basis()
        final = place.outcome.final
        day = day_of(place.round.results) if place.round is not None else None
        at = self._results_moment(judged, day) if day is not None else None
        if judged.settings.dfe.completed_on.value == "handed_in" and place.counted is not None:
            at = place.counted.fact.moment
        title = place.round.title if place.round is not None else place.key
        heads = place.outcome.heads.heads
        return _Basis(
            moment=at,
            words=f"{title}, {day_and_year(day)}" if day else title,
            evidence=tuple(each.head for each in heads),
            has_passed={"passed": True, "failed": False}.get(final),
            is_final=bool(final),
            results_out=judged.results_are_out(place.key),
        )

    @staticmethod
    def _results_moment(judged: AssessmentAt, day: date) -> datetime:
        """Noon of the day: local midnight of a summer's day is the day before in UTC."""
        noon = local_time(day, _NOON, judged.facts.zone)
        return min(noon, judged.now) if day == judged.today else noon

    def _facts(
        self, judged: AssessmentAt, person: PersonFact, kind: str, basis: _Basis
    ) -> rule.DeclaredFacts:
        facts, dfe = judged.facts, judged.settings.dfe
        found = self._statements.of(facts, person.id, kind)
        started = self._statements.of(facts, person.id, rule.STARTED).said
        apart = facts.enrolments.get(person.id, ())
        withdrawn = [day for f in apart if f.status == WITHDRAWN and (day := since(f))]
        then = basis.moment.date() if basis.moment else judged.today
        in_england = self._in_england(person)
        return rule.DeclaredFacts(
            kind=kind,
            participant_id=person.fields.get("id.dfe", ""),
            moment=basis.moment,
            now=judged.now,
            schedule_start=day_of(dfe.schedule_start),
            withdrawn_from=min(withdrawn, default=None),
            has_evidence=bool(basis.evidence),
            results_out=basis.results_out,
            is_final=basis.is_final,
            has_passed=basis.has_passed,
            lead_provider=dfe.lead_provider_name,
            delivery_partner=dfe.delivery_partner_id if in_england else "",
            in_england=in_england,
            declared_already=found.said is not None and not found.said.get("voided"),
            differs=found.differs or "id.dfe" in person.disagreeing,
            trn=person.fields.get("trn", ""),
            started_declared=started is not None and not started.get("voided"),
            deferred_then=Enrolment(apart).status(then) == DEFERRED,
            failed_before=len(judged.failures(person.id)) > 0 and basis.has_passed is True,
            name_differs="name" in person.disagreeing,
        )

    def _in_england(self, person: PersonFact) -> bool:
        """By the school's type; a school that no register here knows is taken to be in England."""
        school = self._schools.of(person.fields.get("urn", ""))
        return school is None or school.type_code.lstrip("0") != _WELSH

    def _since(self, facts: GroupFacts, person: str, said: Opened | None) -> str:
        """What the register says by now where that is something else than was declared."""
        if said is None or said.get("voided"):
            return ""
        entries = said.get("evidence")
        now = now_words(facts, person, entries if isinstance(entries, list) else [])
        return words.register_says_now(_moment(facts, said), now) if now else ""

    # ---- what is written -----------------------------------------------------------------------

    def _stands(self, judged: AssessmentAt, line: DeclarationLine) -> bool:
        """Whether a line is still what was shown."""
        person = judged.facts.participants.get(line.person)
        if person is None or line.moment is None:
            return False
        again = self._line(judged, person, line.kind, line.moment.date())
        # On the day of the results the moment is the time of looking, so only the day is compared.
        is_day = line.kind == rule.COMPLETED and again.moment is not None
        same = again.moment is not None and (
            again.moment.date() == line.moment.date() if is_day else again.moment == line.moment
        )
        return same and again.has_passed == line.has_passed and again.is_sound

    def _row(self, facts: GroupFacts, line: DeclarationLine) -> tuple[str, ...]:
        dfe = office_settings(facts).dfe
        person = facts.participants[line.person]
        at = line.moment.isoformat(timespec="seconds") if line.moment else ""
        partner = dfe.delivery_partner_id if self._in_england(person) else ""
        return (
            person.fields.get("id.dfe", ""),
            line.kind,
            at,
            facts.programme.identifier,
            partner,
            dfe.lead_provider_name,
            rule.has_passed_text(line.has_passed),
        )

    def _keep(self, judged: AssessmentAt, lines: Sequence[DeclarationLine], digest: str) -> Changes:
        drafts: list[NewEntry] = []
        for each in lines:
            data: dict[str, object] = {
                "type": each.kind,
                "date": each.moment.isoformat(timespec="seconds") if each.moment else "",
                "has_passed": rule.has_passed_text(each.has_passed),
                "file": digest,
                "evidence": list(each.evidence),
                "on": judged.today.isoformat(),
            }
            clear = {"about": "declared"}
            drafts += self._statements.draft(
                judged.facts, each.person, data, more=each.kind, clear=clear
            )
        step = f"{count(len(lines), 'line')} declared"
        return self._write(judged.facts.id, drafts, step)

    def _write(self, group: str, drafts: Sequence[NewEntry], step: str) -> Changes:
        recorded = self._core.recorder.write(group, drafts)
        self._core.undo.remember(group, UndoStep(step, recorded.ids))
        return recorded.changes

    def _judged(self, group: str) -> AssessmentAt:
        facts = self._core.facts.of(group)
        return AssessmentAt(facts, self._roles.sealed, self._core.now(group))


def _declared_words(facts: GroupFacts, said: Opened) -> str:
    passed = {"true": True, "false": False}.get(str(said.get("has_passed")))
    return words.declared(_moment(facts, said), passed=passed, voided=day_of(said.get("voided")))


def _moment(facts: GroupFacts, said: Opened) -> datetime | None:
    return moment(str(said.get("date") or ""), facts.zone)
