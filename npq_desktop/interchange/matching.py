"""Recognises all the people of one file among the people of a group, seen together.

A link that somebody confirmed once is kept in the group's identities, by a platform's id or by the
name it shows there. What two people of a file share identifies neither; a guess goes to a human.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from npq_desktop.interchange.identifiers import shared_emails
from npq_desktop.interchange.known_people import KnownPeople
from npq_desktop.interchange.meetings import is_device
from npq_desktop.interchange.names import Match, PersonIdentity, normal_form

_TEST_PEOPLE = frozenset({"test student", "student test", "demo student", "student, test"})


def match_people(
    people: Sequence[PersonIdentity], group: Iterable[PersonIdentity], *, system: str
) -> tuple[Match, ...]:
    """Who of the group each person of a file is, in the file's order.

    ``system`` is whose names these are: a name confirmed for it earlier counts as an id. Two
    people of the file who would be one of the group go to a human, unless an id tells so.
    """
    known = KnownPeople(group)
    candidates = _with_own_keys(people, system)
    matches = [_match(candidate, known) for candidate in candidates]
    return tuple(_settled(matches))


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


def _with_own_keys(people: Sequence[PersonIdentity], system: str) -> list[PersonIdentity]:
    """Without addresses, TRNs and user names that two share; with their name as an id if alone."""
    emails = shared_emails(person.email for person in people)
    trns = _shared(person.trn for person in people)
    users = _shared(person.username for person in people)
    names = _shared(normal_form(person.name) for person in people)
    own = []
    for person in people:
        name = normal_form(person.name)
        link = {} if name in names else {name_key(system): name}
        ids = {key: value for key, value in person.ids.items() if value not in users}
        own.append(
            replace(
                person,
                email=None if person.email in emails else person.email,
                trn=None if person.trn in trns else person.trn,
                username=None if person.username in users else person.username,
                ids=MappingProxyType({**ids, **link}),
            )
        )
    return own


def _shared(values: Iterable[str | None]) -> frozenset[str]:
    counts = Counter(value for value in values if value)
    return frozenset(value for value, count in counts.items() if count > 1)


def _match(candidate: PersonIdentity, known: KnownPeople) -> Match:
    if is_device(candidate.name):
        return Match(None, (), "none", "This is a device or a room, not a name.")
    if normal_form(candidate.name) in _TEST_PEOPLE:
        return Match(None, (), "none", "This is the platform's test person.")
    match = known.match(candidate)
    if match.found_by in ("likeness", "none") and " " not in candidate.name.strip():
        return known.match_squeezed(candidate.name) or match
    return match


def _settled(matches: Sequence[Match]) -> Iterable[Match]:
    """Two people of a file are two people: where both would be one, a human decides."""
    counts = Counter(match.person for match in matches if match.person)
    for match in matches:
        if match.person and counts[match.person] > 1 and match.found_by != "id":
            reason = "Two entries of this file would be the same person."
            yield Match(None, match.candidates, match.found_by, reason)
        else:
            yield match
