"""What the dialogs about people of a register show: who came, whom to choose, a catch-up."""

from dataclasses import dataclass
from datetime import date

from npq_desktop.rows.changes import Changes


@dataclass(frozen=True, slots=True)
class WalkIn:
    """A person who came without being on the list: as little as a name."""

    name: str
    school: str = ""
    email: str = ""
    trn: str = ""


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """One line to choose a person by: of which group, and what to tell namesakes apart by.

    ``group_title`` is "" for people of the group itself; ``detail`` is the school, and the mark of
    the open event where it matters; ``names`` are folded for comparing with a typed one.
    """

    group: str
    group_title: str
    person: str
    name: str
    detail: str
    search_key: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who stands on the register now, what changed in which groups, and what to say of it."""

    person: str
    changes: tuple[Changes, ...]
    words: str


@dataclass(frozen=True, slots=True)
class CatchUpOffer:
    """What can be agreed or handed in for one missed event; ``state`` "" where nothing is yet.

    ``left`` counts the catch-ups still free to this person, this one not taken off; ``by`` is the
    day agreed or offered; ``last`` the last day the programme allows, None where it sets no end or
    the end is past.
    """

    event: str
    title: str
    person: str
    name: str
    state: str
    what: str
    by: date
    last: date | None
    text: str
    left: int
    words: str
