"""Opens the recovery dialogs, and brings the sheet up by itself once it is due."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile
from npq_desktop.ui.kit.waiting.pause import once_after
from npq_desktop.ui.safety.restore_dialog import RestoreDialog
from npq_desktop.ui.safety.sheet_dialog import SheetDialog

if TYPE_CHECKING:
    from npq_desktop.services.safety.recovery import RecoveryService

_LOOK_AGAIN_MS = 600
"""Long enough for what was done to be read, and for another dialog to go."""
_WORK = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})


class RecoveryPresenter(QObject):
    """One per window. ``confirmed``: the sheet is on paper; ``due``: it should be."""

    due = Signal()
    group_restored = Signal(str)
    confirmed = Signal()

    def __init__(
        self, *, parent: QWidget, recovery: "RecoveryService", choose_file: ChooseFile
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._recovery = recovery
        self._choose_file = choose_file
        self._watch = QApplication.instance() or parent  # every key passes the application
        self._later = once_after(self, _LOOK_AGAIN_MS, self._show_when_due)

    def show_sheet(self) -> None:
        """Show the recovery sheet of this laptop."""
        dialog = SheetDialog(
            parent=self._window, recovery=self._recovery, choose_file=self._choose_file
        )
        dialog.confirmed.connect(self.confirmed)
        dialog.open()

    def restore(self) -> None:
        """Ask for a code and what it opens."""
        dialog = RestoreDialog(
            parent=self._window, recovery=self._recovery, choose_file=self._choose_file
        )
        dialog.restored.connect(self.group_restored)
        dialog.open()

    @property
    def is_waiting(self) -> bool:
        """Whether the sheet is about to come up by itself."""
        return self._later.isActive()

    def offer_sheet(self, group: str) -> None:
        """After the first sign-off or file of a group let the sheet come up by itself.

        It waits for dialogs to go, and stays away when the user has gone on with something else: it
        must not come between two marks. The header then reminds of it, and the next time it is
        offered again.
        """
        if self._recovery.ask_now(group):
            self.due.emit()
            self._later.start()
            self._watch.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WORK and QApplication.activeModalWidget() is None:
            self._stop_waiting()
        return False

    def _show_when_due(self) -> None:
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            self._later.start()
            return
        self._stop_waiting()
        if self._window.isVisible():
            self._recovery.offered()
            self.show_sheet()

    def _stop_waiting(self) -> None:
        self._later.stop()
        self._watch.removeEventFilter(self)
