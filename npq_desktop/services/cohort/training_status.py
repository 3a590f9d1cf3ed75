"""Deferring, withdrawing, coming back, joining late: said in real figures first, then recorded.

Reasons are personal: they are sealed for coordinators and whoever writes them, and shown nowhere
but where the status is changed. Refuses to forget: an earlier status stays until it is taken back.
Source: domain design, "DfE facts" and "Money"; journal design, sections 1 and 3.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.facts import EnrolmentFact
from npq_desktop.journal.sealing import SealedError, open_sealed, seal
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.enrolment import StatusChange, StatusOffer
from npq_desktop.services.cohort import status_effect
from npq_desktop.services.core.enrolment import ACTIVE, DEFERRED, WITHDRAWN, Enrolment, since
from npq_desktop.services.core.facts import FactsOfGroups, GroupFacts
from npq_desktop.services.core.identities import Identities
from npq_desktop.services.core.naming import day_and_year
from npq_desktop.services.core.recorder import Clock, Draft, Recorder
from npq_desktop.services.core.undo import Step, UndoService

COST = (
    "A withdrawal is final for the money: a funded place is not granted again for this "
    "qualification, and coming back costs the fee. Somebody who only needs time defers: the place "
    "is kept, and they go on where they stopped."
)


class TrainingStatusService:
    """Writes ``enrolment.set``; each write is one entry and one step of undo."""

    def __init__(
        self,
        *,
        facts: FactsOfGroups,
        recorder: Recorder,
        undo: UndoService,
        identities: Identities,
        clock: Clock,
        reasons: Path,
    ) -> None:
        self._facts = facts
        self._recorder = recorder
        self._undo = undo
        self._identities = identities
        self._clock = clock
        self._reasons_file = reasons

    def offer(self, group: str, person: str) -> StatusOffer:
        """Where a person stands and what may be recorded of them.

        Raises:
            ServiceError: the group has no such participant.
        """
        facts = self._facts.of(group)
        self._check(facts, person)
        known = [
            (day, fact)
            for fact in facts.enrolments.get(person, ())
            if (day := since(fact)) is not None
        ]
        today = self._clock().date()
        return StatusOffer(
            person=person,
            name=facts.names[person],
            today=today,
            is_apart=Enrolment(facts.enrolments.get(person, ())).set_apart(today),
            history=tuple(self._line(fact) for _, fact in known),
            recorded=tuple((day, f"{fact.status} from {day_and_year(day)}") for day, fact in known),
            deferral_reasons=tuple(self._reasons[DEFERRED].items()),
            withdrawal_reasons=tuple(self._reasons[WITHDRAWN].items()),
            cost=COST,
        )

    def effect(self, group: str, person: str, change: StatusChange) -> tuple[str, ...]:
        """What recording the change would do to registers, sums and standings, a sentence each.

        Raises:
            ServiceError: a return before what it ends.
        """
        facts = self._facts.of(group)
        self._check(facts, person)
        after = supposing(facts, person, self._settled(facts, person, change))
        return status_effect.sentences(facts, after, person, self._clock())

    def record(self, group: str, person: str, change: StatusChange) -> Changes:
        """Record the change.

        Raises:
            ServiceError: no reason for a deferral or withdrawal, or a return before it begins.
        """
        facts = self._facts.of(group)
        self._check(facts, person)
        self._check_change(facts, person, change)
        change = self._settled(facts, person, change)
        content: dict[str, object] = {
            "person": person,
            "from": change.since.isoformat(),
            "status": change.status,
        }
        if change.expected_return is not None:
            content["expected_return"] = change.expected_return.isoformat()
        if change.reason:
            content["sealed"] = self._sealed(facts, change.reason)
        recorded = self._recorder.write(group, [Draft("enrolment.set", content)])
        words = f"“{_step_words(change)}” for {facts.names[person]}"
        self._undo.remember(group, Step(words, recorded.ids, person=person))
        return recorded.changes

    @cached_property
    def _reasons(self) -> Mapping[str, Mapping[str, str]]:
        return tomllib.loads(self._reasons_file.read_text(encoding="utf-8"))

    def _check(self, facts: GroupFacts, person: str) -> None:
        known = facts.participants.get(person)
        if known is None or known.erased:
            raise ServiceError("This person is not on the programme here any more: look again.")

    def _check_change(self, facts: GroupFacts, person: str, change: StatusChange) -> None:
        reasons = self._reasons.get(change.status or "")
        if reasons is not None and change.reason not in reasons:
            what = "deferral" if change.status == DEFERRED else "withdrawal"
            raise ServiceError(f"Choose the reason for the {what}: the office has to report one.")
        if change.expected_return is not None and change.expected_return <= change.since:
            raise ServiceError("The expected return is not after the deferral: correct one.")
        if change.status is None and change.since.isoformat() not in {
            fact.since for fact in facts.enrolments.get(person, ())
        }:
            raise ServiceError("Nothing was recorded from that day: look again.")

    def _settled(self, facts: GroupFacts, person: str, change: StatusChange) -> StatusChange:
        """A return on the day it all began takes that back: nobody joins late by coming back."""
        known = facts.enrolments.get(person, ())
        enrolment, today = Enrolment(known), self._clock().date()
        first = enrolment.since(today)
        if change.status != ACTIVE or not enrolment.set_apart(today) or first is None:
            return change
        if change.since < first:
            raise ServiceError(
                f"They are {enrolment.status(today)} from {day_and_year(first)}: choose that "
                "day or a later one, or take back what was recorded."
            )
        earlier = any(fact.since < first.isoformat() for fact in known)
        return StatusChange(None, first) if change.since == first and not earlier else change

    def _sealed(self, facts: GroupFacts, reason: str) -> Mapping[str, object]:
        """For the coordinators, their recovery sheets, and this laptop."""
        device = self._identities.device
        readers = {
            (member.key, member.age)
            for member in facts.members.values()
            if not member.revoked and member.role in ("root", "coordinator")
        }
        text = json.dumps({"reason": reason})
        return seal(text, sorted({*readers, (device.key, device.age)}))

    def _line(self, fact: EnrolmentFact) -> str:
        first = since(fact)
        said = [f"{fact.status} from {day_and_year(first)}" if first else fact.status]
        if fact.expected_return:
            said.append(f"expected back {_day_words(fact.expected_return)}")
        if fact.sealed is not None:
            said.append(self._opened(fact))
        return ", ".join(said)

    def _opened(self, fact: EnrolmentFact) -> str:
        """The reason in words, where this laptop may read it."""
        for secret in self._identities.age_secrets:
            try:
                said = json.loads(open_sealed(fact.sealed or {}, secret))
                reason = str(said["reason"])
            except (SealedError, ValueError, KeyError, TypeError):
                continue
            return self._reasons.get(fact.status, {}).get(reason, reason)
        return "reason sealed for coordinators"


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


def _step_words(change: StatusChange) -> str:
    first = day_and_year(change.since)
    if change.status is None:
        return f"nothing from {first}"
    return f"{'active' if change.status == ACTIVE else change.status} from {first}"


def _day_words(text: str) -> str:
    try:
        return day_and_year(date.fromisoformat(text))
    except ValueError:
        return text
