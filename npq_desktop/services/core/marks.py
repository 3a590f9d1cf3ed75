"""What a mark is: its state in the row, its words, and how long its event was when it was made."""

from collections.abc import Sequence
from datetime import datetime

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.core.times import instant, minutes_between

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
    """The mark without what its state does not carry; late by 0 minutes becomes present.

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
    """For example "Present", "Late 25 min", "Absent (travel)"."""
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
    """The sides of a disagreement in words; sides that read alike add how long the event was."""
    words = [words_of(mark_of(fact)) for fact in facts]
    return [
        f"{said} of {own_length(fact)}" if words.count(said) > 1 and own_length(fact) else said
        for said, fact in zip(words, facts, strict=True)
    ]


def own_length(fact: MarkFact) -> int | None:
    """How long the event was to last when the mark was made, if the mark holds it."""
    return minutes_between(instant(fact.start), instant(fact.end))


def times_carried(start: datetime | None, end: datetime | None) -> dict[str, str]:
    """What a mark with minutes carries: when the event began and ended, as far as it is known."""
    times = {"start": start, "end": end}
    return {name: time.isoformat() for name, time in times.items() if time is not None}
