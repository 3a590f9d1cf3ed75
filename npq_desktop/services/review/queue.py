"""Lists a group's works: what is handed in or agreed, in what state, and in which order.

A row is made anew only where the facts it comes from have changed.
Source: ui/SCREENS.md, "Task review".
"""

import itertools
import operator
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TypeVar, cast

from npq_desktop.interchange.documents import counting
from npq_desktop.journal.kinds.catchup import CatchupFact
from npq_desktop.journal.kinds.submission import SubmissionFact
from npq_desktop.rows.review import (
    OPEN_STATES,
    Order,
    Progress,
    QueueChoice,
    QueueRow,
    ReviewState,
    Show,
    WorkId,
)
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import Enrolment
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.times import day_of, instant, moment
from npq_desktop.services.core.worth.items import RETURNED, state_of_task
from npq_desktop.services.review.set_aside import ASIDE, aside_of
from npq_desktop.store.local import DraftFact

_STATES = (
    ReviewState.CONFLICT,
    ReviewState.AWAITING,
    ReviewState.RETURNED,
    ReviewState.AGREED,
    ReviewState.ACCEPTED,
)
_Filed = Mapping[tuple[str, str], object]
Key = TypeVar("Key", bound=Hashable)
_WORKS, _MOST_MENDED = 3, 20
_TYPED = ("review/", "catch-up/")
_SHOWN: Mapping[Show, frozenset[ReviewState]] = {
    Show.TO_DO: OPEN_STATES,
    Show.RETURNED: frozenset({ReviewState.RETURNED}),
    Show.ACCEPTED: frozenset({ReviewState.ACCEPTED}),
    Show.AGREED: frozenset({ReviewState.AGREED}),
    Show.EVERYTHING: frozenset(ReviewState),
    Show.ASIDE: OPEN_STATES,
}


words_in = lru_cache(maxsize=8_192)(counting.words_in)


def state_of_catch_up(values: Sequence[CatchupFact]) -> ReviewState:
    """Where a catch-up is."""
    states = {fact.state for fact in values}
    if len(states) > 1:
        return ReviewState.CONFLICT
    return {
        "agreed": ReviewState.AGREED,
        "handed_in": ReviewState.AWAITING,
        "accepted": ReviewState.ACCEPTED,
        "returned": ReviewState.RETURNED,
    }[states.pop()]


def draft_place(work: WorkId) -> str:
    """Where the feedback being typed on a work is kept."""
    family = "catch-up" if work.catch_up else "review"
    return f"{family}/{work.item}/{work.person}"


def newest_first(submissions: Sequence[SubmissionFact]) -> list[SubmissionFact]:
    """What was handed in, by the time of handing in or else of bringing in."""

    def handed_in(fact: SubmissionFact) -> tuple[float, str]:
        claimed = instant(fact.handed_in or fact.source.at)
        return (claimed.timestamp() if claimed else 0.0), fact.content

    return sorted(submissions, key=handed_in, reverse=True)


def handed_in_at(facts: GroupFacts, fact: CatchupFact) -> datetime | None:
    """When a catch-up was handed in; None for one that is only agreed."""
    return None if fact.state == "agreed" else moment(fact.source.at, facts.zone)


def due_of(said: Iterable[str | None]) -> date | None:
    """The latest day by which returned work is asked for again; None where no day is said."""
    return max(filter(None, map(day_of, said)), default=None)


@dataclass(slots=True)
class _Built:
    """The rows of a group with what they were made of: the same objects mean the same rows.

    ``version`` grows with every change, ``mended`` says which works the last ones touched.
    """

    made_of: tuple[object, ...]
    draft_writes: int
    drafts: Mapping[str, str]
    nearby: "Nearby"
    rows: dict[WorkId, QueueRow]
    version: int
    mended: list[tuple[int, frozenset[WorkId]]] = field(default_factory=list)
    in_order: tuple[QueueRow, ...] | None = None

    def ordered(self) -> tuple[QueueRow, ...]:
        """The rows, what matters next first; sorted when that is first asked for."""
        if self.in_order is None:
            self.in_order = ordered(self.rows.values(), Order.MATTERS)
        return self.in_order


