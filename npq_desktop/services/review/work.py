"""Gathers what there is to read about one work: attempts, decisions, what accepting would do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from npq_desktop.engagement import Participant, Result, evaluate
from npq_desktop.interchange.documents.shape import unpacked
from npq_desktop.journal.kinds.catchup import CatchupFact
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.review import ReviewFact
from npq_desktop.journal.kinds.submission import SubmissionFact
from npq_desktop.rows.review import (
    AcceptEffect,
    Attempt,
    QueueRow,
    ReviewRow,
    ReviewState,
    WorkFile,
    WorkId,
)
from npq_desktop.services.core.facts import GroupFacts, as_side
from npq_desktop.services.core.times import day_of, moment
from npq_desktop.services.core.worth.catch_ups import COUNTS, PRESENT_SINCE, words_if_accepted
from npq_desktop.services.core.worth.items import ACCEPTED, RETURNED, ItemsOfGroup, state_of_task
from npq_desktop.services.review import words
from npq_desktop.services.review.queue import due_of, handed_in_at, newest_first, words_in


def attempts_of(facts: GroupFacts, work: WorkId) -> tuple[Attempt, ...]:
    """What was handed in, newest first; of a catch-up also what was agreed."""
    key = (work.person, work.item)
    if work.catch_up:
        return tuple(_catch_up_attempt(facts, fact) for fact in facts.catchups[key])
    return tuple(_attempt(facts, fact) for fact in newest_first(facts.submissions[key]))


def reviews_of(facts: GroupFacts, work: WorkId) -> tuple[ReviewRow, ...]:
    """The decisions that hold on a work."""
    key = (work.person, work.item)
    if work.catch_up:
        decided = [f for f in facts.catchups.get(key, ()) if f.state in (ACCEPTED, RETURNED)]
        said = [(fact.state, fact.feedback, fact.due, fact.head, fact.source) for fact in decided]
    else:
        reviews = facts.reviews.get(key, ())
        said = [(f.decision, f.feedback, f.due, f.head, f.source) for f in reviews]
    return tuple(
        ReviewRow(
            decision,
            feedback or "",
            as_side(facts, head, decision, source),
            due_of([due]) if decision == RETURNED else None,
        )
        for decision, feedback, due, head, source in said
    )


def asked_again_by(facts: GroupFacts, work: WorkId) -> date | None:
    """The day by which a returned work is asked for again; None where it is not, or without one."""
    key = (work.person, work.item)
    if work.catch_up:
        is_returned = {fact.state for fact in facts.catchups.get(key, ())} == {RETURNED}
    else:
        submissions, reviews = facts.submissions.get(key, ()), facts.reviews.get(key, ())
        is_returned = state_of_task(submissions, reviews) is ReviewState.RETURNED
    days = (review.due for review in reviews_of(facts, work))
    return max(filter(None, days), default=None) if is_returned else None


def _catch_up_attempt(facts: GroupFacts, fact: CatchupFact) -> Attempt:
    return Attempt(
        content=fact.head,
        name=fact.what or "Catch-up",
        text=fact.text or "",
        words=words_in(fact.text or ""),
        handed_in=handed_in_at(facts, fact),
        where=words.agreed_words(fact.what or "Catch-up", day_of(fact.by)),
    )


def _attempt(facts: GroupFacts, fact: SubmissionFact) -> Attempt:
    laptop = facts.device_name(fact.source.key)
    return Attempt(
        content=fact.content,
        name=fact.name,
        text=fact.text or "",
        words=words_in(fact.text or ""),
        handed_in=moment(fact.handed_in, facts.zone),
        words_all=fact.words_all,
        where=words.file_words(fact.name, laptop if fact.source.first_seen_from else ""),
        brought_in=moment(fact.source.at, facts.zone),
        kinds=unpacked(fact.shape, fact.text or "") or () if fact.shape else (),
        strong=fact.strong,
        links=fact.links,
        unseen=fact.unseen,
        files=tuple(WorkFile(*file, is_here=False) for file in fact.files),
        laptop=laptop,
    )


def limit_notice(facts: GroupFacts, row: QueueRow) -> str:
    """That accepting this catch-up would not make its event count; "" where it would."""
    if not row.work.catch_up:
        return ""
    said = words_if_accepted(facts, row.work.person, row.work.item)
    if said == COUNTS:
        return ""
    if row.state is ReviewState.ACCEPTED:
        return said
    if said == PRESENT_SINCE:
        return f"{said} Accepting changes nothing."
    return f"If you accept this, {said[0].lower()}{said[1:]}"


def effect_of(facts: GroupFacts, row: QueueRow, now: datetime) -> AcceptEffect | None:
    """What deciding an open work does to the share of the course done; None if it is decided."""
    if not row.is_open:
        return None
    before = _done(facts, row.work.person, now)
    after, returned = (
        _done(_decided(facts, row.work, decision), row.work.person, now)
        for decision in (ACCEPTED, RETURNED)
    )
    return AcceptEffect(row.title, before, after, returned)


def _decided(facts: GroupFacts, work: WorkId, decision: str) -> GroupFacts:
    """The facts as they would be."""
    key = (work.person, work.item)
    if work.catch_up:
        decided = replace(facts.catchups[key][0], state=decision)
        return facts.supposing(catchups={**facts.catchups, key: (decided,)})
    seen = tuple(fact.content for fact in facts.submissions[key])
    review = ReviewFact(
        person=work.person,
        task=work.item,
        decision=decision,
        feedback=None,
        due=None,
        head="",
        source=_source_of(facts.submissions[key]),
        seen=seen,
    )
    return facts.supposing(reviews={**facts.reviews, key: (review,)})


def _source_of(submissions: Sequence[SubmissionFact]) -> Source:
    return submissions[0].source


def _done(facts: GroupFacts, person: str, now: datetime) -> str | None:
    items = ItemsOfGroup(facts=facts, now=now).items(person)
    asked = Participant(id=person, items=tuple(item for item, _ in items))
    result: Result = evaluate(facts.programme.rule(), now.date().isoformat(), asked)
    if result.secured is None:
        return None
    percent = result.secured.percent
    return percent.removesuffix(".0") if percent in ("0.0", "100.0") else percent
