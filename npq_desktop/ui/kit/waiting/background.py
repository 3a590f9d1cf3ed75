"""Work for another thread: a job goes out, its answer comes back on the window's own thread.

A job takes and returns plain values and touches neither store nor widget. If
the owner is gone when the answer comes, the answer is dropped; a thread that hangs on a sleeping
network drive does not keep the program from ending.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS = 15


@dataclass(slots=True)
class _Job:
    """What the other thread knows: nothing of Qt, whose objects may be deleted meanwhile."""

    do: Callable[[], Any]
    result: Any = None
    error: BaseException | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            self.result = self.do()
        except BaseException as error:  # noqa: BLE001  # the worker's boundary: it goes on below
            self.error = error
        self.ended.set()


class Background(QObject):
    """One job at a time; ``answered`` carries what it returned. What it raised is raised here."""

    answered = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: _Job | None = None
        # A signal of the other thread would crash where this object is deleted at that moment.
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def run(self, job: Callable[[], Any], *, at_once: float = 0.0) -> None:
        """Start ``job``; not while another one is under way.

        One that ends within ``at_once`` seconds is answered before this returns.
        """
        assert not self.is_busy  # noqa: S101  # the caller asks first
        self._job = _Job(job)
        threading.Thread(target=self._job.run, daemon=True).start()
        self._looking.start()
        if at_once and self._job.ended.wait(at_once):
            self._look()

    def drop(self) -> None:
        """Let nobody hear of the job under way, whatever becomes of it."""
        self._job = None
        self._looking.stop()

    def _look(self) -> None:
        """Pass on the answer, if there is one by now."""
        job = self._job
        if job is None or not job.ended.is_set():
            return
        self._job = None
        self._looking.stop()
        if job.error is not None:
            raise job.error
        self.answered.emit(job.result)
