"""Who is expected at an event, from enrolment: active, deferred, withdrawn, joined late.

Nobody is expected or not by a guess: without a fact, a participant is active from the start.
Source: programme/DOMAIN.md, "Words"; engagement/RULES.md, "From facts to items".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from npq_desktop.journal.kinds.enrolment import EnrolmentFact
from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.words import day, day_and_year

ACTIVE, DEFERRED, WITHDRAWN = "active", "deferred", "withdrawn"
_DISAGREEMENT = "disagreement"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person's training status over time, oldest first."""

    facts: Sequence[EnrolmentFact]

    def status(self, on: date) -> str:
        """Active, deferred, withdrawn, or ``disagreement`` where colleagues differ.

        Who is deferred for one and withdrawn for another is away for both, the milder word holds.
        """
        said = self.statuses(on)
        if len(said) == 1:
            return said[0]
        return DEFERRED if set(said) <= {DEFERRED, WITHDRAWN} else _DISAGREEMENT

    def statuses(self, on: date) -> tuple[str, ...]:
        """Every status that a colleague's word gives for a day, each once, sorted."""
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
        return len(self.statuses(on)) > 1

    def why_not(self, on: date) -> str:
        """Why a register of that day does not ask for this person, "" when it does."""
        status, first = self.status(on), self.since(on)
        if status in (DEFERRED, WITHDRAWN):
            return f"{status} since {_day(first, on)}" if first else status
        if status == _JOINS_LATER:
            return f"joins on {_day(first, on)}" if first else "joins later"
        return ""

    def _statuses(self, on: date) -> tuple[tuple[str, ...], date | None]:
        dated = [(day, fact.status) for fact in self.facts if (day := since(fact)) is not None]
        if not dated:
            return (ACTIVE,), None
        begun = [first for first, _ in dated if first <= on]
        first = max(begun) if begun else min(day for day, _ in dated)
        said = {status for day, status in dated if day == first}
        if not begun:  # who becomes active has not joined, who leaves later is active until then
            said = {_JOINS_LATER if status == ACTIVE else ACTIVE for status in said}
        is_known = begun or _JOINS_LATER in said
        return tuple(sorted(said)), first if is_known else None


def since(fact: EnrolmentFact) -> date | None:
    """The day a status holds from."""
    return day_of(fact.since)


_JOINS_LATER = "joins later"


def _day(first: date, on: date) -> str:
    """A day, with the year only if it is not that of the register."""
    return day(first) if first.year == on.year else day_and_year(first)
