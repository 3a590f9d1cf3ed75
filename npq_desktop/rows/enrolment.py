"""What the dialogs about training status and exemptions show and ask."""

from dataclasses import dataclass
from datetime import date

Choice = tuple[str, str]
"""A value as it is recorded, and the words for it."""


@dataclass(frozen=True, slots=True)
class StatusOffer:
    """Where somebody stands now, and what may be recorded.

    ``history`` is a line for each status recorded; ``recorded`` the days and words of those that
    can be taken back. ``is_apart``: deferred or withdrawn today. ``cost``: of a
    withdrawal, in words.
    """

    person: str
    name: str
    today: date
    is_apart: bool
    history: tuple[str, ...]
    recorded: tuple[tuple[date, str], ...]
    deferral_reasons: tuple[Choice, ...]
    withdrawal_reasons: tuple[Choice, ...]
    cost: str


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A status from a day on: active, deferred or withdrawn; None takes back what began that day.

    ``reason`` is one of the Department's values, "" where none is given.
    """

    status: str | None
    since: date
    reason: str = ""
    expected_return: date | None = None


@dataclass(frozen=True, slots=True)
class ExemptionOffer:
    """The items of a person, each with how it stands now; ``refused`` says who may do this.

    ``items`` are (key, title, words); ``exempt`` the keys of those excused or credited already.
    """

    person: str
    name: str
    items: tuple[tuple[str, str, str], ...]
    exempt: frozenset[str]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """``value``: excused, credited, or None to take it back; ``reason`` in words.

    ``credit``: of an item that is credited, how much of it as numerator and denominator.
    """

    item: str
    value: str | None
    reason: str = ""
    credit: tuple[int, int] = (1, 1)
