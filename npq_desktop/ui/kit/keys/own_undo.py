"""Whose undo it is: a text field has its own, and without one leaves it to the program."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence


def leaves_undo(event: QEvent, *, can_undo: bool, can_redo: bool) -> bool:
    """Whether undo or redo was pressed in a field that has nothing of its own to take back.

    The event is ignored then, so that the program's own shortcut answers.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo = event.matches(QKeySequence.StandardKey.Undo) and not can_undo
    redo = event.matches(QKeySequence.StandardKey.Redo) and not can_redo
    if undo or redo:
        event.ignore()
    return undo or redo
