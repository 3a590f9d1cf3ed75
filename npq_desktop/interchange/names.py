"""Names as they are compared: their forms, their orders, and what is written around them.

Names are changed for comparing only, never kept changed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ`´′＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
    | {"ŋ": "n", "ŧ": "t", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k"}
)
_PLACEHOLDERS = frozenset({"_", ".", "-", "__", "...", "…", "?"})
_TITLE = re.compile(
    r"(mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|reverend|sir|dame|lady|lord|fr|father|sister)\.?",
    re.IGNORECASE,
)
_PRONOUN = r"(?:s?he|they|hers?|him|his|them|theirs?|ze|hir|xe|xem|any)"
_PRONOUNS = re.compile(
    rf"\b(?:any|all) pronouns\b|\b{_PRONOUN}(?:\s*[/|]\s*{_PRONOUN})+\b", re.IGNORECASE
)
_BRACKETED = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_BESIDE = re.compile(r"\s+[-–—/@•·:]\s+|\s*\|\s*")
_FORMER = re.compile(r"(?:née|nee|formerly|previously|was|born)\s+(.+)", re.IGNORECASE)

MatchPass = Literal[
    "id", "TRN", "e-mail", "user name", "name", "name without accents", "letters of the name",
    "likeness", "none",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonIdentity:
    """What is known of one person: of the group (``id`` is ours) or of a file (``id`` is empty).

    ``ids`` are keyed by platform, such as "brightspace" or "moodle".
    """

    name: str
    id: str = ""
    known_as: str | None = None
    email: str | None = None
    trn: str | None = None
    username: str | None = None
    school: str | None = None
    ids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome: ``person`` is an id once decided; else a human judges ``candidates``."""

    person: str | None
    candidates: tuple[str, ...]
    found_by: MatchPass
    reason: str

    @property
    def outcome(self) -> Literal["unique", "review", "none"]:
        if self.person is not None:
            return "unique"
        return "review" if self.candidates else "none"


def normal_form(name: str) -> str:
    """First pass: NFC, single spaces, one kind of apostrophe and dash, case-folded, no ``_``."""
    composed = unicodedata.normalize("NFC", name).translate(_APOSTROPHES | _DASHES)
    words = [word for word in composed.split() if word not in _PLACEHOLDERS]
    return unicodedata.normalize("NFC", " ".join(words).casefold())


def plain_form(name: str) -> str:
    """Second pass: the normal form without accents; ł, ø, đ, ħ and ı come from a table."""
    decomposed = unicodedata.normalize("NFKD", normal_form(name))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return normal_form(bare.casefold().translate(_UNDECOMPOSED))


def letters_form(name: str) -> str:
    """Third pass: letters and digits only, as platforms write names into file names."""
    return "".join(character for character in plain_form(name) if character.isalnum())


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


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart: ``bare`` without what is written around it, and that, part by part.

    ``beside`` are texts in brackets or behind a dash that may be a school or another name;
    ``user_name`` stood in front.
    """

    bare: str
    beside: tuple[str, ...] = ()
    user_name: str = ""

    @property
    def former(self) -> str:
        """The former surname that stands beside it, such as Quayle of "(née Quayle)"."""
        found = filter(None, map(_FORMER.fullmatch, self.beside))
        return next((match[1] for match in found), "")


def parts_of(name: str) -> NameParts:
    """The name without titles, pronouns, schools and user names around it, as far as they show.

    ``Dr Siân Evans (she/her) | Elm Primary`` is Siân Evans, with Elm Primary beside.
    """
    beside: list[str] = []
    text = name
    while found := _BRACKETED.search(text):
        beside.append(found[1])
        text = f"{text[: found.start()]} {text[found.end() :]}"
    text, *more = _BESIDE.split(_PRONOUNS.sub(" ", text.strip(" -–—|,")).strip(" -–—|,/"))
    words = text.split()
    while len(words) > 1 and _TITLE.fullmatch(words[0]):
        del words[0]
    user_name = words.pop(0) if len(words) > 2 and _is_user_name(words[0]) else ""
    kept = [_PRONOUNS.sub("", part).strip(" -–—|,") for part in (*beside, *more)]
    return NameParts(" ".join(words) or name, tuple(filter(None, kept)), user_name)


def _is_user_name(word: str) -> bool:
    """``btallis1`` in front of a name: a number, dot or underscore in it, and no capital."""
    return word.islower() and any(c.isdigit() or c in "._" for c in word)


def orders_of(name: str) -> Iterator[str]:
    """The name as given, and from ``Last, First`` or ``LAST First`` as ``First Last``."""
    yield name
    turned = reordered(name)
    if turned != name:
        yield turned
    words = name.split()
    capitals = 0
    while capitals < len(words) and len(words[capitals]) > 1 and words[capitals].isupper():
        capitals += 1
    if 0 < capitals < len(words) and not any(word.isupper() for word in words[capitals:]):
        yield " ".join([*words[capitals:], *words[:capitals]])


NAME_PASSES: tuple[tuple[MatchPass, Callable[[str], str]], ...] = (
    ("name", normal_form),
    ("name without accents", plain_form),
    ("letters of the name", letters_form),
)
