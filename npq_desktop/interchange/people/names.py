"""Recognises a person of a file among the people of a group.

One person alone is taken only where a number, an address or the whole name names them; a nickname,
a misspelling, a second candidate or a contradiction goes to a human, likeliest first. Names are
changed for comparing only, never kept changed.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Literal

from npq_desktop.interchange.people.name_forms import (
    letters_form,
    normal_form,
    plain_form,
    reordered,
    search_key,
)
from npq_desktop.interchange.people.written_names import former_names, present_name, readings

_SUFFIX = re.compile(r"\s*\((?:external|unverified|guest|extern)\)\s*$", re.IGNORECASE)

_SCHOOL_TEXT = (
    "school schools primary junior juniors infant infants first middle academy academies ce rc of"
    " and the st saint saints church england catholic community trust college federation ysgol"
)
_SCHOOL_WORDS = frozenset(_SCHOOL_TEXT.split())
_MISSPELT_PERCENT = 80
_LOOSE_IDS = frozenset({"username", "moodle_participant"})
"""Not one number a person: a user name is a platform's own, Moodle counts anew in each task."""
_MOST_CANDIDATES = 6
_OWN_KEYS: tuple[Literal["TRN", "e-mail", "user name"], ...] = ("TRN", "e-mail", "user name")

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


def match_person(candidate: PersonIdentity, people: Iterable[PersonIdentity]) -> Match:
    """Who of the group the candidate is; for many candidates make one :class:`KnownPeople`."""
    return KnownPeople(people).match(candidate)


def contradiction(one: PersonIdentity, other: PersonIdentity) -> str:
    """What says that two of one name are two people: "TRN", "email and school"; "" for nothing."""
    if one.trn and other.trn and one.trn != other.trn:
        return "TRN"
    for key, value in one.ids.items():
        theirs = other.ids.get(key)
        if _is_number(key) and value and theirs and theirs != value:
            return f"{key} id"
    emails = _folded(one.email), _folded(other.email)
    schools = plain_form(one.school or ""), plain_form(other.school or "")
    moved = all(schools) and schools[0] not in schools[1] and schools[1] not in schools[0]
    return "email and school" if all(emails) and emails[0] != emails[1] and moved else ""


