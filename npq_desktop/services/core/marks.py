"""What a mark means: its words, its state in the row, and the credit the programme gives it.

Source: engagement/RULES.md, "From facts to items"; the credit rules are the programme's settings.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime
from fractions import Fraction
from functools import cache

from npq_desktop.errors import ProgrammeError, ServiceError
from npq_desktop.journal.codec import canonical
from npq_desktop.journal.kinds import default_compare
from npq_desktop.journal.kinds.checks import Content
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.kinds.kind import Compare
from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.journal.kinds.programme import PROGRAMME_CELL
from npq_desktop.journal.state import State
from npq_desktop.programme import Programme
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.core.times import instant, minutes_between
from npq_desktop.services.core.words import part_words

LONGEST = 24 * 60
"""The most minutes that anybody can miss of an event."""

REASON_WORDS = {
    "notified": "notified",
    "school_duty": "school duty",
    "travel": "travel",
    "other": "other reason",
}


def state_of(fact: MarkFact) -> MarkState:
    """The row's state of one value; someone late who also left early shows as late."""
    if fact.state == "absent":
        return MarkState.ABSENT
    if fact.minutes_late:
        return MarkState.LATE
    return MarkState.LEFT_EARLY if fact.minutes_early else MarkState.PRESENT


def mark_of(fact: MarkFact) -> Mark:
    """The value as a mark, to compare with one about to be made."""
    return Mark(state_of(fact), fact.minutes_late, fact.minutes_early, fact.reason)


def as_recorded(mark: Mark) -> Mark:
    """The mark without what its state does not carry; nobody is late by no minutes.

    Raises:
        ServiceError: the minutes are no minutes of an event, or the reason is none of the list.
    """
    if not all(0 <= minutes <= LONGEST for minutes in (mark.minutes_late, mark.minutes_early)):
        raise ServiceError(f"Give the minutes as a whole number from 0 to {LONGEST}.")
    match mark.state:
        case MarkState.CONFLICT:
            raise ValueError("a disagreement is no mark")
        case MarkState.UNMARKED:
            return Mark(MarkState.UNMARKED)
        case MarkState.ABSENT:
            if mark.reason is not None and mark.reason not in REASON_WORDS:
                raise ServiceError(f"Choose a reason: {', '.join(REASON_WORDS.values())}.")
            return Mark(MarkState.ABSENT, reason=mark.reason)
    late, early = mark.minutes_late, mark.minutes_early
    state = MarkState.LATE if late else MarkState.LEFT_EARLY if early else MarkState.PRESENT
    return Mark(state, late, early)


def words_of(mark: Mark) -> str:
    """Such as "Present", "Late 25 min", "Absent (travel)"."""
    match mark.state:
        case MarkState.LATE if mark.minutes_early:
            return f"Late {mark.minutes_late} min, left {mark.minutes_early} min early"
        case MarkState.LATE:
            return f"Late {mark.minutes_late} min"
        case MarkState.LEFT_EARLY:
            return f"Left {mark.minutes_early} min early"
        case MarkState.ABSENT if mark.reason:
            return f"Absent ({REASON_WORDS.get(mark.reason, mark.reason)})"
        case state:
            return state.value.capitalize()


def words_of_sides(facts: Sequence[MarkFact]) -> list[str]:
    """The sides of a disagreement; sides that read alike say how long the event was for them."""
    words = [words_of(mark_of(fact)) for fact in facts]
    return [
        f"{said} of {_own_length(fact)}" if words.count(said) > 1 and _own_length(fact) else said
        for said, fact in zip(words, facts, strict=True)
    ]


def credit(fact: MarkFact, programme: Programme, minutes: int | None) -> Fraction:
    """The credit of one value, 0 to 1.

    Minutes count from the start and end that the mark carries. ``minutes``, how long the event is
    to last as it stands now, is for marks of older versions that carry one end or none.
    """
    if fact.state != "present":
        return Fraction(0)
    own = _own_length(fact)
    length = minutes if own is None else own
    return programme.attendance_credit(fact.minutes_late, fact.minutes_early, length)


def _own_length(fact: MarkFact) -> int | None:
    """How long the event was to last when the mark was made, where the mark says so."""
    return minutes_between(instant(fact.start), instant(fact.end))


def times_carried(start: datetime | None, end: datetime | None) -> dict[str, str]:
    """What a mark with minutes carries: when the event began and ended, as far as it is known."""
    times = {"start": start, "end": end}
    return {name: time.isoformat() for name, time in times.items() if time is not None}


def counts_from_other_times(fact: MarkFact, start: datetime | None, end: datetime | None) -> bool:
    """Whether a mark's minutes were counted when the event had other times than these."""
    if not (fact.minutes_late or fact.minutes_early):
        return False
    ends = ((instant(fact.start), start), (instant(fact.end), end))
    return any(then is not None and then != now for then, now in ends)


def consequence(fact: MarkFact, programme: Programme, minutes: int | None) -> str:
    """What late or partial attendance is worth, in words: "25 min late: counts"."""
    state = state_of(fact)
    if state not in (MarkState.LATE, MarkState.LEFT_EARLY):
        return ""
    share = credit(fact, programme, minutes)
    worth = "counts" if share == 1 else f"counts {part_words(share)}" if share else "does not count"
    late = f"{fact.minutes_late} min late" if fact.minutes_late else ""
    early = f"left {fact.minutes_early} min early" if fact.minutes_early else ""
    return f"{', '.join(filter(None, (late, early)))}: {worth}"


def disagreeing_cells(state: State) -> frozenset[Cell]:
    """The cells whose values disagree."""
    compare = _comparison(state)
    return frozenset(cell for cell in state.cells() if state.conflict(cell, compare))


def _comparison(state: State) -> Compare:
    programme = cache(lambda: _programme(state))

    def compare(cell: Cell, content: Content) -> Hashable:
        if cell[0] != "mark" or content["state"] != "present":
            return default_compare(cell, content)
        known = programme()
        return default_compare(cell, content) if known is None else _worth(state, known, content)

    return compare


def _worth(state: State, programme: Programme, content: Content) -> tuple[str, Fraction]:
    event = str(content["event"])
    minutes = minutes_between(_own_time(content, "start"), _own_time(content, "end"))
    if minutes is None:
        minutes = minutes_between(_time(state, event, "start"), _time(state, event, "end"))
    late, early = _whole(content.get("minutes_late")), _whole(content.get("minutes_early"))
    return "present", programme.attendance_credit(late, early, minutes)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _own_time(content: Content, name: str) -> datetime | None:
    return instant(str(content.get(name) or ""))


def _time(state: State, event: str, field: str) -> datetime | None:
    values = state.values(("event", event, field))
    return instant(str(values[0].content.get(field) or "")) if values else None


def _programme(state: State) -> Programme | None:
    """The definition that holds; None where this version cannot read it."""
    values = state.values(PROGRAMME_CELL)
    if not values:
        return None
    definition = values[0].content["programme"]
    text = definition if isinstance(definition, str) else canonical(definition)
    try:
        return Programme.from_json(text)
    except ProgrammeError:
        return None
