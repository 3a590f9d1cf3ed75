"""Recognises a person of a file among the people of a group, and makes the key for finding a name.

One person alone is taken only where a number, an address or the whole name names them; a nickname,
a misspelling, a second candidate or a contradiction goes to a human, likeliest first. Names are
changed for comparing only, never kept changed.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from npq_desktop.interchange.written_names import former_names, present_name, readings

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ`´′＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
    | {"ŋ": "n", "ŧ": "t", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k"}
)
_PLACEHOLDERS = frozenset({"_", ".", "-", "__", "...", "…", "?"})
_SUFFIX = re.compile(r"\s*\((?:external|unverified|guest|extern)\)\s*$", re.IGNORECASE)

_SCHOOL_TEXT = (
    "school schools primary junior juniors infant infants first middle academy academies ce rc of"
    " and the st saint saints church england catholic community trust college federation ysgol"
)
_SCHOOL_WORDS = frozenset(_SCHOOL_TEXT.split())
_MISSPELT_PERCENT = 80
_MOST_CANDIDATES = 6

MatchPass = Literal[
    "id", "TRN", "e-mail", "user name", "name", "name without accents", "letters of the name",
    "likeness", "none",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonIdentity:
    """What is known of one person: of the group (``id`` is ours) or of a file (``id`` is empty).

    ``ids`` are keyed by platform, such as "brightspace" or "moodle"; ``school`` is only held
    against a school that stands beside a name.
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
    """Who of the group the candidate is; for many candidates make one :class:`KnownPeople`."""
    return KnownPeople(people).match(candidate)


@dataclass(frozen=True, slots=True)
class _Known:
    """One person of the group with the forms of their name, made once."""

    person: PersonIdentity
    forms: tuple[frozenset[str], ...]
    names: tuple[str, ...]
    former: tuple[str, ...]
    known_as: str
    school: frozenset[str]


class KnownPeople:
    """The people of a group, made ready to find many people of a file among them."""

    def __init__(self, people: Iterable[PersonIdentity]) -> None:
        self._known = tuple(map(_known, people))
        self._by_form: list[dict[str, list[_Known]]] = [{} for _ in _NAME_PASSES]
        for known in self._known:
            for index, forms in zip(self._by_form, known.forms, strict=True):
                for form in forms:
                    index.setdefault(form, []).append(known)

    def match(self, candidate: PersonIdentity) -> Match:
        """Who of the group the candidate is: platform id, then TRN, e-mail, user name, name.

        The first key that finds anyone decides, if it finds one person and no later key points to
        somebody else. TRNs, e-mails and user names that two of the group share are no keys.
        """
        keyed = self._found_by_keys(candidate)
        if not keyed:
            return self._match_by_name(candidate)
        found_by, found = keyed[0]
        if len(found) > 1:
            return _review(found, found_by, f"Several people of the group have this {found_by}.")
        named = tuple(known.person for known in self._named(candidate.name))
        for other_key, others in [*keyed[1:], ("name", named)]:
            if others and found[0] not in others:
                reason = f"The {found_by} and the {other_key} point to different people."
                return _review((*found, *others), found_by, reason)
        return Match(found[0].id, (found[0].id,), found_by, f"Same {found_by}.")

    def ranked(self, name: str) -> tuple[str, ...]:
        """The ids of everybody, the likeliest to be called ``name`` first."""
        return tuple(known.person.id for known in _by_likeness(name, self._known))

    def _found_by_keys(
        self, candidate: PersonIdentity
    ) -> list[tuple[MatchPass, tuple[PersonIdentity, ...]]]:
        keys: tuple[tuple[MatchPass, Callable[[PersonIdentity], str | None]], ...] = (
            ("TRN", lambda person: person.trn),
            ("e-mail", lambda person: _folded(person.email)),
            ("user name", lambda person: _folded(person.username or person.ids.get("username"))),
        )
        group = [known.person for known in self._known]
        by_id = tuple(person for person in group if _shares_id(candidate, person))
        found: list[tuple[MatchPass, tuple[PersonIdentity, ...]]] = [("id", by_id)]
        for name, key in keys:
            wanted = key(candidate)
            holders = tuple(person for person in group if wanted and key(person) == wanted)
            found.append((name, holders if len(holders) == 1 else ()))
        return [(name, holders) for name, holders in found if holders]

    def _match_by_name(self, candidate: PersonIdentity) -> Match:
        literal, *others = readings(candidate.name) or ("",)
        if found := self._match_reading(literal):
            return found
        matches = {name: match for name in others if (match := self._match_reading(name))}
        ids = dict.fromkeys(key for match in matches.values() for key in match.candidates)
        if len(ids) > 1:
            reason = "What is written could be the name of several people of the group."
            return Match(None, tuple(ids), "name", reason)
        for name, match in matches.items():
            return self._unless_elsewhere(candidate.name, name, match)
        return self._match_by_likeness(candidate.name)

    def _match_reading(self, name: str) -> Match | None:
        for at, (found_by, _) in enumerate(_NAME_PASSES):
            found = self._holders(at, name)
            if len(found) > 1:
                people = [known.person for known in found]
                return _review(people, found_by, "Several people of the group have this name.")
            if found:
                twins = [known.person for known in self._twins(at, name)]
                if len(twins) > 1:
                    reason = (
                        "Another name differs only by accents or signs that may have been lost."
                    )
                    return _review(twins, found_by, reason)
                key = found[0].person.id
                return Match(key, (key,), found_by, f"Same {found_by}, and only one.")
        return None

    def _holders(self, at: int, name: str) -> tuple[_Known, ...]:
        form = _NAME_PASSES[at][1]
        wanted = {form(order) for order in _orders(name)} - {""}
        found = [known for text in wanted for known in self._by_form[at].get(text, ())]
        return tuple(known for known in self._known if known in found) if found else ()

    def _named(self, written: str) -> tuple[_Known, ...]:
        """Everybody whose whole name one reading is, letter for letter."""
        return tuple(known for name in readings(written) for known in self._holders(0, name))

    def _twins(self, at: int, name: str) -> tuple[_Known, ...]:
        """People equal at a looser pass, unless the name's own accents or signs set one apart."""
        widest: tuple[_Known, ...] = ()
        strict = _NAME_PASSES[at][1](name).replace(" ", "")
        for looser in range(at + 1, len(_NAME_PASSES)):
            if strict == _NAME_PASSES[looser][1](name).replace(" ", ""):
                widest = self._holders(looser, name)
        return widest

    def _unless_elsewhere(self, written: str, name: str, match: Match) -> Match:
        """The match, or a question where the school beside the name is that of others only."""
        spare = set(search_key(written).split()) - set(search_key(name).split())
        own = next((known.school for known in self._known if known.person.id == match.person), None)
        others = any(known.school & spare for known in self._known)
        if own is None or own & spare or not others:
            return match
        reason = "The school beside the name is not the one recorded here."
        return Match(None, match.candidates, match.found_by, reason)

    def _match_by_likeness(self, written: str) -> Match:
        names = readings(written)
        alike = {known.person.id: why for known in self._known if (why := _likeness(names, known))}
        if not alike:
            return Match(None, (), "none", "Nobody of the group has this name.")
        found = [key for key in self.ranked(written) if key in alike][:_MOST_CANDIDATES]
        return Match(None, tuple(found), "likeness", alike[found[0]])


