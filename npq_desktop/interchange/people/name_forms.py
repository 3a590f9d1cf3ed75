"""Writes a name in the forms it is compared and found by: same signs, no accents, letters only."""

import re
import unicodedata

_SUFFIX = re.compile(r"\s{0,9}\((?:external|unverified|guest|extern)\)\s{0,9}$", re.IGNORECASE)
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ`´′＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
    | {"ŋ": "n", "ŧ": "t", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k"}
)
_PLACEHOLDERS = frozenset({"_", ".", "-", "__", "...", "…", "?"})


def normal_form(name: str) -> str:
    """First pass: NFC, single spaces, one kind of apostrophe and dash, case-folded, no ``_``."""
    if name.isascii():  # most names, and there is nothing to compose
        bare = name.replace("`", "'").split()
        return " ".join(word for word in bare if word not in _PLACEHOLDERS).casefold()
    composed = unicodedata.normalize("NFC", name).translate(_APOSTROPHES | _DASHES)
    words = [word for word in composed.split() if word not in _PLACEHOLDERS]
    return unicodedata.normalize("NFC", " ".join(words).casefold())


def plain_form(name: str) -> str:
    """Second pass: the normal form without accents; ł, ø, đ, ħ and ı come from a table."""
    normal = normal_form(name)
    if normal.isascii():
        return normal
    decomposed = unicodedata.normalize("NFKD", normal)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return normal_form(bare.casefold().translate(_UNDECOMPOSED))


def letters_form(name: str) -> str:
    """Third pass: letters only, as platforms write names into file names."""
    return "".join(character for character in plain_form(name) if character.isalpha())


def search_key(text: str) -> str:
    """What to compare when finding a person by any part of a name, or of what was typed.

    No accents, case or apostrophes; dashes and other signs are spaces: ``o'b`` finds O'Brien.
    """
    plain = plain_form(text).replace("'", "")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def reordered(name: str) -> str:
    """``Last, First`` as ``First Last``; any other name as it is."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or not last.strip() or not first.strip():
        return name
    return f"{first.strip()} {last.strip()}"


def orders(name: str) -> tuple[str, ...]:
    """The name as given, and from ``Last, First`` or ``LAST First`` as ``First Last``."""
    bare = _SUFFIX.sub("", name)
    turned = reordered(bare)
    words = bare.split()
    capitals = 0
    while capitals < len(words) and len(words[capitals]) > 1 and words[capitals].isupper():
        capitals += 1
    if 0 < capitals < len(words) and not any(word.isupper() for word in words[capitals:]):
        return (bare, turned, " ".join([*words[capitals:], *words[:capitals]]))
    return (bare, turned)
