"""Whose name a typed one may be: everybody worth offering, the likest first.

It only puts people before a human, so it is generous; it never decides who somebody is.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher

from npq_desktop.interchange.names import search_key
from npq_desktop.rows.people import PersonChoice

_FEWEST_LETTERS = 2
_NEAR = 0.75
"""From this ratio on two names may be one mistyped: "Jon Smyth", "John Smith"."""


def alike(people: Iterable[PersonChoice], typed: str) -> tuple[PersonChoice, ...]:
    """Those whose name is like the typed one; of the same likeness in the order given."""
    wanted = search_key(typed)
    if len(wanted) < _FEWEST_LETTERS:
        return ()
    ranked = [(rank, each) for each in people if (rank := _rank(wanted, each)) is not None]
    return tuple(each for _, each in sorted(ranked, key=lambda pair: pair[0]))


def _rank(wanted: str, person: PersonChoice) -> int | None:
    """0 the same, 1 begun or turned round, 2 near; None where nothing is alike."""
    found = [rank for name in person.names if (rank := _likeness(wanted, name)) is not None]
    return min(found, default=None)


def _likeness(wanted: str, name: str) -> int | None:
    if wanted == name:
        return 0
    if _begins(wanted.split(), name.split()):
        return 1
    return 2 if _is_near(wanted, name) else None


def _begins(typed: list[str], words: list[str]) -> bool:
    """Whether each typed word begins a word of the name, in any order."""
    return all(any(word.startswith(each) for word in words) for each in typed)


def _is_near(wanted: str, name: str) -> bool:
    """A letter or two apart, or the same surname after the same initial."""
    if not name or wanted[0] != name[0]:
        return False
    typed, words = wanted.split(), name.split()
    if len(typed) > 1 and len(words) > 1 and typed[-1] == words[-1]:
        return True
    matcher = SequenceMatcher(None, wanted, name)
    return matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR
