"""Where the window knocks for what ends: the list of erasures, and a group that is to leave.

Services and dialogs are taken when they are first needed.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.file_choice import ChooseFile

if TYPE_CHECKING:
    from npq_desktop.services.exchange.bundles import ExchangeService
    from npq_desktop.services.rights.erasure import ErasureService
    from npq_desktop.services.rights.handover import HandoverService


class EndingServices(Protocol):
    """The services behind the dialogs."""

    @property
    def erasure(self) -> "ErasureService": ...
    @property
    def handover(self) -> "HandoverService": ...
    @property
    def exchange(self) -> "ExchangeService": ...


class EndingDoor(QObject):
    """One per window. ``group_left``: the open group is no longer on this laptop."""

    group_left = Signal()

    def __init__(
        self, *, parent: QWidget, services: EndingServices, choose_file: ChooseFile
    ) -> None:
        super().__init__(parent)
        self._choose_file = choose_file
        self._window = parent
        self._services = services
        self._group = ""

    def show_group(self, group: str) -> None:
        """Which group is open; "" for none."""
        self._group = group

    def show_erasures(self) -> None:
        """Show who was erased, and which laptops have done it."""
        from npq_desktop.ui.rights.erasures_dialog import ErasuresDialog

        if self._group:
            erasure = self._services.erasure
            ErasuresDialog(parent=self._window, erasure=erasure, group=self._group).open()

    def hand_over(self) -> None:
        """Offer to save the last file of the open group and to take it off this laptop."""
        from npq_desktop.ui.rights.hand_over_dialog import HandOverDialog

        if self._group:
            dialog = HandOverDialog(
                parent=self._window,
                handover=self._services.handover,
                exchange=self._services.exchange,
                choose_file=self._choose_file,
                group=self._group,
            )
            dialog.removed.connect(self.group_left)
            dialog.open()
