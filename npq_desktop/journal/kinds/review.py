"""A decision on what was handed in for a task."""

from dataclasses import dataclass
from typing import Annotated

from npq_desktop.journal.kinds.checks import Content, is_name, maybe_text, members, one_of
from npq_desktop.journal.kinds.fact import Cell, Source
from npq_desktop.journal.kinds.kind import Kind, Writers, compared, one_cell


def _seen(_cell: Cell, content: Content) -> tuple[str, ...]:
    seen = content.get("seen")
    return tuple(each for each in seen if isinstance(each, str)) if isinstance(seen, list) else ()


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """One live decision, accepted or returned; several with one decision agree.

    ``seen`` are the contents handed in that the reviewer decided on: what is not among them came
    since. ``due`` is the day by which returned work is asked for again; its shape is not checked.
    """

    person: str
    task: str
    decision: str
    feedback: str | None
    due: str | None
    head: str
    source: Source
    seen: Annotated[tuple[str, ...], _seen] = ()


REVIEW = Kind(
    name="review.set",
    family="review",
    key=("person", "task"),
    fact=ReviewFact,
    writers=Writers.MEMBERS,
    validate=members(
        {"person": is_name, "task": is_name, "decision": one_of("accepted", "returned", None)},
        {"feedback": maybe_text},
    ),
    cells=one_cell("review", "person", "task"),
    compare=compared("decision"),
    null_member="decision",
)
KINDS = (REVIEW,)
