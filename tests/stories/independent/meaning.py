"""Live heads, the values of a cell, whether they disagree, and the state digest: section 4.

Written from ``npq_desktop/journal/FORMAT.md`` alone.
"""

import hashlib
from collections import defaultdict

from stories.independent.payloads import AUTHORITY, compared, is_null
from stories.independent.reader import canonical


class Cells:
    """Every cell that an admitted event writes."""

    def __init__(self, events, admitted, contents):
        self.events, self.admitted, self.contents = events, admitted, contents
        self.writers = defaultdict(set)
        for event_id in admitted:
            for cell in contents.cells(events[event_id]) or ():
                self.writers[cell].add(event_id)

    def listed(self, event, cell):
        """The ids that an event lists in a cell, itself and through what is looked through."""
        found, todo = set(), list(event.header["rep"])
        while todo:
            event_id = todo.pop()
            if event_id in found:
                continue
            found.add(event_id)
            if event_id in self.events and self.looks_through(self.events[event_id], cell):
                todo += self.events[event_id].header["rep"]
        return found

    def looks_through(self, event, cell):
        cells = self.contents.cells(event)
        return cells is None or (event.id not in self.admitted and cell in cells)

    def heads(self, cell):
        """The live heads: written here, and listed by no other that writes here."""
        ids = self.writers[cell]
        return ids - {old for one in ids for old in self.listed(self.events[one], cell)}

    def brought(self, event, cell):
        """The events whose values this one brings to the cell."""
        undone = event.payload.get("undoes") if event.kind not in AUTHORITY else None
        if undone is None:
            return {event.id}
        replaced = self.listed(self.events[undone], cell) & self.writers[cell]
        return {one for old in replaced for one in self.brought(self.events[old], cell)}

    def values(self, cell):
        """The ids of the events that give the cell its values, in order."""
        found = [
            one
            for head in sorted(self.heads(cell))
            for one in sorted(self.brought(self.events[head], cell))
        ]
        return [one for one in found if not self.is_null(one, cell)] or found

    def is_null(self, event_id, cell):
        event = self.events[event_id]
        return is_null(event.kind, cell, event.payload)

    def disagrees(self, cell):
        full = [one for one in self.values(cell) if not self.is_null(one, cell)]
        said = [compared(cell, self.events[one].payload) for one in full]
        return any(one is not None and one != said[0] for one in said)

    def digest(self, held):
        """The state digest, as hex."""
        lines = sorted(
            f"{canonical(list(cell))}\t{' '.join(sorted(self.heads(cell)))}\n"
            for cell in self.writers
        )
        lines.append(f"held\t{' '.join(sorted(held))}\n")
        return hashlib.sha256("".join(lines).encode()).hexdigest()
