"""How much one laptop may record in a group: beyond it, what it recorded is held.

So nobody ends a group's exchange by writing without end. The limits are far above what people
record in years, and a coordinator can accept what is beyond them.
Source: journal/FORMAT.md, section 2, *Budgets*.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from npq_desktop.journal.event import Event


@dataclass(slots=True)
class Amount:
    """Entries of a key, the characters of their headers and texts, and the cells they write."""

    entries: int = 0
    characters: int = 0
    cells: int = 0

    def add(self, event: Event, cells: int, *, with_text: bool = True) -> None:
        """Count one more entry."""
        self.entries += 1
        self.characters += len(event.header)
        if with_text and event.payload is not None:
            self.characters += len(event.payload)
        self.cells += cells

    @property
    def is_over(self) -> bool:
        """Whether it is more than a key may have."""
        return (
            self.entries > BUDGET.entries
            or self.characters > BUDGET.characters
            or self.cells > BUDGET.cells
        )


BUDGET = Amount(entries=20_000, characters=16_000_000, cells=100_000)
"""Of one key in one group. A facilitator's busiest year is 1,500 entries and 3 million characters.
"""


def in_order(own: Mapping[str, Event]) -> list[Event]:
    """The entries of one key as it wrote them: by how many of its own lead up to each, then by id.

    What is missing here counts as the beginning.
    """
    depths: dict[str, int] = {}
    for event in own.values():
        for link in reversed(tuple(_unknown(event, own, depths))):
            depths[link.id] = depths.get(link.prev or "", 0) + 1
    return sorted(own.values(), key=lambda event: (depths[event.id], event.id))


def _unknown(event: Event, own: Mapping[str, Event], known: Mapping[str, int]) -> Iterator[Event]:
    """The entry and those before it that were not measured yet."""
    found: Event | None = event
    while found is not None and found.id not in known:
        yield found
        found = own.get(found.prev or "")


def beyond(entries: Iterable[tuple[Event, int, bool]]) -> Iterator[str]:
    """The ids beyond the budget, of a key's entries in order, each with the number of its cells and
    whether its text counts. From the first one on that is too much, all are.
    """
    amount = Amount()
    for event, cells, with_text in entries:
        amount.add(event, cells, with_text=with_text)
        if amount.is_over:
            yield event.id
