"""Takes in what somebody wrote for a catch-up that was only agreed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from npq_desktop.ui.kit.cards import Text
from npq_desktop.ui.kit.dialog import Dialog


class HandInDialog(Dialog):
    """``confirmed`` carries the text."""

    confirmed = Signal(str)

    def __init__(self, parent: QWidget, *, name: str, title: str) -> None:
        super().__init__(
            parent, "It has been handed in", f"{title}, {name}. Paste or type the text."
        )
        label = Text("Text", self, heavy=True)
        self.text_box = QPlainTextEdit(self)
        self.text_box.setAccessibleName("Text")
        label.setBuddy(self.text_box)
        self.body.addWidget(label)
        self.body.addWidget(self.text_box, 1)
        self.hand_in_button = self.add_button("Hand in for review", self._confirm)
        self.keep_typed(self.text_box)
        self.opens_on = self.text_box

    def _confirm(self) -> None:
        self.confirmed.emit(self.text_box.toPlainText())
