"""Which code page a list of people in 8-bit text was written in, told by signs that no name has.

Excel writes "CSV" as Windows, Macintosh or MS-DOS text and says so nowhere. Wrongly read, a capital
or a currency sign stands inside a word: ``JosŽ``, ``N£ez``.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

_PAGES = {"cp1252": 0, "mac_roman": 1, "cp850": 1, "utf-8": 1, "cp1250": 2}
"""Likeliest first, and by how much another page has to be less odd than Windows text."""
PAGE_WORDS = {
    "cp1252": "Windows text",
    "mac_roman": "Macintosh text",
    "cp850": "MS-DOS text",
    "cp1250": "Windows text of Central Europe",
    "utf-8": "UTF-8 text",
}
_WORD = re.compile(rb'[^\s,;|"\x80-\xff]{0,40}[\x80-\xff][^\s,;|"]{0,40}')
_TYPED_WORD = re.compile(r'[^\s,;|"]{0,40}[^\x00-\x7f\s][^\s,;|"]{0,40}')
_MOST_WORDS = 2_000
_RARE = frozenset("ìîòõùûýÿãæœšžðþàŠŽŸÃÕÆŒÈÊËÌÎÏÒÔÙÛÝÐÞ")
_NO_LETTERS = frozenset("ªºµƒˆ˜ﬁﬂ")


def likeliest_page(data: bytes) -> str:
    """The code page in which the fewest signs of these bytes are odd; Windows where it is open."""
    words = [found.group() for found in islice(_WORD.finditer(data), _MOST_WORDS)]
    oddities = {page: more + sum(map(_oddity, _read(words, page))) for page, more in _PAGES.items()}
    return min(oddities, key=lambda page: oddities[page])


def other_reading(text: str, page: str) -> tuple[str, str] | None:
    """A word as it was read, and as Windows text; None where that is what it was read as."""
    if page not in ("mac_roman", "cp850", "cp1250"):
        return None
    for word in _TYPED_WORD.findall(text):
        try:
            other = word.encode(page).decode("cp1252", errors="replace")
        except UnicodeEncodeError:
            continue
        if other != word:
            return word, other
    return None


def _read(words: list[bytes], page: str) -> Iterator[str]:
    return (word.decode(page, errors="replace") for word in words)


def _oddity(word: str) -> int:
    """How unlike a name a word is; 0 for one as people are called."""
    around = f" {word} "
    return sum(
        _oddness(around[at - 1], around[at], around[at + 1])
        for at in range(1, len(around) - 1)
        if not around[at].isascii()
    )


def _oddness(before: str, sign: str, after: str) -> int:
    if sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Cn", "Co"):
        return 8
    if sign.isalpha() and sign not in _NO_LETTERS:
        if "LATIN" not in unicodedata.name(sign, ""):
            return 4
        turned = (sign.isupper() and before.islower()) or (sign.islower() and after.isupper())
        small_start = sign.islower() and before == " "
        capitals = sign.isupper() and before.isupper() and after.islower()
        return 3 if turned else (sign in _RARE) + small_start + capitals
    if not (before.isalpha() or after.isalpha()):
        return 0
    if sign == "’":
        odd = (after.islower() and after != "s") or (before.isupper() and not after.isalpha())
        return 2 if odd else 0
    if sign in "–—" and (after.isupper() or not (before.isalpha() and after.isalpha())):
        return 0  # for a hyphen: Llewellyn–Hughes
    return 2
