"""Offers what may have happened to the open event, and what is known of a row beforehand."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from npq_desktop.rows.register import EventRow, EventState
from npq_desktop.ui.kit.actions import TabActions
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from npq_desktop.services.application import Application

_UNSURE = (EventState.DID_NOT_RUN, EventState.DISAGREEMENT)


class EventActions(TabActions):
    """Four actions under More and one to each row."""

    def __init__(
        self, *, tab: RegisterTab, opened: OpenRegister, services: "Application", bus: Bus
    ) -> None:
        super().__init__(tab=tab, bus=bus)
        self._tab = tab
        self._open = opened
        self._services = services
        more = tab.add_event_action
        self.did_not_run = self.offer(
            "Did &not run…", self._ask_did_not_run, where=more, when=self._may_not_have_run
        )
        self.did_run = self.offer(
            "It did &run", self._record_did_run, where=more, when=self._is_unsure
        )
        self.move = self.offer("Move to another &date…", self._ask_move, where=more)
        self.move_marks = self.offer(
            "Move these &marks to…", self._ask_move_marks, where=more, when=self._has_marks
        )
        self.apologies = self.offer(
            "&Apologies or visit elsewhere…",
            self._ask_announcement,
            keys="Ctrl+Shift+A",
            where=tab.add_row_action,
        )
        self.apologies.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

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

        view = self._open.view
        if view is None:
            return
        dialog = DidNotRunDialog(
            parent=self._tab,
            title=view.event.title,
            effect=self._services.event_changes.effect(view.group, view.event.id),
            record=self._record_did_not_run,
        )
        dialog.move_asked.connect(self._ask_move)
        dialog.open()

    def _record_did_not_run(self, reason: str) -> None:
        self.tell(
            self._services.event_changes.did_not_run(self._open.group, self._open.event_id, reason)
        )

    def _record_did_run(self) -> None:
        from npq_desktop.services.register.event_changes import effect_words

        group, event = self._open.group, self._open.event_id
        changes = self._services.event_changes
        before = changes.figures(group)
        if self.record(lambda: changes.did_run(group, event)):
            after = changes.figures(group)
            self._bus.said.emit(f"It did run. {effect_words(before, after)}")

    def _ask_move(self) -> None:
        from npq_desktop.ui.register.events.event_dialogs import MoveEventDialog

        view = self._open.view
        if view is None:
            return
        MoveEventDialog(
            parent=self._tab,
            title=view.event.title,
            times=self._services.event_changes.suggested_times(view.group, view.event.id),
            place=view.event.place,
            words=self._services.event_changes.moving_words(view.group, view.event.id),
            record=self._record_move,
        ).open()

    def _record_move(self, start: datetime, end: datetime, place: str) -> None:
        group, event = self._open.group, self._open.event_id
        self.tell(self._services.event_changes.move_to(group, event, start, end, place))

    def _ask_move_marks(self) -> None:
        from npq_desktop.ui.register.events.event_dialogs import MoveMarksDialog

        view = self._open.view
        if view is None:
            return
        MoveMarksDialog(
            parent=self._tab,
            title=view.event.title,
            targets=self._services.moved_marks.targets(view.group, view.event.id),
            foretell=self._foretell_marks,
            record=self._record_marks,
        ).open()

    def _foretell_marks(self, target: str) -> str:
        return self._services.moved_marks.words(self._open.group, self._open.event_id, target)

    def _record_marks(self, target: str) -> None:
        self.tell(self._services.moved_marks.move(self._open.group, self._open.event_id, target))

    def _ask_announcement(self) -> None:
        from npq_desktop.ui.register.events.event_dialogs import AnnouncementDialog

        person, view = self._tab.table.current_person(), self._open.view
        row = self._open.row(person) if person else None
        if row is None or view is None:
            return
        AnnouncementDialog(
            parent=self._tab,
            name=row.name,
            title=view.event.title,
            known=self._services.announcements.known(view.group, view.event.id, row.person),
            record=self._record_announcement,
        ).open()

    def _record_announcement(self, expects: str, reason: str) -> None:
        from npq_desktop.ui.register.events.event_dialogs import APOLOGY, VISIT

        group, event = self._open.group, self._open.event_id
        person = self._tab.table.current_person() or ""
        if expects == APOLOGY:
            self.tell(self._services.announcements.apologise(group, event, person, reason))
        elif expects == VISIT:
            self.tell(self._services.announcements.visit(group, event, person))
        else:
            self.tell(self._services.announcements.take_back(group, event, person))
