"""The Qt application that hears of files the system asks it to open: macOS sends them as events."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override


class FileOpeningApplication(QApplication):
    """``file_asked`` carries each file; those asked for before ``hand_out`` wait for it.

    An event filter would do the same, but it would run for every event of every window.
    """

    file_asked = Signal(object)

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[Path] | None = []

    def hand_out(self) -> None:
        """Emit the files that wait, and each later one at once: the window is there now."""
        waiting, self._waiting = self._waiting or [], None
        for path in waiting:
            self.file_asked.emit(path)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._ask(Path(event.file()))
            return True
        return super().event(event)

    def _ask(self, path: Path) -> None:
        if self._waiting is None:
            self.file_asked.emit(path)
        else:
            self._waiting.append(path)
