"""Timers that act once: after a pause in typing, so that no key waits for the disk, or later."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE_MS = 600


def once_after(parent: QObject, milliseconds: int, act: Callable[[], object]) -> QTimer:
    """A timer that acts once, so long after it is started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer


class Pause(QObject):
    """``over`` follows the last :meth:`typed` after a pause, or at once when :meth:`end` asks."""

    over = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = once_after(self, PAUSE_MS, self.over.emit)

    def typed(self) -> None:
        """Something was typed: begin again to wait for a pause."""
        self._timer.start()

    def end(self) -> None:
        """Do not wait any longer, where something is waited for."""
        if self._timer.isActive():
            self._timer.stop()
            self.over.emit()

    def forget(self) -> None:
        """What was typed need not be kept any more."""
        self._timer.stop()
