"""What the dialogs about one event of a register show: its move, its history, who is announced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from npq_desktop.rows.register import Mark


@dataclass(frozen=True, slots=True)
class EventMove:
    """When and where an event is held now, or is offered to be; hand it back to move the event.

    ``words`` say when and where that is, and what a move leaves as it is.
    """

    title: str
    start: datetime
    end: datetime
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class MarksMove:
    """What moving ``marks`` (by person) and ``notes`` to another event would do, in words.

    Hand it back to do it.
    """

    words: str
    marks: Mapping[str, Mark]
    notes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """What is known of a person before an event: "apology" or "visit" and the reason, or ""."""

    expects: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry in words: what it says, who said it where and when, what became of it.

    ``about`` names whom it is about where the title does not; it and ``person`` are empty for what
    concerns the event as a whole. ``route`` is empty for entries made on this laptop;
    ``replaced`` is what it put aside, ``standing`` whether it holds now, and if not, why;
    ``amendment`` is the reason given for a change after a sign-off; ``odd`` says in a sentence why
    the claimed time cannot be right, "" where nothing speaks against it.
    """

    id: str
    person: str
    about: str
    what: str
    who: str
    laptop: str
    claimed: datetime | None
    first_seen: datetime
    route: str
    how: str
    replaced: str
    standing: str
    amendment: str
    odd: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The lines about one mark or event, what arrived last first; ``title`` says of what."""

    title: str
    lines: tuple[HistoryLine, ...]
