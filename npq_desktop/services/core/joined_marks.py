"""Finds the marks of a person with several ids, and writes a choice between them.

A mark stays with the id it was made under, so that parting two ids gives each its own back.
"""

from collections.abc import Sequence

from npq_desktop.errors import StaleError
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry


def marked_ids(facts: GroupFacts, event: str, person: str) -> tuple[str, ...]:
    """The ids of a person that have marks at an event, else the person's own."""
    ids = facts.ids_of(person)
    if len(ids) == 1:
        return ids
    return tuple(each for each in ids if _is_marked(facts, event, each)) or ids[:1]


def chosen_drafts(facts: GroupFacts, event: str, ids: Sequence[str], head: str) -> list[NewEntry]:
    """One side of a disagreement, written under every id.

    Raises:
        StaleError: the sides have changed meanwhile.
    """
    for each in ids:
        for value in facts.state.values(("mark", event, each)):
            if value.head == head:
                return [NewEntry("mark.set", {**value.content, "person": one}) for one in ids]
    raise StaleError


def _is_marked(facts: GroupFacts, event: str, person: str) -> bool:
    values = facts.state.values(("mark", event, person))
    return any(value.content.get("state") for value in values)