@dataclass(frozen=True, slots=True)
class _Known:
    """One person of the group with the forms of their name, made once."""

    person: PersonIdentity
    forms: tuple[frozenset[str], ...]
    names: tuple[str, ...]
    former: tuple[str, ...]
    known_as: str
    words: frozenset[str]
    """Every word of every name they have or had, in plain form."""
    school: frozenset[str]
    user_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A written name for comparing: its readings as words, and the names borne before."""

    written: str
    names: tuple[str, ...]
    former: tuple[str, ...]
    words: frozenset[str]


_Places = dict[str, list[int]]


class KnownPeople:
    """The people of a group, made ready to find many people of a file among them."""

    def __init__(self, people: Iterable[PersonIdentity]) -> None:
        self._known = tuple(map(_known, people))
        self._by_id = {known.person.id: known for known in self._known}
        self._by_form: list[_Places] = [defaultdict(list) for _ in _NAME_PASSES]
        self._by_key: dict[tuple[str, str], list[PersonIdentity]] = defaultdict(list)
        self._by_word: _Places = defaultdict(list)
        self._schools = frozenset(word for known in self._known for word in known.school)
        for place, known in enumerate(self._known):
            for index, forms in zip(self._by_form, known.forms, strict=True):
                for form in forms:
                    index[form].append(place)
            for key in _keys_of(known.person):
                self._by_key[key].append(known.person)
            for word in (*known.words, *known.user_names):
                self._by_word[word].append(place)

    def match(self, candidate: PersonIdentity) -> Match:
        """Who of the group the candidate is: platform id, then TRN, e-mail, user name, name.

        The first key that finds anyone decides, if it finds one person and no later key points to
        somebody else. TRNs, e-mails and user names that two of the group share are no keys.
        """
        keyed = self._found_by_keys(candidate)
        if not keyed:
            return self._unless_contradicted(candidate, self._match_by_name(candidate))
        found_by, found = keyed[0]
        if len(found) > 1:
            return _review(found, found_by, f"Several people of the group have this {found_by}.")
        named = tuple(known.person for known in self._named(candidate.name))
        for other_key, others in [*keyed[1:], ("name", named)]:
            if others and found[0] not in others:
                reason = f"The {found_by} and the {other_key} point to different people."
                return _review((*found, *others), found_by, reason)
        if found_by in ("e-mail", "user name") and contradiction(candidate, found[0]) == "TRN":
            return _asked(found[0], found_by, "TRN")
        return Match(found[0].id, (found[0].id,), found_by, f"Same {found_by}.")

    def ranked(self, name: str) -> tuple[str, ...]:
        """The ids of the few who are likeliest to be called ``name``, the likeliest first."""
        ranked = _by_likeness(_spoken(name), self._known)
        return tuple(known.person.id for known in ranked[:_MOST_CANDIDATES])

    def _found_by_keys(
        self, candidate: PersonIdentity
    ) -> list[tuple[MatchPass, tuple[PersonIdentity, ...]]]:
        keys = dict(_keys_of(candidate))
        by_id = {
            person.id: person
            for name, value in keys.items()
            if name not in _OWN_KEYS
            for person in self._by_key.get((name, value), ())
        }
        found: list[tuple[MatchPass, tuple[PersonIdentity, ...]]] = [("id", tuple(by_id.values()))]
        for name in _OWN_KEYS:
            holders = tuple(self._by_key.get((name, keys.get(name, "")), ()))
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

    def _unless_contradicted(self, candidate: PersonIdentity, match: Match) -> Match:
        """The match by name alone, or a question where a number says otherwise.

        Of several of one name those stand first who are not contradicted, then who are of the
        school written beside the name.
        """
        if match.person is not None:
            found = self._by_id[match.person].person
            against = contradiction(candidate, found)
            return _asked(found, match.found_by, against) if against else match
        if match.found_by == "likeness":
            return match
        said = set(search_key(f"{candidate.name} {candidate.school or ''}").split())

        def order(key: str) -> tuple[bool, int]:
            known = self._by_id[key]
            return bool(contradiction(candidate, known.person)), -len(known.school & said)

        return replace(match, candidates=tuple(sorted(match.candidates, key=order)))

    def _match_reading(self, name: str) -> Match | None:
        for at, (found_by, _) in enumerate(_NAME_PASSES):
            found = self._holders(at, name)
            if len(found) > 1:
                people = [known.person for known in found]
                return _review(people, found_by, "Several people of the group have this name.")
            if found:
                twins = [known.person for known in self._twins(at, name)]
                if len(twins) > 1:
                    reason = "A name differs only in accents or signs that may have been lost."
                    return _review(twins, found_by, reason)
                key = found[0].person.id
                return Match(key, (key,), found_by, f"Same {found_by}, and only one.")
        return None

    def _holders(self, at: int, name: str) -> tuple[_Known, ...]:
        form = _NAME_PASSES[at][1]
        wanted = {form(order) for order in _orders(name)} - {""}
        found = {place for text in wanted for place in self._by_form[at].get(text, ())}
        return tuple(self._known[place] for place in sorted(found))

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
        own = self._by_id.get(match.person or "")
        if own is None or own.school & spare or self._schools.isdisjoint(spare):
            return match
        reason = "The school beside the name is not the one recorded here."
        return Match(None, match.candidates, match.found_by, reason)

    def _match_by_likeness(self, written: str) -> Match:
        spoken = _spoken(written)
        reasons = [(known, _likeness(spoken, known)) for known in self._perhaps(spoken)]
        alike = {known.person.id: why for known, why in reasons if why}
        if not alike:
            return Match(None, (), "none", "Nobody of the group has this name.")
        found = _by_likeness(spoken, [known for known, why in reasons if why])
        ids = tuple(known.person.id for known in found[:_MOST_CANDIDATES])
        return Match(None, ids, "likeness", alike[ids[0]])

    def _perhaps(self, spoken: _Spoken) -> Iterable[_Known]:
        """Who may be alike: all who share a word or nearly all letters, in the group's order."""
        if "?" in spoken.written or "\ufffd" in spoken.written:
            return self._known
        words = (*spoken.words, *spoken.names)
        found = {place for word in words for place in self._by_word.get(word, ())}
        for given in spoken.names:
            found |= self._nearly_spelt(given)
        return [self._known[place] for place in sorted(found)]

    def _nearly_spelt(self, given: str) -> set[int]:
        from rapidfuzz import process

        close = process.extract(
            given,
            [name for name, _ in self._spelt],
            scorer=_ratio(),
            score_cutoff=_MISSPELT_PERCENT,
            limit=None,
        )
        return {self._spelt[at][1] for _, _, at in close}

    @cached_property
    def _spelt(self) -> Sequence[tuple[str, int]]:
        """Every name of everybody, with their place."""
        return [(name, at) for at, known in enumerate(self._known) for name in known.names]


def _spoken(written: str) -> _Spoken:
    orders = (order for name in readings(written) for order in _orders(name)[1:])
    names = tuple(dict.fromkeys(text for order in orders if (text := search_key(order))))
    former = tuple(search_key(name) for name in former_names(written))
    return _Spoken(plain_form(written), names, former, _words_of(*names, *former))


def _words_of(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in name.split())


def _known(person: PersonIdentity) -> _Known:
    now = present_name(person.name)
    bare = next(iter(readings(now)[1:2]), now)
    spellings = {order for name in (person.name, now, bare) for order in _orders(name)}
    forms = tuple(frozenset(form(name) for name in spellings) - {""} for _, form in _NAME_PASSES)
    school = frozenset(search_key(person.school or "").split()) - _SCHOOL_WORDS
    former = tuple(search_key(name) for name in former_names(person.name))
    names = tuple(dict.fromkeys(search_key(name) for name in (bare, now)))
    known_as = search_key(person.known_as or "")
    words = _words_of(*names, *former, known_as)
    users = frozenset(user for name in names for user in user_names(name))
    return _Known(person, forms, names, former, known_as, words, school, users)


