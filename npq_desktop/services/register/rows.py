"""Makes the rows of one register and their counts, from facts alone; writes nothing.

A register lists the people frozen at its first mark, before that everyone. People who joined or
left since are shown greyed with the reason and never counted as expected.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence, Set
from datetime import date

from npq_desktop.journal.kinds.entries import NoteFact
from npq_desktop.journal.kinds.mark import MarkFact, compared_mark
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.journal.kinds.register import SignoffFact
from npq_desktop.rows.register import Candidate, Counts, MarkState, RegisterRow, SignoffRow
from npq_desktop.services.core.enrolment_on_a_day import Enrolment
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts, as_side, own_first
from npq_desktop.services.core.joined import WALK_IN, is_walk_in
from npq_desktop.services.core.marks import REASON_WORDS, state_of, words_of_sides
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import display_name
from npq_desktop.services.core.worth.credit import consequence, credit
from npq_desktop.services.register import words
from npq_desktop.store.history import cells_of

_COVER_LENGTH = 16


def signoff_rows(facts: GroupFacts, event: str, member: str | None) -> tuple[SignoffRow, ...]:
    """The sign-offs of one event with what changed since each; ``member`` uses this laptop."""
    signoffs = facts.signoffs.get(event, ())
    held = held_words(facts, event) if signoffs else ()
    return tuple(
        SignoffRow(
            who=facts.member_name(fact.source.key),
            at=moment(fact.source.at, facts.zone),
            words=fact.words,
            uncovered=_uncovered(facts, fact),
            held=held,
            own=member is not None and fact.member == member,
        )
        for fact in signoffs
    )


def _uncovered(facts: GroupFacts, signoff: SignoffFact) -> tuple[str, ...]:
    """What changed since a sign-off, such as "4 marks by Sam", "1 mark taken back"."""
    marks = facts.marks(signoff.event)
    seen: dict[str, list[str]] = {}
    for person, heads in signoff.covers.items():
        seen.setdefault(facts.main(person), []).extend(heads)
    new = {
        person: [fact for fact in values if _heads(fact).isdisjoint(seen.get(person, ()))]
        for person, values in marks.items()
    }
    changed = {person for person, values in new.items() if values and person in seen}
    signed = _signed_values(facts, signoff, changed) if changed else {}
    for person in changed:
        if {_said(fact) for fact in marks[person]} == signed.get(person):
            new[person] = []
    by = Counter(facts.member_name(fact.source.key) for values in new.values() for fact in values)
    gone = len(seen.keys() - marks.keys())
    said = [words.changes_by(number, "mark", who) for who, number in sorted(by.items())]
    return (*said, words.marks_taken_back(gone)) if gone else tuple(said)


def _signed_values(
    facts: GroupFacts, signoff: SignoffFact, people: Set[str]
) -> Mapping[str, Set[Hashable]]:
    """The marks of these people when they were signed off, with undo followed back."""
    state = facts.state
    found: dict[str, set[Hashable]] = {}
    for person, heads in signoff.covers.items():
        cell, main = ("mark", signoff.event, person), facts.main(person)
        if main not in people:
            continue
        signed = [event for event in state.events if event[:_COVER_LENGTH] in heads]
        entries = [event for event in signed if cell in cells_of(state, state.events[event])]
        values = [value.content for value in state.values(cell, entries)]
        said = (_content_says(content) for content in values if content.get("state") is not None)
        found.setdefault(main, set()).update(said)
    return found


def _said(fact: MarkFact) -> Hashable:
    names = ("state", "minutes_late", "minutes_early", "start", "end", "reason")
    return _content_says({name: getattr(fact, name) for name in names})


def _content_says(content: Mapping[str, object]) -> Hashable:
    return compared_mark(("mark",), content), content.get("reason")


def held_words(facts: GroupFacts, event: str) -> tuple[str, ...]:
    """The changes about an event that are on hold, such as "1 mark by Sam"."""
    if not facts.held:
        return ()
    events = facts.state.events
    by = Counter(
        (_KIND_WORDS.get(fact.kind, "change"), facts.member_name(fact.source.key))
        for fact in facts.held
        if _concerns(events[fact.id].content or {}, event)
    )
    return tuple(words.changes_by(number, *what) for what, number in sorted(by.items()))


_KIND_WORDS = {"mark.set": "mark", "register.signoff": "sign-off", "note.add": "note"}


def _concerns(content: Mapping[str, object], event: str) -> bool:
    return event in (content.get("event"), content.get("item"))


def _heads(fact: MarkFact) -> frozenset[str]:
    """The ids of events with this value; agreeing with a signed mark, or bringing it back by undo,
    is no change.
    """
    ids = [fact.head, fact.source.id, *(source.id for source in fact.agreeing)]
    return frozenset(head[:_COVER_LENGTH] for head in ids)


def covered(facts: GroupFacts, event: str) -> Mapping[str, Sequence[str]]:
    """What a sign-off made now is based on: person → the first 16 digits of each head's id."""
    ids = [each for person in facts.marks(event) for each in facts.ids_of(person)]
    heads = {each: facts.state.heads(("mark", event, each)) for each in ids}
    return {each: [head[:_COVER_LENGTH] for head in seen] for each, seen in heads.items() if seen}


