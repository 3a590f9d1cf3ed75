"""Lists every value ever recorded for one cell, counted or not, from a state."""

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


def undone(state: State) -> frozenset[str]:
    """The entries that were taken back and not done again since."""
    back_by: dict[str, list[str]] = {}
    for event in state.events.values():
        content = event.content or {}
        if UNDOES in content and event.id not in state.held:
            back_by.setdefault(str(content[UNDOES]), []).append(event.id)
    found: dict[str, bool] = {}
    waiting = list(back_by)
    while waiting:  # chains may be long, so without recursion
        entry = waiting[-1]
        undos = back_by.get(entry, ())
        unknown = [undo for undo in undos if undo not in found]
        if entry not in found and unknown:
            found[entry] = False  # no entry takes itself back
            waiting += unknown
            continue
        found[entry] = any(not found[undo] for undo in undos)
        waiting.pop()
    return frozenset(entry for entry in back_by if found[entry])


def replaced(state: State, event: Event, cell: Cell) -> tuple[str, ...]:
    """The entries of ``cell`` that this one lists itself, in its own order."""
    here = (one for one in event.rep if one in state.events)
    return tuple(one for one in here if cell in cells_of(state, state.events[one]))