class ReviewQueue:
    """The rows of each group, kept by work and mended where the facts of a work have changed."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._built: dict[str, _Built] = {}
        self._versions = itertools.count(1)

    def rows(self, group: str) -> tuple[QueueRow, ...]:
        """Every work, what matters next first."""
        return self._up_to_date(group).ordered()

    def by_work(self, group: str) -> Mapping[WorkId, QueueRow]:
        """Every work by its id, in no order; not to be changed."""
        return self._up_to_date(group).rows

    def touched_since(self, group: str, version: int) -> tuple[int, frozenset[WorkId] | None]:
        """The version now, and the works touched since an earlier one; None for all of them."""
        built = self._up_to_date(group)
        if version == built.version:
            return built.version, frozenset()
        later = [works for at, works in built.mended if at > version]
        known = any(at == version for at, _ in built.mended)
        return built.version, frozenset().union(*later) if known else None

    def row(self, group: str, work: WorkId) -> QueueRow | None:
        """One work as it is now; None where it is not there any more."""
        return self._up_to_date(group).rows.get(work)

    def _up_to_date(self, group: str) -> _Built:
        facts, local = self._core.facts.of(group), self._core.store.local
        before, made_of = self._built.get(group), _made_of(facts)
        nearby = Nearby(facts, self._core.now(group))
        if before is None or nearby.event != before.nearby.event:
            drafts = _shown_in_rows(local.drafts(group))
            return self._build(group, facts, made_of, drafts, nearby)
        same_drafts = local.draft_writes == before.draft_writes
        drafts = before.drafts if same_drafts else _shown_in_rows(local.drafts(group))
        if not all(map(operator.is_, made_of[_WORKS:], before.made_of[_WORKS:])):
            return self._build(group, facts, made_of, drafts, nearby)
        before.draft_writes = local.draft_writes
        touched = set(_changed_works(made_of, before.made_of))
        if drafts != before.drafts:
            touched |= {work for place in _changed(drafts, before.drafts) for work in _named(place)}
        if touched:
            self._mend(before, facts, drafts, touched)
        before.made_of, before.drafts = made_of, drafts
        return before

    def _build(
        self,
        group: str,
        facts: GroupFacts,
        made_of: tuple[object, ...],
        drafts: Mapping[str, str],
        nearby: "Nearby",
    ) -> _Built:
        rows = {work: _row(facts, work, drafts, nearby) for work in _works(facts)}
        writes = self._core.store.local.draft_writes
        version = next(self._versions)
        self._built[group] = _Built(
            made_of, writes, drafts, nearby, rows, version, [(version, frozenset())]
        )
        return self._built[group]

    def _mend(
        self, built: _Built, facts: GroupFacts, drafts: Mapping[str, str], touched: set[WorkId]
    ) -> None:
        """Make the rows of these works anew; everybody else's stay the objects they are."""
        rows = dict(built.rows)
        for work in touched:
            if not _is_there(facts, work):
                rows.pop(work, None)
                continue
            row = _row(facts, work, drafts, built.nearby)
            if rows.get(work) != row:
                rows[work] = row
        built.rows, built.in_order = rows, None
        built.version = next(self._versions)
        built.mended = [*built.mended[-_MOST_MENDED:], (built.version, frozenset(touched))]


def _changed_works(now: Sequence[object], before: Sequence[object]) -> Iterable[WorkId]:
    """The works of which something was handed in, decided, agreed or undone."""
    for at, catch_up in enumerate((False, False, True)):
        if now[at] is not before[at]:
            old, new = cast("_Filed", before[at]), cast("_Filed", now[at])
            yield from (WorkId(person, item, catch_up) for person, item in _changed(new, old))


def _changed(now: Mapping[Key, object], before: Mapping[Key, object]) -> Iterable[Key]:
    """The keys whose value is another object, or is in only one of both."""
    yield from (key for key, value in now.items() if before.get(key) is not value)
    yield from (key for key in before if key not in now)


def _named(place: str) -> Iterable[WorkId]:
    """The works a draft may be about: which kind it is does not show in every place."""
    _, _, rest = place.partition("/")
    item, _, person = rest.rpartition("/")
    yield WorkId(person, item)
    yield WorkId(person, item, True)


def _is_there(facts: GroupFacts, work: WorkId) -> bool:
    found = facts.catchups if work.catch_up else facts.submissions
    return work.person in facts.people and (work.person, work.item) in found


def _shown_in_rows(drafts: Iterable[DraftFact]) -> Mapping[str, str]:
    """What is set aside, and where feedback is being typed. What is typed changes no row."""
    found = {}
    for draft in drafts:
        if draft.place.startswith(_TYPED):
            found[draft.place] = ""
        elif draft.place.startswith(ASIDE):
            found[draft.place] = draft.text
    return found


