"""Offers the history of the current row's mark, and of the open event. Writes nothing."""

from typing import TYPE_CHECKING

from npq_desktop.ui.kit.actions import PageCommands, TabActions
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from npq_desktop.rows.register import History
    from npq_desktop.services.application import Application


class HistoryActions(TabActions):
    """Binds the history of the event, and of the current row's mark."""

    def __init__(
        self,
        *,
        tab: RegisterTab,
        opened: OpenRegister,
        services: "Application",
        bus: Bus,
        commands: PageCommands,
    ) -> None:
        super().__init__(tab=tab, bus=bus, commands=commands)
        self._tab = tab
        self._open = opened
        self._services = services
        self.of_event = self.offer("event_history", self._show_event)
        self.of_mark = self.offer("mark_history", self._show_current)
        tab.history_asked.connect(self._show_mark)

    def _show_event(self) -> None:
        group, event = self._open.group, self._open.event_id
        self._show(lambda: self._services.history.of_event(group, event))

    def _show_current(self) -> None:
        self._show_mark(self._tab.table.current_person() or "")

    def _show_mark(self, person: str) -> None:
        group, event = self._open.group, self._open.event_id
        if person:
            self._show(lambda: self._services.history.of_mark(group, event, person))

    def _show(self, read: "Callable[[], History]") -> None:
        from npq_desktop.ui.register.events.history_dialog import HistoryDialog

        history = self._bus.read(read)
        if history is not None:
            HistoryDialog(parent=self._tab, history=history).open()
