"""The assessment: its windows, and who may take part with what outcome."""

from dataclasses import dataclass

from npq_desktop.journal.kinds.checks import is_name, maybe_text, members
from npq_desktop.journal.kinds.fact import Details, Sealed, Source
from npq_desktop.journal.kinds.kind import Kind, Writers, compared, one_cell


@dataclass(frozen=True, slots=True)
class WindowFact:
    """An assessment window's days, both counted; ``details`` is the entry as written."""

    window: str
    start: str | None
    end: str | None
    details: Details
    sealed: Sealed
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class AssessmentFact:
    """Eligibility and outcome of a person in a window; ``details`` is the entry as written."""

    person: str
    window: str
    details: Details
    sealed: Sealed
    head: str
    source: Source


WINDOW = Kind(
    name="window.set",
    family="window",
    key=("window",),
    fact=WindowFact,
    writers=Writers.COORDINATORS,
    validate=members({"window": is_name}, {"start": maybe_text, "end": maybe_text}),
    cells=one_cell("window", "window"),
    compare=compared("start", "end"),
)
ASSESSMENT = Kind(
    name="assessment.set",
    family="assessment",
    key=("person", "window"),
    fact=AssessmentFact,
    writers=Writers.COORDINATORS,
    validate=members({"person": is_name, "window": is_name}),
    cells=one_cell("assessment", "person", "window"),
    compare=compared("outcome", "eligible"),
)
KINDS = (WINDOW, ASSESSMENT)
