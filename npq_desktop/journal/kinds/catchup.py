"""Work that makes good an event somebody missed."""

from dataclasses import dataclass

from npq_desktop.journal.kinds.checks import is_name, maybe_date, maybe_text, members, one_of
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.kind import Kind, Writers, compared, one_cell


@dataclass(frozen=True, slots=True)
class CatchupFact:
    """Work for a missed event: agreed, handed_in, accepted or returned.

    ``by`` is the day it was agreed for; ``due`` the day by which returned work is asked for again,
    whose shape is not checked.
    """

    person: str
    event: str
    state: str
    what: str | None
    by: str | None
    text: str | None
    feedback: str | None
    due: str | None
    head: str
    source: Source


CATCHUP = Kind(
    name="catchup.set",
    family="catchup",
    key=("person", "event"),
    fact=CatchupFact,
    writers=Writers.MEMBERS,
    validate=members(
        {
            "person": is_name,
            "event": is_name,
            "state": one_of("agreed", "handed_in", "accepted", "returned", None),
        },
        {"what": maybe_text, "by": maybe_date, "text": maybe_text, "feedback": maybe_text},
    ),
    cells=one_cell("catchup", "person", "event"),
    compare=compared("state"),
    null_member="state",
)
KINDS = (CATCHUP,)
