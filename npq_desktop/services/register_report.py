"""Makes the document of one register from its rows and the facts behind them; writes nothing.

Says who recorded what, when, on which laptop, and shows both sides where two marks disagree. Texts
lose what could act in a file or turn a line round, and nothing else.
"""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from npq_desktop.rows.facts import MarkFact, Source
from npq_desktop.rows.register import EventRow, RegisterRow, RegisterView
from npq_desktop.rows.register_report import RegisterReport, ReportRow, ReportSide
from npq_desktop.services.group_facts import GroupFacts
from npq_desktop.services.marks import REASON_WORDS, mark_of, words_of
from npq_desktop.services.naming import count, day_and_year, listed
from npq_desktop.services.register_rows import claimed_time
from npq_desktop.store.history import cells_of

_DISAGREE = "Two marks disagree"
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHEET_DIGITS = 4


def register_report(facts: GroupFacts, view: RegisterView) -> RegisterReport:
    """The whole register as a document, rows in its own order and with its own numbers."""
    event, start = view.event, view.event.start
    fact = facts.events.get(event.id)
    earlier = _entries_by_person(facts, event.id)
    return RegisterReport(
        group=clean(facts.group.title),
        event=clean(event.title),
        start=_moment(start),
        end=_moment(event.end),
        time_zone=_zone(start),
        day=_day_words(event),
        place=clean(event.place),
        facilitator=clean((fact.led_by if fact else "") or ""),
        sheet=sheet_code(view.rows),
        rows=tuple(_row(facts, event.id, row, earlier.get(row.person, ())) for row in view.rows),
        counts=_counts_words(view),
        signoffs=tuple(
            clean(f"Signed off by {each.who}, {_moment(each.at, zone=True)}: {each.words}")
            + "".join(f" Not covered: {said}." for said in map(clean, each.uncovered))
            for each in view.signoffs
        ),
        evidence=tuple(map(clean, view.evidence)),
    )


def sheet_code(rows: Sequence[RegisterRow]) -> str:
    """Four digits that change when anybody's number changes: a paper with them fits these rows."""
    ids = "\n".join(f"{row.number} {row.person}" for row in rows)
    return hashlib.sha256(ids.encode()).hexdigest()[:_SHEET_DIGITS].upper()


def clean(text: str) -> str:
    """The text on one line: control characters become blanks, direction marks go."""
    kept = (c for c in text if c not in _TURNING)
    return "".join(" " if _is_control(c) else c for c in kept).strip()


def _is_control(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in "\ufffe\uffff"
    )


def _row(facts: GroupFacts, event: str, row: RegisterRow, entries: Sequence[str]) -> ReportRow:
    values = facts.marks(event).get(row.person, ())
    fields = facts.people[row.person].fields
    fact = values[0] if len(values) == 1 else None
    seen = {source.id for value in values for source in _sources(value)}
    return ReportRow(
        number=row.number,
        name=clean(row.name),
        trn=clean(fields.get("trn", "")),
        email=clean(fields.get("email", "")),
        school=clean(row.school),
        expected=row.expected,
        why_not_expected=clean(row.why_not_expected),
        mark=_mark_words(values),
        minutes_late=row.minutes_late,
        minutes_early=row.minutes_early,
        reason=clean(REASON_WORDS.get(row.reason or "", row.reason or "")),
        note=clean(row.note),
        how=clean((fact.how or "") if fact else ""),
        recorded_at=_claimed(fact.source) if fact else "",
        recorded_by=_names(facts.member_name, fact),
        laptop=_names(facts.device_name, fact),
        replaced_earlier=any(entry not in seen for entry in entries),
        sides=tuple(_side(facts, value) for value in values) if len(values) > 1 else (),
    )


def _mark_words(values: Sequence[MarkFact]) -> str:
    if not values:
        return "Unmarked"
    return words_of(mark_of(values[0])) if len(values) == 1 else _DISAGREE


def _side(facts: GroupFacts, fact: MarkFact) -> ReportSide:
    return ReportSide(
        mark=words_of(mark_of(fact)),
        by=_names(facts.member_name, fact),
        laptop=_names(facts.device_name, fact),
        recorded_at=_claimed(fact.source),
    )


def _names(name_of: Callable[[str], str], fact: MarkFact | None) -> str:
    """Everybody who says so, each once."""
    names = [name_of(source.key) for source in _sources(fact)] if fact else []
    return clean(listed(dict.fromkeys(names)))


def _sources(fact: MarkFact) -> tuple[Source, ...]:
    return (fact.source, *fact.agreeing)


def _entries_by_person(facts: GroupFacts, event: str) -> Mapping[str, list[str]]:
    """The counted entries that ever gave a person a mark at the event."""
    state = facts.state
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in state.events.values():
        if entry.kind != "mark.set" or entry.id in state.held:
            continue
        if (entry.content or {}).get("state") is None:
            continue
        for cell in cells_of(state, entry):
            if cell[1] == event:
                found[cell[2]].append(entry.id)
    return found


def _counts_words(view: RegisterView) -> str:
    counts = view.counts
    parts = [
        f"{counts.expected} expected",
        f"{counts.present} present",
        f"{counts.late} late",
        f"{counts.left_early} left early",
        f"{counts.absent} absent",
        f"{counts.unmarked} unmarked",
    ]
    parts += [f"{counts.conflicts} with two marks"] if counts.conflicts else []
    parts += [f"{counts.extra} not expected but here"] if counts.extra else []
    if counts.not_expected:
        parts.append(f"{count(counts.not_expected, 'row', 'rows')} not expected")
    parts += [f"head-count {counts.head_count}"] if counts.head_count is not None else []
    return ", ".join(parts)


def _day_words(event: EventRow) -> str:
    """Such as "Monday 23 November 2026, 13:00 to 14:30"."""
    if event.start is None:
        return "no date yet"
    until = f" to {event.end:%H:%M}" if event.end else ""
    return f"{event.start:%A} {day_and_year(event.start.date())}, {event.start:%H:%M}{until}"


def _claimed(source: Source) -> str:
    at = claimed_time(source.at)
    return _moment(at, zone=True) if at else clean(source.at)


def _moment(at: datetime | None, *, zone: bool = False) -> str:
    """Such as "2026-11-23 13:20", with seconds and zone where it says when something was done."""
    if at is None:
        return ""
    return f"{at:%Y-%m-%d %H:%M:%S} {_zone(at)}" if zone else f"{at:%Y-%m-%d %H:%M}"


def _zone(at: datetime | None) -> str:
    """Such as "UTC+01:00": the journal keeps the offset, not the place."""
    return f"UTC{at.isoformat()[-6:]}" if at is not None and at.tzinfo is not None else ""
