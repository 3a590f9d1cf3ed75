"""What a sign-off saw, and what has come or changed since; writes nothing.

Source: journal design, section 3 (``covers``) and section 4.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from npq_desktop.facts import MarkFact, SignoffFact
from npq_desktop.rows.register import SignoffRow
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.naming import count
from npq_desktop.services.core.times import moment

_COVER_LENGTH = 16


def signoff_rows(facts: GroupFacts, event: str, member: str | None) -> tuple[SignoffRow, ...]:
    """The sign-offs of one event with what each does not cover; ``member`` uses this laptop."""
    signoffs = facts.signoffs.get(event, ())
    held = held_words(facts, event) if signoffs else ()
    return tuple(
        SignoffRow(
            who=facts.member_name(fact.source.key),
            at=moment(fact.source.at),
            words=fact.words,
            uncovered=_uncovered(facts, fact),
            held=held,
            own=member is not None and fact.member == member,
        )
        for fact in signoffs
    )


def _uncovered(facts: GroupFacts, signoff: SignoffFact) -> tuple[str, ...]:
    """Such as "4 marks by Sam", "1 mark taken back": what the signature did not see."""
    marks = facts.marks(signoff.event)
    seen: dict[str, list[str]] = {}
    for person, heads in signoff.covers.items():
        seen.setdefault(facts.main(person), []).extend(heads)
    by = Counter(
        facts.member_name(fact.source.key)
        for person, values in marks.items()
        for fact in values
        if _heads(fact).isdisjoint(seen.get(person, ()))
    )
    gone = len(seen.keys() - marks.keys())
    said = [f"{count(number, 'mark')} by {who}" for who, number in sorted(by.items())]
    return (*said, f"{count(gone, 'mark')} taken back") if gone else tuple(said)


def held_words(facts: GroupFacts, event: str) -> tuple[str, ...]:
    """Such as "1 mark by Sam": entries about the event that are here and do not count."""
    if not facts.held:
        return ()
    events = facts.state.events
    by = Counter(
        (_KIND_WORDS.get(fact.kind, "entry"), facts.member_name(fact.source.key))
        for fact in facts.held
        if _concerns(events[fact.id].content or {}, event)
    )
    return tuple(
        f"{count(number, words, 'entries' if words == 'entry' else None)} by {who}"
        for (words, who), number in sorted(by.items())
    )


_KIND_WORDS = {"mark.set": "mark", "register.signoff": "sign-off", "note.add": "note"}


def _concerns(content: Mapping[str, object], event: str) -> bool:
    return event in (content.get("event"), content.get("item"))


def _heads(fact: MarkFact) -> frozenset[str]:
    """The entries that say this value: who agrees with a covered mark changes nothing, nor does
    an undo that brings it back.
    """
    ids = [fact.head, fact.source.id, *(source.id for source in fact.agreeing)]
    return frozenset(head[:_COVER_LENGTH] for head in ids)


def covered(facts: GroupFacts, event: str) -> Mapping[str, Sequence[str]]:
    """What a sign-off made now would see: person → the first 16 digits of each head's id."""
    ids = [each for person in facts.marks(event) for each in facts.ids_of(person)]
    heads = {each: facts.state.heads(("mark", event, each)) for each in ids}
    return {each: [head[:_COVER_LENGTH] for head in seen] for each, seen in heads.items() if seen}
