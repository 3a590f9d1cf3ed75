"""What a change of training status does to registers, figures and the group, and its recording.

An effect is the difference between two sets of facts, one of them supposed. Both are worked out in
full by the engine that the screens use.
Source: engagement/RULES.md, "From facts to items".
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from npq_desktop.engagement import ItemState
from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.enrolment import EnrolmentFact
from npq_desktop.programme import Away
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.cohort import CohortRow, StatusChange, StatusOffer
from npq_desktop.services.cohort import status_words as words
from npq_desktop.services.cohort.rows import PersonRows
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import (
    ACTIVE,
    DEFERRED,
    WITHDRAWN,
    Enrolment,
    since,
)
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import GO_BACK, day_and_year, no_longer_here


def standing(facts: GroupFacts, person: str, now: datetime) -> tuple[CohortRow, int]:
    """Where a person is by these facts, and how many tasks and events count for them."""
    rows = PersonRows(facts, now)
    items = rows.items(person)
    counted = sum(item.state is not ItemState.EXCUSED for item, _ in items)
    return rows.row_of(facts.people[person], items), counted


def sentences(before: GroupFacts, after: GroupFacts, person: str, now: datetime) -> tuple[str, ...]:
    """What a change of enrolment does, a sentence each."""
    (old, old_items), (new, new_items) = (standing(each, person, now) for each in (before, after))
    missed = before.programme.engagement.away is Away.DENOMINATOR
    return (
        *_registers(before, after, person),
        words.counting_effect(old_items, new_items, missed_while_away=missed),
        words.engagement_effect(old, new),
        *_group(before, was_apart=_is_apart(old), is_apart=_is_apart(new), today=now.date()),
    )


def _is_apart(row: CohortRow) -> bool:
    return row.standing in (DEFERRED, WITHDRAWN)


def _registers(before: GroupFacts, after: GroupFacts, person: str) -> Iterator[str]:
    asked, asks = _asking(before, person), _asking(after, person)
    gone = [each for each in asked if each not in asks]
    return words.register_effect(
        [each.title for each in gone],
        [each.title for each in asks if each not in asked],
        marks=sum(person in before.marks(each.id) for each in gone),
    )


def _asking(facts: GroupFacts, person: str) -> list[GroupEvent]:
    """The events whose register asks for the person, by date; those without a date as of now."""
    enrolment = Enrolment(facts.enrolments.get(person, ()))
    return [
        each
        for each in group_events(facts)
        if not each.did_not_run and each.day is not None and enrolment.is_expected(each.day)
    ]


def _group(facts: GroupFacts, *, was_apart: bool, is_apart: bool, today: date) -> Iterator[str]:
    if was_apart == is_apart:
        return
    counted = sum(
        not fact.erased and not Enrolment(facts.enrolments.get(key, ())).set_apart(today)
        for key, fact in facts.participants.items()
    )
    yield words.group_effect(counted, counted + (1 if was_apart else -1))


MoneyWords = Callable[[str, str], str]
"""What a withdrawal means for the money of a person of a group; "" where it is not known."""


class TrainingStatusService:
    """Writes ``enrolment.set``; each write is one entry and one step of undo."""

    def __init__(self, core: Core, *, reasons: Path, money: MoneyWords) -> None:
        self._core = core
        self._money = money
        self._reasons_file = reasons
        self._sealed = SealedTexts(core.identities)

    def offer(self, group: str, person: str) -> StatusOffer:
        """Where a person stands and what may be recorded of them.

        Raises:
            ServiceError: the group has no such participant.
        """
        facts = self._core.facts.of(group)
        self._check(facts, person)
        known = [
            (day, fact)
            for fact in facts.enrolments.get(person, ())
            if (day := since(fact)) is not None
        ]
        today = self._core.today(group)
        return StatusOffer(
            person=person,
            name=facts.names[person],
            today=today,
            is_apart=Enrolment(facts.enrolments.get(person, ())).set_apart(today),
            history=tuple(self._line(fact) for _, fact in known),
            recorded=tuple((day, words.status_from(fact.status, day)) for day, fact in known),
            deferral_reasons=tuple(self._reasons[DEFERRED].items()),
            withdrawal_reasons=tuple(self._reasons[WITHDRAWN].items()),
            cost=" ".join(filter(None, (words.COST, self._money(group, person)))),
        )

    def effect(self, group: str, person: str, change: StatusChange) -> tuple[str, ...]:
        """What recording the change would do to registers, sums and standings, a sentence each.

        Raises:
            ServiceError: a return before what it ends.
        """
        facts = self._core.facts.of(group)
        self._check(facts, person)
        after = supposing(facts, person, self._settled(facts, person, change))
        return sentences(facts, after, person, self._core.now(group))

    def record(
        self, group: str, person: str, change: StatusChange, shown: tuple[str, ...]
    ) -> Changes:
        """Record the change, once its effect was ``shown``.

        Raises:
            StaleError: it would have another effect now.
            ServiceError: no reason for a deferral or withdrawal, or a return before it begins.
        """
        facts = self._core.facts.of(group)
        self._check(facts, person)
        self._check_change(facts, person, change)
        unchanged(shown, self.effect(group, person, change))
        change = self._settled(facts, person, change)
        content: dict[str, object] = {
            "person": person,
            "from": change.since.isoformat(),
            "status": change.status,
        }
        if change.expected_return is not None:
            content["expected_return"] = change.expected_return.isoformat()
        if change.reason:
            content["sealed"] = self._sealed.seal(facts, {"reason": change.reason})
        recorded = self._core.recorder.write(group, [NewEntry("enrolment.set", content)])
        step = f"“{words.status_step(change.status, change.since)}” for {facts.names[person]}"
        self._core.undo.remember(group, UndoStep(step, recorded.ids, person=person))
        return recorded.changes

    @cached_property
    def _reasons(self) -> Mapping[str, Mapping[str, str]]:
        return tomllib.loads(self._reasons_file.read_text(encoding="utf-8"))

    def _check(self, facts: GroupFacts, person: str) -> None:
        known = facts.participants.get(person)
        if known is None or known.erased:
            raise ServiceError(no_longer_here())

    def _check_change(self, facts: GroupFacts, person: str, change: StatusChange) -> None:
        reasons = self._reasons.get(change.status or "")
        if reasons is not None and change.reason not in reasons:
            what = "deferral" if change.status == DEFERRED else "withdrawal"
            raise ServiceError(
                f"Choose a reason for the {what}. The programme office has to report one."
            )
        if change.expected_return is not None and change.expected_return <= change.since:
            raise ServiceError(
                "The expected return must be after the deferral. Correct one of them."
            )
        if change.status is None and change.since.isoformat() not in {
            fact.since for fact in facts.enrolments.get(person, ())
        }:
            raise ServiceError(f"Nothing was recorded from that day. {GO_BACK}")

    def _settled(self, facts: GroupFacts, person: str, change: StatusChange) -> StatusChange:
        """A return on the day it all began takes that back: nobody joins late by coming back."""
        known = facts.enrolments.get(person, ())
        enrolment, today = Enrolment(known), self._core.today(facts.id)
        first = enrolment.since(today)
        if change.status != ACTIVE or not enrolment.set_apart(today) or first is None:
            return change
        if change.since < first:
            raise ServiceError(
                f"They are {enrolment.status(today)} from {day_and_year(first)}. Choose that "
                "day or a later one, or take back what was recorded."
            )
        earlier = any(fact.since < first.isoformat() for fact in known)
        return StatusChange(None, first) if change.since == first and not earlier else change

    def _line(self, fact: EnrolmentFact) -> str:
        first = since(fact)
        said = [words.status_from(fact.status, first)]
        if fact.expected_return:
            back = day_of(fact.expected_return) or fact.expected_return
            said.append(words.expected_back(back))
        if fact.sealed is not None:
            said.append(self._opened(fact))
        return ", ".join(said)

    def _opened(self, fact: EnrolmentFact) -> str:
        """The reason in words, where this laptop may read it."""
        said = self._sealed.open(fact.sealed)
        if said is not None and "reason" in said:
            reason = str(said["reason"])
            return self._reasons.get(fact.status, {}).get(reason, reason)
        return words.PRIVATE_REASON


def supposing(facts: GroupFacts, person: str, change: StatusChange) -> GroupFacts:
    """The facts as they would be after a change."""
    day = change.since.isoformat()
    others = [fact for fact in facts.enrolments.get(person, ()) if fact.since != day]
    if change.status is not None:
        source = facts.group.source
        returns = change.expected_return.isoformat() if change.expected_return else None
        others.append(EnrolmentFact(person, day, change.status, None, returns, "", source))
    others.sort(key=lambda fact: fact.since)
    return facts.supposing(enrolments={**facts.enrolments, person: tuple(others)})
