"""What is recorded here beside what a file says: the same, or a difference somebody may settle.

Owns which differences a file's word can settle, and as which mark or decision. Refuses to let a
grade, a draft or an answered form settle anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from npq_desktop.interchange.claim_rows import ClaimState
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.marks import mark_of, state_of, words_of

_THERE = frozenset({ClaimState.PRESENT, ClaimState.LATE, ClaimState.LEFT_EARLY})
_AWAY = frozenset({ClaimState.ABSENT, ClaimState.EXCUSED})
_DONE = frozenset({ClaimState.DONE, ClaimState.HANDED_IN})
_NOT_DONE = frozenset({ClaimState.NOT_DONE, ClaimState.DRAFT, ClaimState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in words; whether the claim differs; what accepting it would record."""

    words: str
    differs: bool
    accept: Mapping[str, object]


def standing(
    facts: GroupFacts, person: str, item: str, state: ClaimState, minutes_late: int = 0
) -> Standing:
    """One claim beside what is recorded of the person and the event or task."""
    keys = {each.key for each in facts.programme.items if not each.is_event}
    if item in keys:
        return _of_task(facts, person, item, state)
    return _of_event(facts, person, item, state, minutes_late)


def _of_event(
    facts: GroupFacts, person: str, event: str, state: ClaimState, minutes_late: int
) -> Standing:
    values = facts.marks(event).get(person, ())
    words = " or ".join(words_of(mark_of(fact)) for fact in values) or "Unmarked"
    if state not in _THERE | _AWAY:
        return Standing(words, differs=False, accept={})
    accept = _mark(state, minutes_late)
    if len(values) > 1:
        return Standing(words, differs=True, accept={})
    if not values:
        return Standing(words, differs=True, accept=accept)
    was_there = values[0].state == "present"
    differs = was_there != (state in _THERE)
    if state is ClaimState.LATE and was_there:
        differs = state_of(values[0]).value not in ("late", "left early")
        accept = accept if minutes_late else {}  # late by nobody knows how much changes nothing
    return Standing(words, differs, accept if differs else {})


def _mark(state: ClaimState, minutes_late: int) -> Mapping[str, object]:
    if state in _AWAY:
        reason = {"reason": "notified"} if state is ClaimState.EXCUSED else {}
        return {"state": "absent", **reason}
    return {"state": "present", **({"minutes_late": minutes_late} if minutes_late else {})}


def _of_task(facts: GroupFacts, person: str, task: str, state: ClaimState) -> Standing:
    decisions = sorted({fact.decision for fact in facts.reviews.get((person, task), ())})
    handed_in = bool(facts.submissions.get((person, task)))
    words = " or ".join(each.capitalize() for each in decisions)
    words = words or ("Handed in" if handed_in else "Nothing handed in")
    done = handed_in or "accepted" in decisions
    if state in _DONE:
        accept = {"decision": "accepted", "feedback": ""} if not decisions else {}
        return Standing(words, not done, accept if not done else {})
    return Standing(words, state in _NOT_DONE and done, {})
