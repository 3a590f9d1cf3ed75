"""What erasing a person, handing a group over and a person's report show before and after."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What erasing would do: ``name`` has to be typed; ``words`` are the paragraphs to read.

    ``by_code``: it takes the recovery code.
    """

    person: str
    name: str
    words: tuple[str, ...]
    ids: tuple[str, ...]
    by_code: bool = False


@dataclass(frozen=True, slots=True)
class ErasureAnswer:
    """A laptop that was in the group: done, with the day its last backup goes, or not heard of."""

    laptop: str
    is_done: bool
    backups_until: date | None

    @property
    def words(self) -> str:
        """Whether the texts are gone there."""
        if not self.is_done:
            return "not confirmed yet, so it still holds everything"
        return "done"


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """One erasure, with an answer for each laptop."""

    person: str
    when: str
    by: str
    reason: str
    authority: str
    answers: tuple[ErasureAnswer, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """``words`` are the paragraphs to read; ``refused`` is why it cannot be removed yet, or "".

    ``can_save`` says whether this laptop may write a file of the group at all.
    """

    group: str
    title: str
    words: tuple[str, ...]
    refused: str
    can_save: bool


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One entry: ``what`` it is, what it ``said``, who ``recorded`` it when, whether it counts."""

    what: str
    said: str
    recorded: str
    standing: str


@dataclass(frozen=True, slots=True)
class HeldSection:
    """Entries of one kind, oldest first as they arrived here."""

    title: str
    lines: tuple[HeldLine, ...]


@dataclass(frozen=True, slots=True)
class PersonReport:
    """``copies`` say where else the same may be; ``made`` is the moment, in words."""

    person: str
    name: str
    group: str
    made: str
    sections: tuple[HeldSection, ...]
    copies: tuple[str, ...]

    @property
    def entries(self) -> int:
        """How many entries it lists."""
        return sum(len(section.lines) for section in self.sections)
