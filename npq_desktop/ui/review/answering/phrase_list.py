"""The list of phrases over the feedback: typing finds, Enter inserts, Escape closes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.review import Phrase
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.fields import SearchField
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.buttons import ButtonKind
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.text import found, plain_tip

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_TEXT_LINES = 4
_KEEP = "Keep the selected text as a phrase…"


class PhraseList(QFrame):
    """``chosen`` carries a ``Phrase``; ``keep_asked``: the selection is to become one.

    ``change_asked`` carries the phrase that is to say something else, or nothing any more.
    """

    chosen = Signal(object)
    change_asked = Signal(object)
    keep_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._phrases: tuple[Phrase, ...] = ()
        self.find_box = SearchField(self)
        self.list = QListWidget(self)
        self.find_box.setPlaceholderText("Find a phrase")
        self.find_box.setAccessibleName("Find a phrase")
        self.list.setAccessibleName("Phrases")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        metrics = metrics_of(self.font())
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.gap, metrics.gap, metrics.gap, metrics.gap)
        column.addWidget(self.find_box)
        column.addWidget(self.list)
        self.keys = Text("Enter inserts · F2 changes or forgets", self, size=CAPTION, tone="muted")
        column.addWidget(self.keys)
        self.find_box.textChanged.connect(self._fill)
        self.list.itemClicked.connect(lambda _: self._take())
        self.find_box.installEventFilter(self)
        self.hide()

    def open_with(self, phrases: Sequence[Phrase]) -> None:
        """Show these, the likeliest first."""
        self._phrases = tuple(phrases)
        self.find_box.clear()
        self._fill()
        self.show()
        self.raise_()
        self.find_box.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_list(self) -> None:
        """Hide it."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _fill(self) -> None:
        needle = self.find_box.text()
        self.list.clear()
        for phrase in self._phrases:
            if not found(needle, f"{phrase.title} {phrase.text}"):
                continue
            team = " · team" if phrase.team else ""
            item = QListWidgetItem(f"{phrase.title}{team}", self.list)
            item.setToolTip(plain_tip(phrase.text))
            item.setData(Qt.ItemDataRole.UserRole, phrase)
        QListWidgetItem(_KEEP, self.list)
        self.list.setCurrentRow(0)

    def _take(self) -> None:
        index = self.list.currentIndex()
        phrase = index.data(Qt.ItemDataRole.UserRole)
        self.hide()
        if isinstance(phrase, Phrase):
            self.chosen.emit(phrase)
        else:
            self.keep_asked.emit()

    def _change(self) -> None:
        phrase = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if isinstance(phrase, Phrase):
            self.hide()
            self.change_asked.emit(phrase)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close_list()
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.list.keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_F2:
            self._change()
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        else:
            return False
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        frame(painter, self.rect(), edge=colours.outline)
        painter.end()


class KeepPhraseDialog(Dialog):
    """Asks for the title of a phrase and where it is offered. ``kept`` carries all it needs.

    ``forgotten``: the phrase that is being changed is to go.
    """

    kept = Signal(str, str, str, bool)
    forgotten = Signal()

    def __init__(self, parent: QWidget, text: str, scopes: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent, "Keep a phrase", "You can use it again with Ctrl+K.")
        self.title_box = QLineEdit(self)
        self.text_box = QPlainTextEdit(text, self)
        self.text_box.setTabChangesFocus(True)
        self.text_box.setMinimumHeight(metrics_of(self.font()).line * _TEXT_LINES)
        self.scope_box = QComboBox(self)
        self.team_box = QComboBox(self)
        for key, name in scopes:
            self.scope_box.addItem(name, key)
        self.team_box.addItem("Only me", False)
        self.team_box.addItem("Everyone in this group", True)
        fields = (
            ("Title", self.title_box),
            ("Text", self.text_box),
            ("Offered for", self.scope_box),
            ("Who can use it", self.team_box),
        )
        for name, field in fields:
            self.add_field(name, field)
        self.keep_button = self.add_button("Keep phrase", self._keep)
        self.keep_typed(self.title_box, self.text_box)
        self.opens_on = self.title_box

    def add_field(self, name: str, field: QWidget) -> None:
        """A field with its label above it."""
        label = Text(name, self, heavy=True)
        label.setBuddy(field)
        field.setAccessibleName(name)
        self.body.addWidget(label)
        self.body.addWidget(field)

    def change(self, phrase: Phrase) -> None:
        """Show a phrase that is kept already, to be changed or forgotten."""
        self.setWindowTitle("Change this phrase")
        self.heading.setText("Change this phrase")
        self.title_box.setText(phrase.title)
        self.text_box.setPlainText(phrase.text)
        self.scope_box.setCurrentIndex(max(self.scope_box.findData(phrase.scope), 0))
        self.team_box.setCurrentIndex(self.team_box.findData(phrase.team))
        self.team_box.setEnabled(False)
        self.keep_button.setText("Change for everyone" if phrase.team else "Change phrase")
        words = "Forget it for everyone" if phrase.team else "Forget phrase"
        self.forget_button = self.add_button(
            words, self.forgotten.emit, accepts=False, kind=ButtonKind.GHOST
        )

    def _keep(self) -> None:
        self.kept.emit(
            self.title_box.text(),
            self.text_box.toPlainText(),
            str(self.scope_box.currentData() or ""),
            bool(self.team_box.currentData()),
        )
