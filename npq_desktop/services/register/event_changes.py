"""What happened to an event: it did not run, ran after all, or was moved to another date.

The effect is shown in real figures before anything is written. Marks already made stay as they
are, with the start their minutes were counted from.
Source: ui/SCREENS.md, "Seminar register"; engagement/RULES.md, "From facts to items".
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from npq_desktop.engagement import ItemState
from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.events import EventMove
from npq_desktop.rows.register import EventState
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import Enrolment
from npq_desktop.services.core.events import GroupEvent, occurrence_of
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.times import in_zone, local_time
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import clock_time, day_and_year
from npq_desktop.services.core.worth.items import ItemsOfGroup
from npq_desktop.services.register import words
from npq_desktop.services.register.words import (
    effect_words,
    kept_marks_words,
    marks_at_a_move,
    when_words,
)

_USUAL_MINUTES = 90
"""How long an event without any times is offered to last."""

_WHEN = ("start", "end", "place")

Figures = Mapping[str, int]
"""How many events count for each person who is counted at all."""


class EventChangesService:
    """Changes to events; each write is one journal event and one step of undo."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def figures(self, group: str, *, without: str | None = None) -> Figures:
        """How many events count for whom now, or would if ``without`` had not run."""
        facts, now = self._core.facts.of(group), self._core.now(group)
        items = ItemsOfGroup(facts=facts, now=now)
        return {
            person: sum(
                item.component == facts.programme.engagement.attendance_component
                and item.state is not ItemState.EXCUSED
                and item.id != without
                for item, _ in items.items(person)
            )
            for person, fact in facts.participants.items()
            if not fact.erased
            and not Enrolment(facts.enrolments.get(person, ())).set_apart(now.date())
        }

    def effect(self, group: str, event: str) -> tuple[str, ...]:
        """What recording that the event did not run would do, a sentence each."""
        facts = self._core.facts.of(group)
        occurrence = occurrence_of(facts, event)
        if not occurrence.counts:
            figures = words.NOT_OF_THE_PROGRAMME
        else:
            figures = effect_words(self.figures(group), self.figures(group, without=event))
        said = [figures, kept_marks_words(len(facts.marks(event)))]
        if event in facts.signoffs:
            said.append(words.SIGNOFF_STAYS)
        return tuple(filter(None, said))

    def did_not_run(self, group: str, event: str, reason: str, shown: tuple[str, ...]) -> Changes:
        """Record that the event did not run, once its effect was ``shown``.

        Raises:
            StaleError: it would have another effect now.
            ServiceError: no reason is given.
        """
        unchanged(shown, self.effect(group, event))
        occurrence, why = self._occurrence(group, event), reason.strip()
        if not why:
            raise ServiceError("Give a short reason, for example “trainer ill”.")
        if occurrence.did_not_run and occurrence.reason == why:
            return _nothing(group)
        said = {"state": EventState.DID_NOT_RUN.value, "reason": why}
        return self._write(group, event, said, f"“did not run” for {occurrence.title}")

    def did_run(self, group: str, event: str) -> Changes:
        """Record that the event ran, or that it will after all if it is still to come."""
        occurrence = self._occurrence(group, event)
        if not (occurrence.did_not_run or occurrence.disagrees):
            return _nothing(group)
        begun = occurrence.has_begun(self._core.clock()) or self._core.facts.of(group).marks(event)
        said = {"state": EventState.RAN.value if begun else None, "reason": None}
        return self._write(group, event, said, f"“did run” for {occurrence.title}")

    def moving(self, group: str, event: str) -> EventMove:
        """What is known of an event that may move; one without times is offered today, at the
        programme's usual time.
        """
        facts = self._core.facts.of(group)
        occurrence = occurrence_of(facts, event)
        usual = local_time(self._core.today(group), facts.programme.usual_start, facts.zone)
        start = occurrence.start or usual
        return EventMove(
            title=occurrence.title,
            start=start,
            end=occurrence.end or start + timedelta(minutes=_USUAL_MINUTES),
            place=occurrence.place,
            words=self._moving_words(facts, occurrence),
        )

    @staticmethod
    def _moving_words(facts: GroupFacts, occurrence: GroupEvent) -> str:
        fact, marked = facts.events.get(occurrence.id), len(facts.marks(occurrence.id))
        said = [when_words(occurrence.start, occurrence.end, occurrence.place)]
        if differ := [name for name in _WHEN if fact and name in fact.disagreeing]:
            said.append(words.different_details(differ))
        if occurrence.did_not_run:
            said.append(words.RAN_AFTER_ALL)
        return " ".join(filter(None, (*said, marks_at_a_move(marked))))

    def move_to(
        self, group: str, event: str, to: tuple[datetime, datetime, str], shown: EventMove
    ) -> Changes:
        """Record when and where the event is held; times without an offset are the programme's.

        Raises:
            StaleError: it is held at another time or place now, or other marks are made.
            ServiceError: it would end before it begins.
        """
        unchanged(shown, self.moving(group, event))
        occurrence, (start, end, place) = self._occurrence(group, event), to
        zone = self._core.facts.of(group).zone
        starts = with_offset(start, occurrence.start, zone)
        ends = with_offset(end, occurrence.end, zone)
        if ends <= starts:
            raise ServiceError("The end must be after the start.")
        said = changed_details(occurrence, starts, ends, place.strip())
        if not said:
            return _nothing(group)
        when = f"{day_and_year(starts.date())}, {clock_time(starts)}"
        return self._write(group, event, said, f"move of {occurrence.title} to {when}")

    def _write(self, group: str, event: str, content: Mapping[str, object], words: str) -> Changes:
        recorded = self._core.recorder.write(
            group, [NewEntry("event.set", {"event": event, **content})]
        )
        self._core.undo.remember(group, UndoStep(words, recorded.ids, event))
        return recorded.changes

    def _occurrence(self, group: str, event: str) -> GroupEvent:
        return occurrence_of(self._core.facts.of(group), event)


def changed_details(
    occurrence: GroupEvent, start: datetime, end: datetime, place: str
) -> dict[str, object]:
    """The details that are new; a move also takes back that the event did not run."""
    said: dict[str, object] = {}
    if start != occurrence.start:
        said["start"] = start.isoformat(timespec="seconds")
    if end != occurrence.end:
        said["end"] = end.isoformat(timespec="seconds")
    if place != occurrence.place:
        said["place"] = place
    if ("start" in said or "end" in said) and (occurrence.did_not_run or occurrence.disagrees):
        said |= {"state": None, "reason": None}
    return said


def with_offset(moment: datetime, recorded: datetime | None, zone: tzinfo) -> datetime:
    """In the programme's zone; of an hour that happens twice, the one that is recorded."""
    if moment.tzinfo is None and recorded is not None and recorded.replace(tzinfo=None) == moment:
        return recorded
    return in_zone(moment, zone)


def _nothing(group: str) -> Changes:
    return Changes(group, frozenset(), frozenset())
