"""Makes the document of one register from its rows and the facts behind them; writes nothing.

Lists who recorded what, when and on which laptop, and both sides of two different marks. Texts lose
only characters that could act in a file or turn a line round.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.rows.paper import RegisterReport, ReportRow, ReportSide
from npq_desktop.rows.register import (
    EventRow,
    EventState,
    Mark,
    MarkState,
    RegisterRow,
    RegisterView,
)
from npq_desktop.services.core.events import occurrence_of
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.marks import REASON_WORDS, mark_of, words_of
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import clean, display_name, listed
from npq_desktop.services.register import words
from npq_desktop.store.history import cells_of, undone

_SHEET_DIGITS = 4


def register_report(
    facts: GroupFacts, view: RegisterView, *, made: datetime, with_notes: bool
) -> RegisterReport:
    """The whole register as a document, rows in its own order and with its own numbers."""
    event, start = view.event, view.event.start
    fact = facts.events.get(event.id)
    rows = _Rows(facts, event, with_notes=with_notes)
    return RegisterReport(
        group=clean(facts.group.title),
        event=clean(event.title),
        start=_moment(start),
        end=_moment(event.end),
        time_zone=_zone(start),
        day=words.day_words(event.start, event.end),
        place=clean(event.place),
        facilitator=clean((fact.led_by if fact else "") or ""),
        state=clean(_state_words(facts, event)),
        made=_moment(made, zone=True),
        with_notes=with_notes,
        sheet=sheet_code(view.rows),
        rows=tuple(map(rows.row, view.rows)),
        counts=words.report_counts(view.counts),
        signoffs=tuple(
            clean(words.signed_line(each.who, each.at, each.words))
            + "".join(map(words.changed_line, map(clean, each.uncovered)))
            for each in view.signoffs
        ),
        evidence=tuple(map(clean, view.evidence)),
    )


def sheet_code(rows: Sequence[RegisterRow]) -> str:
    """Four digits that change with anyone's number, so a paper with the same ones fits the rows."""
    ids = "\n".join(f"{row.number} {row.person}" for row in rows)
    return hashlib.sha256(ids.encode()).hexdigest()[:_SHEET_DIGITS].upper()


class _Rows:
    """Makes the rows of one document; holds what they share."""

    def __init__(self, facts: GroupFacts, event: EventRow, *, with_notes: bool) -> None:
        self._facts = facts
        self._marks = facts.marks(event.id)
        self._did_not_run = event.state is EventState.DID_NOT_RUN
        self._with_notes = with_notes
        self._entries = _entries_by_person(facts, event.id)
        self._undone = undone(facts.state)

    def row(self, row: RegisterRow) -> ReportRow:
        facts = self._facts
        values = self._marks.get(row.person, ())
        fields = facts.people[row.person].fields
        fact = values[0] if len(values) == 1 else None
        return ReportRow(
            number=row.number,
            name=clean(display_name(facts.people[row.person])),
            trn=clean(fields.get("trn", "")),
            email=clean(fields.get("email", "")),
            school=clean(row.school),
            expected=row.expected,
            why_not_expected=clean(row.why_not_expected),
            mark=self._mark_words(row, values),
            minutes_late=row.minutes_late,
            minutes_early=row.minutes_early,
            reason=_reason_words(row),
            note=clean(row.note) if self._with_notes else "",
            how=clean(words.HOW.get(fact.how or "", fact.how or "") if fact else ""),
            recorded_at=_claimed(facts, fact.source) if fact else "",
            recorded_by=_names(facts.member_name, fact),
            laptop=_names(facts.device_name, fact),
            amendment=clean(row.amendment),
            earlier=self._earlier(row.person, values),
            sides=tuple(_side(facts, value) for value in values) if len(values) > 1 else (),
        )

    def _mark_words(self, row: RegisterRow, values: Sequence[MarkFact]) -> str:
        if len(values) > 1:
            return words.TWO_MARKS_IN_REPORT
        if values:
            return words_of(mark_of(values[0]))
        if self._did_not_run:
            return words.DID_NOT_RUN
        return words.no_mark(expected=row.expected)

    def _earlier(self, person: str, values: Sequence[MarkFact]) -> tuple[ReportSide, ...]:
        """The person's earlier marks that no longer count, without those undone."""
        left_out = {source.id for value in values for source in _sources(value)} | self._undone
        entries = self._entries.get(person, ())
        return tuple(_earlier_side(self._facts, e) for e in entries if e.id not in left_out)


