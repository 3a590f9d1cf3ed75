"""Gathers on one page what a facilitator should know before the next event."""

from collections.abc import Iterable

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.submission import SubmissionFact
from npq_desktop.rows.review import Digest, QueueRow, ReviewState
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.review.passages import PassagesService
from npq_desktop.services.review.queue import Nearby, ReviewQueue, newest_first
from npq_desktop.services.review.tally import tallied


class DigestService:
    """Digests of every group on this laptop; they are read, never stored."""

    def __init__(self, core: Core, *, queue: ReviewQueue, passages: PassagesService) -> None:
        self._core, self._queue, self._passages = core, queue, passages

    def digest(self, group: str) -> Digest:
        """What to know before the next event.

        Raises:
            ServiceError: no event is to come.
        """
        facts = self._core.facts.of(group)
        nearby = Nearby(facts, self._core.now(group))
        event = nearby.event
        if event is None:
            raise ServiceError("No event is to come. Set the dates of the group first.")
        people = [key for key, one in facts.participants.items() if not one.erased]
        expected = [person for person in people if nearby.expects(person)]
        rows = {(row.work.person, row.work.item): row for row in self._queue.rows(group)}
        items = {i.key: i for i in facts.programme.items if i.key in nearby.items}
        diagnostic = next((i for i in items.values() if i.kind == "diagnostic"), None)
        reflection = next((i for i in items.values() if i.kind == "reflective"), None)
        own = [rows.get((p, diagnostic.key)) if diagnostic else None for p in expected]
        last = [rows.get((p, reflection.key)) if reflection else None for p in expected]
        came = [row.handed_in or row.brought_in for row in own if row]
        return Digest(
            event=event.title,
            start=event.start,
            end=event.end,
            place=event.place,
            expected=len(expected),
            diagnostic=diagnostic.title if diagnostic else "",
            diagnostic_missing=_missing(facts, expected, own) if diagnostic else (),
            diagnostic_done=sum(row is not None for row in own),
            as_of=max((at for at in came if at), default=None),
            reflection=reflection.title if reflection else "",
            reflection_missing=_missing(facts, expected, last) if reflection else (),
            reflection_returned=_in_state(last, ReviewState.RETURNED),
            reflection_awaiting=_in_state(last, ReviewState.AWAITING, ReviewState.CONFLICT),
            passages=self._picked(group, facts),
            questions=tallied(_attempts(facts, expected, diagnostic.key)) if diagnostic else (),
        )

    def _picked(self, group: str, facts: GroupFacts) -> tuple[tuple[str, str], ...]:
        found = self._passages.all(group)
        return tuple(
            (facts.names[each.work.person], each.text)
            for each in found
            if each.work.person in facts.names
        )


def _attempts(
    facts: GroupFacts, people: Iterable[str], task: str
) -> Iterable[tuple[str, SubmissionFact]]:
    """The newest thing each of these handed in for a task."""
    for person in people:
        handed_in = facts.submissions.get((person, task), ())
        if handed_in:
            yield facts.names[person], newest_first(handed_in)[0]


def _missing(
    facts: GroupFacts, people: Iterable[str], rows: Iterable[QueueRow | None]
) -> tuple[str, ...]:
    pairs = zip(people, rows, strict=True)
    return tuple(facts.names[person] for person, row in pairs if row is None)


def _in_state(rows: Iterable[QueueRow | None], *states: ReviewState) -> tuple[str, ...]:
    return tuple(row.name for row in rows if row is not None and row.state in states)
