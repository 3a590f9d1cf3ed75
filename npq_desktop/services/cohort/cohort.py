"""Who will reach the programme's percentage: a row for each participant, and what is behind it.

Source: ui/SCREENS.md, "Cohort"; engagement/RULES.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from npq_desktop.engagement import Item, ItemState, Result
from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.exemption import ExemptionFact
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.cohort import (
    CohortLook,
    CohortView,
    ItemLine,
    PersonView,
    Snapshot,
    SumLine,
    Supposed,
)
from npq_desktop.rows.review import WorkId
from npq_desktop.services.cohort import status_words
from npq_desktop.services.cohort import workings as person_workings
from npq_desktop.services.cohort.learning import OnlineContent, learning_words
from npq_desktop.services.cohort.question import question_about
from npq_desktop.services.cohort.rows import Items, PersonRows, ends
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import since
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import no_longer_here
from npq_desktop.services.core.worth.disputed import Worth
from npq_desktop.services.intake.schools import SchoolsService
from npq_desktop.services.review.work import asked_again_by


class CohortLooks:
    """One look for each group, the plain one where none was chosen."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, group: str) -> CohortLook:
        """The look last kept for a group."""
        match self._core.store.local.setting(_name(group)):
            case {
                "hidden": [*hidden],
                "extra": [*extra],
                "sort": str(sort),
                "descending": bool(descending),
                **more,
            }:
                chosen = frozenset(map(str, hidden)), frozenset(map(str, extra))
                view = str(more.get("view", ""))
                return CohortLook(*chosen, sort, descending=descending, view=view)
            case _:
                return CohortLook()

    def keep(self, group: str, look: CohortLook) -> None:
        """Remember a look from now on; the same one again writes nothing."""
        if look != self.of(group):
            said = {
                "hidden": sorted(look.hidden),
                "extra": sorted(look.extra),
                "sort": look.sort,
                "descending": look.descending,
                "view": look.view,
            }
            self._core.store.local.save_setting(_name(group), said)


def _name(group: str) -> str:
    return f"cohort look {group}"


STANDINGS = (
    "met",
    "on_course",
    "behind",
    "out_of_reach",
    "unresolved",
    "not_started",
    "deferred",
    "withdrawn",
)


class CohortService:
    """Asks the engine about the people of a group as of the clock's day."""

    def __init__(self, core: Core, *, schools: SchoolsService) -> None:
        self._core = core
        self._schools = schools

    def view(self, group: str) -> CohortView:
        """Everyone in the group; deferred and withdrawn people are shown without figures."""
        facts = self._core.facts.of(group)
        now = self._core.now(group)
        asked = _Question(facts, now)
        rows = tuple(
            asked.row(person) for person in facts.participants.values() if not person.erased
        )
        standings = [row.standing for row in rows]
        return CohortView(
            group=group,
            title=facts.group.title,
            as_of=now.date(),
            threshold=facts.programme.engagement.threshold,
            rows=rows,
            summary={standing: standings.count(standing) for standing in STANDINGS},
        )

    def person(
        self, group: str, person: str, supposed: Mapping[str, Supposed] | None = None
    ) -> PersonView:
        """One person's figures, opened into items and the sum; with ``supposed``, as tried out.

        Raises:
            ServiceError: the group has no such person.
        """
        facts = self._core.facts.of(group)
        if person not in facts.people:
            raise ServiceError(no_longer_here())
        fields = facts.people[person].fields
        school = self._schools.details(fields.get("urn", ""), fields.get("school", ""))
        asked = _Question(facts, self._core.now(group), school)
        return asked.person(facts.people[person], supposed or {})

    def people(self, group: str) -> tuple[PersonView, ...]:
        """Everybody's figures, opened, in the order of :meth:`view`."""
        facts = self._core.facts.of(group)
        asked = _Question(facts, self._core.now(group))
        return tuple(
            asked.person(person, {}) for person in facts.participants.values() if not person.erased
        )

    def document(self, group: str) -> Mapping[str, object]:
        """The question as the engine's own command reads it: rule, day, people with their items."""
        facts = self._core.facts.of(group)
        now = self._core.now(group)
        return _Question(facts, now).document()


