"""What the Task review tab shows: the queue, a submission, what has been decided on it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from npq_desktop.rows.register import Candidate


class ReviewState(StrEnum):
    """Where a piece of work stands; AWAITING is what the facilitator has to do."""

    AWAITING = "awaiting"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class WorkId:
    """One piece of work: a task's key, or an event's id where ``catch_up`` is true."""

    person: str
    item: str
    catch_up: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; ``kind`` is diagnostic, reflective, implementation or catch-up."""

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


LONGEST_TEXT = 40_000
"""Characters of a submission's text that an entry carries; the rest stays in the file."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One thing handed in; ``text`` may be empty when only a file was given."""

    content: str
    name: str
    text: str
    words: int
    handed_in: datetime | None
    where: str

    @property
    def is_cut(self) -> bool:
        """Whether ``text`` and ``words`` are only the beginning of what was handed in."""
        return len(self.text) >= LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A decision as it stands, with who took it."""

    decision: str
    feedback: str
    by: Candidate


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """What the centre and right of the tab show; attempts newest first."""

    row: QueueRow
    attempts: tuple[Attempt, ...]
    reviews: tuple[ReviewRow, ...]
    draft: str
    notice: str
