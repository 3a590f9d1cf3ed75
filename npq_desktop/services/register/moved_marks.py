"""Moves one register's marks and notes to another event in one step.

What will happen is shown first. Raises if anyone has a different mark there, or two here.
Source: ui/SCREENS.md, "Seminar register".
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds import UNDOES
from npq_desktop.journal.kinds.mark import MarkFact, compared_mark
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.events import MarksMove
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import GroupEvent, check_ran, group_events, occurrence_of
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.marks import mark_of, state_of, times_carried
from npq_desktop.services.core.recorder import NewEntry, stands
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, listed_briefly
from npq_desktop.services.core.worth.credit import counts_from_other_times
from npq_desktop.services.register.rows import expected_people
from npq_desktop.services.register.words import event_and_day, moved_words

HOW = "moved"
_KEPT = ("arrived", "left", "minutes_late", "minutes_early", "start", "end", "reason")


@dataclass(frozen=True, slots=True)
class Target:
    """An event that marks may be moved to, with its day in words."""

    id: str
    words: str


class MovedMarksService:
    """Moves all the marks of one register; nothing is half moved."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def targets(self, group: str, event: str) -> tuple[Target, ...]:
        """The other events of the group by date, without those that did not run."""
        return tuple(
            Target(each.id, _named(each))
            for each in group_events(self._core.facts.of(group))
            if each.id != event and not each.did_not_run
        )

    def offer(self, group: str, event: str, target: str) -> MarksMove:
        """What :meth:`move` would do.

        Raises:
            ServiceError: as :meth:`move`.
        """
        facts = self._core.facts.of(group)
        marks = self._checked(facts, event, target)
        there = facts.marks(target)
        same = sum(person in there for person in marks)
        notes = tuple(self._notes(facts, event))
        return MarksMove(
            words=moved_words(
                Counter(state_of(mark) for mark in marks.values()),
                _named(occurrence_of(facts, target)),
                same=same,
                notes=bool(notes),
                signed=event in facts.signoffs,
            ),
            marks={person: mark_of(mark) for person, mark in marks.items()},
            notes=notes,
        )

    def move(self, group: str, event: str, target: str, shown: MarksMove) -> Changes:
        """Write the marks at the target and take them back here, all or none.

        Raises:
            StaleError: other marks or notes would move now than were shown.
            ServiceError: nobody is marked here, marks here disagree, the target did not run, or
                somebody has another mark there.
        """
        unchanged(shown, self.offer(group, event, target))
        facts = self._core.facts.of(group)
        marks = self._checked(facts, event, target)
        opening = self._opening(facts, occurrence_of(facts, target))
        drafts = [*self._drafts(facts, marks, event, target), *self._closing(facts, event)]
        recorded = self._core.recorder.write(group, [*opening, *drafts])
        words = f"move of {count(len(marks), 'mark')} to {occurrence_of(facts, target).title}"
        self._core.undo.remember(group, UndoStep(words, recorded.ids[len(opening) :], event))
        return recorded.changes

    def _checked(self, facts: GroupFacts, event: str, target: str) -> Mapping[str, MarkFact]:
        here, right = facts.marks(event), occurrence_of(facts, target)
        if event == target:
            raise ServiceError("These marks are already on this event. Choose another event.")
        if not here:
            raise ServiceError("Nobody is marked here, so there is nothing to move.")
        check_ran(right)
        _refuse(facts, [p for p, values in here.items() if len(values) > 1], _DISAGREE_HERE)
        marks = {person: values[0] for person, values in here.items()}
        there = facts.marks(target)
        differ = [p for p, mark in marks.items() if p in there and not _same(mark, there[p])]
        _refuse(facts, differ, _DIFFER_THERE)
        return marks

    def _drafts(
        self, facts: GroupFacts, marks: Mapping[str, MarkFact], event: str, target: str
    ) -> list[NewEntry]:
        """Under every id of a person, so that parting joined ids gives each its own back."""
        there, drafts = facts.marks(target), []
        here = occurrence_of(facts, event)
        for person, mark in marks.items():
            for each in _marked_ids(facts, event, person):
                if person not in there:
                    drafts.append(NewEntry("mark.set", _content(mark, each, here, target)))
                cleared = {"event": event, "person": each, "state": None, "how": HOW}
                drafts.append(NewEntry("mark.set", cleared))
        notes = [
            NewEntry("note.add", {"id": key, "person": person, "event": target, "text": text})
            for key, person, text in self._notes(facts, event)
        ]
        return [*drafts, *notes]

    def _opening(self, facts: GroupFacts, right: GroupEvent) -> list[NewEntry]:
        """The first marks of a register freeze its roster."""
        if right.id in facts.registers:
            return []
        on = right.day or self._core.today(facts.id)
        roster = expected_people(facts, right, on=on)
        in_order = [person for person in facts.people if person in roster]
        return [NewEntry("register.open", {"event": right.id, "roster": in_order})]

    @staticmethod
    def _closing(facts: GroupFacts, event: str) -> list[NewEntry]:
        """The register here was opened by mistake: its own first mark freezes it anew."""
        register = facts.registers.get(event)
        if register is None or len(register.opened) != 1:
            return []
        opened = register.opened[0].id
        if not stands(facts.state, opened):
            return []
        return [NewEntry("register.open", {UNDOES: opened})]

    @staticmethod
    def _notes(facts: GroupFacts, event: str) -> list[tuple[str, str, str]]:
        return [
            (note.id, person, note.text or "")
            for (person, at), notes in facts.notes.items()
            if at == event
            for note in notes
        ]


_DISAGREE_HERE = "{0} {1} two different marks here. Choose one of them first."
_DIFFER_THERE = "{0} already {1} a different mark at that event. Check that register first."


def _refuse(facts: GroupFacts, people: Sequence[str], sentence: str) -> None:
    if not people:
        return
    names = [facts.names.get(person, "someone") for person in people]
    verb = "has" if len(names) == 1 else "have"
    raise ServiceError(sentence.format(listed_briefly(names), verb))


def _same(mark: MarkFact, values: Sequence[MarkFact]) -> bool:
    return len(values) == 1 and _compared(values[0]) == _compared(mark)


def _compared(mark: MarkFact) -> object:
    said = {"minutes_late": mark.minutes_late, "minutes_early": mark.minutes_early}
    return compared_mark((), {"state": mark.state, **said})


def _marked_ids(facts: GroupFacts, event: str, person: str) -> list[str]:
    return [
        each
        for each in facts.ids_of(person)
        if any(v.content.get("state") for v in facts.state.values(("mark", event, each)))
    ]


def _content(mark: MarkFact, person: str, here: GroupEvent, target: str) -> dict[str, object]:
    """The mark as it was made, with the start and end its minutes were counted from.

    A mark of an older version, which carries one of them, gets the other from the event here.
    """
    said = {"event": target, "person": person, "state": mark.state, "how": HOW}
    details = {name: value for name in _KEPT if (value := getattr(mark, name))}
    has_minutes = mark.minutes_late or mark.minutes_early
    if has_minutes and not counts_from_other_times(mark, here.start, here.end):
        return {**said, **times_carried(here.start, here.end), **details}
    return {**said, **details}


def _named(occurrence: GroupEvent) -> str:
    return event_and_day(occurrence.title, occurrence.day)
