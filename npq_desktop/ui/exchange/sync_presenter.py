"""Opens the sync panel over the window, keeps it up to date, and opens what its buttons ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.changes import Changes
from npq_desktop.ui.exchange.lists import (
    DisagreementsDialog,
    HeldDialog,
    MembersDialog,
    TrailDialog,
)
from npq_desktop.ui.exchange.sync_panel import SyncPanel
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile

if TYPE_CHECKING:
    from npq_desktop.services.application import Application


class SyncPresenter(QObject):
    """One per window; ``group`` says which group is open, "" for none.

    ``group_chosen``: another group is to be opened everywhere; the other signals: what a button of
    the panel asks for is to be opened. ``seen``: the panel was closed, so the header may say less.
    """

    group_chosen = Signal(str)
    send_requested = Signal()
    open_requested = Signal()
    shared_folder_requested = Signal()
    hub_requested = Signal()
    room_requested = Signal()
    sync_now_requested = Signal()
    invite_requested = Signal()
    recovery_sheet_requested = Signal()
    seen = Signal()

    def __init__(
        self,
        *,
        parent: QWidget,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        group: Callable[[], str],
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._bus = bus
        self._choose_file = choose_file
        self._group = group
        self.panel: SyncPanel | None = None
        bus.changed.connect(self._changed)

    def open_panel(self) -> None:
        """Show the panel of the open group."""
        if not self._group() or self.panel is not None:
            return
        self.panel = SyncPanel(self._window)
        self.panel.group_chosen.connect(self.group_chosen)
        self.panel.finished.connect(self._closed)
        self._offer(self.panel)
        if not self._services.preferences.key_notice_seen:
            self.panel.show_key_notice(self._services.profile.key_notice)
        self.panel.understood_button.clicked.connect(self._understood)
        self.refresh()
        self.panel.open()
        self._bus.attempt(lambda: self._services.sync_status.note_seen(self._group()))

    def _understood(self) -> None:
        self._services.preferences.note_key_notice()
        if self.panel is not None:
            self.panel.show_key_notice("")

    def _offer(self, panel: SyncPanel) -> None:
        """The ways in and out; a further route has its button here."""
        panel.add_way("&Send…", self.send_requested.emit).setDefault(True)
        panel.add_way("&Open file…", self.open_requested.emit)
        panel.add_way("S&hared folder…", self.shared_folder_requested.emit)
        panel.add_way("Hu&b…", self.hub_requested.emit)
        panel.add_way("Share in this &room…", self.room_requested.emit)
        panel.now_button.clicked.connect(self.sync_now_requested)
        panel.add_way("In&vite…", self.invite_requested.emit)
        panel.disagreements_button.clicked.connect(self.open_disagreements)
        panel.held_button.clicked.connect(self.open_held)
        panel.members_button.clicked.connect(self.open_members)
        panel.trail_button.clicked.connect(self._open_trail)
        panel.sheet_button.clicked.connect(panel.accept)  # it would go on saying that it is due
        panel.sheet_button.clicked.connect(self.recovery_sheet_requested)

    def open_disagreements(self) -> None:
        """Show what colleagues recorded differently."""
        DisagreementsDialog(
            parent=self.panel or self._window,
            services=self._services,
            bus=self._bus,
            group=self._group(),
        ).open()

    def open_held(self) -> None:
        """Show what does not count yet."""
        HeldDialog(
            parent=self.panel or self._window,
            services=self._services,
            bus=self._bus,
            group=self._group(),
        ).open()

    def open_members(self) -> None:
        """Show who is in the group, with which laptops."""
        MembersDialog(
            parent=self.panel or self._window,
            services=self._services,
            bus=self._bus,
            choose_file=self._choose_file,
            group=self._group(),
            title=self._services.sync_status.view(self._group()).title,
        ).open()

    def _open_trail(self) -> None:
        TrailDialog(
            parent=self.panel,
            services=self._services,
            choose_file=self._choose_file,
            group=self._group(),
            title=self._services.sync_status.view(self._group()).title,
        ).open()

    def refresh(self) -> None:
        """Show in the panel, where it is open, how things stand with the group that is open now."""
        panel, group = self.panel, self._group()
        if panel is None or not group:
            return
        panel.show_groups(self._services.groups.titles(), group)
        panel.attempt(lambda: panel.show_view(self._services.sync_status.view(group)))
        self.show_folder()
        self.show_hub()

    def show_hub(self) -> None:
        """Say in the panel how the open group's hub stands now."""
        panel, group = self.panel, self._group()
        if panel is None or not group:
            return
        has_hub = self._bus.read(lambda: self._services.hub_choices.hubs(group))
        panel.show_hub(self._services.hub_rounds.view(group) if has_hub else None)

    def show_folder(self) -> None:
        """Say in the panel how the shared folder stands now."""
        if self.panel is not None:
            folder = self._services.shared_folder
            state = folder.state()
            words = "\n".join((state.words, *state.troubles))
            self.panel.show_folder(words if folder.folder else "")

    def _changed(self, changes: Changes) -> None:
        if changes.group == self._group():
            self.refresh()

    def _closed(self) -> None:
        self.panel = None
        self.seen.emit()
