"""The programme of a group: a whole definition, said by its start and by coordinators since."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.kinds.checks import Content, members
from npq_desktop.journal.kinds.fact import Cell, Source
from npq_desktop.journal.kinds.kind import Erasing, Kind, Writers, one_cell

PROGRAMME_CELL: Cell = ("programme",)
"""The one cell of the programme."""


@dataclass(frozen=True, slots=True)
class ProgrammeFact:
    """One definition as canonical JSON, and the office settings said with it, None without any."""

    programme: str
    office: str | None
    head: str
    source: Source


def is_programme(value: object) -> bool:
    """A programme definition, as canonical JSON text or as the object itself; never looked into."""
    return isinstance(value, Mapping) or (isinstance(value, str) and value != "")


def compared_programme(_cell: Cell, content: Content) -> Hashable:
    """Compares the definition's canonical text."""
    definition = content["programme"]
    return definition if isinstance(definition, str) else canonical(definition)


PROGRAMME = Kind(
    name="programme.set",
    family="programme",
    fact=ProgrammeFact,
    writers=Writers.COORDINATORS,
    validate=members({"programme": is_programme}),
    cells=one_cell("programme"),
    compare=compared_programme,
    erasing=Erasing.IF_LISTED,
)
KINDS = (PROGRAMME,)
