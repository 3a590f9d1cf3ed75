"""What the history of a mark or of an event shows: one line for each entry ever made.

Times are aware; ``claimed`` is the author's own clock, ``first_seen`` that of this laptop.
"""

from dataclasses import dataclass
from datetime import datetime


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
