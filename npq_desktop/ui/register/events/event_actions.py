"""Offers what may have happened to the open event, and what is known of a row beforehand.

Every write is durable before the bus hears of it. What makes no sense now is not offered.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import EventState
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from npq_desktop.services.register.event_changes import EventChangesService
    from npq_desktop.services.register.expected import AnnouncementsService
    from npq_desktop.services.register.moved_marks import MovedMarksService

_UNSURE = (EventState.DID_NOT_RUN, EventState.DISAGREEMENT)


class EventServices(Protocol):
    """The services behind the actions, built when one of them is asked for."""

    @property
    def event_changes(self) -> "EventChangesService": ...
    @property
    def moved_marks(self) -> "MovedMarksService": ...
    @property
    def announcements(self) -> "AnnouncementsService": ...


class EventActions(QObject):
    """Owned by its tab; adds four actions under More and one to each row."""

    def __init__(
        self,
        *,
        parent: QObject,
        tab: RegisterTab,
        opened: OpenRegister,
        services: EventServices,
        bus: Bus,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._open = opened
        self._services = services
        self._bus = bus
        self.did_not_run = QAction("Did &not run…", self)
        self.did_run = QAction("It did &run", self)
        self.move = QAction("Move to another &date…", self)
        self.move_marks = QAction("Move these &marks to…", self)
        self.apologies = QAction("&Apologies or visit elsewhere…", self)
        self.apologies.setShortcut(QKeySequence("Ctrl+Shift+A"))
        self.apologies.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._offer()
        opened.was_read.connect(self._choose_offered)

    def _offer(self) -> None:
        for action, act in (
            (self.did_not_run, self._ask_did_not_run),
            (self.did_run, self._record_did_run),
            (self.move, self._ask_move),
            (self.move_marks, self._ask_move_marks),
        ):
            action.triggered.connect(act)
            self._tab.add_event_action(action)
        self.apologies.triggered.connect(self._ask_announcement)
        self._tab.add_row_action(self.apologies)
        self._choose_offered()

    def _choose_offered(self) -> None:
        view = self._open.view
        state = view.event.state if view else None
        self.did_not_run.setVisible(view is not None and state is not EventState.DID_NOT_RUN)
        self.did_run.setVisible(state in _UNSURE)
        self.move.setVisible(view is not None)
        self.move_marks.setVisible(view is not None and view.event.marked > 0)

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
        self._tell(
            self._services.event_changes.did_not_run(self._open.group, self._open.event_id, reason)
        )

    def _record_did_run(self) -> None:
        from npq_desktop.services.register.event_changes import effect_words

        before = self._services.event_changes.figures(self._open.group)
        try:
            self._tell(self._services.event_changes.did_run(self._open.group, self._open.event_id))
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        after = self._services.event_changes.figures(self._open.group)
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
        self._tell(self._services.event_changes.move_to(group, event, start, end, place))

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
        self._tell(self._services.moved_marks.move(self._open.group, self._open.event_id, target))

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
            self._tell(self._services.announcements.apologise(group, event, person, reason))
        elif expects == VISIT:
            self._tell(self._services.announcements.visit(group, event, person))
        else:
            self._tell(self._services.announcements.take_back(group, event, person))

    def _tell(self, changes: Changes) -> None:
        if changes.kinds:
            self._bus.changed.emit(changes)
