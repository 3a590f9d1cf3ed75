"""Set a group up from a roster file, and bring a newer roster into it.

Nothing is stored before the preview is applied. A re-import adds and changes, asks about nobody
twice, and never removes: who is gone from a file is only named.
Source: platform files design, sections 7 and 8; domain design, "Identifiers and validation".
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.interchange.names import PersonIdentity, match_person
from npq_desktop.interchange.roster import Roster, RosterPerson, leave_out, read_roster
from npq_desktop.interchange.tables import TableProblem
from npq_desktop.programme import Programme
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import RosterPreview
from npq_desktop.rows.facts import PersonFact
from npq_desktop.services.group_facts import FactsOfGroups, GroupFacts
from npq_desktop.services.identity import Identities
from npq_desktop.services.naming import count, display_name
from npq_desktop.services.recorder import Clock, Draft, Recorder
from npq_desktop.services.undo import Step, UndoService


class SetupService:
    """From files to a group; the programme given here is the template of groups started here."""

    def __init__(
        self,
        *,
        facts: FactsOfGroups,
        recorder: Recorder,
        identities: Identities,
        undo: UndoService,
        programme: Programme,
        clock: Clock,
    ) -> None:
        self._facts = facts
        self._recorder = recorder
        self._identities = identities
        self._undo = undo
        self.programme = programme
        self._clock = clock

    def read_roster(self, path: Path, group: str | None = None) -> RosterPreview:
        """What a roster file holds, compared with a group if one is given.

        Raises:
            InterchangeError: the file as a whole is no roster, or cannot be read.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InterchangeError(
                f"“{path.name}” cannot be read ({error.strerror}). Check that it is still there "
                "and not open in another program."
            ) from error
        roster = read_roster(data, file_name=path.name)
        if group is None:
            people = leave_out(roster, filter(None, [self._identities.person_name]))
            return _preview(path, people, [(person, "") for person in people.people], {}, ())
        facts = self._facts.of(group)
        staff = {member.name for member in facts.members.values()}
        return _compared(path, leave_out(roster, sorted(staff)), facts)

    def create_group(
        self, preview: RosterPreview, *, title: str, cohort: str, first_seminar: date
    ) -> str:
        """Start a group with these people and the programme's events on their planned days.

        Raises:
            ServiceError: no title, or nobody in the roster.
        """
        if not title.strip():
            raise ServiceError("Give the group a name, such as “Group 07”.")
        if not preview.people:
            raise ServiceError("Nobody in this file can be added: look at the problems listed.")
        member = self._identities.new_member()
        content = self.start_content(member, title.strip(), cohort.strip())
        people = [_person(secrets.token_hex(16), fields) for fields in preview.fields]
        return self._recorder.start(content, member, [*people, *self._events(first_seminar)])

    def apply_roster(self, group: str, preview: RosterPreview) -> Changes:
        """Add and change people as the preview says; nobody is removed."""
        known = self._facts.of(group).people
        here = [person.fields for person in known.values()]
        pairs = [
            (person, fields)
            for person, fields in zip(preview.matches, preview.fields, strict=True)
            if person in known or fields not in here  # applied twice, it adds nobody twice
        ]
        drafts = [_difference(known.get(person), person, fields) for person, fields in pairs]
        wanted = [draft for draft in drafts if draft is not None]
        if not wanted:
            raise ServiceError("This roster says nothing new about the group.")
        recorded = self._recorder.write(group, wanted)
        words = f"import of {count(len(wanted), 'person', 'people')}"
        self._undo.remember(group, Step(words, recorded.ids))
        return recorded.changes

    def start_content(self, member: str, title: str, cohort: str) -> Mapping[str, object]:
        """The payload of ``group.start``: roots are this laptop and its recovery key."""
        device, recovery = self._identities.device, self._identities.recovery_root()
        name = self._identities.person_name or "Facilitator"
        own = {"key": device.key, "age": device.age, "name": name, "device": device.name}
        return {
            "title": title,
            "cohort": cohort,
            "programme": self.programme.to_json(),
            "keep_until": None,
            "roots": [{**own, "member": member}, recovery],
        }

    def _events(self, first_seminar: date) -> list[Draft]:
        """The programme's events, on one weekday and at one hour, to be corrected later."""
        try:
            dated = self.programme.planned_days(first_seminar)
            return [_event(self.programme, key, day) for key, day in dated.items()]
        except (OverflowError, OSError, ValueError) as error:  # before 1970 or after 9999
            raise ServiceError(
                f"No events can be planned from {first_seminar}: choose another first seminar."
            ) from error


