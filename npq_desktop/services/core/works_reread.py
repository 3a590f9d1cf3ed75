"""Reads again, after a change, only what few people handed in and what was decided on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from npq_desktop.journal.kinds.catchup import CATCHUP
from npq_desktop.journal.kinds.kind import Kind
from npq_desktop.journal.kinds.review import REVIEW
from npq_desktop.journal.kinds.submission import SUBMISSION
from npq_desktop.rows.changes import Changes
from npq_desktop.store.store import Store

if TYPE_CHECKING:
    from npq_desktop.services.core.facts import GroupFacts

FEW = 4
"""For so many people what they did is read one by one, for more all of it."""
_WORKS: Mapping[str, tuple[str, Kind[Any]]] = {
    "submissions": ("submission", SUBMISSION),
    "reviews": ("review", REVIEW),
    "catchups": ("catchup", CATCHUP),
}
"""What is filed under person and item, by its name among the facts."""
WORK_FAMILIES = frozenset(family for family, _ in _WORKS.values())
_Filed = Mapping[tuple[str, str], tuple[Any, ...]]


def reread_works(facts: "GroupFacts", store: Store, changes: Changes) -> Mapping[str, object]:
    """What was read of these before, with that of the people of a change read anew."""
    known = {
        name: kind
        for name, (family, kind) in _WORKS.items()
        if family in changes.kinds and name in facts.__dict__
    }
    if not known or "person" in changes.kinds:
        return {}
    people = {facts.main(each) for each in changes.ids & facts.everybody.keys()}
    if not 0 < len(people) <= FEW:
        return {}
    ids = [each for person in people for each in facts.ids_of(person)]
    found: dict[str, object] = {}
    for name, kind in known.items():
        own = [fact for each in ids for fact in store.reading.facts(kind, facts.id, each)]
        found[name] = _mended(facts.__dict__[name], _filed(facts, kind, own), people)
    return found


def _mended(before: _Filed, again: _Filed, people: set[str]) -> _Filed:
    """Everybody else's as it was, in the places it had."""
    kept = {
        key: again.get(key, value)
        for key, value in before.items()
        if key[0] not in people or key in again
    }
    return {**kept, **again}


def _filed(facts: "GroupFacts", kind: Kind[Any], own: Iterable[Any]) -> _Filed:
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for fact in own:
        found[facts.main(fact.person), getattr(fact, kind.key[1])].append(fact)
    return {key: tuple(values) for key, values in found.items()}
