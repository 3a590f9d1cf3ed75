"""A mark: whether somebody was at an event, from when to when."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from npq_desktop.journal.kinds.checks import (
    Content,
    is_name,
    maybe_count,
    maybe_text,
    maybe_time,
    members,
    one_of,
)
from npq_desktop.journal.kinds.fact import Cell, Source
from npq_desktop.journal.kinds.kind import Erasing, Kind, Writers, one_cell


@dataclass(frozen=True, slots=True)
class MarkFact:
    """One value a mark has: two or more for one event and person are candidates of a disagreement.

    Entries with equal state, minutes and times that these count from are one fact: ``source`` the
    one with the smallest head, ``agreeing`` the others. Taking a mark back leaves no fact.
    ``amendment`` is why it was changed after a sign-off.
    """

    event: str
    person: str
    head: str
    state: str
    arrived: str | None
    left: str | None
    minutes_late: int
    minutes_early: int
    start: str | None
    end: str | None
    reason: str | None
    how: str | None
    source: Source
    agreeing: tuple[Source, ...] = ()
    amendment: str | None = None

    @classmethod
    def of_one_cell(cls, marks: Sequence["MarkFact"]) -> tuple["MarkFact", ...]:
        """Of one person's marks at one event those that say different things; the others agree."""
        found: dict[Hashable, MarkFact] = {}
        for mark in marks:
            said = _said(
                mark.state, (mark.minutes_late, mark.minutes_early), (mark.start, mark.end)
            )
            first = found.get(said)
            found[said] = mark if first is None else _agreeing(first, mark)
        return tuple(found.values())


def _agreeing(first: MarkFact, mark: MarkFact) -> MarkFact:
    sources = (*first.agreeing, mark.source)
    return replace(first, agreeing=sources, amendment=first.amendment or mark.amendment)


def compared_mark(_cell: Cell, content: Content) -> Hashable:
    """Compares the state and, of somebody present, the minutes missed and what they count from."""
    missed = content.get("minutes_late") or 0, content.get("minutes_early") or 0
    return _said(content["state"], missed, (content.get("start"), content.get("end")))


def _said(state: object, missed: tuple[object, object], times: tuple[object, object]) -> Hashable:
    if state != "present":
        return (state,)
    return ("present", missed, times) if any(missed) else ("present",)


MARK = Kind(
    name="mark.set",
    family="mark",
    key=("event", "person"),
    fact=MarkFact,
    writers=Writers.MEMBERS,
    validate=members(
        {"person": is_name, "event": is_name, "state": one_of("present", "absent", None)},
        {
            "arrived": maybe_time,
            "left": maybe_time,
            "minutes_late": maybe_count,
            "minutes_early": maybe_count,
            "start": maybe_time,
            "end": maybe_time,
            "reason": one_of("notified", "school_duty", "travel", "other", None),
            "how": maybe_text,
        },
    ),
    cells=one_cell("mark", "event", "person"),
    compare=compared_mark,
    null_member="state",
    erasing=Erasing.NEVER,
)
KINDS = (MARK,)
