"""Reads dropped responses on another thread, one after the other, while the window answers."""

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from npq_desktop.errors import NpqDesktopError
from npq_desktop.interchange.apart import process
from npq_desktop.services.office.assessment.received_files import FoundResponse
from npq_desktop.ui.intake.reading_dialog import outcome_of
from npq_desktop.ui.kit.waiting.background import Background

Job = Callable[[], tuple[FoundResponse, ...]]


class ResponseReader(QObject):
    """``job_for`` makes what reads a file, which touches neither store nor widget.

    ``read`` carries the responses of a file, ``refused`` why one was not read, and ``ended`` comes
    after the last.
    """

    read = Signal(object)
    refused = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject, job_for: Callable[[Path], Job]) -> None:
        super().__init__(parent)
        self._job_for = job_for
        self._waiting: deque[Path] = deque()
        self._background = Background(self)
        self._background.answered.connect(self._take)

    @property
    def left(self) -> int:
        """How many files are not read yet."""
        return len(self._waiting) + self._background.is_busy

    def add(self, files: Sequence[Path]) -> None:
        """Read these too."""
        self._waiting += files
        self._go_on()

    def stop(self) -> None:
        """Read nothing more; what the other thread still brings is dropped."""
        self._waiting.clear()
        if self._background.is_busy:
            self._background.drop()
            process.files.stop()

    def _go_on(self) -> None:
        if self._waiting and not self._background.is_busy:
            job = self._job_for(self._waiting.popleft())
            self._background.run(lambda: outcome_of(job))

    def _take(self, outcome: object) -> None:
        if isinstance(outcome, NpqDesktopError):
            self.refused.emit(str(outcome))
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            self.read.emit(outcome)
        self._go_on()
        if not self.left:
            self.ended.emit()
