"""What two heads of one cell must share to agree, kind by kind.

Owns the *compared* fields: two facilitators who say the same in other words do not disagree.
Refuses to know the programme: what a mark is worth is the caller's comparison, given to
``State.conflict``.

Source: journal/FORMAT.md, sections 3 and 4.
"""

from collections.abc import Callable, Hashable, Mapping
from math import gcd
from typing import TypeAlias

from npq_desktop.journal.cells import Cell
from npq_desktop.journal.codec import canonical
from npq_desktop.journal.contents import Content

Compare: TypeAlias = Callable[[Cell, Content], Hashable]
"""Two values of a cell agree if this gives the same for both; never called for null values."""


def member(name: str) -> Compare:
    """Compares one member of the content."""
    return lambda _cell, content: _hashable(content.get(name))


def two_members(one: str, other: str) -> Compare:
    """Compares two members of the content."""
    return lambda _cell, content: (_hashable(content.get(one)), _hashable(content.get(other)))


def cell_field(cell: Cell, content: Content) -> Hashable:
    """Compares the member that the cell is named after."""
    return _hashable(content.get(cell[-1]))


def programme(_cell: Cell, content: Content) -> Hashable:
    """Compares the definition's canonical text."""
    definition = content["programme"]
    return definition if isinstance(definition, str) else canonical(definition)


def mark(_cell: Cell, content: Content) -> Hashable:
    """Compares the state and, of somebody present, the minutes missed and what they count from."""
    if content["state"] != "present":
        return (content["state"],)
    late, early = content.get("minutes_late") or 0, content.get("minutes_early") or 0
    if not (late or early):
        return ("present",)
    return ("present", late, early, content.get("start"), content.get("end"))


def exemption(_cell: Cell, content: Content) -> Hashable:
    """Compares excused with credited, and two credits as fractions: 1/2 is 2/4."""
    credit = content.get("credit")
    if content["value"] != "credited" or not isinstance(credit, list):
        return (content["value"],)
    divisor = gcd(*credit)
    return ("credited", credit[0] // divisor, credit[1] // divisor)


def _hashable(value: object) -> Hashable:
    """Lists and objects as their canonical text; a text, a number or null as it is."""
    return canonical(value) if isinstance(value, list | Mapping) else value