class _Question:
    """One group at one moment: rows, and what is behind them."""

    def __init__(
        self, facts: GroupFacts, now: datetime, school: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self._facts = facts
        self._school = school
        self._rows = PersonRows(facts, now)
        self._content = OnlineContent(facts)
        self.row = self._rows.row

    def document(self) -> Mapping[str, object]:
        people = (
            person.id
            for person in self._facts.participants.values()
            if not person.erased and not self._rows.set_apart(person.id)
        )
        return question_about(self._rows, people)

    def person(self, person: PersonFact, supposed: Mapping[str, Supposed]) -> PersonView:
        """One person with workings."""
        known = self._rows.items(person.id)
        items = person_workings.supposing(known, supposed)
        apart = self._rows.set_apart(person.id)
        lines = tuple(self._line(person.id, item, worth) for item, worth in items)
        open_items = frozenset(i.id for i, _ in known if person_workings.can_suppose(i))
        return PersonView(
            row=self._rows.row_of(person, items),
            details=self._details(person),
            items=lines,
            workings=() if apart else self._workings(person, items, lines),
            journey=person_workings.journey(
                self._facts.programme, lines, self._content.lines(person.id)
            ),
            snapshots=() if apart else self._snapshots(person, known),
            can_suppose=frozenset() if apart else open_items,
            supposed={key: how for key, how in supposed.items() if key in open_items},
            actual=self._rows.row(person),
        )

    def _workings(
        self, person: PersonFact, items: Items, lines: Sequence[ItemLine]
    ) -> tuple[SumLine, ...]:
        result = self._rows.answer(person.id, [item for item, _ in items])
        return person_workings.sums(result, self._rows.rule, items, lines, self._rows.today)

    def _snapshots(self, person: PersonFact, items: Items) -> tuple[Snapshot, ...]:
        """Where this person was at each signed-off event that took place, the oldest first."""
        handed_in = self._days_handed_in(person)
        signed = [
            self._facts.programme.item(i.id) for i, _ in items if i.id in self._facts.signoffs
        ]
        days = sorted(
            (day, item.title)
            for item in signed
            if (day := self._rows.day(item)) and day <= self._rows.today
        )
        return tuple(
            Snapshot(title, day, ends(self._result_at(person, items, day, handed_in)))
            for day, title in days
        )

    def _result_at(
        self, person: PersonFact, items: Items, day: date, handed_in: Mapping[str, date]
    ) -> Result:
        return self._rows.answer(person.id, person_workings.at_day(items, day, handed_in), day)

    def _days_handed_in(self, person: PersonFact) -> Mapping[str, date]:
        found: dict[str, date] = {}
        for (who, task), submissions in self._facts.submissions.items():
            zone = self._facts.zone
            times = [moment(fact.handed_in or fact.source.at, zone) for fact in submissions]
            days = [time.date() for time in times if time]
            if who == person.id and days:
                found[task] = min(days)
        return found

    def _line(self, person: str, item: Item, worth: Worth) -> ItemLine:
        programme_item = self._facts.programme.item(item.id)
        work = WorkId(person, item.id, programme_item.is_event)
        again = asked_again_by(self._facts, work) if item.state is ItemState.OPEN else None
        return ItemLine(
            item=item.id,
            title=programme_item.title,
            component=item.component,
            due=again or self._rows.day(programme_item),
            state=item.state.value,
            words=worth.words,
            worth=person_workings.worth_of(item),
            minutes=item.minutes,
            is_event=programme_item.is_event,
            days_over=max(0, (self._rows.today - again).days) if again else 0,
        )

    def _details(self, person: PersonFact) -> tuple[tuple[str, str], ...]:
        labels = {
            "name": "Name",
            "known_as": "Known as",
            "email": "Email",
            "trn": "TRN",
            "school": "School",
            "urn": "URN",
            "role": "Role",
        }
        found = [(label, person.fields.get(name, "")) for name, label in labels.items()]
        status = [
            ("Training status", status_words.status_from(fact.status, first))
            for fact in self._facts.enrolments.get(person.id, ())
            if (first := since(fact)) is not None
        ]
        titles = {item.key: item.title for item in self._facts.programme.items}
        exempt = [
            ("Exemption", f"{titles.get(item, item)}: {_exempted(fact)}")
            for (who, item), values in self._facts.exemptions.items()
            for fact in values
            if who == person.id
        ]
        differ = [
            (f"{labels.get(name, name)} to settle", " / ".join(value for value, _ in sides))
            for name, sides in person.disagreeing.items()
        ]
        stated = ((label, text) for label, text in found if text)
        learnt = ("Learning time", learning_words(self._facts, person.id, self._content))
        return (*stated, *self._school, *status, *exempt, *differ, learnt)


def _exempted(fact: ExemptionFact) -> str:
    return status_words.exemption_words(fact.value, fact.credit, fact.reason or "")
