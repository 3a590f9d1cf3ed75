"""What a calendar, a list of dates or typing says about a group's events, before it is recorded."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path

EXTRA = "+"
"""Chosen for a line of a file: an event of its own, beyond the programme's."""
LEFT_OUT = ""
"""Chosen for a line of a file: nothing is recorded of it."""


class DateOutcome(StrEnum):
    """What becomes of one line of a file; CHANGED, EXTRA and CANCELLED are recorded."""

    CHANGED = "new date"
    EXTRA = "extra event"
    CANCELLED = "did not run"
    SAME = "as it is"
    ASK = "to choose"
    REPEAT = "stands twice"
    OTHER = "left out"


@dataclass(frozen=True, slots=True)
class DateRow:
    """When and where an event of the group is held; no times where it has no date yet.

    ``begins`` and ``minutes`` are when it begins and how long it lasts, or would by the programme.
    """

    event: str
    title: str
    start: datetime | None
    end: datetime | None
    place: str
    begins: time
    minutes: int


@dataclass(frozen=True, slots=True)
class DateLine:
    """One event of a file: ``place`` is its place there, times are those to record.

    ``event`` is the event of the group it becomes, EXTRA or LEFT_OUT; ``stands`` is what is
    recorded of that event now; ``reason`` says why a human is asked, or why it is left out.
    """

    place: int
    title: str
    start: datetime
    end: datetime
    venue: str
    event: str
    becomes: str
    stands: str
    outcome: DateOutcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DatesPreview:
    """A file as read for one group: nothing is stored until it is recorded.

    ``choices`` are (id, title) of the group's events; ``gone`` are sentences about dated events of
    the programme that no line becomes; ``notes`` are problems and what is worth knowing.
    """

    path: Path
    lines: tuple[DateLine, ...]
    choices: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    notes: tuple[str, ...]

    def count(self, *outcomes: DateOutcome) -> int:
        """How many lines have one of these outcomes."""
        return sum(line.outcome in outcomes for line in self.lines)
