"""Decides who may sit a round, and keeps with each decision the question that its figures answer.

A write carries everything said before forward, so that nothing is lost where two laptops write at
once.
"""

from collections.abc import Iterable, Mapping, Sequence

from npq_desktop.engagement import Standing
from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.journal.state import digest
from npq_desktop.rows.assessment import AdmitOffer, AdmitRow
from npq_desktop.rows.changes import Changes
from npq_desktop.services.cohort.words import cell, percent
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import ACTIVE
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, listed_briefly, no_longer_here
from npq_desktop.services.office.assessment.judging import AssessmentAt, PersonRound
from npq_desktop.services.office.roles import OfficeRoles
from npq_desktop.services.office.rules.gate import DEFERRED, NO, OVERRIDE, YES

_LEAST_REASON = 10
_FIGURES = ("standing", "secured", "possible", "threshold", "as_of", "question")
_FRESH: Mapping[str, object] = dict.fromkeys((*_FIGURES, "reason", "approved_by", "to"))


class DecisionsService:
    """Writes ``assessment.set`` of a person and a round; each action is one step of undo."""

    def __init__(self, core: Core, *, roles: OfficeRoles) -> None:
        self._core = core
        self._roles = roles

    def admissible(self, group: str, key: str) -> AdmitOffer:
        """Who meets the percentage and waits for a decision.

        A round after another is offered to those who failed, were deferred or handed in nothing.
        """
        judged = self._judged(group)
        rows = []
        for person in self.admissible_in(judged, key):
            row = judged.row(person)
            secured = percent(row.secured.percent) if row.secured else ""
            rows.append(AdmitRow(person.id, judged.facts.names[person.id], secured, cell(row)))
        known = judged.read.rounds.get(key)
        title = known.title if known is not None else key
        return AdmitOffer(key, title, tuple(rows), self._digest(group))

    def comes_later(self, judged: AssessmentAt, person: str, key: str) -> bool:
        """Whether an earlier round is still open to somebody, or was sat and not failed."""
        here = judged.read.rounds[key]
        earlier = (
            each
            for each in judged.rounds_of(person)
            if each.round is not None and each.round.order < here.order and each.round.days
        )
        return not all(_is_left_over(judged, each) for each in earlier)

    def admissible_in(self, judged: AssessmentAt, key: str) -> tuple[PersonFact, ...]:
        """The people of :meth:`admissible`, at a moment that is judged already."""
        return tuple(p for p in judged.people if self.may_be_admitted(judged, p.id, key))

    def admit(self, group: str, offer: AdmitOffer, people: Sequence[str] = ()) -> Changes:
        """Record a yes for everybody of an offer, or for ``people`` of it alone.

        Raises:
            ServiceError: this laptop does not coordinate the group, or one of them may not sit.
            StaleError: something was recorded since the offer was made.
        """
        wanted = [row.person for row in offer.rows if not people or row.person in people]
        if offer.digest != self._digest(group):
            raise StaleError
        if not wanted:
            raise ServiceError("Nobody new reaches the percentage in this round.")
        return self._decide(group, offer.round, wanted, YES, {})

    def admit_one(self, group: str, key: str, person: str) -> Changes:
        """Record a yes for one person.

        Raises:
            ServiceError: they do not meet the percentage now, or may not sit for another reason.
        """
        return self._decide(group, key, [person], YES, {})

    def refuse(self, group: str, key: str, person: str, reason: str) -> Changes:
        """Record a no; everybody in the group can read the reason.

        Raises:
            ServiceError: no reason, or as :meth:`admit`.
        """
        if not reason.strip():
            raise ServiceError("Write why this person is not admitted, without anything on health.")
        return self._decide(group, key, [person], NO, {"reason": reason.strip()})

    def override(
        self, group: str, key: str, person: str, *, approved_by: str, reason: str, private: str = ""
    ) -> Changes:
        """Admit somebody whatever the figures say; ``private`` is for coordinators only.

        Raises:
            ServiceError: no name, a reason that is too short, or as :meth:`admit`.
        """
        if not approved_by.strip():
            raise ServiceError("Name who approved this override.")
        if len(reason.strip()) < _LEAST_REASON:
            raise ServiceError(f"Write the reason in at least {_LEAST_REASON} characters.")
        said = {"approved_by": approved_by.strip(), "reason": reason.strip()}
        return self._decide(group, key, [person], OVERRIDE, said, private=private)

    def defer(self, group: str, key: str, person: str, *, to: str, private: str) -> Changes:
        """Move somebody to a later round; it costs no attempt. ``private`` is why.

        Raises:
            ServiceError: no later round, no reason, or as :meth:`admit`.
        """
        rounds = self._judged(group).read.rounds
        here, there = rounds.get(key), rounds.get(to)
        if here is None or there is None or there.order <= here.order or there.days is None:
            raise ServiceError("Choose a later round that has a window.")
        if not private.strip():
            raise ServiceError("Write why. Only coordinators can read it.")
        return self._decide(group, key, [person], DEFERRED, {"to": to}, private=private)

    def take_back(self, group: str, key: str, person: str) -> Changes:
        """Leave a person undecided again.

        Raises:
            ServiceError: this laptop does not coordinate the group, or nothing was decided.
        """
        self._roles.check(group, "take a decision back")
        place = self._judged(group).round_of(person, key)
        if place.decision is None or place.decision.eligible is None:
            raise ServiceError(no_longer_here("This decision"))
        drafts = self._carried(group, place, {**_FRESH, "eligible": None})
        return self._write(group, drafts, "decision")

    def release(self, group: str, key: str, people: Sequence[str]) -> Changes:
        """Note that the case study was released to these people, now.

        Raises:
            ServiceError: the window is not open yet, or somebody is not admitted.
        """
        self._roles.check(group, "release the case study")
        judged = self._judged(group)
        places = [judged.round_of(person, key) for person in people]
        for place in places:
            if not place.gate.is_open:
                name = judged.facts.names[place.person]
                raise ServiceError(f"{name} is not admitted, so the case study stays closed.")
            if place.times is None or judged.now < place.times.opens:
                raise ServiceError("The case study can be released once the window opens.")
        fresh = [each for each in places if each.decision and not each.decision.given]
        if not fresh:
            raise ServiceError("The case study was released to them already.")
        given = judged.now.isoformat(timespec="seconds")
        drafts = [d for each in fresh for d in self._carried(group, each, {"given": given})]
        return self._write(group, drafts, f"case study for {count(len(fresh), 'person', 'people')}")

    def count_all_the_same(
        self, group: str, key: str, person: str, content: str, *, private: str
    ) -> Changes:
        """Let a response count that is late, early or of somebody not admitted.

        Raises:
            ServiceError: no reason, or there is no such response.
        """
        self._roles.check(group, "let a response count")
        if not private.strip():
            raise ServiceError("Write why it counts. Only coordinators can read it.")
        place = self._judged(group).round_of(person, key)
        if content not in {each.fact.content for each in place.responses}:
            raise ServiceError(no_longer_here("This response"))
        accepted = place.decision.accepted if place.decision is not None else ()
        if content in accepted:
            raise ServiceError("This response counts already.")
        said = {"accepted": sorted({*accepted, content})}
        sealed = self._private(group, place, {"accepted": private.strip()})
        drafts = self._carried(group, place, {**said, "sealed": sealed})
        return self._write(group, drafts, "response that counts all the same")

    # ---- what is written -----------------------------------------------------------------------

    def _decide(
        self,
        group: str,
        key: str,
        people: Sequence[str],
        eligible: str,
        said: Mapping[str, object],
        *,
        private: str = "",
    ) -> Changes:
        self._roles.check(group, "decide who sits the assessment")
        judged = self._judged(group)
        state = self._digest(group)
        drafts: list[NewEntry] = []
        for person in people:
            self._check(judged, key, person, eligible)
            place = judged.round_of(person, key)
            fresh = {**_FRESH, "eligible": eligible, "state": state, **said}
            if judged.training(person) == ACTIVE:
                fresh |= _frozen(judged, person)
            if private.strip():
                fresh["sealed"] = self._private(group, place, {eligible: private.strip()})
            drafts += self._carried(group, place, fresh)
        names = listed_briefly(judged.facts.names[one] for one in people)
        return self._write(group, drafts, f"decision on {names}")

    def _carried(
        self, group: str, place: PersonRound, fresh: Mapping[str, object]
    ) -> list[NewEntry]:
        """The next entry, once for each id under which something was decided for this person."""
        said: dict[str, object] = {}
        ids = {place.person}
        if place.decision is not None:
            said = place.decision.heads.united()
            said["given"] = place.decision.given or None
            said["accepted"] = list(place.decision.accepted)
            ids |= {str(head.content["person"]) for head in place.decision.heads.heads}
            if len(place.decision.heads.values("sealed")) > 1:
                said["sealed"] = self._private(group, place, {})
        content = {**said, **fresh, "window": place.key}
        kept = {name: value for name, value in content.items() if value not in (None, [], "")}
        return [
            NewEntry("assessment.set", {"eligible": None, **kept, "person": one})
            for one in sorted(ids)
        ]

    def _private(
        self, group: str, place: PersonRound, said: Mapping[str, object]
    ) -> Mapping[str, object]:
        """What was private before, as far as this laptop reads it, and what is now."""
        known: dict[str, object] = {}
        for head in place.decision.heads.heads if place.decision is not None else ():
            sealed = head.content.get("sealed")
            known |= self._roles.sealed.open(sealed if isinstance(sealed, Mapping) else None) or {}
        return self._roles.sealed.seal(self._core.facts.of(group), {**known, **said})

    def _write(self, group: str, drafts: Iterable[NewEntry], words: str) -> Changes:
        entries = list(drafts)
        recorded = self._core.recorder.write(group, entries)
        person = str(entries[0].content["person"]) if len(entries) == 1 else None
        self._core.undo.remember(group, UndoStep(words, recorded.ids, person=person))
        return recorded.changes

    # ---- what is checked -----------------------------------------------------------------------

    def _check(self, judged: AssessmentAt, key: str, person: str, eligible: str) -> None:
        """Why a decision cannot be recorded now, from what this laptop can open."""
        known = judged.read.rounds.get(key)
        if known is None or known.days is None:
            raise ServiceError("Set the window of the round first.")
        if person not in judged.facts.participants:
            raise ServiceError(no_longer_here())
        name = judged.facts.names[person]
        for other in judged.rounds_of(person):
            _check_other(judged, other, key, name)
        failed = judged.failures(person)
        most = judged.settings.assessment.attempts
        if eligible == YES and len(failed) >= most:
            raise ServiceError(
                f"{name} has used {count(most, 'attempt')}. Only an override admits them now."
            )
        if eligible == YES:
            _check_figures(judged, person, name)

    def may_be_admitted(self, judged: AssessmentAt, person: str, key: str) -> bool:
        """Whether nothing but a decision is missing for somebody to sit a round."""
        place = judged.round_of(person, key)
        is_open = judged.training(person) == ACTIVE
        if not is_open or (place.decision is not None and place.decision.eligible is not None):
            return False
        try:
            self._check(judged, key, person, YES)
        except ServiceError:
            return False
        return not self.comes_later(judged, person, key)

    def _judged(self, group: str) -> AssessmentAt:
        facts = self._core.facts.of(group)
        return AssessmentAt(facts, self._roles.sealed, self._core.now(group))

    def _digest(self, group: str) -> str:
        return digest(self._core.store.state(group))


