"""Recognises a person of a file among the people of a group: by numbers first, then by name.

It decides alone only when one person fits; a nickname, a second candidate or a contradiction goes
to a human. A name never overrules a number.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from npq_desktop.interchange.likeness import LIKELY, Likeness
from npq_desktop.interchange.names import (
    NAME_PASSES,
    Match,
    MatchPass,
    PersonIdentity,
    letters_form,
    orders_of,
    parts_of,
    plain_form,
)

_LOOSE_IDS = frozenset({"username", "moodle_participant"})
"""Not one number a person: a user name is a platform's own, Moodle counts anew in each task."""
_KEYS: tuple[MatchPass, ...] = ("id", "TRN", "e-mail", "user name")

Holders = dict[str, list[PersonIdentity]]


def match_person(candidate: PersonIdentity, people: Iterable[PersonIdentity]) -> Match:
    """Who of these people the candidate is; for many candidates make one :class:`KnownPeople`."""
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


class KnownPeople:
    """The people of a group, by everything they may be recognised by.

    ``likeness`` is how like a name has to be, of 100, to be shown to a human.
    """

    def __init__(self, people: Iterable[PersonIdentity], *, likeness: int = LIKELY) -> None:
        self.people = tuple(people)
        self._least = likeness
        self._keys: dict[MatchPass, Holders] = {key: {} for key in _KEYS}
        self._names: tuple[Holders, ...] = tuple({} for _ in NAME_PASSES)
        self._squeezed: Holders = {}
        for person in self.people:
            self._add(person)

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self.people)

    def match(self, candidate: PersonIdentity) -> Match:
        """Who the candidate is: platform id, then TRN, e-mail, user name, name.

        The first key that finds anyone decides, if it finds one person and no later key points to
        somebody else. TRNs, e-mails and user names that two of the group share are no keys.
        """
        keyed = self._found_by_keys(candidate)
        if not keyed:
            return self._match_by_name(candidate)
        found_by, found = keyed[0]
        if len(found) > 1:
            return _review(found, found_by, f"Several people of the group have this {found_by}.")
        named = self._named(0, candidate.name)
        for other_key, others in [*keyed[1:], ("name", named)]:
            if others and found[0] not in others:
                reason = f"The {found_by} and the {other_key} point to different people."
                return _review((*found, *others), found_by, reason)
        if found_by in ("e-mail", "user name") and contradiction(candidate, found[0]) == "TRN":
            return _asked(found[0], found_by, "TRN")
        return Match(found[0].id, (found[0].id,), found_by, f"Same {found_by}.")

    def match_squeezed(self, name: str) -> Match | None:
        """``obrienaoife``: the letters of last and first name, as Canvas writes them."""
        found = self._squeezed.get(letters_form(name), [])
        if len(found) == 1:
            ids = (found[0].id,)
            return Match(ids[0], ids, "letters of the name", "Same letters of the name, only one.")
        if found:
            reason = "Several people of the group have these letters in their names."
            return _review(found, "letters of the name", reason)
        return None

    def _add(self, person: PersonIdentity) -> None:
        keys: Sequence[tuple[MatchPass, str | None]] = (
            *(("id", f"{key} {value}") for key, value in person.ids.items() if key != "username"),
            ("TRN", person.trn),
            ("e-mail", _folded(person.email)),
            ("user name", _folded(person.username or person.ids.get("username"))),
        )
        for key, value in keys:
            if value:
                self._keys[key].setdefault(value, []).append(person)
        for form_of, holders in zip(NAME_PASSES, self._names, strict=True):
            for form in {form_of[1](name) for name in _spellings(person.name)} - {""}:
                holders.setdefault(form, []).append(person)
        words = person.name.split()
        turned = (words[at:] + words[:at] for at in range(len(words)))
        for letters in {letters_form(" ".join(order)) for order in turned} - {""}:
            self._squeezed.setdefault(letters, []).append(person)

    def _found_by_keys(
        self, candidate: PersonIdentity
    ) -> list[tuple[MatchPass, Sequence[PersonIdentity]]]:
        by_id = {
            person.id: person
            for key, value in candidate.ids.items()
            if key != "username" and value
            for person in self._keys["id"].get(f"{key} {value}", ())
        }
        found: list[tuple[MatchPass, Sequence[PersonIdentity]]] = [("id", tuple(by_id.values()))]
        values = candidate.trn, candidate.email, candidate.username or candidate.ids.get("username")
        for name, value in zip(_KEYS[1:], values, strict=True):
            wanted = value if name == "TRN" else _folded(value)
            holders = self._keys[name].get(wanted or "", [])
            found.append((name, holders if len(holders) == 1 else ()))
        return [(name, holders) for name, holders in found if holders]

    def _named(self, at: int, name: str) -> Sequence[PersonIdentity]:
        form = NAME_PASSES[at][1]
        wanted = {form(order) for order in orders_of(name)} - {""}
        found = (person for each in wanted for person in self._names[at].get(each, ()))
        return tuple({id(person): person for person in found}.values())

    def _match_by_name(self, candidate: PersonIdentity) -> Match:
        parts = parts_of(candidate.name)
        for spelling in dict.fromkeys((candidate.name, parts.bare)):
            match = self._match_spelling(candidate, spelling)
            if match is not None and parts.user_name:
                reason = f"Without “{parts.user_name}” in front, the name is the same."
                return Match(None, match.candidates, match.found_by, reason)
            if match is not None:
                return self._settled(candidate, match, parts.beside)
        for name in parts.beside:  # the name under which somebody signed in, in brackets
            match = self._match_spelling(candidate, name) if " " in name else None
            if match is not None:
                return self._settled(candidate, match, ())
        likely = self._likeness.likely(candidate.name, at_least=self._least)
        if likely:
            reason = (
                "The name is alike, but not the same: a short or former name, or a misspelling."
            )
            return _review(likely, "likeness", reason)
        return Match(None, (), "none", "Nobody of the group has this name.")

    def _match_spelling(self, candidate: PersonIdentity, name: str) -> Match | None:
        """By one spelling of the name; None where nobody has it."""
        for at, (found_by, _) in enumerate(NAME_PASSES):
            found = self._named(at, name)
            if len(found) > 1:
                ranked = _likelier_first(candidate, found)
                return _review(ranked, found_by, "Several people of the group have this name.")
            if found:
                twins = self._twins(at, name)
                if len(twins) > 1:
                    reason = "Another name differs only by accents or signs that may be lost."
                    return _review(twins, found_by, reason)
                ids = (found[0].id,)
                return Match(ids[0], ids, found_by, f"Same {found_by}, and only one.")
        return None

    def _settled(self, candidate: PersonIdentity, match: Match, beside: Sequence[str]) -> Match:
        """A name alone decides nothing that a number or another name beside it contradicts."""
        if match.person is None:
            return match
        found = next(person for person in self.people if person.id == match.person)
        if against := contradiction(candidate, found):
            return _asked(found, match.found_by, against)
        others = [p for name in beside if " " in name for p in self._named(1, name) if p != found]
        if others:
            reason = "Two names stand here, and each is somebody of the group."
            return _review((found, *others), match.found_by, reason)
        return match

    def _twins(self, at: int, name: str) -> Sequence[PersonIdentity]:
        """People equal at a looser pass, unless the name's own accents or signs set one apart."""
        widest: Sequence[PersonIdentity] = ()
        strict = NAME_PASSES[at][1](name).replace(" ", "")
        for looser in range(at + 1, len(NAME_PASSES)):
            if NAME_PASSES[looser][1](name).replace(" ", "") == strict:
                widest = self._named(looser, name)
        return widest


