"""The services behind the sync panel and its lists, built when one of them is asked for."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from npq_desktop.services.disagreements import DisagreementsService
    from npq_desktop.services.groups import GroupsService
    from npq_desktop.services.held_entries import HeldEntriesService
    from npq_desktop.services.members import MembersService
    from npq_desktop.services.shared_folder import SharedFolderService
    from npq_desktop.services.sync_status import SyncStatusService
    from npq_desktop.services.trail import TrailService
    from npq_desktop.services.undo import UndoService


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
