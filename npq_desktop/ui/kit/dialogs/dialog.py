"""The frame every dialog shares: a heading, a body, one place for trouble, buttons.

A dialog is opened, never executed; it says how it ended by a signal and deletes itself.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QTabBar,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.errors import NpqDesktopError, StaleError
from npq_desktop.ui.kit.keys.presses import PRESSES
from npq_desktop.ui.kit.page.layout import TallPane
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.paint.metrics import CAPTION, TITLE, metrics_of
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import Surface, Text

_PAINT_MS = 120
"""Long enough for a sentence to reach the screen before the window stands still."""
_DROP_KEYS_MS = 60
"""Long enough for keys pressed meanwhile to arrive and find nobody."""
_TOO_EARLY_MS = 150
"""Nobody has seen a dialog before: what is pressed until then was meant for what was there."""
_LAST = (ButtonKind.PRIMARY, ButtonKind.DANGER)
_LEAST_LINES = 3
_EDGES = 32
_ANSWERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Dialog(QDialog):
    """``body`` is the layout to fill; ``attempt`` shows a refusal and keeps the dialog open.

    ``purpose`` says under the heading what the dialog does and what it leaves alone.
    ``opens_on`` is where the keyboard begins, None for the first field that holds an answer.
    """

    def __init__(self, parent: QWidget | None, heading: str, purpose: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self._ground = _Ground(self)
        self.heading = Text(heading, self._ground, size=TITLE, heavy=True)
        self.purpose = Text(purpose, self._ground, tone="muted")
        self.purpose.setVisible(bool(purpose))
        self.trouble = Banner(self._ground)
        self.body = QVBoxLayout()
        self.busy = False
        self.opens_on: QWidget | None = None
        self._typed_into: tuple[QLineEdit | QPlainTextEdit, ...] = ()
        self._warned_of: tuple[str, ...] = ()
        self._opened_ms = 0
        self._focused: QWidget | None = None
        self.footer = DialogFooter(self)
        self._lay_out_grounds()
        self.cancel_button = self.add_button("Cancel", self.reject, accepts=False)

    def _lay_out_grounds(self) -> None:
        metrics = metrics_of(self.font())
        margin = metrics.scaled(24)
        self.body.setSpacing(metrics.scaled(12))
        column = QVBoxLayout(self._ground)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(metrics.scaled(12))
        column.addWidget(self.heading)
        column.addWidget(self.purpose)
        column.addLayout(self.body, 1)
        column.addWidget(self.trouble)
        grounds = QVBoxLayout(self)
        grounds.setContentsMargins(0, 0, 0, 0)
        grounds.setSpacing(0)
        grounds.addWidget(TallPane(self, self._ground), 1)
        grounds.addWidget(self.footer)
        self.footer.raise_()  # a screen reader meets the buttons last, too

    def add_button(
        self,
        words: str,
        act: Callable[[], None],
        *,
        accepts: bool = True,
        kind: ButtonKind | None = None,
    ) -> Button:
        """A button at the bottom; the first that accepts is primary and the one Return presses."""
        first = accepts and not self._accepting()
        button = self.footer.add(
            words, kind or (ButtonKind.PRIMARY if first else ButtonKind.SECONDARY), is_way=accepts
        )
        button.setAutoDefault(accepts)
        button.clicked.connect(act)
        return button

    def lead_with(self, button: QPushButton) -> None:
        """Make a button the primary one and what Return presses, because it is the safe step."""
        self.footer.lead_with(button)
        button.setDefault(True)

    def need(self, words: str) -> None:
        """Show what is still missing, and accept nothing before; "" for nothing."""
        if words != self.footer.words():
            announcer().say(words)
        self.footer.say(words)
        for button in self._accepting():
            if button.kind is ButtonKind.PRIMARY:
                button.setEnabled(not words)

    @override
    def open(self) -> None:
        """Show the dialog with the keyboard where it begins and the buttons last in turn."""
        self.put_in_turn()
        fields = self._fields()
        (self.opens_on or self._first(fields)).setFocus(Qt.FocusReason.OtherFocusReason)
        for each in self.findChildren(QAbstractButton):
            each.installEventFilter(self)
        self._opened_ms = PRESSES.moment_ms()
        self._take_wanted_size()
        if not self.accessibleDescription():
            self.setAccessibleDescription(_first_sentence(self._ground, self.heading))
        super().open()
        self._fit_to_screen()

    def put_in_turn(self) -> None:
        """Let Tab go through the body, also through what a file brings up, then to the buttons."""
        for bar in self.findChildren(QTabBar):
            for arrow in bar.findChildren(QToolButton):
                arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the bar do the same
        fields = self._fields(shown=False)
        if self.findChildren(QTabWidget):  # Qt loses what is before the bar when that is moved
            fields = [each for each in fields if not isinstance(each, QTabBar)][-1:]
        in_turn(*fields, *self.footer.in_order())

    def _take_wanted_size(self) -> None:
        """Be as large as wanted: of itself Qt takes no more than two thirds of a small screen."""
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            hint, room = self.sizeHint(), self.screen().availableGeometry().width()
            self.resize(min(hint.width(), room - _EDGES), hint.height())
            self.resize(self.width(), self._wanted_height() or hint.height())

    def _fit_to_screen(self) -> None:
        """Be no larger than the screen; lists become lower before the whole dialog scrolls."""
        wanted = self._wanted_height()
        if wanted > self._room():
            least = self.fontMetrics().height() * _LEAST_LINES
            for area in self._ground.findChildren(QAbstractScrollArea):
                area.setMinimumHeight(min(area.minimumHeight(), least))
        room = QSize(self.screen().availableGeometry().width(), self._room())
        if self.size() != (bounded := self.size().boundedTo(room)):
            self.resize(bounded)

    def _first(self, fields: list[QWidget]) -> QWidget:
        """A field that holds an answer. On a button in the body, one key would do something."""
        answers = [each for each in fields if not _acts(each)]
        shown = [each for each in self._accepting() if not each.isHidden()]
        accepting = [each for each in shown if each.isEnabled()]
        return [*answers, *accepting, *fields, self.cancel_button][0]

    def _room(self) -> int:
        """The greatest height that leaves the title bar and the buttons on the screen."""
        title = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        return self.screen().availableGeometry().height() - title

    def _fields(self, *, shown: bool = True) -> list[QWidget]:
        """What the keyboard reaches in the body, in the order it was made.

        Not by ``nextInFocusChain``: PySide makes each answer a child of the widget asked, so that
        nobody holds the dialog any more and the next garbage collection takes it away.
        """
        return [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not self.footer.isAncestorOf(widget)
            and widget.window() is self  # the lists of boxes are windows of their own
            and (not shown or widget.isVisibleTo(self))
        ]

    def _accepting(self) -> list[Button]:
        return self.footer.ways()

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
        wanted = metrics_of(self.font()).wide(960)
        room = self.screen().availableGeometry().width() - _EDGES
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
        wanted = min(self._wanted_height(), self._room())
        if wanted > self.height():
            self.resize(self.width(), wanted)

    def _wanted_height(self) -> int:
        layout = self.layout()
        has_wrapped = layout is not None and layout.hasHeightForWidth()
        return layout.totalHeightForWidth(self.width()) if layout and has_wrapped else 0

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(metrics_of(self.font()).wide(560), 0))


class _Ground(Surface):
    """Lets a scroll area make lists as low as they can be before it scrolls.

    Its height follows from its width alone: texts that wrap would ask for too much.
    """

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 1)

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout else -1


class DialogFooter(QWidget):
    """The ways out of a dialog: on the right the secondary ones, then the primary.

    On the left what lies beside the way, and a word on what is still missing.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        metrics = metrics_of(self.font())
        self._buttons: list[Button] = []
        self._ways: list[Button] = []
        self._note = Text("", self, size=CAPTION, tone="muted", wraps=False)
        self.beside = QHBoxLayout()
        self._out = QHBoxLayout()
        line = QHBoxLayout(self)
        line.setContentsMargins(*(metrics.scaled(each) for each in (24, 12, 16, 12)))
        line.setSpacing(metrics.space)
        line.addLayout(self.beside)
        line.addStretch(1)
        line.addWidget(self._note)
        line.addLayout(self._out)
        self._note.hide()

    def add(self, words: str, kind: ButtonKind, *, is_way: bool) -> Button:
        """A button in its place; ``is_way``: it does what the dialog is for."""
        button = Button(words, self, kind=kind)
        self._buttons.append(button)
        if is_way:
            self._ways.append(button)
        self._put_primary_last()
        return button

    def in_order(self) -> list[QWidget]:
        """Everything that can be pressed, from the left."""
        lines = (self.beside, self._out)
        items = (line.itemAt(at) for line in lines for at in range(line.count()))
        return [widget for item in items if item and (widget := item.widget()) is not None]

    def ways(self) -> list[Button]:
        """The buttons that do what the dialog is for, in the order they were added."""
        return list(self._ways)

    def lead_with(self, leading: QPushButton) -> None:
        """Make one button primary, and the one that was secondary."""
        for button in self._buttons:
            if button is leading:
                button.become(ButtonKind.PRIMARY)
            elif button.kind is ButtonKind.PRIMARY:
                button.become(ButtonKind.SECONDARY)
        self._put_primary_last()

    def say(self, words: str) -> None:
        """Show what is still missing."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def words(self) -> str:
        """What is still missing; "" for nothing."""
        return self._note.text()

    def _put_primary_last(self) -> None:
        for button in sorted(self._buttons, key=lambda each: each.kind in _LAST):
            self._out.removeWidget(button)
            self._out.addWidget(button)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.canvas))
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.line))
        painter.end()


def _acts(field: QWidget) -> bool:
    """Whether Space does something to it that is more than to choose one of several answers."""
    return isinstance(field, QAbstractButton) and not isinstance(field, QRadioButton)


def _first_sentence(ground: QWidget, heading: QLabel) -> str:
    """What a screen reader says as the dialog opens: the first words that name no field."""
    texts = (each for each in ground.findChildren(QLabel) if each is not heading)
    shown = (each for each in texts if each.isVisibleTo(ground) and each.buddy() is None)
    return next((each.text() for each in shown if each.text()), "")


def _typed(field: QLineEdit | QPlainTextEdit) -> str:
    """What a person typed there; "" where it is as it was filled in."""
    if isinstance(field, QLineEdit):
        return field.text().strip() if field.isModified() else ""
    return field.toPlainText().strip() if field.document().isModified() else ""


def sentences_box(parent: QWidget, name: str) -> QPlainTextEdit:
    """A read-only box for a list of sentences, one a line."""
    box = QPlainTextEdit(parent)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setAccessibleName(name)
    return box
