"""What marks and catch-ups make of a person's events, within the programme's catch-up limit.

The limit is shared by a person's events, so whether one comes within it depends on the others and
on what colleagues disagree about there. No clock is asked.
Source: engagement/RULES.md, "Catch-ups".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from npq_desktop.engagement import ItemState
from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.words import count
from npq_desktop.services.core.worth.credit import credit
from npq_desktop.services.core.worth.disputed import (
    EVERYTHING,
    TWO_CATCH_UP_DECISIONS,
    TWO_MARKS,
    Readings,
    Worth,
    between,
    credited,
)

BEYOND = "catch-up beyond the limit"
COUNTS = "The missed event counts from now on."
PRESENT_SINCE = "Marked present since then."
AWAITING_REVIEW = "catch-up waiting for review"
STILL_POSSIBLE = "absent, can still be caught up"
_CAUGHT_UP, _ATTENDED = "caught up", "attended"
_Turn: TypeAlias = tuple[int, str, str]
_TURNS = {"accepted": 0, "handed_in": 1, "returned": 1, "agreed": 2, "": 3}
"""Who comes within the limit first; of equals, by the event's date and id."""
_STILL_OPEN = {
    "returned": "catch-up returned",
    "agreed": "catch-up agreed",
    "": STILL_POSSIBLE,
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read an event: its worth within the limit and beyond; no turn takes no place."""

    within: Worth
    beyond: Worth
    turn: _Turn | None


@dataclass(frozen=True, slots=True)
class _Marked:
    """An event with marks of one person."""

    readings: Sequence[_Reading]
    may_not_have_run: bool
    differs: tuple[str, ...]

    def ahead(self, turn: _Turn) -> tuple[bool, bool]:
        """Whether it surely takes a place before that turn, and whether it may."""
        before = [each.turn is not None and each.turn < turn for each in self.readings]
        return all(before) and not self.may_not_have_run, any(before)


class CatchUps:
    """The marked events of the people of one group."""

    def __init__(self, facts: GroupFacts) -> None:
        self._facts = facts
        events = {each.id: each for each in group_events(facts)}
        self._events = [events[item.key] for item in facts.programme.items if item.is_event]

    def readings(self, person: str) -> Mapping[str, Readings]:
        """By event; without those that did not run, that are exempted or that have no mark."""
        marked = dict(self._marked(person))
        return {
            key: Readings(tuple(self._outcomes(key, marked)), each.differs)
            for key, each in marked.items()
        }

    def is_beyond(self, person: str, event: str) -> bool | None:
        """Whether a catch-up counts for nothing since others come first; None if it depends."""
        found = self.readings(person).get(event)
        beyond = {each.words.endswith(BEYOND) for each in found.outcomes} if found else {False}
        return beyond.pop() if len(beyond) == 1 else None

    def others(self, person: str, event: str) -> int:
        """How many other events have a catch-up that takes a place within the limit, or may."""
        last = (_TURNS[""], "", "")
        return sum(each.ahead(last)[1] for key, each in self._marked(person) if key != event)

    def _outcomes(self, event: str, marked: Mapping[str, _Marked]) -> Iterable[Worth]:
        """What each reading comes to, by how many come before it in the others' readings.

        The facts of two events disagree independently, so every number between the least and the
        most that may come before can come.
        """
        limit = self._facts.programme.catch_up.limit
        others = [each for key, each in marked.items() if key != event]
        for reading in marked[event].readings:
            if reading.turn is None:
                yield reading.within
                continue
            ahead = [each.ahead(reading.turn) for each in others]
            if sum(surely for surely, _ in ahead) < limit:
                yield reading.within
            if sum(may for _, may in ahead) >= limit:
                yield reading.beyond

    def _marked(self, person: str) -> Iterable[tuple[str, _Marked]]:
        for event in self._events:
            marks = self._facts.marks(event.id).get(person, ())
            exempted = (person, event.id) in self._facts.exemptions
            if marks and not event.did_not_run and not exempted:
                yield event.id, self._read(person, event, marks)

    def _read(self, person: str, event: GroupEvent, marks: Sequence[MarkFact]) -> _Marked:
        found = self._facts.catchups.get((person, event.id), ())
        states = sorted({fact.state for fact in found}) or [""]
        readings = [self._reading(event, mark, state) for mark in marks for state in states]
        differs = (TWO_MARKS,) if len(marks) > 1 else ()
        is_short = any(each.within.state is not ItemState.EARNED for each in readings)
        if len(states) > 1 and is_short:
            differs = (*differs, TWO_CATCH_UP_DECISIONS)
        return _Marked(readings, event.may_not_have_run, differs)

    def _reading(self, event: GroupEvent, mark: MarkFact, state: str) -> _Reading:
        share = credit(mark, self._facts.programme, event.minutes)
        is_absent = mark.state == "absent"
        words = "absent" if is_absent else _ATTENDED if share == 1 else "attended part"
        alone = credited(share, words)
        within = alone if share == 1 else _made_good(state, alone, is_absent=is_absent)
        if within is alone:
            return _Reading(alone, alone, None)
        beyond = credited(share, f"{words}, {BEYOND}") if state else alone
        day = event.day.isoformat() if event.day else ""
        return _Reading(within, beyond, (_TURNS[state], day, event.id))


def _made_good(state: str, alone: Worth, *, is_absent: bool) -> Worth:
    """What a catch-up within the limit makes of attendance that earns too little alone."""
    if state == "accepted":
        return Worth(ItemState.EARNED, _CAUGHT_UP)
    if state == "handed_in":
        return between(alone.range[0], EVERYTHING, AWAITING_REVIEW)
    return Worth(ItemState.OPEN, _STILL_OPEN[state]) if is_absent else alone


def words_if_accepted(facts: GroupFacts, person: str, event: str) -> str:
    """What a catch-up makes of its event once it is accepted.

    It is :data:`COUNTS`, or why not: :data:`PRESENT_SINCE` where the mark alone counts by now.
    """
    accepted = replace(facts.catchups[person, event][0], state="accepted")
    supposed = facts.supposing(catchups={**facts.catchups, (person, event): (accepted,)})
    found = CatchUps(supposed).readings(person).get(event)
    words = [each.words for each in found.outcomes] if found else []
    if words and all(each == _CAUGHT_UP for each in words):
        return COUNTS
    if words and all(each == _ATTENDED for each in words):
        return PRESENT_SINCE
    if not any(each == _CAUGHT_UP or each.endswith(BEYOND) for each in words):
        return "No percentage changes, because the event counts without it or not at all."
    if _CAUGHT_UP in words or not all(each.endswith(BEYOND) for each in words):
        return "Whether it counts depends on a disagreement."
    limit = facts.programme.catch_up.limit
    allowed = f"{count(limit, 'catch-up')} and others come first" if limit else "no catch-ups"
    return f"It does not count, because the programme allows {allowed}."
