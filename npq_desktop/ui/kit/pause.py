"""A pause in typing: the moment to keep what was typed, so that no keystroke waits for the disk."""

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE_MS = 600


class Pause(QObject):
    """``over`` follows the last :meth:`typed` after a pause, or at once when :meth:`end` asks."""

    over = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.over)

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
