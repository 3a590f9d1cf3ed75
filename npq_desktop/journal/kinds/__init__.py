"""The kinds of fact, one file a subject: all that a reader of a journal has to know of each.

A kind that is not in the table is held until a version comes that knows it. A new one is a file
here with its record, and a line in the table. Source: journal/FORMAT.md, section 3.
"""

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Any

from npq_desktop.journal.kinds import (
    assessment,
    authority,
    catchup,
    claim,
    enrolment,
    entries,
    event,
    exemption,
    expected,
    mark,
    person,
    programme,
    register,
    relay,
    review,
    submission,
)
from npq_desktop.journal.kinds.checks import Content
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.kinds.kind import Kind

MEANING_LEVEL = 1
"""The level of meaning this version reads; an event that needs a higher one is held."""

UNDOES = "undoes"
"""The member that makes an event an undo of the event it names."""

_SUBJECTS = (
    authority,
    programme,
    person,
    event,
    enrolment,
    exemption,
    expected,
    register,
    mark,
    submission,
    review,
    catchup,
    claim,
    assessment,
    entries,
    relay,
)
_KINDS: dict[str, Kind[Any]] = {kind.name: kind for each in _SUBJECTS for kind in each.KINDS}
_FAMILIES = {kind.family: kind for kind in _KINDS.values() if not kind.is_authority}

KINDS: Mapping[str, Kind[Any]] = MappingProxyType(_KINDS)
"""Every kind by name."""
FAMILIES: Mapping[str, Kind[Any]] = MappingProxyType(_FAMILIES)
"""The kinds whose live values are facts, by the family of their cells."""


def never_conflicts(cell: Cell) -> bool:
    """Whether several heads of this cell stand side by side: a set, or an entry of its own."""
    kind = FAMILIES.get(cell[0])
    return kind is None or kind.compare is None


def default_compare(cell: Cell, content: Content) -> Hashable:
    """What is compared where the caller knows nothing better; only for cells that can conflict."""
    compare = FAMILIES[cell[0]].compare
    assert compare is not None  # noqa: S101  such a cell never conflicts
    return compare(cell, content)
