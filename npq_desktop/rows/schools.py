"""Schools as the national register (Get Information about Schools) describes them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class School:
    """One establishment; texts as the file states them, "" where it states nothing.

    ``status`` reads "Open", "Closed" and the like; ``closes`` is the day it closed or is to close.
    ``formerly`` is the name an earlier file gave it.
    """

    urn: str
    name: str
    phase: str = ""
    type: str = ""
    authority: str = ""
    postcode: str = ""
    status: str = ""
    closes: date | None = None
    formerly: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether it has closed; one that is only proposed to close is open."""
        return self.status == "Closed"


@dataclass(frozen=True, slots=True)
class SchoolsPreview:
    """A file of schools as read; nothing is kept until it is applied.

    ``news`` are sentences on schools kept here already; ``problems`` name their line.
    """

    path: Path
    schools: tuple[School, ...]
    added: int
    news: tuple[str, ...]
    problems: tuple[str, ...]
    words: str
