"""Finds the people who cannot miss one more event and still reach the programme's percentage."""

from dataclasses import replace
from datetime import datetime

from npq_desktop.engagement import Item, ItemState, Participant, Standing, evaluate
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import Enrolment
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.worth.items import ItemsOfGroup


class LastChancesService:
    """Asks the engine about one event at a time; some 10 ms for a group, so not with each mark."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def at(self, group: str, event: str) -> tuple[int, frozenset[str]]:
        """The programme's percentage, and who cannot miss this event and still reach it.

        Marks at the event itself do not change it.
        """
        facts = self._core.facts.of(group)
        threshold = facts.programme.engagement.threshold
        return threshold, last_chances(facts, event, self._core.now(group))


def last_chances(facts: GroupFacts, event: str, now: datetime) -> frozenset[str]:
    """Who would no longer reach it without this event, whatever is marked at it now.

    Empty for an event that does not count. Source: engagement/RULES.md, "Headroom".
    """
    component = next((i.component for i in facts.programme.items if i.key == event), None)
    if component is None:
        return frozenset()
    items, rule, day = ItemsOfGroup(facts=facts, now=now), facts.programme.rule(), now.date()

    def spares(person: str) -> int | None:
        """How many events this person could miss with the event still open."""
        asked = tuple(_open(item, event) for item, _ in items.items(person))
        result = evaluate(rule, day.isoformat(), Participant(id=person, items=asked))
        if result.standing is Standing.OUT_OF_REACH:
            return None
        return next((c.headroom for c in result.components if c.key == component), None)

    return frozenset(
        person.id
        for person in facts.participants.values()
        if not person.erased
        and not Enrolment(facts.enrolments.get(person.id, ())).set_apart(day)
        and spares(person.id) == 0
    )


def _open(item: Item, event: str) -> Item:
    """The item as it would be without a mark, if it is the event's."""
    if item.id != event or item.state is ItemState.EXCUSED:
        return item
    return replace(item, state=ItemState.OPEN, credit=None, low=None, high=None)
