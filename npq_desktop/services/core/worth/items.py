"""Maps facts to the engine's items: what each task and event is worth to one participant today.

Row by row the table "From facts to items" of engagement/RULES.md. All arithmetic is in
``engagement``. Items are of the programme in the group's journal.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from npq_desktop.engagement import Item, ItemState
from npq_desktop.journal.kinds.exemption import ExemptionFact
from npq_desktop.journal.kinds.review import ReviewFact
from npq_desktop.journal.kinds.submission import SubmissionFact
from npq_desktop.programme import Away, CountsWhen, ProgrammeItem
from npq_desktop.rows.review import ReviewState
from npq_desktop.services.core.enrolment_on_a_day import ACTIVE, Enrolment
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.worth.catch_ups import CatchUps
from npq_desktop.services.core.worth.disputed import (
    ENROLMENT_DISAGREES,
    EVERYTHING,
    NOTHING,
    RAN_DISAGREES,
    TWO_DECISIONS,
    TWO_EXEMPTIONS,
    Readings,
    Worth,
    between,
    credited,
    only,
)

NOT_MARKED = "not marked"
TASK_AWAITS_REVIEW = "waiting for review"
ACCEPTED, RETURNED = "accepted", "returned"
_DID_NOT_RUN = Worth(ItemState.EXCUSED, "did not run")


class ItemsOfGroup:
    """Works out items for the people of one group as of one moment; made anew for each question."""

    def __init__(self, *, facts: GroupFacts, now: datetime) -> None:
        self._facts = facts
        self._now = now
        self._today = now.date()
        self._programme = facts.programme
        self._occurrences = {each.id: each for each in group_events(facts)}
        self._days = {key: each.day for key, each in self._occurrences.items() if each.day}
        self._due = self._due_dates()
        self._catch_ups = CatchUps(facts)

    def items(self, person: str) -> tuple[tuple[Item, Worth], ...]:
        """The person's items in the programme's order, each with the words for it."""
        marked = self._catch_ups.readings(person)
        counted = (item for item in self._programme.items if item.counts)
        return tuple(self._item(person, item, marked) for item in counted)

    def worth(self, person: str, item: str) -> Worth:
        """What one item is worth to the person."""
        marked = self._catch_ups.readings(person)
        return self._readings(person, self._programme.item(item), marked).worth

    def due(self, item: ProgrammeItem) -> date:
        """The day from which an item counts as due; for an event that has not begun, tomorrow."""
        return self._due[item.key]

    def day(self, item: ProgrammeItem) -> date | None:
        """The day a task is due or an event is held; None while not known."""
        return self._programme.due_date(item, self._days)

    def _item(
        self, person: str, item: ProgrammeItem, marked: Mapping[str, Readings]
    ) -> tuple[Item, Worth]:
        worth = self._readings(person, item, marked).worth
        due = self.due(item)
        is_work = worth.state is ItemState.OPEN and due <= self._today
        minutes = self._programme.catch_up.minutes if item.is_event else item.minutes
        made = Item(
            id=item.key,
            component=item.component,
            due=due.isoformat(),
            state=worth.state,
            minutes=minutes if is_work else 0,
            credit=worth.credit,
            low=worth.low,
            high=worth.high,
        )
        return made, worth

    def _readings(
        self, person: str, item: ProgrammeItem, marked: Mapping[str, Readings]
    ) -> Readings:
        if not item.is_event:
            return self._exempted(person, item) or self._task(person, item)
        event = self._occurrences[item.key]
        if event.did_not_run:
            return only(_DID_NOT_RUN)
        found = self._exempted(person, item) or marked.get(item.key)
        found = found or self._unmarked(person, event)
        return found.beside(_DID_NOT_RUN, RAN_DISAGREES) if event.may_not_have_run else found

    def _exempted(self, person: str, item: ProgrammeItem) -> Readings | None:
        values = self._facts.exemptions.get((person, item.key), ())
        outcomes = tuple(map(_of_exemption, values))
        differs = (TWO_EXEMPTIONS,) if len(set(outcomes)) > 1 else ()
        return Readings(outcomes, differs) if values else None

    # ---- tasks ---------------------------------------------------------------------------------

    def _task(self, person: str, item: ProgrammeItem) -> Readings:
        submissions = self._facts.submissions.get((person, item.key), ())
        reviews = self._facts.reviews.get((person, item.key), ())
        if not submissions and not reviews:
            return only(self._not_handed_in(item))
        by_decision: dict[str, list[ReviewFact]] = {}
        for review in reviews:
            by_decision.setdefault(review.decision, []).append(review)
        readings = by_decision.values() or ((),)
        outcomes = tuple(self._handed_in(item, submissions, each) for each in readings)
        return Readings(outcomes, (TWO_DECISIONS,) if len(by_decision) > 1 else ())

    def _handed_in(
        self,
        item: ProgrammeItem,
        submissions: Sequence[SubmissionFact],
        reviews: Sequence[ReviewFact],
    ) -> Worth:
        state = state_of_task(submissions, reviews)
        if state is ReviewState.ACCEPTED:
            return Worth(ItemState.EARNED, "accepted")
        if state is ReviewState.RETURNED:
            if self._is_cut_off(item):
                return Worth(ItemState.LOST, "too late to hand in")
            return Worth(ItemState.OPEN, "returned, to hand in again")
        was_late = self._was_late(item, _not_seen(submissions, reviews))
        if was_late:
            return Worth(ItemState.LOST, "handed in too late")
        if was_late is None:
            return between(NOTHING, EVERYTHING, "handed in, not known when")
        if self._programme.tasks.counts_when is CountsWhen.SUBMITTED:
            return Worth(ItemState.EARNED, "handed in")
        return between(NOTHING, EVERYTHING, TASK_AWAITS_REVIEW)

    def _not_handed_in(self, item: ProgrammeItem) -> Worth:
        if self._is_from_before(item):
            return Worth(ItemState.OPEN, "not handed in here")
        if self._is_cut_off(item):
            return Worth(ItemState.LOST, "too late to hand in")
        late = self.due(item) <= self._today
        return Worth(ItemState.OPEN, "not handed in yet" if late else "to come")

    def _is_cut_off(self, item: ProgrammeItem) -> bool:
        cut_off = self._programme.cut_off_date(item, self._days)
        return cut_off is not None and cut_off < self._today

    def _was_late(self, item: ProgrammeItem, submissions: Sequence[SubmissionFact]) -> bool | None:
        """Whether all of it came after the last day to hand in; None where that is not known."""
        last = self._programme.cut_off_date(item, self._days)
        if last is None or not submissions or self._is_from_before(item):
            return False
        days = [self._day_of(each.handed_in) for each in submissions]
        # What was recorded by then was handed in by then, whenever it was.
        recorded = [self._day_of(each.source.at) for each in submissions]
        if any(day is not None and day <= last for day in (*days, *recorded)):
            return False
        return None if None in days else True

    def _day_of(self, time: str | None) -> date | None:
        at = moment(time, self._facts.zone)
        return at.date() if at else None

    # ---- events that nobody marked ---------------------------------------------------------------

    def _unmarked(self, person: str, event: GroupEvent) -> Readings:
        if not event.has_begun(self._now):
            return only(Worth(ItemState.OPEN, "to come"))
        if self._is_left_out(person, event):
            return only(self._away(event))
        enrolment, day = self._enrolment(person), event.day or self._today
        outcomes = tuple(
            between(NOTHING, EVERYTHING, NOT_MARKED) if status == ACTIVE else self._away(event)
            for status in enrolment.statuses(day)
        )
        differs = (ENROLMENT_DISAGREES,) if enrolment.disagrees(day) else ()
        return Readings(outcomes, differs)

    def _is_left_out(self, person: str, event: GroupEvent) -> bool:
        """Whether they visit another group, or are not on the register's list."""
        expected = self._facts.expected.get((person, event.id), ())
        register = self._facts.registers.get(event.id)
        left_off = register is not None and person not in register.people
        return left_off or any(fact.expects == "visit" for fact in expected)

    def _away(self, event: GroupEvent) -> Worth:
        if self._can_still_be_credited(event):
            return Worth(ItemState.OPEN, "not expected, can be credited")
        if self._programme.engagement.away is Away.EXCUSED:
            return Worth(ItemState.EXCUSED, "not expected")
        return Worth(ItemState.LOST, "not expected")

    def _can_still_be_credited(self, event: GroupEvent) -> bool:
        """Within the days in which a missed event may be made good, where any may be."""
        rules = self._programme.catch_up
        if not rules.limit or event.day is None:
            return False
        return rules.days_allowed is None or (self._today - event.day).days <= rules.days_allowed

    # ---- days ----------------------------------------------------------------------------------

    def _due_dates(self) -> Mapping[str, date]:
        """An event is not due before it has begun: this afternoon's seminar is still to come."""
        due = {}
        for item in self._programme.items:
            due[item.key] = self._programme.due_date(item, self._days) or date.max
            if self._is_from_before(item):
                due[item.key] = date.max
            if item.is_event and not self._occurrences[item.key].has_begun(self._now):
                due[item.key] = max(due[item.key], self._today + timedelta(days=1))
        return due

    def _is_from_before(self, item: ProgrammeItem) -> bool:
        """Whether a task's event was held before the group was set up here.

        What was handed in then is not known here, so that it makes nobody late.
        """
        return not item.is_event and self._occurrences[item.due_event].is_from_before

    def _enrolment(self, person: str) -> Enrolment:
        return Enrolment(self._facts.enrolments.get(person, ()))


def _of_exemption(fact: ExemptionFact) -> Worth:
    """Excused, or credited with 0 to 1: more than the whole item cannot be."""
    if fact.value == "excused":
        return Worth(ItemState.EXCUSED, "exempt")
    return credited(min(Fraction(*(fact.credit or (1, 1))), EVERYTHING), "credited")


def state_of_task(
    submissions: Sequence[SubmissionFact], reviews: Sequence[ReviewFact]
) -> ReviewState:
    """The state of a task that was handed in at least once."""
    decisions = {review.decision for review in reviews}
    if len(decisions) > 1:
        return ReviewState.CONFLICT
    if decisions == {ACCEPTED}:
        return ReviewState.ACCEPTED
    if decisions == {RETURNED} and not _not_seen(submissions, reviews):
        return ReviewState.RETURNED
    return ReviewState.AWAITING


def _not_seen(
    submissions: Sequence[SubmissionFact], reviews: Sequence[ReviewFact]
) -> Sequence[SubmissionFact]:
    """What was handed in that no decision was about."""
    seen = {content for review in reviews for content in review.seen}
    return [each for each in submissions if each.content not in seen]
