"""All groups of this laptop side by side: what comes next in each, and what waits to be done.

Refuses to add up engagement: that takes the whole of each group.
"""

from datetime import datetime

from npq_desktop.rows.groups import GroupOverview
from npq_desktop.services.core.facts import FactsOfGroups, GroupFacts
from npq_desktop.services.core.naming import day_and_time
from npq_desktop.services.core.occurrences import Occurrence, occurrences
from npq_desktop.services.core.readiness import next_event
from npq_desktop.services.core.recorder import Clock
from npq_desktop.services.groups.groups import GroupsService


class AllGroupsService:
    """Reads every group, so only when somebody asks; times come from ``clock`` and are aware."""

    def __init__(self, *, groups: GroupsService, facts: FactsOfGroups, clock: Clock) -> None:
        self._groups = groups
        self._facts = facts
        self._clock = clock

    def rows(self) -> tuple[GroupOverview, ...]:
        """One for each group, by title."""
        now = self._clock()
        return tuple(
            _overview(self._facts.of(group.id), group.title, group.cohort, now)
            for group in self._groups.titles()
        )


def _overview(facts: GroupFacts, title: str, cohort: str, now: datetime) -> GroupOverview:
    coming = next_event(occurrences(facts), now)
    return GroupOverview(
        id=facts.id,
        title=title,
        cohort=cohort,
        people=len(facts.participants),
        next_event=_words(coming) if coming else "",
        unsigned=len(facts.registers.keys() - facts.signoffs.keys()),
        disagreements=len(facts.disagreements()),
    )


def _words(occurrence: Occurrence) -> str:
    assert occurrence.start is not None  # noqa: S101  what is to come has a start
    return f"{occurrence.title}, {day_and_time(occurrence.start)}"