def _keys_of(person: PersonIdentity) -> Iterator[tuple[str, str]]:
    """What names a person beside their name, by kind."""
    yield from ((key, text) for key, text in person.ids.items() if text and key != "username")
    own = (
        ("TRN", person.trn),
        ("e-mail", _folded(person.email)),
        ("user name", _folded(person.username or person.ids.get("username"))),
    )
    yield from ((key, text) for key, text in own if text)


@cache
def _ratio() -> Callable[..., float]:
    """How alike two texts are, 0 to 100, whatever the order of their words."""
    from rapidfuzz import fuzz  # only who meets an unknown name needs it

    return fuzz.token_set_ratio


def _by_likeness(spoken: _Spoken, people: Sequence[_Known]) -> list[_Known]:
    """Likeliest first; equally likely ones stay in the group's order."""
    wanted, ratio = (*spoken.names, *spoken.former), _ratio()

    def score(known: _Known) -> float:
        here = (*known.names, *known.former, _preferred(known))
        return max((ratio(a, b) for a in wanted for b in here if b), default=0)

    return sorted(people, key=lambda known: -score(known)) if len(people) > 1 else list(people)


def _likeness(spoken: _Spoken, known: _Known) -> str:
    """Why a human should look whether a name is this person's; "" for no reason."""
    if "?" in spoken.written or "\ufffd" in spoken.written:
        return _with_letters_lost(spoken.written, known)
    if spoken.words.isdisjoint(known.words):
        pairs = itertools.product(spoken.names, known.names)
        found = (_squeezed_or_misspelt(given, name) for given, name in pairs)
        return next(filter(None, found), "")
    if not set(spoken.former).isdisjoint(known.names):
        return _FORMER_NAME
    for given in spoken.names:
        words = given.split()
        for name in known.names:
            if name and (why := _alike(words, name.split()) or _preferred_words(given, known)):
                return why
        if any(_alike(words, name.split()) for name in known.former):
            return _FORMER_NAME
    return ""


_FORMER_NAME = "It is the former name of a participant here."


def _with_letters_lost(written: str, known: _Known) -> str:
    given = plain_form(_orders(written)[1])
    pattern = re.escape(given).replace(r"\?", ".").replace("\ufffd", ".")
    lost = re.fullmatch(pattern, plain_form(known.person.name))
    return "Letters of the name were lost." if lost else ""


def _alike(words: Sequence[str], whole: Sequence[str]) -> str:
    """Why a name of these words may be a person's."""
    given, name = " ".join(words), " ".join(whole)
    if len(words) == len(whole) and sorted(words) == sorted(whole):
        return "The name is alike, in another order."
    if f" {name} " in f" {given} ":
        return "More than the name is written here."
    shortened = words[0] == whole[0] and name.startswith(given)
    initial = len(words[0]) == 1 and whole[0].startswith(words[0]) and words[1:] == whole[1:]
    if shortened or initial or given in whole:
        return "The name is alike, but only part of it is written."
    surnames = {whole[-1], *(word for word in whole[1:] if len(word) > 2)}
    if len(words) > 1 and len(whole) > 1 and not surnames.isdisjoint(words[1:]):
        return "The name is alike. A surname is the same."
    return _squeezed_or_misspelt(given, name)


def _squeezed_or_misspelt(given: str, name: str) -> str:
    """Why one word may be a user name made of a name, or a name another one, spelt wrongly."""
    if given in user_names(name):
        return "It may be a user name made of the name."
    alike = _ratio()(given, name) >= _MISSPELT_PERCENT
    return "The name is alike, but spelt differently." if alike else ""


def user_names(name: str) -> tuple[str, ...]:
    """What a platform may call somebody of this name."""
    first, *others = name.split() or ("",)
    last = "".join(others)
    return (f"{first[0]}{last}", f"{first}{last[0]}", f"{last}{first[0]}") if last else ()


def _preferred_words(given: str, known: _Known) -> str:
    alike = known.known_as and given in (known.known_as, _preferred(known))
    return "The name is alike. A participant here is known by it." if alike else ""


def _preferred(known: _Known) -> str:
    """Known-as and surname, "" for nobody with a preferred name."""
    return " ".join([known.known_as, *known.names[0].split()[1:]]) if known.known_as else ""


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


def _asked(person: PersonIdentity, found_by: MatchPass, against: str) -> Match:
    what = "name" if "name" in found_by and found_by != "user name" else found_by
    reason = f"The {what} is the same, but not the {against}: same person, or someone new?"
    return _review((person,), found_by, reason)


def _is_number(key: str) -> bool:
    return key not in _LOOSE_IDS and not key.startswith("name.")


def _folded(text: str | None) -> str | None:
    return text.strip().casefold() if text else None


_NAME_PASSES: tuple[tuple[MatchPass, Callable[[str], str]], ...] = (
    ("name", normal_form),
    ("name without accents", plain_form),
    ("letters of the name", letters_form),
)
