"""Review what participants hand in: the queue, the text, the decision, the draft of the feedback.

A decision names the contents it was taken on, so that what is handed in afterwards awaits review
again without any clock. A draft is this laptop's own and survives every merge.
Source: ui/SCREENS.md, "Task review"; journal/FORMAT.md, section 3.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.name_forms import search_key
from npq_desktop.journal.kinds.catchup import CatchupFact
from npq_desktop.journal.kinds.submission import SubmissionFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.review import (
    Attempt,
    QueueRow,
    ReviewRow,
    ReviewState,
    SubmissionView,
    WorkId,
)
from npq_desktop.services.core.catch_ups import COUNTS, words_if_accepted
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts, as_side
from npq_desktop.services.core.items import ACCEPTED, RETURNED, state_of_task
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import instant, moment
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import day, search_text

_ORDER = (
    ReviewState.CONFLICT,
    ReviewState.AWAITING,
    ReviewState.RETURNED,
    ReviewState.AGREED,
    ReviewState.ACCEPTED,
)


def words_in(text: str) -> int:
    """Runs of non-space characters, the one rule for every count of words."""
    return len(text.split())


def state_of_catch_up(values: Sequence[CatchupFact]) -> ReviewState:
    """Where a catch-up stands."""
    states = {fact.state for fact in values}
    if len(states) > 1:
        return ReviewState.CONFLICT
    return {
        "agreed": ReviewState.AGREED,
        "handed_in": ReviewState.AWAITING,
        "accepted": ReviewState.ACCEPTED,
        "returned": ReviewState.RETURNED,
    }[states.pop()]


class ReviewService:
    """Reads and decides on the work of every group on this laptop."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def queue(self, group: str) -> tuple[QueueRow, ...]:
        """Everything handed in or agreed: what awaits a decision first, oldest first."""
        facts = self._core.facts.of(group)
        drafts = {draft.place for draft in self._core.store.local.drafts(group)}
        rows = [self._task_row(facts, WorkId(*key), drafts) for key in facts.submissions]
        rows += [self._catch_up_row(facts, WorkId(*key, True), drafts) for key in facts.catchups]
        known = [row for row in rows if row.work.person in facts.people]
        return tuple(sorted(known, key=_urgency))

    def waiting(self, group: str) -> int:
        """How much work awaits a decision."""
        return sum(row.state is ReviewState.AWAITING for row in self.queue(group))

    def view(self, group: str, work: WorkId) -> SubmissionView:
        """One piece of work with its attempts, decisions and this laptop's draft.

        Raises:
            ServiceError: it is not there any more.
        """
        row = next((row for row in self.queue(group) if row.work == work), None)
        if row is None:
            raise ServiceError("This work is not in the group any more: look again.")
        facts = self._core.facts.of(group)
        reviews = self._reviews(facts, work)
        saved = self._core.store.local.draft(group, _place(work))
        draft = saved.text if saved else ""
        return SubmissionView(
            row=row,
            attempts=_attempts(facts, work),
            reviews=reviews,
            draft=draft,
            notice=_notice(row.state, reviews, draft) or _limit_notice(facts, row),
        )

    def words_once_accepted(self, group: str, work: WorkId) -> str:
        """What an accepted catch-up makes of its event."""
        return words_if_accepted(self._core.facts.of(group), work.person, work.item)

    def accept(self, group: str, work: WorkId, feedback: str) -> Changes:
        """Accept the work; an accepted catch-up repairs its event at once."""
        return self._decide(group, work, ACCEPTED, feedback.strip())

    def send_back(self, group: str, work: WorkId, feedback: str) -> Changes:
        """Return the work for revision.

        Raises:
            ServiceError: without feedback the participant would not know what to change.
        """
        if not feedback.strip():
            raise ServiceError("Write what to change before returning this work.")
        return self._decide(group, work, RETURNED, feedback.strip())

    def hand_in(self, group: str, person: str, task: str, text: str, *, name: str = "") -> Changes:
        """Record a participant's text as handed in now; the same text again is the same attempt.

        Raises:
            ServiceError: there is no text in it.
            ProgrammeError: the programme has no such task.
        """
        if not text.strip():
            raise ServiceError("There is no text in this piece of work.")
        facts = self._core.facts.of(group)
        title = facts.programme.item(task).title
        data = text.encode()
        content = {
            "person": person,
            "task": task,
            "content": hashlib.sha256(data).hexdigest(),
            "name": name,
            "size": len(data),
            "text": text,
            "handed_in": self._core.recorder.now(facts.zone),
        }
        recorded = self._core.recorder.write(group, [NewEntry("submission.add", content)])
        words = f"{title} handed in by {facts.names.get(person, 'somebody')}"
        self._core.undo.remember(group, UndoStep(words, recorded.ids, task, person))
        return recorded.changes

    def save_draft(self, group: str, work: WorkId, text: str) -> None:
        """Keep what is being typed, on this laptop only; an empty text removes it."""
        self._core.store.local.save_draft(group, _place(work), text)

    def _decide(self, group: str, work: WorkId, decision: str, feedback: str) -> Changes:
        view = self.view(group, work)
        draft = _catch_up_decision if work.catch_up else _task_decision
        content = draft(self._core.facts.of(group), work, decision, feedback)
        with self._core.together():
            recorded = self._core.recorder.write(group, [content])
            self._core.store.local.save_draft(group, _place(work), "")
        words = f"{decision} {view.row.title} of {view.row.name}"
        self._core.undo.remember(group, UndoStep(words, recorded.ids, work.item, work.person))
        return recorded.changes

    @staticmethod
    def _task_row(facts: GroupFacts, work: WorkId, drafts: set[str]) -> QueueRow:
        key = (work.person, work.item)
        submissions = facts.submissions[key]
        item = next((each for each in facts.programme.items if each.key == work.item), None)
        latest = _newest_first(submissions)[0]
        return QueueRow(
            work=work,
            name=facts.names.get(work.person, ""),
            title=item.title if item else work.item,
            module=(item.module if item else None) or "",
            kind=item.kind if item else "task",
            state=state_of_task(submissions, facts.reviews.get(key, ())),
            handed_in=moment(latest.handed_in, facts.zone),
            words=words_in(latest.text or ""),
            has_draft=_place(work) in drafts,
            search_key=_search_key(facts, work.person),
            brought_in=moment(latest.source.at, facts.zone),
        )

    @staticmethod
    def _catch_up_row(facts: GroupFacts, work: WorkId, drafts: set[str]) -> QueueRow:
        values = facts.catchups[work.person, work.item]
        titles = {each.id: each.title for each in group_events(facts)}
        return QueueRow(
            work=work,
            name=facts.names.get(work.person, ""),
            title=f"Catch-up for {titles.get(work.item, work.item)}",
            module="",
            kind="catch-up",
            state=state_of_catch_up(values),
            handed_in=_handed_in(facts, values[0]),
            words=words_in(values[0].text or ""),
            has_draft=_place(work) in drafts,
            search_key=_search_key(facts, work.person),
        )

    @staticmethod
    def _reviews(facts: GroupFacts, work: WorkId) -> tuple[ReviewRow, ...]:
        key = (work.person, work.item)
        if work.catch_up:
            decided = [f for f in facts.catchups.get(key, ()) if f.state in (ACCEPTED, RETURNED)]
            said = [(fact.state, fact.feedback, fact.head, fact.source) for fact in decided]
        else:
            reviews = facts.reviews.get(key, ())
            said = [(fact.decision, fact.feedback, fact.head, fact.source) for fact in reviews]
        return tuple(
            ReviewRow(decision, feedback or "", as_side(facts, head, decision, source))
            for decision, feedback, head, source in said
        )


