"""An apology or a visit announced before an event."""

from dataclasses import dataclass

from npq_desktop.journal.kinds.checks import is_name, maybe_text, members, one_of
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.kind import Erasing, Kind, Writers, one_cell


@dataclass(frozen=True, slots=True)
class ExpectedFact:
    """An apology or a visit announced beforehand; not a mark."""

    event: str
    person: str
    expects: str
    reason: str | None
    head: str
    source: Source


EXPECTED = Kind(
    name="expected.set",
    family="expected",
    key=("event", "person"),
    fact=ExpectedFact,
    writers=Writers.MEMBERS,
    validate=members(
        {"person": is_name, "event": is_name, "expects": one_of("apology", "visit", None)},
        {"reason": maybe_text},
    ),
    cells=one_cell("expected", "event", "person"),
    null_member="expects",
    erasing=Erasing.IF_LISTED,
)
KINDS = (EXPECTED,)
