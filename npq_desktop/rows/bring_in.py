"""What is shown before work is brought in: what becomes of each thing that a file holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class BringPart(StrEnum):
    """The sections of the preview, in their order; only ticked lines are brought in."""

    CHOOSE = "Choose who"
    NOBODY = "Nobody here has this name"
    ACCEPTED = "Accepted already, now another file"
    DRAFT = "Draft on the platform, not handed in"
    NEW = "New"
    HERE = "Already here"


TICKABLE = frozenset({BringPart.ACCEPTED, BringPart.DRAFT, BringPart.NEW})


@dataclass(frozen=True, slots=True)
class BringRow:
    """One thing handed in; ``line`` tells it from the others of its file.

    ``place`` is the person's place in the file, ``person`` who that is here, "" while somebody has
    to say; ``candidates`` are (id, name), the likeliest first. ``content`` is what is recorded.
    """

    line: int
    place: int
    name: str
    person: str
    who: str
    says: str
    part: BringPart
    reason: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    content: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BringPreview:
    """A file of work beside a group: nothing is stored until it is recorded.

    ``tasks`` are (key, title); ``question`` asks for the task where the file does not tell.
    ``left_out`` are (entry, reason) of what was not read; ``people`` everybody in the group.
    """

    path: Path
    words: str
    task: str
    tasks: tuple[tuple[str, str], ...]
    question: str
    rows: tuple[BringRow, ...]
    left_out: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of_part(self, part: BringPart) -> tuple[BringRow, ...]:
        """The rows of one section."""
        return tuple(row for row in self.rows if row.part is part)


@dataclass(frozen=True, slots=True)
class RememberedName:
    """A name or number of a platform with who that is here, ``person`` "" for nobody of the group.

    ``field`` is where it is kept.
    """

    platform: str
    name: str
    person: str
    who: str
    field: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came of it: works recorded, files kept and not kept, lines left because of a choice."""

    works: int
    kept: int
    not_kept: int
    open: int
