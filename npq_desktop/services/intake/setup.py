"""Set a group up from a roster file, and bring a newer roster into it.

Nothing is stored before the preview is applied. A re-import adds and changes, asks about nobody
twice, and never removes: who is gone from a file is only named.
Source: interchange/LAYOUTS.md, "Rosters" and "Recognising people"; programme/DOMAIN.md,
"Identifiers and validation".
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.names import PersonIdentity, match_person
from npq_desktop.interchange.roster import Roster, RosterPerson, leave_out, read_roster
from npq_desktop.interchange.tables import TableProblem
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.programme import Programme
from npq_desktop.programme.holidays import Holidays
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import FileColumn, RosterPreview
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.files import given_bytes
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import local_time
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, display_name
from npq_desktop.services.intake import roster as roster_status
from npq_desktop.services.intake.roster import RosterColumns

_FRIDAY = 4
_MOST_WEEKS, _NEAR_WEEKS = 104, 8
_FIELD_WORDS = {"email": "e-mail", "trn": "TRN", "urn": "URN", "known_as": "known as"}


class SetupService:
    """From files to a group; the programme given here is the template of groups started here."""

    def __init__(self, core: Core, *, programme: Programme, holidays: Holidays) -> None:
        self._core = core
        self.programme = programme
        self.holidays = holidays
        self.columns = RosterColumns(core)

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
            people = leave_out(roster, filter(None, [self._core.identities.person_name]))
            return self._preview(path, people, [(person, "") for person in people.people], None, ())
        facts = self._core.facts.of(group)
        staff = {member.name for member in facts.members.values()}
        return self._compared(path, leave_out(roster, sorted(staff)), facts)

    def create_group(
        self, preview: RosterPreview, *, title: str, cohort: str, first_seminar: date
    ) -> str:
        """Start a group with these people and dates proposed for the events to come.

        Events that would lie before today get no date: whether they were held has to be asked.

        Raises:
            ServiceError: no title, or nobody in the roster.
        """
        if not title.strip():
            raise ServiceError("Give the group a name, such as “Group 07”.")
        if not preview.people:
            raise ServiceError("Nobody in this file can be added: look at the problems listed.")
        member = self._core.identities.new_member()
        content = self.start_content(member, title.strip(), cohort.strip())
        ids = [secrets.token_hex(16) for _ in preview.fields]
        people = [_person(key, fields) for key, fields in zip(ids, preview.fields, strict=True)]
        statuses = self._statuses(zip(ids, _statuses_of(preview), strict=True))
        events = self._events(first_seminar)
        return self._core.recorder.start(content, member, [*people, *statuses, *events])

    def apply_roster(self, group: str, preview: RosterPreview) -> Changes:
        """Add and change people as the preview says; nobody is removed."""
        facts = self._core.facts.of(group)
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
        recorded = self._core.recorder.write(group, wanted)
        touched = len({str(draft.content["person"]) for draft in wanted})
        words = f"import of {count(touched, 'person', 'people')}"
        self._core.undo.remember(group, UndoStep(words, recorded.ids))
        return recorded.changes

    def start_content(self, member: str, title: str, cohort: str) -> Mapping[str, object]:
        """The payload of ``group.start``: its roots are the recovery key and this laptop.

        The paper outranks the laptop, so that the sheet can take a stolen one out.
        """
        device, recovery = self._core.identities.device, self._core.identities.recovery_root()
        name = self._core.identities.person_name or "Facilitator"
        own = {"key": device.key, "age": device.age, "name": name, "device": device.name}
        return {
            "title": title,
            "cohort": cohort,
            "programme": self.programme.to_json(),
            "keep_until": None,
            "roots": [recovery, {**own, "member": member}],
        }

    @property
    def _today(self) -> date:
        """Which day it is where the programme is held."""
        return self._core.clock().astimezone(self.programme.zone).date()

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

    def proposed_first_seminar(self) -> date:
        """The first day from which nothing of the plan lies in the past, in holidays or due now."""
        today = day = self._today
        if today.weekday() > _FRIDAY:
            day += timedelta(days=7 - today.weekday())
        for week in range(_MOST_WEEKS):
            first = day + timedelta(weeks=week)
            days = self._proposed_days(first)
            due = [item.due(days) for item in self.programme.items]
            if not self.holidays.include(first) and all(on and on > today for on in due):
                return first
        return day

    def _events(self, first_seminar: date) -> list[NewEntry]:
        """The programme's events from today on, at one hour, to be corrected later."""
        try:
            days = self._proposed_days(first_seminar)
            return [_event(self.programme, key, on) for key, on in days.items()]
        except (OverflowError, OSError, ValueError) as error:  # before 1970 or after 9999
            raise ServiceError(
                f"No events can be planned from {first_seminar}: choose another first seminar."
            ) from error

    def _proposed_days(self, first_seminar: date) -> Mapping[str, date]:
        """The days planned from today on, moved by whole weeks out of holidays, in their order.

        The first seminar stays where it was put; what finds no day keeps none.
        """
        days: dict[str, date] = {}
        last, last_planned = date.min, date.min
        for key, planned in self.programme.planned_days(first_seminar).items():
            if planned == first_seminar:
                on: date | None = planned
            else:
                after = last if planned > last_planned else date.min
                before = first_seminar if planned < first_seminar else date.max
                on = self._school_day(planned, after=after, before=before)
            if planned >= self._today and on is not None:
                days[key], last, last_planned = on, on, planned
        return days

    def _school_day(self, planned: date, *, after: date, before: date) -> date | None:
        """The nearest such day of the week outside holidays between two days, not in the past."""
        for weeks in sorted(range(-_NEAR_WEEKS, _NEAR_WEEKS + 1), key=abs):
            on = planned + timedelta(weeks=weeks)
            if after < on < before and on > self._today and not self.holidays.include(on):
                return on
        return None


def _event(programme: Programme, key: str, on: date) -> NewEntry:
    start = local_time(on, programme.usual_start, programme.zone)
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
        school=person.fields.get("school"),
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