def evidence_words(facts: GroupFacts, event: str) -> tuple[str, ...]:
    """For example "signed.pdf (214 KB), paper kept: school office", one for each paper."""
    return tuple(
        words.paper_evidence(
            str(fact.details.get("name") or ""), fact.details.get("size"), fact.text or ""
        )
        for fact in facts.evidence.get(event, ())
    )


DOTS = 4
"""How many earlier events a row shows as dots."""


def register_rows(
    facts: GroupFacts, occurrence: GroupEvent, *, on: date
) -> tuple[RegisterRow, ...]:
    """One row per person in the order of the paper list; ``on`` is the day of the register."""
    earlier = _earlier(facts, occurrence)
    rows = _Rows(facts, occurrence, on, earlier)
    shown = [person for person in facts.people.values() if rows.is_shown(person)]
    shown.sort(key=is_walk_in)  # a printed sheet keeps its numbers: walk-ins stand last
    return tuple(rows.row(number, person) for number, person in enumerate(shown, start=1))


def rows_again(
    facts: GroupFacts,
    occurrence: GroupEvent,
    before: Sequence[RegisterRow],
    people: Set[str],
    *,
    on: date,
) -> tuple[RegisterRow, ...] | None:
    """The rows after only marks of these people changed; None if a row appears or goes."""
    rows = _Rows(facts, occurrence, on, _earlier(facts, occurrence))
    found = {row.person for row in before}
    if any(rows.is_shown(facts.people[each]) is not (each in found) for each in people):
        return None
    return tuple(
        rows.row(row.number, facts.people[row.person]) if row.person in people else row
        for row in before
    )


def expected_people(facts: GroupFacts, occurrence: GroupEvent, *, on: date) -> frozenset[str]:
    """The people expected on the register of that day."""
    rows = _Rows(facts, occurrence, on, ())
    not_asked, people = rows.not_asked, facts.people
    return frozenset(key for key in people if key not in not_asked and rows.is_shown(people[key]))


def note_text(notes: Sequence[NoteFact]) -> str:
    """The notes on a person at an event as one text; colleagues may have written one each."""
    return " · ".join(note.text or "" for note in notes)


def tally(rows: Sequence[RegisterRow], signoffs: Sequence[SignoffFact]) -> Counts:
    """Counts that reconcile: every expected person is in exactly one of the states."""
    states = [row.state for row in rows if row.expected]
    extra = [r for r in rows if not r.expected and r.state not in (_UNMARKED, MarkState.ABSENT)]
    counted = [fact for fact in signoffs if fact.head_count is not None]
    latest = max(counted, key=lambda fact: fact.source.first_seen, default=None)
    return Counts(
        expected=len(states),
        present=states.count(MarkState.PRESENT),
        late=states.count(MarkState.LATE),
        left_early=states.count(MarkState.LEFT_EARLY),
        absent=states.count(MarkState.ABSENT),
        unmarked=states.count(_UNMARKED),
        conflicts=states.count(MarkState.CONFLICT),
        not_expected=sum(not row.expected and not row.walk_in for row in rows),
        extra=len(extra),
        walk_ins=sum(row.walk_in for row in extra),
        apologies=sum(
            row.expected and row.state is MarkState.ABSENT and row.apology is not None
            for row in rows
        ),
        head_count=latest.head_count if latest else None,
    )


_UNMARKED = MarkState.UNMARKED


