"""How typed text is compared with a row's ``search_key``: accents and case do not matter."""

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "’": "'"})


def folded(text: str) -> str:
    """Text without accents, case or doubled spaces: "Siân  Ó Brien" becomes "sian o brien"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().translate(_LETTERS).split())


def found(needle: str, search_key: str) -> bool:
    """Whether every word of ``needle`` stands somewhere in ``search_key``, in any order."""
    key = folded(search_key)
    return all(word in key for word in folded(needle).split())
