"""An item of the programme that is excused, or credited in part or whole."""

from collections.abc import Hashable
from dataclasses import dataclass
from math import gcd
from typing import Annotated

from npq_desktop.journal.kinds.checks import (
    Content,
    is_count,
    is_name,
    maybe_text,
    members,
    one_of,
)
from npq_desktop.journal.kinds.fact import Cell, Source, text
from npq_desktop.journal.kinds.kind import Kind, Writers, one_cell


def _is_credit(value: object) -> bool:
    """A fraction ``[n, d]`` from 0 up, with d at least 1."""
    return (
        isinstance(value, list) and len(value) == 2 and all(map(is_count, value)) and value[1] > 0
    )


def _credit(_cell: Cell, content: Content) -> tuple[int, int] | None:
    credit = content.get("credit")
    return (credit[0], credit[1]) if isinstance(credit, list) else None


def _credited_from(_cell: Cell, content: Content) -> str | None:
    return text(content.get("source"))


@dataclass(frozen=True, slots=True)
class ExemptionFact:
    """An item excused, or credited with ``credit`` = (n, d) because of ``credited_from``."""

    person: str
    item: str
    value: str
    credit: Annotated[tuple[int, int] | None, _credit]
    credited_from: Annotated[str | None, _credited_from]
    reason: str | None
    head: str
    source: Source


def _reason(content: Content) -> str | None:
    """Why an exemption's value is not understood: a credited one says how much."""
    reason = _members(content)
    if reason is None and content["value"] == "credited" and "credit" not in content:
        return "“credit” is missing"
    return reason


_members = members(
    {"person": is_name, "item": is_name, "value": one_of("excused", "credited", None)},
    {"credit": _is_credit, "source": maybe_text, "reason": maybe_text},
)


def _compared(_cell: Cell, content: Content) -> Hashable:
    """Compares excused with credited, and two credits as fractions: 1/2 is 2/4."""
    credit = content.get("credit")
    if content["value"] != "credited" or not isinstance(credit, list):
        return (content["value"],)
    divisor = gcd(*credit)
    return ("credited", credit[0] // divisor, credit[1] // divisor)


EXEMPTION = Kind(
    name="exemption.set",
    family="exemption",
    key=("person", "item"),
    fact=ExemptionFact,
    writers=Writers.COORDINATORS,
    validate=_reason,
    cells=one_cell("exemption", "person", "item"),
    compare=_compared,
    null_member="value",
)
KINDS = (EXEMPTION,)