def _task_decision(facts: GroupFacts, work: WorkId, decision: str, feedback: str) -> NewEntry:
    seen = sorted(fact.content for fact in facts.submissions[work.person, work.item])
    who = {"person": work.person, "task": work.item}
    return NewEntry("review.set", {**who, "decision": decision, "feedback": feedback, "seen": seen})


def _catch_up_decision(facts: GroupFacts, work: WorkId, decision: str, feedback: str) -> NewEntry:
    """The decision on top of what was agreed and handed in, which stays readable in it."""
    before = facts.catchups[work.person, work.item][0]
    content: dict[str, object] = {"person": work.person, "event": work.item, "state": decision}
    kept = {"what": before.what, "by": before.by, "text": before.text}
    content |= {name: value for name, value in kept.items() if value is not None}
    return NewEntry("catchup.set", {**content, "feedback": feedback})


def _attempts(facts: GroupFacts, work: WorkId) -> tuple[Attempt, ...]:
    if work.catch_up:
        return tuple(
            Attempt(
                content=fact.head,
                name=fact.what or "Catch-up",
                text=fact.text or "",
                words=words_in(fact.text or ""),
                handed_in=_handed_in(facts, fact),
                where=_agreed_words(fact),
            )
            for fact in facts.catchups[work.person, work.item]
        )
    submissions = _newest_first(facts.submissions[work.person, work.item])
    return tuple(_attempt(facts, fact) for fact in submissions)


