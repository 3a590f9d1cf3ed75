"""What a set of incoming entries would do to a group, worked out before anything is written.

Tells the new ones from those that are here and those that bring a lost text back, works out the
state afterwards, and what erasures take away. No SQL.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from npq_desktop.errors import StoreError
from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds import KINDS
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.state import ALL_CELLS, State
from npq_desktop.rows.changes import EVERYTHING, Changes, kind_of

ONE_BY_ONE = 50
"""More entries than this are computed in one go, which is quicker than one after the other."""

_FIELD_FAMILIES = frozenset({"person", "event"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """The entries by what they are to this laptop; ``filled`` had lost their text here."""

    new: Mapping[str, Event]
    filled: Mapping[str, Event]
    had: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state after the entries, and what has to be written.

    ``touched`` is ALL_CELLS where anything may have changed. ``filled`` get their text back,
    ``blanked`` lose theirs to an erasure; the new ones are in ``state``, blanked already where that
    is due.
    """

    state: State
    touched: frozenset[Cell]
    new: tuple[str, ...]
    had: int
    filled: tuple[str, ...]
    blanked: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the whole group was computed anew."""
        return self.touched is ALL_CELLS

    @property
    def held(self) -> tuple[str, ...]:
        """Those of the new entries that do not count yet."""
        return tuple(one for one in self.new if one in self.state.held)

    def counts(self) -> Mapping[str, int]:
        """How many new entries there are of each kind."""
        return dict(Counter(self.state.events[one].kind for one in self.new))


def sort_incoming(group: str, known: Mapping[str, Event], events: Iterable[Event]) -> Incoming:
    """Sort the entries by what to do with them; of two copies the one with its text counts.

    Raises:
        StoreError: one of them belongs to another group.
    """
    new: dict[str, Event] = {}
    filled: dict[str, Event] = {}
    had: set[str] = set()
    for event in events:
        if event.group_id != group:
            raise StoreError(
                "These changes belong to another group, so nothing was added. Open that "
                "group first."
            )
        here = known.get(event.id)
        if here is None:
            if event.id not in new or event.payload is not None:
                new[event.id] = event
        elif here.is_stripped and event.payload is not None:
            filled[event.id] = event
        else:
            had.add(event.id)
    return Incoming(new, filled, len(had - filled.keys()))


def add_to(state: State, incoming: Incoming) -> Outcome:
    """Take a few entries into ``state`` itself, the quick way where there is one."""
    many = len(incoming.new) > ONE_BY_ONE or incoming.filled
    authority = any(_settles_authority(event) for event in incoming.new.values())
    if many or (authority and len(incoming.new) > 1):
        return merged(state, incoming)
    touched: frozenset[Cell] = frozenset()
    for event in incoming.new.values():
        cells = state.add(event)
        touched = ALL_CELLS if ALL_CELLS in (cells, touched) else touched | cells
    return _without_erased(state, touched, incoming)


def merged(state: State, incoming: Incoming) -> Outcome:
    """What the entries lead to, in a new state; ``state`` stays as it is."""
    events = [*state.events.values(), *incoming.filled.values(), *incoming.new.values()]
    return _without_erased(State.of(events), ALL_CELLS, incoming)


def changes_of(group: str, outcome: Outcome) -> Changes:
    """Which screens have to look again."""
    if outcome.is_whole:
        return Changes(group, EVERYTHING, frozenset())
    kinds = {kind_of(cell[0]) for cell in outcome.touched}
    subjects = {subject for cell in outcome.touched for subject in _subjects(cell)}
    for event_id in outcome.new:
        content = outcome.state.events[event_id].content or {}
        subjects |= {
            text for name in ("person", "event") if isinstance(text := content.get(name), str)
        }
    if outcome.held:
        kinds.add("held")
    return Changes(group, frozenset(kinds), frozenset(subjects))


def conflicts(state: State) -> frozenset[Cell]:
    """The cells whose values disagree, by their kinds' own comparison."""
    return frozenset(cell for cell in state.cells() if state.conflict(cell))


def _settles_authority(event: Event) -> bool:
    kind = KINDS.get(event.kind)
    return kind is not None and kind.is_authority


def _subjects(cell: Cell) -> Sequence[str]:
    return cell[1:2] if cell[0] in _FIELD_FAMILIES else cell[1:3]


def _without_erased(state: State, touched: frozenset[Cell], incoming: Incoming) -> Outcome:
    erased = state.blankable if state.erased_persons else frozenset()
    if erased:
        events = state.events.values()
        state = State.of(one.blanked() if one.id in erased else one for one in events)
        touched = ALL_CELLS
    return Outcome(
        state=state,
        touched=touched,
        new=tuple(incoming.new),
        had=incoming.had,
        filled=tuple(one for one in incoming.filled if one not in erased),
        blanked=tuple(erased - incoming.new.keys() - incoming.filled.keys()),
    )


def nothing_new(state: State, incoming: Incoming) -> Outcome:
    """The outcome of entries that are all here already."""
    return Outcome(state, frozenset(), (), incoming.had, (), ())
