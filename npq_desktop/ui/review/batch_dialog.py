"""Asks before several works are accepted at once."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from npq_desktop.services.core.words import count
from npq_desktop.services.review import words
from npq_desktop.ui.kit.cards import Text
from npq_desktop.ui.kit.dialog import Dialog


class BatchDialog(Dialog):
    """``confirmed`` carries the feedback for all of them. Nothing is accepted without reading."""

    confirmed = Signal(str)

    def __init__(self, parent: QWidget, *, count: int, left: Sequence[str]) -> None:
        super().__init__(parent, _title(count), words.batch_purpose(count, left))
        label = Text("Feedback for all", self, heavy=True)
        self.feedback = QPlainTextEdit(self)
        self.feedback.setTabChangesFocus(True)
        self.feedback.setAccessibleName("Feedback for all")
        label.setBuddy(self.feedback)
        self.body.addWidget(label)
        self.body.addWidget(self.feedback)
        self.accept_button = self.add_button(_title(count), self._confirm)
        self.need("" if count else "No ticked work was read")
        self.keep_typed(self.feedback)

    def _confirm(self) -> None:
        self.confirmed.emit(self.feedback.toPlainText())


def _title(number: int) -> str:
    return f"Accept {count(number, 'work')}"
