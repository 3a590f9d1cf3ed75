"""Finds the people of a platform's file among those of a group, on any thread."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from npq_desktop.interchange.claims.rows import FilePerson
from npq_desktop.interchange.people.matching import match_people
from npq_desktop.interchange.people.names import KnownPeople, Match, PersonIdentity
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.intake.claims.standing import in_meeting
from npq_desktop.services.intake.roster_preview import identity_of

_MOODLE_TASK = re.compile(r"-(\d+)(?: ?\(\d+\))?\.\w+$")


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """The people of a file, and who of those they were looked for ``among`` each of them is.

    ``candidates`` are ids to choose from, likeliest first; none where it is certain.
    """

    among: tuple[PersonIdentity, ...]
    people: tuple[PersonIdentity, ...]
    matches: tuple[Match, ...]
    candidates: tuple[tuple[str, ...], ...]


def identities_of(facts: GroupFacts) -> tuple[PersonIdentity, ...]:
    """Everybody a file may be about."""
    return tuple(identity_of(each) for each in facts.participants.values() if not each.erased)


def find_people(
    people: Sequence[FilePerson], among: tuple[PersonIdentity, ...], system: str, file_name: str
) -> FoundPeople:
    """Who of a group each person of a file is: who is alike where that is not certain, else all."""
    written = tuple(_of_this_task(person.identity, file_name) for person in people)
    matches = match_people(written, among, system=system, several=in_meeting(system))
    strangers = any(match.outcome == "none" for match in matches)
    known = KnownPeople(among if strangers else ())
    candidates = (
        () if match.outcome == "unique" else match.candidates or known.ranked(person.name)
        for person, match in zip(written, matches, strict=True)
    )
    return FoundPeople(among, written, matches, tuple(candidates))


def _of_this_task(identity: PersonIdentity, file_name: str) -> PersonIdentity:
    """The identity with Moodle's participant number as one of the task that the file is named for.

    Moodle counts participants anew in each task, so the bare number is nobody's.
    """
    ids = dict(identity.ids)
    number = ids.pop("moodle_participant", "")
    task = _MOODLE_TASK.search(file_name)
    if number and task:
        ids[f"moodle_participant.{task[1]}"] = number
    return replace(identity, ids=ids)
