"""What the journal says, as plain values: one class per kind of fact, before any arithmetic.

Owns the shapes the store reads out and services compute with. Refuses interpretation: dates and
times are the text the journal holds (RFC 3339 with offset, days as YYYY-MM-DD), nothing is counted,
rounded or resolved, and where people disagree every side is there. ``head`` is the id of the live
entry that gives a fact: what a new entry about the same thing has to list as replaced. After an
undo, ``source`` tells who first said what now holds again, and ``head`` is the undo.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

Cell: TypeAlias = tuple[str, ...]
Sealed: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Source:
    """Who wrote an entry, by what key, and when this laptop first saw it.

    ``at`` is the author's claim; ``first_seen`` is this laptop's clock in UTC; ``first_seen_from``
    is the route it came by, empty for entries written here.
    """

    id: str
    member: str
    key: str
    at: str
    first_seen: datetime
    first_seen_from: str


@dataclass(frozen=True, slots=True)
class GroupFact:
    """One group; ``programme`` is the canonical JSON of the definition that holds.

    ``programme_disagrees``: several definitions are live, the one with the smallest id is shown.
    """

    id: str
    title: str
    cohort: str
    programme: str
    programme_disagrees: bool
    keep_until: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A participant: the value shown for each field, and all values of those in disagreement."""

    id: str
    fields: Mapping[str, str]
    disagreeing: Mapping[str, tuple[tuple[str, Source], ...]]
    same_as: str | None
    erased: bool


@dataclass(frozen=True, slots=True)
class EventFact:
    """A seminar or conference as far as the journal speaks of it; the programme may know more.

    ``state`` is planned, held or did_not_run, None where nobody said; look in ``disagreeing``
    before trusting it.
    """

    id: str
    title: str | None
    start: str | None
    end: str | None
    place: str | None
    led_by: str | None
    series: str | None
    state: str | None
    reason: str | None
    same_as: str | None
    disagreeing: Mapping[str, tuple[tuple[str, Source], ...]]


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


@dataclass(frozen=True, slots=True)
class RegisterFact:
    """An opened register: everyone on any of its live rosters, and who opened it."""

    event: str
    people: tuple[str, ...]
    opened: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SignoffFact:
    """A statement about a register. ``covers``: person → first 16 digits of the heads it saw."""

    event: str
    member: str
    counts: Mapping[str, int]
    head_count: int | None
    words: str
    covers: Mapping[str, tuple[str, ...]]
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class SubmissionFact:
    """Something handed in: ``content`` is the SHA-256 of the file or text, ``size`` in bytes."""

    person: str
    task: str
    content: str
    name: str
    size: int
    text: str | None
    handed_in: str | None
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """One live decision, accepted or returned; several with one decision agree.

    ``seen`` are the contents handed in that the reviewer decided on: what is not among them came
    since.
    """

    person: str
    task: str
    decision: str
    feedback: str | None
    head: str
    source: Source
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatchupFact:
    """Work that makes good a missed event: agreed, handed_in, accepted or returned; ``by`` is a
    day.
    """

    person: str
    event: str
    state: str
    what: str | None
    by: str | None
    text: str | None
    feedback: str | None
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class EnrolmentFact:
    """Training status from the day ``since``: active, deferred or withdrawn."""

    person: str
    since: str
    status: str
    sealed: Sealed | None
    expected_return: str | None
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class ExemptionFact:
    """An item excused, or credited with ``credit`` = (n, d) because of ``credited_from``."""

    person: str
    item: str
    value: str
    credit: tuple[int, int] | None
    credited_from: str | None
    reason: str | None
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class ExpectedFact:
    """An apology or a visit announced beforehand; not a mark."""

    event: str
    person: str
    expects: str
    reason: str | None
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A fact read in the file of digest ``file``; replaces nothing. ``details``: the entry."""

    person: str
    item: str
    file: str
    fact: str
    system: str | None
    details: Mapping[str, object]
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class WindowFact:
    """An assessment window's days, both counted."""

    window: str
    start: str | None
    end: str | None
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class AssessmentFact:
    """Eligibility and outcome of a person in a window; ``details`` is the entry as written."""

    person: str
    window: str
    details: Mapping[str, object]
    sealed: Sealed | None
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class NoteFact:
    """A note, contact, coaching session, post or piece of evidence (``kind``); never in conflict.

    ``sealed`` is set instead of ``text`` where only coordinators and the author may read.
    """

    id: str
    kind: str
    person: str | None
    event: str | None
    text: str | None
    sealed: Sealed | None
    details: Mapping[str, object]
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class HeldFact:
    """An entry that is stored and does not count; ``reason`` is the name of its kind of reason."""

    id: str
    kind: str
    reason: str
    sentence: str
    source: Source


@dataclass(frozen=True, slots=True)
class MemberFact:
    """A laptop (or recovery key) of a member; ``age`` is the recipient its files are locked to.

    ``depth`` 0 is a root; ``parent`` is the key that invited it; ``last_seen`` is when this laptop
    last received an entry by it.
    """

    key: str
    age: str
    member: str
    name: str
    device: str
    role: str
    depth: int
    parent: str | None
    revoked: bool
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class InviteFact:
    """An invitation: ``state`` is open, used or withdrawn; ``age`` locks files until it is used."""

    id: str
    member: str
    name: str
    role: str
    age: str
    state: str


@dataclass(frozen=True, slots=True)
class ConflictFact:
    """A cell whose live entries disagree, by the comparison of its kind; who says what."""

    cell: Cell
    heads: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry that writes a cell: what it says there, what it replaced there, whether it stands.

    ``content`` is None when the text was erased or is not here; ``held`` is why it does not count.
    """

    kind: str
    content: Mapping[str, object] | None
    replaced: tuple[str, ...]
    is_head: bool
    held: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class ExchangeFact:
    """One line of the exchange log: ``direction`` is in or out, ``when`` in UTC."""

    id: str
    group: str
    when: datetime
    direction: str
    route: str
    form: str
    for_whom: tuple[str, ...]
    digest: str
    counts: Mapping[str, int]
    note: str


@dataclass(frozen=True, slots=True)
class DraftFact:
    """Text being typed, kept on this laptop only; ``place`` says where, in the caller's words."""

    group: str
    place: str
    text: str
    saved: datetime


@dataclass(frozen=True, slots=True)
class ReceiptFact:
    """A proof that somebody else holds entries: the signed document as it came, by whose key."""

    group: str
    by: str
    route: str
    document: str
    when: datetime


@dataclass(frozen=True, slots=True)
class AttachmentFact:
    """A file kept on this laptop, found by the SHA-256 of its bytes; ``size`` in bytes."""

    group: str
    content: str
    name: str
    size: int
    data: bytes = field(repr=False)