def _made_of(facts: GroupFacts) -> tuple[object, ...]:
    """The first three tell of single works; of what follows any change makes all rows anew."""
    return (
        facts.submissions,
        facts.reviews,
        facts.catchups,
        facts.enrolments,
        facts.expected,
        facts.names,
        facts.search_keys,
        facts.programme,
        group_events(facts),
    )


def _works(facts: GroupFacts) -> Iterable[WorkId]:
    people = facts.people
    yield from (WorkId(*key) for key in facts.submissions if key[0] in people)
    yield from (WorkId(*key, True) for key in facts.catchups if key[0] in people)


class Nearby:
    """The next event of a group: which items it builds on, and who is expected there."""

    def __init__(self, facts: GroupFacts, now: datetime) -> None:
        to_come = [
            each
            for each in group_events(facts)
            if not each.did_not_run and each.start is not None and not each.has_begun(now)
        ]
        self._facts = facts
        self.event: GroupEvent | None = to_come[0] if to_come else None
        self._day = self.event.day if self.event else None
        self._expected: dict[str, bool] = {}

    @cached_property
    def items(self) -> frozenset[str]:
        """The diagnostic of its module and the reflection of the module before."""
        items = self._facts.programme.items
        own = next((i.module for i in items if self.event and i.key == self.event.id), "")
        modules = [module.key for module in self._facts.programme.modules]
        if own not in modules:
            return frozenset()
        at = modules.index(own)
        before = modules[at - 1] if at else ""
        wanted = {(own, "diagnostic"), (before, "reflective")}
        return frozenset(item.key for item in items if (item.module, str(item.kind)) in wanted)

    def expects(self, person: str) -> bool:
        """Whether a person is expected at it; everybody where there is none to come."""
        if self.event is None or self._day is None:
            return True
        if person not in self._expected:
            enrolment = Enrolment(self._facts.enrolments.get(person, ()))
            elsewhere = bool(self._facts.expected.get((person, self.event.id)))
            self._expected[person] = enrolment.is_expected(self._day) and not elsewhere
        return self._expected[person]


def _attempts(facts: GroupFacts, work: WorkId) -> int:
    return 1 if work.catch_up else len(facts.submissions[work.person, work.item])


def _row(facts: GroupFacts, work: WorkId, drafts: Mapping[str, str], nearby: Nearby) -> QueueRow:
    make = _catch_up_row if work.catch_up else _task_row
    attempts = _attempts(facts, work)
    return make(
        facts,
        work,
        {
            "name": facts.names.get(work.person, ""),
            "has_draft": draft_place(work) in drafts,
            "search_key": facts.search_keys.get(work.person, ""),
            "attempts": attempts,
            "aside": aside_of(drafts, work, attempts),
            "builds_next": work.item in nearby.items,
            "expected_next": nearby.expects(work.person),
        },
    )


def _task_row(facts: GroupFacts, work: WorkId, more: Mapping[str, object]) -> QueueRow:
    key = (work.person, work.item)
    submissions, reviews = facts.submissions[key], facts.reviews.get(key, ())
    item = next((each for each in facts.programme.items if each.key == work.item), None)
    latest = newest_first(submissions)[0]
    state = state_of_task(submissions, reviews)
    returned = (fact.due for fact in reviews if fact.decision == RETURNED)
    made: dict[str, object] = {
        "title": item.title if item else work.item,
        "module": (item.module if item else None) or "",
        "kind": item.kind if item else "task",
        "state": state,
        "handed_in": moment(latest.handed_in, facts.zone),
        "words": words_in(latest.text or ""),
        "late": latest.late,
        "files": len(latest.files),
        "brought_in": moment(latest.source.at, facts.zone),
        "due": due_of(returned) if state is ReviewState.RETURNED else None,
    }
    return QueueRow(work=work, **made, **more)  # type: ignore[arg-type]


def _catch_up_row(facts: GroupFacts, work: WorkId, more: Mapping[str, object]) -> QueueRow:
    values = facts.catchups[work.person, work.item]
    titles = {each.id: each.title for each in group_events(facts)}
    modules = {item.key: item.module for item in facts.programme.items}
    state = state_of_catch_up(values)
    made: dict[str, object] = {
        "title": f"Catch-up for {titles.get(work.item, work.item)}",
        "module": modules.get(work.item, ""),
        "kind": "catch-up",
        "state": state,
        "handed_in": handed_in_at(facts, values[0]),
        "words": words_in(values[0].text or ""),
        "due": due_of(fact.due for fact in values) if state is ReviewState.RETURNED else None,
    }
    return QueueRow(work=work, **made, **more)  # type: ignore[arg-type]


