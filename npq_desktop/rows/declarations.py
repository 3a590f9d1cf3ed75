"""What the dialog of declarations shows, and the evidence packs."""

from dataclasses import dataclass
from datetime import datetime

from npq_desktop.rows.paper import ReportRow


@dataclass(frozen=True, slots=True)
class DeclarationLine:
    """One line that could be declared; ``rules`` are words, and whether each holds.

    ``rests_on`` says the evidence in words, ``declared`` what was declared before, ``since`` what
    changed after it. ``stands``: what was declared is not noted as voided.
    """

    person: str
    name: str
    kind: str
    moment: datetime | None
    has_passed: bool | None
    rests_on: str
    evidence: tuple[str, ...]
    rules: tuple[tuple[str, bool], ...]
    warnings: tuple[str, ...]
    declared: str
    since: str
    stands: bool

    @property
    def is_sound(self) -> bool:
        """Whether every rule holds."""
        return all(holds for _, holds in self.rules)

    @property
    def broken(self) -> tuple[str, ...]:
        """The rules that do not hold."""
        return tuple(words for words, holds in self.rules if not holds)


@dataclass(frozen=True, slots=True)
class EvidenceOfEvent:
    """One event in an evidence pack: its head, the person's row of its register, its sign-offs."""

    title: str
    start: str
    end: str
    row: ReportRow
    credited: str
    signoffs: tuple[str, ...]
    paper: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidencePerson:
    """Somebody of whom a pack can be made; ``declared`` says what was declared, in words."""

    person: str
    name: str
    declared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """All that a declaration about one person rests on; ``tasks`` and ``declared`` are lines."""

    person: str
    name: str
    trn: str
    group: str
    cohort: str
    made: str
    by: str
    digest: str
    events: tuple[EvidenceOfEvent, ...]
    tasks: tuple[str, ...]
    declared: tuple[str, ...]
