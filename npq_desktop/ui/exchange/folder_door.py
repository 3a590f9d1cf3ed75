"""Where the window knocks for the shared folder: nothing of it is imported during a start.

A folder chosen in an earlier run is looked at soon after the window is there.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.file_choice import ChooseFile

if TYPE_CHECKING:
    from npq_desktop.services.exchange.shared_folder import SharedFolderService
    from npq_desktop.ui.exchange.folder_presenter import FolderPresenter

_AFTER_START_MS = 2_000


class FolderServices(Protocol):
    """The service behind it, built when it is asked for."""

    @property
    def shared_folder(self) -> "SharedFolderService": ...


class FolderDoor(QObject):
    """Owned by the window; the presenter is built when a folder is in use, or asked for.

    ``state_changed``: look at the service's ``state()`` again.
    """

    state_changed = Signal()

    def __init__(
        self, *, parent: QWidget, services: FolderServices, bus: Bus, choose_file: ChooseFile
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._bus = bus
        self._choose_file = choose_file
        self._group = ""
        QTimer.singleShot(_AFTER_START_MS, self, self._go_on)

    def show_group(self, group: str) -> None:
        """Which group is open; "" for none."""
        self._group = group

    def show(self) -> None:
        """Open the dialog."""
        self.presenter.show_dialog(self._group)

    @cached_property
    def presenter(self) -> "FolderPresenter":
        """Looks at the folder from now on."""
        from npq_desktop.ui.exchange.folder_presenter import FolderPresenter

        made = FolderPresenter(
            parent=self._window,
            folder=self._services.shared_folder,
            bus=self._bus,
            choose_file=self._choose_file,
        )
        made.state_changed.connect(self.state_changed)
        return made

    def _go_on(self) -> None:
        if self._services.shared_folder.folder is not None:
            self.presenter.look()
