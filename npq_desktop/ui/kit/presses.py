"""Tells one press of a key from a key that is held down, and when a press was made.

Systems mark the repeats of a key that is held down. Remote desktops and some input methods do not:
they send press after press, without a release between.
"""

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

_NONE = 0


class Presses(QObject):
    """Watches the keys of the whole application; :func:`presses` gives the one there is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.repeats = False
        """Whether the press that is being delivered now is one of a key that is held down."""
        self._down = _NONE
        self._is_new = False
        self._stamp_ms = _NONE
        self._stamped_at_ms = 0
        parent.installEventFilter(self)

    def moment_ms(self) -> int:
        """Now, on the clock that stamps presses; 0 where no press had a stamp yet."""
        if not self._stamp_ms:
            return _NONE
        return self._stamp_ms + _clock_ms() - self._stamped_at_ms

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            self._is_new = True  # comes once before each press, however far that then travels
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._note(event)
        elif kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() == self._down and not event.isAutoRepeat():
                self._down = _NONE
        elif kind == QEvent.Type.ApplicationStateChange:
            self._down = _NONE  # its release goes to another program
        return False

    def _note(self, event: QKeyEvent) -> None:
        if event.timestamp():
            self._stamp_ms, self._stamped_at_ms = event.timestamp(), _clock_ms()
        if self._is_new:
            self._is_new = False
            self.repeats = event.isAutoRepeat() or event.key() == self._down
            self._down = event.key()


def presses() -> Presses:
    """The watcher of this application, made when it is first asked for."""
    application = QCoreApplication.instance()
    assert application is not None  # noqa: S101  # there is no widget without one
    return application.findChild(Presses) or Presses(application)


def _clock_ms() -> int:
    return time.monotonic_ns() // 1_000_000
