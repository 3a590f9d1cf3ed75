"""Offers the history of the current row's mark, and of the open event. Writes nothing."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from npq_desktop.errors import NpqDesktopError
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from npq_desktop.rows.register import History
    from npq_desktop.services.register.history import HistoryService


class HistoryServices(Protocol):
    """The service behind the actions, built when one of them is asked for."""

    @property
    def history(self) -> "HistoryService": ...


class HistoryActions(QObject):
    """Owned by its tab; adds one action under More and one to each row."""

    def __init__(
        self,
        *,
        parent: QObject,
        tab: RegisterTab,
        opened: OpenRegister,
        services: HistoryServices,
        bus: Bus,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._open = opened
        self._services = services
        self._bus = bus
        self.of_event = QAction("&History of this event…", self)
        self.of_mark = QAction("H&istory of this mark…\tH", self)
        self.of_event.triggered.connect(self._show_event)
        self.of_mark.triggered.connect(self._show_current)
        tab.history_asked.connect(self._show_mark)
        tab.add_event_action(self.of_event)
        tab.add_row_action(self.of_mark)

    def _show_event(self) -> None:
        self._show(lambda: self._services.history.of_event(self._open.group, self._open.event_id))

    def _show_current(self) -> None:
        self._show_mark(self._tab.table.current_person() or "")

    def _show_mark(self, person: str) -> None:
        group, event = self._open.group, self._open.event_id
        if person:
            self._show(lambda: self._services.history.of_mark(group, event, person))

    def _show(self, read: "Callable[[], History]") -> None:
        from npq_desktop.ui.register.events.history_dialog import HistoryDialog

        try:
            history = read()
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        HistoryDialog(parent=self._tab, history=history).open()
