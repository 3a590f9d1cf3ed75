"""What the Cohort tab shows: a line per participant, the summary strip, one person's workings, and
what may be recorded of a person's status and exemptions.

Percentages come twice: as the engine's own text ("89.9") and in thousandths for drawing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

Choice = tuple[str, str]
"""A value as it is recorded, and the words for it."""


@dataclass(frozen=True, slots=True)
class Share:
    """An exact figure: ``fraction`` in lowest terms, ``percent`` floored to one decimal place.

    ``permille`` is the floored share in thousandths (0-1000), for drawing only.
    """

    fraction: str
    percent: str
    permille: int


@dataclass(frozen=True, slots=True)
class ComponentCell:
    """One component of one person: ``words`` reads "5 of 6", with a range where unknown.

    ``exact`` is the same in exact fractions; ``permille`` what is secured of the whole component,
    in thousandths, for sorting and drawing only.
    """

    key: str
    label: str
    words: str
    exact: str
    total: int
    unknown: int
    permille: int


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One participant. Figures are None where nothing counts yet or the person is set apart.

    ``standing`` is the engine's word (``met``, ``on_course``, ``behind``, ``out_of_reach``,
    ``unresolved``, ``not_started``) or ``deferred`` / ``withdrawn`` for people shown apart.
    ``unknown_permille`` is what hangs on unknown items, in thousandths, for drawing only.
    ``sort_name`` is the name as lists are ordered by it: the surname first.
    """

    person: str
    name: str
    sort_name: str
    school: str
    standing: str
    standing_words: str
    secured: Share | None
    possible: Share | None
    to_date: tuple[Share, Share] | None
    components: tuple[ComponentCell, ...]
    headroom: str
    next_due: str
    next_due_on: date | None
    plan: str
    flags: tuple[str, ...]
    search_key: str
    unknown_permille: int = 0


@dataclass(frozen=True, slots=True)
class CohortView:
    """The table and its summary; ``summary`` counts people by ``standing``, all keys present."""

    group: str
    title: str
    as_of: date
    threshold: int
    rows: tuple[CohortRow, ...]
    summary: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CohortLook:
    """How somebody likes the table: keys of columns left out, and of the column it is sorted by."""

    hidden: frozenset[str] = frozenset()
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a person's workings: ``state`` is the engine's, ``words`` the reader's.

    ``worth``: the lowest and the highest credit, 0 to 1; None where it leaves the sum.
    """

    item: str
    title: str
    component: str
    due: date | None
    state: str
    words: str
    credit: str
    worth: tuple[Fraction, Fraction] | None = None


class Supposed(StrEnum):
    """How an item that is still open might end."""

    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class JourneyRow:
    """A module, or a conference, and its item at each step; None where it has none."""

    title: str
    cells: tuple[ItemLine | None, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """Modules down, the steps of their cycle across."""

    steps: tuple[str, ...]
    rows: tuple[JourneyRow, ...]


@dataclass(frozen=True, slots=True)
class SumLine:
    """One figure in words with its sum, and the items that it adds up."""

    words: str
    items: tuple[ItemLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where somebody stood on the day of a signed event, of all that was due or done by then."""

    title: str
    day: date
    to_date: tuple[Share, Share] | None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note: its text, the event it is about ("" for none), who said it and when."""

    text: str
    about: str
    said: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything behind one row: identifiers, items with their credit, and the sums.

    ``can_suppose`` are the ids of items that may still end one way or the other; with ``supposed``
    the figures are those of what if, and ``actual`` is the row as recorded.
    """

    row: CohortRow
    details: tuple[tuple[str, str], ...]
    items: tuple[ItemLine, ...]
    workings: tuple[SumLine, ...]
    journey: Journey
    snapshots: tuple[Snapshot, ...]
    can_suppose: frozenset[str]
    supposed: Mapping[str, Supposed]
    actual: CohortRow


@dataclass(frozen=True, slots=True)
class CohortReport:
    """``people`` with everything behind their figures, in the order of the table.

    ``made`` says when it was made and with which zone; ``by`` is its author's name.
    """

    group: str
    cohort: str
    as_of: date
    threshold: int
    made: str
    by: str
    people: tuple[PersonView, ...]


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
