"""Treats several ids of one person as one: whose id represents them, and their marks together.

A walk-in is joined with a participant by ``same_as``; laptops that have not heard of each other may
so make chains and rings, which every laptop follows to the same end.
Source: journal/FORMAT.md, section 3 (``same_as``).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.journal.kinds.person import PersonFact

WALK_IN = "walk_in"
"""The field of a person that names the event they walked into; participants have none."""

Joined = Mapping[str, str]
"""From an id to the id that stands for it; ids that stand for themselves are left out."""


def is_walk_in(person: PersonFact) -> bool:
    """Whether this person came without being on the list."""
    return bool(person.fields.get(WALK_IN)) and not person.erased


def joined_people(people: Mapping[str, PersonFact]) -> Joined:
    """The id that represents each person: the end of a chain; of a ring a participant or the least.

    A link to somebody unknown is none, so nobody vanishes before their other id has arrived.
    """
    ends = {person: _end(people, person) for person in people}
    return {person: end for person, end in ends.items() if person != end}


def _end(people: Mapping[str, PersonFact], person: str) -> str:
    path = [person]
    while (after := people[path[-1]].same_as) is not None and after in people:
        if after in path:
            ring = path[path.index(after) :]
            return min(ring, key=lambda one: (is_walk_in(people[one]), one))
        path.append(after)
    return path[-1]


def together(
    values: Sequence[MarkFact], worth: Callable[[MarkFact], Hashable]
) -> tuple[MarkFact, ...]:
    """The marks of one person at one event: those of one state and one ``worth`` are one.

    Source: journal/FORMAT.md, section 3: marks are compared by state and the credit they give.
    """
    found: dict[Hashable, MarkFact] = {}
    for fact in values:
        said = (fact.state, worth(fact))
        known = found.get(said)
        found[said] = fact if known is None else _agreeing(known, fact)
    return tuple(found.values())


def _agreeing(known: MarkFact, fact: MarkFact) -> MarkFact:
    sources = (*known.agreeing, fact.source, *fact.agreeing)
    return replace(known, agreeing=sources, amendment=known.amendment or fact.amendment)


def covers_together(
    covers: Mapping[str, tuple[str, ...]], joined: Joined
) -> Mapping[str, tuple[str, ...]]:
    """What a sign-off saw, by the people as they are joined now."""
    found: dict[str, tuple[str, ...]] = {}
    for person, heads in covers.items():
        main = joined.get(person, person)
        found[main] = (*found.get(main, ()), *heads)
    return found


def mains(people: Iterable[str], joined: Joined) -> tuple[str, ...]:
    """Each person once, by the id that represents them, in order."""
    return tuple(dict.fromkeys(joined.get(person, person) for person in people))
