"""Makes the row of one participant: the engine's answer, and what is behind it, as facts.

Every figure is the shared engine's; the words for it are in :mod:`words`.
Source: engagement/RULES.md.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from npq_desktop.engagement import (
    ComponentResult,
    Figure,
    Item,
    ItemState,
    Participant,
    Result,
    Standing,
    evaluate,
)
from npq_desktop.interchange.people.name_forms import search_key
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.programme import ProgrammeItem
from npq_desktop.rows.cohort import (
    CohortRow,
    ComponentCell,
    Flag,
    Minimum,
    Needed,
    NextDue,
    Route,
    Share,
    Spare,
    ToSettle,
    Unknown,
    Work,
)
from npq_desktop.services.cohort import workings as person_workings
from npq_desktop.services.cohort.words import COMPONENT_LABELS
from npq_desktop.services.core.enrolment_on_a_day import Enrolment
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.words import display_name, search_text, sort_key
from npq_desktop.services.core.worth.catch_ups import AWAITING_REVIEW, STILL_POSSIBLE
from npq_desktop.services.core.worth.disputed import (
    ENROLMENT_DISAGREES,
    RAN_DISAGREES,
    TWO_CATCH_UP_DECISIONS,
    TWO_DECISIONS,
    TWO_EXEMPTIONS,
    TWO_MARKS,
    Worth,
)
from npq_desktop.services.core.worth.items import NOT_MARKED, TASK_AWAITS_REVIEW, ItemsOfGroup

Items = tuple[tuple[Item, Worth], ...]
_WHOLE = 100
_DISAGREEMENTS = {
    RAN_DISAGREES: ToSettle.RAN,
    TWO_MARKS: ToSettle.MARKS,
    TWO_DECISIONS: ToSettle.DECISIONS,
    TWO_CATCH_UP_DECISIONS: ToSettle.CATCH_UPS,
    TWO_EXEMPTIONS: ToSettle.EXEMPTIONS,
    ENROLMENT_DISAGREES: ToSettle.STATUS,
}
_PENDING = {
    NOT_MARKED: ToSettle.MARK,
    TASK_AWAITS_REVIEW: ToSettle.REVIEW,
    AWAITING_REVIEW: ToSettle.CATCH_UP_REVIEW,
}
_TO_SETTLE: Mapping[Flag, frozenset[str]] = {
    Flag.MARKS: frozenset({TWO_MARKS}),
    Flag.DECISIONS: frozenset({TWO_DECISIONS, TWO_CATCH_UP_DECISIONS}),
    Flag.EXEMPTIONS: frozenset({TWO_EXEMPTIONS}),
}


class PersonRows:
    """The rows of one group at one moment."""

    def __init__(self, facts: GroupFacts, now: datetime) -> None:
        self.facts = facts
        self.today = now.date()
        self.rule = facts.programme.rule()
        self._items = ItemsOfGroup(facts=facts, now=now)
        self._programme_items = {item.key: item for item in facts.programme.items}

    def items(self, person: str) -> Items:
        """What each task and event is worth to the person."""
        return self._items.items(person)

    def day(self, item: ProgrammeItem) -> date | None:
        """The day a task is due or an event takes place; None while not known."""
        return self._items.day(item)

    def answer(self, person: str, items: Sequence[Item], day: date | None = None) -> Result:
        """The engine's answer about these items, as of today or of an earlier day."""
        asked = Participant(id=person, items=tuple(items))
        return evaluate(self.rule, (day or self.today).isoformat(), asked)

    def set_apart(self, person: str) -> str:
        """Deferred or withdrawn today; "" for who is counted."""
        enrolment = self._enrolment(person)
        return enrolment.status(self.today) if enrolment.set_apart(self.today) else ""

    def row(self, person: PersonFact) -> CohortRow:
        """One line of the table."""
        return self.row_of(person, self.items(person.id))

    def row_of(self, person: PersonFact, items: Items) -> CohortRow:
        """The line that these items would make."""
        apart = self.set_apart(person.id)
        if apart:
            items = ()
        result = None if apart else self.answer(person.id, [item for item, _ in items])
        name = self.facts.names[person.id]
        row = CohortRow(
            person=person.id,
            name=name,
            sort_name=" ".join(sort_key(person)),
            school=person.fields.get("school", ""),
            as_of=self.today,
            threshold=self.rule.threshold,
            standing=result.standing.value if result else apart,
            since=self._enrolment(person.id).since(self.today) if apart else None,
            flags=self._flags(person, items),
            disagreeing=tuple(person.disagreeing),
            search_key=search_key(f"{search_text(person)} {person.fields.get('school', '')}"),
            apart=name.removeprefix(display_name(person)).strip(" ()"),
            trn=person.fields.get("trn", ""),
        )
        return self._with_figures(row, result, items) if result else row

    def _with_figures(self, row: CohortRow, result: Result, items: Items) -> CohortRow:
        components = tuple(_component(part, items) for part in result.components)
        return replace(
            row,
            secured=share(result.secured),
            possible=share(result.possible),
            to_date=ends(result),
            components=components,
            unknown=self._unknown(items),
            minimum=self._minimum(result, items),
            spare=self._spare(result, items),
            route=self._route(result, items),
            next_due=self._next_due(items),
            unknown_permille=_unknown_permille(result, components),
        )

    def _unknown(self, items: Items) -> tuple[Unknown, ...]:
        return tuple(
            Unknown(self._programme_items[item.id].title, _what(worth))
            for item, worth in items
            if item.state is ItemState.UNKNOWN
        )

    def _minimum(self, result: Result, items: Items) -> Minimum | None:
        """The component whose own minimum decides, where the whole alone would not."""
        if result.standing is Standing.OUT_OF_REACH:
            counted, figure = items, result.possible
        elif result.standing is Standing.BEHIND and result.to_date:
            due = person_workings.due_so_far(items, self.today)
            counted, figure = due, result.to_date.high
        else:
            return None
        if figure is None or figure.fraction < self.rule.threshold:
            return None
        opens = result.standing is Standing.OUT_OF_REACH
        for part in self.rule.components:
            mine = [item for item, _ in counted if item.component == part.key]
            mine = [item for item in mine if item.state is not ItemState.EXCUSED]
            if part.minimum is None or not mine:
                continue
            _, high = person_workings.earned_range(part.key, counted)
            high += sum(item.state is ItemState.OPEN for item in mine) if opens else 0
            reached = Figure(_WHOLE * high / len(mine))
            if reached.fraction < part.minimum:
                return Minimum(part.key, reached.percent, part.minimum)
        return None

    def _spare(self, result: Result, items: Items) -> tuple[Spare, ...] | None:
        found = tuple(
            Spare(
                key=part.key,
                number=part.headroom,
                still=part.open + part.unknown,
                late=sum(self._is_late(item) for item, _ in items if item.component == part.key),
                is_event=self._is_of_events(part.key),
            )
            for part in result.components
            if part.headroom is not None
        )
        return found or None

    def _is_late(self, item: Item) -> bool:
        return item.state is ItemState.OPEN and item.due <= self.today.isoformat()

    def _is_of_events(self, component: str) -> bool:
        return any(
            item.is_event for item in self.facts.programme.items if item.component == component
        )

    def _route(self, result: Result, items: Items) -> Route | None:
        if result.plan is None:
            return None
        chosen = set(result.plan.items)
        work = tuple(
            Work(
                title=self._programme_items[item.id].title,
                minutes=item.minutes,
                is_catch_up=self._programme_items[item.id].is_event,
            )
            for item in sorted((item for item, _ in items), key=lambda item: (item.due, item.id))
            if item.id in chosen and item.minutes
        )
        coming = [i for i, _ in items if i.state is ItemState.OPEN and not i.minutes]
        still = Counter(item.component for item in coming)
        needed = Counter(item.component for item in coming if item.id in chosen)
        return Route(
            work=work,
            to_come=tuple(
                Needed(part.key, needed[part.key], still[part.key], self._is_of_events(part.key))
                for part in self.rule.components
                if needed[part.key]
            ),
            is_everything=bool(coming) and needed == still,
        )

    def _next_due(self, items: Items) -> NextDue | None:
        """What is open and due next, today included."""
        wanted = [self._programme_items[i.id] for i, _ in items if i.state is ItemState.OPEN]
        dated = [(day, item.title) for item in wanted if (day := self.day(item))]
        coming = [(day, title) for day, title in dated if day >= self.today]
        if not coming:
            return None
        due, title = min(coming)
        return NextDue(title, due)

    def _flags(self, person: PersonFact, items: Items) -> tuple[Flag, ...]:
        differing = {words for _, worth in items for words in worth.differs}
        said = {worth.words for _, worth in items}
        raised = {
            Flag.DETAILS: bool(person.disagreeing),
            **{flag: bool(differing & words) for flag, words in _TO_SETTLE.items()},
            Flag.NOT_MARKED: NOT_MARKED in said,
            Flag.CATCH_UP: STILL_POSSIBLE in said or any("catch-up" in words for words in said),
            Flag.STATUS: self._enrolment(person.id).disagrees(self.today),
        }
        return tuple(flag for flag, is_raised in raised.items() if is_raised)

    def _enrolment(self, person: str) -> Enrolment:
        return Enrolment(self.facts.enrolments.get(person, ()))


