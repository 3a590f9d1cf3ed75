"""What shows that somebody took part: present marks that were signed off, and work handed in.

Also the evidence pack of a person, with the same rows as the registers have.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.journal.state import digest
from npq_desktop.rows.declarations import EvidenceOfEvent, EvidencePack, EvidencePerson
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import save_export
from npq_desktop.services.core.marks import mark_of, words_of
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import (
    clean,
    clock_time,
    day_and_time,
    day_and_year,
    no_longer_here,
)
from npq_desktop.services.core.worth.items import ItemsOfGroup
from npq_desktop.services.office import record_words as words
from npq_desktop.services.office.roles import OfficeRoles
from npq_desktop.services.register.register import RegisterService
from npq_desktop.services.register.report import register_report
from npq_desktop.services.register.words import NOT_MARKED, TWO_MARKS

_COVER_LENGTH = 16


@dataclass(frozen=True, slots=True)
class SignedEvidence:
    """One thing that a declaration may rest on; ``entries`` are the ids of its records."""

    moment: datetime
    words: str
    entries: tuple[str, ...]
    is_event: bool


def signed_evidence(facts: GroupFacts, person: str) -> list[SignedEvidence]:
    """Events attended on signed-off registers, and work handed in, the oldest first."""
    found = [*_attended(facts, person), *_handed_in(facts, person)]
    return sorted(found, key=lambda each: (each.moment, each.entries))


def _attended(facts: GroupFacts, person: str) -> Iterator[SignedEvidence]:
    for event in group_events(facts):
        marks = facts.marks(event.id).get(person, ())
        if event.start is None or len(marks) != 1 or marks[0].state != "present":
            continue
        if _is_signed(facts, event.id, person, marks[0]):
            said = words.present_at(event.title, event.start)
            yield SignedEvidence(event.start, said, (marks[0].source.id,), is_event=True)


def _is_signed(facts: GroupFacts, event: str, person: str, mark: MarkFact) -> bool:
    """Whether a sign-off covers this mark."""
    heads = {each[:_COVER_LENGTH] for each in (mark.head, mark.source.id)}
    heads |= {source.id[:_COVER_LENGTH] for source in mark.agreeing}
    signoffs = facts.signoffs.get(event, ())
    return any(not heads.isdisjoint(each.covers.get(person, ())) for each in signoffs)


def _handed_in(facts: GroupFacts, person: str) -> Iterator[SignedEvidence]:
    titles = {item.key: item.title for item in facts.programme.items}
    for (who, task), submissions in facts.submissions.items():
        if who != person:
            continue
        for each in submissions:
            at = moment(each.handed_in or each.source.at, facts.zone)
            if at is not None:
                said = words.handed_in_at(titles.get(task, task), at)
                yield SignedEvidence(at, said, (each.source.id,), is_event=False)


def now_words(facts: GroupFacts, person: str, entries: Sequence[object]) -> str:
    """What is recorded now of the events of these marks; "" where that is still present."""
    for entry in map(str, entries):
        event = facts.state.events.get(entry)
        about = (event.content or {}).get("event") if event is not None else None
        if event is None or event.kind != "mark.set" or not isinstance(about, str):
            continue
        marks = facts.marks(about).get(person, ())
        if len(marks) > 1:
            return TWO_MARKS
        if not marks:
            return NOT_MARKED
        if marks[0].state != "present":
            return words_of(mark_of(marks[0])).lower()
    return ""


class EvidencePacks:
    """Puts together what a person's declarations rest on.

    ``declared`` gives the lines that were declared of a person of a group, in words.
    """

    def __init__(
        self,
        core: Core,
        *,
        roles: OfficeRoles,
        register: RegisterService,
        declared: Callable[[str, str], tuple[str, ...]],
    ) -> None:
        self._core = core
        self._roles = roles
        self._register = register
        self._declared = declared

    def people(self, group: str) -> tuple[EvidencePerson, ...]:
        """Everybody of the group by name, with what was declared; nobody on another's laptop."""
        if not self._roles.is_coordinator(group):
            return ()
        facts = self._core.facts.of(group)
        people = (person.id for person in facts.participants.values() if not person.erased)
        found = (EvidencePerson(p, facts.names[p], self._declared(group, p)) for p in people)
        return tuple(sorted(found, key=lambda each: each.name.casefold()))

    def pack(self, group: str, person: str) -> EvidencePack:
        """The pack of one person.

        Raises:
            ServiceError: this laptop does not coordinate the group, or the person is gone.
        """
        self._roles.check(group, "make an evidence pack")
        facts, now = self._core.facts.of(group), self._core.now(group)
        known = facts.participants.get(person)
        if known is None:
            raise ServiceError(no_longer_here())
        return EvidencePack(
            person=person,
            name=clean(facts.names[person]),
            trn=clean(known.fields.get("trn", "")),
            group=clean(facts.group.title),
            cohort=clean(facts.group.cohort),
            made=f"{day_and_year(now.date())} {clock_time(now)}",
            by=clean(self._core.identities.person_name),
            digest=digest(self._core.store.state(group)),
            events=tuple(self._events(facts, person, now)),
            tasks=tuple(self._tasks(facts, person)),
            declared=tuple(map(clean, self._declared(group, person))),
        )

    def save(self, group: str, path: Path, document: bytes) -> None:
        """Write the pages of one pack.

        Raises:
            BundleError: they were not saved.
        """
        store = self._core.store
        save_export(path, document, store=store, group=group, what="an evidence pack")

    def _events(self, facts: GroupFacts, person: str, now: datetime) -> Iterator[EvidenceOfEvent]:
        items = ItemsOfGroup(facts=facts, now=now)
        planned = {item.key for item in facts.programme.items}
        for event in group_events(facts):
            if not facts.marks(event.id).get(person):
                continue
            view = self._register.view(facts.id, event.id)
            report = register_report(facts, view, made=now, with_notes=False)
            rows = zip(view.rows, report.rows, strict=True)
            row = next((shown for own, shown in rows if own.person == person), None)
            if row is None:
                continue
            credited = items.worth(person, event.id).words if event.id in planned else ""
            yield EvidenceOfEvent(
                title=report.event,
                start=report.start,
                end=report.end,
                row=row,
                credited=clean(credited),
                signoffs=report.signoffs,
                paper=report.evidence,
            )

    @staticmethod
    def _tasks(facts: GroupFacts, person: str) -> Iterator[str]:
        for item in facts.programme.items:
            reviews = facts.reviews.get((person, item.key), ())
            decided = " / ".join(sorted({each.decision for each in reviews}))
            for each in facts.submissions.get((person, item.key), ()):
                at = moment(each.handed_in or each.source.at, facts.zone)
                when = day_and_time(at) if at else "at an unknown time"
                said = f"{item.title}, handed in {when}, content {each.content}"
                yield clean(f"{said}, {decided}" if decided else said)
