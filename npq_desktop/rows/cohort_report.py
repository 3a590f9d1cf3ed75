"""The cohort, or one participant of it, as a document for a file or for paper."""

from dataclasses import dataclass
from datetime import date

from npq_desktop.rows.cohort import PersonView


@dataclass(frozen=True, slots=True)
class CohortReport:
    """``people`` with everything behind their figures, in the order of the table.

    ``made`` says when it was made and with which zone; ``by`` is the name of whoever made it.
    """

    group: str
    cohort: str
    as_of: date
    threshold: int
    made: str
    by: str
    people: tuple[PersonView, ...]