def _handed_in(facts: GroupFacts, fact: CatchupFact) -> datetime | None:
    return None if fact.state == "agreed" else moment(fact.source.at, facts.zone)


def _agreed_words(fact: CatchupFact) -> str:
    """What was agreed, and by when: "Read the slides, by 4 December"."""
    said = fact.what or "Catch-up"
    try:
        return f"{said} (by {day(date.fromisoformat(fact.by))})" if fact.by else said
    except ValueError:  # the journal promises the shape of a day, not that it exists
        return said


def _attempt(facts: GroupFacts, fact: SubmissionFact) -> Attempt:
    laptop = facts.device_name(fact.source.key)
    return Attempt(
        content=fact.content,
        name=fact.name,
        text=fact.text or "",
        words=words_in(fact.text or ""),
        handed_in=moment(fact.handed_in, facts.zone),
        where=f"{fact.name}: the file is on {laptop}" if fact.name else "",
        brought_in=moment(fact.source.at, facts.zone),
    )


def _newest_first(submissions: Sequence[SubmissionFact]) -> list[SubmissionFact]:
    def handed_in(fact: SubmissionFact) -> tuple[float, str]:
        claimed = instant(fact.handed_in or fact.source.at)
        return (claimed.timestamp() if claimed else 0.0), fact.content

    return sorted(submissions, key=handed_in, reverse=True)


def _notice(state: ReviewState, reviews: Sequence[ReviewRow], draft: str) -> str:
    """What a colleague did meanwhile; a decision on an earlier attempt is none on this one."""
    if state is ReviewState.CONFLICT:
        return "Two decisions differ: choose one by deciding again. Both feedbacks are kept."
    if not draft or not reviews or state is ReviewState.AWAITING:
        return ""
    last = reviews[-1]
    when = f" on {day(last.by.claimed.date())}" if last.by.claimed else ""
    return f"{last.by.who} {last.decision} this{when}. Your draft is kept."


def _limit_notice(facts: GroupFacts, row: QueueRow) -> str:
    """Said before the decision: that accepting this catch-up would not make its event count."""
    if not row.work.catch_up:
        return ""
    words = words_if_accepted(facts, row.work.person, row.work.item)
    if words == COUNTS:
        return ""
    is_accepted = row.state is ReviewState.ACCEPTED
    return words if is_accepted else f"If you accept this: {words[0].lower()}{words[1:]}"


def _place(work: WorkId) -> str:
    family = "catch-up" if work.catch_up else "review"
    return f"{family}/{work.item}/{work.person}"


def _search_key(facts: GroupFacts, person: str) -> str:
    return search_key(search_text(facts.people[person])) if person in facts.people else ""


def _urgency(row: QueueRow) -> tuple[int, float, str]:
    since = row.handed_in or row.brought_in
    waiting = since.timestamp() if since else 0.0
    return _ORDER.index(row.state), waiting, row.search_key
