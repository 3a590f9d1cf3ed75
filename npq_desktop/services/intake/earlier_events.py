"""Events from before a group was on this laptop: what was planned when, and what is said of them.

A group made today is not behind: nobody here saw these events, so they have no date until somebody
says whether they were held, and what was handed in around them counts as due nowhere here.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from npq_desktop.errors import ServiceError
from npq_desktop.rows.intake import Earlier, EarlierAnswer, EarlierEvent
from npq_desktop.rows.register import EventState
from npq_desktop.services.core.events import (
    NOT_HELD,
    REGISTER_ELSEWHERE,
    REGISTER_HERE,
    GroupEvent,
    group_events,
)
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import local_time

_REASONS = {Earlier.ELSEWHERE: REGISTER_ELSEWHERE, Earlier.HERE: REGISTER_HERE}


def earlier_events(facts: GroupFacts, today: date) -> tuple[EarlierEvent, ...]:
    """The programme's events without a date of which the plan, as far as it shows, is past."""
    dated = group_events(facts)
    planned = _planned(facts, dated)
    found = [
        EarlierEvent(each.id, each.title, planned.get(each.id))
        for each in dated
        if each.counts and each.start is None and each.stated in (None, EventState.PLANNED)
        if planned.get(each.id, date.min) < today
    ]
    order = [item.key for item in sorted(facts.programme.items, key=lambda item: item.week)]
    return tuple(sorted(found, key=lambda each: order.index(each.event)))


def _planned(facts: GroupFacts, dated: tuple[GroupEvent, ...]) -> Mapping[str, date]:
    """When each event is planned, counted from the start of the course that most dates agree on."""
    weeks = {item.key: item.week for item in facts.programme.items if item.is_event}
    starts = Counter(
        each.day - timedelta(weeks=weeks[each.id])
        for each in dated
        if each.day is not None and each.id in weeks
    )
    if not starts:
        return {}
    [(start, _)] = starts.most_common(1)
    return {key: start + timedelta(weeks=week) for key, week in weeks.items()}


def earlier_entries(
    facts: GroupFacts, answers: Mapping[str, EarlierAnswer], today: date
) -> list[NewEntry]:
    """What is recorded of events once somebody has said what became of them.

    Raises:
        ServiceError: an event was held on a day that is not known, or is still to come.
    """
    titles = {each.id: each.title for each in group_events(facts)}
    return [_entry(facts, event, titles[event], said, today) for event, said in answers.items()]


def _entry(facts: GroupFacts, event: str, title: str, said: EarlierAnswer, today: date) -> NewEntry:
    if said.what is Earlier.NOT_HELD:
        state = EventState.DID_NOT_RUN.value
        return NewEntry("event.set", {"event": event, "state": state, "reason": NOT_HELD})
    if said.on is None:
        raise ServiceError(f"Type the day on which {title} was held.")
    if said.on >= today:
        raise ServiceError(f"{title} was held before today. Type the day on which it was.")
    programme = facts.programme
    start = local_time(said.on, programme.usual_start, facts.zone)
    end = start + timedelta(minutes=programme.item(event).minutes)
    return NewEntry(
        "event.set",
        {
            "event": event,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "state": EventState.RAN.value,
            "reason": _REASONS[said.what],
        },
    )