def _known(person: PersonIdentity) -> _Known:
    now = present_name(person.name)
    bare = next(iter(readings(now)[1:2]), now)
    spellings = {order for name in (person.name, now, bare) for order in _orders(name)}
    forms = tuple(frozenset(form(name) for name in spellings) - {""} for _, form in _NAME_PASSES)
    school = frozenset(search_key(person.school or "").split()) - _SCHOOL_WORDS
    former = tuple(plain_form(name) for name in former_names(person.name))
    names = tuple(dict.fromkeys(plain_form(name) for name in (bare, now)))
    return _Known(person, forms, names, former, plain_form(person.known_as or ""), school)


def _shares_id(candidate: PersonIdentity, person: PersonIdentity) -> bool:
    return any(
        value and person.ids.get(key) == value
        for key, value in candidate.ids.items()
        if key != "username"
    )


def _by_likeness(written: str, people: Sequence[_Known]) -> list[_Known]:
    """Likeliest first; equally likely ones stay in the group's order."""
    from rapidfuzz import fuzz

    wanted = [plain_form(order) for name in readings(written) for order in _orders(name)]
    wanted += [plain_form(name) for name in former_names(written)]

    def score(known: _Known) -> float:
        here = [*known.names, *known.former, _preferred(known)]
        return max((fuzz.token_set_ratio(a, b) for a in wanted for b in here if a and b), default=0)

    return sorted(people, key=lambda known: -score(known))


def _likeness(names: Sequence[str], known: _Known) -> str:
    """Why a human should look whether one of the names is this person's; "" for no reason."""
    former = {plain_form(name) for written in names[:1] for name in former_names(written)}
    plain = [plain_form(_orders(name)[-1]) for name in names]
    if not former.isdisjoint(known.names) or not set(known.former).isdisjoint(plain):
        return "It is a former name of somebody here."
    for name, written in itertools.product(known.names, plain):
        words, whole = written.split(), name.split()
        if words and whole and (why := _alike(words, whole) or _preferred_words(words, known)):
            return why
    return ""


def _alike(words: Sequence[str], whole: Sequence[str]) -> str:
    """Why a name of these words may be a person's, both in plain form."""
    given, name = " ".join(words), " ".join(whole)
    if "?" in given or "\ufffd" in given:
        pattern = re.escape(given).replace(r"\?", ".").replace("\ufffd", ".")
        return "Letters of the name were lost." if re.fullmatch(pattern, name) else ""
    if Counter(words) == Counter(whole):
        return "The name is alike, in another order."
    if f" {name} " in f" {given} ":
        return "More than the name is written here."
    initial = words[0].strip(".")
    shortened = words[0] == whole[0] and name.startswith(given)
    initials = len(initial) == 1 and whole[0].startswith(initial) and words[1:] == whole[1:]
    if shortened or initials or given in whole:
        return "The name is alike, but only part of it is written."
    if len(words) > 1 and not set(words[1:]).isdisjoint(_long(whole[1:])):
        return "The name is alike: a surname is the same."
    return "The name is alike, but spelt differently." if _is_misspelt(given, name) else ""


def _preferred_words(words: Sequence[str], known: _Known) -> str:
    given = " ".join(words)
    alike = known.known_as and given in (known.known_as, _preferred(known))
    return "The name is alike: it is the name somebody here is known as." if alike else ""


def _preferred(known: _Known) -> str:
    """Known-as and surname, "" for nobody with a preferred name."""
    return " ".join([known.known_as, *known.names[0].split()[1:]]) if known.known_as else ""


def _is_misspelt(given: str, name: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(given, name) >= _MISSPELT_PERCENT


def _long(words: Iterable[str]) -> set[str]:
    return {word for word in words if len(word) > 2}


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
