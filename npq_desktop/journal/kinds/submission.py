"""Something handed in for a task of the programme."""

from dataclasses import dataclass
from typing import Annotated

from npq_desktop.journal.codec import is_hash
from npq_desktop.journal.kinds.checks import Content, is_name, maybe_count, maybe_text, members
from npq_desktop.journal.kinds.fact import Cell, Source
from npq_desktop.journal.kinds.kind import Kind, Writers, one_cell


def _late(_cell: Cell, content: Content) -> bool:
    return content.get("late") is True


@dataclass(frozen=True, slots=True)
class SubmissionFact:
    """Something handed in: ``content`` is the SHA-256 of the file or text, ``size`` in bytes.

    ``words_all`` counts the words of the whole, where ``text`` is only its beginning. ``late``: the
    platform said so.
    """

    person: str
    task: str
    content: str
    name: str
    size: int
    text: str | None
    handed_in: str | None
    words_all: int | None
    head: str
    source: Source
    late: Annotated[bool, _late] = False


SUBMISSION = Kind(
    name="submission.add",
    family="submission",
    key=("person", "task", "content"),
    fact=SubmissionFact,
    writers=Writers.MEMBERS,
    validate=members(
        {"person": is_name, "task": is_name, "content": is_hash},
        {"name": maybe_text, "size": maybe_count, "text": maybe_text, "handed_in": maybe_text},
    ),
    cells=one_cell("submission", "person", "task", "content"),
)
KINDS = (SUBMISSION,)
