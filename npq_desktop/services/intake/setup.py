"""Set a group up from a roster file, and bring a newer roster into it.

Nothing is stored before the preview is applied. A re-import adds and changes, asks about nobody
twice, and never removes: who is gone from a file is only named.
Source: platform files design, sections 7 and 8; domain design, "Identifiers and validation".
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.facts import PersonFact
from npq_desktop.interchange.known_people import match_person
from npq_desktop.interchange.names import PersonIdentity
from npq_desktop.interchange.recognising import START_BYTES, recognise_file, recognise_start
from npq_desktop.interchange.roster import Roster, RosterPerson, leave_out, read_roster
from npq_desktop.interchange.tables import TableProblem
from npq_desktop.programme import Programme
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import FileColumn, RosterPreview
from npq_desktop.rows.intake import Recognised
from npq_desktop.services.core.facts import FactsOfGroups, GroupFacts
from npq_desktop.services.core.files import given_bytes, given_start
from npq_desktop.services.core.identities import Identities
from npq_desktop.services.core.recorder import Clock, NewEntry, Recorder
from npq_desktop.services.core.times import local_time
from npq_desktop.services.core.undo import UndoService, UndoStep
from npq_desktop.services.core.words import count, display_name
from npq_desktop.services.intake import roster as roster_status
from npq_desktop.services.intake.roster import RosterColumns

_FIELD_WORDS = {"email": "e-mail", "trn": "TRN", "urn": "URN", "known_as": "known as"}


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
        columns: RosterColumns,
        clock: Clock,
    ) -> None:
        self._facts = facts
        self._recorder = recorder
        self._identities = identities
        self._undo = undo
        self.programme = programme
        self.columns = columns
        self._clock = clock

    def recognise(self, path: Path) -> Recognised:
        """What a file is by its content, for window and commands alike; nothing is stored.

        Raises:
            InterchangeError: it cannot be read, or is nothing that can be opened here.
        """
        kind = recognise_start(given_start(path, START_BYTES))
        if kind is not None:
            return Recognised(kind, f"a {kind.value}")
        return recognise_file(given_bytes(path), file_name=path.name)

    def roster_columns(
        self, path: Path, columns: Mapping[int, str] | None = None
    ) -> tuple[FileColumn, ...]:
        """The columns of a file, for somebody to say what they hold; nothing is stored.

        Raises:
            InterchangeError: the file cannot be read as a table.
        """
        return self.columns.of(given_bytes(path), file_name=path.name, chosen=columns)

    def remember_columns(self, columns: Mapping[str, str]) -> None:
        """Keep what titles were said to mean, for every later file."""
        self.columns.remember(columns)

    def read_roster(
        self, path: Path, group: str | None = None, *, columns: Mapping[int, str] | None = None
    ) -> RosterPreview:
        """What a roster file holds, compared with a group if one is given.

        ``columns`` say what columns hold, by place; "" for a column that is not to be read.

        Raises:
            InterchangeError: the file as a whole is no roster, or cannot be read.
        """
        data = given_bytes(path)
        mapping = self.columns.mapping(data, file_name=path.name, chosen=columns)
        roster = read_roster(data, file_name=path.name, mapping=mapping)
        if group is None:
            people = leave_out(roster, filter(None, [self._identities.person_name]))
            return self._preview(path, people, [(person, "") for person in people.people], None, ())
        facts = self._facts.of(group)
        staff = {member.name for member in facts.members.values()}
        return self._compared(path, leave_out(roster, sorted(staff)), facts)

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
        ids = [secrets.token_hex(16) for _ in preview.fields]
        people = [_person(key, fields) for key, fields in zip(ids, preview.fields, strict=True)]
        statuses = self._statuses(zip(ids, _statuses_of(preview), strict=True))
        events = self._events(first_seminar)
        return self._recorder.start(content, member, [*people, *statuses, *events])

    def apply_roster(self, group: str, preview: RosterPreview) -> Changes:
        """Add and change people as the preview says; nobody is removed."""
        facts = self._facts.of(group)
        known = facts.people
        here = [person.fields for person in known.values()]
        said = [
            (person or secrets.token_hex(16), fields, status)
            for person, fields, status in zip(
                preview.matches, preview.fields, _statuses_of(preview), strict=True
            )
            if person in known or fields not in here  # applied twice, it adds nobody twice
        ]
        drafts = [_difference(known.get(person), person, fields) for person, fields, _ in said]
        people = [draft for draft in drafts if draft is not None]
        statuses = self._statuses(
            (
                person,
                roster_status.new_status(status, facts.enrolments.get(person, ()), self._today),
            )
            for person, _, status in said
        )
        wanted = [*people, *statuses]
        if not wanted:
            raise ServiceError("This roster says nothing new about the group.")
        recorded = self._recorder.write(group, wanted)
        touched = len({str(draft.content["person"]) for draft in wanted})
        words = f"import of {count(touched, 'person', 'people')}"
        self._undo.remember(group, UndoStep(words, recorded.ids))
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

    @property
    def _today(self) -> date:
        return self._clock().date()

    def _statuses(self, said: Iterable[tuple[str, str]]) -> list[NewEntry]:
        return [
            roster_status.draft(person, status, self._today) for person, status in said if status
        ]

    def _compared(self, path: Path, roster: Roster, facts: GroupFacts) -> RosterPreview:
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
        return self._preview(path, roster, pairs, facts, problems)

    def _preview(
        self,
        path: Path,
        roster: Roster,
        pairs: Sequence[tuple[RosterPerson, str]],
        facts: GroupFacts | None,
        problems: Sequence[str],
    ) -> RosterPreview:
        """``pairs``: each person of the file with who of the group that is, "" for a new one."""
        here = facts.participants if facts else {}
        known = {key: person for key, person in here.items() if not person.erased}
        enrolled = facts.enrolments if facts else {}
        matches = tuple(match for _, match in pairs)
        fields = tuple(fields_of(person) for person, _ in pairs)
        said = list(zip(pairs, fields, strict=True))
        changed = [
            (person.name, words)
            for (person, match), stated in said
            if match and (words := _change(known[match], match, stated))
        ]
        statuses = [(person, enrolled.get(match, ())) for person, match in pairs]
        told = [
            roster_status.words(person.name, person.status, known_status, self._today)
            for person, known_status in statuses
        ]
        return RosterPreview(
            path=path,
            source=roster.source,
            people=tuple(_shown(person) for person, _ in pairs),
            problems=(*map(_sentence, roster.problems), *problems),
            ignored=tuple(f"{column.title}: {column.reason}" for column in roster.mapping.ignored),
            added=tuple(person.name for person, match in pairs if not match),
            changed=tuple(name for name, _ in changed),
            gone=tuple(display_name(fact) for key, fact in known.items() if key not in matches),
            fields=fields,
            matches=matches,
            statuses=tuple(
                roster_status.new_status(person.status, known_status, self._today)
                for person, known_status in statuses
            ),
            status_words=tuple(filter(None, told)),
            changes=tuple(words for _, words in changed),
            group_title=facts.group.title if facts else "",
            group_size=len(known),
        )

    def _events(self, first_seminar: date) -> list[NewEntry]:
        """The programme's events, on one weekday and at one hour, to be corrected later."""
        try:
            dated = self.programme.planned_days(first_seminar)
            return [_event(self.programme, key, day) for key, day in dated.items()]
        except (OverflowError, OSError, ValueError) as error:  # before 1970 or after 9999
            raise ServiceError(
                f"No events can be planned from {first_seminar}: choose another first seminar."
            ) from error


