"""What keys mean on the register: letters as commands, and when they were pressed."""

import time
from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Command(StrEnum):
    """What one letter does to the current row, or shows of it."""

    PRESENT = "p"
    ABSENT = "a"
    LATE = "l"
    LEFT_EARLY = "e"
    REASON = "r"
    NOTE = "n"
    HISTORY = "h"


COMMANDS: Mapping[str, Command] = {command.value: command for command in Command}

_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def letter_of(event: QKeyEvent) -> str:
    """The letter or digit typed, in lower case; "" for every other key and for a key held down."""
    text = event.text()
    if event.isAutoRepeat() or event.modifiers() & _HELD:
        return ""
    return text.lower() if len(text) == 1 and text.isalnum() else ""


def pressed_at(event: QKeyEvent) -> int:
    """When a key was pressed, in milliseconds.

    The system's own stamp where it gives one: a slow disk must not squeeze presses together.
    """
    return event.timestamp() or time.monotonic_ns() // 1_000_000
