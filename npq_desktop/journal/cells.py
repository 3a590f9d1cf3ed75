"""The cells that an event writes, as tuples of text whose first element names the family.

Owns the mapping from a content that is understood to its cells; every independent copy of the
journal must make the same ones. Refuses contents that were not validated first (it may raise on
them).

Source: journal/FORMAT.md, section 3.
"""

from collections.abc import Callable
from typing import TypeAlias

from npq_desktop.journal.contents import EVENT_FIELDS, Content
from npq_desktop.journal.event import Event

Cell: TypeAlias = tuple[str, ...]
CellsOf: TypeAlias = Callable[[Event, Content], tuple[Cell, ...]]

PROGRAMME: Cell = ("programme",)


def fixed(*names: str, family: str) -> CellsOf:
    """One cell: the family, then the values of these members of the content."""

    def cells(_event: Event, content: Content) -> tuple[Cell, ...]:
        return ((family, *(str(content[name]) for name in names)),)

    return cells


def own_cell(event: Event, _content: Content) -> tuple[Cell, ...]:
    """An authority entry has a cell of its own, so that the state digest covers it."""
    return ((event.kind, event.id),)


def start_cells(event: Event, _content: Content) -> tuple[Cell, ...]:
    """A group's first entry also says the programme."""
    return ((event.kind, event.id), PROGRAMME)


def programme_cell(_event: Event, _content: Content) -> tuple[Cell, ...]:
    """The one cell of the programme."""
    return (PROGRAMME,)


def person_cells(_event: Event, content: Content) -> tuple[Cell, ...]:
    """A cell for each detail given about a person."""
    person = str(content["person"])
    return tuple(("person", person, name) for name in content if name not in ("person", "sealed"))


def event_cells(_event: Event, content: Content) -> tuple[Cell, ...]:
    """A cell for each known detail given about a planned or extra event."""
    planned = str(content["event"])
    return tuple(("event", planned, name) for name in EVENT_FIELDS if name in content)


def signoff_cell(event: Event, content: Content) -> tuple[Cell, ...]:
    """A sign-off belongs to the event and the member who signed."""
    return (("signoff", str(content["event"]), event.actor),)


def entry_cell(event: Event, content: Content) -> tuple[Cell, ...]:
    """A note and the like: its own random id, or the entry's where it is sealed and has none."""
    return ((event.kind, str(content.get("id", event.id))),)
