"""The people and events of a group, put together from what a store says of each field."""

from collections.abc import Mapping

from npq_desktop.journal.kinds.event import EVENT, EventFact, events_of
from npq_desktop.journal.kinds.person import PERSON, PersonFact, people_of
from npq_desktop.store.reading import Reading


def people(reading: Reading, group: str) -> Mapping[str, PersonFact]:
    found = people_of(reading.facts(PERSON, group), reading.erased(group))
    return {person.id: person for person in found}


def events(reading: Reading, group: str) -> Mapping[str, EventFact]:
    return {event.id: event for event in events_of(reading.facts(EVENT, group))}
