"""Judges a group's assessment at one moment: gates, flags, statuses, what is completed and passed.

The moment is the report's clock and no more: whatever was recorded since is known. Figures and
deferrals are those of its day in the programme's time zone.
Source: services/office/OFFICE.md, "Status".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.cohort import CohortRow
from npq_desktop.services.cohort.question import question_about
from npq_desktop.services.cohort.rows import PersonRows
from npq_desktop.services.core.enrolment_on_a_day import ACTIVE, WITHDRAWN, Enrolment
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.core.times import day_of
from npq_desktop.services.office.assessment.facts import (
    AssessmentFacts,
    Days,
    DecisionFacts,
    OutcomeFacts,
    OwnWindowFacts,
    ResponseFacts,
    RoundFacts,
    assessment_facts,
)
from npq_desktop.services.office.rules.gate import DEFERRED, Gate, gate, workings_hold
from npq_desktop.services.office.rules.sample import (
    FAILED,
    PASSED,
    DrawnSample,
    MarkedResponse,
    draw,
)
from npq_desktop.services.office.rules.window_times import TimeFlag, WindowTimes, window_times
from npq_desktop.services.office.settings import office_settings

_TRN_LENGTH = 7


@dataclass(frozen=True, slots=True)
class JudgedResponse:
    """A response with its flags; of several that might count, one does."""

    fact: ResponseFacts
    flags: tuple[str, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class PersonRound:
    """One person in one round; ``round`` is None where nobody announced it."""

    person: str
    key: str
    round: RoundFacts | None
    own: OwnWindowFacts | None
    times: WindowTimes | None
    differs: tuple[str, ...]
    decision: DecisionFacts | None
    gate: Gate
    responses: tuple[JudgedResponse, ...]
    outcome: OutcomeFacts | None
    status: str

    @property
    def counted(self) -> JudgedResponse | None:
        """The response that counts."""
        return next((each for each in self.responses if each.counts), None)

    @property
    def is_final(self) -> bool:
        """Whether a final outcome is recorded that nobody differs about."""
        return (
            self.outcome is not None
            and self.outcome.state == "recorded"
            and not self.outcome.differs
        )

    @property
    def completed_on(self) -> str | None:
        """When the counted response was handed in, else the outcome's day."""
        if self.counted is not None:
            return self.counted.fact.handed_in
        return (self.outcome.text("on") if self.outcome else "") or None


