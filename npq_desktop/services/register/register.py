"""Shows a register, records its marks and notes, and settles two different marks.

Methods that write return when the mark is durable; the screen shows its tick only then.
Not marked never becomes absent by itself, views write nothing, and the first mark freezes the list
of people expected.
Source: ui/SCREENS.md, "Seminar register"; journal/FORMAT.md, sections 3 to 5.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import (
    EventRow,
    EventState,
    Mark,
    MarkState,
    RegisterRow,
    RegisterView,
    unmarked,
)
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import (
    GroupEvent,
    check_ran,
    group_events,
    next_event,
    occurrence_of,
    readiness_words,
)
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.joined_marks import chosen_drafts, marked_ids
from npq_desktop.services.core.marks import as_recorded, mark_of, times_carried, words_of
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, no_longer_here
from npq_desktop.services.core.worth.credit import counts_from_other_times
from npq_desktop.services.register.rows import (
    evidence_words,
    expected_people,
    note_text,
    register_rows,
    rows_again,
    signoff_rows,
    tally,
)
from npq_desktop.services.register.words import NO_DATE_YET, did_not_run, not_today

_OF_ONE_EVENT = frozenset({"mark", "register"})
"""What changes the counts of the events it names, and of no other."""


class RegisterService:
    """The registers of every group on this laptop."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def events(self, group: str) -> tuple[EventRow, ...]:
        """The group's events by date, those without a date last."""
        facts, now = self._core.facts.of(group), self._core.now(group)
        every = group_events(facts)
        rows = [self._counted(facts, each) for each in every]
        coming = next_event(every, now)
        if coming is not None:
            own = self._core.recorder.member(group)
            at, words = every.index(coming), readiness_words(facts, coming, now, own=own)
            rows[at] = replace(rows[at], readiness=words)
        return tuple(rows)

    def events_after(
        self, view: RegisterView, rows: tuple[EventRow, ...], changes: Changes
    ) -> tuple[EventRow, ...]:
        """The events again, after a write that the open ``view`` has been brought up to.

        Marks change the counts of their own event only, and never how soon the next one is.
        """
        if not rows or not changes.kinds <= _OF_ONE_EVENT:
            return self.events(view.group)
        facts, again = self._core.facts.of(view.group), {view.event.id: view.event}
        for row in rows:
            if row.id in changes.ids and row.id not in again:
                again[row.id] = self._counted(facts, occurrence_of(facts, row.id))
        return tuple(
            replace(again[row.id], readiness=row.readiness) if row.id in again else row
            for row in rows
        )

    def opening_event(self, group: str) -> str | None:
        """Today's event, else the latest unfinished, else the next, else the last."""
        events = self.events(group)
        now = self._core.now(group)
        today = [event for event in events if event.is_today]
        unended = [event for event in today if event.end is None or event.end >= now]
        past = [event for event in events if event.start and event.start < now]
        unfinished = [event for event in past if not event.signed_off and _ran(event)]
        coming = [event for event in events if event not in past and _ran(event)]
        for choice in (unended[:1], today[-1:], unfinished[-1:], coming[:1], events[-1:]):
            if choice:
                return choice[0].id
        return None

    def view(self, group: str, event: str) -> RegisterView:
        """The whole register of one event."""
        facts = self._core.facts.of(group)
        occurrence = occurrence_of(facts, event)
        return self._view(facts, occurrence, self._rows(facts, occurrence))

    def view_after(self, view: RegisterView, changes: Changes) -> RegisterView | None:
        """The same register after a write; None if its event is no longer in the group.

        After a few marks only their rows are made anew.
        """
        facts, event = self._core.facts.of(view.group), view.event.id
        occurrence = next((each for each in group_events(facts) if each.id == event), None)
        if occurrence is None:
            return None
        rows = None
        if changes.kinds <= {"mark"}:
            people = {facts.main(each) for each in changes.ids & facts.everybody.keys()}
            rows = rows_again(
                facts, occurrence, view.rows, people, on=self._day(facts.id, occurrence)
            )
        return self._view(facts, occurrence, rows or self._rows(facts, occurrence))

    def _view(
        self, facts: GroupFacts, occurrence: GroupEvent, rows: tuple[RegisterRow, ...]
    ) -> RegisterView:
        event = occurrence.id
        counts = tally(rows, facts.signoffs.get(event, ()))
        marked = counts.expected - counts.unmarked
        return RegisterView(
            group=facts.id,
            event=self._event_row(facts, occurrence, counts.expected, marked),
            rows=rows,
            counts=counts,
            signoffs=signoff_rows(facts, event, self._core.recorder.member(facts.id)),
            banner=_banner(occurrence, self._core.today(facts.id)),
            evidence=evidence_words(facts, event),
        )

    def check_ran(self, group: str, event: str) -> None:
        """Raise before a screen asks for details of a mark that cannot be made.

        Raises:
            ServiceError: the event did not run, or the group lacks it.
        """
        check_ran(occurrence_of(self._core.facts.of(group), event))

    def mark(
        self,
        group: str,
        event: str,
        person: str,
        mark: Mark,
        *,
        how: str = "typed",
        amendment: str = "",
    ) -> Changes:
        """Record one mark; UNMARKED takes it back. The same mark again changes nothing.

        ``amendment`` is the reason for changing a mark that is part of a sign-off.

        Raises:
            ServiceError: the event did not run, or the group lacks the event or person.
            StoreError: the mark is not on disk; nothing was written.
        """
        said = as_recorded(mark)
        words = f"{_lower(words_of(said))} for "
        return self._record(group, event, {person: said}, how, words, amendment.strip())

    def mark_rest(self, group: str, event: str, mark: Mark, shown: Sequence[str]) -> Changes:
        """The same mark for everyone expected and not marked, who were ``shown`` as such: one step
        for undo, raises as mark.

        Raises:
            StaleError: others are not marked now.
        """
        facts, mark = self._core.facts.of(group), as_recorded(mark)
        rows = unmarked(self._rows(facts, occurrence_of(facts, event)))
        people = unchanged(tuple(shown), tuple(row.person for row in rows))
        if not people:
            raise ServiceError("Everyone is already marked.")
        words = f"{_lower(words_of(mark))} for {count(len(people), 'person', 'people')}"
        return self._record(group, event, dict.fromkeys(people, mark), "bulk", words)

    def mark_each(self, group: str, event: str, marks: Mapping[str, Mark], *, how: str) -> Changes:
        """Marks of several people (person → mark): one step for undo, raises as mark."""
        said = {person: as_recorded(mark) for person, mark in marks.items()}
        return self._record(group, event, said, how, f"{count(len(said), 'mark')} from {how}")

    def choose(
        self, group: str, event: str, person: str, head: str, shown: Sequence[str]
    ) -> Changes:
        """Settle a disagreement on one of its sides, named by its head; ``shown`` are the heads of
        all of them.

        Raises:
            StaleError: there are other sides by now.
            ServiceError: the event did not run.
        """
        facts = self._core.facts.of(group)
        check_ran(occurrence_of(facts, event))
        unchanged(set(shown), {fact.head for fact in facts.marks(event).get(person, ())})
        ids = marked_ids(facts, event, person)
        if len(ids) > 1:
            # The marks belong to different ids of one person, so the choice is written under each.
            recorded = self._core.recorder.write(group, chosen_drafts(facts, event, ids, head))
        else:
            recorded = self._core.recorder.resolve(group, ("mark", event, ids[0]), head)
        name = _name(facts, person)
        self._core.undo.remember(group, UndoStep(f"choice for {name}", recorded.ids, event, person))
        return recorded.changes

    def set_note(self, group: str, event: str, person: str, text: str, shown: str) -> Changes:
        """The note on a person at an event, in place of the one that was ``shown``; an empty text
        takes it away.

        Raises:
            StaleError: the note is another one by now.
            ServiceError: the group lacks the event or person.
        """
        facts = self._core.facts.of(group)
        occurrence_of(facts, event)
        if person not in facts.people:
            raise ServiceError(no_longer_here())
        notes, wanted = facts.notes.get((person, event), ()), text.strip()
        ids = [note.id for note in notes] or [secrets.token_hex(16)]
        if unchanged(shown, note_text(notes)) == wanted:
            return Changes(group, frozenset(), frozenset())
        about = {"person": person, "event": event}
        texts = [wanted, *("" for _ in ids[1:])]  # what colleagues wrote is in the one text now
        drafts = [
            NewEntry("note.add", {"id": key, **about, "text": said})
            for key, said in zip(ids, texts, strict=True)
        ]
        recorded = self._core.recorder.write(group, drafts)
        step = UndoStep(f"note on {_name(facts, person)}", recorded.ids, event, person)
        self._core.undo.remember(group, step)
        return recorded.changes

    def offered_minutes(self, group: str, event: str, which: str = "late") -> int | None:
        """Minutes late (or early) if it were now; None when now is not inside the event.

        None also outside the programme's window around the event, where the clock is likely wrong.
        """
        facts = self._core.facts.of(group)
        occurrence, now = occurrence_of(facts, event), self._core.now(group)
        window = facts.programme.register.clock_window_minutes
        if not occurrence.is_on(now) or not occurrence.is_near(now, window):
            return None
        if occurrence.start is None:
            return None
        if which == "late":
            return _minutes(occurrence.start, now)
        return _minutes(now, occurrence.end) if occurrence.end else None

    def late_to_offer(self, group: str, event: str) -> int | None:
        """Minutes late to offer instead of present; None until the tolerance is over."""
        minutes = self.offered_minutes(group, event)
        tolerance = self._core.facts.of(group).programme.register.offer_late_after_minutes
        return minutes if minutes and minutes >= tolerance else None

    def _record(
        self,
        group: str,
        event: str,
        marks: Mapping[str, Mark],
        how: str,
        words: str,
        amendment: str = "",
    ) -> Changes:
        facts = self._core.facts.of(group)
        occurrence = occurrence_of(facts, event)
        self._check(facts, occurrence, marks)
        changed = {p: m for p, m in marks.items() if not _stands(facts, occurrence, p, m)}
        if not changed:
            return Changes(group, frozenset(), frozenset())
        drafts = self._opening(facts, occurrence)
        marks_made = [
            _draft(occurrence, each, mark, how, amendment)
            for person, mark in changed.items()
            for each in marked_ids(facts, event, person)
        ]
        recorded = self._core.recorder.write(group, [*drafts, *marks_made])
        person = next(iter(changed)) if len(changed) == 1 else None
        if person is not None and words.endswith(" for "):
            words += _name(facts, person)
        self._core.undo.remember(group, UndoStep(words, recorded.ids[len(drafts) :], event, person))
        return recorded.changes

    def _check(self, facts: GroupFacts, occurrence: GroupEvent, people: Mapping[str, Mark]) -> None:
        check_ran(occurrence)
        for person in people:
            if person not in facts.people:
                raise ServiceError(no_longer_here())

    def opening(self, group: str, event: str) -> list[NewEntry]:
        """The drafts that freeze the list of people expected, to write with a first mark.

        Raises:
            ServiceError: the event did not run, or the group lacks it.
        """
        facts = self._core.facts.of(group)
        occurrence = occurrence_of(facts, event)
        self._check(facts, occurrence, {})
        return self._opening(facts, occurrence)

    def _opening(self, facts: GroupFacts, occurrence: GroupEvent) -> list[NewEntry]:
        """The first mark freezes the list of people expected, in the same transaction."""
        if occurrence.id in facts.registers:
            return []
        rows = self._rows(facts, occurrence)
        roster = [row.person for row in rows if row.expected]
        return [NewEntry("register.open", {"event": occurrence.id, "roster": roster})]

    def _rows(self, facts: GroupFacts, occurrence: GroupEvent) -> tuple[RegisterRow, ...]:
        return register_rows(facts, occurrence, on=self._day(facts.id, occurrence))

    def _counted(self, facts: GroupFacts, occurrence: GroupEvent) -> EventRow:
        asked = expected_people(facts, occurrence, on=self._day(facts.id, occurrence))
        marked = asked & facts.marks(occurrence.id).keys()
        return self._event_row(facts, occurrence, len(asked), len(marked))

    def _event_row(
        self, facts: GroupFacts, occurrence: GroupEvent, expected: int, marked: int
    ) -> EventRow:
        marks = facts.marks(occurrence.id)
        return EventRow(
            id=occurrence.id,
            title=occurrence.title,
            start=occurrence.start,
            end=occurrence.end,
            place=occurrence.place,
            state=_event_state(occurrence, bool(marks)),
            expected=expected,
            marked=marked,
            conflicts=sum(len(values) > 1 for values in marks.values()),
            signed_off=occurrence.id in facts.signoffs,
            is_today=occurrence.day == self._core.today(facts.id),
            has_paper=occurrence.id in facts.evidence,
        )

    def _day(self, group: str, occurrence: GroupEvent) -> date:
        return occurrence.day or self._core.today(group)


