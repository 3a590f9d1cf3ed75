"""The services behind the sync panel and its lists, built when one of them is asked for."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from npq_desktop.services.core.undo import UndoService
    from npq_desktop.services.exchange.members import MembersService
    from npq_desktop.services.exchange.shared_folder import SharedFolderService
    from npq_desktop.services.exchange.sync_status import SyncStatusService
    from npq_desktop.services.exchange.trail import TrailService
    from npq_desktop.services.exchange.unsettled import DisagreementsService, HeldEntriesService
    from npq_desktop.services.groups.groups import GroupsService


class SyncServices(Protocol):
    """What the panel, its presenter and its lists ask for."""

    @property
    def groups(self) -> "GroupsService": ...
    @property
    def shared_folder(self) -> "SharedFolderService": ...
    @property
    def sync_status(self) -> "SyncStatusService": ...
    @property
    def disagreements(self) -> "DisagreementsService": ...
    @property
    def held_entries(self) -> "HeldEntriesService": ...
    @property
    def members(self) -> "MembersService": ...
    @property
    def trail(self) -> "TrailService": ...
    @property
    def undo(self) -> "UndoService": ...
