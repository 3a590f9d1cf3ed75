"""A register as a document: its file, its printed form, its sign-in sheet, and the signed paper.

Every text is fit for a file as it stands: one line, no control characters, no marks that turn the
direction of writing round. Times are texts of the laptop that claimed them, with their offset.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReportSide:
    """One side of a disagreement: what, by whom, on which laptop, when."""

    mark: str
    by: str
    laptop: str
    recorded_at: str

    @property
    def words(self) -> str:
        """For example "Present by Sam on Sam's laptop, 2026-11-23 13:20:00 UTC+00:00"."""
        return f"{self.mark} by {self.by} on {self.laptop}, {self.recorded_at}"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One person; minutes are 0 where they do not apply, texts "" where nothing is recorded.

    ``mark`` tells apart who is unmarked, not expected, and at an event that did not run. ``sides``
    are there only when two marks disagree: then ``mark`` says so and has no author. ``earlier``
    are the marks that no longer hold, oldest first; ``amendment`` is why one was changed after a
    sign-off.
    """

    number: int
    name: str
    trn: str
    email: str
    school: str
    expected: bool
    why_not_expected: str
    mark: str
    minutes_late: int
    minutes_early: int
    reason: str
    note: str
    how: str
    recorded_at: str
    recorded_by: str
    laptop: str
    amendment: str
    earlier: tuple[ReportSide, ...]
    sides: tuple[ReportSide, ...]


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """The register of one event. ``sheet`` is a short code of the numbering of its rows.

    ``state``, ``counts`` and ``signoffs`` are sentences; ``evidence`` says which paper is kept
    where. ``made`` is when the document was; notes are "" unless it is ``with_notes``.
    """

    group: str
    event: str
    start: str
    end: str
    time_zone: str
    day: str
    place: str
    facilitator: str
    state: str
    made: str
    with_notes: bool
    sheet: str
    rows: tuple[ReportRow, ...]
    counts: str
    signoffs: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan about to be recorded: ``content`` is the SHA-256 of its ``size`` bytes.

    ``data`` is None where it is too large for a copy to be kept.
    """

    name: str
    size: int
    content: str
    data: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A signed paper recorded for an event; ``is_here`` says that this laptop keeps the scan."""

    name: str
    size: int
    content: str
    where: str
    by: str
    is_here: bool
