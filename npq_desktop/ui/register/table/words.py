"""The words and drawings of marks: each state has its own word and its own icon."""

from collections.abc import Mapping

from npq_desktop.rows.register import EventRow, EventState, MarkState, RegisterRow
from npq_desktop.services.register.words import no_miss_left
from npq_desktop.ui.kit.paint.tokens import Tokens

CHOICES = (MarkState.PRESENT, MarkState.LATE, MarkState.LEFT_EARLY, MarkState.ABSENT)

STATE_WORDS: Mapping[MarkState, str] = {
    MarkState.UNMARKED: "not marked",
    MarkState.PRESENT: "present",
    MarkState.LATE: "late",
    MarkState.LEFT_EARLY: "left early",
    MarkState.ABSENT: "absent",
    MarkState.CONFLICT: "two different marks",
}

CHOICE_LABELS: Mapping[MarkState, str] = {
    MarkState.PRESENT: "Present",
    MarkState.LATE: "Late",
    MarkState.LEFT_EARLY: "Early",
    MarkState.ABSENT: "Absent",
}

REASON_WORDS: Mapping[str, str] = {
    "notified": "notified",
    "school_duty": "school duty",
    "travel": "travel",
    "other": "other",
}

EVENT_WORDS: Mapping[EventState, str] = {
    EventState.PLANNED: "planned",
    EventState.RAN: "took place",
    EventState.DID_NOT_RUN: "did not run",
    EventState.DISAGREEMENT: "colleagues disagree whether it ran",
}


def colour_of(state: MarkState, colours: Tokens) -> str:
    """The colour that goes with a state; unmarked is quiet on purpose."""
    return {
        MarkState.UNMARKED: colours.muted,
        MarkState.PRESENT: colours.ok,
        MarkState.LATE: colours.warn,
        MarkState.LEFT_EARLY: colours.violet,
        MarkState.ABSENT: colours.danger,
        MarkState.CONFLICT: colours.warn,
    }[state]


def chosen(row: RegisterRow) -> frozenset[MarkState]:
    """Which of the four buttons are down: late and left early may be together."""
    states = {row.state} & set(CHOICES)
    if row.state in (MarkState.LATE, MarkState.LEFT_EARLY):
        states |= {MarkState.LATE} if row.minutes_late else set()
        states |= {MarkState.LEFT_EARLY} if row.minutes_early else set()
    return frozenset(states)


def mark_words(row: RegisterRow) -> str:
    """The mark in words: "late 12 min", "absent, travel", "not expected: deferred"."""
    if row.state is MarkState.UNMARKED and not row.expected:
        return f"not expected: {row.why_not_expected}" if row.why_not_expected else "not expected"
    if row.state in (MarkState.LATE, MarkState.LEFT_EARLY):
        return _minutes_words(row)
    if row.state is MarkState.ABSENT and row.reason:
        return f"absent, {reason_words(row.reason)}"
    return STATE_WORDS[row.state]


def _minutes_words(row: RegisterRow) -> str:
    parts = []
    if row.minutes_late or row.state is MarkState.LATE:
        parts.append(f"late {row.minutes_late} min")
    if row.minutes_early or row.state is MarkState.LEFT_EARLY:
        parts.append(f"left {row.minutes_early} min early")
    return ", ".join(parts)


def reason_words(reason: str | None) -> str:
    """A reason as read on the screen; "" for none."""
    return REASON_WORDS.get(reason, reason) if reason else ""


def needs_event(row: RegisterRow) -> bool:
    """Whether the row warns that this person can miss no event more."""
    return bool(row.needed_for) and row.state is MarkState.UNMARKED and row.expected


def detail_parts(row: RegisterRow) -> tuple[str, str]:
    """What follows from the mark, and the note in quotes; both "" for a plain present."""
    said = "" if row.state is MarkState.CONFLICT else row.detail
    if needs_event(row):
        said = " · ".join(filter(None, (no_miss_left(row.needed_for), said)))
    return said, f"“{row.note}”" if row.note else ""


def detail_words(row: RegisterRow) -> str:
    """What follows from the mark, and the note."""
    return " ".join(filter(None, detail_parts(row)))


def choice_words(row: RegisterRow | None, side: int) -> str:
    """What choosing one of two different marks is called: "Choose 1: Present, Sam"."""
    if row is None or side >= len(row.candidates):
        return f"Choose {side + 1}"
    words, who = row.candidates[side].words, row.candidates[side].who
    return f"Choose {side + 1}: {words[:1].upper()}{words[1:]}, {who}"


def name_parts(row: RegisterRow) -> tuple[str, str]:
    """A name, and what tells namesakes apart."""
    return row.name.removesuffix(f" ({row.apart})"), row.apart


def spoken(row: RegisterRow) -> str:
    """A row for a screen reader: "3, Aoife O'Brien, present"."""
    parts = [str(row.number), row.name, mark_words(row)]
    if needs_event(row):
        parts.append(no_miss_left(row.needed_for))
    return ", ".join([*parts, f"note: {row.note}"] if row.note else parts)


def event_day(event: EventRow) -> str:
    """The day and time of an event: "Tue 24 Nov 2026, 09:00"."""
    if event.start is None:
        return "no date yet"
    return f"{event.start:%a} {event.start.day} {event.start:%b %Y, %H:%M}"


def event_state(event: EventRow) -> str:
    """The state of an event in words: "took place · 22 of 25 marked · signed off"."""
    parts = [EVENT_WORDS[event.state]]
    if event.readiness and not event.marked:
        parts.append(event.readiness)
    elif event.state is not EventState.DID_NOT_RUN:
        parts.append(f"{event.marked} of {event.expected} marked")
    if event.conflicts:
        parts.append(f"{event.conflicts} to settle")
    if event.signed_off:
        parts.append("signed off")
    if event.has_paper:
        parts.append("paper kept")
    return " · ".join(parts)
