"""What the Cohort tab shows: a row per participant, one person's workings, and what may be recorded
of a person's status and exemptions. Rows carry facts; ``services/cohort/words.py`` says them.

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
    """One component of one person: how much of ``total`` is done, ``low`` to ``high`` if unknown.

    ``permille`` is what is done of the whole component, in thousandths, for sorting only.
    """

    key: str
    label: str
    low: Fraction
    high: Fraction
    total: int
    unknown: int
    permille: int


class ToSettle(StrEnum):
    """Why it is not known what a task or event is worth, by what would make it known."""

    MARK = "mark"
    MARKS = "marks"
    DECISIONS = "decisions"
    CATCH_UPS = "catch_ups"
    EXEMPTIONS = "exemptions"
    STATUS = "status"
    RAN = "ran"
    OTHER = "other"
    REVIEW = "review"
    CATCH_UP_REVIEW = "catch_up_review"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A task or event whose worth is not known yet."""

    title: str
    what: ToSettle


@dataclass(frozen=True, slots=True)
class Spare:
    """How many of one component can still be missed, everything else being done.

    ``still`` counts those that are open or not known; ``late`` the open ones that were due already.
    """

    key: str
    number: int
    still: int
    late: int
    is_event: bool


@dataclass(frozen=True, slots=True)
class Work:
    """Work that is late: the task, or the catch-up for a missed event, and its minutes."""

    title: str
    minutes: int
    is_catch_up: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """``number`` of the ``still`` tasks or events of one component that are yet to come."""

    key: str
    number: int
    still: int
    is_event: bool


@dataclass(frozen=True, slots=True)
class Route:
    """The least work that reaches the programme's percentage; empty where nothing is needed."""

    work: tuple[Work, ...]
    to_come: tuple[Needed, ...]
    is_everything: bool


@dataclass(frozen=True, slots=True)
class Minimum:
    """A component whose own minimum decides: its ``percent`` now or at most, and what it needs."""

    key: str
    percent: str
    needed: int


class Flag(StrEnum):
    """What a facilitator may want to look at in one person's records."""

    DETAILS = "details"
    MARKS = "marks"
    DECISIONS = "decisions"
    EXEMPTIONS = "exemptions"
    NOT_MARKED = "not_marked"
    CATCH_UP = "catch_up"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class NextDue:
    """The task or event that is open and due next."""

    title: str
    day: date


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One participant. Figures are None where nothing counts yet or the person is set apart.

    ``standing`` is the engine's word (``met``, ``on_course``, ``behind``, ``out_of_reach``,
    ``unresolved``, ``not_started``) or ``deferred`` / ``withdrawn`` for people shown apart, since
    the day ``since``. ``threshold`` is the programme's percentage. ``spare`` is None where nothing
    is open, ``route`` where none is known. ``disagreeing`` names details. ``unknown_permille`` is
    what hangs on unknown items, in thousandths, for drawing only. ``apart`` is what ``name`` tells
    namesakes apart by; ``sort_name`` is the name as lists are ordered by it: the surname first.
    """

    person: str
    name: str
    sort_name: str
    school: str
    as_of: date
    threshold: int
    standing: str
    secured: Share | None = None
    possible: Share | None = None
    to_date: tuple[Share, Share] | None = None
    components: tuple[ComponentCell, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    minimum: Minimum | None = None
    spare: tuple[Spare, ...] | None = None
    route: Route | None = None
    next_due: NextDue | None = None
    since: date | None = None
    flags: tuple[Flag, ...] = ()
    disagreeing: tuple[str, ...] = ()
    search_key: str = ""
    unknown_permille: int = 0
    apart: str = ""
    trn: str = ""


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
    """How a table is shown: keys of columns left out, and of the column it is sorted by.

    ``extra`` are the keys of columns shown only where chosen. ``sort`` is "" for the order of the
    table itself: those who need a look first. ``view`` is the view of the group in front, "" for
    engagement.
    """

    hidden: frozenset[str] = frozenset()
    extra: frozenset[str] = frozenset()
    sort: str = ""
    descending: bool = False
    view: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One task or event of a person: ``state`` is the engine's, ``words`` the reader's.

    ``worth``: the lowest and the highest credit, 0 to 1; None where it does not count.
    ``minutes`` is the work that it takes now, 0 while it is to come. ``due`` of returned work is
    the day by which it is asked for again, and ``days_over`` how long that is past.
    """

    item: str
    title: str
    component: str
    due: date | None
    state: str
    words: str
    worth: tuple[Fraction, Fraction] | None = None
    minutes: int = 0
    is_event: bool = False
    days_over: int = 0


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
    """One figure in words with its sum, and the tasks and events that it adds up."""

    words: str
    items: tuple[ItemLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a person was on the day of a signed event, of all that was due or done by then."""

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
class RowWords:
    """A row in words, for files."""

    on_track: str
    can_miss: str
    route: str
    next_due: str
    flags: str
    components: tuple[str, ...]


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
    """Where a person is now, and what may be recorded.

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
