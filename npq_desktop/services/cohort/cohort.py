"""Who will reach the bar: one line per participant, and the workings behind each.

Every figure is the shared engine's; this module only asks it and puts the answer in words.
Source: ui/SCREENS.md, "Cohort"; engagement/RULES.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from npq_desktop.engagement import (
    ComponentResult,
    Figure,
    Item,
    ItemState,
    Participant,
    Result,
    evaluate,
)
from npq_desktop.errors import ServiceError
from npq_desktop.interchange.name_forms import search_key
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.cohort import (
    CohortLook,
    CohortRow,
    CohortView,
    ComponentCell,
    ItemLine,
    PersonView,
    Share,
    Snapshot,
    SumLine,
    Supposed,
)
from npq_desktop.services.cohort import standing_words
from npq_desktop.services.cohort import workings as person_workings
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment import Enrolment, since
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.items import NOT_MARKED, ItemsOfGroup
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import day, day_and_year, search_text, sort_key
from npq_desktop.services.core.worth import (
    TWO_CATCH_UP_DECISIONS,
    TWO_DECISIONS,
    TWO_EXEMPTIONS,
    TWO_MARKS,
    Worth,
)
from npq_desktop.services.intake.schools import SchoolsService


class CohortLooks:
    """One look for each group; whoever never chose has the plain one."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, group: str) -> CohortLook:
        """The look last kept for a group."""
        match self._core.store.local.setting(_name(group)):
            case {"hidden": [*hidden], "sort": str(sort), "descending": bool(descending)}:
                return CohortLook(frozenset(map(str, hidden)), sort, descending=descending)
            case _:
                return CohortLook()

    def keep(self, group: str, look: CohortLook) -> None:
        """Remember a look from now on; the same one again writes nothing."""
        if look != self.of(group):
            said = {
                "hidden": sorted(look.hidden),
                "sort": look.sort,
                "descending": look.descending,
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
_TO_SETTLE: Mapping[str, frozenset[str]] = {
    "marks to resolve": frozenset({TWO_MARKS}),
    "decisions to resolve": frozenset({TWO_DECISIONS, TWO_CATCH_UP_DECISIONS}),
    "exemptions to resolve": frozenset({TWO_EXEMPTIONS}),
}
Items = tuple[tuple[Item, Worth], ...]


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
        """One person's figures, opened into items and the sum; with ``supposed``, what if.

        Raises:
            ServiceError: the group has no such person.
        """
        facts = self._core.facts.of(group)
        if person not in facts.people:
            raise ServiceError("This person is not in the group any more: look again.")
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
    """One group at one moment: items, the engine's answers, rows."""

    def __init__(
        self, facts: GroupFacts, now: datetime, school: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self._facts = facts
        self._school = school
        self._now = now
        self._items = ItemsOfGroup(facts=facts, now=now)
        self._rule = facts.programme.rule()

    def document(self) -> Mapping[str, object]:
        people = [
            {"id": person.id, "items": [standing_words.as_json(i) for i, _ in self._of(person)]}
            for person in self._facts.participants.values()
            if not person.erased and self._set_apart(person) is None
        ]
        components = [
            {"key": c.key, "weight": c.weight, "minimum": c.minimum} for c in self._rule.components
        ]
        rule = {"threshold": self._rule.threshold, "components": components}
        return {"rule": rule, "as_of": self._now.date().isoformat(), "participants": people}

    def row(self, person: PersonFact) -> CohortRow:
        """One line of the table."""
        apart = self._set_apart(person)
        if apart:
            return self._row(person, apart, (), None)
        items = self._of(person)
        return self._row(person, "", items, self._answer(person, items))

    def person(self, person: PersonFact, supposed: Mapping[str, Supposed]) -> PersonView:
        """One person with workings."""
        known = self._of(person)
        items = person_workings.supposing(known, supposed)
        apart = self._set_apart(person)
        result = None if apart else self._answer(person, items)
        lines = tuple(self._line(item, worth) for item, worth in items)
        open_items = frozenset(i.id for i, _ in known if person_workings.can_suppose(i))
        return PersonView(
            row=self._row(person, apart or "", items, result),
            details=self._details(person),
            items=lines,
            workings=self._workings(result, items, lines) if result else (),
            journey=person_workings.journey(self._facts.programme, lines),
            snapshots=() if apart else self._snapshots(person, known),
            can_suppose=frozenset() if apart else open_items,
            supposed={key: how for key, how in supposed.items() if key in open_items},
            actual=self.row(person),
        )

    def _workings(
        self, result: Result, items: Items, lines: Sequence[ItemLine]
    ) -> tuple[SumLine, ...]:
        return person_workings.sums(result, self._rule, items, lines, self._now.date())

    def _snapshots(self, person: PersonFact, items: Items) -> tuple[Snapshot, ...]:
        """Where this person stood at each signed event that has been held, the oldest first."""
        handed_in = self._days_handed_in(person)
        signed = [
            self._facts.programme.item(i.id) for i, _ in items if i.id in self._facts.signoffs
        ]
        days = sorted(
            (day, item.title)
            for item in signed
            if (day := self._items.day(item)) and day <= self._now.date()
        )
        return tuple(
            Snapshot(title, day, _range(self._result_at(person, items, day, handed_in)))
            for day, title in days
        )

    def _result_at(
        self, person: PersonFact, items: Items, day: date, handed_in: Mapping[str, date]
    ) -> Result:
        then = person_workings.at_day(items, day, handed_in)
        return evaluate(self._rule, day.isoformat(), Participant(id=person.id, items=then))

    def _days_handed_in(self, person: PersonFact) -> Mapping[str, date]:
        found: dict[str, date] = {}
        for (who, task), submissions in self._facts.submissions.items():
            zone = self._facts.zone
            times = [moment(fact.handed_in or fact.source.at, zone) for fact in submissions]
            days = [time.date() for time in times if time]
            if who == person.id and days:
                found[task] = min(days)
        return found

    def _answer(self, person: PersonFact, items: Items) -> Result:
        asked = Participant(id=person.id, items=tuple(item for item, _ in items))
        return evaluate(self._rule, self._now.date().isoformat(), asked)

    def _row(
        self, person: PersonFact, apart: str, items: Items, result: Result | None
    ) -> CohortRow:
        titles = {item.key: item.title for item in self._facts.programme.items}
        title, due = self._next_due(items) if result else ("", None)
        return CohortRow(
            person=person.id,
            name=self._facts.names[person.id],
            sort_name=" ".join(sort_key(person)),
            school=person.fields.get("school", ""),
            standing=apart or (result.standing.value if result else ""),
            standing_words=apart or (standing_words.standing(result) if result else ""),
            secured=_share(result.secured) if result else None,
            possible=_share(result.possible) if result else None,
            to_date=_range(result) if result else None,
            components=self._components(items, result),
            headroom=standing_words.headroom(result) if result else "",
            next_due=f"{title} · {day(due)}" if due else "",
            next_due_on=due,
            plan=standing_words.plan(result, items, titles) if result else "",
            flags=self._flags(person, items),
            search_key=search_key(f"{search_text(person)} {person.fields.get('school', '')}"),
            unknown_permille=_unknown_permille(result, items) if result else 0,
        )

    def _components(self, items: Items, result: Result | None) -> tuple[ComponentCell, ...]:
        if result is None:
            return ()
        return tuple(_component(part, items) for part in result.components)

    def _flags(self, person: PersonFact, items: Items) -> tuple[str, ...]:
        flags = [f"details differ: {', '.join(person.disagreeing)}"] if person.disagreeing else []
        differing = {words for _, worth in items for words in worth.differs}
        flags += [flag for flag, words in _TO_SETTLE.items() if differing & words]
        flags += ["not marked"] if any(worth.words == NOT_MARKED for _, worth in items) else []
        flags += ["catch-up"] if any("catch-up" in worth.words for _, worth in items) else []
        if self._enrolment(person).disagrees(self._now.date()):
            flags.append("enrolment differs")
        return tuple(flags)

    def _next_due(self, items: Items) -> tuple[str, date | None]:
        """The title and day of what is open and due next, today included."""
        wanted = [self._facts.programme.item(i.id) for i, _ in items if i.state is ItemState.OPEN]
        dated = [(day, item.title) for item in wanted if (day := self._items.day(item))]
        coming = [(day, title) for day, title in dated if day >= self._now.date()]
        if not coming:
            return "", None
        due, title = min(coming)
        return title, due

    def _line(self, item: Item, worth: Worth) -> ItemLine:
        programme_item = self._facts.programme.item(item.id)
        return ItemLine(
            item=item.id,
            title=programme_item.title,
            component=item.component,
            due=self._items.day(programme_item),
            state=item.state.value,
            words=worth.words,
            credit=standing_words.credit(item),
            worth=person_workings.worth_of(item),
        )

    def _details(self, person: PersonFact) -> tuple[tuple[str, str], ...]:
        labels = {
            "name": "Name",
            "known_as": "Known as",
            "email": "E-mail",
            "trn": "TRN",
            "school": "School",
            "urn": "URN",
            "role": "Role",
        }
        found = [(label, person.fields.get(name, "")) for name, label in labels.items()]
        status = [
            ("Training status", f"{fact.status} from {day_and_year(first)}")
            for fact in self._facts.enrolments.get(person.id, ())
            if (first := since(fact)) is not None
        ]
        titles = {item.key: item.title for item in self._facts.programme.items}
        exempt = [
            ("Exemption", f"{titles.get(item, item)}: {fact.value}{_because(fact.reason)}")
            for (who, item), values in self._facts.exemptions.items()
            for fact in values
            if who == person.id
        ]
        differ = [
            (f"{labels.get(name, name)} differs", " / ".join(value for value, _ in sides))
            for name, sides in person.disagreeing.items()
        ]
        stated = ((label, text) for label, text in found if text)
        return (*stated, *self._school, *status, *exempt, *differ)

    def _of(self, person: PersonFact) -> Items:
        return self._items.items(person.id)

    def _set_apart(self, person: PersonFact) -> str | None:
        enrolment = self._enrolment(person)
        today = self._now.date()
        return enrolment.status(today) if enrolment.set_apart(today) else None

    def _enrolment(self, person: PersonFact) -> Enrolment:
        return Enrolment(self._facts.enrolments.get(person.id, ()))


def _because(reason: str | None) -> str:
    return f", {reason}" if reason else ""


def _component(part: ComponentResult, items: Items) -> ComponentCell:
    low, high = person_workings.earned_range(part.key, items)
    return ComponentCell(
        key=part.key,
        label=standing_words.COMPONENT_LABELS.get(part.key, part.key.capitalize()),
        words=standing_words.of_total(low, high, part.total, part.unknown),
        exact=standing_words.exactly_of_total(low, high, part.total, part.unknown),
        total=part.total,
        unknown=part.unknown,
        permille=int(1000 * low / part.total) if part.total else 0,
    )


def _unknown_permille(result: Result, items: Items) -> int:
    """How much of the bar hangs on unknown items, in thousandths, for drawing only."""
    counted = [part for part in result.components if part.total]
    points = Fraction(0)
    for part in counted:
        low, high = person_workings.earned_range(part.key, items)
        points += Fraction(part.weight * (high - low), part.total)
    return int(1000 * points / sum(part.weight for part in counted)) if counted else 0


def _share(figure: Figure | None) -> Share | None:
    if figure is None:
        return None
    permille = int(figure.fraction * 10)
    return Share(fraction=str(figure.fraction), percent=figure.percent, permille=permille)


def _range(result: Result) -> tuple[Share, Share] | None:
    if result.to_date is None:
        return None
    low, high = _share(result.to_date.low), _share(result.to_date.high)
    return (low, high) if low and high else None
