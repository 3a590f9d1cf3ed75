"""Owns recognising a person of a file among the people of a group, and the key for finding a name.

It decides alone only when one person fits; a nickname, a second candidate or a contradiction goes
to a human. Names are changed for comparing only, never kept changed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
_SUFFIX = re.compile(r"\s*\((?:external|unverified|guest|extern)\)\s*$", re.IGNORECASE)

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


def match_person(candidate: PersonIdentity, people: Iterable[PersonIdentity]) -> Match:
    """Who of the group the candidate is: platform id, then TRN, e-mail, user name, name.

    The first key that finds anyone decides, if it finds one person and no later key points to
    somebody else. TRNs, e-mails and user names that two of the group share are no keys.
    """
    group = tuple(people)
    keyed = _found_by_keys(candidate, group)
    if not keyed:
        return _match_by_name(candidate, group)
    found_by, found = keyed[0]
    if len(found) > 1:
        return _review(found, found_by, f"Several people of the group have this {found_by}.")
    named = tuple(person for person in group if _same(normal_form, candidate, person))
    for other_key, others in [*keyed[1:], ("name", named)]:
        if others and found[0] not in others:
            reason = f"The {found_by} and the {other_key} point to different people."
            return _review((*found, *others), found_by, reason)
    return Match(found[0].id, (found[0].id,), found_by, f"Same {found_by}.")


def _found_by_keys(
    candidate: PersonIdentity, group: Sequence[PersonIdentity]
) -> list[tuple[MatchPass, tuple[PersonIdentity, ...]]]:
    keys: tuple[tuple[MatchPass, Callable[[PersonIdentity], str | None]], ...] = (
        ("TRN", lambda person: person.trn),
        ("e-mail", lambda person: _folded(person.email)),
        ("user name", lambda person: _folded(person.username or person.ids.get("username"))),
    )
    by_id = tuple(person for person in group if _shares_id(candidate, person))
    found: list[tuple[MatchPass, tuple[PersonIdentity, ...]]] = [("id", by_id)]
    for name, key in keys:
        holders = tuple(
            person for person in group if key(candidate) and key(person) == key(candidate)
        )
        found.append((name, holders if len(holders) == 1 else ()))
    return [(name, holders) for name, holders in found if holders]


def _shares_id(candidate: PersonIdentity, person: PersonIdentity) -> bool:
    return any(
        value and person.ids.get(key) == value
        for key, value in candidate.ids.items()
        if key != "username"
    )


def _match_by_name(candidate: PersonIdentity, group: Sequence[PersonIdentity]) -> Match:
    for index, (found_by, form) in enumerate(_NAME_PASSES):
        found = tuple(person for person in group if _same(form, candidate, person))
        if len(found) > 1:
            return _review(found, found_by, "Several people of the group have this name.")
        if found:
            twins = _twins(index, candidate, group)
            if len(twins) > 1:
                reason = "Another name differs only by accents or signs that may have been lost."
                return _review(twins, found_by, reason)
            return Match(found[0].id, (found[0].id,), found_by, f"Same {found_by}, and only one.")
    alike = tuple(person for person in group if _is_alike(candidate, person))
    if alike:
        reason = "The name is alike, but not the same: a short or preferred name, or another order."
        return _review(alike, "likeness", reason)
    return Match(None, (), "none", "Nobody of the group has this name.")


def _twins(
    index: int, candidate: PersonIdentity, group: Sequence[PersonIdentity]
) -> tuple[PersonIdentity, ...]:
    """People equal at a looser pass, unless the candidate's own accents or signs set one apart."""
    widest: tuple[PersonIdentity, ...] = ()
    strict = _NAME_PASSES[index][1]
    for _, form in _NAME_PASSES[index + 1 :]:
        bears_marks = strict(candidate.name).replace(" ", "") != form(candidate.name).replace(
            " ", ""
        )
        if not bears_marks:
            widest = tuple(person for person in group if _same(form, candidate, person))
    return widest


def _same(form: Callable[[str], str], candidate: PersonIdentity, person: PersonIdentity) -> bool:
    wanted = {form(name) for name in _orders(candidate.name)} - {""}
    return not wanted.isdisjoint(form(name) for name in _orders(person.name))


def _orders(name: str) -> tuple[str, ...]:
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


def _is_alike(candidate: PersonIdentity, person: PersonIdentity) -> bool:
    """Worth showing to a human: a preferred or first name, another order, or lost letters."""
    given = plain_form(_orders(candidate.name)[1])
    whole = plain_form(person.name)
    words, whole_words = given.split(), whole.split()
    if not words or not whole_words:
        return False
    if "?" in given or "\ufffd" in given:
        pattern = re.escape(given).replace(r"\?", ".").replace("\ufffd", ".")
        return re.fullmatch(pattern, whole) is not None
    known_as = plain_form(person.known_as or "")
    preferred = {known_as, f"{known_as} {' '.join(whole_words[1:])}"} if known_as else set()
    same_words = Counter(words) == Counter(whole_words)
    shortened = words[0] == whole_words[0] and whole.startswith(given)
    return given in preferred or same_words or shortened or _is_short_form(words, whole_words)


def _is_short_form(words: Sequence[str], whole_words: Sequence[str]) -> bool:
    """Whether two people of one surname have first names of which one lies in the other."""
    if len(words) < 2 or words[1:] != whole_words[1:]:
        return False
    short, long = sorted((words[0], whole_words[0]), key=len)
    return len(short) >= 3 and short in long


def _review(people: Sequence[PersonIdentity], found_by: MatchPass, reason: str) -> Match:
    ids = tuple(dict.fromkeys(person.id for person in people))
    return Match(None, ids, found_by, reason)


def _folded(text: str | None) -> str | None:
    return text.strip().casefold() if text else None


_NAME_PASSES: tuple[tuple[MatchPass, Callable[[str], str]], ...] = (
    ("name", normal_form),
    ("name without accents", plain_form),
    ("letters of the name", letters_form),
)
