"""Who is expected at an event, from enrolment: active, deferred, withdrawn, joined late.

Nobody is expected or not by a guess: without a fact, a participant is active from the start.
Source: programme/DOMAIN.md, "Words"; engagement/RULES.md, "From facts to items".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from npq_desktop.journal.kinds.enrolment import EnrolmentFact
from npq_desktop.services.core.words import day_and_year

ACTIVE, DEFERRED, WITHDRAWN = "active", "deferred", "withdrawn"
_DISAGREEMENT = "disagreement"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person's training status over time, oldest first."""

    facts: Sequence[EnrolmentFact]

    def status(self, on: date) -> str:
        """Active, deferred, withdrawn, or ``disagreement`` where colleagues differ."""
        return self._statuses(on)[0]

    def since(self, on: date) -> date | None:
        """The day from which the status of that day holds; None where nothing is recorded."""
        return self._statuses(on)[1]

    def set_apart(self, on: date) -> bool:
        """Whether the person is deferred or withdrawn and so counted in no standing."""
        return self.status(on) in (DEFERRED, WITHDRAWN)

    def is_expected(self, on: date) -> bool:
        """Whether a register of that day asks for this person."""
        return self.status(on) in (ACTIVE, _DISAGREEMENT)

    def disagrees(self, on: date) -> bool:
        return self.status(on) == _DISAGREEMENT

    def why_not(self, on: date) -> str:
        """Why a register of that day does not ask for this person, "" when it does."""
        status, first = self._statuses(on)
        if status in (DEFERRED, WITHDRAWN):
            return f"{status} since {day_and_year(first)}" if first else status
        if status == _JOINS_LATER:
            return f"joins on {day_and_year(first)}" if first else "joins later"
        return ""

    def _statuses(self, on: date) -> tuple[str, date | None]:
        dated = [(day, fact.status) for fact in self.facts if (day := since(fact)) is not None]
        if not dated:
            return ACTIVE, None
        begun = [first for first, _ in dated if first <= on]
        if not begun:
            first, status = dated[0]
            return (_JOINS_LATER, first) if status == ACTIVE else (ACTIVE, None)
        latest = max(begun)
        said = {status for first, status in dated if first == latest}
        return (said.pop() if len(said) == 1 else _DISAGREEMENT), latest


def since(fact: EnrolmentFact) -> date | None:
    """The day a status holds from; the journal promises its shape, not that the day exists."""
    try:
        return date.fromisoformat(fact.since)
    except ValueError:
        return None


_JOINS_LATER = "joins later"
