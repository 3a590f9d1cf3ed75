"""Live heads: the entries of a cell that no admitted entry replaces there; and what an undo brings
back.

A held entry replaces nothing by itself, but an admitted one that lists it also replaces what the
held one listed, through any number of held ones, because its author had seen them. The same holds
for an entry whose text was erased, since its cells can no longer be known. No time is looked at,
and no head is better than another.

Source: journal/FORMAT.md, sections 3 and 4.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from npq_desktop.journal.event import Event
from npq_desktop.journal.held import Held
from npq_desktop.journal.kinds import KINDS, UNDOES
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.parse import Reader


class Heads:
    """The live heads of every cell, kept up as entries are added that nothing here lists yet."""

    def __init__(
        self, *, events: Mapping[str, Event], held: Mapping[str, Held], reader: Reader
    ) -> None:
        self._events = events
        self._held = held
        self._reader = reader
        self._live: dict[Cell, set[str]] = {}

    def build(self, admitted: Iterable[Event]) -> None:
        """Find the heads among all admitted entries."""
        seen: defaultdict[Cell, set[str]] = defaultdict(set)
        for event in admitted:
            for cell in self._reader.read(event).cells or ():
                self._live.setdefault(cell, set()).add(event.id)
                if event.rep:
                    self._follow(event, cell, seen[cell])
        for cell, replaced in seen.items():
            self._live[cell] -= replaced

    def add(self, event: Event) -> tuple[Cell, ...]:
        """Take in one more admitted entry that no entry here lists; returns its cells."""
        cells = self._reader.read(event).cells or ()
        for cell in cells:
            live = self._live.setdefault(cell, set())
            seen: set[str] = set()
            self._follow(event, cell, seen)
            live -= seen
            live.add(event.id)
        return cells

    def cells(self) -> Iterable[Cell]:
        """Every cell that an admitted entry writes."""
        return self._live.keys()

    def of(self, cell: Cell) -> tuple[str, ...]:
        """The cell's live heads, sorted by id."""
        return tuple(sorted(self._live.get(cell, ())))

    def replaced_by(self, event: Event, cell: Cell) -> list[Event]:
        """The admitted entries of ``cell`` that ``event`` lists, itself or through held ones."""
        seen: set[str] = set()
        self._follow(event, cell, seen)
        here = (self._events[event_id] for event_id in seen if event_id in self._events)
        return [listed for listed in here if self._stands_in(listed, cell)]

    def sources(self, head: str, cell: Cell) -> list[Event]:
        """The entries whose values the head has there: itself, or what its undo brings back.

        Undoing an undo brings back what that one had replaced; no values at all is "unmarked".
        """
        found: list[Event] = []
        waiting, seen = [self._events[head]], {head}
        while waiting:
            event = waiting.pop()
            undone = _undone_by(event)
            if undone is None:
                found.append(event)
                continue
            earlier = self.replaced_by(self._events[undone], cell)
            waiting += (one for one in earlier if one.id not in seen)
            seen.update(one.id for one in earlier)
        return sorted(found, key=lambda event: event.id)

    def _follow(self, event: Event, cell: Cell, seen: set[str]) -> None:
        """Add to ``seen`` all ids that ``event`` lists for ``cell``, through held entries."""
        listed = list(event.rep)
        while listed:
            event_id = listed.pop()
            if event_id in seen or event_id == event.id:
                continue
            seen.add(event_id)
            target = self._events.get(event_id)
            if target is not None and self._lets_through(target, cell):
                listed += target.rep

    def _lets_through(self, event: Event, cell: Cell) -> bool:
        reading = self._reader.read(event)
        if event.id in self._held:
            return reading.may_concern(cell)
        return reading.cells is None

    def _stands_in(self, event: Event, cell: Cell) -> bool:
        cells = self._reader.read(event).cells
        return cells is not None and cell in cells and event.id not in self._held


def _undone_by(event: Event) -> str | None:
    """The id of the entry that this readable entry undoes."""
    content = event.content or {}
    if UNDOES not in content or KINDS[event.kind].is_authority:
        return None
    return str(content[UNDOES])
