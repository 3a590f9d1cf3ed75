"""Names that others gave: shown on one line, and marked where one may be taken for another.

Nothing is decided by a name. Who somebody is, is settled by key and place; a name is only what a
laptop calls itself. Source: journal/FORMAT.md, section 2, *Names*.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

MAX_NAME = 60
MAX_TITLE = 120
MAX_FILE_NAME = 255
NO_NAME = "no name"
SHEET = "Recovery sheet"

RESERVED = frozenset(
    {
        *("recovery sheet", "your recovery sheet", "programme office", "program office", "office"),
        *("you", "your laptop", "your other laptop", "this laptop", "this one", "a laptop"),
        *("everyone", "everyone in this group", "anyone", "nobody", "nobody else", "someone"),
        *("an unknown laptop", "npq desktop", "hub", "coordinator", "facilitator", "no name"),
    }
)
"""What the program itself says in place of a name."""

_JOINERS = "\u200c\u200d"
_MOST_MARKS = 4
_LOOKALIKES = {
    "a": "ɑαа",
    "b": "ƅβвь",
    "c": "ϲсⅽ",
    "d": "ԁⅾ",
    "e": "εеєҽ",
    "g": "ɡց",
    "h": "нһհ",
    "i": "!1l|ıɩιіїӏ",
    "j": "ϳј",
    "k": "κк",
    "m": "м",
    "n": "ηпո",
    "o": "0οσоօ",
    "p": "ρр",
    "q": "ԛ",
    "r": "г",
    "s": "$5ѕ",
    "t": "τт",
    "u": "μυս",
    "v": "νѵ",
    "w": "ωѡԝ",
    "x": "χх",
    "y": "γучү",
    "z": "ᴢ",
}
"""By Latin letter what is drawn like it: Cyrillic, Greek and Armenian letters, digits and signs."""

_AS_LATIN = {ord(one): latin for latin, drawn in _LOOKALIKES.items() for one in drawn}
_ALIKE_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Scripts that share the looks of letters; no name mixes two of them."""


def one_line(text: str, at_most: int = MAX_NAME) -> str:
    """The text on one line: without controls, marks that turn direction and line ends, bounded."""
    if text.isprintable() and len(text) <= at_most and text == text.strip():
        return text
    kept, marks = [], 0
    for letter in text[: 8 * at_most]:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(" ")
        elif marks <= _MOST_MARKS and (kind[0] != "C" or letter in _JOINERS):
            kept.append(letter)
    line = " ".join("".join(kept).split())
    return line if len(line) <= at_most else line[: at_most - 1].rstrip() + "…"


def shown(name: str, mark: str, *, is_sheet: bool) -> str:
    """What to call a member on screen and paper: "Sam (invited as “Samira Khan”)" where marked."""
    if is_sheet:
        return SHEET
    return f"{name or NO_NAME} ({mark})" if mark else name or NO_NAME


def looks_like(name: str) -> str:
    """A text that is equal for names that can be taken for each other, and means nothing else."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_AS_LATIN)
    letters = (letter for letter in unicodedata.normalize("NFKD", plain) if letter.isalnum())
    return "".join(letters).replace("rn", "m").replace("vv", "w")


def mixes_scripts(name: str) -> bool:
    """Whether letters of several scripts that look alike stand in one name."""
    letters = (letter for letter in unicodedata.normalize("NFKC", name) if letter.isalpha())
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    return len(scripts & _ALIKE_SCRIPTS) > 1


_RESERVED = frozenset(map(looks_like, RESERVED))


def doubtful(names: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The names, of pairs of a member id and a name, that say who somebody is not: reserved words,
    mixed scripts, and those of another member or drawn like one.
    """
    found = tuple(names)
    members: defaultdict[str, set[str]] = defaultdict(set)
    for member, name in found:
        members[looks_like(name)].add(member)
    return frozenset(
        name
        for _, name in found
        if len(members[looks_like(name)]) > 1
        or looks_like(name) in _RESERVED
        or not looks_like(name)
        or mixes_scripts(name)
    )
