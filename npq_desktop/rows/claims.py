"""What opening a platform's file shows before anything is stored, and what differs afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class ClaimOutcome(StrEnum):
    """What becomes of one line; only MATCHED and DIFFERS are recorded."""

    DIFFERS = "differs"
    MATCHED = "matched"
    REVIEW = "to review"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True)
class FileItemRow:
    """A session or task of a file, and the event or task of the programme it is; "" for none."""

    title: str
    item: str


@dataclass(frozen=True, slots=True)
class FileCodeRow:
    """A code of a register that is no usual one, how often it stands there, and what it means.

    ``state`` is "" until somebody says.
    """

    code: str
    cells: int
    state: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One thing a file says of one person.

    ``place`` is the person's place in the file, ``name`` as the file has it, ``person`` who that
    is in the group, "" while a human has to say; ``candidates`` are (id, name) to choose from.
    ``stands`` is what is recorded here now. ``content`` is what would be recorded.
    """

    place: int
    line: int
    name: str
    person: str
    title: str
    says: str
    stands: str
    outcome: ClaimOutcome
    reason: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    content: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimPreview:
    """A platform's file as read for one group: nothing is stored until it is recorded.

    ``choices`` are (id, title) of the programme's items that ``items`` may be set to. ``links`` are
    the fields to remember of each person, so that the next file of that platform finds them,
    ``codes`` the codes to explain, or explained already, of a register.
    """

    path: Path
    words: str
    rows: tuple[ClaimRow, ...]
    items: tuple[FileItemRow, ...]
    choices: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: tuple[FileCodeRow, ...] = ()

    def count(self, outcome: ClaimOutcome) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome is outcome for row in self.rows)


@dataclass(frozen=True, slots=True)
class Difference:
    """A recorded claim that is not what stands: ``head`` names the claim's entry.

    ``accept`` is empty where the file alone cannot settle it.
    """

    head: str
    person: str
    name: str
    item: str
    title: str
    says: str
    stands: str
    file: str
    accept: Mapping[str, object]
