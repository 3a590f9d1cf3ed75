"""What keys mean on the register: letters as commands."""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from npq_desktop.ui.kit.keys.presses import PRESSES


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

LOCKED_KEYS = (("↵", "change, with a reason"), ("H", "history"), ("/", "find"))
"""What the status line shows of a register that is signed off."""

_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def letter_of(event: QKeyEvent) -> str:
    """The letter or digit typed, in lower case; "" for every other key and for a key held down."""
    text = event.text()
    if event.modifiers() & _HELD or len(text) != 1 or not text.isalnum():
        return ""
    return "" if PRESSES.repeats(event) else text.lower()
