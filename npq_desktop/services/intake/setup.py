"""Set a group up from a roster file, and bring a newer roster into it.

Nothing is stored before the preview is applied. A re-import adds, changes what was accepted, leaves
out whom nobody decided on, and never removes: who is gone from a file is only named.
Source: interchange/LAYOUTS.md, "Rosters" and "Recognising people"; programme/DOMAIN.md,
"Identifiers and validation".
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.programme import Programme
from npq_desktop.programme.holidays import Holidays
from npq_desktop.programme.office import load_office
from npq_desktop.resources import resource
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.rosters import RosterChange, RosterChoices, RosterPreview
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import local_time
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count
from npq_desktop.services.intake import roster_status
from npq_desktop.services.intake.opened import File
from npq_desktop.services.intake.roster import ReadRoster, RosterColumns, RosterReading
from npq_desktop.services.intake.roster_preview import Beside, preview_of

_FRIDAY = 4
_MOST_WEEKS, _NEAR_WEEKS = 104, 8
_AS_IT_IS = RosterChoices()


class SetupService:
    """From files to a group; the programme given here is the template of groups started here."""

    def __init__(self, core: Core, *, programme: Programme, holidays: Holidays) -> None:
        self._core = core
        self.programme = programme
        self.holidays = holidays
        self.columns = RosterColumns(core)

    def reading(
        self, group: str | None = None, choices: RosterChoices = _AS_IT_IS
    ) -> RosterReading:
        """How a list of people is read and compared with a group, which any thread may then do.

        ``choices`` are what somebody said of the file so far.
        """
        return RosterReading(self.columns.known(), choices, self._beside(group))

    def compare(self, read: ReadRoster, group: str | None = None) -> RosterPreview:
        """What a file that was read holds, compared with a group if one is given.

        Raises:
            InterchangeError: the file as a whole is no list of people.
        """
        if read.people is None:
            raise read.refusal or InterchangeError(f"“{read.path.name}” is no list of people.")
        beside = self._beside(group)
        if read.preview is not None and read.beside == beside:
            return read.preview
        return preview_of(read.people, read.path, read.choices, beside)

    def remember_columns(self, columns: Mapping[str, str]) -> None:
        """Keep what titles were said to mean, for every later file."""
        self.columns.remember(columns)

    def read_roster(
        self, file: File, group: str | None = None, choices: RosterChoices = _AS_IT_IS
    ) -> RosterPreview:
        """Read a list of people and compare it, for callers that need no other thread.

        Raises:
            InterchangeError: the file as a whole is no list of people, or cannot be read.
        """
        return self.compare(self.reading(group, choices).of(file), group)

    def create_group(
        self,
        preview: RosterPreview,
        *,
        title: str,
        cohort: str,
        first_seminar: date,
        accepted: Collection[RosterChange] = (),
    ) -> str:
        """Start a group with these people and dates proposed for the events to come.

        Events that would lie before today get no date: whether they were held has to be asked.

        ``accepted`` are the offers of the preview that somebody confirmed, such as padded TRNs.

        Raises:
            ServiceError: no title, nobody in the roster, or a group of the file is to be chosen.
        """
        if not title.strip():
            raise ServiceError("Give the group a name, for example “Group 07”.")
        if preview.asks_for_group:
            raise ServiceError("The file holds several groups. Choose which of them to take.")
        if not preview.people:
            raise ServiceError("Nobody in this file can be added. The list of problems says why.")
        member = self._core.identities.new_member()
        content = self.start_content(member, title.strip(), cohort.strip())
        ids = [secrets.token_hex(16) for _ in preview.fields]
        stated = _with_offers(preview, accepted)
        people = [_person(key, fields) for key, fields in zip(ids, stated, strict=True)]
        statuses = _statuses(zip(ids, _statuses_of(preview), strict=True), self._today)
        events = self._events(first_seminar)
        return self._core.recorder.start(content, member, [*people, *statuses, *events])

    def apply_roster(
        self,
        group: str,
        preview: RosterPreview,
        accepted: Collection[RosterChange] | None = None,
    ) -> Changes:
        """Add people and change what was accepted, by default the preset lines; nobody is removed.

        Raises:
            ServiceError: nothing of it is new, or what a line was to change is another meanwhile.
        """
        facts, today = self._core.facts.of(group), self._core.today(group)
        wanted = preview.preset if accepted is None else tuple(accepted)
        people = [*_changed(facts, wanted), *self._new_people(facts, preview, wanted)]
        known = [
            (
                person,
                roster_status.new_status(status, facts.enrolments.get(person, ()), today),
            )
            for person, status in zip(preview.matches, _statuses_of(preview), strict=True)
            if person in facts.people
        ]
        drafts = [*people, *_statuses(known, today)]
        if not drafts:
            raise ServiceError("Everything in this list is already in the group.")
        recorded = self._core.recorder.write(group, drafts)
        touched = len({str(draft.content["person"]) for draft in drafts})
        words = f"import of {count(touched, 'person', 'people')}"
        self._core.undo.remember(group, UndoStep(words, recorded.ids))
        return recorded.changes

    def _new_people(
        self, facts: GroupFacts, preview: RosterPreview, accepted: Collection[RosterChange]
    ) -> list[NewEntry]:
        """The people nobody of the group is; applied twice, a preview adds nobody twice."""
        here = [person.fields for person in facts.people.values()]
        drafts: list[NewEntry] = []
        today = self._core.today(facts.id)
        for match, fields, status in zip(
            preview.matches, _with_offers(preview, accepted), _statuses_of(preview), strict=True
        ):
            if match in facts.people or fields in here:
                continue
            person = secrets.token_hex(16)
            drafts += [_person(person, fields), *_statuses([(person, status)], today)]
        return drafts

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
            "office": load_office(resource("programmes/office.toml")).to_json(),
            "keep_until": None,
            "roots": [recovery, {**own, "member": member}],
        }

    @property
    def _today(self) -> date:
        """Which day it is where the programme of a new group is held."""
        return self._core.clock().astimezone(self.programme.zone).date()

    def _beside(self, group: str | None) -> Beside:
        if group is not None:
            return Beside.of(self._core.facts.of(group), self._core.today(group))
        own = self._core.identities.person_name
        return Beside(self._today, staff=(own,) if own else ())

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
                f"No events can be planned from {first_seminar}. Choose another first seminar."
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


def _statuses(said: Iterable[tuple[str, str]], today: date) -> list[NewEntry]:
    return [roster_status.draft(person, status, today) for person, status in said if status]


def _event(programme: Programme, key: str, on: date) -> NewEntry:
    start = local_time(on, programme.usual_start, programme.zone)
    end = start + timedelta(minutes=programme.item(key).minutes)
    times = {"start": start.isoformat(), "end": end.isoformat()}
    return NewEntry("event.set", {"event": key, "state": "planned", **times})


def _person(person: str, fields: Mapping[str, str]) -> NewEntry:
    return NewEntry("person.set", {"person": person, **fields})


def _changed(facts: GroupFacts, accepted: Collection[RosterChange]) -> Iterator[NewEntry]:
    """One entry a person of what was accepted, as long as it still replaces what was shown."""
    values: dict[str, dict[str, str]] = {}
    for change in accepted:
        if not change.person:
            continue
        known = facts.people.get(change.person)
        if known is None:
            raise ServiceError(f"{change.name} is no longer in this group. Choose the file again.")
        new = {name: text for name, text in change.values.items() if known.fields.get(name) != text}
        if new and not _is_as_shown(known, change):
            raise ServiceError(
                f"Someone changed the {change.what} of {change.name} while you were looking. "
                "Choose the file again."
            )
        values.setdefault(change.person, {}).update(new)
    yield from (_person(person, fields) for person, fields in values.items() if fields)


def _is_as_shown(known: PersonFact, change: RosterChange) -> bool:
    """Whether what a line was to replace is still what was shown."""
    if set(change.values) & {"name", "first", "last"}:
        return "name" not in change.values or known.fields.get("name", "") == change.before
    return all(known.fields.get(name, "") == change.before for name in change.values)


def _with_offers(
    preview: RosterPreview, accepted: Collection[RosterChange]
) -> Iterator[Mapping[str, str]]:
    """What is recorded of each person, with what was confirmed of somebody new."""
    offers = {change.line: change.values for change in accepted if not change.person}
    for person, fields in zip(preview.people, preview.fields, strict=True):
        yield {**fields, **offers.get(person[0], {})}


def _statuses_of(preview: RosterPreview) -> Sequence[str]:
    """The status of each person; a preview made without any says nothing of it."""
    return preview.statuses or ("",) * len(preview.fields)
