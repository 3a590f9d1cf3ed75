"""Offers the history of the current row's mark, and of the open event. Writes nothing."""

from typing import TYPE_CHECKING

from typing_extensions import override

from npq_desktop.ui.register.tab_actions import RegisterActions

if TYPE_CHECKING:
    from collections.abc import Callable

    from npq_desktop.rows.events import History


class HistoryActions(RegisterActions):
    """Binds the history of the event, and of the current row's mark."""

    @override
    def offer_commands(self) -> None:
        self.of_event = self.offer("event_history", self._show_event)
        self.of_mark = self.offer("mark_history", self._show_current)
        self._tab.history_asked.connect(self._show_mark)

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
