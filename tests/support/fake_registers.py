"""A register kept in memory, for looking at the tab without a store.

It refuses what the services refuse, which ``services/register/test_fake_register.py`` compares.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import (
    Candidate,
    Counts,
    EventRow,
    EventState,
    Mark,
    MarkState,
    RegisterRow,
    RegisterView,
    SignoffOffer,
    SignoffRow,
    Undone,
    unmarked,
)
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.words import no_longer_here

NAMES = (
    "Aoife O'Brien",
    "Pauline Adeyemi",
    "Li Wei",
    "Siân Pritchard",
    "Mohammed Al-Khatib",
    "Grace Lapworth",
    "Tomasz Nowak",
    "Elaine Rose",
    "Nora Panesar",
    "Zoë Hartley",
)
NOTHING = Changes("g1", frozenset(), frozenset())


def moment(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def row(number: int, name: str = "", **changes: object) -> RegisterRow:
    name = name or (NAMES[number - 1] if number <= len(NAMES) else f"Person {number:03}")
    made = RegisterRow(
        person=f"p{number}",
        number=number,
        name=name,
        school=f"St {name.split()[-1]}'s Primary School",
        state=MarkState.UNMARKED,
        minutes_late=0,
        minutes_early=0,
        reason=None,
        detail="",
        note="",
        expected=True,
        why_not_expected="",
        candidates=(),
        dots=(MarkState.PRESENT, MarkState.LATE, MarkState.ABSENT)[: number % 4],
        search_key=f"{name} {1000000 + number}",
    )
    return replace(made, **changes)


def conflict(number: int) -> RegisterRow:
    sides = (
        Candidate("h1", "present", "Sam Okoro", "Sam's laptop", moment(9, 2), moment(12, 40)),
        Candidate("h2", "absent", "Jo Marsh", "Jo's laptop", moment(9, 5), moment(9, 5), own=True),
    )
    return row(number, state=MarkState.CONFLICT, candidates=sides)


def event_row(event: str = "e1", **changes: object) -> EventRow:
    made = EventRow(
        id=event,
        title=f"Seminar {event[1:]}",
        start=moment(9),
        end=moment(12),
        place="Hall, Northfield Academy",
        state=EventState.RAN,
        expected=25,
        marked=3,
        conflicts=0,
        signed_off=False,
        is_today=event == "e1",
    )
    return replace(made, **changes)


def counted(rows: tuple[RegisterRow, ...], head_count: int | None = None) -> Counts:
    expected = [r for r in rows if r.expected]
    of = {state: sum(r.state is state for r in expected) for state in MarkState}
    return Counts(
        expected=len(expected),
        present=of[MarkState.PRESENT],
        late=of[MarkState.LATE],
        left_early=of[MarkState.LEFT_EARLY],
        absent=of[MarkState.ABSENT],
        unmarked=of[MarkState.UNMARKED],
        conflicts=of[MarkState.CONFLICT],
        not_expected=sum(not r.expected and r.state is MarkState.UNMARKED for r in rows),
        extra=sum(not r.expected and r.state is not MarkState.UNMARKED for r in rows),
        head_count=head_count,
    )


class FakeRegister:
    """Register, undo and drafts in one; ``refusal`` makes the next write fail with it."""

    def __init__(self, rows: tuple[RegisterRow, ...], events: tuple[EventRow, ...] = ()) -> None:
        self.rows = {each.person: each for each in rows}
        self.shown = events or (event_row("e1"), event_row("e2", start=moment(9, day=30)))
        self.history: list[tuple[str, dict[str, RegisterRow]]] = []
        self.future: list[tuple[str, dict[str, RegisterRow]]] = []
        self.drafts: dict[tuple[str, str, str], str] = {}
        self.refusal = ""
        self.offered: int | None = 23
        self.late: int | None = None
        self.head_count: int | None = None
        self.signed: tuple[SignoffRow, ...] = ()
        self.banner = ""
        self.writes = 0
        self.last: frozenset[str] = frozenset()

    def events(self, group: str) -> tuple[EventRow, ...]:
        return self.shown

    def opening_event(self, group: str) -> str | None:
        return self.shown[0].id if self.shown else None

    def events_after(
        self, view: RegisterView, rows: tuple[EventRow, ...], changes: Changes
    ) -> tuple[EventRow, ...]:
        return self.shown

    def last_chances(self, group: str, event: str) -> tuple[int, frozenset[str]]:
        return 90, self.last

    def view_after(self, view: RegisterView, changes: Changes) -> RegisterView | None:
        is_here = view.event.id in {each.id for each in self.shown}
        return self.view(view.group, view.event.id) if is_here else None

    def view(self, group: str, event: str) -> RegisterView:
        rows, shown = tuple(self.rows.values()), self._event(event)
        counts = counted(rows, self.head_count)
        return RegisterView(group, shown, rows, counts, self.signed, self.banner)

    def check_ran(self, group: str, event: str) -> None:
        shown = self._event(event)
        if shown.state is EventState.DID_NOT_RUN:
            raise ServiceError(
                f"{shown.title} is recorded as not run. If people did meet, choose More, then "
                "“It ran after all”."
            )

    def _event(self, event: str) -> EventRow:
        for each in self.shown:
            if each.id == event:
                return each
        raise ServiceError(no_longer_here("This event"))

    def _person(self, person: str) -> RegisterRow:
        if person not in self.rows:
            raise ServiceError(no_longer_here())
        return self.rows[person]

    def mark(
        self,
        group: str,
        event: str,
        person: str,
        mark: Mark,
        *,
        how: str = "typed",
        amendment: str = "",
    ) -> Changes:
        self.check_ran(group, event)
        before = self._person(person)
        after = replace(
            before,
            state=mark.state,
            minutes_late=mark.minutes_late,
            minutes_early=mark.minutes_early,
            reason=mark.reason,
            amendment=amendment,
            candidates=(),
        )
        return self._write(f"{mark.state.value} for {before.name}", {person: after})

    def mark_rest(self, group: str, event: str, mark: Mark, shown: Sequence[str]) -> Changes:
        self._event(event)
        left = unmarked(tuple(self.rows.values()))
        unchanged(tuple(shown), tuple(each.person for each in left))
        if not left:
            raise ServiceError("Everyone is already marked.")
        self.check_ran(group, event)
        after = {r.person: replace(r, state=mark.state) for r in left}
        return self._write(f"{mark.state.value} for {len(left)} people", after)

    def offered_minutes(self, group: str, event: str, which: str = "late") -> int | None:
        return self.offered

    def late_to_offer(self, group: str, event: str) -> int | None:
        return self.late

    def choose(
        self, group: str, event: str, person: str, head: str, shown: Sequence[str]
    ) -> Changes:
        self.check_ran(group, event)
        before = self.rows.get(person)
        sides = {side.head: side for side in before.candidates} if before else {}
        unchanged(set(shown), set(sides))
        if before is None or head not in sides:
            raise StaleError
        side = sides[head]
        after = replace(before, state=MarkState(side.words), candidates=())
        return self._write(f"choice for {before.name}", {person: after})

    def of(self, group: str, what: str, event: str, person: str = "") -> str:
        return self.drafts.get((what, event, person), "")

    def keep(self, group: str, what: str, event: str, text: str, person: str = "") -> None:
        self.drafts[what, event, person] = text

    def set_note(self, group: str, event: str, person: str, text: str, shown: str) -> Changes:
        self._event(event)
        unchanged(shown, self._person(person).note)
        return self._write("note", {person: replace(self.rows[person], note=text)})

    def draft(self, group: str, event: str, head_count: int | None = None) -> SignoffOffer:
        self.check_ran(group, event)
        counts = counted(tuple(self.rows.values()))
        heads = "" if head_count is None else f" Headcount {head_count}."
        words = f"{counts.expected} expected, {counts.unmarked} not marked.{heads}"
        return SignoffOffer(words, counts.unmarked, counts.conflicts, head_count=head_count)

    def sign_off(self, group: str, event: str, shown: SignoffOffer) -> Changes:
        unchanged(shown, self.draft(group, event, shown.head_count))
        if all(each.state is MarkState.UNMARKED for each in self.rows.values()):
            raise ServiceError("Nobody has been marked yet, so there is nothing to sign off.")
        self.signed = (SignoffRow("Jo Marsh", moment(12), "All said.", ()),)
        self.head_count = shown.head_count
        return self._write("sign-off", {})

    def next_words(self, group: str) -> str:
        return f"undo {self.history[-1][0]}" if self.history else ""

    def next_redo_words(self, group: str) -> str:
        return f"redo {self.future[-1][0]}" if self.future else ""

    def undo(self, group: str) -> tuple[Changes, Undone]:
        return self._swap(self.history, self.future, "undo")

    def redo(self, group: str) -> tuple[Changes, Undone]:
        return self._swap(self.future, self.history, "redo")

    def _swap(self, source: list, other: list, verb: str) -> tuple[Changes, Undone]:
        if not source:
            raise ServiceError(f"There is nothing to {verb}.")
        words, kept = source.pop()
        other.append((words, {person: self.rows[person] for person in kept}))
        self.rows |= kept
        person = next(iter(kept), None)
        return Changes("g1", frozenset({"mark"}), frozenset(kept)), Undone(words, "e1", person)

    def _write(self, words: str, after: dict[str, RegisterRow]) -> Changes:
        if self.refusal:
            raise ServiceError(self.refusal)
        changed = {p: r for p, r in after.items() if self.rows[p] != r}
        if after and not changed:
            return NOTHING
        self.writes += 1
        self.history.append((words, {person: self.rows[person] for person in changed}))
        self.rows |= changed
        return Changes("g1", frozenset({"mark"}), frozenset(changed))
