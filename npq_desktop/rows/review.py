"""What the Task review tab shows: the queue, a submission, what has been decided on it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from npq_desktop.rows.register import Candidate

LONGEST_TEXT = 44_000
"""Bytes in UTF-8 of a submission's text that an entry carries; the rest stays in the file."""
_LONGEST_WRITTEN = 56_000
"""Bytes of the same as an entry writes them, where a line end or a quotation mark takes two."""


class ReviewState(StrEnum):
    """Where a piece of work is; AWAITING is what the facilitator has to do."""

    AWAITING = "awaiting"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    AGREED = "agreed"


OPEN_STATES = frozenset({ReviewState.AWAITING, ReviewState.CONFLICT})
"""Those that ask for a decision."""


class Show(StrEnum):
    """Which works a queue shows; TO_DO are those that ask for a decision."""

    TO_DO = "to_do"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ASIDE = "aside"
    AGREED = "agreed"
    EVERYTHING = "everything"


class Order(StrEnum):
    """The order of a queue; MATTERS puts first what the next event builds on."""

    MATTERS = "matters"
    PERSON = "person"
    TASK = "task"
    WAITING = "waiting"
    SHORTEST = "shortest"


@dataclass(frozen=True, slots=True)
class QueueChoice:
    """What a queue shows and in which order; empty texts show every module and kind.

    ``expected_next`` leaves out who is not expected at the next event.
    """

    show: Show = Show.TO_DO
    module: str = ""
    kind: str = ""
    expected_next: bool = False
    order: Order = Order.MATTERS


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sitting is: ``decided`` of ``total``, and what is left without those set aside."""

    decided: int
    total: int
    left: int
    aside: int


@dataclass(frozen=True, slots=True)
class WorkId:
    """One piece of work: a task's key, or an event's id where ``catch_up`` is true."""

    person: str
    item: str
    catch_up: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; ``kind`` is diagnostic, reflective, implementation or catch-up.

    ``handed_in`` is None where nothing was, or where no file says when; ``brought_in`` is when it
    came here; ``late``: the platform said so. ``aside`` is why it is set aside here, None where it
    is not. ``due`` is the day by which a returned work is asked for again. ``builds_next``: the
    next event builds on it; ``expected_next``: the person is expected there. ``files`` is how many
    files the newest attempt has.
    """

    work: WorkId
    name: str
    title: str
    module: str
    kind: str
    state: ReviewState
    handed_in: datetime | None
    words: int
    has_draft: bool
    search_key: str
    brought_in: datetime | None = None
    attempts: int = 1
    late: bool = False
    aside: str | None = None
    due: date | None = None
    builds_next: bool = False
    expected_next: bool = True
    files: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it asks for a decision."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class AcceptEffect:
    """What a decision does to the share of the course done, in percent: before, after accepting,
    and after returning.

    All are None where nothing counts for the person.
    """

    title: str
    before: str | None
    after: str | None
    returned: str | None


@dataclass(frozen=True, slots=True)
class WorkFile:
    """A file that was handed in: its size in bytes, and whether its bytes are on this laptop."""

    name: str
    size: int
    sha256: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class KeptOfTask:
    """The files kept here of one task of one group: how many, and their bytes."""

    group: str
    group_title: str
    task: str
    title: str
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """All files kept here: ``used`` in bytes, also of paper lists, ``limit`` in megabytes."""

    rows: tuple[KeptOfTask, ...]
    used: int
    limit: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One thing handed in; ``text`` may be empty when only a file was given.

    ``handed_in`` and ``brought_in`` are as in :class:`QueueRow`. ``words_all`` counts the words of
    the whole file, None where the file that brought it in did not say. ``kinds`` says what each
    line of the text is, as in interchange/documents/shape.py, and is empty where that is not known;
    ``strong`` are line, start and end of bold text, ``links`` those of links with their addresses.
    ``unseen`` counts what the text leaves out.
    ``laptop`` is the one that ``files`` were brought in on.
    """

    content: str
    name: str
    text: str
    words: int
    handed_in: datetime | None
    where: str
    brought_in: datetime | None = None
    words_all: int | None = None
    kinds: tuple[str, ...] = ()
    strong: tuple[tuple[int, int, int], ...] = ()
    links: tuple[tuple[int, int, int, str], ...] = ()
    unseen: tuple[tuple[str, int], ...] = ()
    files: tuple[WorkFile, ...] = ()
    laptop: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether ``text`` and ``words`` are only the beginning of what was handed in."""
        if self.words_all is not None:
            return self.words_all > self.words
        longest_letter = 6
        return (
            _bytes(self.text) >= LONGEST_TEXT - longest_letter
            or _written_bytes(self.text) > _LONGEST_WRITTEN - longest_letter
        )


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A decision that holds, with who took it; ``due`` is when a returned work is asked for."""

    decision: str
    feedback: str
    by: Candidate
    due: date | None = None


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """What the centre and right of the tab show; attempts newest first."""

    row: QueueRow
    attempts: tuple[Attempt, ...]
    reviews: tuple[ReviewRow, ...]
    draft: str
    notice: str


def beginning_of(text: str) -> str:
    """As much of a submission's text as an entry carries, up to the last line end before.

    Of a text without line ends it is up to a letter.
    """
    if _fits(text):
        return text
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _fits(text[:middle]) else (low, middle)
    line = text.rfind("\n", 0, low)
    return text[:line] if line > low // 2 else text[:low]


def _fits(text: str) -> bool:
    return _bytes(text) <= LONGEST_TEXT and _written_bytes(text) <= _LONGEST_WRITTEN


def _bytes(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))


def _written_bytes(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode(errors="surrogatepass"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence kept for feedback; ``scope`` is "" for everywhere, else a kind or a task's key.

    ``team``: shared with the group, so that every member sees it. ``used`` counts uses in order of
    time: the larger, the later.
    """

    id: str
    title: str
    text: str
    scope: str = ""
    team: bool = False
    used: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a work that was picked for the seminar."""

    work: WorkId
    text: str


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """The answers of a group to one question; ``right`` is None where no file has it.

    ``wrong`` are the commonest wrong choices with their counts, ``typed`` name and answer each.
    """

    text: str
    answered: int
    right: int | None
    wrong: tuple[tuple[str, int], ...]
    typed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlansOutstanding:
    """Who has no focus of implementation, and who has one without the school's support; names."""

    without_focus: tuple[str, ...]
    without_support: tuple[str, ...]
    nobody_began: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """What to know before an event: who has done what it builds on, and passages picked for it.

    ``diagnostic`` and ``reflection`` are titles, "" where the event has none. ``as_of`` is when the
    newest diagnostic came in, None where none did. ``plans`` is None where they are not asked for.
    """

    event: str
    start: datetime | None
    end: datetime | None
    place: str
    expected: int
    diagnostic: str
    diagnostic_missing: tuple[str, ...]
    diagnostic_done: int
    as_of: datetime | None
    reflection: str
    reflection_missing: tuple[str, ...]
    reflection_returned: tuple[str, ...]
    reflection_awaiting: tuple[str, ...]
    passages: tuple[tuple[str, str], ...]
    questions: tuple[QuestionTally, ...] = ()
    plans: PlansOutstanding | None = None
