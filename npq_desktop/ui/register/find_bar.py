"""The find box: stays ready for the next name or scan, and says what it found."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.dialogs.fields import SearchField
from npq_desktop.ui.kit.keys.own_undo import leaves_undo
from npq_desktop.ui.kit.keys.presses import PRESSES, pressed_at
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.text import ElidedLabel
from npq_desktop.ui.register.key_commands import letter_of


class FindField(SearchField):
    """The box itself; ``stepped`` is -1 or 1 for the arrow keys."""

    letter_typed = Signal(str, int)
    stepped = Signal(int)
    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
            if letter := letter_of(event):
                self.letter_typed.emit(letter, pressed_at(event))

    @override
    def event(self, event: QEvent) -> bool:
        can_undo, can_redo = self.isUndoAvailable(), self.isRedoAvailable()
        if leaves_undo(event, can_undo=can_undo, can_redo=can_redo):
            return False
        return super().event(event)


class _BarField(FindField):
    """Here Enter marks somebody: once, however long it is held down."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or not PRESSES.repeats(event):
            super().keyPressEvent(event)


class FindBar(QWidget):
    """Box and answer; ``entered`` when Enter asks to mark who was found.

    ``answered`` carries each answer, "" for none: the head shows it.
    """

    answered = Signal(str)
    edited = Signal(str)
    entered = Signal()
    stepped = Signal(int)
    left = Signal()
    letter_typed = Signal(str, int)

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.field: FindField = _BarField(self)
        self.field.setPlaceholderText("Find a name  ( / )")
        self.field.setAccessibleName("Find a person")
        self.field.setAccessibleDescription("/. Enter marks present who was found")
        self.unfold_button = Button("", self, drawing="find")
        self.unfold_button.setAccessibleName("Find a person")
        self.unfold_button.setToolTip("Find a person  ( / )")
        self._folds = False
        self.answer = ElidedLabel(parent)
        self.answer.hide()
        self._fit()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.field)
        line.addWidget(self.unfold_button)
        self.unfold_button.hide()
        self._connect()

    def fold(self, *, is_low: bool) -> None:
        """Be a button that opens the box, where the window is low."""
        self._folds = is_low
        self._show_box(shown=not is_low or self.field.hasFocus())

    def _show_box(self, *, shown: bool) -> None:
        self.field.setVisible(shown)
        self.unfold_button.setVisible(not shown)

    def _fold_again(self) -> None:
        if self._folds:
            self._show_box(shown=False)

    def _fit(self) -> None:
        self.field.setFixedWidth(metrics_of(self.font()).wide(200))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _connect(self) -> None:
        self.field.textEdited.connect(self.edited)
        self.field.returnPressed.connect(self.entered)
        self.field.stepped.connect(self.stepped)
        self.field.left.connect(self.left)
        self.field.left.connect(self._fold_again)
        self.unfold_button.clicked.connect(lambda: self.open(""))
        self.field.letter_typed.connect(self.letter_typed)

    def open(self, text: str) -> None:
        """Take the focus with this text already typed."""
        self._show_box(shown=True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.setText(text)

    def say(self, words: str) -> None:
        """The answer, in place of the event's day."""
        self.answer.setText(words)
        announcer().say(words)
        self.answered.emit(words)
