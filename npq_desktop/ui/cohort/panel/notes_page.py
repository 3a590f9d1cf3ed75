"""The notes on a person, newest first, beneath a field for the next one."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import NoteLine
from npq_desktop.ui.kit.page.scrolled import Page, scrolled, selectable
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.waiting.pause import Pause


class NotesPage(QWidget):
    """``note_asked`` carries a text to record, ``draft_typed`` what is typed and not yet added."""

    note_asked = Signal(str)
    draft_typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QPlainTextEdit(self)
        self.field.setAccessibleName("New note")
        self.field.setPlaceholderText("A new note. Never about health.")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(self.fontMetrics().height() * 5)
        self.add_button = Button("Add note", self, key="Ctrl+Return")
        said = Page(self)
        self._list = selectable(Text("", said))
        below = QVBoxLayout(said)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._list)
        below.addStretch(1)
        self._pause = Pause(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics_of(self.font()).space, 0, 0)
        column.addWidget(self.field)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(scrolled(said, self, "Notes on this person"), 1)
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add_button.clicked.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self._pause.over.connect(self._keep)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self.field)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.setAutoRepeat(False)
        keys.activated.connect(self._ask)

    def show_notes(self, notes: tuple[NoteLine, ...], draft: str) -> None:
        """Show the notes of a person, and what was typed and not yet added."""
        said = [
            "\n".join(filter(None, (f"{note.said}{_about(note.about)}", note.text)))
            for note in notes
        ]
        self._list.setText("\n\n".join(said) or "No notes yet.")
        if draft != self.field.toPlainText():
            with QSignalBlocker(self.field):
                self.field.setPlainText(draft)
        self._typed_state()

    def flush(self) -> None:
        """Send what was just typed at once, for example before another person is shown."""
        self._pause.end()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _keep(self) -> None:
        self.draft_typed.emit(self.field.toPlainText())

    def words(self) -> str:
        """The notes as one text."""
        return self._list.text()

    def _typed(self) -> None:
        self._pause.typed()
        self._typed_state()

    def _typed_state(self) -> None:
        self.add_button.setEnabled(bool(self.field.toPlainText().strip()))

    def _ask(self) -> None:
        if self.field.toPlainText().strip():
            self.flush()
            self.note_asked.emit(self.field.toPlainText())


def _about(event: str) -> str:
    return f" · {event}" if event else ""
