"""Asks why a mark changes that a sign-off covers; without a reason nothing is recorded."""

from PySide6.QtCore import QObject

from npq_desktop.rows.register import Mark
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab


class AmendmentActions(QObject):
    """Holds the mark that waits for its reason."""

    def __init__(
        self, *, parent: QObject, tab: RegisterTab, register: OpenRegister, bus: Bus
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._register = register
        self._bus = bus
        self._waiting: tuple[str, str, Mark, str] | None = None
        register.amendment_asked.connect(self._ask)
        tab.amendments.accepted.connect(self._record)
        tab.amendments.cancelled.connect(self._drop)
        tab.amendments.left.connect(self._drop)

    def _ask(self, person: str, mark: Mark, how: str) -> None:
        self._tab.ask_amendment(person)
        self._waiting = (self._register.event_id, person, mark, how)

    def _record(self, person: str, reason: str) -> None:
        waiting, self._waiting = self._waiting, None
        self._tab.table.setFocus()
        if waiting is None or waiting[:2] != (self._register.event_id, person):
            return
        _, _, mark, how = waiting
        if self._register.mark(person, mark, how=how, amendment=reason):
            self._bus.said.emit("Recorded as an amendment. Sign again to cover it: F9.")

    def _drop(self) -> None:
        self._waiting = None
        self._tab.table.setFocus()
        self._bus.said.emit("Nothing was recorded: the mark stands as it was signed.")