# ---- order and sittings --------------------------------------------------------------------------


def ordered(rows: Iterable[QueueRow], order: Order) -> tuple[QueueRow, ...]:
    """The rows in an order; equals by name."""
    keys: Mapping[Order, Callable[[QueueRow], tuple[object, ...]]] = {
        Order.MATTERS: _urgency,
        Order.PERSON: lambda row: (row.search_key, row.title),
        Order.TASK: lambda row: (row.title, row.search_key),
        Order.WAITING: lambda row: (_STATES.index(row.state), _since(row), row.search_key),
        Order.SHORTEST: lambda row: (row.words, row.search_key),
    }
    return tuple(sorted(rows, key=keys[order]))


def _urgency(row: QueueRow) -> tuple[object, ...]:
    closed = row.state not in OPEN_STATES
    nearness = (False, False) if closed else (not row.builds_next, not row.expected_next)
    return (_STATES.index(row.state), *nearness, _since(row), row.search_key)


def _since(row: QueueRow) -> float:
    since = row.handed_in or row.brought_in
    return since.timestamp() if since else 0.0


def fits(row: QueueRow, choice: QueueChoice) -> bool:
    """Whether a queue of this choice shows a work."""
    if row.state not in _SHOWN[choice.show]:
        return False
    if choice.show is Show.ASIDE and row.aside is None:
        return False
    if choice.expected_next and not row.expected_next:
        return False
    return choice.module in ("", row.module) and choice.kind in ("", row.kind)


def counts(rows: Iterable[QueueRow], choice: QueueChoice) -> Mapping[Show, int]:
    """How many works each way of showing finds within the other filters."""
    everything = replace(choice, show=Show.EVERYTHING)
    if everything != replace(QueueChoice(Show.EVERYTHING), order=choice.order):
        rows = [row for row in rows if fits(row, everything)]
    found_rows = tuple(rows)
    by_state = Counter([row.state for row in found_rows])
    set_aside = [row.state for row in found_rows if row.aside is not None]
    aside = sum(state in OPEN_STATES for state in set_aside)
    found = {show: sum(by_state[state] for state in states) for show, states in _SHOWN.items()}
    return {**found, Show.ASIDE: aside}


class Sitting:
    """A queue as it was built: its works keep their places while they are decided.

    ``arrived`` counts the works that came since and would be shown.
    """

    def __init__(self, rows: Iterable[QueueRow], choice: QueueChoice) -> None:
        shown = [row for row in ordered(rows, choice.order) if fits(row, choice)]
        if choice.show is Show.TO_DO:
            shown.sort(key=lambda row: row.aside is not None)
        self.choice = choice
        self._rows = {row.work: row for row in shown}
        self._awaited = frozenset(row.work for row in shown if row.is_open and row.aside is None)
        self._left = set(self._awaited)
        self._aside = {row.work for row in shown if row.is_open and row.aside is not None}
        self._decided: set[WorkId] = set()
        self._arrived: set[WorkId] = set()

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """The works in the places they had when the queue was built."""
        return tuple(self._rows.values())

    @property
    def arrived(self) -> int:
        """How many works came since."""
        return len(self._arrived)

    @property
    def progress(self) -> Progress:
        """How far the sitting is: of what awaited a decision then and was not set aside."""
        numbers = map(len, (self._decided, self._awaited, self._left, self._aside))
        return Progress(*numbers)

    def update(
        self, rows: Mapping[WorkId, QueueRow], touched: Iterable[WorkId] | None = None
    ) -> None:
        """Take in the rows as they are now, of all works or of those that were touched."""
        for work in {**self._rows, **rows} if touched is None else touched:
            self._take_in(work, rows.get(work))

    def _take_in(self, work: WorkId, row: QueueRow | None) -> None:
        if work not in self._rows:
            comes = row is not None and fits(row, self.choice)
            (self._arrived.add if comes else self._arrived.discard)(work)
            return
        for kept in (self._left, self._aside, self._decided):
            kept.discard(work)
        if row is None:
            del self._rows[work]
            return
        self._rows[work] = row
        if row.is_open:
            (self._left if row.aside is None else self._aside).add(work)
        elif work in self._awaited:
            self._decided.add(work)
