"""Whether what an entry said stands now: it is the live head, or our own undo brought it back.

Refuses to look past an entry of a colleague's, or one that replaced several others: taking such a
thing back would take away what somebody else recorded. Source: journal design, section 4.
"""

from npq_desktop.journal.cells import Cell
from npq_desktop.journal.kinds import KINDS, UNDOES
from npq_desktop.journal.state import State


def cells_of(state: State, event_id: str) -> tuple[Cell, ...]:
    """The cells an entry writes; of an undo those of what it takes back; none once it is erased."""
    event = state.events[event_id]
    while (undone := _undone_by(state, event.id)) is not None:
        event = state.events[undone]
    return () if event.content is None else KINDS[event.kind].cells(event, event.content)


def stands(state: State, event_id: str) -> bool:
    """Whether an entry may be taken back: in every cell it writes, it alone speaks now."""
    if event_id not in state.events or event_id in state.held:
        return False
    if KINDS[state.events[event_id].kind].is_authority:
        return False
    cells = cells_of(state, event_id)
    return bool(cells) and all(_speaks(state, event_id, cell) for cell in cells)


def _speaks(state: State, event_id: str, cell: Cell) -> bool:
    own = state.events[event_id].key
    speaking = state.heads(cell)
    while len(speaking) == 1 and speaking[0] != event_id:
        undone = _undone_by(state, speaking[0])
        if undone is None or state.events[speaking[0]].key != own:
            return False
        speaking = _replaced(state, undone, cell)
    return len(speaking) == 1


def _undone_by(state: State, event_id: str) -> str | None:
    content = state.events[event_id].content or {}
    undone = content.get(UNDOES)
    return undone if isinstance(undone, str) else None


def _replaced(state: State, event_id: str, cell: Cell) -> tuple[str, ...]:
    """What an entry replaced in a cell, as far as it counts."""
    return tuple(
        one
        for one in state.events[event_id].rep
        if one in state.events and one not in state.held and cell in cells_of(state, one)
    )
