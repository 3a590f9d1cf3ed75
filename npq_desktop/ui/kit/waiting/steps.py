"""Runs work in steps: what is asked beside the window, and what changed, a little at a time.

A generator gives a callable to be run on another thread and is sent what that returned, or has what
it raised thrown into it; whatever else it gives is told, and it goes on once pending input had its
turn.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from npq_desktop.errors import NpqDesktopError
from npq_desktop.ui.kit.waiting.background import Background
from npq_desktop.ui.kit.waiting.pause import once_after

Steps = Generator[Any, Any, None]
Ended = Callable[[NpqDesktopError | None], None]
_STEP_MS = 2


@dataclass(frozen=True, slots=True)
class Answered:
    """What work came to: a value, or the refusal that it ended with."""

    value: Any = None
    error: NpqDesktopError | None = None

    @classmethod
    def by(cls, work: Callable[[], Any]) -> "Answered":
        """Do it; anything but a refusal is a fault and stays one."""
        try:
            return cls(work())
        except NpqDesktopError as error:
            return cls(error=error)


class StepRunner(QObject):
    """One run at a time. ``told`` carries what a step gave that is no work."""

    told = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Steps | None = None
        self._ended: Ended | None = None
        self._background = Background(self)
        self._background.answered.connect(self._go_on)
        self._next = once_after(self, _STEP_MS, lambda: self._go_on(Answered()))

    @property
    def is_busy(self) -> bool:
        """Whether a run is under way."""
        return self._steps is not None

    def run(self, steps: Steps, ended: Ended) -> None:
        """Start; not while another run is under way. ``ended`` hears of the end, or what was in
        the way.
        """
        assert not self.is_busy  # noqa: S101  # the caller asks first
        self._steps, self._ended = steps, ended
        self._next.start()

    def drop(self) -> None:
        """Let nobody hear of the run under way, whatever becomes of the step it is in."""
        if self._steps is not None:
            self._steps.close()
        self._steps, self._ended = None, None
        self._next.stop()
        self._background.drop()

    def _go_on(self, answered: Answered) -> None:
        steps = self._steps
        if steps is None:
            return
        try:
            given = steps.throw(answered.error) if answered.error else steps.send(answered.value)
        except StopIteration:
            self._end(None)
        except NpqDesktopError as error:
            self._end(error)
        else:
            if callable(given):
                self._background.run(lambda: Answered.by(given))
            else:
                self.told.emit(given)
                self._next.start()

    def _end(self, error: NpqDesktopError | None) -> None:
        ended, self._steps, self._ended = self._ended, None, None
        if ended is not None:
            ended(error)
