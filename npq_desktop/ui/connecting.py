"""The ways between laptops that work by themselves, put into the window: folder, hub, sync panel.

Each is imported and built when first asked for, since a start must not wait for them.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from npq_desktop.services.core.words import count
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.joining import Parts
from npq_desktop.ui.kit.waiting.later import Later
from npq_desktop.ui.kit.waiting.pause import once_after

if TYPE_CHECKING:
    from npq_desktop.ui.exchange.folder_presenter import FolderPresenter
    from npq_desktop.ui.exchange.hub_presenter import HubPresenter
    from npq_desktop.ui.exchange.room_presenter import RoomPresenter
    from npq_desktop.ui.exchange.sync_presenter import SyncPresenter

_LOOK_AT_HUB_MS = 1_500
"""So long after a group was opened it is seen whether it travels over a hub."""
_LOOK_AT_FOLDER_MS = 2_000
"""So long after a start a folder that was chosen in an earlier run is looked at."""


def add_folder(parts: Parts) -> "Later[FolderPresenter]":
    """The shared folder, looked at a little after a start."""

    def build(parent: MainWindow) -> "FolderPresenter":
        from npq_desktop.ui.exchange.folder_presenter import FolderPresenter

        return FolderPresenter(
            parent=parent,
            folder=parts.application.shared_folder,
            bus=parts.bus,
            choose_file=parts.choose_file,
            group=parts.frame.group,
        )

    def look() -> None:
        if not parts.window.isHidden():  # closed meanwhile, and the store with it
            folder().look()

    folder = Later(parts.window, build)
    parts.window.commands.bind("shared_folder", lambda: folder().show_dialog())
    QTimer.singleShot(_LOOK_AT_FOLDER_MS, parts.window, look)
    return folder


def add_hub(parts: Parts) -> "Later[HubPresenter]":
    """The hubs of this laptop's groups; nothing of it is loaded where no group has one."""
    window, frame, application = parts.window, parts.frame, parts.application

    def build(parent: MainWindow) -> "HubPresenter":
        from npq_desktop.ui.exchange.hub_presenter import HubPresenter

        made = HubPresenter(
            parent=parent,
            rounds=application.hub_rounds,
            choices=application.hub_choices,
            bus=parts.bus,
            choose_file=parts.choose_file,
            group=frame.group,
            title=lambda: application.sync_status.title(frame.group()),
        )
        application.groups.chips.live.append(application.hub_rounds.chip)
        made.state_changed.connect(frame.look_again)
        return made

    def look() -> None:
        """Begin where a hub is used or to be asked about; others never load what speaks to one."""
        choices, group = application.hub_choices, frame.group()
        if window.isHidden() or not group:  # closed meanwhile, and the store with it
            return
        if choices.groups or choices.unanswered(group) is not None:
            hub().look_at(group)

    hub = Later(window, build)
    window.commands.bind("hub", lambda: hub().show_dialog())
    soon = once_after(window, _LOOK_AT_HUB_MS, look)
    frame.group_opened.connect(lambda _: soon.start())
    frame.hubs_changed.connect(soon.start)  # a room or a folder may have brought one
    return hub


def add_room(parts: Parts) -> None:
    """The room; nothing of it is loaded before somebody asks for it."""
    application, frame = parts.application, parts.frame

    def build(parent: MainWindow) -> "RoomPresenter":
        from npq_desktop.ui.exchange.room_presenter import RoomPresenter, own_addresses

        made = RoomPresenter(
            parent=parent,
            rooms=application.rooms,
            membership=application.membership,
            bus=parts.bus,
            group=frame.group,
            title=lambda: application.sync_status.title(frame.group()),
            addresses=own_addresses,
        )
        made.invitation_arrived.connect(parts.window.file_dropped)
        frame.group_opened.connect(made.go_in)
        application.groups.chips.live.insert(0, application.rooms.chip)
        made.state_changed.connect(frame.look_again)
        return made

    room = Later(parts.window, build)
    parts.window.commands.bind("share_room", lambda: room().show_share())
    parts.window.commands.bind("join_room", lambda: room().show_join())


def add_sync(parts: Parts, folder: "Later[FolderPresenter]", hub: "Later[HubPresenter]") -> None:
    """The sync panel and its lists."""
    commands = parts.window.commands

    def build(parent: MainWindow) -> "SyncPresenter":
        from npq_desktop.ui.exchange.sync_presenter import SyncPresenter

        made = SyncPresenter(
            parent=parent,
            services=parts.application,
            bus=parts.bus,
            choose_file=parts.choose_file,
            group=parts.frame.group,
        )
        parts.frame.group_opened.connect(made.refresh)
        folder().state_changed.connect(made.show_folder)
        made.group_chosen.connect(parts.frame.open_group)
        for asked, name in (
            (made.send_requested, "send"),
            (made.open_requested, "open"),
            (made.invite_requested, "invite"),
            (made.shared_folder_requested, "shared_folder"),
            (made.hub_requested, "hub"),
            (made.room_requested, "share_room"),
            (made.recovery_sheet_requested, "recovery_sheet"),
        ):
            asked.connect(commands.action(name).trigger)
        made.sync_now_requested.connect(lambda: hub().sync_now())
        hub().state_changed.connect(made.show_hub)
        made.seen.connect(parts.frame.look_again)
        return made

    _bind_sync(parts, Later(parts.window, build))


def _bind_sync(parts: Parts, sync: "Later[SyncPresenter]") -> None:
    commands = parts.window.commands

    def disagreements() -> int:
        group = parts.frame.group()
        return parts.application.groups.disagreements(group) if group else 0

    commands.bind("sync", lambda: sync().open_panel())
    commands.bind(
        "settle",
        lambda: sync().open_disagreements(),
        when=lambda: disagreements() > 0,
        words=lambda: _settle_words(disagreements()),
    )
    commands.bind("on_hold", lambda: sync().open_held())
    commands.bind("members", lambda: sync().open_members())
    header = parts.window.header
    header.chip_clicked.connect(lambda: commands.action(header.chip.shown.opens).trigger())


def _settle_words(number: int) -> str:
    return f"Settle {count(number, 'disagreement')}…" if number else ""
