"""Erasing a person: what it would do, and which laptops have done it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What erasing would do: ``name`` has to be typed; ``words`` are the paragraphs to read."""

    person: str
    name: str
    words: tuple[str, ...]
    ids: tuple[str, ...]


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
            return "not confirmed yet: it still holds everything until it hears of the erasure"
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
