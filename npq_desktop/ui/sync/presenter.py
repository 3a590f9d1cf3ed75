"""Opens the sync panel over the window, keeps it up to date, and opens what its buttons ask for.

Services and dialogs are taken when they are first needed.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.changes import Changes
from npq_desktop.ui.exchange.door import ExchangeDoor
from npq_desktop.ui.frame.bus import Bus

if TYPE_CHECKING:
    from npq_desktop.services.groups import GroupsService
    from npq_desktop.services.sync_status import SyncStatusService
    from npq_desktop.ui.sync.panel import SyncPanel


class SyncServices(Protocol):
    """The services behind the panel, built when one of them is asked for."""

    @property
    def groups(self) -> "GroupsService": ...
    @property
    def sync_status(self) -> "SyncStatusService": ...


class SyncPresenter(QObject):
    """One per window. ``group_chosen``: another group is to be opened everywhere;
    ``shared_folder_requested``: its dialog is to be opened.
    """

    group_chosen = Signal(str)
    shared_folder_requested = Signal()

    def __init__(
        self, *, parent: QWidget, services: SyncServices, exchange: ExchangeDoor, bus: Bus
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._exchange = exchange
        self._bus = bus
        self._group = ""
        self.panel: SyncPanel | None = None
        bus.changed.connect(self._changed)

    def show_group(self, group: str) -> None:
        """Which group the panel is about."""
        self._group = group
        self._refresh()

    def open_panel(self) -> None:
        """Show the panel of the open group."""
        from npq_desktop.ui.sync.panel import SyncPanel

        if not self._group or self.panel is not None:
            return
        self.panel = SyncPanel(self._window)
        self.panel.group_chosen.connect(self.group_chosen)
        self.panel.finished.connect(self._closed)
        self._offer(self.panel)
        self._refresh()
        self.panel.open()

    def _offer(self, panel: "SyncPanel") -> None:
        """The ways in and out; a further route has its button here."""
        panel.add_way(self.tr("&Send…"), self._exchange.send).setDefault(True)
        panel.add_way(self.tr("&Open file…"), self._exchange.ask_and_open)
        panel.add_way(self.tr("S&hared folder…"), self.shared_folder_requested.emit)
        panel.add_way(self.tr("In&vite…"), self._exchange.invite)

    def _refresh(self) -> None:
        panel = self.panel
        if panel is None or not self._group:
            return
        panel.show_groups(self._services.groups.all(), self._group)
        panel.attempt(lambda: panel.show_view(self._services.sync_status.view(self._group)))

    def _changed(self, changes: Changes) -> None:
        if changes.group == self._group:
            self._refresh()

    def _closed(self) -> None:
        self.panel = None
