"""Recognises a person of a file among the people of a group.

One person alone is taken only where a number, an address or the whole name names them; a nickname,
a misspelling, a second candidate or a contradiction goes to a human, likeliest first. Names are
changed for comparing only, never kept changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from npq_desktop.interchange.people.name_forms import (
    letters_form,
    normal_form,
    orders,
    plain_form,
    search_key,
)
from npq_desktop.interchange.people.near_names import NearNames
from npq_desktop.interchange.people.written_names import present_name, readings

_SCHOOL_TEXT = (
    "school schools primary junior juniors infant infants first middle academy academies ce rc of"
    " and the st saint saints church england catholic community trust college federation ysgol"
)
_SCHOOL_WORDS = frozenset(_SCHOOL_TEXT.split())
_LOOSE_IDS = frozenset({"username", "moodle_participant"})
"""Not one number a person: a user name is a platform's own, Moodle counts anew in each task."""
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
    school: frozenset[str]


_Places = dict[str, list[int]]


class KnownPeople:
    """The people of a group, made ready to find many people of a file among them."""

    def __init__(self, people: Iterable[PersonIdentity]) -> None:
        everybody = tuple(people)
        self._known = tuple(map(_known, everybody))
        self._by_id = {known.person.id: known for known in self._known}
        self._by_form: list[_Places] = [defaultdict(list) for _ in _NAME_PASSES]
        self._by_key: dict[tuple[str, str], list[PersonIdentity]] = defaultdict(list)
        self._near = NearNames(
            (each.id, each.name, each.known_as or "")
            for each in (known.person for known in self._known)
        )
        self._schools = frozenset(word for known in self._known for word in known.school)
        for place, known in enumerate(self._known):
            for index, forms in zip(self._by_form, known.forms, strict=True):
                for form in forms:
                    index[form].append(place)
            for key in _keys_of(known.person):
                self._by_key[key].append(known.person)

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
        return self._near.ranked(name)

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
        wanted = {form(order) for order in orders(name)} - {""}
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
        ids, reason = self._near.perhaps(written)
        if not ids:
            return Match(None, (), "none", "Nobody of the group has this name.")
        return Match(None, ids, "likeness", reason)


def _known(person: PersonIdentity) -> _Known:
    now = present_name(person.name)
    bare = next(iter(readings(now)[1:2]), now)
    spellings = {order for name in (person.name, now, bare) for order in orders(name)}
    forms = tuple(frozenset(form(name) for name in spellings) - {""} for _, form in _NAME_PASSES)
    school = frozenset(search_key(person.school or "").split()) - _SCHOOL_WORDS
    return _Known(person, forms, school)


def _keys_of(person: PersonIdentity) -> Iterator[tuple[str, str]]:
    """What names a person beside their name, by kind."""
    yield from ((key, text) for key, text in person.ids.items() if text and key != "username")
    own = (
        ("TRN", person.trn),
        ("e-mail", _folded(person.email)),
        ("user name", _folded(person.username or person.ids.get("username"))),
    )
    yield from ((key, text) for key, text in own if text)


def _review(people: Sequence[PersonIdentity], found_by: MatchPass, reason: str) -> Match:
    ids = tuple(dict.fromkeys(person.id for person in people))
    return Match(None, ids, found_by, reason)


def _asked(person: PersonIdentity, found_by: MatchPass, against: str) -> Match:
    what = "name" if "name" in found_by and found_by != "user name" else found_by
    reason = (
        f"The {what} is the same, but not the {against}. Is this the same person, or someone new?"
    )
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
