"""Where the window knocks for what ends: the list of erasures of the open group.

Services and dialogs are taken when they are first needed.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from npq_desktop.services.erasure import ErasureService


class EndingServices(Protocol):
    """The services behind the dialogs."""

    @property
    def erasure(self) -> "ErasureService": ...


class EndingDoor(QObject):
    """One per window."""

    def __init__(self, *, parent: QWidget, services: EndingServices) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._group = ""

    def show_group(self, group: str) -> None:
        """Which group is open; "" for none."""
        self._group = group

    def show_erasures(self) -> None:
        """Show who was erased, and which laptops have done it."""
        from npq_desktop.ui.sync.erasures_dialog import ErasuresDialog

        if self._group:
            erasure = self._services.erasure
            ErasuresDialog(parent=self._window, erasure=erasure, group=self._group).open()
