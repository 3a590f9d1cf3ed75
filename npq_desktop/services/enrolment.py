"""Who is expected at an event, from enrolment: active, deferred, withdrawn, joined late.

Nobody is expected or not by a guess: without a fact, a participant is active from the start.
Source: domain design, "Words"; engagement design, "From facts to items".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from npq_desktop.rows.facts import EnrolmentFact
from npq_desktop.services.naming import day_and_year

ACTIVE, DEFERRED, WITHDRAWN = "active", "deferred", "withdrawn"
_DISAGREEMENT = "disagreement"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person's training status over time, oldest first."""

    facts: Sequence[EnrolmentFact]

    def status(self, on: date) -> str:
        """Active, deferred, withdrawn, or ``disagreement`` where colleagues differ."""
        return self._statuses(on)[0]

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
        status, since = self._statuses(on)
        if status in (DEFERRED, WITHDRAWN):
            return f"{status} since {day_and_year(since)}" if since else status
        if status == _JOINS_LATER:
            return f"joins on {day_and_year(since)}" if since else "joins later"
        return ""

    def _statuses(self, on: date) -> tuple[str, date | None]:
        dated = [(date.fromisoformat(fact.since), fact.status) for fact in self.facts]
        if not dated:
            return ACTIVE, None
        begun = [since for since, _ in dated if since <= on]
        if not begun:
            first, status = dated[0]
            return (_JOINS_LATER, first) if status == ACTIVE else (ACTIVE, None)
        latest = max(begun)
        said = {status for since, status in dated if since == latest}
        return (said.pop() if len(said) == 1 else _DISAGREEMENT), latest


_JOINS_LATER = "joins later"
