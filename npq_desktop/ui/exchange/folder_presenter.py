"""Looks at the shared folder every few seconds while one is chosen, and shows how it stands.

Owns the clockwork: a listing and reading on another thread, then one file at a time into the store,
each only when no mark was recorded just now. No watcher of the system's is asked: on a network
drive it hears nothing, and asking it can hang the window.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.shared_folder import SharedFolderStep
from npq_desktop.ui.exchange.folder_dialog import SharedFolderDialog
from npq_desktop.ui.kit.background import Background
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.file_choice import ChooseFile

if TYPE_CHECKING:
    from npq_desktop.services.exchange.shared_folder import SharedFolderService

PERIOD_MS = 3_000
_STEP_MS = 50
_AFTER_A_MARK_MS = 1_000


class FolderPresenter(QObject):
    """One per window. ``state_changed``: look at the service's ``state()`` again."""

    state_changed = Signal()

    def __init__(
        self,
        *,
        parent: QWidget,
        folder: "SharedFolderService",
        bus: Bus,
        choose_file: ChooseFile,
        period_ms: int = PERIOD_MS,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._folder = folder
        self._bus = bus
        self._choose_file = choose_file
        self._background = Background(self)
        self._background.answered.connect(self._finish)
        self._period = self._timer(self.look)
        self._period.setInterval(period_ms)
        self._step = self._timer(self._take_next)
        self._rest = self._timer(None)
        bus.changed.connect(self._let_marks_come_first)

    def show_dialog(self, group: str) -> None:
        """Open the dialog; ``group`` is the open one, "" for none."""
        dialog = SharedFolderDialog(
            parent=self._window, folder=self._folder, choose_file=self._choose_file, group=group
        )
        self.state_changed.connect(dialog.refresh)
        dialog.changed.connect(self.look)
        dialog.open()

    def look(self) -> None:
        """Look into the folder now, and then every few seconds."""
        if self._folder.folder is None:
            self._period.stop()
            self.state_changed.emit()
            return
        self._period.start()
        if self._background.is_busy:
            return
        try:
            job = self._folder.begin()
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        if job is not None:
            self._background.run(job)

    def _finish(self, found: Any) -> None:
        try:
            for step in self._folder.finish(found):
                self._tell(step)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
        self.state_changed.emit()
        self._go_on()

    def _go_on(self) -> None:
        if self._folder.pending:
            self._step.start(max(_STEP_MS, self._rest.remainingTime()))

    def _take_next(self) -> None:
        if self._rest.isActive():
            self._go_on()
            return
        self._tell(self._folder.take_next())
        self.state_changed.emit()
        self._go_on()

    def _tell(self, step: SharedFolderStep) -> None:
        if step.changes is not None:
            self._bus.changed.emit(step.changes)
            self._rest.stop()
        if step.words:
            self._bus.said.emit(step.words)

    def _let_marks_come_first(self) -> None:
        self._rest.start(_AFTER_A_MARK_MS)

    def _timer(self, act: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        if act is not None:
            timer.timeout.connect(act)
        return timer