def _event(programme: Programme, key: str, on: date) -> NewEntry:
    start = local_time(on, programme.usual_start)
    end = start + timedelta(minutes=programme.item(key).minutes)
    times = {"start": start.isoformat(), "end": end.isoformat()}
    return NewEntry("event.set", {"event": key, "state": "planned", **times})


def _person(person: str, fields: Mapping[str, str]) -> NewEntry:
    return NewEntry("person.set", {"person": person, **fields})


def _difference(
    known: PersonFact | None, person: str, fields: Mapping[str, str]
) -> NewEntry | None:
    """What a file says beyond what is known; only those fields are written."""
    if known is None:
        return _person(person, fields)
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


def _statuses_of(preview: RosterPreview) -> Sequence[str]:
    """The status of each person; a preview made without any says nothing of it."""
    return preview.statuses or ("",) * len(preview.fields)


def _change(known: PersonFact, person: str, stated: Mapping[str, str]) -> str:
    """Such as "Ann Lee: school Ash → Elm, TRN 1234567 (new)."; "" where nothing changes."""
    draft = _difference(known, person, stated)
    if draft is None:
        return ""
    said = [
        f"{_FIELD_WORDS.get(name, name)} {known.fields[name]} → {text}"
        if known.fields.get(name)
        else f"{_FIELD_WORDS.get(name, name)} {text} (new)"
        for name, text in draft.content.items()
        if name != "person"
    ]
    return f"{display_name(known)}: {', '.join(said)}."


def _shown(person: RosterPerson) -> tuple[int, str, str, str, str]:
    email, trn, school = person.email or "", person.trn or "", person.school or ""
    return person.line, person.name, email, trn, school


def _sentence(problem: TableProblem) -> str:
    return f"Line {problem.line}: {problem.message}" if problem.line else problem.message
