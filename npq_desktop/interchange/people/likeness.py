"""Whether two names may be one person's, so that a list is asked about before it is believed."""

from collections.abc import Sequence

from npq_desktop.interchange.people.name_forms import reordered, search_key
from npq_desktop.interchange.people.names import PersonIdentity
from npq_desktop.interchange.people.near_names import user_names
from npq_desktop.interchange.people.nicknames import are_of_one_family
from npq_desktop.interchange.people.written_names import former_names, present_name, readings

_SOMEWHAT, _VERY = 60, 80


def are_alike(one: str, other: str) -> bool:
    """Whether two names have a word in common, or nearly the same letters."""
    from rapidfuzz import fuzz

    texts = [" ".join((_key(name), *map(search_key, former_names(name)))) for name in (one, other)]
    common = set(texts[0].split()) & set(texts[1].split())
    return bool(common) or not all(texts) or fuzz.token_sort_ratio(*texts) >= _SOMEWHAT


def may_be_one(written: str, known: PersonIdentity) -> bool:
    """Whether a name of a file may be somebody's, spelt, shortened or called otherwise.

    Names borne before and the name somebody is known as count. A surname alone says nothing.
    """
    names = _names(known.name)
    if known.known_as:
        called = search_key(known.known_as)
        names += [" ".join([called, *name.split()[1:]]) for name in names]
    return any(_may_be_one(given, name) for given in _names(written) for name in names)


def _names(written: str) -> list[str]:
    """Present and former names as words to compare."""
    every = (*readings(written), present_name(written), *former_names(written))
    return list(dict.fromkeys(filter(None, map(_key, every))))


def _may_be_one(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    if fuzz.token_set_ratio(one, other) >= _VERY or one in user_names(other):
        return True
    given, known = one.split(), other.split()
    if len(given) < 2 or len(known) < 2 or given[-1] != known[-1]:
        return False
    return _may_be_called(given, known) or _may_be_called(known, given)


def _may_be_called(one: Sequence[str], other: Sequence[str]) -> bool:
    """An initial, one first name within the other as Ben in Benjamin, a pet name, a slip."""
    from rapidfuzz import fuzz

    first, whole = one[0], other[0]
    if len(first) < 3:
        return whole.startswith(first)
    is_slip = fuzz.ratio(first, whole) >= _VERY
    return first in whole or is_slip or are_of_one_family(first, whole)


def _key(name: str) -> str:
    return search_key(reordered(present_name(name)))
