"""What stands where rows would: a heading, a sentence of what belongs there, and the way to it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from npq_desktop.ui.kit.layout import FlowLayout


class EmptyState(QWidget):
    """Up to two buttons; ``action_requested`` carries the key of the one pressed."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = _wrapped(self)
        font = self._heading.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self._heading.setFont(font)
        self._sentence = _wrapped(self)
        self._buttons = QWidget(self)
        self._flow = FlowLayout(self._buttons)
        self._flow.setContentsMargins(0, self.fontMetrics().height() // 2, 0, 0)
        self._flow.setSpacing(self.fontMetrics().height() // 2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._buttons.setSizePolicy(policy)
        column = QVBoxLayout(self)
        margin = self.fontMetrics().height() * 2
        column.setContentsMargins(margin, margin, margin, margin)
        for widget in (self._heading, self._sentence, self._buttons):
            column.addWidget(widget)
        column.addStretch(1)

    def tell(self, heading: str, sentence: str, actions: tuple[tuple[str, str], ...] = ()) -> None:
        """Show this; ``actions`` are (key, words on the button)."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._clear()
        for key, words in actions:
            button = QPushButton(words, self._buttons)
            button.setObjectName(key)
            button.setAutoDefault(True)
            button.clicked.connect(self._pressed)
            self._flow.addWidget(button)
            button.show()

    def words(self) -> str:
        """Heading and sentence, for tests and screen readers."""
        return f"{self._heading.text()} {self._sentence.text()}"

    def _clear(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is None:
                continue
            widget.hide()
            widget.deleteLater()

    def _pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.action_requested.emit(sender.objectName())


def _wrapped(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