class _Rows:
    """Makes the rows of one register; holds what they share."""

    def __init__(
        self,
        facts: GroupFacts,
        occurrence: GroupEvent,
        on: date,
        earlier: Sequence[GroupEvent],
    ) -> None:
        self._facts = facts
        self._occurrence = occurrence
        self._on = on
        self._marks = facts.marks(occurrence.id)
        self._earlier = [facts.marks(each.id) for each in earlier]
        register = facts.registers.get(occurrence.id)
        self._roster = frozenset(register.people) if register else None
        signoffs = facts.signoffs.get(occurrence.id, ())
        self._signed = frozenset(facts.main(each) for fact in signoffs for each in fact.covers)
        self.not_asked = self._not_asked()

    def _not_asked(self) -> Mapping[str, str]:
        """Why a person is not expected, by person; worked out once, because marks do not matter."""
        kept, key = self._facts.not_asked, (self._occurrence.id, self._on)
        if key not in kept:
            whys = {person: self._why_not_asked(person) for person in self._facts.people}
            kept[key] = {person: why for person, why in whys.items() if why}
        return kept[key]

    def is_shown(self, person: PersonFact) -> bool:
        """Erased people show if a mark or the frozen list has them, walk-ins where they came."""
        if is_walk_in(person):
            here = person.fields[WALK_IN] == self._occurrence.id
            return here or person.id in self._marks
        if not person.erased:
            return True
        return person.id in self._marks or (self._roster is not None and person.id in self._roster)

    def row(self, number: int, person: PersonFact) -> RegisterRow:
        values = self._marks.get(person.id, ())
        why_not = self.not_asked.get(person.id, "")
        single = values[0] if len(values) == 1 else None
        return RegisterRow(
            person=person.id,
            number=number,
            name=self._facts.names[person.id],
            school=person.fields.get("school", ""),
            state=_row_state(values),
            minutes_late=single.minutes_late if single else 0,
            minutes_early=single.minutes_early if single else 0,
            reason=single.reason if single else None,
            detail=self._amended(person.id, values, self._detail(person.id, values)),
            note=note_text(self._facts.notes.get((person.id, self._occurrence.id), ())),
            expected=not why_not,
            why_not_expected=why_not,
            candidates=self._candidates(values) if len(values) > 1 else (),
            dots=tuple(_row_state(marks.get(person.id, ())) for marks in self._earlier),
            search_key=self._facts.search_keys[person.id],
            signed=person.id in self._signed,
            amendment=(single.amendment or "") if single else "",
            walk_in=is_walk_in(person),
            apology=self._apology(person.id),
            apart=self._apart(person),
        )

    def _apology(self, person: str) -> str | None:
        """The reason of an apology, "" for one without, None where none was sent beforehand."""
        expected = self._facts.expected.get((person, self._occurrence.id), ())
        found = [fact.reason or "" for fact in expected if fact.expects == "apology"]
        return found[0] if found else None

    def _apart(self, person: PersonFact) -> str:
        """What follows the name in brackets to tell namesakes apart; "" for a name of one only."""
        return self._facts.names[person.id].removeprefix(display_name(person)).strip(" ()")

    def _why_not_asked(self, person: str) -> str:
        if is_walk_in(self._facts.people[person]):
            return words.WALK_IN
        why = Enrolment(self._facts.enrolments.get(person, ())).why_not(self._on)
        visits = self._facts.expected.get((person, self._occurrence.id), ())
        if not why and any(fact.expects == "visit" for fact in visits):
            return words.VISITING
        if not why and self._roster is not None and person not in self._roster:
            return words.JOINED_LATER
        return why

    def _detail(self, person: str, values: Sequence[MarkFact]) -> str:
        if len(values) > 1:
            return words.TWO_MARKS
        if not values:
            return self._apology_words(person)
        if values[0].state == "absent":
            return self._absence(person, values[0])
        worth = consequence(values[0], self._facts.programme, self._occurrence.minutes)
        walk_in = words.WALK_IN if is_walk_in(self._facts.people[person]) else ""
        catch_up = self._catch_up(person) if self._is_short(values[0]) else ""
        return ", ".join(filter(None, (walk_in, worth, catch_up)))

    def _amended(self, person: str, values: Sequence[MarkFact], detail: str) -> str:
        """The detail with what was changed after a sign-off."""
        if not values and person in self._signed:
            return words.TAKEN_BACK_SINCE
        if len(values) != 1 or not values[0].amendment:
            return detail
        return words.changed_since(detail, values[0].amendment)

    def _apology_words(self, person: str) -> str:
        reason = self._apology(person)
        return words.apology(REASON_WORDS.get(reason, "")) if reason is not None else ""

    def _absence(self, person: str, value: MarkFact) -> str:
        reason = REASON_WORDS.get(value.reason or "") or self._apology_words(person)
        return ", ".join(filter(None, (reason, self._catch_up(person))))

    def _is_short(self, value: MarkFact) -> bool:
        return credit(value, self._facts.programme, self._occurrence.minutes) < 1

    def _catch_up(self, person: str) -> str:
        """The state of a catch-up and whether it counts; "" without one."""
        values = self._facts.catchups.get((person, self._occurrence.id), ())
        if len({fact.state for fact in values}) > 1:
            from npq_desktop.services.core.worth.disputed import TWO_CATCH_UP_DECISIONS

            return TWO_CATCH_UP_DECISIONS
        for fact in values:
            claimed = moment(fact.source.at, self._facts.zone)
            on = claimed.date() if claimed else None
            return words.catch_up_in_row(fact.state, on, self._beyond_words(person))
        return ""

    def _beyond_words(self, person: str) -> str:
        """What follows for a catch-up beyond the programme's limit."""
        # Few registers have a catch-up, and a start must not wait for importing the engine.
        from npq_desktop.services.core.worth.catch_ups import CatchUps

        beyond = CatchUps(self._facts).is_beyond(person, self._occurrence.id)
        if beyond is None:
            return words.PERHAPS_BEYOND
        return words.BEYOND_THE_LIMIT if beyond else ""

    def _candidates(self, values: Sequence[MarkFact]) -> tuple[Candidate, ...]:
        return own_first(
            as_side(self._facts, fact.head, said, fact.source)
            for fact, said in zip(values, words_of_sides(values), strict=True)
        )


def _row_state(values: Sequence[MarkFact]) -> MarkState:
    if not values:
        return _UNMARKED
    return state_of(values[0]) if len(values) == 1 else MarkState.CONFLICT


def _earlier(facts: GroupFacts, occurrence: GroupEvent) -> list[GroupEvent]:
    before = []
    for each in group_events(facts):
        if each.id == occurrence.id:
            break
        before.append(each)
    return before[-DOTS:]