def _spellings(name: str) -> tuple[str, ...]:
    """Every order of the name as known, and of it without what stands around it."""
    return tuple(dict.fromkeys([*orders_of(name), *orders_of(parts_of(name).bare)]))


def _likelier_first(
    candidate: PersonIdentity, people: Sequence[PersonIdentity]
) -> Sequence[PersonIdentity]:
    """Of several of one name first whom the school beside it names and no number contradicts."""
    beside = {plain_form(each) for each in parts_of(candidate.name).beside}
    beside |= {plain_form(candidate.school)} if candidate.school else set()

    def order(person: PersonIdentity) -> tuple[bool, bool]:
        elsewhere = plain_form(person.school or "") not in beside
        return bool(contradiction(candidate, person)), elsewhere

    return sorted(people, key=order)


def _asked(person: PersonIdentity, found_by: MatchPass, against: str) -> Match:
    what = "name" if "name" in found_by else found_by
    reason = f"The {what} is the same, but not the {against}: same person, or someone new?"
    return _review((person,), found_by, reason)


def _review(people: Iterable[PersonIdentity], found_by: MatchPass, reason: str) -> Match:
    ids = tuple(dict.fromkeys(person.id for person in people))
    return Match(None, ids, found_by, reason)


def _is_number(key: str) -> bool:
    return key not in _LOOSE_IDS and not key.startswith("name.")


def _folded(text: str | None) -> str | None:
    return text.strip().casefold() if text else None
