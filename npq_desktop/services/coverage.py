"""What a sign-off saw, and what has come or changed since; writes nothing.

Source: journal design, section 3 (``covers``) and section 4.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from npq_desktop.rows.facts import MarkFact, SignoffFact
from npq_desktop.rows.register import SignoffRow
from npq_desktop.services.group_facts import GroupFacts
from npq_desktop.services.naming import count
from npq_desktop.services.register_rows import claimed_time

_COVER_LENGTH = 16


def signoff_rows(facts: GroupFacts, event: str) -> tuple[SignoffRow, ...]:
    """The sign-offs of one event with what each does not cover."""
    return tuple(
        SignoffRow(
            who=facts.member_name(fact.source.key),
            at=claimed_time(fact.source.at),
            words=fact.words,
            uncovered=_uncovered(facts, fact),
        )
        for fact in facts.signoffs.get(event, ())
    )


def _uncovered(facts: GroupFacts, signoff: SignoffFact) -> tuple[str, ...]:
    """Such as "4 marks by Sam", "1 mark taken back": what the signature did not see."""
    marks = facts.marks(signoff.event)
    by = Counter(
        facts.member_name(fact.source.key)
        for person, values in marks.items()
        for fact in values
        if _heads(fact).isdisjoint(signoff.covers.get(person, ()))
    )
    gone = len(signoff.covers.keys() - marks.keys())
    said = [f"{count(number, 'mark')} by {who}" for who, number in sorted(by.items())]
    return (*said, f"{count(gone, 'mark')} taken back") if gone else tuple(said)


def _heads(fact: MarkFact) -> frozenset[str]:
    """The entries that say this value: who agrees with a covered mark changes nothing."""
    ids = [fact.head, *(source.id for source in fact.agreeing)]
    return frozenset(head[:_COVER_LENGTH] for head in ids)


def covered(facts: GroupFacts, event: str) -> Mapping[str, Sequence[str]]:
    """What a sign-off made now would see: person → the first 16 digits of each head's id."""
    ids = [each for person in facts.marks(event) for each in facts.ids_of(person)]
    heads = {each: facts.state.heads(("mark", event, each)) for each in ids}
    return {each: [head[:_COVER_LENGTH] for head in seen] for each, seen in heads.items() if seen}