def _earlier_side(facts: GroupFacts, entry: Event) -> ReportSide:
    content = entry.content or {}
    late, early = (_whole(content.get(f"minutes_{way}")) for way in ("late", "early"))
    reason = content.get("reason")
    absent = Mark(MarkState.ABSENT, reason=str(reason) if reason else None)
    here = MarkState.LATE if late else MarkState.LEFT_EARLY if early else MarkState.PRESENT
    mark = absent if content.get("state") == "absent" else Mark(here, late, early)
    at = moment(entry.at, facts.zone)
    return ReportSide(
        mark=clean(words_of(mark)),
        by=clean(facts.member_name(entry.key)),
        laptop=clean(facts.device_name(entry.key)),
        recorded_at=_moment(at, zone=True) if at else clean(entry.at),
    )


def _reason_words(row: RegisterRow) -> str:
    """Why a person is absent, from the mark or else from an apology sent beforehand."""
    reason = row.reason or ""
    if not reason and row.state is MarkState.ABSENT and row.apology is not None:
        reason = row.apology
        if not reason:
            return words.apology("")
    return clean(REASON_WORDS.get(reason, reason))


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _state_words(facts: GroupFacts, event: EventRow) -> str:
    if event.state is EventState.DISAGREEMENT:
        return words.COLLEAGUES_DISAGREE
    if event.state is EventState.DID_NOT_RUN:
        return words.did_not_run(occurrence_of(facts, event.id).reason).rstrip(".")
    return words.TOOK_PLACE if event.state is EventState.RAN else words.PLANNED


def _side(facts: GroupFacts, fact: MarkFact) -> ReportSide:
    return ReportSide(
        mark=words_of(mark_of(fact)),
        by=_names(facts.member_name, fact),
        laptop=_names(facts.device_name, fact),
        recorded_at=_claimed(facts, fact.source),
    )


def _names(name_of: Callable[[str], str], fact: MarkFact | None) -> str:
    """The name of each author of a mark, once."""
    names = [name_of(source.key) for source in _sources(fact)] if fact else []
    return clean(listed(dict.fromkeys(names)))


def _sources(fact: MarkFact) -> tuple[Source, ...]:
    return (fact.source, *fact.agreeing)


def _entries_by_person(facts: GroupFacts, event: str) -> Mapping[str, list[Event]]:
    """The journal events that count and gave a person a mark at the event, oldest first."""
    state = facts.state
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for entry in state.events.values():
        if entry.kind != "mark.set" or entry.id in state.held:
            continue
        if (entry.content or {}).get("state") is None:
            continue
        for cell in cells_of(state, entry):
            if cell[1] == event:
                found[facts.main(cell[2])].append(entry)
    return found


def _claimed(facts: GroupFacts, source: Source) -> str:
    at = moment(source.at, facts.zone)
    return _moment(at, zone=True) if at else clean(source.at)


def _moment(at: datetime | None, *, zone: bool = False) -> str:
    """For example "2026-11-23 13:20"; ``zone`` adds seconds and zone, for times of recording."""
    if at is None:
        return ""
    return f"{at:%Y-%m-%d %H:%M:%S} {_zone(at)}" if zone else f"{at:%Y-%m-%d %H:%M}"


def _zone(at: datetime | None) -> str:
    """For example "UTC+01:00"."""
    return f"UTC{at.isoformat()[-6:]}" if at is not None and at.tzinfo is not None else ""
