"""What joining two people does to the marks of both, said before it is done. Writes nothing."""

from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.marks import mark_of, words_of
from npq_desktop.services.core.occurrences import Occurrence, occurrences


def joining_words(facts: GroupFacts, walk_in: str, other: str) -> str:
    """Event by event where the walk-in is marked, and how to go back."""
    said = [
        _at_event(facts, each, walk_in, other)
        for each in occurrences(facts)
        if walk_in in facts.marks(each.id)
    ]
    names = facts.names[walk_in], facts.names[other]
    said = said or [f"{names[0]} has no mark that could count for {names[1]}."]
    return " ".join([*said, "Nothing is lost: Alt+U on the row parts them again."])


def _at_event(facts: GroupFacts, event: Occurrence, walk_in: str, other: str) -> str:
    names = facts.names[walk_in], facts.names[other]
    mark = mark_words(facts, event.id, walk_in)
    if other not in facts.marks(event.id):
        return f"{names[0]}’s mark at {event.title}, {mark}, will count for {names[1]}."
    if len(facts.marks_joined(event.id, (walk_in, other))) == 1:
        return f"Both are marked {mark} at {event.title}: that is one mark from then on."
    return (
        f"At {event.title} the marks differ, {mark} for {names[0]} and "
        f"{mark_words(facts, event.id, other)} for {names[1]}: both will stand in the row until "
        "you choose with 1 or 2."
    )


def mark_words(facts: GroupFacts, event: str, person: str) -> str:
    """How somebody is marked at an event: "late 12 min", "present or absent", "unmarked"."""
    marks = facts.marks(event).get(person, ())
    return " or ".join(words_of(mark_of(fact)).lower() for fact in marks) or "unmarked"
