"""The events of a group: what the programme plans, overlaid with what the journal records of them.

Who is expected at one is decided in ``core/enrolment_on_a_day``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from npq_desktop.errors import ServiceError
from npq_desktop.rows.register import EventState
from npq_desktop.services.core.facts import GroupFacts, derived
from npq_desktop.services.core.times import minutes_between, moment
from npq_desktop.services.core.words import count, no_longer_here

REGISTER_ELSEWHERE = "Held before this group was set up here. Its register is elsewhere."
REGISTER_HERE = "Held before this group was set up here. Its register is to be copied."
NOT_HELD = "Not held before this group was set up here"
"""The reason recorded for an event from before the group was on this laptop; stored, so fixed."""

_USUAL_MINUTES = 90
"""How long an event without an end is taken to last, for "now" only, never for credit."""


@dataclass(frozen=True, slots=True)
class GroupEvent:
    """A seminar or conference of one group; times carry their offset, None until dated.

    ``counts`` is false for events beyond the programme's own, which no engagement asks for.
    ``disagrees``: colleagues say different things of its state; ``may_not_have_run``: one of them
    says that it did not run.
    """

    id: str
    title: str
    start: datetime | None
    end: datetime | None
    place: str
    stated: str | None
    disagrees: bool
    reason: str
    counts: bool
    may_not_have_run: bool = False

    @property
    def day(self) -> date | None:
        """The day it is held on, where it is held."""
        return self.start.date() if self.start else None

    @property
    def minutes(self) -> int | None:
        """How long it is planned to last."""
        return minutes_between(self.start, self.end)

    @property
    def did_not_run(self) -> bool:
        return self.stated == EventState.DID_NOT_RUN and not self.disagrees

    @property
    def is_from_before(self) -> bool:
        """Whether it took place before the group was set up here."""
        return self.stated == EventState.RAN and self.reason in (REGISTER_ELSEWHERE, REGISTER_HERE)

    def has_begun(self, now: datetime) -> bool:
        """Whether its start is past; an event without a date has not begun."""
        return self.start is not None and self.start <= now

    def is_on(self, now: datetime) -> bool:
        """Whether ``now`` lies inside it."""
        if self.start is None:
            return False
        return self.start <= now <= (self.end or self.start + timedelta(minutes=_USUAL_MINUTES))

    def is_near(self, now: datetime, minutes: int) -> bool:
        """Whether ``now`` lies within so many minutes around its recorded start and end.

        Without an end only the start is known: an hour into it may be long after it.
        """
        if self.start is None:
            return False
        around = timedelta(minutes=minutes)
        return self.start - around <= now <= (self.end or self.start) + around


@derived("programme", "event")
def group_events(facts: GroupFacts) -> tuple[GroupEvent, ...]:
    """All events by date, those without one last, in the programme's order."""
    titles = {item.key: item.title for item in facts.programme.items if item.is_event}
    extra = [key for key, fact in facts.events.items() if key not in titles and not fact.same_as]
    found = [_occurrence(key, titles, facts) for key in [*titles, *extra]]
    return tuple(sorted(found, key=_by_start))


def occurrence_of(facts: GroupFacts, event: str) -> GroupEvent:
    """One event of the group.

    Raises:
        ServiceError: the group has no such event.
    """
    for occurrence in group_events(facts):
        if occurrence.id == event:
            return occurrence
    raise ServiceError(no_longer_here("This event"))


def check_ran(occurrence: GroupEvent) -> None:
    """A register of an event that did not run takes no marks and no signature.

    Raises:
        ServiceError: the event is recorded as not having run.
    """
    if occurrence.did_not_run:
        raise ServiceError(
            f"{occurrence.title} is recorded as not run. If people did meet, choose More, then "
            "“It ran after all”."
        )


def _occurrence(key: str, titles: Mapping[str, str], facts: GroupFacts) -> GroupEvent:
    title = titles.get(key, "Event without a title")
    fact = facts.events.get(key)
    if fact is None:
        return GroupEvent(
            key, title, None, None, "", None, disagrees=False, reason="", counts=key in titles
        )
    states = fact.disagreeing.get("state", ())
    return GroupEvent(
        id=key,
        title=fact.title or title,
        start=moment(fact.start, facts.zone),
        end=moment(fact.end, facts.zone),
        place=fact.place or "",
        stated=fact.state,
        disagrees="state" in fact.disagreeing,
        reason=fact.reason or "",
        counts=key in titles,
        may_not_have_run=EventState.DID_NOT_RUN in {said for said, _ in states} and len(states) > 1,
    )


def _by_start(occurrence: GroupEvent) -> tuple[bool, float]:
    if occurrence.start is None:
        return True, 0.0
    return False, occurrence.start.timestamp()


_SILENT_DAYS = 7
"""After so many days without a file from a colleague's laptop the list of events names it."""


def next_event(group_events: tuple[GroupEvent, ...], now: datetime) -> GroupEvent | None:
    """The first that is not over and is to run; None when nothing is to come."""
    for each in group_events:
        over = each.end or each.start
        if over is not None and over >= now and not each.did_not_run:
            return each
    return None


def readiness_words(
    facts: GroupFacts, occurrence: GroupEvent, now: datetime, *, own: str | None
) -> str:
    """When it is, and laptops without a file for 7 days: "tomorrow · no file from Sam's laptop for
    9 days". ``own`` is the member here.
    """
    days = (occurrence.day - now.date()).days if occurrence.day else 0
    soon = {0: "", 1: "tomorrow"}.get(days, f"in {count(days, 'day')}")
    silent = [
        f"no file from {member.device} for {count((now - member.last_seen).days, 'day')}"
        for member in sorted(facts.members.values(), key=lambda one: (one.device, one.key))
        if member.last_seen and not member.revoked and member.member != own
        if (now - member.last_seen).days >= _SILENT_DAYS
    ]
    return " · ".join(filter(None, (soon, *silent)))
