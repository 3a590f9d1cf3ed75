"""Tells one press of a key from a key that is held down, and when a press was made.

Systems mark the repeats of a key that is held down. Remote desktops and some input methods do not:
they send press after press, without a release between. Widgets on which a repeat would do harm tell
of every press and release that they get.
"""

import time

from PySide6.QtGui import QKeyEvent

_NONE = 0
_LONGEST_GAP_MS = 1_100
"""No system waits longer before a key that is held down repeats: a release was missed then."""


class Presses:
    """What is known of the keyboard."""

    def __init__(self) -> None:
        self._down = _NONE
        self._pressed_ms = 0
        self._stamp_ms = _NONE
        self._stamped_at_ms = 0

    def repeats(self, event: QKeyEvent) -> bool:
        """Take note of a press; whether it is one of a key that is held down."""
        stamp_ms, now_ms = event.timestamp(), _clock_ms()
        if stamp_ms:
            self._stamp_ms, self._stamped_at_ms = stamp_ms, now_ms
        before, self._pressed_ms = self._pressed_ms, stamp_ms or now_ms
        held = event.key() == self._down and self._pressed_ms - before <= _LONGEST_GAP_MS
        self._down = event.key()
        return event.isAutoRepeat() or held

    def released(self, event: QKeyEvent) -> None:
        """Take note of a release."""
        if event.key() == self._down and not event.isAutoRepeat():
            self._down = _NONE

    def moment_ms(self) -> int:
        """Now, on the clock that stamps presses; 0 where no press had a stamp yet."""
        if not self._stamp_ms:
            return _NONE
        return self._stamp_ms + _clock_ms() - self._stamped_at_ms


PRESSES = Presses()
"""There is one keyboard, and the focus may move between a press and its release."""


def pressed_at(event: QKeyEvent) -> int:
    """When a key was pressed, in milliseconds.

    The system's own stamp where it gives one: a slow disk must not squeeze presses together.
    """
    return event.timestamp() or _clock_ms()


def _clock_ms() -> int:
    return time.monotonic_ns() // 1_000_000
