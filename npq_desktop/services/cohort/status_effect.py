"""What a change of facts about one person does, in figures: registers, sums, standing, group.

Compares two sets of facts, one of them supposed, through the same engine as the screens. Refuses
to write, and to guess: both sides are worked out in full.
Source: engagement design, "From facts to items".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from npq_desktop.engagement import Participant, Result, State, evaluate
from npq_desktop.programme import Away
from npq_desktop.services.cohort import standing_words
from npq_desktop.services.core.enrolment import Enrolment
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.items import ItemsOfGroup
from npq_desktop.services.core.naming import count, listed_briefly
from npq_desktop.services.core.occurrences import Occurrence, occurrences


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands; ``apart`` is deferred or withdrawn, "" for who is counted.

    ``items`` counts what is in the sum; ``percent`` is what is secured and what is possible.
    """

    apart: str
    words: str
    percent: str
    items: int


def standing(facts: GroupFacts, person: str, now: datetime) -> Standing:
    """Where a person stands by these facts."""
    enrolment = Enrolment(facts.enrolments.get(person, ()))
    items = ItemsOfGroup(facts=facts, now=now).items(person)
    asked = Participant(id=person, items=tuple(item for item, _ in items))
    result = evaluate(facts.programme.rule(), now.date().isoformat(), asked)
    today = now.date()
    return Standing(
        apart=enrolment.status(today) if enrolment.set_apart(today) else "",
        words=standing_words.standing(result) if result.standing else "not started",
        percent=_percent(result),
        items=sum(item.state is not State.EXCUSED for item, _ in items),
    )


def sentences(before: GroupFacts, after: GroupFacts, person: str, now: datetime) -> tuple[str, ...]:
    """What a change of enrolment does, a sentence each."""
    old, new = standing(before, person, now), standing(after, person, now)
    said = [
        *_registers(before, after, person),
        _sum(before, old, new),
        standing_sentence(old, new),
        _group(before, old, new, now),
    ]
    return tuple(filter(None, said))


def standing_sentence(old: Standing, new: Standing) -> str:
    """Such as "Standing: on course … becomes deferred: shown apart, counted in no standing."."""
    if new.apart and not old.apart:
        return (
            f"Standing: “{old.words}” ({old.percent}) becomes “{new.apart}”: shown apart, in no "
            "figure of the group. What was done and attended stays."
        )
    if new.apart and new.apart == old.apart:
        return f"Standing: stays “{new.apart}”: shown apart, in no figure of the group."
    if new.apart:
        return f"Standing: “{old.apart}” becomes “{new.apart}”: still shown apart."
    if old.apart:
        return f"Standing: counted again, as “{new.words}” ({new.percent})."
    if (old.words, old.percent) == (new.words, new.percent):
        return f"Standing today: stays “{old.words}” ({old.percent})."
    return f"Standing: “{old.words}” ({old.percent}) becomes “{new.words}” ({new.percent})."


def sum_sentence(old: Standing, new: Standing) -> str:
    """How many items count for the person."""
    if old.items == new.items:
        return f"Sum: {count(new.items, 'item')} of the course count, as before."
    return f"Sum: {count(old.items, 'item')} of the course become {new.items}."


def _sum(facts: GroupFacts, old: Standing, new: Standing) -> str:
    if old.items == new.items and facts.programme.engagement.away is Away.DENOMINATOR:
        return f"{sum_sentence(old, new)[:-1]}: events missed while away stay in the sum."
    return sum_sentence(old, new)


def _registers(before: GroupFacts, after: GroupFacts, person: str) -> Iterable[str]:
    asked, asks = _asking(before, person), _asking(after, person)
    gone = [each for each in asked if each not in asks]
    back = [each for each in asks if each not in asked]
    taken = sum(person in before.marks(each.id) for each in gone)
    if gone:
        yield f"{_registers_words(gone)} will not ask for them: {_titles(gone)}."
    if taken:
        one = taken == 1
        marks = "A mark made there stays" if one else f"{taken} marks made there stay"
        yield f"{marks} and {'counts' if one else 'count'}."
    if back:
        yield f"{_registers_words(back)} will ask for them: {_titles(back)}."
    if not gone and not back:
        yield "No register changes."


def _asking(facts: GroupFacts, person: str) -> list[Occurrence]:
    """The events whose register asks for the person, by date; those without a date as of now."""
    enrolment = Enrolment(facts.enrolments.get(person, ()))
    return [
        each
        for each in occurrences(facts)
        if not each.did_not_run and each.day is not None and enrolment.is_expected(each.day)
    ]


def _registers_words(events: Sequence[Occurrence]) -> str:
    return count(len(events), "register")


def _titles(events: Sequence[Occurrence]) -> str:
    return listed_briefly((each.title for each in events), most=4)


def _group(facts: GroupFacts, old: Standing, new: Standing, now: datetime) -> str:
    if bool(old.apart) == bool(new.apart):
        return ""
    today = now.date()
    counted = sum(
        not fact.erased and not Enrolment(facts.enrolments.get(key, ())).set_apart(today)
        for key, fact in facts.participants.items()
    )
    after = counted + (1 if old.apart else -1)
    return f"The group counts {after} instead of {count(counted, 'person', 'people')}."


def _percent(result: Result) -> str:
    if result.secured is None or result.possible is None:
        return "nothing counts yet"
    return f"{result.secured.percent} % secured, {result.possible.percent} % possible"
