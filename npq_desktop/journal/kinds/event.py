"""A seminar or conference: one cell for each known detail given about a planned or extra event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from npq_desktop.journal.kinds.checks import (
    Check,
    Content,
    is_name,
    maybe_name,
    maybe_text,
    maybe_time,
    members,
    one_of,
)
from npq_desktop.journal.kinds.fact import Cell, FieldFact, Source, by_subject, disagreeing, shown
from npq_desktop.journal.kinds.kind import FIELD, Kind, Writers, compared_field
from npq_desktop.journal.names import MAX_TITLE, one_line


@dataclass(frozen=True, slots=True)
class EventFact:
    """A seminar or conference as far as the journal speaks of it; the programme may know more.

    ``state`` is planned, held or did_not_run, None where nobody said; look in ``disagreeing``
    before trusting it.
    """

    id: str
    title: str | None
    start: str | None
    end: str | None
    place: str | None
    led_by: str | None
    series: str | None
    state: str | None
    reason: str | None
    same_as: str | None
    disagreeing: Mapping[str, tuple[tuple[str, Source], ...]]


_FIELDS: Mapping[str, Check] = {
    "title": maybe_text,
    "start": maybe_time,
    "end": maybe_time,
    "place": maybe_text,
    "led_by": maybe_text,
    "series": maybe_text,
    "state": one_of("planned", "held", "did_not_run", None),
    "reason": maybe_text,
    "same_as": maybe_name,
}
_LINES = ("title", "place", "led_by", "series")
_members = members({"event": is_name}, _FIELDS)


def events_of(values: Iterable[FieldFact]) -> tuple[EventFact, ...]:
    """Every event the journal speaks of by itself, by id; the programme may plan more."""
    known = by_subject(values)
    return tuple(_event(one, known[one]) for one in sorted(known))


def _event(event: str, fields: Mapping[str, list[tuple[str, Source]]]) -> EventFact:
    values = {**dict.fromkeys(_FIELDS), **shown(fields)}
    values |= {name: one_line(said, MAX_TITLE) for name in _LINES if (said := values[name])}
    return EventFact(event, **values, disagreeing=disagreeing(fields))


def _reason(content: Content) -> str | None:
    """Why an event's details are not understood: an id and at least one known field."""
    if not any(name in content for name in _FIELDS):
        return "no detail is given"
    return _members(content)


def _cells(_kind: str, _id: str, _actor: str, content: Content) -> tuple[Cell, ...]:
    planned = str(content["event"])
    return tuple(("event", planned, name) for name in _FIELDS if name in content)


EVENT = Kind(
    name="event.set",
    family="event",
    key=("event", "field"),
    fact=FieldFact,
    writers=Writers.MEMBERS,
    validate=_reason,
    cells=_cells,
    compare=compared_field,
    null_member=FIELD,
)
KINDS = (EVENT,)
