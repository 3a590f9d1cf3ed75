"""How much of an event somebody was there, by a meeting's report, and which mark that makes.

Late and early come from the event's own times. A stay that a mark cannot tell, such as two hours
with the middle missing, makes none: a person has to judge it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from npq_desktop.interchange.claims.rows import (
    Interval,
    Stay,
    joined_up,
    length,
    whole_minutes,
)
from npq_desktop.programme import Programme
from npq_desktop.services.core.events import GroupEvent
from npq_desktop.services.intake import words

_ROUNDING_MINUTES = 2
"""So many minutes away in between are what rounding and joining again make."""


@dataclass(frozen=True, slots=True)
class Attended:
    """``minutes`` in the meeting as its report counts them, ``inside`` those during the event.

    ``late`` and ``early`` are counted from the event's times; ``of`` is how long it lasts. What is
    not known is None, or 0 for late and early.
    """

    minutes: int | None
    inside: int | None
    late: int
    early: int
    of: int

    @property
    def missed(self) -> int:
        """Minutes of the event without them; all of it where nothing is known."""
        return self.of - (self.inside or 0)

    @property
    def words(self) -> str:
        """For example "32 of 90 min", "93 min", "under 1 of 90 min", "not known"."""
        return words.minutes_there(self.minutes, self.of)

    def mark(self, programme: Programme) -> Mapping[str, object]:
        """What accepting this records; empty where a person has to judge."""
        if not self.inside:
            return {}
        between = self.missed - self.late - self.early
        if between > _ROUNDING_MINUTES and self.missed > programme.attendance.tolerance_minutes:
            return {}
        late = {"minutes_late": self.late} if self.late else {}
        return {"state": "present", **late, **({"minutes_early": self.early} if self.early else {})}

    def why_not(self, event: GroupEvent) -> str:
        """Why accepting this records nothing."""
        if self.inside is None:
            return words.UNKNOWN_LENGTH
        if not self.inside:
            return words.not_there(_times(event))
        return words.there_in_part(self.inside, self.of)


def attended(
    event: GroupEvent, usual_minutes: int, minutes: int | None, stays: Sequence[Stay]
) -> Attended:
    """One person's stays beside the event; ``usual_minutes`` is its length where it has none."""
    of = event.minutes or usual_minutes
    if event.start is None or not stays:
        inside = None if minutes is None else min(minutes, of)
        return Attended(minutes, inside, 0, 0, of)
    start = event.start.replace(tzinfo=None)
    end = start + timedelta(minutes=of)
    spans = joined_up(stay.on(start.date()) for stay in stays)
    there = [cut for span in spans if (cut := _inside(span, start, end))]
    if not there:
        return Attended(minutes, 0, 0, 0, of)
    lost = _not_counted(length(spans), minutes)
    return Attended(
        minutes=minutes,
        inside=max(0, whole_minutes(length(there) - lost)),
        late=whole_minutes(there[0][0] - start),
        early=whole_minutes(end - there[-1][1]),
        of=of,
    )


def _inside(span: Interval, start: datetime, end: datetime) -> Interval | None:
    cut = max(span[0], start), min(span[1], end)
    return cut if cut[0] < cut[1] else None


def _not_counted(span: timedelta, minutes: int | None) -> timedelta:
    """Time between joining and leaving that the report itself does not count as being there."""
    if minutes is None:
        return timedelta()
    missing = span - timedelta(minutes=minutes)
    return missing if missing >= timedelta(minutes=1) else timedelta()


def _times(event: GroupEvent) -> str:
    """For example "from 16:00 to 17:30 on 6 October"."""
    if event.start is None or event.end is None:
        return words.DURING_THE_EVENT
    return words.hours_on(event.start, event.end)
