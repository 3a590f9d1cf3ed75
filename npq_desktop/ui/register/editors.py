"""Small editors that open over a row: minutes, a reason, a note.

Each answers by one signal and records nothing itself. ``shown`` is the row that it opened over,
which it covers: an answer is about that row, not about what the row has become. Letters that cannot
belong to the answer are handed on, because they may be a name being typed.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRegularExpression, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.keys.presses import pressed_at
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.waiting.pause import Pause
from npq_desktop.ui.register.key_commands import letter_of
from npq_desktop.ui.register.table.words import REASON_WORDS

if TYPE_CHECKING:
    from npq_desktop.rows.register import RegisterRow

_MOST_DIGITS = 3
_LONGEST_REASON = 200
_NOT_LEAVING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowEditor(QFrame):
    """A box over one row; ``cancelled`` after Escape, ``left`` when the focus went elsewhere."""

    cancelled = Signal()
    left = Signal()
    letter_typed = Signal(str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.line = QHBoxLayout(self)
        space = metrics_of(self.font()).space
        self.line.setContentsMargins(space, 0, space, 0)
        self.line.setSpacing(space)
        self.person = ""
        self.shown: RegisterRow | None = None
        self._place = QRect()
        self.hide()

    def begin(self, person: str) -> None:
        """Show for a person; the focus goes to the first thing to fill in."""
        self.person = person
        self.fit_over(self._place)  # now that it has its words
        self.show()
        self.raise_()

    def fit_over(self, place: QRect) -> None:
        """Cover this part of the row; where that has too little room, part of the name, too."""
        self._place = place
        short = max(0, self.sizeHint().width() - place.width())
        self.setGeometry(place.adjusted(-min(short, place.left()), 0, 0, 0))

    def finish(self) -> None:
        """Close without an answer or after one."""
        self.person = ""
        focused, under = QApplication.focusWidget(), self.parentWidget()
        if focused is not None and under is not None and self.isAncestorOf(focused):
            under.setFocus()  # else Qt hands it to what comes next
        self.hide()

    def cancel(self) -> None:
        """Close and say that nothing was answered."""
        self.finish()
        self.cancelled.emit()

    def leave(self) -> None:
        """Close because something else took the focus; nothing was answered."""
        if self.person:
            self.finish()
            self.left.emit()


class _Field(QLineEdit):
    """A line that reports Escape and leaving, and may hand letters on."""

    escaped = Signal()
    left = Signal()
    letter_typed = Signal(str, int)

    def __init__(self, parent: QWidget, *, digits_only: bool) -> None:
        super().__init__(parent)
        self._digits_only = digits_only

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = letter_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        if self._digits_only and letter.isalpha():
            self.letter_typed.emit(letter, pressed_at(event))
            return
        super().keyPressEvent(event)
        if event.key() in _ENTER:
            event.accept()  # the table under the line would take it for *Change…*
        if letter and not self._digits_only:
            self.letter_typed.emit(letter, pressed_at(event))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _NOT_LEAVING:
            self.left.emit()


class MinutesEditor(RowEditor):
    """Minutes late or left early: digits, then Enter."""

    accepted = Signal(str, str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._which = "late"
        self._before, self._after = QLabel(self), QLabel(self)
        self.field = _Field(self, digits_only=True)
        # Accepts no digits too: Enter on an empty field has to say what is missing.
        digits = QRegularExpression(f"[0-9]{{0,{_MOST_DIGITS}}}")
        self.field.setValidator(QRegularExpressionValidator(digits, self))
        self.field.setMaximumWidth(metrics_of(self.font()).chars(6))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        for widget in (self._before, self.field, self._after):
            self.line.addWidget(widget)
        self.line.addStretch(1)
        self.field.returnPressed.connect(self._accept)
        self.field.escaped.connect(self.cancel)
        self.field.left.connect(self.leave)
        self.field.letter_typed.connect(self.letter_typed)

    def ask(self, person: str, which: str, minutes: int | None) -> None:
        """Ask for minutes ``late`` or ``early``; ``minutes`` is offered and replaced by digits."""
        self._which = which
        late = which == "late"
        self._before.setText("Late by" if late else "Left early by")
        self._after.setText("min · Enter to record, Esc to cancel")
        self.field.setAccessibleName("Minutes late" if late else "Minutes left early")
        self.begin(person)
        self.field.setFocus()  # before the text: else a screen reader does not say which field
        self.field.setText(str(minutes) if minutes else "")
        self.field.selectAll()

    def _accept(self) -> None:
        minutes = int(self.field.text() or 0)
        if not minutes:
            self._after.setText("min · type the minutes first")
            announcer().say("Type the minutes first.", urgent=True)
            return
        person = self.person
        self.finish()
        self.accepted.emit(person, self._which, minutes)


class ReasonEditor(RowEditor):
    """Absent with one of four reasons: a digit, or arrows and Enter."""

    accepted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: list[QPushButton] = []
        self._word = QLabel("Absent", self)
        self.line.addWidget(self._word)
        for number, (reason, words) in enumerate(REASON_WORDS.items(), start=1):
            button = QPushButton(f"{number} {words}", self)
            button.setProperty("reason", reason)
            button.setAccessibleName(f"Absent: {words}")
            button.setAutoDefault(False)
            button.installEventFilter(self)
            # macOS gives a button that is clicked no focus, which would then leave the editor.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(partial(self._choose, button))
            self._buttons.append(button)
            self.line.addWidget(button)
        self.line.addStretch(1)

    @override
    def fit_over(self, place: QRect) -> None:
        """The word before the four reasons gives way where they have no room beside it."""
        self._word.show()
        self._word.setVisible(self.sizeHint().width() <= place.right())
        super().fit_over(place)

    def ask(self, person: str) -> None:
        """Ask why this person is absent."""
        self.begin(person)
        self._buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            now = QApplication.focusWidget()
            if now is not None and not self.isAncestorOf(now):
                self.leave()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        letter = letter_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() in _ENTER:
            self._choose(self.window().focusWidget())
        elif letter.isdigit() and 1 <= int(letter) <= len(self._buttons):
            self._choose(self._buttons[int(letter) - 1])
        elif letter.isalpha():
            self.letter_typed.emit(letter, pressed_at(event))
        else:
            return False
        return True

    def _choose(self, button: QWidget | None, _checked: bool = False) -> None:
        reason = button.property("reason") if button else None
        if reason:
            person = self.person
            self.finish()
            self.accepted.emit(person, str(reason))


class NoteEditor(RowEditor):
    """A note on one person at one event; Enter records it, an empty one takes it away.

    ``typed`` carries person and text at every pause and when the editor closes without an answer:
    it is to be kept.
    """

    accepted = Signal(str, str)
    typed = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = QLabel("Note", self)
        self.field = _Field(self, digits_only=False)
        self.field.setAccessibleName("Note on this person at this event")
        self.field.setPlaceholderText("Enter to record, Esc to cancel. Nothing about health")
        self.name.setBuddy(self.field)
        self.line.addWidget(self.name)
        self.line.addWidget(self.field, 1)
        self._pause = Pause(self)
        self.field.returnPressed.connect(self._accept)
        self.field.escaped.connect(self.cancel)
        self.field.left.connect(self.leave)
        self.field.letter_typed.connect(self.letter_typed)
        self.field.textEdited.connect(self._pause.typed)
        self._pause.over.connect(self._keep)

    def ask(self, person: str, text: str, draft: str = "") -> None:
        """Edit the note of a person; a ``draft`` of it, if there is one, stands in its place."""
        self.begin(person)
        self.field.setFocus()  # before the text: else a screen reader does not say which field
        self.field.setText(draft or text)
        if draft:
            self.field.end(False)
        else:
            self.field.selectAll()

    @override
    def cancel(self) -> None:
        self._pause.end()
        super().cancel()

    @override
    def leave(self) -> None:
        self._pause.end()
        super().leave()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        if self.person:  # a window that closes does not always take the focus away first
            self._pause.end()
        super().hideEvent(event)

    def _keep(self) -> None:
        if self.person:
            self.typed.emit(self.person, self.field.text())

    def _accept(self) -> None:
        person, text = self.person, self.field.text()
        self._pause.forget()
        self.finish()
        self.accepted.emit(person, text)


class AmendmentEditor(NoteEditor):
    """A short reason, over the row; Enter with an empty one records nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name.setText("Signed off. Why change it?")
        self.field.setAccessibleName("Reason for changing a mark that is signed off")
        self.field.setPlaceholderText("Enter to record the change, Esc to cancel")
        self.field.setMaxLength(_LONGEST_REASON)

    @override
    def _accept(self) -> None:
        if self.field.text().strip():
            super()._accept()
        else:
            self.field.setPlaceholderText("Type a reason first. Esc leaves the mark as it is")
