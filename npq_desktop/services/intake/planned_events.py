"""Dates of a group's events from a calendar, a list or typing: looked at first, then recorded.

Looking stores nothing. A line that several events could mean, that another group wrote or that
would move an event with marks is recorded only once a human chose; what a file does not mention
stays as it is. Deadlines of tasks are not recorded: they follow their seminars.
Source: interchange/LAYOUTS.md, "Calendars and lists of events"; journal/FORMAT.md, section 3
(``event.set``).
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.interchange.calendars.event_lists import (
    CalendarFile,
    StatedDay,
    StatedEvent,
)
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.intake import (
    EXTRA,
    DateLine,
    DateOutcome,
    DateRow,
    DatesPreview,
    EarlierAnswer,
    EarlierEvent,
)
from npq_desktop.rows.register import EventState
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.times import in_zone
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count
from npq_desktop.services.intake import words
from npq_desktop.services.intake.dates_reading import DatesReading, ReadDates
from npq_desktop.services.intake.earlier_events import earlier_entries, earlier_events
from npq_desktop.services.intake.event_matching import EventMatching, Guess
from npq_desktop.services.intake.opened import File
from npq_desktop.services.register.event_changes import changed_details, with_offset

StatedTimes = tuple[datetime, datetime | None]
"""When a line begins, and when it ends if that was said."""

_MOST_NOTES = 50
_RECORDED = (DateOutcome.CHANGED, DateOutcome.EXTRA, DateOutcome.CANCELLED)
_ORDER = (
    *(DateOutcome.ASK, DateOutcome.CHANGED, DateOutcome.EXTRA, DateOutcome.CANCELLED),
    *(DateOutcome.SAME, DateOutcome.REPEAT, DateOutcome.OTHER),
)


class PlannedEventsService:
    """Events of every group on this laptop; each method that writes is one undo step."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def rows(self, group: str) -> tuple[DateRow, ...]:
        """Every event, by date; those without one last, in the programme's order."""
        facts = self._core.facts.of(group)
        return tuple(
            DateRow(
                event=each.id,
                title=each.title,
                start=each.start,
                end=each.end,
                place=each.place,
                begins=each.start.time() if each.start else facts.programme.usual_start,
                minutes=_minutes(facts, each),
            )
            for each in group_events(facts)
        )

    def moved_with_marks(self, group: str, rows: Sequence[DateRow]) -> tuple[str, ...]:
        """A sentence for each row that takes an event with marks to another day."""
        facts = self._core.facts.of(group)
        known = {each.id: each for each in group_events(facts)}
        moved = [
            (known[row.event], row.start.date(), len(facts.marks(row.event)))
            for row in rows
            if row.start and row.event in known and row.start.date() != known[row.event].day
        ]
        return tuple(
            words.marks_would_move(event.title, marks, event.day, to)
            for event, to, marks in moved
            if marks
        )

    def earlier(self, group: str) -> tuple[EarlierEvent, ...]:
        """Events from before the group was on this laptop that nobody has said anything of."""
        return earlier_events(self._core.facts.of(group), self._core.today(group))

    def record_rows(
        self,
        group: str,
        rows: Sequence[DateRow],
        *,
        earlier: Mapping[str, EarlierAnswer] | None = None,
    ) -> Changes:
        """Record the dates of rows that were typed over; what is as it was is not written.

        Times without an offset are the programme's. ``earlier`` says by id what became of events
        from before the group was on this laptop.

        Raises:
            ServiceError: an event would end before it begins, or was held on no past day.
        """
        facts = self._core.facts.of(group)
        known = {each.id: each for each in group_events(facts)}
        drafts = [
            NewEntry("event.set", {"event": row.event, **details})
            for row in rows
            if row.start is not None and row.event in known and row.event not in (earlier or {})
            if (details := _typed(row, known[row.event], facts.zone))
        ]
        drafts += earlier_entries(facts, earlier or {}, self._core.today(group))
        if not drafts:
            return Changes(group, frozenset(), frozenset())
        words = f"dates of {count(len(drafts), 'event')}"
        return self._write(group, drafts, words)

    def reading(self, group: str, answers: Mapping[str, str] | None = None) -> DatesReading:
        """How a file of dates is read for a group, which any thread may then do.

        ``answers`` are to the preview's questions, by their keys.
        """
        facts = self._core.facts.of(group)
        days = frozenset(each.day for each in group_events(facts) if each.day)
        return DatesReading(days, facts.zone, answers or {})

    def read(
        self,
        file: File,
        group: str,
        *,
        choices: Mapping[int, str] | None = None,
        times: Mapping[int, StatedTimes] | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> DatesPreview:
        """Read a file of dates and compare it, for callers that need no other thread.

        Raises:
            InterchangeError: the file cannot be read, or lists no event.
        """
        found = self.reading(group, answers).of(file)
        return self.compare(found, group, choices=choices, times=times)

    def compare(
        self,
        read: ReadDates,
        group: str,
        *,
        choices: Mapping[int, str] | None = None,
        times: Mapping[int, StatedTimes] | None = None,
    ) -> DatesPreview:
        """What a calendar or a list of events that was read says about a group's dates.

        ``choices`` are what the user chose, by place in the file: an event's id, EXTRA, LEFT_OUT.
        ``times`` are when lines begin and end that do not say so for certain; without an offset
        they are the programme's.

        Raises:
            InterchangeError: the file lists no event.
        """
        facts, file = self._core.facts.of(group), read.file
        dated = group_events(facts)
        title, only = facts.group.title, not read.is_feed
        matching = EventMatching(
            dated=dated, programme=facts.programme, title=title, only_events=only
        )
        events = _all_timed(file.events, times or {}, facts.zone)
        reading = _Reading(events, facts, dated, dict(choices or {}))
        lines = (*reading.lines(matching.guesses(events)),)
        _check_events(file, lines)
        return DatesPreview(
            path=read.path,
            lines=tuple(sorted(lines, key=lambda line: (_ORDER.index(line.outcome), line.place))),
            choices=tuple((each.id, each.title) for each in dated),
            gone=tuple(_gone(dated, lines)),
            notes=tuple(_notes(file, lines)),
            questions=file.questions,
        )

    def record(self, group: str, preview: DatesPreview) -> Changes:
        """Record the lines that say something new, all as one step.

        Raises:
            StaleError: one of their events is recorded otherwise by now than was shown.
            ServiceError: none of them does, or two of them mean one event.
        """
        wanted = [line for line in preview.lines if line.outcome in _RECORDED]
        if not wanted and preview.count(DateOutcome.ASK):
            raise ServiceError("Nothing can be recorded yet. Say which event a line is, and when.")
        if not wanted:
            raise ServiceError("Nothing in this file is new. These dates are recorded already.")
        chosen = [line.event for line in wanted if line.event != EXTRA]
        twice = next((line for line in wanted if chosen.count(line.event) > 1), None)
        if twice is not None:
            raise ServiceError(f"Two lines are {twice.becomes}. Leave one of them out.")
        known = {each.id: each for each in group_events(self._core.facts.of(group))}
        facts = self._core.facts.of(group)
        for line in wanted:
            if line.event in known:
                unchanged(line.stands, _stands(facts, known[line.event]))
        drafts = [_draft(group, line, known.get(line.event), preview.path) for line in wanted]
        return self._write(group, drafts, f"{count(len(drafts), 'date')} from {preview.path.name}")

    def _write(self, group: str, drafts: Sequence[NewEntry], words: str) -> Changes:
        recorded = self._core.recorder.write(group, drafts)
        self._core.undo.remember(group, UndoStep(words, recorded.ids))
        return recorded.changes


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file beside one group; ``choices`` decide before anything that was guessed."""

    events: Sequence[StatedEvent]
    facts: GroupFacts
    dated: Sequence[GroupEvent]
    choices: Mapping[int, str]

    def lines(self, guesses: Sequence[Guess]) -> Iterator[DateLine]:
        known = {each.id: each for each in self.dated}
        series = Counter(event.uid for event in self.events)
        private: set[str] = set()
        for place, event in enumerate(self.events):
            guess = self._settled(place, event, guesses[place], known)
            is_ours = guess.event or guess.otherwise is not DateOutcome.OTHER
            if place in self.choices or is_ours:
                yield self._line(place, event, guess, known.get(guess.event))
            elif event.start is not None and event.uid not in private:
                private.add(event.uid)  # a series of somebody's own is one line
                if (dates := series[event.uid]) > 1:
                    guess = replace(guess, reason=words.has_dates(dates))
                yield self._line(place, event, guess, None)

    def _line(
        self, place: int, event: StatedEvent, guess: Guess, occurrence: GroupEvent | None
    ) -> DateLine:
        outcome = self._outcome(event, guess, occurrence)
        start, end = self._times(event, occurrence)
        return DateLine(
            place=place,
            title=event.title,
            start=start,
            end=end,
            venue=event.place,
            event=guess.event,
            becomes=occurrence.title if occurrence else _becomes(guess.event, event),
            stands=_stands(self.facts, occurrence) if occurrence else "",
            outcome=outcome,
            reason=_reason(event, guess, outcome),
            on=event.on,
            asks_when=bool(event.unsure),
        )

    def _settled(
        self, place: int, event: StatedEvent, guess: Guess, known: Mapping[str, GroupEvent]
    ) -> Guess:
        """What the user chose; else the guess, unless it would cancel or move what has marks."""
        if place in self.choices:
            return Guess(self.choices[place])
        occurrence = known.get(guess.event)
        if occurrence is None:
            return guess
        if occurrence.id in self.choices.values():
            return Guess("", DateOutcome.REPEAT, words.OTHER_LINE_CHOSEN)
        if event.cancelled and not occurrence.did_not_run:
            return Guess("", DateOutcome.ASK, words.cancelled_in_file(occurrence.title))
        marked = len(self.facts.marks(occurrence.id))
        if marked and event.start != occurrence.start:
            return Guess("", DateOutcome.ASK, words.has_marks(occurrence.title, marked))
        return guess

    def _outcome(
        self, event: StatedEvent, guess: Guess, occurrence: GroupEvent | None
    ) -> DateOutcome:
        if guess.event == EXTRA and event.cancelled:
            return DateOutcome.OTHER
        if guess.event and event.start is None and not event.cancelled:
            return DateOutcome.ASK
        if guess.event == EXTRA:
            return DateOutcome.EXTRA
        if occurrence is None:
            return guess.otherwise
        if event.cancelled:
            return DateOutcome.SAME if occurrence.did_not_run else DateOutcome.CANCELLED
        start, end = self._times(event, occurrence)
        if start is None or end is None:
            return DateOutcome.ASK
        changes = changed_details(occurrence, start, end, event.place or occurrence.place)
        return DateOutcome.CHANGED if changes else DateOutcome.SAME

    def _times(
        self, event: StatedEvent, occurrence: GroupEvent | None
    ) -> tuple[datetime | None, datetime | None]:
        """Start and end; where the file names no end, it lasts as long as it was to."""
        if event.start is None:
            return None, None
        usual = self.facts.programme.usual_minutes
        minutes = _minutes(self.facts, occurrence) if occurrence else usual
        end = event.end if event.end is not None and event.end > event.start else None
        return event.start, end or event.start + timedelta(minutes=minutes)


def _all_timed(
    events: Sequence[StatedEvent], typed: Mapping[int, StatedTimes], zone: tzinfo
) -> list[StatedEvent]:
    return [_timed(each, typed.get(at), zone) for at, each in enumerate(events)]


def _timed(event: StatedEvent, typed: StatedTimes | None, zone: tzinfo) -> StatedEvent:
    """The event as the file states it, or at the times that were typed for it.

    Raises:
        ServiceError: it would end before it begins.
    """
    if typed is None:
        return event
    start, end = (in_zone(each, zone) if each else None for each in typed)
    if start is not None and end is not None and end <= start:
        raise ServiceError(f"{event.title} would end before it begins. Correct its times.")
    return replace(event, start=start, end=end, unsure="")


def _reason(event: StatedEvent, guess: Guess, outcome: DateOutcome) -> str:
    if outcome is not DateOutcome.ASK:
        return guess.reason
    why = guess.reason if guess.event else guess.reason or words.NO_EVENT_NAMED
    return f"{why} {event.unsure}".strip() if event.start is None else why


def _check_events(file: CalendarFile, lines: Sequence[DateLine]) -> None:
    if lines:
        return
    found = count(len(file.deadlines), "deadline") if file.deadlines else "no dates"
    raise InterchangeError(
        f"“{file.file_name}” holds {found} and no event with a start and an end. Export the "
        "calendar that the seminars are in, or type the dates: Group, Dates."
    )


def _minutes(facts: GroupFacts, occurrence: GroupEvent) -> int:
    planned = {item.key: item.minutes for item in facts.programme.items}
    usual = planned.get(occurrence.id, facts.programme.usual_minutes)
    return occurrence.minutes or usual


def _typed(row: DateRow, occurrence: GroupEvent, zone: tzinfo) -> Mapping[str, object]:
    if row.start is None:
        return {}
    start = with_offset(row.start, occurrence.start, zone)
    until = row.end or row.start + timedelta(minutes=row.minutes)
    end = with_offset(until, occurrence.end, zone)
    if end <= start:
        raise ServiceError(f"{row.title} would end before it begins. Correct its start or its end.")
    return changed_details(occurrence, start, end, row.place.strip())


def _draft(group: str, line: DateLine, occurrence: GroupEvent | None, path: Path) -> NewEntry:
    if occurrence is None:
        start, end = _sure_times(line)
        content: Mapping[str, object] = {
            "title": line.title,
            "start": start.isoformat(timespec="seconds"),
            "end": end.isoformat(timespec="seconds"),
            "place": line.venue,
        }
        return NewEntry("event.set", {"event": _extra_id(group, line), **content})
    if line.outcome is DateOutcome.CANCELLED:
        said = {"state": EventState.DID_NOT_RUN.value, "reason": f"cancelled in {path.name}"}
        return NewEntry("event.set", {"event": occurrence.id, **said})
    details = changed_details(occurrence, *_sure_times(line), line.venue or occurrence.place)
    return NewEntry("event.set", {"event": occurrence.id, **details})


def _sure_times(line: DateLine) -> tuple[datetime, datetime]:
    if line.start is None or line.end is None:
        raise ServiceError(f"It is not known when “{line.title}” is. Type its day and times.")
    return line.start, line.end


def _extra_id(group: str, line: DateLine) -> str:
    """The same on every laptop that reads the same calendar, so that they make one event of it."""
    said = f"{group} {line.title} {line.start.timestamp() if line.start else ''}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _becomes(chosen: str, event: StatedEvent) -> str:
    return event.title if chosen == EXTRA else ""


def _stands(facts: GroupFacts, occurrence: GroupEvent) -> str:
    """What is recorded of an event, with its marks."""
    return words.with_marks(_when_and_where(occurrence), len(facts.marks(occurrence.id)))


def _when_and_where(occurrence: GroupEvent) -> str:
    return words.when_and_where(
        occurrence.start,
        occurrence.end,
        occurrence.place,
        did_not_run=occurrence.did_not_run,
    )


def _gone(dated: Sequence[GroupEvent], lines: Sequence[DateLine]) -> Iterator[str]:
    named = {line.event for line in lines}
    for each in dated:
        if each.id not in named and each.start is not None and not each.did_not_run:
            yield words.stays_on(each.title, _when_and_where(each))


def _notes(file: CalendarFile, lines: Sequence[DateLine]) -> Iterator[str]:
    for problem in file.problems[:_MOST_NOTES]:
        yield words.at_line(problem.line, problem.message)
    if more := len(file.problems[_MOST_NOTES:]):
        yield words.more_like_these(more)
    shown, apart = {line.title for line in lines}, []
    for each in file.days:
        meeting = [*_meeting(each, lines)]
        yield from meeting
        if not meeting and each.title not in shown:
            apart.append(each.title)
    if apart:
        yield words.whole_days_left_out(apart)
    if file.ignored:
        yield words.openings_left_out(len(file.ignored))
    if file.deadlines:
        yield words.deadlines_left_out(len(file.deadlines))


def _meeting(day: StatedDay, lines: Sequence[DateLine]) -> Iterator[str]:
    """Events that fall into something that lasts whole days, such as half term."""
    for line in lines:
        on = line.day
        if line.event and on and day.first <= on <= day.last and day.title != line.title:
            yield words.falls_into(line.becomes, on, day.title)
