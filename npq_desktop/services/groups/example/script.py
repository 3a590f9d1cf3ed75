"""What happened in the example group, as drafts: people, dates, registers, work, decisions.

Every id is derived from a name, so that two runs tell the same story of the same people.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from npq_desktop.programme import ItemKind, Programme, ProgrammeItem
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import local_time
from npq_desktop.services.groups.example.cast import CAST, SCHOOLS, Person, Story
from npq_desktop.services.groups.example.writing import (
    CATCH_UPS,
    DIAGNOSTICS,
    REFLECTIONS,
    work_on,
)

TODAYS_SEMINAR = 4
"""The seminar that begins now, counted from 1; what lies before it has happened."""


def stable_id(name: str) -> str:
    """32 hex digits made of a name."""
    return hashlib.sha256(f"NPQ Desktop example: {name}".encode()).hexdigest()[:32]


class Script:
    """The story as of ``start``, the moment at which today's seminar begins."""

    def __init__(self, programme: Programme, start: datetime) -> None:
        self._programme = programme
        self._start = start
        self._days = self._planned_days()
        self._ids = {
            person: stable_id(f"{number} {person.name}") for number, person in enumerate(CAST)
        }
        events = [item for item in programme.items if item.is_event]
        before = [item for item in events if self._days[item.key] < start.date()]
        self._past = sorted(before, key=lambda item: self._days[item.key])

    @property
    def people(self) -> Mapping[str, str]:
        """The ids of the cast by first name; of two with one name the last."""
        return {person.first: key for person, key in self._ids.items()}

    @property
    def past_events(self) -> tuple[str, ...]:
        """The events already held, oldest first."""
        return tuple(item.key for item in self._past)

    def drafts(self) -> Iterator[NewEntry]:
        """Everything that was recorded on this laptop, in order."""
        yield from map(self._person, CAST)
        yield from self._events()
        for person in CAST:
            yield from self._enrolment(person)
        for item in self._past:
            yield from self._register(item)
        for person in CAST:
            yield from self._work(person)
            yield from self._catch_up(person)

    def colleagues_drafts(self) -> Iterator[NewEntry]:
        """What the colleague recorded meanwhile: a mark and a decision that differ from ours."""
        conflicted = self._ids[_who(Story.CONFLICT)]
        last = self._past[-1].key
        yield NewEntry(
            "mark.set", {"event": last, "person": conflicted, "state": "absent", "how": "typed"}
        )
        person = _who(Story.TWO_DECISIONS)
        task = self._tasks_due(ItemKind.REFLECTIVE)[-1]
        yield self._review(person, task, "returned", "Please add what you will do differently.")

    def head_count(self, event: str) -> int:
        """How many were counted in the room."""
        marks = [self._mark(person, self._programme.item(event)) for person in self._roster(event)]
        return sum(mark.get("state") == "present" for mark in marks)

    # ---- people and dates ----------------------------------------------------------------------

    def _person(self, person: Person) -> NewEntry:
        number = CAST.index(person)
        school, urn = SCHOOLS[person.school]
        user = hashlib.sha256(person.name.encode()).hexdigest()[:4]
        stated = {
            "person": self._ids[person],
            "name": person.name,
            "first": person.first,
            "last": person.last,
            "known_as": person.known_as,
            "email": f"{person.first[0].casefold()}{user}{number}@{_domain(person)}.example.org",
            "trn": f"{1_200_345 + 71_933 * number:07d}",
            "school": school,
            "urn": urn,
        }
        return NewEntry("person.set", {name: text for name, text in stated.items() if text})

    def _planned_days(self) -> Mapping[str, date]:
        """The programme's plan moved so that today's seminar falls on today."""
        plan = self._programme.planned_days(self._start.date())
        seminars = [item.key for item in self._programme.items if item.kind is ItemKind.SEMINAR]
        shift = plan[seminars[TODAYS_SEMINAR - 1]] - self._start.date()
        return {key: day - shift for key, day in plan.items()}

    def _events(self) -> Iterator[NewEntry]:
        for key in self._days:
            said = {"event": key, "place": "Fernhill Teaching Hub", **self._times(key)}
            yield NewEntry("event.set", said)

    def _times(self, event: str) -> Mapping[str, str]:
        start = local_time(self._days[event], self._start.time(), self._programme.zone)
        end = start + timedelta(minutes=self._programme.item(event).minutes)
        return {"start": start.isoformat(), "end": end.isoformat()}

    def _enrolment(self, person: Person) -> Iterator[NewEntry]:
        who = {"person": self._ids[person]}
        if person.story is Story.DEFERRED:
            day = self._days[self._past[-1].key] - timedelta(days=10)
            yield NewEntry("enrolment.set", {**who, "from": day.isoformat(), "status": "deferred"})
        if person.story is Story.NEW:
            day = self._start.date() - timedelta(days=2)
            yield NewEntry("enrolment.set", {**who, "from": day.isoformat(), "status": "active"})
            for item in self._programme.items:
                if self._due(item) <= self._start.date() and not self._is_today(item):
                    reason = {"value": "excused", "reason": "Joined half-way by agreement"}
                    yield NewEntry("exemption.set", {**who, "item": item.key, **reason})
        if person.story is Story.TRANSFERRED:
            for item in self._programme.items:
                credited = {"value": "credited", "credit": [1, 1], "source": "transfer"}
                yield NewEntry("exemption.set", {**who, "item": item.key, **credited})

    # ---- registers -----------------------------------------------------------------------------

    def _register(self, item: ProgrammeItem) -> Iterator[NewEntry]:
        roster = self._roster(item.key)
        ids = [self._ids[person] for person in roster]
        yield NewEntry("register.open", {"event": item.key, "roster": ids})
        for person in roster:
            mark = self._mark(person, item)
            who = {"event": item.key, "person": self._ids[person], "how": "typed"}
            yield NewEntry("mark.set", {**who, **mark})

    def _roster(self, event: str) -> list[Person]:
        """Without those who were deferred by then or had not joined."""
        is_last = event == self._past[-1].key
        away = {Story.NEW} | ({Story.DEFERRED} if is_last else set())
        return [person for person in CAST if person.story not in away]

    def _mark(self, person: Person, item: ProgrammeItem) -> Mapping[str, object]:
        place = len(self._past) - self._past.index(item)  # 1 is the last event before today
        match person.story:
            case Story.OUT_OF_REACH:
                return {"state": "absent", "reason": "other"} if place <= 4 else _PRESENT
            case Story.CAUGHT_UP if place == 2:
                return {"state": "absent", "reason": "travel"}
            case Story.CATCHING_UP | Story.CATCH_UP_AGREED if place == 1:
                return {"state": "absent", "reason": "school_duty"}
            case Story.CATCH_UP_RETURNED if place == 2:
                return {"state": "absent", "reason": "travel"}
            case Story.BEHIND if place == 1:
                return {"state": "absent", "reason": "notified"}
            case Story.LATE if place <= 2:
                late = {"minutes_late": 12 if place == 1 else 45}
                return {**_PRESENT, **late, **self._times(item.key)}
            case Story.STEADY if person.first == "Xanthe" and place == 3:
                return {**_PRESENT, "minutes_early": 10, **self._times(item.key)}
            case _:
                return _PRESENT

    # ---- work ----------------------------------------------------------------------------------

    def _work(self, person: Person) -> Iterator[NewEntry]:
        if person.story in (Story.NEW, Story.TRANSFERRED, Story.DEFERRED):
            return
        for kind in (ItemKind.DIAGNOSTIC, ItemKind.REFLECTIVE):
            due = self._tasks_due(kind)
            for item in due[: -2 if person.story is Story.BEHIND else None]:
                yield from self._task(person, item, is_latest=item == due[-1])

    def _task(self, person: Person, item: ProgrammeItem, *, is_latest: bool) -> Iterator[NewEntry]:
        text = _text(person, item)
        yield self._submission(person, item, text, attempt=1)
        if not is_latest:
            yield self._review(person, item, "accepted", "")
        elif item.kind is ItemKind.REFLECTIVE:
            yield from self._latest_reflection(person, item, text)

    def _latest_reflection(
        self, person: Person, item: ProgrammeItem, text: str
    ) -> Iterator[NewEntry]:
        feedback = "Name the pupils you will watch, and say how you will know."
        match person.story:
            case Story.RETURNED:
                yield self._review(person, item, "returned", feedback)
            case Story.RESUBMITTED:
                yield self._review(person, item, "returned", feedback)
                longer = f"{text} I shall watch four pupils who finish last."
                yield self._submission(person, item, longer, attempt=2)
            case Story.TWO_DECISIONS:
                yield self._review(person, item, "accepted", "A clear next step.")
            case Story.STEADY if CAST.index(person) % 3:
                yield self._review(person, item, "accepted", "Thank you: specific and honest.")

    def _submission(self, person: Person, item: ProgrammeItem, text: str, attempt: int) -> NewEntry:
        number = CAST.index(person)
        before = 1 + number * 5 % 8 if attempt == 1 else 1
        day = min(self._due(item), self._start.date()) - timedelta(days=before)
        when = time(7 + number * 3 % 15, number * 17 % 60)
        handed_in = local_time(day, when, self._programme.zone)
        content = {
            "person": self._ids[person],
            "task": item.key,
            "content": _digest(person, item, text),
            "name": _file_name(person, item, attempt),
            "size": len(text.encode()),
            "text": text,
            "handed_in": handed_in.isoformat(),
        }
        return NewEntry("submission.add", content)

    def _review(
        self, person: Person, item: ProgrammeItem, decision: str, feedback: str
    ) -> NewEntry:
        text = _text(person, item)
        content = {
            "person": self._ids[person],
            "task": item.key,
            "decision": decision,
            "feedback": feedback,
            "seen": [_digest(person, item, text)],
        }
        return NewEntry("review.set", content)

    def _catch_up(self, person: Person) -> Iterator[NewEntry]:
        stories = {
            Story.CAUGHT_UP: (2, "accepted"),
            Story.CATCHING_UP: (1, "handed_in"),
            Story.CATCH_UP_AGREED: (1, "agreed"),
            Story.CATCH_UP_RETURNED: (2, "returned"),
        }
        if person.story not in stories:
            return
        place, state = stories[person.story]
        item = self._past[-place]
        content = {
            "person": self._ids[person],
            "event": item.key,
            "state": state,
            "what": "Watch the recording and write 200 words",
            "by": (self._days[item.key] + timedelta(days=28)).isoformat(),
        }
        if state != "agreed":
            content["text"] = CATCH_UPS[CAST.index(person) % len(CATCH_UPS)]
        if state == "returned":
            content["feedback"] = "Say which of the two ideas you will try first, and with whom."
        yield NewEntry("catchup.set", content)

    def _tasks_due(self, kind: ItemKind) -> list[ProgrammeItem]:
        """The tasks of a kind whose day is past, oldest first."""
        tasks = [item for item in self._programme.items if item.kind is kind]
        return [item for item in tasks if self._due(item) <= self._start.date()]

    def _due(self, item: ProgrammeItem) -> date:
        return self._programme.due_date(item, self._days) or date.max

    def _is_today(self, item: ProgrammeItem) -> bool:
        return item.is_event and self._days[item.key] == self._start.date()


_PRESENT: Mapping[str, object] = {"state": "present"}


def _who(story: Story) -> Person:
    return next(person for person in CAST if person.story is story)


def _text(person: Person, item: ProgrammeItem) -> str:
    texts = DIAGNOSTICS if item.kind is ItemKind.DIAGNOSTIC else REFLECTIONS
    return work_on(texts, item.module, CAST.index(person))


def _file_name(person: Person, item: ProgrammeItem, attempt: int) -> str:
    """For example "Reflection 3 Nwosu.docx"."""
    again = " again" if attempt > 1 else ""
    return f"{item.title.partition(':')[0]} {person.last or person.first}{again}.docx"


def _digest(person: Person, item: ProgrammeItem, text: str) -> str:
    return hashlib.sha256(f"{person.name} {person.school} {item.key} {text}".encode()).hexdigest()


def _domain(person: Person) -> str:
    return "".join(c for c in SCHOOLS[person.school][0].casefold() if c.isascii() and c.isalpha())
