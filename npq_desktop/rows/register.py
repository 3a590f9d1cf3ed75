"""What the Seminar register tab shows: events, the rows of a register, counts, sign-off.

Times are aware ``datetime`` in the laptop's own zone; minutes are whole and never negative.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventState(StrEnum):
    """What is known of an occurrence; a sign-off is a statement about its register, not a state."""

    PLANNED = "planned"
    RAN = "held"
    DID_NOT_RUN = "did_not_run"
    DISAGREEMENT = "disagreement"


class MarkState(StrEnum):
    """One person's mark at one event as the row shows it."""

    UNMARKED = "unmarked"
    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark to record: ``state`` is PRESENT, LATE, LEFT_EARLY, ABSENT or UNMARKED.

    Late and left early may come together; ``reason`` belongs to ABSENT only and is one of
    ``notified``, ``school_duty``, ``travel``, ``other``.
    """

    state: MarkState
    minutes_late: int = 0
    minutes_early: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the events list; ``expected`` and ``marked`` count people.

    ``has_paper``: a signed sheet is recorded for it. ``readiness`` is said of the next event only.
    """

    id: str
    title: str
    start: datetime | None
    end: datetime | None
    place: str
    state: EventState
    expected: int
    marked: int
    conflicts: int
    signed_off: bool
    is_today: bool
    has_paper: bool = False
    readiness: str = ""

    @property
    def short(self) -> str:
        """The title without its subject: "Seminar 4"."""
        return self.title.partition(": ")[0]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One side of a disagreement, as much as a person needs to choose.

    ``own``: it was recorded on this laptop.
    """

    head: str
    words: str
    who: str
    laptop: str
    claimed: datetime | None
    first_seen: datetime | None
    own: bool = False


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person in the register, in roster order; ``number`` starts at 1.

    ``detail`` is the mark's consequence in words ("25 min late: counts"); ``dots`` are the last
    events before this one, oldest first; ``search_key`` is what find compares with; ``apart`` is
    what ``name`` tells namesakes apart by; a ``walk_in`` came without being on the list.
    ``signed``: a sign-off covers this person, so that a change asks for a reason; ``amendment`` is
    the reason given. ``apology`` is the reason of an apology sent beforehand, "" for one without,
    None where there is none. ``needed_for`` is the programme's percentage where this person can
    miss no event more and reach it, else 0.
    """

    person: str
    number: int
    name: str
    school: str
    state: MarkState
    minutes_late: int
    minutes_early: int
    reason: str | None
    detail: str
    note: str
    expected: bool
    why_not_expected: str
    candidates: tuple[Candidate, ...]
    dots: tuple[MarkState, ...]
    search_key: str
    walk_in: bool = False
    signed: bool = False
    amendment: str = ""
    apology: str | None = None
    apart: str = ""
    needed_for: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers that reconcile: everyone expected is in one of the next six.

    Someone both late and left early counts as late. ``not_expected`` are on the list but greyed;
    ``extra`` are marked present though not expected, ``walk_ins`` those of them who are on no list.
    ``apologies`` are those absent who had sent apologies. ``head_count`` is None until somebody
    counts.
    """

    expected: int = 0
    present: int = 0
    late: int = 0
    left_early: int = 0
    absent: int = 0
    unmarked: int = 0
    conflicts: int = 0
    not_expected: int = 0
    extra: int = 0
    walk_ins: int = 0
    apologies: int = 0
    head_count: int | None = None

    @property
    def in_room(self) -> int:
        """People marked as having attended, wholly or in part."""
        return self.present + self.late + self.left_early + self.extra


def absent_words(counts: Counts) -> str:
    """For example "3 absent", "3 absent (2 with apologies)"."""
    apologies = f" ({counts.apologies} with apologies)" if counts.apologies else ""
    return f"{counts.absent} absent{apologies}"


@dataclass(frozen=True, slots=True)
class SignoffRow:
    """A sign-off; ``uncovered`` names what came after it or from elsewhere.

    ``held`` names what does not count and no signature can cover; ``own``: by who uses this laptop.
    """

    who: str
    at: datetime | None
    words: str
    uncovered: tuple[str, ...]
    held: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class SignoffOffer:
    """What a sign-off would record now; ``unmarked`` above 0 makes Cancel the default.

    ``who_unmarked`` names them, the first few by name; names never go into what is signed.
    ``marks`` are those it would cover, by person. Hand the offer back to sign it.
    """

    words: str
    unmarked: int
    conflicts: int
    who_unmarked: str = ""
    head_count: int | None = None
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The whole register of one event, ready to paint; ``evidence`` names the papers kept."""

    group: str
    event: EventRow
    rows: tuple[RegisterRow, ...]
    counts: Counts
    signoffs: tuple[SignoffRow, ...]
    banner: str
    evidence: tuple[str, ...] = ()


def unmarked(rows: tuple[RegisterRow, ...]) -> tuple[RegisterRow, ...]:
    """Who is expected and has no mark yet, in roster order."""
    return tuple(row for row in rows if row.expected and row.state is MarkState.UNMARKED)


def unmarked_names(rows: tuple[RegisterRow, ...]) -> tuple[str, ...]:
    """The names of those who are expected and have no mark yet, in roster order."""
    return tuple(r.name for r in rows if r.expected and r.state is MarkState.UNMARKED)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did: the row to select and a sentence for the status bar."""

    words: str
    event: str | None
    person: str | None
