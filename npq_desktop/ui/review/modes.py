"""The two modes of the tab and the keys of each, in one table.

In Reading the keyboard is in the list or the text, and no letter decides or records anything. In
Answering it is in the feedback, where letters are text.
Source: ui/SCREENS.md, "Task review".
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_Key = Qt.Key
_Mods = Qt.KeyboardModifier


class ReviewMode(StrEnum):
    """Where the keyboard is."""

    READING = "reading"
    ANSWERING = "answering"


class Act(StrEnum):
    """What a key asks for while reading."""

    NEXT = "next"
    PREVIOUS = "previous"
    TICK = "tick"
    TICK_NEXT = "tick_next"
    TICK_PREVIOUS = "tick_previous"
    PAGE_DOWN = "page_down"
    PAGE_UP = "page_up"
    PARAGRAPH_UP = "paragraph_up"
    PARAGRAPH_DOWN = "paragraph_down"
    PASSAGE = "passage"
    DIFFERENCES = "differences"
    NEXT_CHANGE = "next_change"
    PREVIOUS_CHANGE = "previous_change"
    ASIDE = "aside"
    BACK = "back"
    ANSWER = "answer"
    LEAVE = "leave"
    FIND = "find"
    FILES = "files"
    PASTE = "paste"


READING: Mapping[tuple[Qt.Key, Qt.KeyboardModifier], Act] = {
    (_Key.Key_J, _Mods.NoModifier): Act.NEXT,
    (_Key.Key_K, _Mods.NoModifier): Act.PREVIOUS,
    (_Key.Key_J, _Mods.ShiftModifier): Act.TICK_NEXT,
    (_Key.Key_K, _Mods.ShiftModifier): Act.TICK_PREVIOUS,
    (_Key.Key_X, _Mods.NoModifier): Act.TICK,
    (_Key.Key_Space, _Mods.NoModifier): Act.PAGE_DOWN,
    (_Key.Key_Space, _Mods.ShiftModifier): Act.PAGE_UP,
    (_Key.Key_BracketLeft, _Mods.NoModifier): Act.PARAGRAPH_UP,
    (_Key.Key_BracketRight, _Mods.NoModifier): Act.PARAGRAPH_DOWN,
    (_Key.Key_M, _Mods.NoModifier): Act.PASSAGE,
    (_Key.Key_D, _Mods.NoModifier): Act.DIFFERENCES,
    (_Key.Key_N, _Mods.NoModifier): Act.NEXT_CHANGE,
    (_Key.Key_N, _Mods.ShiftModifier): Act.PREVIOUS_CHANGE,
    (_Key.Key_S, _Mods.NoModifier): Act.ASIDE,
    (_Key.Key_B, _Mods.NoModifier): Act.BACK,
    (_Key.Key_O, _Mods.NoModifier): Act.FILES,
    (_Key.Key_V, _Mods.ControlModifier): Act.PASTE,
    (_Key.Key_Return, _Mods.NoModifier): Act.ANSWER,
    (_Key.Key_Enter, _Mods.NoModifier): Act.ANSWER,
    (_Key.Key_Escape, _Mods.NoModifier): Act.LEAVE,
    (_Key.Key_Slash, _Mods.NoModifier): Act.FIND,
}

KEY_LINES: Mapping[ReviewMode, tuple[tuple[str, str], ...]] = {
    ReviewMode.READING: (
        ("J K", "next, previous"),
        ("↵", "answer"),
        ("Ctrl ↵", "accept"),
        ("Ctrl R", "return"),
        ("Ctrl /", "all keys"),
    ),
    ReviewMode.ANSWERING: (
        ("Esc", "reading"),
        ("Ctrl K", "phrases"),
        ("Tab", "next blank"),
        ("Ctrl ↵", "accept"),
        ("Ctrl R", "return"),
    ),
}
"""What the status line shows in each mode."""


def reading_act(event: QKeyEvent) -> Act | None:
    """What a key press asks for while reading; None where it is not one of ours."""
    keypad = Qt.KeyboardModifier.KeypadModifier
    modifiers = event.modifiers() & ~keypad
    key = Qt.Key(event.key())
    if key in (_Key.Key_BracketLeft, _Key.Key_BracketRight, _Key.Key_Slash):
        modifiers = _Mods.NoModifier  # some keyboards need Shift or AltGr for them
    return READING.get((key, modifiers))


class ReadingKeys(QObject):
    """Takes the keys of Reading from widgets before they do anything of their own with them."""

    def __init__(self, parent: QObject, act: Callable[[Act], None], *widgets: QWidget) -> None:
        super().__init__(parent)
        self._act = act
        for widget in widgets:
            widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() == QEvent.Type.KeyPress
        if not isinstance(event, QKeyEvent) or not is_press:
            return False
        act = reading_act(event)
        if act is None:
            # A letter that is no command must not search the list or scroll.
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            return plain and event.text().isprintable() and bool(event.text())
        if not (event.isAutoRepeat() and act in (Act.ANSWER, Act.PASSAGE, Act.ASIDE)):
            self._act(act)
        return True