def _stands(facts: GroupFacts, occurrence: GroupEvent, person: str, mark: Mark) -> bool:
    values = facts.marks(occurrence.id).get(person, ())
    if not values:
        return mark.state is MarkState.UNMARKED
    if len(values) > 1 or mark_of(values[0]) != mark:
        return False
    return not counts_from_other_times(values[0], occurrence.start, occurrence.end)


def _name(facts: GroupFacts, person: str) -> str:
    return facts.names.get(person, "someone")


def _ran(event: EventRow) -> bool:
    return event.state is not EventState.DID_NOT_RUN


def _banner(occurrence: GroupEvent, today: date) -> str:
    if occurrence.did_not_run:
        return did_not_run(occurrence.reason or "")
    if occurrence.is_from_before:
        return occurrence.reason
    if occurrence.start is None:
        return NO_DATE_YET
    if occurrence.day == today:
        return ""
    return not_today(occurrence.start.date())


def _event_state(occurrence: GroupEvent, has_marks: bool) -> EventState:
    if occurrence.disagrees:
        return EventState.DISAGREEMENT
    if occurrence.stated in (EventState.RAN, EventState.DID_NOT_RUN):
        return EventState(occurrence.stated)
    return EventState.RAN if has_marks else EventState.PLANNED


def _draft(
    occurrence: GroupEvent, person: str, mark: Mark, how: str, amendment: str = ""
) -> NewEntry:
    """A mark with the times its minutes were counted from, as far as they are known."""
    content: dict[str, object] = {"event": occurrence.id, "person": person, "how": how}
    if amendment:
        content["amendment"] = amendment
    if mark.state is MarkState.UNMARKED:
        return NewEntry("mark.set", {**content, "state": None})
    absent = mark.state is MarkState.ABSENT
    content["state"] = "absent" if absent else "present"
    if absent and mark.reason:
        content["reason"] = mark.reason
    if not absent:
        content |= _minutes_counted(occurrence, mark)
    return NewEntry("mark.set", content)


def _minutes_counted(occurrence: GroupEvent, mark: Mark) -> dict[str, object]:
    minutes = {"minutes_late": mark.minutes_late, "minutes_early": mark.minutes_early}
    counted: dict[str, object] = {name: number for name, number in minutes.items() if number}
    return {**counted, **times_carried(occurrence.start, occurrence.end)} if counted else {}


def _minutes(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds() // 60))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
