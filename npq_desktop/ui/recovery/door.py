"""Where the window knocks for the recovery dialogs; they are imported when first asked for."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from npq_desktop.rows.changes import EVERYTHING, Changes
from npq_desktop.ui.exchange.file_choice import ChooseFile

if TYPE_CHECKING:
    from npq_desktop.services.recovery import RecoveryService

_LOOK_AGAIN_MS = 400
"""Long enough for what was done to be read, and for another dialog to go."""


class RecoveryServices(Protocol):
    """The service behind the dialogs, built when one of them is asked for."""

    @property
    def recovery(self) -> "RecoveryService": ...


class RecoveryDoor(QObject):
    """Owned by the window. ``confirmed``: the sheet is on paper; ``due``: it should be."""

    due = Signal()
    group_restored = Signal(str)
    confirmed = Signal()

    def __init__(
        self, *, parent: QWidget, services: RecoveryServices, choose_file: ChooseFile
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._choose_file = choose_file
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LOOK_AGAIN_MS)
        self._later.timeout.connect(self._show_when_due)

    def show_sheet(self) -> None:
        """Show the recovery sheet of this laptop."""
        from npq_desktop.ui.recovery.sheet_dialog import SheetDialog

        dialog = SheetDialog(
            parent=self._window,
            recovery=self._services.recovery,
            choose_file=self._choose_file,
        )
        dialog.confirmed.connect(self.confirmed)
        dialog.open()

    def restore(self) -> None:
        """Ask for a code and what it opens."""
        from npq_desktop.ui.recovery.restore_dialog import RestoreDialog

        dialog = RestoreDialog(
            parent=self._window,
            recovery=self._services.recovery,
            choose_file=self._choose_file,
        )
        dialog.restored.connect(self.group_restored)
        dialog.open()

    def look_at(self, changes: Changes) -> None:
        """Show the sheet after the first sign-off or file, once nothing else is in front."""
        own = changes.kinds != EVERYTHING
        if own and (changes.touches("signoff") or changes.touches("exchange")):
            self._later.start()

    def _show_when_due(self) -> None:
        if QApplication.activeModalWidget() is not None:
            self._later.start()
        elif self._services.recovery.ask_now():
            self.due.emit()
            self.show_sheet()
