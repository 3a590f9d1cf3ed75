"""Work for another thread: a job goes out, its answer comes back on the window's own thread.

A job takes and returns plain values and touches neither store nor widget. If
the owner is gone when the answer comes, the answer is dropped; a thread that hangs on a sleeping
network drive does not keep the program from ending.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


@dataclass(frozen=True, slots=True)
class _Answer:
    result: Any
    error: BaseException | None


class Background(QObject):
    """One job at a time; ``answered`` carries what it returned. What it raised is raised here."""

    answered = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_busy = False
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def run(self, job: Callable[[], Any]) -> None:
        """Start ``job``; not while another one is under way."""
        assert not self.is_busy  # noqa: S101  # the caller asks first
        self.is_busy = True
        threading.Thread(target=self._work, args=(job,), daemon=True).start()

    def _work(self, job: Callable[[], Any]) -> None:
        try:
            answer = _Answer(job(), None)
        except BaseException as error:  # noqa: BLE001  # the worker's boundary: it goes on below
            answer = _Answer(None, error)
        try:
            self._arrived.emit(answer)
        except RuntimeError:
            return  # the window was closed meanwhile

    def _pass_on(self, answer: _Answer) -> None:
        self.is_busy = False
        if answer.error is not None:
            raise answer.error
        self.answered.emit(answer.result)
