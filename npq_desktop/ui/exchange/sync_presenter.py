"""Opens the sync panel over the window, keeps it up to date, and opens what its buttons ask for.

Services and dialogs are taken when they are first needed.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.changes import Changes
from npq_desktop.ui.exchange.door import ExchangeDoor
from npq_desktop.ui.exchange.sync_services import SyncServices
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.file_choice import ChooseFile

if TYPE_CHECKING:
    from npq_desktop.ui.exchange.sync_panel import SyncPanel


class SyncPresenter(QObject):
    """One per window. ``group_chosen``: another group is to be opened everywhere;
    ``shared_folder_requested`` and ``recovery_sheet_requested``: that dialog is to be opened.
    """

    group_chosen = Signal(str)
    shared_folder_requested = Signal()
    recovery_sheet_requested = Signal()

    def __init__(
        self,
        *,
        parent: QWidget,
        services: SyncServices,
        exchange: ExchangeDoor,
        bus: Bus,
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._exchange = exchange
        self._bus = bus
        self._choose_file = choose_file
        self._group = ""
        self.panel: SyncPanel | None = None
        bus.changed.connect(self._changed)

    def show_group(self, group: str) -> None:
        """Which group the panel is about."""
        self._group = group
        self._refresh()

    def open_panel(self) -> None:
        """Show the panel of the open group."""
        from npq_desktop.ui.exchange.sync_panel import SyncPanel

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
        panel.add_way("&Send…", self._exchange.send).setDefault(True)
        panel.add_way("&Open file…", self._exchange.ask_and_open)
        panel.add_way("S&hared folder…", self.shared_folder_requested.emit)
        panel.add_way("In&vite…", self._exchange.invite)
        panel.disagreements_button.clicked.connect(self._open_disagreements)
        panel.held_button.clicked.connect(self._open_held)
        panel.members_button.clicked.connect(self._open_members)
        panel.trail_button.clicked.connect(self._open_trail)
        panel.sheet_button.clicked.connect(panel.accept)  # it would go on saying that it is due
        panel.sheet_button.clicked.connect(self.recovery_sheet_requested)

    def _open_disagreements(self) -> None:
        from npq_desktop.ui.exchange.lists import DisagreementsDialog

        DisagreementsDialog(
            parent=self.panel, services=self._services, bus=self._bus, group=self._group
        ).open()

    def _open_held(self) -> None:
        from npq_desktop.ui.exchange.lists import HeldDialog

        HeldDialog(
            parent=self.panel, services=self._services, bus=self._bus, group=self._group
        ).open()

    def _open_members(self) -> None:
        from npq_desktop.ui.exchange.lists import MembersDialog

        MembersDialog(
            parent=self.panel, services=self._services, bus=self._bus, group=self._group
        ).open()

    def _open_trail(self) -> None:
        from npq_desktop.ui.exchange.lists import TrailDialog

        TrailDialog(
            parent=self.panel,
            services=self._services,
            choose_file=self._choose_file,
            group=self._group,
            title=self._services.sync_status.view(self._group).title,
        ).open()

    def _refresh(self) -> None:
        panel = self.panel
        if panel is None or not self._group:
            return
        panel.show_groups(self._services.groups.titles(), self._group)
        panel.attempt(lambda: panel.show_view(self._services.sync_status.view(self._group)))

        self.show_folder()

    def show_folder(self) -> None:
        """Say in the panel how the shared folder stands now."""
        folder = self._services.shared_folder
        if self.panel is not None:
            self.panel.show_folder(folder.state().words if folder.folder else "")

    def _changed(self, changes: Changes) -> None:
        if changes.group == self._group:
            self._refresh()

    def _closed(self) -> None:
        self.panel = None
