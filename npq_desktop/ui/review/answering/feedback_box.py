"""The box feedback is written in: its keys, its blanks, and whose undo it is."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from npq_desktop.services.review.phrases import blanks
from npq_desktop.ui.kit.keys.own_undo import leaves_undo

_LINES = 3
_TAB_COMMANDS = (Qt.Key.Key_K, Qt.Key.Key_R, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F)


class FeedbackBox(QPlainTextEdit):
    """``entered`` and ``left``: the cursor came or went. ``escaped``: Escape was pressed."""

    entered = Signal()
    left = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def insert_phrase(self, text: str) -> None:
        """Insert at the cursor, in place of what is selected; the first blank is selected then."""
        start = self.textCursor().selectionStart()
        self.insertPlainText(text)
        self.select_blank(from_=start)

    def select_blank(self, *, from_: int | None = None) -> bool:
        """Select the next blank, from the cursor or a place on; says whether there is one."""
        cursor = self.textCursor()
        here = cursor.selectionEnd() if from_ is None else from_
        places = blanks(self.toPlainText())
        after = [place for place in places if place[0] >= here] or list(places)
        if not after:
            return False
        cursor.setPosition(after[0][0])
        cursor.setPosition(after[0][1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's name
        if next and self.select_blank():
            return True
        return super().focusNextPrevChild(next)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """The tab's keys come before Qt's editing keys; undo with nothing typed is the program's.

        On X11 an untreated Ctrl+K would delete to the end of the line.
        """
        text = self.document()
        can_undo, can_redo = text.isUndoAvailable(), text.isRedoAvailable()
        if leaves_undo(event, can_undo=can_undo, can_redo=can_redo):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and Qt.Key(event.key()) in _TAB_COMMANDS:
                event.ignore()
                return False
        return super().event(event)

    @override
    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 8, line * _LINES + line)

    @override
    def sizeHint(self) -> QSize:
        # The layout stretches the box into the room there is; asking for more would push the
        # buttons out of a low window.
        return self.minimumSizeHint()
