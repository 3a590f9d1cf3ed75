"""The assessment of a group as JSON values, for the office's own programs and for checking ours.

Its members are fixed: a program that reads them must not have to guess.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.services.office.assessment.facts import (
    DecisionFacts,
    OutcomeFacts,
    OwnWindowFacts,
    RoundFacts,
)
from npq_desktop.services.office.assessment.judging import AssessmentAt, JudgedResponse, PersonRound

FORMAT = "npq-assessment"
_DECISION = ("standing", "secured", "possible", "threshold", "as_of", "question")


def assessment_document(
    judged: AssessmentAt, *, asked_at: str, digest: str
) -> Mapping[str, object]:
    """The whole report; ``asked_at`` is the moment as it was asked for."""
    programme, rules = judged.facts.programme, judged.settings.assessment
    can_open = judged.read.can_open(judged.sealed)
    return {
        "format": FORMAT,
        "v": 1,
        "group": judged.facts.id,
        "title": judged.facts.group.title,
        "at": asked_at,
        "zone": programme.time_zone,
        "digest": digest,
        "can_open": can_open,
        "settings": {
            "window_days": programme.assessment.window_days,
            "word_limit": programme.assessment.word_limit,
            "overrun_words": programme.assessment.overrun_words,
            "attempts": rules.attempts,
            "sample_percent": rules.sample_percent,
            "sample_least": rules.sample_least,
            "sample_failed": rules.sample_failed.value,
        },
        "windows": [_window(judged, each) for each in judged.read.rounds.values()],
        "people": [_person(judged, person) for person in judged.people],
        "samples": list(_samples(judged)) if can_open else [],
    }


def _window(judged: AssessmentAt, known: RoundFacts) -> Mapping[str, object]:
    return {
        "id": known.key,
        "title": known.title,
        **_times(judged, known),
        "seed": judged.read.seed(judged.sealed, known.key),
        "called_off": known.days is None,
        "differs": known.differs,
    }


def _times(judged: AssessmentAt, known: RoundFacts | OwnWindowFacts) -> Mapping[str, object]:
    times = judged.times_of(known.days)
    start, end = known.days or (None, None)
    return {
        "start": _iso(start),
        "end": _iso(end),
        "opens": _iso(times.opens if times else None),
        "closes": _iso(times.closes if times else None),
    }


def _person(judged: AssessmentAt, person: PersonFact) -> Mapping[str, object]:
    missing = judged.missing_for_certificate(person)
    return {
        "id": person.id,
        "name": person.fields.get("name", ""),
        "trn": person.fields.get("trn", ""),
        "training": judged.training(person.id),
        "question": judged.question(person.id),
        "windows": [_of_round(judged, each) for each in judged.rounds_of(person.id)],
        "completed": _on(judged.completed(person.id)),
        "passed": _on(judged.passed(person.id)),
        "certificate": {"ready": not missing, "missing": list(missing)},
    }


def _of_round(judged: AssessmentAt, place: PersonRound) -> Mapping[str, object]:
    return {
        "window": place.key,
        "own": _times(judged, place.own) if place.own is not None else None,
        "differs": list(place.differs),
        "decision": _decision(place.decision),
        "gate": place.gate.state,
        "why": list(place.gate.why),
        "given": (place.decision.given or None) if place.decision is not None else None,
        "responses": [_response(each) for each in place.responses],
        "outcome": _outcome(place.outcome),
        "status": place.status,
    }


def _decision(decision: DecisionFacts | None) -> Mapping[str, object] | None:
    if decision is None:
        return None
    said, source = decision.heads.united(), decision.heads.first.source
    return {
        "eligible": decision.shown,
        **{name: said.get(name) for name in _DECISION},
        "reason": said.get("reason"),
        "approved_by": said.get("approved_by"),
        "to": said.get("to"),
        "accepted": list(decision.accepted),
        "author": source.member,
        "at": source.at,
    }


def _response(response: JudgedResponse) -> Mapping[str, object]:
    fact = response.fact
    return {
        "content": fact.content,
        "name": fact.name,
        "handed_in": fact.handed_in,
        "words": fact.words,
        "words_all": fact.words_all,
        "flags": list(response.flags),
        "counts": response.counts,
    }


def _outcome(outcome: OutcomeFacts | None) -> object:
    if outcome is None:
        return None
    if outcome.opened is None:
        return "sealed"
    names = ("marker", "marker_outcome", "moderator", "moderator_outcome", "outcome", "on")
    return {"state": outcome.state, **{name: outcome.opened.get(name) for name in names}}


def _samples(judged: AssessmentAt) -> Iterator[Mapping[str, object]]:
    for key in judged.read.rounds:
        sample = judged.sample(key)
        if sample is not None:
            drawn = judged.drawn(key)
            yield {
                "window": key,
                "population": len(judged.marked(key)),
                "must": list(sample.must),
                "sample": list(sample.sample),
                "drawn": [one for one in sample.sample if one in drawn],
            }


def _on(place: PersonRound | None) -> Mapping[str, object] | None:
    return None if place is None else {"window": place.key, "on": place.completed_on}


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
