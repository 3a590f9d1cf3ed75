"""Which facts disagree: two marks do when the programme gives them different credit.

Source: journal/FORMAT.md; engagement/RULES.md, "From facts to items".
"""

from collections.abc import Hashable
from datetime import datetime
from fractions import Fraction
from functools import cache

from npq_desktop.errors import ProgrammeError
from npq_desktop.journal.codec import canonical
from npq_desktop.journal.kinds import default_compare
from npq_desktop.journal.kinds.checks import Content
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.kinds.kind import Compare
from npq_desktop.journal.kinds.programme import PROGRAMME_CELL
from npq_desktop.journal.state import State
from npq_desktop.programme import Programme
from npq_desktop.services.core.times import instant, minutes_between


def disagreeing_cells(state: State) -> frozenset[Cell]:
    """The cells whose values disagree."""
    compare = _comparison(state)
    return frozenset(cell for cell in state.cells() if state.conflict(cell, compare))


def _comparison(state: State) -> Compare:
    programme = cache(lambda: _programme(state))

    def compare(cell: Cell, content: Content) -> Hashable:
        if cell[0] != "mark" or content["state"] != "present":
            return default_compare(cell, content)
        known = programme()
        return default_compare(cell, content) if known is None else _worth(state, known, content)

    return compare


def _worth(state: State, programme: Programme, content: Content) -> tuple[str, Fraction]:
    event = str(content["event"])
    minutes = minutes_between(_own_time(content, "start"), _own_time(content, "end"))
    if minutes is None:
        minutes = minutes_between(_time(state, event, "start"), _time(state, event, "end"))
    late, early = _whole(content.get("minutes_late")), _whole(content.get("minutes_early"))
    return "present", programme.attendance_credit(late, early, minutes)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _own_time(content: Content, name: str) -> datetime | None:
    return instant(str(content.get(name) or ""))


def _time(state: State, event: str, field: str) -> datetime | None:
    values = state.values(("event", event, field))
    return instant(str(values[0].content.get(field) or "")) if values else None


def _programme(state: State) -> Programme | None:
    """The definition that holds; None where this version cannot read it."""
    values = state.values(PROGRAMME_CELL)
    if not values:
        return None
    definition = values[0].content["programme"]
    text = definition if isinstance(definition, str) else canonical(definition)
    try:
        return Programme.from_json(text)
    except ProgrammeError:
        return None
