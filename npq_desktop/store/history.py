"""Everything that was ever said about one cell, counted or not, worked out of a state."""

from collections.abc import Callable, Mapping

from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds import KINDS, UNDOES
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.state import State


def writers(
    state: State, concerns: Callable[[Cell, Mapping[str, object]], bool]
) -> Mapping[Cell, list[Event]]:
    """The entries that write each cell asked for, in the order of arrival, held ones too."""
    found: dict[Cell, list[Event]] = {}
    asked: set[Cell] = set()
    for event in state.events.values():
        for cell in cells_of(state, event):
            found.setdefault(cell, []).append(event)
            if concerns(cell, event.content or {}):
                asked.add(cell)
    return {cell: events for cell, events in found.items() if cell in asked}


def cells_of(state: State, event: Event) -> tuple[Cell, ...]:
    """The cells that an entry writes; those of the entry it undoes, where it is an undo."""
    seen: set[str] = set()
    kind = KINDS.get(event.kind)
    while kind is not None and event.id not in seen:
        seen.add(event.id)
        content = event.content or {}
        if UNDOES not in content or kind.is_authority:
            understood = bool(content) and kind.validate(content) is None
            if not understood:
                return ()
            return kind.cells(event.kind, event.id, event.actor, content)
        undone = state.events.get(str(content[UNDOES]))
        if undone is None or undone.kind != event.kind:
            break
        event = undone
    return ()


def replaced(state: State, event: Event, cell: Cell) -> tuple[str, ...]:
    """The entries of ``cell`` that this one lists itself, in its own order."""
    here = (one for one in event.rep if one in state.events)
    return tuple(one for one in here if cell in cells_of(state, state.events[one]))
