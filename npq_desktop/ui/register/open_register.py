"""The register that is open: which group and event, its rows, and every write to it.

A write returns when it is durable; only then does the bus hear of it and the rows are read anew.
Refusals go to the bus as sentences; anything else is a bug and travels on.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from npq_desktop.errors import StaleError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import (
    EventRow,
    Mark,
    MarkState,
    RegisterRow,
    RegisterView,
    SignoffOffer,
)
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.last_chances import LastChances, LookForChances

if TYPE_CHECKING:
    from npq_desktop.services.core.undo import UndoService
    from npq_desktop.services.register.drafts import Draft, RegisterDrafts
    from npq_desktop.services.register.register import RegisterService
    from npq_desktop.services.register.signoff import SignoffService


_MARKS = frozenset({"mark", "register"})
"""What at the open event itself does not change who can miss it."""


class OpenRegister(QObject):
    """One group's open register; ``was_read`` follows every re-reading.

    ``marked`` names whose mark was recorded or chosen, also where it was so before.
    ``amendment_asked`` carries person, mark and how it was made, when a change needs a reason.
    ``steps`` counts writes that undo can take back, since the program started.
    """

    was_read = Signal()
    marked = Signal(str)
    amendment_asked = Signal(str, object, str)

    def __init__(
        self,
        *,
        parent: QObject,
        register: "RegisterService",
        signoff: "SignoffService",
        undo: "UndoService",
        drafts: "RegisterDrafts",
        last_chances: LookForChances,
        bus: Bus,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._signoff = signoff
        self._drafts = drafts
        self._undo = undo
        self._bus = bus
        self._chances = LastChances(self, lambda *place: bus.read(lambda: last_chances(*place)))
        self._chances.found.connect(self._show_chances)
        self.group = ""
        self.event_id = ""
        self.events: tuple[EventRow, ...] = ()
        self.view: RegisterView | None = None
        self.steps = 0

    @property
    def rows(self) -> tuple[RegisterRow, ...]:
        """The rows of the open register; none when no event is open."""
        return self.view.rows if self.view else ()

    def open_group(self, group: str) -> None:
        """Open the event the group's register opens with."""
        self.group, self.view = group, None
        self._bus.attempt(self._read_events)
        self._bus.attempt(self._choose_opening)
        self.read_view()

    def open_event(self, event: str) -> None:
        """Open another event of the same group."""
        self.event_id = event
        self.read_view()

    def read_view(self) -> None:
        """Read the open register anew."""
        self._bus.attempt(self._read_view)
        self._chances.look_at(self.group, self.event_id if self.view else "")
        self.was_read.emit()

    def heard(self, changes: Changes) -> None:
        """Read anew what a write, here or elsewhere, has changed of this register."""
        if changes.group == self.group:
            self._bus.attempt(lambda: self._read_after(changes))
            if not changes.kinds <= _MARKS or self.event_id not in changes.ids:
                self._chances.look_at(self.group, self.event_id if self.view else "")
            self.was_read.emit()

    def row(self, person: str) -> RegisterRow | None:
        """A person's row; None for somebody not on this register."""
        return next((row for row in self.rows if row.person == person), None)

    def next_unmarked(self, person: str) -> str | None:
        """The next person below who is expected and unmarked."""
        below = False
        for row in self.rows:
            if below and row.expected and row.state is MarkState.UNMARKED:
                return row.person
            below = below or row.person == person
        return None

    def takes_marks(self) -> bool:
        """Whether the event ran; where it did not, the bus hears why nothing can be marked."""
        return self._bus.attempt(lambda: self._register.check_ran(self.group, self.event_id))

    def record(
        self,
        person: str,
        mark: Mark,
        *,
        shown: RegisterRow | None = None,
        how: str = "typed",
        amendment: str = "",
    ) -> bool:
        """Record a mark; True once it holds, also when it held before.

        What a sign-off covers changes with an ``amendment`` only: without one it is asked for. A
        mark that was asked for over a row, ``shown`` then, is not recorded over another mark.
        """
        row = self.row(person)
        if row is not None and shown is not None and _sides(row) != _sides(shown):
            self._bus.said.emit(str(StaleError()))
            return False
        if row is not None and row.signed and not amendment and _changes(row, mark):
            if self.takes_marks():
                self.amendment_asked.emit(person, mark, how)
            return False
        why = {"amendment": amendment} if amendment else {}
        done = self._write(
            lambda: self._register.mark(self.group, self.event_id, person, mark, how=how, **why)
        )
        if done:
            self.marked.emit(person)
        return done

    def choose(self, row: RegisterRow, side: int) -> bool:
        """Let one of the sides that a row shows hold, counted from 0."""
        heads = [each.head for each in row.candidates]
        place = (self.group, self.event_id, row.person)
        done = self._write(lambda: self._register.choose(*place, heads[side], heads))
        if done:
            self.marked.emit(row.person)
        return done

    def set_note(self, person: str, text: str, shown: str) -> bool:
        """Record a note on a person at this event, in place of the one that was shown."""
        return self._write(
            lambda: self._register.set_note(self.group, self.event_id, person, text, shown)
        )

    def draft(self, what: "Draft", person: str) -> str:
        """What was typed about a person at this event and is not recorded."""
        return (
            self._bus.read(lambda: self._drafts.of(self.group, what, self.event_id, person)) or ""
        )

    def keep_draft(self, what: "Draft", person: str, text: str) -> None:
        """Keep what is being typed about a person at this event; "" for nothing."""
        self._bus.attempt(lambda: self._drafts.keep(self.group, what, self.event_id, text, person))

    def mark_rest(self, event: str, state: MarkState, people: Sequence[str]) -> None:
        """Mark everyone expected and unmarked at an event, who are these people.

        Raises:
            NpqDesktopError: they are others now, or it is refused.
        """
        self._tell(self._register.mark_rest(self.group, event, Mark(state), people))

    def sign_off(self, event: str, shown: SignoffOffer) -> None:
        """Sign an event's register off as it was shown.

        Raises:
            NpqDesktopError: it is another one now, or it is refused.
        """
        self._tell(self._signoff.sign_off(self.group, event, shown))

    def take_back(self, steps: int) -> tuple[str, ...]:
        """Undo the last writes, because they were letters of a name; what they were, in words."""
        said = []
        for _ in range(steps):
            done = self._bus.read(lambda: self._undo.undo(self.group))
            if done is not None:
                changes, undone = done
                self._tell(changes)
                said.append(undone.words.removeprefix("Undone: "))
        return tuple(said)

    def offered_minutes(self, which: str) -> int | None:
        """Minutes to offer, None when the clock gives none."""
        return self._register.offered_minutes(self.group, self.event_id, which)

    def late_to_offer(self) -> int | None:
        """Minutes late that a find offers first; None while everybody is in time."""
        return self._register.late_to_offer(self.group, self.event_id)

    def signoff_offer(self, event: str, head_count: int | None) -> SignoffOffer:
        """What a sign-off of an event would say now.

        Raises:
            NpqDesktopError: it is refused.
        """
        return self._signoff.draft(self.group, event, head_count)

    def _write(self, write: Callable[[], Changes]) -> bool:
        changes = self._bus.read(write)
        if changes is None:
            return False
        self._tell(changes)
        return True

    def _tell(self, changes: Changes) -> None:
        if changes.kinds:
            self.steps += 1
            self._bus.changed.emit(changes)

    def _read_events(self) -> None:
        self.events = ()
        self.events = self._register.events(self.group)

    def _choose_opening(self) -> None:
        self.event_id = ""
        self.event_id = self._register.opening_event(self.group) or ""

    def _read_view(self) -> None:
        event = self.event_id
        self.view = self._chances.flagged(self._register.view(self.group, event)) if event else None

    def _read_after(self, changes: Changes) -> None:
        shown = self.view if self.view and self.view.event.id == self.event_id else None
        view = self._register.view_after(shown, changes) if shown else None
        if view is None:
            self._read_all()
            return
        self.view = self._chances.flagged(view) if self._chances.is_flagging else view
        self.events = self._register.events_after(view, self.events, changes)

    def _show_chances(self) -> None:
        self.view = self._chances.flagged(self.view)
        self.was_read.emit()

    def _read_all(self) -> None:
        self._read_events()
        if self.event_id not in {event.id for event in self.events}:
            self._choose_opening()
        self._read_view()


def _changes(row: RegisterRow, mark: Mark) -> bool:
    return mark != _stands(row)


def _stands(row: RegisterRow) -> Mark:
    return Mark(row.state, row.minutes_late, row.minutes_early, row.reason)


def _sides(row: RegisterRow) -> tuple[Mark, tuple[str, ...]]:
    """The mark of a row, or the sides of a disagreement."""
    return _stands(row), tuple(side.head for side in row.candidates)
