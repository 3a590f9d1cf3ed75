"""The training status of a participant from a day on."""

from dataclasses import dataclass

from npq_desktop.journal.kinds.checks import is_date, is_name, maybe_date, members, one_of
from npq_desktop.journal.kinds.fact import Sealed, Source
from npq_desktop.journal.kinds.kind import Kind, Writers, compared, one_cell


@dataclass(frozen=True, slots=True)
class EnrolmentFact:
    """Training status from the day ``since``: active, deferred or withdrawn."""

    person: str
    since: str
    status: str
    sealed: Sealed
    expected_return: str | None
    head: str
    source: Source


ENROLMENT = Kind(
    name="enrolment.set",
    family="enrolment",
    key=("person", "since"),
    fact=EnrolmentFact,
    writers=Writers.MEMBERS,
    validate=members(
        {
            "person": is_name,
            "from": is_date,
            "status": one_of("active", "deferred", "withdrawn", None),
        },
        {"expected_return": maybe_date},
    ),
    cells=one_cell("enrolment", "person", "from"),
    compare=compared("status"),
    null_member="status",
)
KINDS = (ENROLMENT,)
