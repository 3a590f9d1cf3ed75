"""What one event says: the cells it writes, or why its content cannot be used.

This is the content's side of admission: kind, meaning level, payload, undo, erasure. Who wrote an
event is the side of authority.

Source: journal/FORMAT.md, sections 1 (missing payloads), 3 (``erase``) and 4 (undo, hold).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from npq_desktop.journal.event import Event
from npq_desktop.journal.held import Reason
from npq_desktop.journal.kinds import KINDS, MEANING_LEVEL, UNDOES
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.kinds.kind import Erasing, Kind


@dataclass(frozen=True, slots=True)
class Understanding:
    """``cells``: those written, None where they cannot be known. ``problem``: why it must be held.

    Neither cells nor a problem: a blank entry, whose text an ``erase`` took away.
    """

    cells: tuple[Cell, ...] | None
    problem: Reason | None

    def may_concern(self, cell: Cell) -> bool:
        """Whether this entry writes ``cell``, as far as can be known."""
        return self.cells is None or cell in self.cells


BLANK = Understanding(None, None)
NOT_UNDERSTOOD = Understanding(None, Reason.NOT_UNDERSTOOD)
CONTENT_MISSING = Understanding(None, Reason.CONTENT_MISSING)
ERASED = Understanding(None, Reason.ERASED)
WAITING = Understanding(None, Reason.WAITING)
TOO_MUCH = Understanding(None, Reason.TOO_MUCH)

MAX_MEMBERS = 100
"""Of one payload: each may be a cell of its own, and a file holds 50,000 payloads."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What the admitted erasures cover: the listed entries, and everything about these persons."""

    ids: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()

    @classmethod
    def of(cls, erases: Iterable[Event]) -> "Erasure":
        """All that these ``erase`` events cover; their contents were validated."""
        contents = [event.content or {} for event in erases]
        ids = [listed for content in contents for listed in _list(content, "ids")]
        return cls(frozenset(ids), frozenset(str(content["person"]) for content in contents))

    def lists(self, event: Event, kind: Kind[Any]) -> bool:
        """Whether the event's text is to go because its id is named."""
        return event.id in self.ids and kind.erasing is not Erasing.NEVER

    def covers_person_of(self, event: Event, kind: Kind[Any]) -> bool:
        """Whether the event's text is to go because of whom it is about."""
        return (
            bool(self.persons)
            and kind.erasing is Erasing.WITH_THE_PERSON
            and event.content is not None
            and isinstance(person := event.content.get("person"), str)
            and person in self.persons
        )


class Reader:
    """Reads the events of one set; each is read once.

    A listed entry is blank even while its bytes are still here, and one about an erased person is
    held whether or not they are, so that a copy that has forgotten and one that has not agree.
    """

    def __init__(self, events: Mapping[str, Event], erasure: Erasure) -> None:
        self._events = events
        self._erasure = erasure
        self._readings: dict[str, Understanding] = {}

    def read(self, event: Event) -> Understanding:
        """What the event says; an undo writes the cells of the entry it undoes."""
        chain: list[Event] = []
        reading: Understanding | None = None
        while reading is None:
            chain.append(event)
            reading = self._readings.get(event.id) or self._read_alone(event)
            if reading is None:
                event_or_problem = self._undone(event)
                if isinstance(event_or_problem, Understanding):
                    reading = event_or_problem
                else:
                    event = event_or_problem
        for link in reversed(chain):
            self._readings[link.id] = reading
            reading = ERASED if reading is BLANK else reading
        return self._readings[chain[0].id]

    def _read_alone(self, event: Event) -> Understanding | None:
        """What the event says by itself; None for an undo, which says it through another."""
        kind = KINDS.get(event.kind)
        if kind is None:
            return NOT_UNDERSTOOD
        if event.need > MEANING_LEVEL:
            return NOT_UNDERSTOOD
        if self._erasure.lists(event, kind):
            return BLANK
        if self._erasure.covers_person_of(event, kind):
            return ERASED
        content = event.content
        if content is None:
            return CONTENT_MISSING if event.is_stripped else NOT_UNDERSTOOD
        if UNDOES in content and not kind.is_authority:
            return None
        if len(content) > MAX_MEMBERS:
            return TOO_MUCH
        if kind.validate(content) is not None:
            return NOT_UNDERSTOOD
        return Understanding(kind.cells(event.kind, event.id, event.actor, content), None)

    def _undone(self, undo: Event) -> Event | Understanding:
        target_id = (undo.content or {})[UNDOES]
        if not isinstance(target_id, str):
            return NOT_UNDERSTOOD
        target = self._events.get(target_id)
        if target is None:
            return WAITING
        return target if target.kind == undo.kind else NOT_UNDERSTOOD


def _list(content: Mapping[str, object], name: str) -> list[str]:
    listed = content[name]
    return listed if isinstance(listed, list) else []
