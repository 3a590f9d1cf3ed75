"""What has been recorded about attendance, tasks and standing, read out as facts.

Owns the questions about registers, marks, submissions, reviews and the like. Refuses to add up or
to choose between values that disagree.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from npq_desktop.facts import (
    AssessmentFact,
    CatchupFact,
    ClaimFact,
    EnrolmentFact,
    ExemptionFact,
    ExpectedFact,
    MarkFact,
    NoteFact,
    RegisterFact,
    ReviewFact,
    SignoffFact,
    Source,
    SubmissionFact,
    WindowFact,
)
from npq_desktop.journal.kinds import default_compare
from npq_desktop.store.projections import (
    ASSESSMENT,
    CATCHUP,
    CLAIM,
    ENROLMENT,
    EXEMPTION,
    EXPECTED,
    MARK,
    NOTE,
    REGISTER,
    REVIEW,
    SIGNOFF,
    SUBMISSION,
    WINDOW,
)
from npq_desktop.store.queries import Queries


class Recorded(Queries):
    """Queries for facts with a source; a filter that is None lets everything pass."""

    def register(self, group: str, event: str) -> RegisterFact | None:
        """The opened register of an event; None where nobody has opened it."""
        found = self._registers(group, event=event)
        return found[0] if found else None

    def registers(self, group: str) -> tuple[RegisterFact, ...]:
        """Every opened register, by event."""
        return self._registers(group)

    def marks(
        self, group: str, *, event: str | None = None, person: str | None = None
    ) -> tuple[MarkFact, ...]:
        """The marks by event and person; several for one of each are candidates that disagree."""
        order = ("event", "person")
        found = self.facts(MarkFact, MARK, group, order=order, event=event, person=person)
        cells = groupby(found, key=lambda mark: (mark.event, mark.person))
        return tuple(mark for _, marks in cells for mark in _distinct(marks))

    def signoffs(self, group: str, *, event: str | None = None) -> tuple[SignoffFact, ...]:
        """The live sign-offs by event and member."""
        order, convert = ("event", "member"), {"covers": _covers}
        return self.facts(SignoffFact, SIGNOFF, group, order=order, convert=convert, event=event)

    def submissions(
        self, group: str, *, person: str | None = None, task: str | None = None
    ) -> tuple[SubmissionFact, ...]:
        """What was handed in, by person and task."""
        order = ("person", "task", "content")
        return self.facts(SubmissionFact, SUBMISSION, group, order=order, person=person, task=task)

    def reviews(
        self, group: str, *, person: str | None = None, task: str | None = None
    ) -> tuple[ReviewFact, ...]:
        """The decisions on tasks, by person and task."""
        order, convert = ("person", "task"), {"seen": tuple}
        return self.facts(
            ReviewFact, REVIEW, group, order=order, convert=convert, person=person, task=task
        )

    def catchups(self, group: str, *, person: str | None = None) -> tuple[CatchupFact, ...]:
        """The catch-ups, by person and event."""
        return self.facts(CatchupFact, CATCHUP, group, order=("person", "event"), person=person)

    def enrolments(self, group: str, *, person: str | None = None) -> tuple[EnrolmentFact, ...]:
        """The training statuses, by person and day."""
        order = ("person", "since")
        return self.facts(EnrolmentFact, ENROLMENT, group, order=order, person=person)

    def exemptions(self, group: str, *, person: str | None = None) -> tuple[ExemptionFact, ...]:
        """What is excused or credited, by person and item."""
        order, convert = ("person", "item"), {"credit": tuple}
        return self.facts(
            ExemptionFact, EXEMPTION, group, order=order, convert=convert, person=person
        )

    def expected(self, group: str, *, event: str | None = None) -> tuple[ExpectedFact, ...]:
        """Apologies and visits announced beforehand, by event and person."""
        return self.facts(ExpectedFact, EXPECTED, group, order=("event", "person"), event=event)

    def claims(self, group: str, *, person: str | None = None) -> tuple[ClaimFact, ...]:
        """Facts read in files, by person and item."""
        order = ("person", "item", "file")
        return self.facts(ClaimFact, CLAIM, group, order=order, person=person)

    def windows(self, group: str) -> tuple[WindowFact, ...]:
        """The assessment windows; several for one window disagree or say the same."""
        return self.facts(WindowFact, WINDOW, group, order=("window",))

    def assessments(self, group: str, *, person: str | None = None) -> tuple[AssessmentFact, ...]:
        """Eligibility and outcomes, by person and window."""
        order = ("person", "window")
        return self.facts(AssessmentFact, ASSESSMENT, group, order=order, person=person)

    def notes(
        self,
        group: str,
        *,
        kind: str | None = "note.add",
        person: str | None = None,
        event: str | None = None,
    ) -> tuple[NoteFact, ...]:
        """Notes, or contact.add, coaching.add, post.add, evidence.add; by kind and id."""
        order = ("kind", "id")
        return self.facts(NoteFact, NOTE, group, order=order, kind=kind, person=person, event=event)

    def _registers(self, group: str, **equal: str) -> tuple[RegisterFact, ...]:
        names = ["event", "roster"]
        rows = self.sourced(REGISTER, names, group, order=["event", "number"], **equal)
        people: defaultdict[str, set[str]] = defaultdict(set)
        opened: defaultdict[str, list[Source]] = defaultdict(list)
        for source, (event, roster) in rows:
            people[event].update(roster)
            opened[event].append(source)
        return tuple(
            RegisterFact(event, tuple(sorted(people[event])), tuple(opened[event]))
            for event in sorted(opened)
        )


def _distinct(marks: Any) -> list[MarkFact]:
    """Of one person's marks at one event those that say different things; the others agree."""
    found: dict[object, MarkFact] = {}
    for mark in marks:
        content = {name: getattr(mark, name) for name in _COMPARED}
        said = default_compare(("mark", mark.event, mark.person), content)
        first = found.get(said)
        if first is None:
            found[said] = mark
        else:
            found[said] = replace(
                first,
                agreeing=(*first.agreeing, mark.source),
                amendment=first.amendment or mark.amendment,
            )
    return list(found.values())


_COMPARED = ("state", "minutes_late", "minutes_early", "start", "end")


def _covers(covers: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {person: tuple(heads) for person, heads in covers.items()}
