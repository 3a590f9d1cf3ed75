"""Offers the commands about the open event as a whole, and apologies of a person."""

from collections.abc import Callable
from functools import partial

from typing_extensions import override

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import EventRow, EventState
from npq_desktop.ui.register.tab_actions import RegisterActions

_UNSURE = (EventState.DID_NOT_RUN, EventState.DISAGREEMENT)


class EventActions(RegisterActions):
    """Binds the commands of the Event menu about the event as a whole, and apologies."""

    @override
    def offer_commands(self) -> None:
        self.did_not_run = self.offer(
            "did_not_run", self._ask_did_not_run, when=self._may_not_have_run
        )
        self.did_run = self.offer("did_run", self._record_did_run, when=self._is_unsure)
        self.move = self.offer("move_event", self._ask_move)
        self.move_marks = self.offer("move_marks", self._ask_move_marks, when=self._has_marks)
        self.apologies = self.offer("apologies", self._ask_announcement)

    @property
    def _event(self) -> EventRow | None:
        return self._open.view.event if self._open.view else None

    def _may_not_have_run(self) -> bool:
        event = self._event
        return event is not None and event.state is not EventState.DID_NOT_RUN

    def _is_unsure(self) -> bool:
        event = self._event
        return event is not None and event.state in _UNSURE

    def _has_marks(self) -> bool:
        event = self._event
        return event is not None and event.marked > 0

    def _ask_did_not_run(self) -> None:
        from npq_desktop.ui.register.events.event_dialogs import DidNotRunDialog

        event = self._event
        if event is None:
            return
        changes, place = self._services.event_changes, self._place
        dialog = DidNotRunDialog(
            parent=self._tab,
            title=event.short,
            look=partial(changes.effect, *place),
            record=self._recording(partial(changes.did_not_run, *place)),
        )
        dialog.move_asked.connect(self._ask_move)
        dialog.open()

    def _record_did_run(self) -> None:
        from npq_desktop.services.register.words import effect_words

        group, event = self._open.group, self._open.event_id
        changes = self._services.event_changes
        before = self._bus.read(lambda: changes.figures(group))
        if before is not None and self.record(lambda: changes.did_run(group, event)):
            after = changes.figures(group)
            self._bus.said.emit(f"Recorded that it ran. {effect_words(before, after)}")

    def _ask_move(self) -> None:
        from npq_desktop.ui.register.events.event_dialogs import MoveEventDialog

        if self._event is None:
            return
        changes, place = self._services.event_changes, self._place
        look = partial(changes.moving, *place)
        shown = self._bus.read(look)
        if shown is not None:
            record = self._recording(partial(changes.move_to, *place))
            MoveEventDialog(parent=self._tab, shown=shown, look=look, record=record).open()

    def _ask_move_marks(self) -> None:
        from npq_desktop.ui.register.events.event_dialogs import MoveMarksDialog

        event = self._event
        if event is None:
            return
        moved, place = self._services.moved_marks, self._place
        MoveMarksDialog(
            parent=self._tab,
            title=event.short,
            targets=moved.targets(*place),
            foretell=partial(moved.offer, *place),
            record=self._recording(partial(moved.move, *place)),
        ).open()

    def _ask_announcement(self) -> None:
        from npq_desktop.ui.register.events.event_dialogs import AnnouncementDialog

        person, event = self._tab.table.current_person(), self._event
        row = self._open.row(person) if person else None
        if row is None or event is None:
            return
        announcements, place = self._services.announcements, (*self._place, row.person)
        AnnouncementDialog(
            parent=self._tab,
            name=row.name,
            title=event.short,
            look=partial(announcements.known, *place),
            record=self._recording(partial(announcements.announce, *place)),
        ).open()

    @property
    def _place(self) -> tuple[str, str]:
        """Group and event that a dialog asks about, whatever is opened meanwhile."""
        return self._open.group, self._open.event_id

    def _recording(self, write: Callable[..., Changes]) -> Callable[..., None]:
        """As ``write``, and sends what has changed to the screens."""
        return lambda *answers: self.tell(write(*answers))
