"""What a line of a declaration to the Department must be, rule by rule.

Every rule is there with whether it holds, so that a person sees what was looked at.
Source: services/office/OFFICE.md, "Declarations".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

STARTED, RETAINED, COMPLETED = "started", "retained-1", "completed"
SPECIALIST_TYPES = (STARTED, RETAINED, COMPLETED)
"""What is declared of a specialist qualification; leadership ones have retained-2 as well."""
HEADER = (
    "participant_id", "declaration_type", "declaration_date", "course_identifier",
    "delivery_partner_id", "lead_provider_name", "has_passed",
)  # fmt: skip
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeclaredFacts:
    """One line about to be declared, as plain values; ``moment`` is None where there is none."""

    kind: str
    participant_id: str
    moment: datetime | None
    now: datetime
    schedule_start: date | None
    withdrawn_from: date | None
    has_evidence: bool
    results_out: bool
    is_final: bool
    has_passed: bool | None
    lead_provider: str
    delivery_partner: str
    in_england: bool
    declared_already: bool
    differs: bool
    trn: str = ""
    started_declared: bool = True
    deferred_then: bool = False
    failed_before: bool = False
    name_differs: bool = False


def rules(line: DeclaredFacts) -> tuple[tuple[str, bool], ...]:
    """Every rule in words, and whether it holds; a line is declared only if all do."""
    return tuple(_rules(line))


def warnings(line: DeclaredFacts) -> tuple[str, ...]:
    """What to look at before it is declared all the same."""
    found = {
        "There is no TRN.": not line.trn,
        "Colleagues recorded different names.": line.name_differs,
        "The start was not declared yet.": (line.kind == COMPLETED and not line.started_declared),
        "They were deferred on that day. The Department asks to resume first.": line.deferred_then,
        "They failed before. A second outcome is told as an outcome, not by a second line.": (
            line.kind == COMPLETED and line.failed_before
        ),
        "The first day of the schedule is not in the office settings.": line.schedule_start is None,
    }
    return tuple(words for words, applies in found.items() if applies)


def _rules(line: DeclaredFacts) -> Iterator[tuple[str, bool]]:
    yield "The participant's DfE id has the right form", bool(_UUID.fullmatch(line.participant_id))
    yield "This course declares that type", line.kind in SPECIALIST_TYPES
    yield "It rests on signed-off records", line.has_evidence
    yield from _of_the_moment(line)
    if line.kind == COMPLETED:
        yield "Results are out", line.results_out
        yield "There is a final outcome", line.is_final and line.has_passed is not None
    else:
        yield "Only a completion says who passed", line.has_passed is None
    yield "The lead provider is in the office settings", bool(line.lead_provider)
    yield from _of_the_partner(line)
    yield "It was not declared before", not line.declared_already
    yield "Nothing about it is still to settle", not line.differs


def _of_the_moment(line: DeclaredFacts) -> Iterator[tuple[str, bool]]:
    moment = line.moment
    yield "There is a day and time", moment is not None
    if moment is None:
        return
    yield "It is not in the future", moment <= line.now
    if line.schedule_start is not None:
        first = datetime.combine(line.schedule_start, time.min, tzinfo=UTC)
        yield "It is not before the schedule starts, in UTC", moment >= first
    if line.withdrawn_from is not None:
        gone = datetime.combine(line.withdrawn_from, time.min, tzinfo=moment.tzinfo)
        yield "It is before the withdrawal", moment < gone


def _of_the_partner(line: DeclaredFacts) -> Iterator[tuple[str, bool]]:
    partner = line.delivery_partner
    if line.in_england:
        yield "The delivery partner's id has the right form", bool(_UUID.fullmatch(partner))
    else:
        yield "No delivery partner is given abroad", not partner


def has_passed_text(has_passed: bool | None) -> str:
    """As the file has it."""
    return "" if has_passed is None else str(has_passed).lower()