def _event(programme: Programme, key: str, on: date) -> Draft:
    start = local_time(on, programme.usual_start)
    end = start + timedelta(minutes=programme.item(key).minutes)
    times = {"start": start.isoformat(), "end": end.isoformat()}
    return Draft("event.set", {"event": key, "state": "planned", **times})


def local_time(on: date, at: time) -> datetime:
    """A time of day on this laptop's clock, with the offset of that day."""
    return datetime.combine(on, at).astimezone()


def _person(person: str, fields: Mapping[str, str]) -> Draft:
    return Draft("person.set", {"person": person, **fields})


def _difference(known: PersonFact | None, person: str, fields: Mapping[str, str]) -> Draft | None:
    """What a file says beyond what is known; only those fields are written."""
    if known is None:
        return _person(secrets.token_hex(16), fields)
    new = {name: text for name, text in fields.items() if known.fields.get(name) != text}
    return _person(person, new) if new else None


def fields_of(person: RosterPerson) -> Mapping[str, str]:
    """What is recorded of a roster's person: only what the file states."""
    stated = {
        "name": person.name,
        "known_as": person.known_as,
        "first": person.first_name,
        "last": person.last_name,
        "email": person.email,
        "trn": person.trn,
        "urn": person.urn,
        "school": person.school,
        "role": person.role,
        **{f"id.{system}": number for system, number in person.ids.items()},
    }
    return {name: text for name, text in stated.items() if text}


def _compared(path: Path, roster: Roster, facts: GroupFacts) -> RosterPreview:
    known = {key: person for key, person in facts.participants.items() if not person.erased}
    identities = [identity_of(person) for person in known.values()]
    pairs: list[tuple[RosterPerson, str]] = []
    problems: list[str] = []
    for person in roster.people:
        match = match_person(person.identity, identities)
        if match.outcome == "review":
            problems.append(f"Line {person.line}: {person.name} was left out. {match.reason}")
        elif match.person and match.person in [known for _, known in pairs]:
            problems.append(f"Line {person.line}: {person.name} stands in the file twice.")
        else:
            pairs.append((person, match.person or ""))
    return _preview(path, roster, pairs, known, problems)


def identity_of(person: PersonFact) -> PersonIdentity:
    """A participant as the matching of people knows them."""
    ids = {k.removeprefix("id."): v for k, v in person.fields.items() if k.startswith("id.")}
    return PersonIdentity(
        id=person.id,
        name=person.fields.get("name", ""),
        known_as=person.fields.get("known_as"),
        email=person.fields.get("email"),
        trn=person.fields.get("trn"),
        username=ids.get("username"),
        ids=ids,
    )


def _preview(
    path: Path,
    roster: Roster,
    pairs: Sequence[tuple[RosterPerson, str]],
    known: Mapping[str, PersonFact],
    problems: Sequence[str],
) -> RosterPreview:
    """``pairs``: each person of the file with who of the group that is, "" for a new one."""
    matches = tuple(match for _, match in pairs)
    fields = tuple(fields_of(person) for person, _ in pairs)
    said = list(zip(pairs, fields, strict=True))
    return RosterPreview(
        path=path,
        source=roster.source,
        people=tuple(_shown(person) for person, _ in pairs),
        problems=(*map(_sentence, roster.problems), *problems),
        ignored=tuple(f"{column.title}: {column.reason}" for column in roster.mapping.ignored),
        added=tuple(person.name for person, match in pairs if not match),
        changed=tuple(
            person.name
            for (person, match), stated in said
            if match and _difference(known[match], match, stated)
        ),
        gone=tuple(display_name(fact) for key, fact in known.items() if key not in matches),
        fields=fields,
        matches=matches,
    )


def _shown(person: RosterPerson) -> tuple[int, str, str, str, str]:
    email, trn, school = person.email or "", person.trn or "", person.school or ""
    return person.line, person.name, email, trn, school


def _sentence(problem: TableProblem) -> str:
    return f"Line {problem.line}: {problem.message}" if problem.line else problem.message