def _what(worth: Worth) -> ToSettle:
    if worth.differs:
        return _DISAGREEMENTS.get(worth.differs[0], ToSettle.OTHER)
    return _PENDING.get(worth.words, ToSettle.OTHER)


def _component(part: ComponentResult, items: Items) -> ComponentCell:
    low, high = person_workings.earned_range(part.key, items)
    return ComponentCell(
        key=part.key,
        label=COMPONENT_LABELS.get(part.key, part.key.capitalize()),
        low=low,
        high=high,
        total=part.total,
        unknown=part.unknown,
        permille=int(1000 * low / part.total) if part.total else 0,
    )


def _unknown_permille(result: Result, cells: Sequence[ComponentCell]) -> int:
    """How much of the bar hangs on unknown items, in thousandths, for drawing only."""
    pairs = zip(result.components, cells, strict=True)
    counted = [(part.weight, cell) for part, cell in pairs if part.total]
    points = Fraction(0)
    for weight, cell in counted:
        points += Fraction(weight * (cell.high - cell.low), cell.total)
    return int(1000 * points / sum(weight for weight, _ in counted)) if counted else 0


def share(figure: Figure | None) -> Share | None:
    """A figure of the engine as rows have it."""
    if figure is None:
        return None
    permille = int(figure.fraction * 10)
    return Share(fraction=str(figure.fraction), percent=figure.percent, permille=permille)


def ends(result: Result) -> tuple[Share, Share] | None:
    """What was done of what was due so far, at least and at most."""
    if result.to_date is None:
        return None
    low, high = share(result.to_date.low), share(result.to_date.high)
    return (low, high) if low and high else None
