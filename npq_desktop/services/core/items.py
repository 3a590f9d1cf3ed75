"""Maps facts to the engine's items: what each task and event is worth to one participant today.

Row by row the table "From facts to items" of engagement/RULES.md. All arithmetic is in
``engagement``. Items are of the programme in the group's journal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from npq_desktop.engagement import Item, ItemState
from npq_desktop.journal.kinds.exemption import ExemptionFact
from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.journal.kinds.review import ReviewFact
from npq_desktop.journal.kinds.submission import SubmissionFact
from npq_desktop.programme import Away, CountsWhen, ProgrammeItem
from npq_desktop.rows.review import ReviewState
from npq_desktop.services.core.enrolment import Enrolment
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.marks import credit_range

_NONE, _ALL = Fraction(0), Fraction(1)
TWO_MARKS = "two marks differ"
TWO_DECISIONS = "two decisions differ"
TWO_CATCH_UP_DECISIONS = "two catch-up decisions differ"
TWO_EXEMPTIONS = "two exemptions differ"
NOT_MARKED = "not marked"


ACCEPTED, RETURNED = "accepted", "returned"


@dataclass(frozen=True, slots=True)
class Worth:
    """What one item is worth to one person, and why, in a word for the reader."""

    state: ItemState
    words: str
    credit: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class _Absence:
    """A missed event of one person: where its catch-up stands decides what it can still become."""

    item: ProgrammeItem
    occurrence: GroupEvent
    catch_up: str


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

    def items(self, person: str) -> tuple[tuple[Item, Worth], ...]:
        """The person's items in the programme's order, each with the words for it."""
        absences = self._open_absences(person)
        return tuple(self._item(person, item, absences) for item in self._programme.items)

    def due(self, item: ProgrammeItem) -> date:
        """The day from which an item counts as due; for an event that has not begun, tomorrow."""
        return self._due[item.key]

    def day(self, item: ProgrammeItem) -> date | None:
        """The day a task is due or an event is held; None while not known."""
        return self._programme.due_date(item, self._days)

    def _item(
        self, person: str, item: ProgrammeItem, absences: Mapping[str, Worth]
    ) -> tuple[Item, Worth]:
        worth = self._exempted(person, item) or (
            self._event(person, item, absences) if item.is_event else self._task(person, item)
        )
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

    # ---- exemptions ----------------------------------------------------------------------------

    def _exempted(self, person: str, item: ProgrammeItem) -> Worth | None:
        values = self._facts.exemptions.get((person, item.key), ())
        if not values:
            return None
        excused = {fact.value == "excused" for fact in values}
        if excused == {True}:
            return Worth(ItemState.EXCUSED, "exempt")
        shares = [_share_credited(fact) for fact in values]
        if True in excused:  # one reading takes the item out of the sum: anything is possible
            return _between(_NONE, _ALL, TWO_EXEMPTIONS)
        if min(shares) < max(shares):
            return _between(min(shares), max(shares), TWO_EXEMPTIONS)
        return _credited(shares[0], "credited")

    # ---- tasks ---------------------------------------------------------------------------------

    def _task(self, person: str, item: ProgrammeItem) -> Worth:
        submissions = self._facts.submissions.get((person, item.key), ())
        reviews = self._facts.reviews.get((person, item.key), ())
        if not submissions and not reviews:
            return self._not_handed_in(item)
        state = state_of_task(submissions, reviews)
        if state is ReviewState.CONFLICT:
            return _between(_NONE, _ALL, TWO_DECISIONS)
        if state is ReviewState.ACCEPTED:
            return Worth(ItemState.EARNED, "accepted")
        if state is ReviewState.RETURNED:
            return Worth(ItemState.OPEN, "returned")
        if self._programme.tasks.counts_when is CountsWhen.SUBMITTED:
            return Worth(ItemState.EARNED, "handed in")
        return _between(_NONE, _ALL, "awaiting review")

    def _not_handed_in(self, item: ProgrammeItem) -> Worth:
        if self._is_from_before(item):
            return Worth(ItemState.OPEN, "not handed in here")
        cut_off = self._programme.cut_off_date(item, self._days)
        if cut_off is not None and cut_off < self._today:
            return Worth(ItemState.LOST, "past the cut-off")
        late = self.due(item) <= self._today
        return Worth(ItemState.OPEN, "not handed in" if late else "to come")

    # ---- events --------------------------------------------------------------------------------

    def _event(self, person: str, item: ProgrammeItem, absences: Mapping[str, Worth]) -> Worth:
        occurrence = self._occurrences[item.key]
        if occurrence.disagrees:
            return _between(_NONE, _ALL, "whether it ran disagrees")
        if occurrence.did_not_run:
            return Worth(ItemState.EXCUSED, "did not run")
        if item.key in absences:
            return absences[item.key]
        marks = self._facts.marks(item.key).get(person, ())
        if marks:
            return self._attended(person, occurrence, marks)
        if not occurrence.has_begun(self._now):
            return Worth(ItemState.OPEN, "to come")
        return self._unmarked(person, occurrence)

    def _attended(self, person: str, occurrence: GroupEvent, marks: Sequence[MarkFact]) -> Worth:
        catch_up = self._catch_up(person, occurrence.id)
        if catch_up == "accepted":
            return Worth(ItemState.EARNED, "caught up")
        low, high = credit_range(marks, self._programme, occurrence.minutes)
        if low != high:
            return _between(low, high, TWO_MARKS)
        return _credited(high, "attended" if high == 1 else "attended in part")

    def _unmarked(self, person: str, occurrence: GroupEvent) -> Worth:
        if self._is_expected(person, occurrence):
            if self._enrolment(person).disagrees(occurrence.day or self._today):
                return _between(_NONE, _ALL, "enrolment disagrees")
            return _between(_NONE, _ALL, NOT_MARKED)
        if self._can_still_be_credited(occurrence):
            return Worth(ItemState.OPEN, "not expected, can be credited")
        if self._programme.engagement.away is Away.EXCUSED:
            return Worth(ItemState.EXCUSED, "not expected")
        return Worth(ItemState.LOST, "not expected")

    def _can_still_be_credited(self, occurrence: GroupEvent) -> bool:
        """Within the days in which a missed event may be made good, where any may be."""
        rules = self._programme.catch_up
        if not rules.limit or occurrence.day is None:
            return False
        return rules.days_allowed is None or (
            (self._today - occurrence.day).days <= rules.days_allowed
        )

    def _is_expected(self, person: str, occurrence: GroupEvent) -> bool:
        expected = self._facts.expected.get((person, occurrence.id), ())
        if any(fact.expects == "visit" for fact in expected):
            return False
        register = self._facts.registers.get(occurrence.id)
        if register is not None and person not in register.people:
            return False
        return self._enrolment(person).is_expected(occurrence.day or self._today)

    # ---- absences and catch-ups ----------------------------------------------------------------

    def _open_absences(self, person: str) -> Mapping[str, Worth]:
        """Every absence that is not made good: as many as the limit leaves are open, the rest lost.

        First those with a catch-up handed in or returned, then agreed, then by date.
        """
        missed = list(self._absences(person))
        accepted = sum(absence.catch_up == "accepted" for absence in missed)
        left = max(0, self._programme.catch_up.limit - accepted)
        rest = sorted((a for a in missed if a.catch_up != "accepted"), key=_by_progress)
        worths = {absence.item.key: _repairable(absence) for absence in rest[:left]}
        worths |= {absence.item.key: Worth(ItemState.LOST, "absent") for absence in rest[left:]}
        return worths

    def _absences(self, person: str) -> Iterable[_Absence]:
        """Absences that count: one from an event that is excused takes no catch-up's place."""
        for item in self._programme.items:
            if not item.is_event or (person, item.key) in self._facts.exemptions:
                continue
            occurrence = self._occurrences[item.key]
            marks = self._facts.marks(item.key).get(person, ())
            ran = not (occurrence.did_not_run or occurrence.disagrees)
            if ran and marks and all(fact.state == "absent" for fact in marks):
                yield _Absence(item, occurrence, self._catch_up(person, item.key))

    def _catch_up(self, person: str, event: str) -> str:
        states = {fact.state for fact in self._facts.catchups.get((person, event), ())}
        return states.pop() if len(states) == 1 else "disagrees" if states else ""

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


