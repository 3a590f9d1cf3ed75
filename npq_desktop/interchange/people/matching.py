"""Recognises all the people of one file among the people of a group, seen together.

A link that somebody confirmed once is kept in the group's identities, by a platform's id or by the
name it shows there. What two people of a file share identifies neither; a guess goes to a human.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from npq_desktop.interchange.cells.identifiers import clean_email, shared_emails
from npq_desktop.interchange.people.name_forms import letters_form, normal_form
from npq_desktop.interchange.people.names import KnownPeople, Match, MatchPass, PersonIdentity
from npq_desktop.interchange.people.written_names import is_device

_TEST_PEOPLE = frozenset({"test student", "student test", "demo student", "student, test"})
_SURE: frozenset[MatchPass] = frozenset({"id", "TRN", "e-mail"})


def match_people(
    people: Sequence[PersonIdentity],
    group: Iterable[PersonIdentity],
    *,
    system: str,
    several: bool = False,
) -> tuple[Match, ...]:
    """Who of the group each person of a file is, in the file's order.

    ``system`` is whose names these are: a name confirmed for it earlier counts as an id. Two
    people of the file who would be one of the group go to a human, unless an id tells so or one
    person may stand there ``several`` times, as with two devices in a meeting.
    """
    known = tuple(group)
    finding = _Finding(known)
    candidates = _with_own_keys(people, known, system)
    matches = [finding.match(candidate) for candidate in candidates]
    return tuple(_settled(candidates, matches, several=several))


def name_key(system: str) -> str:
    """The key under which an identity's ``ids`` hold the name somebody has in a system."""
    return f"name.{system}"


def links_of(person: PersonIdentity, system: str) -> Mapping[str, str]:
    """What to remember once a human said who a person of a file is: ids, and the name there."""
    ids = {key: value for key, value in person.ids.items() if key != "username"}
    return MappingProxyType({**ids, name_key(system): normal_form(person.name)})


def with_links(
    group: Iterable[PersonIdentity],
    people: Sequence[PersonIdentity],
    matches: Sequence[Match],
) -> tuple[PersonIdentity, ...]:
    """The group with the ids of those matched in a companion file, such as a worksheet."""
    found: dict[str, dict[str, str]] = {}
    for person, match in zip(people, matches, strict=True):
        if match.person is not None:
            found.setdefault(match.person, {}).update(person.ids)
    return tuple(
        replace(known, ids=MappingProxyType({**known.ids, **found.get(known.id, {})}))
        for known in group
    )


def _with_own_keys(
    people: Sequence[PersonIdentity], group: Sequence[PersonIdentity], system: str
) -> list[PersonIdentity]:
    """Without addresses, TRNs and user names that two share; with their name as an id if alone.

    A name that several of the group bear is no id, whoever it was confirmed for earlier.
    """
    emails = shared_emails(person.email for person in people)
    trns = _shared(person.trn for person in people)
    users = _shared(person.username for person in people)
    names = _shared(normal_form(person.name) for person in people)
    borne = _shared(letters_form(person.name) for person in group)
    own = []
    for person in people:
        name = normal_form(person.name)
        is_own = name not in names and letters_form(name) not in borne
        link = {name_key(system): name} if is_own else {}
        ids = {key: value for key, value in person.ids.items() if value not in users}
        email = person.email or clean_email(person.name if "@" in person.name else "").value
        own.append(
            replace(
                person,
                email=None if email in emails else email,
                trn=None if person.trn in trns else person.trn,
                username=None if person.username in users else person.username,
                ids=MappingProxyType({**ids, **link}),
            )
        )
    return own


def _shared(values: Iterable[str | None]) -> frozenset[str]:
    counts = Counter(value for value in values if value)
    return frozenset(value for value, count in counts.items() if count > 1)


class _Finding:
    """A group in which the people of one platform's file are looked for."""

    def __init__(self, group: Sequence[PersonIdentity]) -> None:
        self._known = KnownPeople(group)
        self._squeezed: dict[str, list[str]] = defaultdict(list)
        for person in group:
            for letters in _squeezed(person.name):
                self._squeezed[letters].append(person.id)

    def match(self, candidate: PersonIdentity) -> Match:
        if is_device(candidate.name):
            return Match(None, (), "none", "This is a phone or a room, not a name.")
        if normal_form(candidate.name) in _TEST_PEOPLE:
            return Match(None, (), "none", "This is the platform's test person.")
        match = self._known.match(candidate)
        if match.found_by in ("none", "likeness") and " " not in candidate.name.strip():
            return self._match_squeezed(candidate) or match
        return match

    def _match_squeezed(self, candidate: PersonIdentity) -> Match | None:
        """``obrienaoife``: the letters of last and first name, as Canvas writes them."""
        ids = tuple(self._squeezed.get(letters_form(candidate.name), ()))
        if len(ids) == 1:
            return Match(ids[0], ids, "letters of the name", "Same letters of the name, only one.")
        if ids:
            reason = "Several people of the group have these letters in their names."
            return Match(None, ids, "letters of the name", reason)
        return None


def _squeezed(name: str) -> frozenset[str]:
    words = name.split()
    turned = (words[at:] + words[:at] for at in range(len(words)))
    return frozenset(letters_form(" ".join(order)) for order in turned)


def _settled(
    people: Sequence[PersonIdentity], matches: Sequence[Match], *, several: bool
) -> Iterable[Match]:
    """Two people of a file are two people: where both would be one, a human decides.

    Of ``several`` entries of one person none may have an address of its own that is not theirs.
    """
    emails: dict[str, set[str]] = defaultdict(set)
    for person, match in zip(people, matches, strict=True):
        if match.person and person.email:
            emails[match.person].add(person.email)
    counts = Counter(match.person for match in matches if match.person)
    for match in matches:
        joined = several and (match.found_by in _SURE or len(emails[match.person or ""]) < 2)
        if match.person and counts[match.person] > 1 and match.found_by != "id" and not joined:
            reason = "Two entries of this file would be the same person."
            yield Match(None, match.candidates, match.found_by, reason)
        else:
            yield match
