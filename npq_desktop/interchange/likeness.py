"""Whether two names may be one person's, so that a list is asked about before it is believed."""

from npq_desktop.interchange.name_forms import reordered, search_key
from npq_desktop.interchange.written_names import former_names, present_name

_SOMEWHAT, _VERY = 60, 80


def are_alike(one: str, other: str) -> bool:
    """Whether two names have a word in common, or nearly the same letters."""
    from rapidfuzz import fuzz

    texts = [" ".join((_key(name), *map(search_key, former_names(name)))) for name in (one, other)]
    common = set(texts[0].split()) & set(texts[1].split())
    return bool(common) or not all(texts) or fuzz.token_sort_ratio(*texts) >= _SOMEWHAT


def may_be_one(one: str, other: str) -> bool:
    """Whether one name may be the other one misspelt or shortened; a surname alone says nothing."""
    from rapidfuzz import fuzz

    texts = _key(one), _key(other)
    if fuzz.token_set_ratio(*texts) >= _VERY:
        return True
    given, known = (text.split() for text in texts)
    if len(given) < 2 or len(known) < 2 or given[-1] != known[-1]:
        return False
    return _is_short(given[0], known[0]) or _is_short(known[0], given[0])


def _is_short(one: str, other: str) -> bool:
    """An initial, or one first name within the other: Ben, Benjamin; Seun, Oluwaseun."""
    return one in other if len(one) > 2 else len(one) == 1 and other.startswith(one)


def _key(name: str) -> str:
    return search_key(reordered(present_name(name)))