def _by_progress(absence: _Absence) -> tuple[int, str, str]:
    order = {"handed_in": 0, "returned": 0, "disagrees": 0, "agreed": 1}
    day = absence.occurrence.day
    return order.get(absence.catch_up, 2), day.isoformat() if day else "", absence.item.key


def _repairable(absence: _Absence) -> Worth:
    if absence.catch_up == "handed_in":
        return _between(_NONE, _ALL, "catch-up awaiting review")
    if absence.catch_up == "disagrees":
        return _between(_NONE, _ALL, TWO_CATCH_UP_DECISIONS)
    words = {"returned": "catch-up returned", "agreed": "catch-up agreed"}
    return Worth(ItemState.OPEN, words.get(absence.catch_up, "absent, catch-up possible"))


def _credited(share: Fraction, words: str) -> Worth:
    if share == 1:
        return Worth(ItemState.EARNED, words)
    if share == 0:
        return Worth(ItemState.LOST, words)
    return Worth(ItemState.PART, words, credit=share)


def _between(low: Fraction, high: Fraction, words: str) -> Worth:
    return Worth(ItemState.UNKNOWN, words, low=low, high=high)


def _share_credited(fact: ExemptionFact) -> Fraction:
    """What was credited, 0 to 1: more than the whole item cannot be."""
    return min(Fraction(*(fact.credit or (1, 1))), _ALL)


def state_of_task(
    submissions: Sequence[SubmissionFact], reviews: Sequence[ReviewFact]
) -> ReviewState:
    """Where a task stands that was handed in at least once."""
    decisions = {review.decision for review in reviews}
    if len(decisions) > 1:
        return ReviewState.CONFLICT
    if decisions == {ACCEPTED}:
        return ReviewState.ACCEPTED
    seen = {content for review in reviews for content in review.seen}
    if decisions == {RETURNED} and all(each.content in seen for each in submissions):
        return ReviewState.RETURNED
    return ReviewState.AWAITING
