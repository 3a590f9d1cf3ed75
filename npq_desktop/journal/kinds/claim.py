"""A fact read in a file of a platform; never replaces a mark or a review."""

from dataclasses import dataclass

from npq_desktop.journal.codec import is_hash
from npq_desktop.journal.kinds.checks import is_name, maybe_text, members
from npq_desktop.journal.kinds.fact import Details, Source
from npq_desktop.journal.kinds.kind import Kind, Writers, one_cell


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A fact read in the file of digest ``file``; replaces nothing. ``details``: the entry."""

    person: str
    item: str
    file: str
    fact: str
    system: str | None
    details: Details
    head: str
    source: Source


CLAIM = Kind(
    name="claim.add",
    family="claim",
    key=("person", "item", "file"),
    fact=ClaimFact,
    writers=Writers.MEMBERS,
    validate=members(
        {"person": is_name, "item": is_name, "source": is_hash}, {"system": maybe_text}
    ),
    cells=one_cell("claim", "person", "item", "source"),
)
KINDS = (CLAIM,)
