"""Takes in what somebody wrote for a catch-up that was only agreed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.pieces.cards import Text


class HandInDialog(Dialog):
    """``confirmed`` carries the text; ``file_asked``: it is to be read from a file."""

    confirmed = Signal(str)
    file_asked = Signal()

    def __init__(self, parent: QWidget, *, name: str, title: str) -> None:
        super().__init__(
            parent,
            "It has been handed in",
            f"{title}, {name}. Paste or type the text, or take it from a file.",
        )
        label = Text("Text", self, heavy=True)
        self.text_box = QPlainTextEdit(self)
        self.text_box.setTabChangesFocus(True)
        self.text_box.setAccessibleName("Text")
        label.setBuddy(self.text_box)
        self.body.addWidget(label)
        self.body.addWidget(self.text_box, 1)
        self.hand_in_button = self.add_button("Hand in for review", self._confirm)
        self.file_button = self.add_button("From a file…", self.file_asked.emit, accepts=False)
        self.keep_typed(self.text_box)
        self.opens_on = self.text_box

    def take_text(self, text: str) -> None:
        """Put the text of a file into the box, to be looked at first."""
        self.text_box.setPlainText(text)
        self.text_box.setFocus()

    def _confirm(self) -> None:
        self.confirmed.emit(self.text_box.toPlainText())
