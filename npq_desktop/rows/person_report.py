"""Everything held about one person, as it is shown, saved and printed."""

from dataclasses import dataclass


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