class AssessmentAt:
    """The assessment of one group at ``now``, which has the offset of the programme's zone."""

    def __init__(self, facts: GroupFacts, sealed: SealedTexts, now: datetime) -> None:
        self.facts = facts
        self.sealed = sealed
        self.now = now
        self.today: date = now.date()
        self.read: AssessmentFacts = assessment_facts(facts)
        self.settings = office_settings(facts)
        self.limit = facts.programme.assessment.word_limit
        self.most_words = self.limit + facts.programme.assessment.overrun_words
        self._judged: dict[str, tuple[PersonRound, ...]] = {}
        self._rows: dict[str, CohortRow] = {}

    @cached_property
    def figures(self) -> PersonRows:
        """The engine's figures of this moment."""
        return PersonRows(self.facts, self.now)

    @cached_property
    def people(self) -> tuple[PersonFact, ...]:
        """The participants, in the order of the cohort."""
        return tuple(p for p in self.facts.participants.values() if not p.erased)

    def row(self, person: PersonFact) -> CohortRow:
        """A person's line in the cohort, worked out once."""
        if person.id not in self._rows:
            self._rows[person.id] = self.figures.row(person)
        return self._rows[person.id]

    def training(self, person: str) -> str:
        """Active, deferred or withdrawn on this day."""
        enrolment = Enrolment(self.facts.enrolments.get(person, ()))
        return enrolment.status(self.today) if enrolment.set_apart(self.today) else ACTIVE

    def question(self, person: str) -> Mapping[str, object] | None:
        """The engine's question about one person now; None for who is deferred or withdrawn."""
        if self.training(person) != ACTIVE:
            return None
        return question_about(self.figures, [person])

    def question_text(self, person: str) -> str:
        """The same as one canonical text, as a decision freezes it."""
        question = self.question(person)
        return json.dumps(question, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def rounds_of(self, person: str) -> tuple[PersonRound, ...]:
        """A person in every round, in the order of the rounds."""
        if person not in self._judged:
            keys = self.read.rounds_of(person)
            self._judged[person] = tuple(self._person_round(person, key) for key in keys)
        return self._judged[person]

    def round_of(self, person: str, key: str) -> PersonRound:
        """A person in one round."""
        found = (each for each in self.rounds_of(person) if each.key == key)
        return next(found, None) or self._person_round(person, key)

    def times_of(self, days: Days | None) -> WindowTimes | None:
        """The instants of days that are both counted."""
        return None if days is None else window_times(*days, self.facts.zone)

    def results_are_out(self, key: str) -> bool:
        """Whether the results of a round are out on this day."""
        known = self.read.rounds.get(key)
        day = day_of(known.results) if known is not None else None
        return day is not None and day <= self.today

    def undecided(self, key: str) -> int:
        """How many people wait for nothing but a decision in a round."""
        return sum(self._gate(person.id, key)[0].why == ("undecided",) for person in self.people)

    # ---- one person in one round -----------------------------------------------------------------

    def _person_round(self, person: str, key: str) -> PersonRound:
        known, own = self.read.rounds.get(key), self.read.own.get((person, key))
        decision = self.read.decisions.get((person, key))
        outcome = self.read.outcome(self.sealed, person, key)
        found, differs = self._gate(person, key)
        if outcome is not None and outcome.differs:
            differs = (*differs, "outcome")
        times = self.times_of(_days_of(known, own))
        responses = self._responses((person, key), found, times, decision)
        return PersonRound(
            person=person,
            key=key,
            round=known,
            own=own if own is not None and own.days is not None else None,
            times=times,
            differs=differs,
            decision=decision,
            gate=found,
            responses=responses,
            outcome=outcome,
            status=self._status(found, differs, outcome, responses, times),
        )

    def _gate(self, person: str, key: str) -> tuple[Gate, tuple[str, ...]]:
        """The gate, and what of it colleagues differ about."""
        known, own = self.read.rounds.get(key), self.read.own.get((person, key))
        decision = self.read.decisions.get((person, key))
        kinds = {
            "window": known is not None and known.differs,
            "own": own is not None and own.differs,
            "decision": decision is not None and decision.differs,
        }
        differs = tuple(kind for kind, is_so in kinds.items() if is_so)
        found = gate(
            has_window=known is not None and known.days is not None,
            differs=bool(differs),
            is_apart=self.training(person) != ACTIVE,
            eligible=decision.eligible if decision is not None else None,
            workings=decision is not None and self._workings_hold(person, decision),
        )
        return found, differs

    def _workings_hold(self, person: str, decision: DecisionFacts) -> bool:
        people = frozenset(self.facts.ids_of(person))
        return all(workings_hold(each, people) for each in decision.workings())

    def _responses(
        self,
        place: tuple[str, str],
        found: Gate,
        times: WindowTimes | None,
        decision: DecisionFacts | None,
    ) -> tuple[JudgedResponse, ...]:
        accepted = decision.accepted if decision is not None else ()
        facts = self.read.responses.get(place, ())
        flags = {each.id: self._flags(each, found, times) for each in facts}
        able = [
            each
            for each in facts
            if each.content in accepted
            or (not found.closed_beside_status and _is_inside(each, times))
        ]
        latest = [each for each in able if _order(each) == max(_order(other) for other in able)]
        chosen = min(latest, key=lambda each: (each.content, each.id), default=None)
        return tuple(JudgedResponse(each, flags[each.id], each is chosen) for each in facts)

    def _flags(
        self, response: ResponseFacts, found: Gate, times: WindowTimes | None
    ) -> tuple[str, ...]:
        place = None
        if times is not None and response.moment is not None:
            place = times.place(response.moment)
        raised = {
            "early": place is TimeFlag.EARLY,
            "late": place is TimeFlag.LATE,
            "over": response.words is not None and response.words > self.most_words,
            "not_admitted": found.closed_beside_status,
        }
        return tuple(flag for flag, is_raised in raised.items() if is_raised)

    def _status(
        self,
        found: Gate,
        differs: tuple[str, ...],
        outcome: OutcomeFacts | None,
        responses: tuple[JudgedResponse, ...],
        times: WindowTimes | None,
    ) -> str:
        if "no_window" in found.why or times is None:
            return "called_off"
        if differs:
            return "differs"
        if outcome is not None:
            return outcome.final if outcome.final in (PASSED, FAILED) else "marked"
        if "apart" in found.why:
            return "apart"
        if any(each.counts for each in responses):
            return "received"
        if not found.is_open:
            words = {DEFERRED: "deferred", "refused": "refused"}
            return next(
                (words[why] for why in (DEFERRED, "refused") if why in found.why), "undecided"
            )
        if self.now < times.opens:
            return "admitted"
        return "sitting" if self.now < times.closes else "missing"

    # ---- across rounds -----------------------------------------------------------------------

    def completed(self, person: str) -> PersonRound | None:
        """The first round with a final outcome."""
        return next((each for each in self.rounds_of(person) if each.is_final), None)

    def passed(self, person: str) -> PersonRound | None:
        """The first round whose final outcome is passed, where this laptop can tell."""
        found = (r for r in self.rounds_of(person) if r.outcome and r.outcome.final == PASSED)
        return next(found, None)

    def failures(self, person: str) -> tuple[PersonRound, ...]:
        """The rounds whose final outcome is failed, where this laptop can tell."""
        rounds = self.rounds_of(person)
        return tuple(r for r in rounds if r.outcome and r.outcome.final == FAILED)

    def missing_for_certificate(self, person: PersonFact) -> tuple[str, ...]:
        """What a certificate waits for; nothing where all is there."""
        trn = person.fields.get("trn", "")
        rounds = self.rounds_of(person.id)
        is_trn = len(trn) == _TRN_LENGTH and trn.isascii() and trn.isdecimal() and trn.strip("0")
        found = {
            "not_passed": not any(
                each.outcome is not None
                and each.outcome.final == PASSED
                and self.results_are_out(each.key)
                for each in rounds
            ),
            "differs": any(each.differs for each in rounds),
            "withdrawn": self.training(person.id) == WITHDRAWN,
            "no_name": not person.fields.get("name", "").strip(),
            "no_trn": not is_trn,
            "details_differ": bool({"name", "trn"} & person.disagreeing.keys()),
        }
        return tuple(name for name, is_missing in found.items() if is_missing)

    def marked(self, key: str) -> tuple[MarkedResponse, ...]:
        """The people of a round with a marker's outcome that nobody differs about."""
        found = []
        for person in self.people:
            place = self.round_of(person.id, key)
            outcome = place.outcome
            if outcome is None or outcome.differs:
                continue
            marked = outcome.text("marker_outcome")
            if marked in (PASSED, FAILED):
                is_over = place.counted is not None and "over" in place.counted.flags
                found.append(MarkedResponse(person.id, outcome.text("marker"), marked, is_over))
        return tuple(found)

    def sample(self, key: str) -> DrawnSample | None:
        """The sample as it would be drawn now; None where this laptop cannot read the seed."""
        seed = self.read.seed(self.sealed, key)
        if not seed:
            return None
        rules = self.settings.assessment
        here = {person.id for person in self.people}
        return draw(
            self.marked(key),
            seed=seed,
            round_key=key,
            percent=rules.sample_percent,
            least=rules.sample_least,
            all_failed=rules.sample_failed == "all",
            drawn=self.drawn(key) & here,
        )

    def drawn(self, key: str) -> frozenset[str]:
        """Who was drawn so far, by the ids that stand for them."""
        return frozenset(map(self.facts.main, self.read.draw(self.sealed, key).drawn))


def _days_of(known: RoundFacts | None, own: OwnWindowFacts | None) -> Days | None:
    """A person's days: the own window replaces the round's.

    Where somebody took the own window back and somebody did not, neither makes a response late.
    """
    if known is None or known.days is None:
        return None
    if own is None or own.days is None:
        return known.days
    says_null = any(each.content.get("start") is None for each in own.heads.heads)
    if not says_null:
        return own.days
    return min(own.days[0], known.days[0]), max(own.days[1], known.days[1])


def _is_inside(response: ResponseFacts, times: WindowTimes | None) -> bool:
    if times is None or response.moment is None:
        return False
    return times.place(response.moment) is TimeFlag.INSIDE


def _order(response: ResponseFacts) -> tuple[bool, float]:
    moment = response.moment
    return (moment is not None, moment.timestamp() if moment is not None else 0.0)
