"""The frame every exchange dialog shares: a heading, a body, one place for trouble, buttons.

A dialog is opened, never executed; it says how it ended by a signal and deletes itself.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.errors import NpqDesktopError, StaleError
from npq_desktop.ui.kit.banner import Banner
from npq_desktop.ui.kit.metrics import bold, larger
from npq_desktop.ui.kit.presses import PRESSES
from npq_desktop.ui.kit.shapes import Shape

_PAINT_MS = 120
"""Long enough for a sentence to reach the screen before the window stands still."""
_DROP_KEYS_MS = 60
"""Long enough for keys pressed meanwhile to arrive and find nobody."""
_TOO_EARLY_MS = 150
"""Nobody has seen a dialog before: what is pressed until then was meant for what was there."""
_ANSWERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Dialog(QDialog):
    """``body`` is the layout to fill; ``attempt`` shows a refusal and keeps the dialog open.

    ``opens_on`` is where the keyboard begins, None for the first field that holds an answer.
    """

    def __init__(self, parent: QWidget | None, heading: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.heading = plain_label(self, heading)
        self.heading.setFont(bold(larger(self.font(), 1.25)))
        self.trouble = Banner(self)
        self.body = QVBoxLayout()
        self.busy = False
        self.opens_on: QWidget | None = None
        self._typed_into: tuple[QLineEdit | QPlainTextEdit, ...] = ()
        self._warned_of: tuple[str, ...] = ()
        self._opened_ms = 0
        self._focused: QWidget | None = None
        self.buttons = QDialogButtonBox(self)
        column = QVBoxLayout(self)
        column.addWidget(self.heading)
        column.addLayout(self.body, 1)
        column.addWidget(self.trouble)
        column.addWidget(self.buttons)
        self.cancel_button = self.add_button("Cancel", self.reject, accepts=False)

    def add_button(
        self, words: str, act: Callable[[], None], *, accepts: bool = True
    ) -> QPushButton:
        """A button at the bottom; the first that accepts is the one Return presses."""
        roles = QDialogButtonBox.ButtonRole
        role = roles.ActionRole if accepts else roles.RejectRole
        button = self.buttons.addButton(words, role)
        button.setAutoDefault(accepts)
        button.clicked.connect(act)
        return button

    @override
    def open(self) -> None:
        """Show the dialog with the keyboard where it begins and the buttons last in turn."""
        fields = self._fields()
        last = fields[-1] if fields else self
        for button in (*self._accepting(), self.cancel_button):
            QWidget.setTabOrder(last, button)
            last = button
        (self.opens_on or self._first(fields)).setFocus(Qt.FocusReason.OtherFocusReason)
        for button in self.findChildren(QAbstractButton):
            button.installEventFilter(self)
        self._opened_ms = PRESSES.moment_ms()
        super().open()
        if self.height() > self._room():
            self.resize(self.width(), self._room())

    def _first(self, fields: list[QWidget]) -> QWidget:
        """A field that holds an answer. On a button in the body, one key would do something."""
        answers = [each for each in fields if not _acts(each)]
        accepting = [each for each in self._accepting() if each.isEnabled()]
        return [*answers, *accepting, *fields, self.cancel_button][0]

    def _room(self) -> int:
        """The greatest height that leaves the title bar and the buttons on the screen."""
        title = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        return self.screen().availableGeometry().height() - title

    def _fields(self) -> list[QWidget]:
        """What the keyboard reaches in the body, in the order it was made.

        Not by ``nextInFocusChain``: PySide makes each answer a child of the widget asked, so that
        nobody holds the dialog any more and the next garbage collection takes it away.
        """
        return [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not self.buttons.isAncestorOf(widget)
            and widget.isVisibleTo(self)
        ]

    def _accepting(self) -> list[QAbstractButton]:
        return [each for each in self.buttons.buttons() if each is not self.cancel_button]

    def attempt(self, act: Callable[[], None]) -> bool:
        """Run ``act``; a refusal is shown as its sentence. Says whether it went through."""
        try:
            act()
        except StaleError as error:
            self._ask_again(str(error))
            return False
        except NpqDesktopError as error:
            self.trouble.warn(str(error))
            return False
        self.trouble.say("")
        return True

    def show_again(self) -> None:
        """Show what is so now. For a dialog whose answer is refused once what it showed changed.

        Raises:
            NpqDesktopError: there is nothing to ask about any more.
        """

    def _ask_again(self, sentence: str) -> None:
        try:
            self.show_again()
        except NpqDesktopError as error:
            sentence = str(error)
        self.trouble.warn(sentence)

    def keep_typed(self, *fields: QLineEdit | QPlainTextEdit) -> None:
        """Ask before the dialog closes without what was typed into one of these fields."""
        self._typed_into = fields

    def unrecorded(self) -> tuple[str, ...]:
        """What closing would lose."""
        return tuple(text for each in self._typed_into if (text := _typed(each)))

    @override
    def reject(self) -> None:
        lost = self.unrecorded()
        if lost and lost != self._warned_of:
            self._warned_of = lost
            button = self.cancel_button.text().replace("&", "")
            self.trouble.warn(
                "What you typed is not recorded yet. Closing this discards it. To do it anyway, "
                f"choose “{button}” again."
            )
            return
        super().reject()

    def attempt_slowly(self, sentence: str, act: Callable[[], None]) -> None:
        """Show ``sentence`` and a waiting pointer, and only when they are painted ``attempt``.

        The window stands still while ``act`` works; keys pressed meanwhile are dropped, so that
        they do not answer a question nobody has read yet.
        """
        if self.busy:
            return
        self.busy = True
        self.trouble.say(sentence, shape=Shape.PAUSE)
        self.setCursor(Qt.CursorShape.WaitCursor)
        QTimer.singleShot(_PAINT_MS, self, lambda: self._attempt_now(act))

    def _attempt_now(self, act: Callable[[], None]) -> None:
        self._focused = self.focusWidget()
        self.setEnabled(False)
        try:
            self.attempt(act)
        finally:
            QTimer.singleShot(_DROP_KEYS_MS, self, self._answer_again)

    def _answer_again(self) -> None:
        self.setEnabled(True)
        self.unsetCursor()
        if self._focused is not None and self._focused.isVisible():
            self._focused.setFocus()
        self.busy = False

    def be_wide(self) -> None:
        """Start as wide as a table needs, as far as the screen allows."""
        wanted = self.fontMetrics().averageCharWidth() * 130
        room = self.screen().availableGeometry().width() * 9 // 10
        self.resize(min(wanted, room), self.sizeHint().height())

    def finish(self) -> None:
        """Nothing is left to cancel: the button now closes."""
        self._typed_into = ()
        self.cancel_button.setText("Close")
        self.cancel_button.setDefault(True)
        self.focus_next(self.cancel_button)

    def focus_next(self, widget: QWidget) -> None:
        """Give a widget the keyboard: now, or once the dialog answers again."""
        self._focused = widget
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep from the buttons what is no answer to this dialog; what they leave comes here."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            PRESSES.released(event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        takes_enter = isinstance(watched, QPushButton) and (
            watched.autoDefault() or watched.isDefault()
        )
        return (takes_enter or event.key() == Qt.Key.Key_Space) and self._is_no_answer(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_no_answer(event):
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        PRESSES.released(event)
        super().keyReleaseEvent(event)

    def _is_no_answer(self, event: QKeyEvent) -> bool:
        """Whether Space or Enter was pressed before the dialog was seen, or is still held down."""
        if event.key() not in _ANSWERS:
            return False
        too_early = 0 < event.timestamp() < self._opened_ms + _TOO_EARLY_MS
        return PRESSES.repeats(event) or too_early

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return handled

    def _grow(self) -> None:
        """Make room for a sentence that has appeared; wrapped text asks for height too late."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            wanted = min(layout.totalHeightForWidth(self.width()), self._room())
            if wanted > self.height():
                self.resize(self.width(), wanted)

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self.fontMetrics().averageCharWidth() * 76, 0))


def _acts(field: QWidget) -> bool:
    """Whether Space does something to it that is more than to choose one of several answers."""
    return isinstance(field, QAbstractButton) and not isinstance(field, QRadioButton)


def _typed(field: QLineEdit | QPlainTextEdit) -> str:
    """What a person typed there; "" where it is as it was filled in."""
    if isinstance(field, QLineEdit):
        return field.text().strip() if field.isModified() else ""
    return field.toPlainText().strip() if field.document().isModified() else ""


def plain_label(parent: QWidget, words: str = "") -> QLabel:
    """A label for text from files and people: plain, wrapped, selectable."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def sentences_box(parent: QWidget, name: str) -> QPlainTextEdit:
    """A read-only box for a list of sentences, one a line."""
    box = QPlainTextEdit(parent)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setAccessibleName(name)
    return box
