"""Joins the Seminar register's widgets to the open register: what is shown, what is asked."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from npq_desktop.rows.register import (
    Mark,
    MarkState,
    RegisterRow,
    SignoffOffer,
    Undone,
    unmarked,
)
from npq_desktop.services.register.words import mark_sentence
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.register.key_commands import Command
from npq_desktop.ui.register.last_chances import LookForChances
from npq_desktop.ui.register.marking.finder import Finder
from npq_desktop.ui.register.marking.marking_by_keys import Letters
from npq_desktop.ui.register.marking.texts import AmendmentActions, NoteActions
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.register.table.delegate import Hit, HitKind
from npq_desktop.ui.register.table.words import mark_words

if TYPE_CHECKING:
    from npq_desktop.services.core.undo import UndoService
    from npq_desktop.services.register.drafts import RegisterDrafts
    from npq_desktop.services.register.register import RegisterService
    from npq_desktop.services.register.signoff import SignoffService
    from npq_desktop.ui.kit.dialogs.dialog import Dialog

_COMMAND_OF_BUTTON = {
    MarkState.PRESENT: Command.PRESENT,
    MarkState.ABSENT: Command.ABSENT,
    MarkState.LATE: Command.LATE,
    MarkState.LEFT_EARLY: Command.LEFT_EARLY,
}


class RegisterPresenter(QObject):
    """Owned by its tab; ``show_group`` opens the register a group should see first."""

    def __init__(
        self,
        *,
        parent: QObject,
        tab: RegisterTab,
        register: "RegisterService",
        signoff: "SignoffService",
        undo: "UndoService",
        drafts: "RegisterDrafts",
        last_chances: LookForChances,
        bus: Bus,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._bus = bus
        self._open = OpenRegister(
            parent=self,
            register=register,
            signoff=signoff,
            undo=undo,
            drafts=drafts,
            last_chances=lambda *place: last_chances(*place) if tab.window().isVisible() else None,
            bus=bus,
        )
        self._letters = Letters(parent=self, tab=tab, register=self._open, bus=bus)
        self._amendments = AmendmentActions(parent=self, tab=tab, register=self._open, bus=bus)
        self._notes = NoteActions(parent=self, tab=tab, register=self._open, bus=bus)
        self._finder = Finder(parent=self, tab=tab, register=self._open)
        self.hearing = bus.hearing(tab)
        self._connect()

    @property
    def opened(self) -> OpenRegister:
        """The register that is open, for the actions on it."""
        return self._open

    def show_group(self, group_id: str) -> None:
        """Open a group; an empty id means that there is none."""
        if not group_id:
            self._tab.show_no_group()
            return
        self._open.open_group(group_id)
        self._select_first()

    def _connect(self) -> None:
        tab = self._tab
        self.hearing.group_opened.connect(self.show_group)
        self.hearing.changed.connect(self._open.heard)
        self._open.was_read.connect(self._show)
        # Announce it after the key press has returned, so that the mark does not wait.
        self._open.marked.connect(self._announce, Qt.ConnectionType.QueuedConnection)
        self._bus.undone.connect(self._go_to_undone)
        tab.event_chosen.connect(self._open_event)
        tab.events.activated.connect(tab.table.setFocus)
        tab.events.clicked.connect(tab.table.setFocus)
        tab.table.clear_asked.connect(self._clear)
        tab.table.hit.connect(self._hit)
        tab.change_chosen.connect(self._choose_mark)
        tab.minutes.accepted.connect(self._minutes_entered)
        tab.reasons.accepted.connect(self._reason_entered)
        tab.rest_asked.connect(self._ask_rest)
        tab.signoff_asked.connect(self._ask_signoff)
        for editor in (tab.minutes, tab.reasons):
            editor.cancelled.connect(tab.table.setFocus)
            editor.cancelled.connect(self._say_nothing_recorded)
            editor.left.connect(self._say_nothing_recorded)

    def _show(self) -> None:
        self._tab.show_events(self._open.events, self._open.event_id)
        self._tab.show_view(self._open.view)

    def _announce(self, person: str) -> None:
        """Tell assistive technology which mark somebody has now, and how many are left."""
        row = self._open.row(person)
        if row is not None:
            left = len(unmarked(self._open.rows))
            announcer().say(mark_sentence(row.name, mark_words(row), left))

    def _open_event(self, event: str) -> None:
        self._tab.close_editors()
        self._open.open_event(event)
        self._select_first()

    def _select_first(self) -> None:
        """The first row to mark, else the first row."""
        rows = self._open.rows
        unmarked = [r for r in rows if r.expected and r.state is MarkState.UNMARKED]
        for row in (unmarked or rows)[:1]:
            self._tab.table.select(row.person)
        if rows and self._tab.isVisible() and not self._tab.events.hasFocus():
            self._tab.table.setFocus()

    def _go_to_undone(self, undone: Undone) -> None:
        if undone.event and undone.event in {event.id for event in self._open.events}:
            if undone.event != self._open.event_id:
                self._open.open_event(undone.event)
            if undone.person:
                self._tab.table.select(undone.person)

    def _clear(self) -> None:
        person = self._tab.table.current_person()
        row = self._open.row(person) if person else None
        if row is None:
            return
        if row.state is MarkState.CONFLICT:
            self._bus.said.emit(f"{row.name} has two different marks. Press 1 or 2 to choose.")
        elif row.state is not MarkState.UNMARKED:
            self._open.record(row.person, Mark(MarkState.UNMARKED))

    def _hit(self, person: str, hit: Hit) -> None:
        row = self._open.row(person)
        if row is None:
            return
        if hit.kind is HitKind.CHANGE:
            self._tab.offer_change(person)
        elif hit.kind is HitKind.ANYWAY:
            self._tab.table.register_model.reveal(person)
        elif hit.kind is HitKind.SIDE:
            self._open.choose(row, hit.side)
        else:
            self._choose_mark(person, hit.state)

    def _choose_mark(self, person: str, state: MarkState) -> None:
        if state in (MarkState.PRESENT, MarkState.ABSENT):
            self._open.record(person, Mark(state))
        else:
            self._letters.start(_COMMAND_OF_BUTTON[state], person)

    def _minutes_entered(self, person: str, which: str, minutes: int) -> None:
        self._tab.table.setFocus()
        row = self._open.row(person)
        if row is None:
            return
        late = minutes if which == "late" else row.minutes_late
        early = minutes if which == "early" else row.minutes_early
        state = MarkState.LATE if late else MarkState.LEFT_EARLY
        mark = Mark(state, minutes_late=late, minutes_early=early)
        self._letters.enter(person, mark, shown=self._tab.minutes.shown)

    def _reason_entered(self, person: str, reason: str) -> None:
        self._tab.table.setFocus()
        mark = Mark(MarkState.ABSENT, reason=reason)
        self._letters.enter(person, mark, shown=self._tab.reasons.shown)

    def _say_nothing_recorded(self) -> None:
        self._bus.said.emit("Nothing was recorded. Press Enter to record.")

    def _ask_rest(self) -> None:
        from npq_desktop.ui.register.dialogs import MarkRestDialog

        rows = unmarked(self._open.rows)
        if not rows or not self._open.takes_marks():
            return
        dialog = MarkRestDialog(
            parent=self._tab,
            rows=rows,
            look=self._unmarked_now,
            record=partial(self._open.mark_rest, self._open.event_id),
        )
        self._ask(dialog)

    def _unmarked_now(self) -> tuple[RegisterRow, ...]:
        self._open.read_view()
        return unmarked(self._open.rows)

    def _ask_signoff(self) -> None:
        from npq_desktop.ui.register.dialogs import SignoffDialog

        view = self._open.view
        if view is None or not view.rows:
            return
        offer = partial(self._open.signoff_offer, view.event.id)
        shown = self._bus.read(lambda: offer(view.counts.head_count))
        if shown is not None:
            sign = partial(self._sign_off, view.event.id)
            title = view.event.short
            self._ask(
                SignoffDialog(parent=self._tab, title=title, shown=shown, offer=offer, record=sign)
            )

    def _sign_off(self, event: str, shown: SignoffOffer) -> None:
        self._open.sign_off(event, shown)
        self._bus.said.emit("Signed off.")
        self._bus.settled.emit()

    def _ask(self, dialog: "Dialog") -> None:
        dialog.finished.connect(self._tab.table.setFocus)
        dialog.open()
