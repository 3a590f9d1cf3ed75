"""Underlines a letter in each entry of a menu, so that one press chooses it."""

from collections.abc import Sequence
from string import ascii_letters, digits

_SIGNS = ascii_letters + digits


def underlined(words: Sequence[str]) -> list[str]:
    """The words of the entries of one menu with an ``&`` before a letter no other entry has.

    First letters go first, from above. Of what is left the shortest words choose first, letters
    that begin a word before others. What stands behind a tab is a key and has no letter; an entry
    that finds none free has none.
    """
    places: dict[int, int] = {}
    taken: set[str] = set()

    def take(at: int, tried: Sequence[int]) -> None:
        free = [place for place in tried if words[at][place].casefold() not in taken]
        if free:
            places[at] = free[0]
            taken.add(words[at][free[0]].casefold())

    for at, each in enumerate(words):
        take(at, _letters(each[:1]))
    for at in sorted(set(range(len(words))) - set(places), key=lambda at: len(words[at])):
        take(at, _letters(words[at].partition("\t")[0]))
    return [_with_sign(each, places.get(at)) for at, each in enumerate(words)]


def _letters(words: str) -> list[int]:
    """Where the letters are: those that begin a word, then digits, then the others."""
    signs = [at for at, sign in enumerate(words) if sign in _SIGNS]
    return sorted(signs, key=lambda at: (_is_within(words, at), words[at] in digits))


def _is_within(words: str, at: int) -> bool:
    return at > 0 and words[at - 1] != " "


def _with_sign(words: str, place: int | None) -> str:
    parts = (words,) if place is None else (words[:place], words[place:])
    return "&".join(part.replace("&", "&&") for part in parts)
