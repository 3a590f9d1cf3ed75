"""What the sync panel shows of one group: who has what, who was heard of when, what wants looking.

Moments are aware; words are sentences or parts of them, ready for the screen.
"""

from dataclasses import dataclass
from datetime import datetime

from npq_desktop.rows.register import Candidate


@dataclass(frozen=True, slots=True)
class LaptopRow:
    """Another laptop of the group: ``heard`` and ``has`` say in words when and how much."""

    who: str
    laptop: str
    heard: str
    has: str


@dataclass(frozen=True, slots=True)
class SyncView:
    """One group's panel. ``notices`` are odd things in what laptops wrote, most urgent first.

    ``sent`` says what of this laptop's is where; ``routes`` when something last came or went, by
    route; ``disagreements`` and ``held`` are counts; ``urgent`` asks for action; ``sheet_due``: the
    recovery sheet is not on paper yet.
    """

    group: str
    title: str
    situation: str
    sent: str
    laptops: tuple[LaptopRow, ...]
    routes: tuple[str, ...]
    notices: tuple[str, ...]
    urgent: bool
    disagreements: int
    held: int
    sheet_due: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that colleagues say differently: what, about whom, what holds until it is settled.

    ``cell`` names it to the service; ``sides`` are the values, each with who says so.
    """

    cell: tuple[str, ...]
    what: str
    until: str
    sides: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An entry that is stored and does not count; ``acceptable``: by who uses this laptop."""

    id: str
    what: str
    who: str
    laptop: str
    claimed: datetime | None
    first_seen: datetime
    why: str
    acceptable: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A laptop of the group or an invitation to it: ``id`` is its key, or the invitation's id.

    ``act`` names what this laptop's coordinator may do about it, "" for nothing; ``consequence``
    says what that would do, before it is done.
    """

    id: str
    is_invitation: bool
    who: str
    laptop: str
    role: str
    heard: str
    state: str
    act: str
    consequence: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One file that left or entered this laptop; ``who`` can open it, or sent it."""

    when: datetime
    what: str
    form: str
    who: str
    entries: str
    digest: str
