"""What the commands about one person share: whom they are about, and where they write."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile
from npq_desktop.ui.kit.keys.actions import Writes

if TYPE_CHECKING:
    from npq_desktop.services.application import Application


class ChosenPersonActions(Writes):
    """About the ``person`` chosen when a command is given, "" for nobody, in the open ``group``."""

    def __init__(
        self,
        *,
        parent: QWidget,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        group: Callable[[], str],
        person: Callable[[], str],
    ) -> None:
        super().__init__(parent=parent, bus=bus)
        self._window = parent
        self._services = services
        self._choose_file = choose_file
        self._group = group
        self._person = person

    def _chosen(self) -> str:
        person = self._person()
        if not person:
            self._bus.said.emit("Choose a person first.")
        return person