def _check_other(judged: AssessmentAt, other: PersonRound, key: str, name: str) -> None:
    """What another round of the person says against a decision in this one."""
    here = judged.read.rounds[key]
    if other.key == key or other.round is None:
        return
    title = other.round.title.lower()
    is_out = judged.results_are_out(other.key)
    if other.round.order < here.order and other.counted is not None and not is_out:
        raise ServiceError(
            f"{name} handed in a response in the {title}. Decide here once its results are out."
        )
    if other.outcome is not None and other.outcome.final == "passed":
        raise ServiceError(f"{name} passed in the {title}, so there is nothing to sit.")


def _check_figures(judged: AssessmentAt, person: str, name: str) -> None:
    if judged.training(person) != ACTIVE:
        raise ServiceError(f"{name} is {judged.training(person)}, so no figures are worked out.")
    row = judged.row(judged.facts.participants[person])
    if row.standing == Standing.MET.value:
        return
    secured = percent(row.secured.percent) if row.secured else "0%"
    short = f"is below {row.threshold}%"
    if row.secured is not None and row.secured.permille >= 10 * row.threshold:
        short = "does not reach every minimum"
    raise ServiceError(f"{secured} {short}. Override with a name and a reason, or wait.")


def _is_left_over(judged: AssessmentAt, place: PersonRound) -> bool:
    """Whether an earlier round was failed, deferred, not admitted to, or handed nothing in."""
    if place.outcome is not None:
        return place.outcome.final == "failed"
    return place.counted is None and (place.times is None or judged.now >= place.times.closes)


def _frozen(judged: AssessmentAt, person: str) -> Mapping[str, object]:
    rows = judged.figures
    result = rows.answer(person, [item for item, _ in rows.items(person)])
    figures = {"secured": result.secured, "possible": result.possible}
    return {
        "standing": result.standing.value,
        "threshold": rows.rule.threshold,
        "as_of": judged.today.isoformat(),
        "question": judged.question_text(person),
        **{name: str(each.fraction) for name, each in figures.items() if each is not None},
    }
